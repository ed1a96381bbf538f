#include "store/sqlite_log_file.hpp"

#include "store/sqlite_file.hpp"

#include <array>

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

constexpr sqlite_file_kind kind{"The event log", application_id, migrations};

} // namespace

int64_t log_file_version() {
  return static_cast<int64_t>(migrations.size());
}

result<sqlite::database> open_log_file(const std::filesystem::path& file) {
  return open_sqlite_file(file, kind);
}

} // namespace troupe
