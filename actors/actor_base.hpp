/// What all actors of the project have in common: none dies of a stray
/// message, of an error that somebody sent it or of a DOWN nobody asked for;
/// none prints to stderr; none begins with a state that CAF filled wrongly.
/// Spawn with spawn_actor() only, then nobody can forget it. An actor sets its
/// own handlers in its behaviour function; they replace those of harden().
/// Any thread that may spawn.
#pragma once

#include <caf/actor_system.hpp>
#include <caf/fwd.hpp>
#include <caf/infer_handle.hpp>
#include <caf/local_actor.hpp>
#include <caf/scheduled_actor.hpp>
#include <caf/spawn_options.hpp>
#include <caf/stateful_actor.hpp>

#include <type_traits>
#include <utility>

namespace troupe {

/// Sets all five handlers of an actor that begins:
/// - an error message is logged, the actor lives on;
/// - a DOWN that the actor does not handle is logged, it lives on;
/// - an exit message with a reason ends it; exit_reason::normal does not;
/// - an unknown message is logged and dropped, an unknown request is answered
///   with sec::unexpected_message;
/// - an exception is a bug: logged, the actor ends, and its requester and
///   monitors get ec::internal with the text, which CAF alone would lose.
void harden(caf::scheduled_actor* self);

namespace detail {

template <class Self>
struct state_of;

template <class State, class Base>
struct state_of<caf::stateful_actor<State, Base>> {
  using type = State;
};

} // namespace detail

/// Spawns a hardened actor from its behaviour function. `parent` is the actor
/// system or an actor; `Options` as in CAF: caf::monitored, caf::detached.
///
///   auto child = spawn_actor<caf::monitored>(*self, stage, std::move(run));
template <caf::spawn_options Options = caf::no_spawn_options, class Parent,
          class Behavior, class Self, class... Params, class... Args>
auto spawn_actor(Parent& parent, Behavior (*fun)(Self*, Params...),
                 Args&&... args) {
  // CAF 0.17.6 builds the state with State(self): in C++20 that is aggregate
  // initialization, which puts the pointer into the first member.
  static_assert(!std::is_aggregate_v<typename detail::state_of<Self>::type>,
                "give the state a constructor or `State() = default;`");
  auto begin = [fun](Self* self, Params... params) -> Behavior {
    harden(self);
    return fun(self, std::forward<Params>(params)...);
  };
  return parent.template spawn<Options>(std::move(begin),
                                        std::forward<Args>(args)...);
}

} // namespace troupe
