/// What a decode child gives up before it looks at a stranger's bytes: memory,
/// time, files, network, other processes. For good; only the child calls this,
/// from its only thread. See docs/pictures.md.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>

namespace troupe::media {

struct sandbox_limits {
  /// Address space, with the program and its libraries.
  uint64_t memory_bytes = 1'536ULL * 1024 * 1024;
  uint64_t cpu_seconds = 10;
};

/// Closes all descriptors but 0, 1 and 2, sets the limits, dies with its
/// parent. Call it first.
result<void> limit_process(const sandbox_limits& limits);

/// What becomes of a forbidden call. `fails` is for libraries that look for
/// files of their own and go on without them: nothing more is let through.
enum class forbidden : uint8_t { ends, fails };

/// From here on the kernel ends the process, or refuses, when it asks for
/// anything but memory, time, and reading and writing what is open already.
result<void> forbid_everything(forbidden what = forbidden::ends);

} // namespace troupe::media
