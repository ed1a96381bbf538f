#include "store/sqlite_log_file.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <system_error>

namespace troupe {

namespace {

/// "trup": tells our files from other SQLite files.
constexpr int64_t application_id = 0x74727570;

/// migrations[n] brings version n to n + 1. Never edited once released: a new
/// version is a new line.
constexpr std::array migrations{
  R"sql(
    create table sessions(
      number integer primary key,
      id text not null unique,
      owner text not null,
      type text not null,
      policy text not null,
      last_seq integer not null,
      last_kind text not null,
      updated_ms integer not null,
      running integer not null
    ) strict;
    create index running_sessions on sessions(number) where running = 1;
    create table events(
      session integer not null references sessions(number),
      seq integer not null,
      kind text not null,
      at_ms integer not null,
      body text not null,
      sum integer not null,
      unique(session, seq)
    ) strict;
    create table pieces(
      session integer not null references sessions(number),
      key text not null,
      kind text not null,
      name text not null,
      meta text not null,
      files text not null,
      sum integer not null,
      unique(session, key)
    ) strict;
    create table probe(
      id integer primary key check (id = 1),
      count integer not null
    ) strict;
    insert into probe values (1, 0);
  )sql",
};

struct identity {
  int64_t application = 0;
  int64_t version = 0;
  int64_t tables = 0;
};

result<identity> identify(sqlite3* db) {
  auto application = sqlite::ask_integer(db, "pragma application_id");
  if (!application)
    return std::move(application.error());
  auto version = sqlite::ask_integer(db, "pragma user_version");
  if (!version)
    return std::move(version.error());
  auto tables = sqlite::ask_integer(db, "select count(*) from sqlite_schema");
  if (!tables)
    return std::move(tables.error());
  return identity{*application, *version, *tables};
}

/// An error here is about this file; says so and that nothing is lost.
error about(const std::filesystem::path& file, const error& err) {
  return make_error(code_of(err), "The event log " + file.string()
                                    + " can't be used and was left as it is. "
                                    + text_of(err));
}

error check_identity(const identity& x) {
  if (x.application == 0 && x.version == 0 && x.tables == 0)
    return {}; // new
  if (x.application != application_id)
    return make_error(ec::store_failed, "It belongs to another program");
  if (x.version > log_file_version())
    return make_error(ec::store_failed,
                      "A newer version of Troupe made it: version "
                        + std::to_string(x.version) + ", this one knows "
                        + std::to_string(log_file_version()));
  return {};
}

/// SQLite takes an empty main file as a new log and would delete its -wal.
error check_not_emptied(const std::filesystem::path& file) {
  std::error_code none;
  auto side = file;
  side += "-wal";
  auto size = std::filesystem::file_size(file, none);
  auto side_size = std::filesystem::file_size(side, none);
  auto gone = size == 0 || size == static_cast<std::uintmax_t>(-1);
  if (gone && side_size > 0 && side_size != static_cast<std::uintmax_t>(-1))
    return make_error(ec::store_failed, "It is empty, but " + side.string()
                                          + " holds what was written to it");
  return {};
}

error check_pages(sqlite3* db) {
  auto verdict = sqlite::ask_text(db, "pragma quick_check(1)");
  if (!verdict)
    return std::move(verdict.error());
  std::ranges::replace(*verdict, '\n', ' ');
  if (*verdict != "ok")
    return make_error(ec::store_failed, "It is damaged: " + *verdict);
  return {};
}

error make_durable(sqlite3* db) {
  auto mode = sqlite::ask_text(db, "pragma journal_mode = wal");
  if (!mode)
    return std::move(mode.error());
  if (*mode != "wal")
    return make_error(ec::store_failed,
                      "Its disk can't keep a write-ahead log");
  // full: a commit is answered when it is on the disk, not in a cache.
  auto done = sqlite::execute(db, "pragma synchronous = full;"
                                  "pragma foreign_keys = on;"
                                  "pragma cell_size_check = on;"
                                  "pragma temp_store = memory;"
                                  "pragma journal_size_limit = 67108864;");
  return done ? error{} : std::move(done.error());
}

error migrate(sqlite3* db, int64_t version) {
  for (; version < log_file_version(); ++version) {
    auto script =
      std::string{"begin immediate;"} + migrations[static_cast<size_t>(version)]
      + "pragma application_id = " + std::to_string(application_id)
      + "; pragma user_version = " + std::to_string(version + 1) + "; commit;";
    if (auto done = sqlite::execute(db, script.c_str()); !done)
      return std::move(done.error());
  }
  return {};
}

error prepare(sqlite3* db) {
  auto found = identify(db);
  if (!found)
    return std::move(found.error());
  if (auto err = check_identity(*found))
    return err;
  if (auto err = check_pages(db))
    return err;
  if (auto err = make_durable(db))
    return err;
  return migrate(db, found->version);
}

} // namespace

int64_t log_file_version() {
  return static_cast<int64_t>(migrations.size());
}

result<sqlite::database> open_log_file(const std::filesystem::path& file) {
  if (auto err = check_not_emptied(file))
    return about(file, err);
  auto db = sqlite::open_file(file);
  if (!db)
    return std::move(db.error());
  if (auto err = prepare(db->get()))
    return about(file, err);
  return db;
}

} // namespace troupe
