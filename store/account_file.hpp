/// The file behind account_store, <data>/accounts.sqlite (mode 0600): its
/// tables and all that is said to SQLite about them. Used by account_store;
/// any one thread.
#pragma once

#include "store/sqlite.hpp"

namespace troupe {

result<sqlite::database> open_account_file(const std::filesystem::path& file);

struct account_statements {
  explicit account_statements(sqlite3* connection) : db(connection) {}

  sqlite3* db;
  sqlite::statement begin{db, "begin immediate"};
  sqlite::statement commit{db, "commit"};
  sqlite::statement rollback{db, "rollback"};

  sqlite::statement find_secret{db, "select value from secrets where name = ?"};
  sqlite::statement insert_secret{
    db, "insert into secrets(name, value) values (?, ?)"};

  sqlite::statement insert_user{
    db, "insert into users(id, email, email_key, username, username_key, name,"
        " password, created_ms) values (?, ?, ?, ?, ?, ?, ?, ?)"};
  sqlite::statement find_user{
    db, "select id, email, username, name, created_ms, password from users"
        " where email_key = ?1 or username_key = ?1"};
  sqlite::statement find_user_by_id{
    db, "select id, email, username, name, created_ms, password from users"
        " where id = ?"};
  sqlite::statement list_users{
    db, "select id, email, username, name, created_ms, password from users"
        " order by number limit ?"};
  sqlite::statement count_users{db, "select count(*) from users"};
  sqlite::statement delete_user{db, "delete from users where id = ?"};

  sqlite::statement insert_key{
    db, "insert into api_keys(id, owner, name, prefix, sha256, created_ms,"
        " used_ms) values (?, ?, ?, ?, ?, ?, 0)"};
  sqlite::statement count_keys{db,
                               "select count(*) from api_keys where owner = ?"};
  sqlite::statement list_keys{
    db, "select id, owner, name, prefix, created_ms, used_ms, sha256"
        " from api_keys where owner = ? order by number desc"};
  sqlite::statement list_all_keys{
    db, "select id, owner, name, prefix, created_ms, used_ms, sha256"
        " from api_keys order by number"};
  sqlite::statement delete_key{
    db, "delete from api_keys where owner = ? and id = ?"};
  sqlite::statement touch_key{
    db, "update api_keys set used_ms = max(used_ms, ?2) where id = ?1"};

  sqlite::statement insert_revoked{
    db, "insert into revoked_tokens(id, expires_s) values (?, ?)"
        " on conflict do nothing"};
  sqlite::statement count_revoked{db, "select count(*) from revoked_tokens"};
  sqlite::statement list_revoked{db,
                                 "select id, expires_s from revoked_tokens"};
  sqlite::statement expire_revoked{
    db, "delete from revoked_tokens where expires_s < ?"};

  sqlite::statement find_job{
    db, "select fingerprint, session, run, status, headers, body from jobs"
        " where owner = ? and key = ? and expires_s > ?"};
  sqlite::statement count_jobs{db, "select count(*) from jobs where owner = ?"};
  sqlite::statement insert_job{
    db, "insert or replace into jobs(owner, key, fingerprint, session, run,"
        " status, headers, body, expires_s)"
        " values (?, ?, ?, ?, ?, 0, '[]', '', ?)"};
  sqlite::statement take_job{
    db, "update jobs set run = ?3 where owner = ?1 and key = ?2"};
  sqlite::statement finish_job{
    db, "update jobs set status = ?4, headers = ?5, body = ?6"
        " where owner = ?1 and key = ?2 and fingerprint = ?3"};
  sqlite::statement delete_job{
    db, "delete from jobs where owner = ? and key = ? and fingerprint = ?"
        " and status = 0"};
  sqlite::statement expire_jobs{db, "delete from jobs where expires_s <= ?"};
};

} // namespace troupe
