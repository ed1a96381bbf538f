#include "store/reference_index.hpp"

#include <cstdlib>

namespace troupe {

namespace {

constexpr size_t most_words = 64;
constexpr size_t word_max_bytes = 64;

bool parts_words(char c) {
  auto letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || static_cast<unsigned char>(c) >= 0x80;
  return !letter;
}

/// Every word as a string of FTS5, so that AND, NEAR, * and - are words too.
std::string any_of(std::string_view question) {
  std::string out;
  std::string word;
  size_t count = 0;
  auto take = [&] {
    if (!word.empty() && word.size() <= word_max_bytes && count < most_words) {
      out += (count++ == 0 ? "\"" : " OR \"") + word + '"';
    }
    word.clear();
  };
  for (auto c : question)
    if (parts_words(c))
      take();
    else
      word += c;
  take();
  return out;
}

} // namespace

result<reference_index> reference_index::make() {
  auto db = sqlite::open_memory();
  if (!db)
    return db.error();
  auto made = sqlite::execute(
    db->get(), "CREATE VIRTUAL TABLE texts USING fts5(title, body, "
               "tokenize = 'porter unicode61 remove_diacritics 2')");
  if (!made)
    return made.error();
  return reference_index{std::move(*db)};
}

result<void> reference_index::add(std::string_view title,
                                  std::string_view text) {
  sqlite::statement insert{db_.get(),
                           "INSERT INTO texts (title, body) VALUES (?1, ?2)"};
  return insert.execute(title, text);
}

result<std::vector<reference_index::hit>>
reference_index::rank(std::string_view question, size_t most) {
  std::vector<hit> out;
  auto words = any_of(question);
  if (words.empty() || most == 0)
    return out;
  // FTS5 gives smaller numbers to better texts.
  sqlite::statement search{
    db_.get(), "SELECT rowid, -bm25(texts, 4.0, 1.0) AS score FROM texts "
               "WHERE texts MATCH ?1 ORDER BY score DESC, rowid LIMIT ?2"};
  auto rows = search.run(std::string_view{words}, static_cast<int64_t>(most));
  if (!rows)
    return std::move(rows.error());
  for (;;) {
    auto more = rows->next();
    if (!more)
      return std::move(more.error());
    if (!*more)
      return out;
    out.push_back({static_cast<size_t>(rows->integer(0) - 1), rows->number(1)});
  }
}

} // namespace troupe
