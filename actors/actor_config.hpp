/// How CAF is set up in this program: few threads that do not poll, no file
/// read behind our back, no log of its own, and every message type and the
/// error category announced. The composition root owns one; it must outlive
/// the actor system.
#pragma once

#include <caf/actor_system_config.hpp>

namespace troupe {

struct actor_config : caf::actor_system_config {
  actor_config();
};

/// For everything but tests on the deterministic scheduler: with
/// sharing_scheduler.
struct program_config : actor_config {
  program_config();
};

} // namespace troupe
