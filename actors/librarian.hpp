/// LIBRARIAN: answers lists from a connection of its own to the store. Spawned
/// detached by NODE, because reading a disk may block.
#pragma once

#include "protocol/actors.hpp"
#include "store/event_store.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace troupe {

struct librarian_state {
  static inline const char* name = "librarian";
  librarian_state() = default;

  std::shared_ptr<session_lines> lines;
};

/// `lines` is used by this actor alone from now on.
librarian_actor::behavior_type
librarian(librarian_actor::stateful_pointer<librarian_state> self,
          std::shared_ptr<session_lines> lines);

} // namespace troupe
