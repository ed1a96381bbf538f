#include "store/account_file.hpp"

#include "store/sqlite_file.hpp"

#include <array>

namespace troupe {

namespace {

/// "trua": not an event log.
constexpr int64_t application_id = 0x74727561;

/// As in sqlite_log_file: never edited once released.
constexpr std::array migrations{
  R"sql(
    create table secrets(
      name text not null primary key,
      value text not null
    ) strict;
    create table users(
      number integer primary key,
      id text not null unique,
      email text not null,
      email_key text not null unique,
      username text not null,
      username_key text not null unique,
      name text not null,
      password text not null,
      created_ms integer not null
    ) strict;
    create table api_keys(
      number integer primary key,
      id text not null unique,
      owner text not null references users(id) on delete cascade,
      name text not null,
      prefix text not null,
      sha256 text not null unique,
      created_ms integer not null,
      used_ms integer not null
    ) strict;
    create index keys_of_owner on api_keys(owner);
    create table revoked_tokens(
      id text not null primary key,
      expires_s integer not null
    ) strict;
    create table jobs(
      owner text not null,
      key text not null,
      fingerprint text not null,
      session text not null,
      run text not null,
      status integer not null,
      headers text not null,
      body text not null,
      expires_s integer not null,
      primary key(owner, key)
    ) strict;
    create index jobs_by_end on jobs(expires_s);
  )sql",
};

constexpr sqlite_file_kind kind{"The file of accounts", application_id,
                                migrations};

} // namespace

result<sqlite::database> open_account_file(const std::filesystem::path& file) {
  return open_sqlite_file(file, kind);
}

} // namespace troupe
