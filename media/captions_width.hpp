/// How wide characters are, and which scripts are written without blanks. Only
/// captions*.cpp include this. Pure; any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace troupe {

/// 0 for an empty text; broken bytes are themselves.
char32_t first_code_point(std::string_view text);
char32_t last_code_point(std::string_view text);

/// Chinese, Japanese and Thai, Lao, Khmer, Burmese: words follow each other
/// without blanks. (Korean has them.)
bool is_unspaced(char32_t c);

/// Bytes of the longest beginning that is at most so many columns wide, at
/// least one character; marks stay with their letter, and a sign that ends a
/// clause is not carried to the next line.
size_t fitting_bytes(std::string_view text, size_t columns);

} // namespace troupe
