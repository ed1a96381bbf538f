#include "store/sqlite_file.hpp"

#include <algorithm>
#include <string>
#include <system_error>

namespace troupe {

namespace {

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
error about(const std::filesystem::path& file, const sqlite_file_kind& kind,
            const error& err) {
  return make_error(code_of(err), std::string{kind.noun} + ' ' + file.string()
                                    + " can't be used and was left as it is. "
                                    + text_of(err));
}

int64_t newest_version(const sqlite_file_kind& kind) {
  return static_cast<int64_t>(kind.migrations.size());
}

error check_identity(const identity& x, const sqlite_file_kind& kind) {
  if (x.application == 0 && x.version == 0 && x.tables == 0)
    return {}; // new
  if (x.application != kind.application_id)
    return make_error(ec::store_failed, "It belongs to another program");
  if (x.version > newest_version(kind))
    return make_error(ec::store_failed,
                      "A newer version of Troupe made it: version "
                        + std::to_string(x.version) + ", this one knows "
                        + std::to_string(newest_version(kind)));
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

error migrate(sqlite3* db, const sqlite_file_kind& kind, int64_t version) {
  for (; version < newest_version(kind); ++version) {
    auto script =
      std::string{"begin immediate;"}
      + kind.migrations[static_cast<size_t>(version)]
      + "pragma application_id = " + std::to_string(kind.application_id)
      + "; pragma user_version = " + std::to_string(version + 1) + "; commit;";
    if (auto done = sqlite::execute(db, script.c_str()); !done)
      return std::move(done.error());
  }
  return {};
}

error prepare(sqlite3* db, const sqlite_file_kind& kind) {
  auto found = identify(db);
  if (!found)
    return std::move(found.error());
  if (auto err = check_identity(*found, kind))
    return err;
  if (auto err = check_pages(db))
    return err;
  if (auto err = make_durable(db))
    return err;
  return migrate(db, kind, found->version);
}

} // namespace

result<sqlite::database> open_sqlite_file(const std::filesystem::path& file,
                                          const sqlite_file_kind& kind) {
  if (auto err = check_not_emptied(file))
    return about(file, kind, err);
  auto db = sqlite::open_file(file);
  if (!db)
    return std::move(db.error());
  if (auto err = prepare(db->get(), kind))
    return about(file, kind, err);
  return db;
}

} // namespace troupe
