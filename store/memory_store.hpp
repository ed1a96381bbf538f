/// The event log in memory: for tests, and for trying things out. Nothing
/// outlives the object. See event_store.hpp for contract and thread.
#pragma once

#include "store/event_store.hpp"

#include <memory>

namespace troupe {

std::unique_ptr<event_store> make_memory_store();

} // namespace troupe
