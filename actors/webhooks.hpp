/// WEBHOOKS: tells the outside that a job ended (docs/webhooks.md). Spawned
/// detached by NODE: it waits for its own small database. Calls are made by
/// the http_client's thread; their ends come back as messages.
///
///   session/registry      webhooks            disk      receiver
///     │ ── job_notice ───> │ ── messages ───────> │          │
///     │ <── done ───────── │                      │          │
///     │                    │ ── POST, signed ──────────────> │
///     │                    │ <── 2xx, 410, no answer ─────── │
///     │                    │ ── delivered / later ─> │       │
///     │       (later:      │ ── the same id again ─────────> │)
///
/// A message is on disk before the notice is answered and until its receiver
/// took it, so a kill at any point repeats at most the call under way: at
/// least once, with the same webhook-id.
#pragma once

#include "protocol/actors.hpp"
#include "providers/http_client.hpp"
#include "store/webhook_store.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace troupe {

using webhooks_self = webhooks_actor::extend<
  // Itself: something is due. The number tells old alarms from the last one.
  caf::reacts_to<atom::internal, atom::tick, uint64_t>,
  // The http_client: this message was answered with this status and asks for
  // so many seconds of rest; or there was no answer (status 0), and why.
  caf::reacts_to<atom::internal, atom::done, std::string, uint32_t, uint32_t,
                 caf::error>>;

struct webhooks_options {
  std::shared_ptr<webhook_store> store;
  std::shared_ptr<http_client> client;
  /// Whether receivers may be asked for by http.
  bool allows_http = false;
  /// Milliseconds since 1970.
  std::function<int64_t()> now_ms;
  /// 0..1, for the spread of attempts.
  std::function<double()> chance;
};

struct webhooks_state {
  static inline const char* name = "webhooks";
  explicit webhooks_state(webhooks_self::stateful_pointer<webhooks_state> self)
    : self{self} {}

  result<atom::done> take(const job_notice& x);
  result<webhook> create(webhook x);
  result<webhook_delivery> test(const user_id& owner, const std::string& id);

  /// Sends what is due and sets the alarm for what comes next.
  void pump();
  void send_due(int64_t now_ms);
  void send(const webhook_message& x);
  void ended(const std::string& id, uint32_t status, uint32_t rest_seconds,
             const error& why);
  /// What one attempt came to.
  void later(webhook_message& x, uint32_t rest_seconds);
  void give_up(webhook_message& x, bool disables);
  void keep(const webhook_delivery& x);

  webhooks_self::stateful_pointer<webhooks_state> self;
  webhooks_options options;
  /// By id of the delivery.
  std::map<std::string, webhook_message> under_way;
  uint64_t alarm = 0;
  /// Nothing is sent before that time.
  int64_t not_before = 0;
};

webhooks_self::behavior_type
webhooks(webhooks_self::stateful_pointer<webhooks_state> self,
         webhooks_options options);

/// Makes WEBHOOKS with a thread of its own, and a client that calls public
/// https addresses only, unless `allows_private`.
std::function<webhooks_actor(caf::actor_system&)>
detached_webhooks(std::shared_ptr<webhook_store> store, bool allows_private);

} // namespace troupe
