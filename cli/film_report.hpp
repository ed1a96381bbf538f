/// What `make` and `render` say while they work and when they are done: text
/// for people, or one JSON object a line. Thread-safe.
#pragma once

#include "cli/film_files.hpp"
#include "cli/progress_view.hpp"

#include <mutex>
#include <string>

namespace troupe {

struct talk_options {
  /// One JSON object a line instead of text.
  bool as_json = false;
  bool is_quiet = false;
};

/// Progress on stdout.
class film_talk {
 public:
  explicit film_talk(const talk_options& options);

  void say(const session_event& event) const;
  void say(const session_progress& progress) const;
  /// Takes the bar away.
  void clear() const;

 private:
  void write(const std::string& text, const std::string& line) const;

  talk_options options_;
  mutable std::mutex mutex_;
  mutable progress_view view_;
};

/// The last line: where the film is, how long it is, how long it took.
void report_saved(const talk_options& options, const saved_film& saved,
                  double duration, double elapsed);

/// Errors go to stderr in words, as JSON also to stdout as a line. Answers
/// the code.
int complain(const talk_options& options, const std::string& why, int code);

} // namespace troupe
