/// What the log looks like: short text for people, JSON lines for machines,
/// both on stderr, both without control characters and secrets. Set up once at
/// the start; then spdlog is used from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe {

/// `level` debug|info|warn|error|off, `format` auto|text|json.
void start_logging(std::string_view level, std::string_view format);

/// One line without line breaks, escapes and what looks like a key or token.
std::string safe_log_text(std::string_view text);

/// The line of a message, with its line break.
std::string text_log_line(int64_t milliseconds, std::string_view level,
                          std::string_view text);
std::string json_log_line(int64_t milliseconds, std::string_view level,
                          std::string_view text);

} // namespace troupe
