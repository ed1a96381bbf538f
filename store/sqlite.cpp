#include "store/sqlite.hpp"

#include "protocol/defaults.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace troupe::sqlite {

namespace {

ec code_for(sqlite3* db, int code) {
  auto is_full = [](int why) { return why == ENOSPC || why == EDQUOT; };
  switch (code & 0xff) {
    case SQLITE_FULL: return ec::no_space;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return is_full(sqlite3_system_errno(db)) ? ec::no_space
                                               : ec::store_failed;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM: return ec::unavailable;
    case SQLITE_TOOBIG: return ec::limit_exceeded;
    default: return ec::store_failed;
  }
}

/// SQLite gives its side files (-wal, -shm) the mode of the main file.
error make_private(const std::filesystem::path& file) {
  auto descriptor =
    ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) {
    auto why = errno;
    return make_error(why == ENOSPC ? ec::no_space : ec::store_failed,
                      "Can't open the database " + file.string() + ": "
                        + std::strerror(why));
  }
  ::close(descriptor);
  return {};
}

} // namespace

void close_database::operator()(sqlite3* db) const {
  sqlite3_close(db);
}

result<database> open_file(const std::filesystem::path& file) {
  if (auto err = make_private(file))
    return err;
  sqlite3* raw = nullptr;
  auto flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
               | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
  auto code = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
  database db{raw};
  if (code != SQLITE_OK)
    return last_error(db.get(), "Can't open the database " + file.string());
  using std::chrono::milliseconds;
  sqlite3_busy_timeout(
    db.get(),
    static_cast<int>(milliseconds{defaults::store_busy_wait}.count()));
  sqlite3_db_config(db.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return db;
}

result<database> open_memory() {
  sqlite3* raw = nullptr;
  auto flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
               | SQLITE_OPEN_MEMORY | SQLITE_OPEN_EXRESCODE;
  auto code = sqlite3_open_v2(":memory:", &raw, flags, nullptr);
  database db{raw};
  if (code != SQLITE_OK)
    return last_error(db.get(), "Can't open an index in memory");
  return db;
}

error last_error(sqlite3* db, std::string_view doing) {
  if (!db)
    return make_error(ec::unavailable, std::string{doing} + ": out of memory");
  auto code = sqlite3_extended_errcode(db);
  auto text = std::string{doing} + ": " + sqlite3_errmsg(db);
  if (auto why = sqlite3_system_errno(db);
      why != 0 && (code & 0xff) == SQLITE_IOERR)
    text += std::string{" ("} + std::strerror(why) + ")";
  return make_error(code_for(db, code), std::move(text));
}

result<void> execute(sqlite3* db, const char* text) {
  if (sqlite3_exec(db, text, nullptr, nullptr, nullptr) != SQLITE_OK)
    return last_error(db, "The database failed");
  return caf::unit;
}

namespace {

template <class Get>
auto ask(sqlite3* db, const char* text, Get get)
  -> result<decltype(get(std::declval<rows&>()))> {
  statement query{db, text};
  auto all = query.run();
  if (!all)
    return std::move(all.error());
  auto found = all->next();
  if (!found)
    return std::move(found.error());
  if (!*found)
    return make_error(ec::store_failed,
                      std::string{"No answer from the database: "} + text);
  return get(*all);
}

} // namespace

result<int64_t> ask_integer(sqlite3* db, const char* text) {
  return ask(db, text, [](rows& x) { return x.integer(0); });
}

result<std::string> ask_text(sqlite3* db, const char* text) {
  return ask(db, text, [](rows& x) { return x.text(0); });
}

rows::rows(rows&& other) noexcept
  : prepared_(std::exchange(other.prepared_, nullptr)) {
}

rows::~rows() {
  if (prepared_) {
    sqlite3_reset(prepared_);
    sqlite3_clear_bindings(prepared_);
  }
}

result<bool> rows::next() {
  switch (sqlite3_step(prepared_)) {
    case SQLITE_ROW: return true;
    case SQLITE_DONE: return false;
    default:
      return last_error(sqlite3_db_handle(prepared_), "The database failed");
  }
}

double rows::number(int column) const {
  return sqlite3_column_double(prepared_, column);
}

int64_t rows::integer(int column) const {
  return sqlite3_column_int64(prepared_, column);
}

std::string rows::text(int column) const {
  auto data = sqlite3_column_text(prepared_, column);
  auto size = sqlite3_column_bytes(prepared_, column);
  if (!data)
    return {};
  return {reinterpret_cast<const char*>(data), static_cast<size_t>(size)};
}

statement::~statement() {
  sqlite3_finalize(prepared_);
}

error statement::prepare() {
  if (prepared_)
    return {};
  if (sqlite3_prepare_v3(db_, text_, -1, SQLITE_PREPARE_PERSISTENT, &prepared_,
                         nullptr)
      != SQLITE_OK)
    return last_error(db_, "The database failed");
  return {};
}

error statement::bind(int position, int64_t value) {
  if (sqlite3_bind_int64(prepared_, position, value) != SQLITE_OK)
    return last_error(db_, "The database failed");
  return {};
}

error statement::bind(int position, std::string_view text) {
  // A null pointer would bind NULL.
  auto data = text.data() ? text.data() : "";
  if (sqlite3_bind_text64(prepared_, position, data, text.size(), SQLITE_STATIC,
                          SQLITE_UTF8)
      != SQLITE_OK)
    return last_error(db_, "The database failed");
  return {};
}

} // namespace troupe::sqlite
