/// ACCOUNT_KEEPER: the only one who touches the account store, on a thread of
/// its own because hashing and the disk take their time. What doors must know
/// without asking goes into the directory before the answer goes out.
///
///   door              account_keeper        account_store     directory
///    │ ── find(login) ────> │ ── check (25 ms) ──> │              │
///    │ <─ account, error ── │                      │              │
///    │ ── cancel(token) ──> │ ── revoke, fsync ──> │              │
///    │                      │ ── revoke ──────────────────────>   │
///    │ <─ done ──────────── │                      │              │
#pragma once

#include "protocol/account_directory.hpp"
#include "protocol/actors.hpp"
#include "store/account_store.hpp"

#include <functional>

namespace troupe {

struct account_keeper_state {
  static inline const char* name = "account_keeper";
  account_keeper_state() = default;

  std::shared_ptr<account_store> store;
  account_directory_ptr directory;
};

/// Tells the directory all that the store knows. `secret` is the one of the
/// settings; empty: the store's own.
error fill_directory(account_store& store, account_directory& directory,
                     const std::string& secret);

/// `store` is used by this actor alone from now on.
account_keeper_actor::behavior_type account_keeper(
  account_keeper_actor::stateful_pointer<account_keeper_state> self,
  std::shared_ptr<account_store> store, account_directory_ptr directory);

/// A keeper with a thread of its own.
account_keeper_actor spawn_account_keeper(caf::actor_system& system,
                                          std::shared_ptr<account_store> store,
                                          account_directory_ptr directory);

} // namespace troupe
