/// People, their API keys, logged-out tokens, jobs by Idempotency-Key, and the
/// server's own secret: <data>/accounts.sqlite beside the log. A call that has
/// answered is on the disk. Everything blocks; ACCOUNT_KEEPER calls it from its
/// own thread, `troupe user` when no server runs. One thread.
#pragma once

#include "protocol/account.hpp"
#include "store/password_hash.hpp"

#include <filesystem>
#include <memory>

namespace troupe {

class account_store {
public:
  static result<std::unique_ptr<account_store>>
  open(const std::filesystem::path& file, password_cost cost = {});
  ~account_store();

  /// The secret our tokens are signed with: made at the first call, then the
  /// same. Never logged.
  result<std::string> token_secret();

  /// Checks, hashes, keeps. invalid_argument names the field, invalid_state
  /// says that email or username is taken. The password is hashed in any
  /// case.
  result<account> add(const registration& x, int64_t now_ms);
  /// Whose these are; forbidden otherwise. A login that nobody has takes as
  /// long as a wrong password.
  result<account> check(const credentials& x);
  result<account> find(const user_id& id);
  /// By email or username.
  result<account> find_login(const std::string& login);
  /// In the order they came, at most so many.
  result<std::vector<account>> list(uint32_t limit);
  /// With all keys; not_found if there is no such user.
  result<void> remove(const user_id& id);

  /// The key's text is not kept: only its SHA-256.
  result<new_api_key> add_key(const user_id& owner, const std::string& name,
                              int64_t now_ms);
  result<std::vector<api_key>> keys_of(const user_id& owner);
  struct hashed_key {
    api_key about;
    std::string sha256;
  };
  result<std::vector<hashed_key>> all_keys();
  result<void> remove_key(const user_id& owner, const std::string& id);
  result<void> touch_key(const std::string& id, int64_t now_ms);

  result<void> revoke(const revoked_token& token);
  result<std::vector<revoked_token>> revoked();

  /// Who makes this job. A claim of an earlier run of the program that was
  /// never finished is given anew, with the session id it had.
  result<job_claim> claim(const job_key& key, int64_t now_s);
  result<void> finish(const job_key& key, const stored_reply& reply);
  /// Frees a key whose job was not made.
  result<void> release(const job_key& key);

  /// Forgets tokens and jobs whose time is over.
  result<void> forget_expired(int64_t now_s);

private:
  class impl;
  explicit account_store(std::unique_ptr<impl> x);
  std::unique_ptr<impl> impl_;
};

} // namespace troupe
