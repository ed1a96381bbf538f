#include "actors/storekeeper.hpp"

#include "protocol/defaults.hpp"
#include "store/log_rules.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace troupe {

namespace {

/// What the engine throws (memory is out) becomes an error here: an exception
/// would end the actor with all its requesters unanswered.
template <class Call>
auto guarded(Call call) -> decltype(call()) {
  try {
    return call();
  } catch (const std::exception& e) {
    return make_error(ec::unavailable,
                      std::string{"The event log failed: "} + e.what());
  }
}

batch_answer write(event_store& store,
                   const std::vector<store_operation>& batch) {
  auto answer = guarded(
    [&]() -> result<batch_answer> { return store.append_batch(batch); });
  if (answer)
    return std::move(*answer);
  batch_answer failed;
  failed.failure = answer.error();
  failed.operations.assign(batch.size(), answer.error());
  return failed;
}

uint64_t microseconds_since(std::chrono::steady_clock::time_point start) {
  using std::chrono::microseconds;
  auto spent = std::chrono::steady_clock::now() - start;
  return static_cast<uint64_t>(
    std::chrono::duration_cast<microseconds>(spent).count());
}

void tell(storekeeper_state::seq_promise& requester, uint64_t last_seq) {
  requester.deliver(last_seq);
}

void tell(storekeeper_state::done_promise& requester, uint64_t) {
  requester.deliver(atom::done_v);
}

} // namespace

void storekeeper_state::gather(
  store_operation operation,
  std::variant<seq_promise, done_promise> requester) {
  batch_bytes += size_of(operation);
  batch.push_back(std::move(operation));
  requesters.push_back(std::move(requester));
  if (batch.size() >= defaults::commit_max_operations
      || batch_bytes >= defaults::commit_max_bytes) {
    commit();
  } else if (!ping_sent) {
    ping_sent = true;
    caf::anon_send(caf::actor_cast<storekeeper_actor>(self), atom::ping_v);
  }
}

void storekeeper_state::commit() {
  if (batch.empty())
    return;
  auto operations = std::exchange(batch, {});
  auto waiting = std::exchange(requesters, {});
  batch_bytes = 0;
  auto start = std::chrono::steady_clock::now();
  auto answer = write(*store, operations);
  count(answer, microseconds_since(start));
  for (size_t i = 0; i < waiting.size(); ++i)
    std::visit(
      [&](auto& requester) {
        if (auto& one = answer.operations[i])
          tell(requester, *one);
        else
          requester.deliver(std::move(one.error()));
      },
      waiting[i]);
}

void storekeeper_state::count(const batch_answer& answer,
                              uint64_t microseconds) {
  if (answer.committed) {
    ++numbers->commits;
    numbers->events_committed += answer.events_written;
    numbers->commit_microseconds += microseconds;
  }
  auto fails = static_cast<bool>(answer.failure);
  if (fails && !failing)
    spdlog::error("storekeeper: {}", text_of(answer.failure));
  else if (answer.committed && failing)
    spdlog::info("storekeeper: the event log can be written again");
  failing = fails || (failing && !answer.committed);
}

caf::result<session_log> storekeeper_state::load(const session_id& id) {
  commit();
  return guarded([&] { return store->load(id); });
}

caf::result<atom::done> storekeeper_state::remove(const session_id& id) {
  commit();
  if (auto done = guarded([&] { return store->remove(id); }); !done)
    return std::move(done.error());
  return atom::done_v;
}

caf::result<std::vector<session_summary>>
storekeeper_state::list(uint32_t limit) {
  commit();
  return guarded(
    [&] { return store->list(std::min(limit, defaults::session_list_limit)); });
}

caf::result<std::vector<session_summary>> storekeeper_state::list_running() {
  commit();
  return guarded([&] { return store->list_running(); });
}

caf::result<session_summary>
storekeeper_state::summary(const session_id& id) {
  commit();
  return guarded([&] { return store->summary(id); });
}

caf::result<session_page>
storekeeper_state::page(const session_query& query) {
  commit();
  return guarded([&] { return store->page(query); });
}

caf::result<atom::done> storekeeper_state::ping() {
  commit();
  if (self->current_sender()) {
    if (auto done = guarded([&] { return store->check_writable(); }); !done)
      return std::move(done.error());
    return atom::done_v;
  }
  ping_sent = false;
  if (leaving)
    self->quit(leaving);
  return atom::done_v;
}

void storekeeper_state::leave(caf::error reason) {
  leaving = std::move(reason);
  // Behind all that is queued; an exit message overtakes.
  caf::anon_send(caf::actor_cast<storekeeper_actor>(self), atom::ping_v);
}

storekeeper_actor::behavior_type
storekeeper(storekeeper_actor::stateful_pointer<storekeeper_state> self,
            std::shared_ptr<event_store> store, metrics_ptr numbers) {
  self->state.store = std::move(store);
  self->state.numbers = std::move(numbers);
  self->set_exit_handler([self](caf::exit_msg& msg) {
    if (msg.reason)
      self->state.leave(msg.reason);
  });
  using seq_promise = storekeeper_state::seq_promise;
  using done_promise = storekeeper_state::done_promise;
  return {
    [self](atom::list, const session_id& id) {
      return self->state.summary(id);
    },
    [self](atom::list, const session_query& query) {
      return self->state.page(query);
    },
    [self](atom::append, std::vector<session_event>& events) {
      auto requester = self->make_response_promise<seq_promise>();
      self->state.gather(append_operation{std::move(events)}, requester);
      return requester;
    },
    [self](atom::record, session_id& id, piece_record& piece) {
      auto requester = self->make_response_promise<done_promise>();
      self->state.gather(record_operation{std::move(id), std::move(piece)},
                         requester);
      return requester;
    },
    [self](atom::remove, const session_id& id) {
      return self->state.remove(id);
    },
    [self](atom::load, const session_id& id) { return self->state.load(id); },
    [self](atom::list, uint32_t limit) { return self->state.list(limit); },
    [self](atom::list, atom::run) { return self->state.list_running(); },
    [self](atom::ping) { return self->state.ping(); },
  };
}

} // namespace troupe
