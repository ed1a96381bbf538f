/// PICTURE_KEEPER: takes the pictures out of a payload before a session exists:
/// their bytes go to files, their ids stay in the payload, and from there on
/// no log, message or spec holds a picture. Spawned detached by REGISTRY when
/// the first payload with pictures comes: it parses megabytes and waits for
/// the disk.
///
///   door        registry          picture_keeper        files
///     │ ─ create ─> │ ── record ────────> │ ── write, sync ─> │
///     │             │ <── light payload ─ │                   │
///     │             │ ── run ──> session                      │
#pragma once

#include "protocol/actors.hpp"
#include "store/upload_folder.hpp"

#include <functional>

namespace troupe {

struct picture_keeper_state {
  static inline const char* name = "picture_keeper";
  picture_keeper_state() = default;
};

picture_keeper_actor::behavior_type
picture_keeper(picture_keeper_actor::stateful_pointer<picture_keeper_state>,
               std::shared_ptr<const data_folder> data);

/// Makes a keeper with a thread of its own.
std::function<picture_keeper_actor(caf::actor_system&)>
detached_picture_keeper(std::shared_ptr<const data_folder> data);

} // namespace troupe
