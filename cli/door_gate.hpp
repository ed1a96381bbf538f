/// The gate of a server as the settings want it: whom it asks, whose tokens it
/// takes, what it limits. Called once by `serve`.
#pragma once

#include "cli/engine.hpp"
#include "io/gate.hpp"

namespace troupe {

/// True if users are asked who they are.
bool asks_who(const config& values);

/// True if `server.bind` is more than this machine.
bool is_reachable_by_others(const config& values);

/// After engine::open_accounts(). The error names the setting that is wrong or
/// missing.
result<gate_ptr> make_gate(const config& values, const engine& actors);

} // namespace troupe
