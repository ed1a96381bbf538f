/// A load of creator sessions on one WebSocket server: every connection makes
/// film after film (start, accept, accept, ...) as fast as it is answered, or
/// opens one session and waits. Used side by side on two servers.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include <sys/types.h>

namespace troupe::bench {

struct load_result {
  uint64_t sessions = 0;
  uint64_t messages = 0;
  double seconds = 0;
  /// Microseconds from a command to the last message it causes, sorted.
  std::vector<double> round_trips;

  double per_second() const { return static_cast<double>(sessions) / seconds; }
  double percentile(double share) const;
};

/// Runs for so long on so many connections; 5 stages a session, 6 messages to
/// the server and 12 back.
load_result run_load(uint16_t port, unsigned connections,
                     std::chrono::milliseconds time);

/// One session on each connection; the time until all films are complete.
double run_once(uint16_t port, unsigned connections);

/// Opens connections with one session each, waiting for its first review, and
/// keeps them until the object goes.
class idle_sessions {
 public:
  idle_sessions(uint16_t port, unsigned connections);
  ~idle_sessions();

 private:
  struct impl;
  impl* impl_;
};

/// User and system time of a process.
double cpu_seconds(pid_t pid);
/// Resident memory of a process.
double resident_kib(pid_t pid);

} // namespace troupe::bench
