/// Actors on CAF's deterministic scheduler: nothing runs but by settle(), time
/// moves by pass() only, and a request is answered or visibly is not.
#pragma once

#include "tests/support/test.hpp"

#include "actors/actor_config.hpp"
#include "protocol/error.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <tuple>

namespace troupe::test {

/// A request under way. Each has an asker of its own, so that they don't wait
/// for each other.
template <class... Ts>
class answer {
public:
  using value_type = std::tuple<Ts...>;

  template <class Deliver, class Handle, class... Args>
  answer(caf::actor_system& system, Deliver deliver, const Handle& dest,
         const Args&... args)
    : asker_{std::make_shared<caf::scoped_actor>(system)} {
    auto handle = (*asker_)->request(dest, caf::infinite, args...);
    take_ = [this, handle]() mutable {
      handle.receive([this](const Ts&... xs) { got_ = value_type{xs...}; },
                     [this](const caf::error& err) { got_ = err; });
    };
    deliver();
  }

  answer(const answer&) = delete;

  bool has_come() {
    if (!got_ && asker_->ptr()->peek_at_next_mailbox_element())
      take_();
    return got_.has_value();
  }

  bool is_good() { return has_come() && got_->engaged(); }

  /// A copy of the first value of a good answer; fails the test otherwise.
  auto value() { return std::get<0>(values()); }

  const value_type& values() {
    if (!has_come())
      CAF_FAIL("not answered");
    if (!*got_)
      CAF_FAIL("answered by an error: " << text_of(got_->error()));
    return **got_;
  }

  /// What the error says; empty while there is none.
  ec code() { return has_come() && !*got_ ? code_of(got_->error()) : ec::none; }
  std::string text() {
    return has_come() && !*got_ ? text_of(got_->error()) : std::string{};
  }

private:
  std::shared_ptr<caf::scoped_actor> asker_;
  std::function<void()> take_;
  std::optional<caf::expected<value_type>> got_;
};

struct actor_fixture : test_coordinator_fixture<actor_config> {
  /// Delivers all messages; fires no timeout.
  void settle() { sched.run(); }

  /// Lets time pass, firing what is due, and delivers all messages.
  void pass(caf::timespan time) {
    settle();
    sched.advance_time(time);
    settle();
  }

  /// Asks and delivers all messages.
  template <class... Ts, class Handle, class... Args>
  answer<Ts...> ask(const Handle& dest, const Args&... args) {
    auto deliver = [this] { settle(); };
    return answer<Ts...>{sys, deliver, dest, args...};
  }

  /// Ends them, so that the actor system can end.
  template <class... Handles>
  void end(const Handles&... handles) {
    (caf::anon_send_exit(handles, caf::exit_reason::kill), ...);
    settle();
  }
};

} // namespace troupe::test
