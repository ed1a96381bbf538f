/// Webhooks and their messages, in a file of their own: what is in it when a
/// call returns is there after a kill. Secrets lie in it as they are: the file
/// is readable by its owner only. Blocking; one thread at a time.
///
///   <data>/webhooks.sqlite
#pragma once

#include "protocol/webhook.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace troupe {

/// A message with all that sending it takes.
struct webhook_message {
  webhook_delivery delivery;
  user_id owner;
  std::string url;
  /// "whsec_..." or empty.
  std::string secret;
  std::string body;
};

class webhook_store {
public:
  virtual ~webhook_store() = default;

  /// limit_exceeded when the owner has `most` already.
  virtual result<void> add(const webhook& x, size_t most) = 0;
  /// Oldest first.
  virtual result<std::vector<webhook>> list(const user_id& owner) = 0;
  /// not_found also when it is somebody else's.
  virtual result<webhook> find(const user_id& owner, const std::string& id) = 0;
  /// With all its messages.
  virtual result<void> remove(const user_id& owner, const std::string& id) = 0;
  virtual result<void> enable(const std::string& id) = 0;
  /// What it was not told yet failed for that reason.
  virtual result<void> disable(const std::string& id,
                               const std::string& complaint,
                               int64_t now_ms) = 0;

  /// All of it or nothing; false when the notice was taken before.
  virtual result<bool> take(const job_notice& x,
                            const std::vector<webhook_message>& messages) = 0;
  virtual result<void> add(const webhook_message& x) = 0;
  /// Those that should go out by now, the longest due first: at most so many
  /// for one URL, and in all.
  virtual result<std::vector<webhook_message>>
  due(int64_t now_ms, size_t of_each, size_t limit) = 0;
  /// When the first one after that time is due.
  virtual result<std::optional<int64_t>> next_due(int64_t after_ms) = 0;
  /// state, attempts, status, complaint and due_ms of the message of that id.
  virtual result<void> update(const webhook_delivery& x) = 0;
  /// Newest first.
  virtual result<std::vector<webhook_delivery>>
  deliveries(const std::string& webhook_id, size_t limit) = 0;
  /// Drops what ended, and notices that came, before that time.
  virtual result<void> forget(int64_t before_ms) = 0;
};

/// Makes the file when it is not there. An error names it; a file of another
/// program or of a newer version is left as it is.
result<std::shared_ptr<webhook_store>>
open_webhook_store(const std::filesystem::path& file);

} // namespace troupe
