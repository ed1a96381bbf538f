/// Where log lines go: a file descriptor, usually stderr. A line that can't be
/// written at once is left out and counted: nobody who writes a log may wait
/// for somebody who doesn't read it (a full pipe once stopped all actors). Any
/// thread.
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <cstdint>
#include <mutex>

namespace troupe {

class log_sink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  /// Does not own the descriptor.
  explicit log_sink(int fd) : fd_(fd) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override;
  void flush_() override {}

 private:
  /// Whole or not at all, as long as a line is at most PIPE_BUF long.
  bool write(const spdlog::memory_buf_t& line);

  int fd_;
  uint64_t left_out_ = 0;
};

} // namespace troupe
