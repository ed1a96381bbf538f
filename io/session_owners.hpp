/// Remembers whose sessions are: an owner never changes, and files are asked
/// for by the hundred. Any thread.
#pragma once

#include "protocol/ids.hpp"

#include <mutex>
#include <optional>
#include <unordered_map>

namespace troupe {

class session_owners {
public:
  std::optional<user_id> find(const session_id& id) const {
    std::lock_guard guard{mutex_};
    auto i = owners_.find(id);
    return i == owners_.end() ? std::nullopt : std::optional{i->second};
  }

  void add(const session_id& id, const user_id& owner) {
    std::lock_guard guard{mutex_};
    if (owners_.size() >= limit)
      owners_.clear();
    owners_.insert_or_assign(id, owner);
  }

private:
  /// About 2 MB; when it is full it begins anew.
  static constexpr size_t limit = 10'000;

  mutable std::mutex mutex_;
  std::unordered_map<session_id, user_id> owners_;
};

} // namespace troupe
