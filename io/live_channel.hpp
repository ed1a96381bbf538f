/// A response body that is written as it comes: an actor puts messages in, the
/// connection takes them out when its socket is ready. Bounded: of progress
/// only the latest waits, and a reader that is too slow for the rest is cut and
/// comes back with the last id it saw. Any thread.
#pragma once

#include "io/outlet.hpp"
#include "io/websocket_outbox.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace troupe {

class live_channel final : public outlet {
 public:
  /// `on_closed` is called once, from any thread: nobody reads any more.
  live_channel(size_t max_messages, size_t max_bytes,
               std::function<void()> on_closed)
    : box_(max_messages, max_bytes), on_closed_(std::move(on_closed)) {}

  // -- the actor's side -------------------------------------------------------

  void send(outgoing message) override;
  /// There is nothing to read.
  void read_next() override {}
  /// Sends what is queued, then ends the body. Code and reason are for sockets.
  void close(uint16_t code, std::string reason) override;

  // -- the connection's side --------------------------------------------------

  /// `wake` is called whenever there may be something to take, from any
  /// thread, also now.
  void attach(std::function<void()> wake);

  struct taken {
    /// All that waits, joined.
    std::string text;
    /// Nothing comes after it.
    bool is_last = false;
    /// The reader was too slow: the rest is lost, the connection must be cut.
    bool has_overflown = false;
  };
  taken take();

  /// Nobody reads any more. Again is harmless.
  void detach();

 private:
  void wake();

  std::mutex mutex_;
  websocket_outbox box_;
  std::function<void()> wake_;
  std::function<void()> on_closed_;
  bool is_ended_ = false;
  bool has_overflown_ = false;
};

using live_channel_ptr = std::shared_ptr<live_channel>;

/// A live body as a response carries it: detaches when the response is dropped
/// before anybody wrote it.
class live_body {
 public:
  explicit live_body(live_channel_ptr channel);
  live_channel& channel() const { return *held_->channel; }

 private:
  struct held {
    live_channel_ptr channel;
    ~held() { channel->detach(); }
  };
  std::shared_ptr<held> held_;
};

} // namespace troupe
