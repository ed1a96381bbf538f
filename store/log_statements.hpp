/// All that sqlite_store says to SQLite, in one place, and prepared once. Used
/// by sqlite_store; any one thread.
#pragma once

#include "store/log_rows.hpp"
#include "store/sqlite.hpp"

namespace troupe {

struct log_statements {
  explicit log_statements(sqlite3* connection) : db(connection) {}

  sqlite3* db;
  sqlite::statement begin{db, "begin immediate"};
  sqlite::statement commit{db, "commit"};
  sqlite::statement rollback{db, "rollback"};
  sqlite::statement find_session{
    db, "select " TROUPE_SUMMARY_COLUMNS " from sessions where id = ?"};
  sqlite::statement insert_session{
    db, "insert into sessions(id, owner, type, policy, last_seq, last_kind,"
        " updated_ms, door, rank, state, stage, created_ms, title, about,"
        " job_group, failure, facts, running)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  sqlite::statement update_session{
    db, "update sessions set policy = ?2, last_seq = ?3, last_kind = ?4,"
        " updated_ms = ?5, state = ?6, stage = ?7, failure = ?8, facts = ?9,"
        " running = ?10 where number = ?1"};
  sqlite::statement insert_event{
    db, "insert into events(session, seq, kind, at_ms, body, sum)"
        " values (?, ?, ?, ?, ?, ?)"};
  sqlite::statement insert_piece{
    db, "insert into pieces(session, key, kind, name, meta, files, sum)"
        " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing"};
  sqlite::statement remove_events{db,
                                  "delete from events where session = ?"};
  sqlite::statement remove_pieces{db,
                                  "delete from pieces where session = ?"};
  sqlite::statement remove_session{db,
                                   "delete from sessions where number = ?"};
  sqlite::statement load_event{db,
                               "select seq, kind, at_ms, body, sum from events"
                               " where session = ? and seq = ?"};
  sqlite::statement load_events{db,
                                "select seq, kind, at_ms, body, sum from events"
                                " where session = ? order by seq"};
  sqlite::statement load_pieces{
    db, "select key, kind, name, meta, files, sum from pieces"
        " where session = ? order by rowid"};
  sqlite::statement list{db, "select " TROUPE_SUMMARY_COLUMNS
                             " from sessions order by number desc limit ?"};
  sqlite::statement list_running{
    db, "select " TROUPE_SUMMARY_COLUMNS
        " from sessions where running = 1 order by number"};
  sqlite::statement touch_probe{
    db, "update probe set count = count + 1 where id = 1"};
};

} // namespace troupe
