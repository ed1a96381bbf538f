/// Lines from standard input that a signal can interrupt. Main thread.
#pragma once

#include "cli/signals.hpp"

#include <string>

namespace troupe {

class line_reader {
 public:
  enum class outcome : uint8_t { line, end, interrupted };

  explicit line_reader(const signal_waiter& signals) : signals_(signals) {}

  /// The next line without its line break.
  outcome read(std::string& line);

 private:
  const signal_waiter& signals_;
  std::string buffer_;
  bool at_end_ = false;
};

} // namespace troupe
