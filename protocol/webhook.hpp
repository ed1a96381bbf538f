/// The words of webhooks: a job that ended, who wants to hear of it, and how
/// telling them went. Standard Webhooks (standardwebhooks.com):
/// docs/webhooks.md. Plain values; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/ids.hpp"

#include <caf/meta/type_name.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// How a job ended.
enum class job_ending : uint8_t { completed, failed, cancelled };

std::string_view to_string(job_ending x);

/// A job that ended: what a session tells WEBHOOKS.
struct job_notice {
  session_id session;
  user_id owner;
  /// First half of the type that receivers see: "video" or "ad".
  std::string door = "video";
  /// What was made: a video type, or what the door calls it.
  std::string kind;
  job_ending ending = job_ending::completed;
  /// Of the event in the session's log. With the session it names the notice:
  /// the same one again changes nothing.
  uint64_t seq = 0;
  /// Of that event, milliseconds since 1970.
  int64_t at_ms = 0;
  /// JSON object: `data` of what receivers get.
  std::string body = "{}";
  /// A receiver of this job alone, from its request; empty for none.
  std::string webhook_url;
  /// "whsec_..."; without one its messages are not signed.
  std::string webhook_secret;

  bool operator==(const job_notice&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, job_notice& x) {
  return f(caf::meta::type_name("job_notice"), x.session, x.owner, x.door,
           x.kind, x.ending, x.seq, x.at_ms, x.body, x.webhook_url,
           x.webhook_secret);
}

/// Who wants to hear of what.
struct webhook {
  /// "wh_" and 32 hex digits.
  std::string id;
  user_id owner;
  std::string url;
  /// "video.completed", "ad.*", ...; empty: all.
  std::vector<std::string> events;
  /// "whsec_" and base64. Shown once, when the webhook is made.
  std::string secret;
  /// False after an answer 410, or when nothing was taken for days.
  bool is_enabled = true;
  /// Why not.
  std::string complaint;
  int64_t created_ms = 0;

  bool operator==(const webhook&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, webhook& x) {
  return f(caf::meta::type_name("webhook"), x.id, x.owner, x.url, x.events,
           x.secret, x.is_enabled, x.complaint, x.created_ms);
}

enum class delivery_state : uint8_t { pending, delivered, failed };

std::string_view to_string(delivery_state x);

/// One message to one receiver, over all its attempts.
struct webhook_delivery {
  /// The header webhook-id: "msg_" and 32 hex digits, the same on each attempt.
  std::string id;
  /// Of the webhook; empty for the receiver of a single job.
  std::string webhook_id;
  /// "video.completed", "webhook.test", ...
  std::string type;
  session_id session;
  delivery_state state = delivery_state::pending;
  uint32_t attempts = 0;
  /// HTTP status of the last attempt; 0 when there was no answer.
  uint32_t status = 0;
  /// What went wrong last.
  std::string complaint;
  int64_t created_ms = 0;
  /// Of the next attempt while pending, else when it was over.
  int64_t due_ms = 0;

  bool operator==(const webhook_delivery&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, webhook_delivery& x) {
  return f(caf::meta::type_name("webhook_delivery"), x.id, x.webhook_id, x.type,
           x.session, x.state, x.attempts, x.status, x.complaint, x.created_ms,
           x.due_ms);
}

} // namespace troupe
