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
  R"sql(
    alter table sessions add column door text not null default 'creator';
    alter table sessions add column rank text not null default 'normal';
    alter table sessions add column state text not null default 'working';
    alter table sessions add column stage text not null default 'scenes';
    alter table sessions add column created_ms integer not null default 0;
    alter table sessions add column title text not null default '';
    alter table sessions add column about text not null default '{}';
    alter table sessions add column job_group text not null default '';
    alter table sessions add column failure text not null default '';
    alter table sessions add column facts text not null default '{}';
    create index sessions_of_owner on sessions(owner, number);
    update sessions set
      created_ms = coalesce((select at_ms from events
                             where session = number and seq = 1), updated_ms),
      state = case
        when last_kind = 'pipeline_complete' then 'complete'
        when last_kind = 'stopped' then 'stopped'
        when last_kind = 'stage_failed' then 'failed'
        when last_kind in ('stage_completed', 'version_selected')
             and policy = 'wait_for_accept' then 'review'
        when last_kind = 'session_started' then 'queued'
        else 'working' end;
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
