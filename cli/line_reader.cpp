#include "cli/line_reader.hpp"

#include <array>
#include <cerrno>

#include <poll.h>
#include <unistd.h>

namespace troupe {

namespace {

using namespace std::chrono_literals;

/// How long Ctrl-C may go unnoticed.
constexpr int poll_milliseconds = 100;

} // namespace

line_reader::outcome line_reader::read(std::string& line) {
  for (;;) {
    if (auto end = buffer_.find('\n'); end != std::string::npos) {
      line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return outcome::line;
    }
    if (at_end_)
      return outcome::end;
    if (signals_.wait_for(0ms))
      return outcome::interrupted;
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (::poll(&input, 1, poll_milliseconds) <= 0)
      continue;
    std::array<char, 4096> bytes;
    auto count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count > 0)
      buffer_.append(bytes.data(), static_cast<size_t>(count));
    else if (count == 0 || errno != EINTR)
      at_end_ = true;
  }
}

} // namespace troupe
