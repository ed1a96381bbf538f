#include "protocol/webhook_rules.hpp"

#include "protocol/utc_time.hpp"

#include "protocol/base64.hpp"
#include "protocol/secret.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <ctime>

namespace troupe {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view secret_prefix = "whsec_";
constexpr size_t key_least_bytes = 24;
constexpr size_t key_most_bytes = 64;
constexpr size_t url_max_bytes = 2'048;
constexpr size_t event_limit = 20;
constexpr std::string_view doors[] = {"video", "ad"};

/// After each attempt: three days in all.
constexpr std::chrono::seconds pauses[] = {5s,  5min, 30min, 2h, 5h,
                                           10h, 14h,  20h,   24h};

error refuse(std::string_view field, std::string_view must_be) {
  return make_error(ec::invalid_argument, "Field " + std::string{field}
                                            + " must be "
                                            + std::string{must_be});
}

bool is_pattern(std::string_view text) {
  if (text == "*")
    return true;
  for (auto door : doors)
    if (text == std::string{door} + ".*")
      return true;
  return std::ranges::find(webhook_types(), text) != webhook_types().end();
}

} // namespace

const std::vector<std::string>& webhook_types() {
  static const auto names = [] {
    std::vector<std::string> out;
    for (auto door : doors)
      for (auto ending :
           {job_ending::completed, job_ending::failed, job_ending::cancelled})
        out.push_back(std::string{door} + '.' + std::string{to_string(ending)});
    return out;
  }();
  return names;
}

std::string type_of(const job_notice& x) {
  return x.door + '.' + std::string{to_string(x.ending)};
}

bool wants(const webhook& x, std::string_view type) {
  auto door = type.substr(0, type.find('.'));
  return x.events.empty() || std::ranges::any_of(x.events, [&](auto& wanted) {
           return wanted == "*" || wanted == type
                  || wanted == std::string{door} + ".*";
         });
}

result<std::string> check_webhook_url(std::string_view url, bool allows_http) {
  auto wanted = allows_http ? "an http or https URL" : "an https URL";
  if (url.empty() || url.size() > url_max_bytes)
    return refuse("url", std::string{wanted} + " of at most "
                           + std::to_string(url_max_bytes) + " bytes");
  if (std::ranges::any_of(url, [](unsigned char c) {
        return c <= ' ' || c >= 0x7F || c == '\\' || c == '"' || c == '<'
               || c == '>';
      }))
    return refuse("url", std::string{wanted}
                           + ", with %-escapes for all but "
                             "plain characters");
  auto lower = std::string{url.substr(0, 8)};
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return std::tolower(c); });
  auto is_plain = lower.starts_with("http://");
  if (!lower.starts_with("https://") && !(is_plain && allows_http))
    return refuse("url", wanted);
  auto rest = url.substr(is_plain ? 7 : 8);
  auto host = rest.substr(0, rest.find_first_of("/?#"));
  if (host.empty() || host.starts_with(':'))
    return refuse("url", std::string{wanted} + " with a host");
  if (host.find('@') != host.npos)
    return refuse("url", std::string{wanted} + " without a name or password");
  if (url.find('#') != url.npos)
    return refuse("url", std::string{wanted} + " without a fragment");
  return std::string{url};
}

result<webhook> check_webhook(webhook x, bool allows_http) {
  auto url = check_webhook_url(x.url, allows_http);
  if (!url)
    return url.error();
  if (x.events.size() > event_limit)
    return refuse("events",
                  "at most " + std::to_string(event_limit) + " types");
  for (auto& event : x.events)
    if (!is_pattern(event)) {
      std::string list = "*, video.*, ad.*";
      for (auto& name : webhook_types())
        list += ", " + name;
      return refuse("events", "a list of " + list);
    }
  std::ranges::sort(x.events);
  x.events.erase(std::unique(x.events.begin(), x.events.end()), x.events.end());
  if (!x.secret.empty())
    if (auto key = webhook_key(x.secret); !key)
      return key.error();
  return x;
}

result<std::string> webhook_key(std::string_view secret) {
  if (secret.starts_with(secret_prefix))
    if (auto key = from_base64(secret.substr(secret_prefix.size()));
        key && key->size() >= key_least_bytes && key->size() <= key_most_bytes)
      return *key;
  return refuse("secret", "whsec_ and the base64 of 24 to 64 bytes");
}

std::string webhook_secret(std::string_view key) {
  return std::string{secret_prefix} + to_base64(key);
}

std::string webhook_body(std::string_view type, int64_t at_ms,
                         const json& data) {
  return json::make_object(
           {{"type", type}, {"timestamp", utc_time(at_ms)}, {"data", data}})
    .dump();
}

std::string webhook_signature(std::string_view key, std::string_view id,
                              int64_t seconds, std::string_view body) {
  std::string text{id};
  text += '.' + std::to_string(seconds) + '.';
  text += body;
  return "v1," + to_base64(hmac_sha256(key, text));
}

std::optional<std::chrono::milliseconds> webhook_pause(uint32_t attempts,
                                                       double chance) {
  if (attempts == 0 || attempts > std::size(pauses))
    return std::nullopt;
  auto pause = std::chrono::milliseconds{pauses[attempts - 1]};
  auto more =
    static_cast<double>(pause.count()) / 5 * std::clamp(chance, 0.0, 1.0);
  return pause + std::chrono::milliseconds{static_cast<int64_t>(more)};
}

uint32_t webhook_attempts() {
  return static_cast<uint32_t>(std::size(pauses)) + 1;
}

json to_json(const webhook& x, std::string_view secret) {
  auto events = json::make_array();
  for (auto& event : x.events)
    events.push_back(event);
  auto out = json::make_object({{"id", x.id},
                                {"url", x.url},
                                {"events", events},
                                {"enabled", x.is_enabled},
                                {"created_at", utc_time(x.created_ms)}});
  if (!x.complaint.empty())
    out["disabled_because"] = x.complaint;
  if (!secret.empty())
    out["secret"] = secret;
  return out;
}

json to_json(const webhook_delivery& x) {
  auto out = json::make_object({{"id", x.id},
                                {"type", x.type},
                                {"status", to_string(x.state)},
                                {"attempts", x.attempts},
                                {"created_at", utc_time(x.created_ms)}});
  out[x.state == delivery_state::pending ? "next_attempt_at" : "ended_at"] =
    utc_time(x.due_ms);
  if (!x.session.empty())
    out["session_id"] = x.session.str();
  if (x.status != 0)
    out["response_status"] = x.status;
  if (!x.complaint.empty())
    out["error"] = x.complaint;
  return out;
}

} // namespace troupe
