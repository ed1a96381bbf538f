#include "io/live_writer.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <cstdio>

namespace troupe {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::string_view heartbeat_comment = ":\n\n";
constexpr std::string_view last_chunk = "0\r\n\r\n";

/// RFC 9112, 7.1.
std::string chunk_of(const std::string& text) {
  char size[24];
  std::snprintf(size, sizeof(size), "%zx\r\n", text.size());
  return size + text + "\r\n";
}

} // namespace

live_writer::live_writer(asio::ip::tcp::socket& socket,
                         const io_limits& limits)
  : socket_(socket),
    deadline_(socket.get_executor()),
    heartbeat_(socket.get_executor()),
    write_deadline_(limits.write_deadline),
    heartbeat_interval_(limits.heartbeat_interval) {}

void live_writer::start(live_body body, std::string head,
                        const http_request& request,
                        const std::shared_ptr<void>& owner,
                        done_handler done) {
  body_ = std::move(body);
  is_chunked_ = request.version >= 11;
  is_last_ = false;
  owner_ = owner;
  done_ = std::move(done);
  listen();
  write(std::move(head));
  // Any thread wakes it; here is where it is written.
  body_->channel().attach(
    [this, weak = owner_, executor = socket_.get_executor()] {
      asio::post(executor, [this, weak] {
        if (auto keep = weak.lock())
          next();
      });
    });
}

void live_writer::stop() {
  if (done_)
    finish(false);
}

void live_writer::next() {
  if (!done_ || is_writing_)
    return;
  auto taken = body_->channel().take();
  if (taken.has_overflown)
    return finish(false);
  is_last_ = taken.is_last;
  std::string text;
  if (!taken.text.empty())
    text = is_chunked_ ? chunk_of(taken.text) : std::move(taken.text);
  if (is_last_ && is_chunked_)
    text += last_chunk;
  if (!text.empty())
    return write(std::move(text));
  if (is_last_)
    finish(true);
}

void live_writer::write(std::string text) {
  is_writing_ = true;
  text_ = std::move(text);
  heartbeat_.cancel();
  arm_deadline();
  asio::async_write(socket_, asio::buffer(text_),
                    [this, keep = owner_.lock()](error_code code, size_t) {
                      is_writing_ = false;
                      deadline_.cancel();
                      if (!done_)
                        return;
                      if (code || is_last_)
                        return finish(!code);
                      arm_heartbeat();
                      next();
                    });
}

void live_writer::listen() {
  socket_.async_read_some(
    asio::buffer(discarded_),
    [this, keep = owner_.lock()](error_code code, size_t) {
      if (!done_)
        return;
      if (code)
        finish(false);
      else
        listen();
    });
}

void live_writer::arm_deadline() {
  deadline_.expires_after(write_deadline_);
  deadline_.async_wait([this, keep = owner_.lock()](error_code code) {
    if (code || !done_ || !is_writing_
        || deadline_.expiry() > std::chrono::steady_clock::now())
      return;
    // What the peer does not read must not stay in the kernel.
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    finish(false);
  });
}

void live_writer::arm_heartbeat() {
  heartbeat_.expires_after(heartbeat_interval_);
  heartbeat_.async_wait([this, weak = owner_](error_code code) {
    auto keep = weak.lock();
    if (code || !keep || !done_ || is_writing_)
      return;
    std::string text{heartbeat_comment};
    write(is_chunked_ ? chunk_of(text) : text);
  });
}

void live_writer::finish(bool complete) {
  auto keep = owner_.lock();
  auto done = std::move(done_);
  done_ = nullptr;
  deadline_.cancel();
  heartbeat_.cancel();
  body_->channel().detach();
  body_.reset();
  done(complete);
}

} // namespace troupe
