/// Text of people and programs, made fit for screens, logs and speech. Pure;
/// any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace troupe {

/// Names and titles are one line; scripts and documents may have many.
enum class text_lines : uint8_t { one, many };

/// True if these bytes are well-formed UTF-8 (no surrogates, no overlong
/// forms). What json::parse() took in always is; forms are not.
bool is_utf8(std::string_view text);

/// Well-formed text without control characters, bidirectional overrides and
/// invisible marks (they can hide or reorder what a reviewer sees), with
/// line ends as \n (or a space for one line), trimmed on both sides.
std::string clean_text(std::string_view text, text_lines lines);

/// A to Z only: what keywords need.
std::string lower_ascii(std::string text);

/// At most so many bytes, cut between characters.
std::string_view clip_text(std::string_view text, size_t max_bytes);

} // namespace troupe
