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

} // namespace troupe
