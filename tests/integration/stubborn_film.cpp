#include "tests/integration/stubborn_film.hpp"

#include "tests/integration/creator_client.hpp"

#include <optional>
#include <stdexcept>

namespace troupe::test {

namespace {

/// The server answered what it must not answer; reconnecting won't help.
struct broken_promise : std::logic_error {
  using std::logic_error::logic_error;
};

std::optional<creator_client> connect(uint16_t port) {
  try {
    return std::optional<creator_client>{std::in_place, port};
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

} // namespace

json stubborn_film::make() {
  while (complete_.is_null()) {
    if (std::chrono::steady_clock::now() > deadline)
      throw broken_promise("no film in time; last seen: " + last_.dump());
    auto client = connect(port);
    if (!client)
      continue;
    try {
      converse(*client);
    } catch (const std::runtime_error&) {
      ++cuts;
    }
  }
  return complete_;
}

void stubborn_film::converse(creator_client& client) {
  if (session.empty())
    client.start(type, payload);
  else
    client.resume(session, seq_);
  while (complete_.is_null()) {
    auto message = client.next();
    auto is = message.text("status");
    auto told_all = is == "session_resumed";
    if (!told_all)
      take(message);
    // An accept that got lost with the socket is said again.
    if (is == "completed" || (told_all && last_.text("status") == "completed"))
      client.action("accept");
  }
}

void stubborn_film::take(const json& message) {
  auto is = message.text("status");
  if (is == "error" && message.has("seq"))
    throw broken_promise("a stage failed: " + message.dump());
  if (is == "error") {
    // Accepted twice: the first one had arrived after all.
    if (last_.text("status") == "completed")
      throw broken_promise("refused: " + message.dump());
    return;
  }
  auto seq = message.integer("seq");
  if (seq != seq_ + 1)
    throw broken_promise("seq " + std::to_string(seq) + " after "
                         + std::to_string(seq_));
  seq_ = seq;
  if (is == "session_started")
    session = message.text("video_id");
  last_ = message;
  auto [it, is_new] = seen_.emplace(seq, message.dump());
  if (!is_new && it->second != message.dump())
    throw broken_promise("seq " + std::to_string(seq) + " has changed");
  if (is == "pipeline_complete")
    complete_ = message;
}

} // namespace troupe::test
