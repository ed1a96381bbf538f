#include "actors/account_keeper.hpp"

#include "actors/actor_base.hpp"
#include "protocol/defaults.hpp"
#include "protocol/digest.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <spdlog/spdlog.h>

#include <chrono>
#include <exception>

namespace troupe {

namespace {

int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch())
    .count();
}

/// What SQLite and argon2 throw (memory is out) becomes an error here.
template <class Call>
auto guarded(Call call) -> decltype(call()) {
  try {
    return call();
  } catch (const std::exception& e) {
    return make_error(ec::unavailable,
                      std::string{"The accounts can't be used: "} + e.what());
  }
}

caf::result<atom::done> done_or(result<void> x) {
  if (!x)
    return std::move(x.error());
  return atom::done_v;
}

template <class T>
caf::result<T> answer_of(result<T> x) {
  if (!x)
    return std::move(x.error());
  return std::move(*x);
}

using state = account_keeper_state;

caf::result<account> enroll(state& x, const registration& wanted) {
  auto made = guarded([&] { return x.store->add(wanted, now_ms()); });
  if (made)
    x.directory->add_user(made->id);
  return answer_of(std::move(made));
}

caf::result<new_api_key> add_key(state& x, const user_id& owner,
                                 const std::string& name) {
  auto who = guarded([&] { return x.store->find(owner); });
  if (!who)
    return std::move(who.error());
  auto key = guarded([&] { return x.store->add_key(owner, name, now_ms()); });
  if (key)
    x.directory->add_key(sha256_hex(key->text), key->about, *who);
  return answer_of(std::move(key));
}

caf::result<atom::done> remove_key(state& x, const user_id& owner,
                                   const std::string& id) {
  auto gone = guarded([&] { return x.store->remove_key(owner, id); });
  if (gone)
    x.directory->remove_key(id);
  return done_or(std::move(gone));
}

caf::result<atom::done> revoke(state& x, const revoked_token& token) {
  auto gone = guarded([&] { return x.store->revoke(token); });
  if (gone)
    x.directory->revoke(token);
  return done_or(std::move(gone));
}

void sweep(state& x) {
  auto now = now_ms() / 1000;
  x.directory->forget_expired(now);
  if (auto done = guarded([&] { return x.store->forget_expired(now); }); !done)
    spdlog::warn("account_keeper: {}", text_of(done.error()));
}

} // namespace

error fill_directory(account_store& store, account_directory& directory,
                     const std::string& secret) {
  auto own =
    secret.empty() ? store.token_secret() : result<std::string>{secret};
  if (!own)
    return std::move(own.error());
  if (auto err = directory.set_secret(*own))
    return err;
  auto users = store.list(defaults::account_limit);
  if (!users)
    return std::move(users.error());
  for (auto& x : *users)
    directory.add_user(x.id);
  auto keys = store.all_keys();
  if (!keys)
    return std::move(keys.error());
  for (auto& x : *keys) {
    auto owner = store.find(x.about.owner);
    if (!owner)
      return std::move(owner.error());
    directory.add_key(x.sha256, x.about, *owner);
  }
  auto revoked = store.revoked();
  if (!revoked)
    return std::move(revoked.error());
  for (auto& x : *revoked)
    directory.revoke(x);
  return {};
}

account_keeper_actor::behavior_type account_keeper(
  account_keeper_actor::stateful_pointer<account_keeper_state> self,
  std::shared_ptr<account_store> store, account_directory_ptr directory) {
  auto& state = self->state;
  state.store = std::move(store);
  state.directory = std::move(directory);
  self->delayed_send(self, defaults::account_sweep, atom::internal_v,
                     atom::tick_v);
  return {
    [&state](atom::create, const registration& x) { return enroll(state, x); },
    [&state](atom::find, const credentials& x) {
      return answer_of(guarded([&] { return state.store->check(x); }));
    },
    [&state](atom::create, const user_id& owner, const std::string& name) {
      return add_key(state, owner, name);
    },
    [&state](atom::list, const user_id& owner) {
      return answer_of(guarded([&] { return state.store->keys_of(owner); }));
    },
    [&state](atom::cancel, const user_id& owner, const std::string& id) {
      return remove_key(state, owner, id);
    },
    [&state](atom::record, const std::string& key, int64_t at_ms) {
      auto done = guarded([&] { return state.store->touch_key(key, at_ms); });
      if (!done)
        spdlog::warn("account_keeper: {}", text_of(done.error()));
    },
    [&state](atom::cancel, const revoked_token& x) { return revoke(state, x); },
    [&state](atom::submit, const job_key& x) {
      return answer_of(
        guarded([&] { return state.store->claim(x, now_ms() / 1000); }));
    },
    [&state](atom::done, const job_key& x, const stored_reply& reply) {
      return done_or(guarded([&] { return state.store->finish(x, reply); }));
    },
    [&state](atom::cancel, const job_key& x) {
      return done_or(guarded([&] { return state.store->release(x); }));
    },
    [self](atom::internal, atom::tick) {
      sweep(self->state);
      self->delayed_send(self, defaults::account_sweep, atom::internal_v,
                         atom::tick_v);
    },
  };
}

account_keeper_actor spawn_account_keeper(caf::actor_system& system,
                                          std::shared_ptr<account_store> store,
                                          account_directory_ptr directory) {
  return spawn_actor<caf::detached>(system, account_keeper, std::move(store),
                                    std::move(directory));
}

} // namespace troupe
