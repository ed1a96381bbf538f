#include "cli/leave.hpp"

#include "protocol/defaults.hpp"

#include <cstdlib>
#include <iostream>

#include <spdlog/spdlog.h>

namespace troupe {

namespace {

using namespace std::chrono_literals;

/// After the engine's own deadline: connections are closed, files synced.
constexpr auto leave_deadline = defaults::shutdown_deadline + 5s;

} // namespace

void leave_now(int code) {
  std::cout.flush();
  std::cerr.flush();
  std::_Exit(code);
}

leave_guard::leave_guard(const signal_waiter& signals)
  : watch_([this, &signals] {
      auto end = std::chrono::steady_clock::now() + leave_deadline;
      while (!is_done_) {
        if (signals.wait_for(50ms))
          leave_now(exit_interrupted);
        if (std::chrono::steady_clock::now() > end) {
          spdlog::error("stop took too long, leaving; the log is safe");
          leave_now(1);
        }
      }
    }) {}

leave_guard::~leave_guard() {
  is_done_ = true;
  watch_.join();
}

} // namespace troupe
