/// Finds the texts that fit a question best: BM25 over SQLite's FTS5, in
/// memory, for as long as one film's scenes are written. Words are compared
/// without case, accents and English endings. One thread.
///
/// Source: S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework:
/// BM25 and Beyond", 2009; k1 = 1.2, b = 0.75 as FTS5 has them.
#pragma once

#include "store/sqlite.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe {

class reference_index {
public:
  static result<reference_index> make();

  /// Its place is 0, 1, 2, ... Words of the title count four times.
  result<void> add(std::string_view title, std::string_view text);

  struct hit {
    size_t place = 0;
    /// Above 0; higher is better.
    double score = 0;
    bool operator==(const hit&) const = default;
  };

  /// The best ones that hold at least one word of the question, best first;
  /// equals in their order. Of a question the first 64 words count; nothing in
  /// it is an operator.
  result<std::vector<hit>> rank(std::string_view question, size_t most);

private:
  explicit reference_index(sqlite::database db) : db_(std::move(db)) {}

  sqlite::database db_;
};

} // namespace troupe
