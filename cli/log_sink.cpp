#include "cli/log_sink.hpp"

#include <string>

#include <poll.h>
#include <unistd.h>

namespace troupe {

void log_sink::sink_it_(const spdlog::details::log_msg& message) {
  spdlog::memory_buf_t line;
  if (left_out_ > 0) {
    auto text = "log: " + std::to_string(left_out_)
                + " lines were left out, nobody read them";
    formatter_->format({message.logger_name, spdlog::level::warn, text}, line);
    if (!write(line)) {
      ++left_out_;
      return;
    }
    left_out_ = 0;
    line.clear();
  }
  formatter_->format(message, line);
  if (!write(line))
    ++left_out_;
}

bool log_sink::write(const spdlog::memory_buf_t& line) {
  pollfd ready{fd_, POLLOUT, 0};
  return ::poll(&ready, 1, 0) == 1 && (ready.revents & POLLOUT) != 0
         && ::write(fd_, line.data(), line.size())
              == static_cast<ssize_t>(line.size());
}

} // namespace troupe
