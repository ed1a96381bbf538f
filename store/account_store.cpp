#include "store/account_store.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/defaults.hpp"
#include "protocol/digest.hpp"
#include "protocol/json.hpp"
#include "protocol/secret.hpp"
#include "store/account_file.hpp"

#include <optional>

namespace troupe {

namespace {

/// Of a key's text: enough to tell keys apart, useless to guess the rest.
constexpr size_t shown_characters = 12;

error taken(std::string_view field) {
  return make_error(ec::invalid_state,
                    "This " + std::string{field} + " has an account already");
}

error no_such_user() {
  return make_error(ec::not_found, "There is no such user");
}

error wrong_login() {
  return make_error(ec::forbidden, "Invalid email or password");
}

std::string headers_text(const stored_reply& reply) {
  auto list = json::make_array();
  for (auto& [name, value] : reply.headers)
    list.push_back(json::make_array({name, value}));
  return list.dump();
}

stored_reply reply_of(const sqlite::rows& row) {
  stored_reply out;
  out.status = static_cast<unsigned>(row.integer(3));
  auto headers = json::parse(row.text(4));
  if (headers)
    for (auto& x : headers->as_array())
      out.headers.emplace_back(x.at(0).as_string(), x.at(1).as_string());
  out.body = row.text(5);
  return out;
}

account account_of(const sqlite::rows& row) {
  return {user_id{row.text(0)}, row.text(1), row.text(2), row.text(3),
          row.integer(4)};
}

account_store::hashed_key key_of(const sqlite::rows& row) {
  return {{row.text(0), user_id{row.text(1)}, row.text(2), row.text(3),
           row.integer(4), row.integer(5)},
          row.text(6)};
}

/// All rows of a run, each made into something.
template <class Make>
auto gather(result<sqlite::rows> run, Make make)
  -> result<std::vector<decltype(make(*run))>> {
  if (!run)
    return std::move(run.error());
  std::vector<decltype(make(*run))> out;
  for (;;) {
    auto more = run->next();
    if (!more)
      return std::move(more.error());
    if (!*more)
      return out;
    out.push_back(make(*run));
  }
}

/// The first row, if there is one.
template <class Make>
auto first(result<sqlite::rows> run, Make make)
  -> result<std::optional<decltype(make(*run))>> {
  using found = std::optional<decltype(make(*run))>;
  if (!run)
    return std::move(run.error());
  auto more = run->next();
  if (!more)
    return std::move(more.error());
  return *more ? found{make(*run)} : found{};
}

int64_t count_of(const sqlite::rows& row) {
  return row.integer(0);
}

} // namespace

class account_store::impl {
public:
  impl(sqlite::database db, password_cost cost)
    : db_(std::move(db)), sql(db_.get()), cost(cost),
      dummy_hash(unmatched_hash(cost)) {}

  /// All of `work` or nothing of it.
  template <class Work>
  auto together(Work work) -> decltype(work()) {
    if (auto begun = sql.begin.execute(); !begun)
      return std::move(begun.error());
    auto out = work();
    if (out) {
      auto done = sql.commit.execute();
      if (done)
        return out;
      out = std::move(done.error());
    }
    // Its own failure adds nothing: the next begin would say so again.
    auto undone = sql.rollback.execute();
    static_cast<void>(undone);
    return out;
  }

  /// Is there room for one more? limit_exceeded otherwise.
  template <class... Ts>
  error check_room(sqlite::statement& count, size_t limit,
                   std::string_view what, const Ts&... args) {
    auto have = first(count.run(args...), count_of);
    if (!have)
      return std::move(have.error());
    if (static_cast<size_t>(have->value_or(0)) < limit)
      return {};
    return make_error(ec::limit_exceeded,
                      "There are too many " + std::string{what});
  }

private:
  sqlite::database db_;

public:
  account_statements sql;
  password_cost cost;
  /// Checked when nobody has the login.
  std::string dummy_hash;
  /// Tells claims of this run from those that a crash left.
  std::string run = make_session_id().str();
};

account_store::account_store(std::unique_ptr<impl> x) : impl_(std::move(x)) {
}
account_store::~account_store() = default;

result<std::unique_ptr<account_store>>
account_store::open(const std::filesystem::path& file, password_cost cost) {
  auto db = open_account_file(file);
  if (!db)
    return std::move(db.error());
  return std::unique_ptr<account_store>{
    new account_store{std::make_unique<impl>(std::move(*db), cost)}};
}

result<std::string> account_store::token_secret() {
  return impl_->together([this]() -> result<std::string> {
    auto text = [](const sqlite::rows& row) { return row.text(0); };
    auto known = first(impl_->sql.find_secret.run("tokens"), text);
    if (!known)
      return std::move(known.error());
    if (*known)
      return std::move(**known);
    auto fresh = make_secret_text();
    auto kept = impl_->sql.insert_secret.execute("tokens", fresh);
    if (!kept)
      return std::move(kept.error());
    return fresh;
  });
}

// -- people -------------------------------------------------------------------

result<account> account_store::add(const registration& x, int64_t now_ms) {
  if (auto err = check_registration(x))
    return err;
  auto hash = hash_password(x.password, impl_->cost);
  if (!hash)
    return std::move(hash.error());
  account out{user_id{make_session_id().str()}, x.email, x.username,
              clean_text(x.name, text_lines::one), now_ms};
  auto email = lower_ascii(x.email);
  auto username = lower_ascii(x.username);
  return impl_->together([&]() -> result<account> {
    if (auto err = impl_->check_room(impl_->sql.count_users,
                                     defaults::account_limit, "accounts"))
      return err;
    for (auto& [field, key] :
         {std::pair{"email", email}, std::pair{"username", username}}) {
      auto known = first(impl_->sql.find_user.run(key), account_of);
      if (!known)
        return std::move(known.error());
      if (*known)
        return taken(field);
    }
    auto done = impl_->sql.insert_user.execute(out.id.str(), out.email, email,
                                               out.username, username, out.name,
                                               *hash, now_ms);
    if (!done)
      return std::move(done.error());
    return out;
  });
}

result<account> account_store::check(const credentials& x) {
  struct known_user {
    account who;
    std::string hash;
  };
  if (x.login.size() > 254 || x.password.size() > 1024)
    return wrong_login();
  auto known = first(impl_->sql.find_user.run(lower_ascii(x.login)),
                     [](const sqlite::rows& row) {
                       return known_user{account_of(row), row.text(5)};
                     });
  if (!known)
    return std::move(known.error());
  auto is_right =
    is_password_of(*known ? (*known)->hash : impl_->dummy_hash, x.password);
  if (!*known || !is_right)
    return wrong_login();
  return std::move((*known)->who);
}

result<account> account_store::find(const user_id& id) {
  auto known = first(impl_->sql.find_user_by_id.run(id.str()), account_of);
  if (!known)
    return std::move(known.error());
  return *known ? result<account>{std::move(**known)} : no_such_user();
}

result<account> account_store::find_login(const std::string& login) {
  auto key = lower_ascii(login);
  auto known = first(impl_->sql.find_user.run(key), account_of);
  if (!known)
    return std::move(known.error());
  return *known ? result<account>{std::move(**known)} : no_such_user();
}

result<std::vector<account>> account_store::list(uint32_t limit) {
  return gather(impl_->sql.list_users.run(int64_t{limit}), account_of);
}

result<void> account_store::remove(const user_id& id) {
  auto known = find(id);
  if (!known)
    return std::move(known.error());
  return impl_->sql.delete_user.execute(id.str());
}

// -- keys ---------------------------------------------------------------------

result<new_api_key> account_store::add_key(const user_id& owner,
                                           const std::string& name,
                                           int64_t now_ms) {
  auto shown = clean_text(name, text_lines::one);
  if (shown.empty() || shown.size() > defaults::api_key_name_max_bytes)
    return make_error(ec::invalid_argument,
                      "Field name must be one line of 1 to 100 bytes");
  if (auto known = find(owner); !known)
    return std::move(known.error());
  if (auto err =
        impl_->check_room(impl_->sql.count_keys, defaults::api_keys_per_user,
                          "API keys", owner.str()))
    return err;
  new_api_key out;
  out.text = std::string{api_key_mark} + make_secret_text();
  out.about = {make_session_id().str(),
               owner,
               std::move(shown),
               out.text.substr(0, shown_characters),
               now_ms,
               0};
  auto done = impl_->sql.insert_key.execute(out.about.id, owner.str(),
                                            out.about.name, out.about.prefix,
                                            sha256_hex(out.text), now_ms);
  if (!done)
    return std::move(done.error());
  return out;
}

result<std::vector<api_key>> account_store::keys_of(const user_id& owner) {
  return gather(impl_->sql.list_keys.run(owner.str()),
                [](const sqlite::rows& row) { return key_of(row).about; });
}

result<std::vector<account_store::hashed_key>> account_store::all_keys() {
  return gather(impl_->sql.list_all_keys.run(), key_of);
}

result<void> account_store::remove_key(const user_id& owner,
                                       const std::string& id) {
  auto have = keys_of(owner);
  if (!have)
    return std::move(have.error());
  for (auto& x : *have)
    if (x.id == id)
      return impl_->sql.delete_key.execute(owner.str(), id);
  return make_error(ec::not_found, "There is no such API key");
}

result<void> account_store::touch_key(const std::string& id, int64_t now_ms) {
  return impl_->sql.touch_key.execute(id, now_ms);
}

// -- tokens -------------------------------------------------------------------

result<void> account_store::revoke(const revoked_token& token) {
  if (token.id.empty() || token.id.size() > defaults::token_id_max_bytes)
    return make_error(ec::invalid_argument, "This token has no usable jti");
  if (auto err = impl_->check_room(impl_->sql.count_revoked,
                                   defaults::revoked_token_limit,
                                   "tokens that were logged out"))
    return err;
  return impl_->sql.insert_revoked.execute(token.id, token.expires_s);
}

result<std::vector<revoked_token>> account_store::revoked() {
  return gather(impl_->sql.list_revoked.run(), [](const sqlite::rows& row) {
    return revoked_token{row.text(0), row.integer(1)};
  });
}

// -- jobs ---------------------------------------------------------------------

result<job_claim> account_store::claim(const job_key& key, int64_t now_s) {
  struct known_job {
    std::string fingerprint;
    std::string run;
    job_claim claim;
  };
  return impl_->together([&]() -> result<job_claim> {
    auto& sql = impl_->sql;
    auto known = first(sql.find_job.run(key.owner.str(), key.key, now_s),
                       [](const sqlite::rows& row) {
                         known_job x{row.text(0), row.text(2), {}};
                         x.claim.session = session_id{row.text(1)};
                         x.claim.reply = reply_of(row);
                         return x;
                       });
    if (!known)
      return std::move(known.error());
    if (!*known) {
      if (auto err =
            impl_->check_room(sql.count_jobs, defaults::job_keys_per_user,
                              "Idempotency-Keys of one day", key.owner.str()))
        return err;
      job_claim out{job_claim::is::fresh, make_session_id(), {}};
      auto done = sql.insert_job.execute(
        key.owner.str(), key.key, key.fingerprint, out.session.str(),
        impl_->run,
        now_s + static_cast<int64_t>(defaults::job_key_lifetime.count()));
      if (!done)
        return std::move(done.error());
      return out;
    }
    auto& job = **known;
    if (job.fingerprint != key.fingerprint) {
      job.claim.state = job_claim::is::other;
    } else if (job.claim.reply.status != 0) {
      job.claim.state = job_claim::is::done;
    } else if (job.run == impl_->run) {
      job.claim.state = job_claim::is::under_way;
    } else {
      job.claim.state = job_claim::is::fresh;
      auto done = sql.take_job.execute(key.owner.str(), key.key, impl_->run);
      if (!done)
        return std::move(done.error());
    }
    return std::move(job.claim);
  });
}

result<void> account_store::finish(const job_key& key,
                                   const stored_reply& reply) {
  if (reply.status == 0 || reply.body.size() > defaults::stored_reply_max_bytes)
    return make_error(ec::limit_exceeded,
                      "The reply is too large to be kept for repeats");
  auto headers = headers_text(reply);
  return impl_->sql.finish_job.execute(key.owner.str(), key.key,
                                       key.fingerprint, int64_t{reply.status},
                                       headers, reply.body);
}

result<void> account_store::release(const job_key& key) {
  return impl_->sql.delete_job.execute(key.owner.str(), key.key,
                                       key.fingerprint);
}

result<void> account_store::forget_expired(int64_t now_s) {
  return impl_->together([&]() -> result<void> {
    auto tokens = impl_->sql.expire_revoked.execute(now_s);
    if (!tokens)
      return tokens;
    return impl_->sql.expire_jobs.execute(now_s);
  });
}

} // namespace troupe
