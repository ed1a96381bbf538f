/// The rules of webhooks: what may be asked for, what receivers get and how it
/// is signed, when it is tried again. After Standard Webhooks 1.0
/// (github.com/standard-webhooks/standard-webhooks). Pure; any thread.
#pragma once

#include "protocol/json.hpp"
#include "protocol/webhook.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// "video.completed", ... "ad.cancelled": what can be asked for by name.
const std::vector<std::string>& webhook_types();
std::string type_of(const job_notice& x);

/// True when its receiver wants to hear of that type: by name, by "ad.*" or
/// "*", or because it names none.
bool wants(const webhook& x, std::string_view type);

/// url, events and secret of a new webhook, in canonical form. Only https,
/// unless `allows_http`; no name or password in the URL. invalid_argument names
/// the field. A secret that is left out stays empty.
result<webhook> check_webhook(webhook x, bool allows_http);
result<std::string> check_webhook_url(std::string_view url, bool allows_http);

/// The bytes of "whsec_" and base64: 24 to 64 of them.
result<std::string> webhook_key(std::string_view secret);
std::string webhook_secret(std::string_view key);

/// What is sent: {"type","timestamp","data"}. `data` is a JSON object.
std::string webhook_body(std::string_view type, int64_t at_ms,
                         const json& data);

/// The header webhook-signature: "v1," and the base64 of HMAC-SHA256 over
/// id.seconds.body.
std::string webhook_signature(std::string_view key, std::string_view id,
                              int64_t seconds, std::string_view body);

/// How long after attempt number `attempts` (from 1) the next one is made;
/// nothing when there is none. `chance` is 0..1: up to a fifth is added, so
/// that what failed together doesn't come back together.
std::optional<std::chrono::milliseconds> webhook_pause(uint32_t attempts,
                                                       double chance);
/// Attempts in all.
uint32_t webhook_attempts();

/// As REST shows them; without secrets, but with this one when it isn't empty.
json to_json(const webhook& x, std::string_view secret = {});
json to_json(const webhook_delivery& x);

} // namespace troupe
