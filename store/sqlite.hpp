/// The little of SQLite's C interface that the store needs, owned by objects
/// and with errors as result. Only store/ sees it; one thread at a time.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace troupe::sqlite {

struct close_database {
  void operator()(sqlite3* db) const;
};
using database = std::unique_ptr<sqlite3, close_database>;

/// Opens or makes the file (mode 0600). Reads nothing yet.
result<database> open_file(const std::filesystem::path& file);

/// A database that is gone when it is closed.
result<database> open_memory();

/// The last error of the connection as one of ours: no_space, unavailable
/// (locked by another program), limit_exceeded or store_failed. `doing`
/// begins the sentence.
error last_error(sqlite3* db, std::string_view doing);

/// Runs statements that answer nothing of interest.
result<void> execute(sqlite3* db, const char* text);

/// The first column of the first row, e.g. of a pragma.
result<int64_t> ask_integer(sqlite3* db, const char* text);
result<std::string> ask_text(sqlite3* db, const char* text);

/// The rows of one run of a statement. Lets go of the statement at its end,
/// or the connection would keep reading an old state.
class rows {
public:
  explicit rows(sqlite3_stmt* prepared) : prepared_(prepared) {}
  rows(rows&& other) noexcept;
  rows& operator=(rows&&) = delete;
  ~rows();

  /// Goes to the next row; false when there is none.
  result<bool> next();

  int64_t integer(int column) const;
  double number(int column) const;
  std::string text(int column) const;

private:
  sqlite3_stmt* prepared_;
};

/// A statement that is prepared when it is first run and kept. Texts bound to
/// it are not copied: they must live until the rows are gone.
class statement {
public:
  /// `text` must outlive it.
  statement(sqlite3* db, const char* text) : db_(db), text_(text) {}
  statement(const statement&) = delete;
  statement& operator=(const statement&) = delete;
  ~statement();

  template <class... Ts>
  result<rows> run(const Ts&... values) {
    if (auto err = prepare())
      return err;
    int position = 0;
    error failed;
    ((failed = failed ? failed : bind(++position, values)), ...);
    if (failed)
      return failed;
    return rows{prepared_};
  }

  /// Runs it to its end: for statements without rows.
  template <class... Ts>
  result<void> execute(const Ts&... values) {
    auto all = run(values...);
    if (!all)
      return std::move(all.error());
    auto more = all->next();
    if (!more)
      return std::move(more.error());
    return caf::unit;
  }

private:
  error prepare();
  error bind(int position, int64_t value);
  error bind(int position, std::string_view text);

  sqlite3* db_;
  const char* text_;
  sqlite3_stmt* prepared_ = nullptr;
};

} // namespace troupe::sqlite
