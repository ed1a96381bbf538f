/// What a person types when a stage waits: one letter or word, and the rest of
/// the line. Pure; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe {

struct review_answer {
  enum class kind : uint8_t {
    accept,
    regenerate,
    edit,
    go_back,
    automatic,
    stop,
    leave,
    show,
    help,
  };
  kind is = kind::help;
  std::string feedback;
  /// Of go_back; empty = the stage that waits.
  std::string stage;
  int64_t version = 0;
};

/// invalid_argument says what can be typed.
result<review_answer> parse_review_answer(std::string_view line);

/// The frame for the server; null for kinds that are ours alone.
json review_frame(const review_answer& answer);

/// One line: what can be typed here.
std::string_view review_prompt();
std::string_view review_help();

} // namespace troupe
