/// One-use tickets for WebSockets of pages, which can't send headers: who asks
/// with a token gets one, and the socket shows it in its query. A ticket in a
/// log is worth nothing: it was used, or is old. Any thread.
#pragma once

#include "protocol/identity.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace troupe {

class ticket_box {
public:
  static constexpr std::chrono::seconds lifetime{30};

  /// Nothing when too many are unused.
  std::optional<std::string> make(const identity& who, int64_t now_s);
  /// Whose it is; the second time nobody's.
  std::optional<identity> take(const std::string& ticket, int64_t now_s);

private:
  struct entry {
    identity who;
    int64_t expires_s = 0;
  };

  static constexpr size_t limit = 10'000;

  std::mutex mutex_;
  /// By SHA-256, so that how long a lookup takes tells nothing.
  std::unordered_map<std::string, entry> tickets_;
};

using ticket_box_ptr = std::shared_ptr<ticket_box>;

} // namespace troupe
