/// A stream layer under a WebSocket that joins the frames of a burst into one
/// send: while collecting, a write only copies and is done at once; the next
/// write that is not collected takes everything along. Also gives back bytes
/// that were read before the stream began. On its connection's thread.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include <memory>
#include <string>
#include <utility>

namespace troupe {

template <class NextLayer>
class cork_stream {
 public:
  using next_layer_type = NextLayer;
  using executor_type = typename NextLayer::executor_type;
  using error_code = boost::beast::error_code;

  cork_stream(NextLayer next, std::string already_read)
    : next_(std::move(next)), already_read_(std::move(already_read)) {}

  next_layer_type& next_layer() { return next_; }
  const next_layer_type& next_layer() const { return next_; }
  executor_type get_executor() { return next_.get_executor(); }

  /// Whoever says true must write again with false soon.
  void collect(bool x) { is_collecting_ = x; }
  /// Bytes that wait for the next write.
  size_t collected() const { return collected_.size(); }

  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    if (already_read_.empty())
      return next_.async_read_some(buffers, std::forward<Handler>(handler));
    auto count = boost::asio::buffer_copy(buffers,
                                          boost::asio::buffer(already_read_));
    already_read_.erase(0, count);
    complete(std::forward<Handler>(handler), count);
  }

  template <class Buffers, class Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    if (!is_collecting_ && collected_.empty())
      return next_.async_write_some(buffers, std::forward<Handler>(handler));
    auto count = boost::asio::buffer_size(buffers);
    auto old_size = collected_.size();
    collected_.resize(old_size + count);
    boost::asio::buffer_copy(
      boost::asio::buffer(collected_) + old_size, buffers);
    if (is_collecting_)
      return complete(std::forward<Handler>(handler), count);
    send_collected(std::forward<Handler>(handler), count);
  }

 private:
  template <class Handler>
  void complete(Handler&& handler, size_t count) {
    boost::asio::post(get_executor(), boost::beast::bind_front_handler(
                                        std::forward<Handler>(handler),
                                        error_code{}, count));
  }

  template <class Handler>
  void send_collected(Handler&& handler, size_t count) {
    // Not a member: a frame that is collected meanwhile is a new burst.
    auto bytes = std::make_unique<std::string>(std::move(collected_));
    collected_.clear();
    auto buffer = boost::asio::buffer(*bytes);
    boost::asio::async_write(
      next_, buffer,
      [bytes = std::move(bytes), count,
       handler = std::forward<Handler>(handler)](error_code code,
                                                 size_t) mutable {
        bytes.reset();
        handler(code, code ? 0 : count);
      });
  }

  NextLayer next_;
  std::string already_read_;
  std::string collected_;
  bool is_collecting_ = false;
};

template <class NextLayer, class Handler>
void async_teardown(boost::beast::role_type role,
                    cork_stream<NextLayer>& stream, Handler&& handler) {
  using boost::beast::websocket::async_teardown;
  async_teardown(role, stream.next_layer(), std::forward<Handler>(handler));
}

} // namespace troupe
