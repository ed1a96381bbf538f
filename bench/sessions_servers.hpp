/// The servers that bench/sessions compares, each in a process of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include <sys/types.h>

namespace troupe::bench {

enum class log_kind { none, sqlite };

struct served {
  pid_t pid = -1;
  uint16_t port = 0;
};

/// All of Troupe's control path (sockets, connection actors, sessions, stages,
/// pool, storekeeper); only the pieces are made by a maker that waits for so
/// long and makes nothing. log_kind::none keeps the log in memory.
served serve_troupe(const std::filesystem::path& data, log_kind log,
                    std::chrono::milliseconds piece_time, unsigned workers);

/// Beast alone: the same messages, no actor, no log, no JSON.
served serve_bare();

void end(const served& server);

} // namespace troupe::bench
