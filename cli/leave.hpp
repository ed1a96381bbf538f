/// Leaving the process when a clean end can't be trusted to come: CAF's
/// actor system may hang in its destructor, and a stop has a deadline. Main
/// thread.
#pragma once

#include "cli/signals.hpp"

#include <atomic>
#include <thread>

namespace troupe {

/// Flushes the log and the standard streams, then _Exit: no destructor runs.
[[noreturn]] void leave_now(int code);

/// While it lives: a second signal leaves at once, and so does the end of
/// defaults::shutdown_deadline and a little.
class leave_guard {
 public:
  explicit leave_guard(const signal_waiter& signals);
  leave_guard(const leave_guard&) = delete;
  leave_guard& operator=(const leave_guard&) = delete;
  ~leave_guard();

 private:
  std::atomic<bool> is_done_ = false;
  std::thread watch_;
};

} // namespace troupe
