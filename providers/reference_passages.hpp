/// Cuts a text into passages that can be ranked and quoted: at headings and
/// paragraphs where they are, else at ends of sentences. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// Words of a passage: enough to hold a thought, few enough to be about one.
inline constexpr size_t passage_least_words = 80;
inline constexpr size_t passage_most_words = 120;

/// In the text's order; each repeats the heading it stands below. At most
/// `most` of them.
std::vector<std::string> passages_of(std::string_view text, size_t most);

} // namespace troupe
