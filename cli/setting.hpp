/// The table of everything a person can set: one row has the flag, the
/// environment variable, the key in the file, the default and the help, so
/// that none of them can be forgotten. Never changes; any thread.
#pragma once

#include "protocol/nearest_name.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

enum class setting_kind : uint8_t { text, number, yes_or_no, list, choice };

struct setting {
  /// Also the key in the file: "server.port" is port in [server].
  std::string_view key;
  std::string_view flag;
  std::string_view variable;
  setting_kind kind = setting_kind::text;
  /// As it would stand in the environment; lists are joined by commas.
  std::string_view default_text;
  std::string_view help;
  /// For numbers.
  int64_t min = 0;
  int64_t max = 0;
  /// For choices: "text|json".
  std::string_view choices = {};
  /// Never shown, neither by `config print` nor in an error.
  bool is_secret = false;
};

std::span<const setting> all_settings();

/// The row with this key; it must exist.
const setting& setting_named(std::string_view key);

} // namespace troupe
