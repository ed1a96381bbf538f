/// A stage's data as a person reads it in a terminal: scenes as a list, the
/// script scene by scene, pictures and sounds as links. Pure; any thread.
#pragma once

#include "protocol/json.hpp"

#include <string>
#include <string_view>

namespace troupe {

struct view_options {
  /// "http://127.0.0.1:8000": links of the server begin with it.
  std::string base_url;
  size_t columns = 80;
};

/// The whole of one message of the creator socket; empty for messages that
/// have nothing to read.
std::string show_message(const json& message, const view_options& options);

/// One line of it: what is told of events of the past.
std::string show_message_briefly(const json& message);

/// Lines of at most `columns`, each with the indent in front, broken at
/// spaces. Control characters are gone.
std::string wrapped(std::string_view text, size_t indent, size_t columns);

} // namespace troupe
