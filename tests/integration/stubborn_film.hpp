/// A client that gets its film, whatever happens to the server: accepts every
/// stage, keeps the last seq it saw, and when the socket dies comes back with
/// `resume` until there is a server again. Fails loudly when the server breaks
/// a promise: a gap or a double in seq, a lost acknowledged command, a changed
/// version. One thread a client.
#pragma once

#include "protocol/json.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace troupe::test {

struct stubborn_film {
  std::string type = "social_media";
  json payload;
  uint16_t port = 0;
  /// All of it; then std::runtime_error.
  std::chrono::steady_clock::time_point deadline;

  /// pipeline_complete.
  json make();

  /// How often the socket was lost.
  int cuts = 0;
  std::string session;

 private:
  void converse(class creator_client& client);
  void take(const json& message);

  json complete_;
  json last_;
  int64_t seq_ = 0;
  /// seq -> the message, as first seen.
  std::map<int64_t, std::string> seen_;
};

} // namespace troupe::test
