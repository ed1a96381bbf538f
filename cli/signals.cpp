#include "cli/signals.hpp"

#include <ctime>

namespace troupe {

signal_waiter::signal_waiter() {
  sigemptyset(&set_);
  for (auto number : {SIGINT, SIGTERM, SIGHUP})
    sigaddset(&set_, number);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  // A reader that went away is an error of write(), not our end.
  ::signal(SIGPIPE, SIG_IGN);
}

std::optional<int>
signal_waiter::wait_for(std::chrono::milliseconds timeout) const {
  timespec time{timeout.count() / 1000, timeout.count() % 1000 * 1'000'000};
  auto number = sigtimedwait(&set_, nullptr, &time);
  return number > 0 ? std::optional{number} : std::nullopt;
}

int signal_waiter::wait() const {
  for (;;)
    if (auto number = wait_for(std::chrono::hours{1}))
      return *number;
}

} // namespace troupe
