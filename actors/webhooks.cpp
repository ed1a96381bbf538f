#include "actors/webhooks.hpp"

#include "actors/actor_base.hpp"
#include "protocol/defaults.hpp"
#include "protocol/json.hpp"
#include "protocol/secret.hpp"
#include "protocol/webhook_rules.hpp"

#include <caf/send.hpp>

#include <algorithm>
#include <charconv>
#include <random>

#include <spdlog/spdlog.h>

namespace troupe {

namespace {

using namespace std::chrono_literals;

/// Of a secret that we make.
constexpr size_t key_bytes = 32;
/// Calls under way, of all receivers and of one.
constexpr size_t call_limit = 32;
constexpr size_t calls_of_one = 4;
constexpr size_t webhooks_of_one = 20;
/// What ended is shown so long; a notice that comes after it is told again.
constexpr auto memory = std::chrono::hours{24 * 60};
/// The alarm rings at least so often.
constexpr auto longest_sleep = std::chrono::milliseconds{10min};
/// After a failed write.
constexpr auto rest_of_disk = std::chrono::milliseconds{30s};
/// A receiver may ask for a rest of so long.
constexpr uint32_t longest_rest = 24 * 60 * 60;
constexpr size_t answer_max_bytes = 4 * 1024;

std::string make_id(const char* prefix) {
  return prefix + make_session_id().str();
}

/// Who answers 410 wants nothing more.
constexpr uint32_t status_gone = 410;

outgoing_request call_of(const webhook_message& x, int64_t now_ms) {
  auto seconds = now_ms / 1'000;
  outgoing_request out;
  out.method = "POST";
  out.url = x.url;
  out.body = x.body;
  out.headers = {{"Content-Type", "application/json"},
                 {"webhook-id", x.delivery.id},
                 {"webhook-timestamp", std::to_string(seconds)}};
  if (auto key = webhook_key(x.secret))
    out.headers.push_back(
      {"webhook-signature",
       webhook_signature(*key, x.delivery.id, seconds, x.body), true});
  out.connect_time = 3s;
  out.idle_time = 15s;
  out.deadline = 20s;
  out.body_max_bytes = answer_max_bytes;
  out.cuts_body = true;
  return out;
}

uint32_t seconds_in(std::string_view text) {
  uint32_t out = 0;
  auto [rest, code] =
    std::from_chars(text.data(), text.data() + text.size(), out);
  return code == std::errc{} && rest == text.data() + text.size()
           ? std::min(out, longest_rest)
           : 0;
}

webhook_message message_for(const std::string& webhook_id, const user_id& owner,
                            const std::string& url, const std::string& secret,
                            std::string type, std::string body,
                            int64_t now_ms) {
  webhook_message out;
  out.delivery.id = make_id("msg_");
  out.delivery.webhook_id = webhook_id;
  out.delivery.type = std::move(type);
  out.delivery.created_ms = out.delivery.due_ms = now_ms;
  out.owner = owner;
  out.url = url;
  out.secret = secret;
  out.body = std::move(body);
  return out;
}

} // namespace

// -- what people and sessions ask ---------------------------------------------

result<atom::done> webhooks_state::take(const job_notice& x) {
  auto all = options.store->list(x.owner);
  if (!all)
    return all.error();
  auto type = type_of(x);
  auto data = json::parse(x.body);
  auto now = options.now_ms();
  auto body = webhook_body(type, x.at_ms, data ? *data : json::make_object());
  std::vector<webhook_message> messages;
  auto add = [&](const std::string& id, const std::string& url,
                 const std::string& secret) {
    messages.push_back(message_for(id, x.owner, url, secret, type, body, now));
    messages.back().delivery.session = x.session;
  };
  for (auto& hook : *all)
    if (hook.is_enabled && wants(hook, type))
      add(hook.id, hook.url, hook.secret);
  if (!x.webhook_url.empty()) {
    if (auto url = check_webhook_url(x.webhook_url, options.allows_http))
      add({}, *url, x.webhook_secret);
    else
      spdlog::warn("webhooks: the receiver of {} can't be called: {}",
                   x.session.str(), text_of(url.error()));
  }
  auto taken = options.store->take(x, messages);
  if (!taken)
    return taken.error();
  if (*taken && !messages.empty())
    pump();
  return atom::done_v;
}

result<webhook> webhooks_state::create(webhook x) {
  auto checked = check_webhook(std::move(x), options.allows_http);
  if (!checked)
    return checked.error();
  checked->id = make_id("wh_");
  checked->is_enabled = true;
  checked->complaint.clear();
  checked->created_ms = options.now_ms();
  if (checked->secret.empty())
    checked->secret = webhook_secret(random_bytes(key_bytes));
  auto kept = options.store->add(*checked, webhooks_of_one);
  if (!kept)
    return kept.error();
  return *checked;
}

result<webhook_delivery> webhooks_state::test(const user_id& owner,
                                              const std::string& id) {
  auto hook = options.store->find(owner, id);
  if (!hook)
    return hook.error();
  if (!hook->is_enabled)
    if (auto enabled = options.store->enable(id); !enabled)
      return enabled.error();
  auto now = options.now_ms();
  auto data = json::make_object({{"webhook_id", id}});
  auto message = message_for(id, owner, hook->url, hook->secret, "webhook.test",
                             webhook_body("webhook.test", now, data), now);
  if (auto kept = options.store->add(message); !kept)
    return kept.error();
  pump();
  return message.delivery;
}

// -- sending ------------------------------------------------------------------

void webhooks_state::pump() {
  auto now = options.now_ms();
  auto next = not_before;
  if (now >= not_before) {
    send_due(now);
    auto later = options.store->next_due(now);
    next = later && *later ? **later : now + longest_sleep.count();
  }
  auto sleep = std::clamp(std::chrono::milliseconds{next - now},
                          std::chrono::milliseconds{1}, longest_sleep);
  self->delayed_send(self, sleep, atom::internal_v, atom::tick_v, ++alarm);
}

void webhooks_state::send_due(int64_t now_ms) {
  auto due = options.store->due(now_ms, calls_of_one, 2 * call_limit);
  if (!due) {
    spdlog::error("webhooks: can't read what is due: {}", text_of(due.error()));
    return;
  }
  for (auto& x : *due)
    if (under_way.size() < call_limit && !under_way.contains(x.delivery.id))
      send(x);
}

void webhooks_state::send(const webhook_message& x) {
  under_way.emplace(x.delivery.id, x);
  auto handle = webhooks_self{self};
  options.client->send(
    call_of(x, options.now_ms()),
    [handle, id = x.delivery.id](result<outgoing_response> answer) {
      auto status = answer ? answer->status : 0U;
      auto rest = answer ? seconds_in(answer->header("retry-after")) : 0U;
      caf::anon_send(handle, atom::internal_v, atom::done_v, id,
                     uint32_t{status}, rest, answer ? error{} : answer.error());
    });
}

void webhooks_state::ended(const std::string& id, uint32_t status,
                           uint32_t rest_seconds, const error& why) {
  auto node = under_way.extract(id);
  if (node.empty())
    return;
  auto& x = node.mapped();
  auto& told = x.delivery;
  ++told.attempts;
  told.status = status;
  told.complaint = why ? text_of(why) : "";
  if (status >= 200 && status < 300) {
    told.state = delivery_state::delivered;
    told.due_ms = options.now_ms();
    keep(told);
    spdlog::info("webhooks: {} {} delivered", told.id, told.type);
  } else {
    if (status != 0)
      told.complaint = "The receiver answered " + std::to_string(status);
    auto code = code_of(why);
    if (status == status_gone)
      give_up(x, true);
    else if (code == ec::forbidden || code == ec::invalid_argument)
      give_up(x, false);
    else
      later(x, rest_seconds);
  }
  pump();
}

void webhooks_state::later(webhook_message& x, uint32_t rest_seconds) {
  auto pause = webhook_pause(x.delivery.attempts, options.chance());
  if (!pause)
    return give_up(x, true);
  auto rest = std::chrono::milliseconds{std::chrono::seconds{rest_seconds}};
  x.delivery.due_ms = options.now_ms() + std::max(*pause, rest).count();
  keep(x.delivery);
  spdlog::warn("webhooks: {} {} failed {} times: {}", x.delivery.id,
               x.delivery.type, x.delivery.attempts, x.delivery.complaint);
}

void webhooks_state::give_up(webhook_message& x, bool disables) {
  auto& told = x.delivery;
  told.state = delivery_state::failed;
  told.due_ms = options.now_ms();
  keep(told);
  spdlog::error("webhooks: {} {} was given up: {}", told.id, told.type,
                told.complaint);
  if (!disables || told.webhook_id.empty())
    return;
  auto why = told.status == status_gone
               ? std::string{"The receiver answered 410 Gone"}
               : "Nothing was taken for days: " + told.complaint;
  auto off = options.store->disable(told.webhook_id, why, told.due_ms);
  if (!off)
    spdlog::error("webhooks: {} can't be disabled: {}", told.webhook_id,
                  text_of(off.error()));
}

/// What can't be written down is sent again: not before the disk had a rest.
void webhooks_state::keep(const webhook_delivery& x) {
  auto kept = options.store->update(x);
  if (kept)
    return;
  not_before = options.now_ms() + rest_of_disk.count();
  spdlog::error("webhooks: {} can't be written down: {}", x.id,
                text_of(kept.error()));
}

// -- the actor ----------------------------------------------------------------

namespace {

template <class T>
caf::result<T> as_answer(result<T> x) {
  if (!x)
    return x.error();
  return std::move(*x);
}

webhook without_secret(webhook x) {
  x.secret.clear();
  return x;
}

} // namespace

webhooks_self::behavior_type
webhooks(webhooks_self::stateful_pointer<webhooks_state> self,
         webhooks_options options) {
  auto& state = self->state;
  state.options = std::move(options);
  auto before =
    state.options.now_ms() - std::chrono::milliseconds{memory}.count();
  if (auto forgotten = state.options.store->forget(before); !forgotten)
    spdlog::error("webhooks: {}", text_of(forgotten.error()));
  state.pump();
  return {
    [self](const job_notice& x) { return as_answer(self->state.take(x)); },
    [self](atom::create, webhook& x) {
      return as_answer(self->state.create(std::move(x)));
    },
    [self](atom::list,
           const user_id& owner) -> caf::result<std::vector<webhook>> {
      auto all = self->state.options.store->list(owner);
      if (!all)
        return all.error();
      std::ranges::transform(*all, all->begin(), without_secret);
      return std::move(*all);
    },
    [self](atom::find, const user_id& owner,
           const std::string& id) -> caf::result<webhook> {
      auto found = self->state.options.store->find(owner, id);
      if (!found)
        return found.error();
      return without_secret(std::move(*found));
    },
    [self](atom::remove, const user_id& owner,
           const std::string& id) -> caf::result<atom::done> {
      auto gone = self->state.options.store->remove(owner, id);
      if (!gone)
        return gone.error();
      return atom::done_v;
    },
    [self](atom::ping, const user_id& owner, const std::string& id) {
      return as_answer(self->state.test(owner, id));
    },
    [self](atom::list, const user_id& owner, const std::string& id,
           uint32_t limit) -> caf::result<std::vector<webhook_delivery>> {
      auto& store = *self->state.options.store;
      if (auto known = store.find(owner, id); !known)
        return known.error();
      return as_answer(store.deliveries(id, std::min<uint32_t>(limit, 1'000)));
    },
    [self](atom::internal, atom::tick, uint64_t number) {
      if (number == self->state.alarm)
        self->state.pump();
    },
    [self](atom::internal, atom::done, const std::string& id, uint32_t status,
           uint32_t rest_seconds, const caf::error& why) {
      self->state.ended(id, status, rest_seconds, why);
    },
  };
}

std::function<webhooks_actor(caf::actor_system&)>
detached_webhooks(std::shared_ptr<webhook_store> store, bool allows_private) {
  return [store = std::move(store),
          allows_private](caf::actor_system& system) -> webhooks_actor {
    webhooks_options options;
    options.store = store;
    options.client = make_http_client(
      {.allows_private = allows_private, .allows_http = allows_private});
    options.allows_http = allows_private;
    options.now_ms = [] {
      return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
    };
    options.chance = [dice = std::mt19937{std::random_device{}()}]() mutable {
      return std::uniform_real_distribution<>{}(dice);
    };
    return spawn_actor<caf::detached>(system, webhooks, std::move(options));
  };
}

} // namespace troupe
