/// What a client of the creator socket must remember to survive a cut: the
/// session, the last seq it saw, and the stage that waits for an answer. Pure:
/// frames in, facts out; one thread.
#pragma once

#include "protocol/json.hpp"

#include <cstdint>
#include <string>

namespace troupe {

class creator_talk {
 public:
  enum class state : uint8_t {
    /// Nothing to do but listen.
    listening,
    /// The last shown stage waits for a person.
    review,
    /// There is a film.
    complete,
    stopped,
    /// The server refused the start or the resume.
    refused,
  };

  /// Begins a new session with this frame, or goes on with one.
  explicit creator_talk(json start_frame) : start_(std::move(start_frame)) {}
  explicit creator_talk(std::string session) : session_(std::move(session)) {}

  /// What to send when a connection is there: start, or resume with the last
  /// seq that was seen.
  json opening();

  void take(const json& message);

  /// After an answer has been sent.
  void answered() { state_ = state::listening; }

  state is() const { return state_; }
  /// Whether what comes now is new, not told again after a resume.
  bool is_live() const { return is_live_; }
  const std::string& session() const { return session_; }
  /// The message that waits for review, or said how the film ended.
  const json& last() const { return last_; }

 private:
  json start_;
  std::string session_;
  int64_t seq_ = 0;
  bool is_live_ = false;
  /// The server accepts: only what failed waits for a person.
  bool is_automatic_ = false;
  state state_ = state::listening;
  json last_;
};

} // namespace troupe
