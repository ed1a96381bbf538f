/// The keys of the outside issuer, fetched when they are old or when a token
/// names one that is not known; at most once a minute, one fetch at a time,
/// and no thread waits. While the issuer can't be reached the old keys stay,
/// for a day. Shared; any thread.
#pragma once

#include "protocol/account_directory.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace troupe {

class outside_keys : public std::enable_shared_from_this<outside_keys> {
public:
  using arrival = std::function<void(result<std::string>)>;
  /// Gets the text of the key set; calls the arrival once, from any thread,
  /// within a deadline of its own.
  using fetcher = std::function<void(arrival)>;

  outside_keys(fetcher fetch, account_directory_ptr directory);

  /// Fetches if the last fetch began more than a minute ago. `done` is called
  /// when the keys are as new as they will be: at once, or on the thread of
  /// the arrival.
  void refresh(int64_t now_ms, std::function<void()> done);
  /// Fetches in the background if the keys are older than an hour.
  void refresh_if_old(int64_t now_ms);

private:
  void arrived(result<std::string> text, int64_t began_ms);

  fetcher fetch_;
  account_directory_ptr directory_;
  std::mutex mutex_;
  bool is_fetching_ = false;
  int64_t began_ms_ = 0;
  /// Of the last fetch that brought keys.
  int64_t fresh_ms_ = 0;
  std::vector<std::function<void()>> waiting_;
};

using outside_keys_ptr = std::shared_ptr<outside_keys>;

} // namespace troupe
