/// SIGINT, SIGTERM and SIGHUP as something a thread waits for, not as
/// something that interrupts it. Make one before any other thread: threads
/// inherit the mask. One thread waits at a time.
#pragma once

#include <chrono>
#include <optional>

#include <signal.h>

namespace troupe {

class signal_waiter {
 public:
  signal_waiter();
  signal_waiter(const signal_waiter&) = delete;
  signal_waiter& operator=(const signal_waiter&) = delete;

  /// The signal that came, or nothing when the time is over.
  std::optional<int> wait_for(std::chrono::milliseconds timeout) const;
  int wait() const;

 private:
  sigset_t set_{};
};

/// What shells expect of a process that a signal ended.
inline constexpr int exit_interrupted = 130;

} // namespace troupe
