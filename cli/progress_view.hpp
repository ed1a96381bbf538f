/// How a film's progress looks in a terminal: a bar that is drawn over on a
/// TTY, a line per stage otherwise. Pure: it answers the text to write. One
/// thread.
#pragma once

#include "protocol/json.hpp"
#include "protocol/session.hpp"

#include <string>
#include <vector>

namespace troupe {

struct terminal_style {
  bool is_terminal = false;
  /// Only on a terminal and without NO_COLOR.
  bool has_colour = false;
  int columns = 80;
};

/// Of a file descriptor, and the environment's NO_COLOR and TERM.
terminal_style terminal_style_of(int descriptor);

/// "1 min 5 s", "12 s".
std::string spoken_seconds(double seconds);

class progress_view {
 public:
  explicit progress_view(terminal_style style) : style_(style) {}

  std::string show(const session_event& event);
  std::string show(const session_progress& progress);
  /// Takes the bar away before other text is written.
  std::string clear();

 private:
  std::string stage_line(const json& body, const std::string& mark);
  std::string place(const std::string& stage) const;

  terminal_style style_;
  std::vector<std::string> order_;
  bool has_bar_ = false;
};

} // namespace troupe
