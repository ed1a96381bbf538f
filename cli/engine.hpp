/// Everything below the doors in one object: data folder, event log, makers,
/// actors. `serve` puts a server in front of it, `make` a single film. Made
/// and stopped by one thread.
#pragma once

#include "cli/config.hpp"
#include "protocol/account_directory.hpp"
#include "protocol/actors.hpp"
#include "protocol/file_shelf.hpp"
#include "protocol/metrics.hpp"
#include "protocol/pronunciations.hpp"
#include "store/data_folder.hpp"

#include <caf/actor_system.hpp>

#include <atomic>
#include <chrono>
#include <memory>

namespace troupe {

struct engine_options {
  std::filesystem::path folder;
  /// Of the user's pronunciations; empty for none.
  std::filesystem::path lexicon;
  uint64_t reserve_bytes = 0;
  /// Empty: in `folder`.
  std::filesystem::path cache_folder;
  uint64_t cache_bytes = 0;
  size_t workers = 1;
  size_t sessions = 1;
  /// Jobs that one user may have at a time; 0: any number.
  size_t active_jobs = 0;
  std::chrono::seconds grace{0};
  /// A server has webhooks, a single film has not.
  bool has_webhooks = false;
  /// See the setting webhooks.allow_private.
  bool webhooks_allow_private = false;
};

/// What the file of the setting voice.lexicon holds; empty without a file.
result<pronunciations> lexicon_of(const std::filesystem::path& file);

/// From the settings; workers = 0 is worked out here.
engine_options engine_options_of(const config& values);

class engine {
 public:
  static result<std::unique_ptr<engine>> open(const engine_options& options);
  ~engine();

  caf::actor_system& system();
  const node_actor& node() const { return node_; }
  const storekeeper_actor& store() const { return store_; }
  /// Users, API keys and jobs by key: what doors for others need. Once, before
  /// accounts() and directory() are asked for.
  error open_accounts(const config& values);
  const account_keeper_actor& accounts() const { return accounts_; }
  const account_directory_ptr& directory() const { return directory_; }
  const metrics_ptr& counters() const { return counters_; }
  const file_shelf_ptr& files() const { return files_; }
  const data_folder& folder() const { return *folder_; }

  /// Who tells the outside that jobs ended; null unless asked for.
  const webhooks_actor& webhooks() const { return webhooks_; }

  /// Nothing can be made durable any more; the process was sent SIGTERM.
  bool has_failed() const { return *failed_; }

  /// Sessions, pool, store, in this order. timeout when something was left
  /// behind. Again is harmless.
  error stop();

 private:
  engine() = default;
  error start(const engine_options& options);
  error open_webhooks(bool allow_private);

  struct actors;
  std::shared_ptr<const data_folder> folder_;
  file_shelf_ptr files_;
  metrics_ptr counters_ = std::make_shared<metrics>();
  std::shared_ptr<std::atomic<bool>> failed_
    = std::make_shared<std::atomic<bool>>(false);
  std::unique_ptr<actors> actors_;
  node_actor node_;
  storekeeper_actor store_;
  webhooks_actor webhooks_;
  account_directory_ptr directory_;
  account_keeper_actor accounts_;
};

} // namespace troupe
