#include "io/response_writer.hpp"

#include "io/response_head.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <ctime>

#include <unistd.h>

namespace troupe {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// Large enough to keep a disk and a socket busy, small enough that 10,000
/// downloads fit into memory.
constexpr uint64_t piece_bytes = 64 * 1024;

} // namespace

response_writer::response_writer(asio::ip::tcp::socket& socket,
                                 const io_limits& limits)
  : socket_(socket),
    deadline_(socket.get_executor()),
    write_deadline_(limits.write_deadline) {}

void response_writer::start(http_response response,
                            const http_request& request, bool connection_stays,
                            const std::shared_ptr<void>& owner,
                            done_handler done) {
  head_ = response_head(response, request, connection_stays,
                        std::time(nullptr));
  length_ = has_response_body(response, request) ? body_length(response) : 0;
  sent_ = 0;
  response_ = std::move(response);
  owner_ = owner;
  done_ = std::move(done);
  write_piece();
}

std::string_view response_writer::next_slice() {
  auto size = std::min(length_ - sent_, piece_bytes);
  if (size == 0)
    return {};
  if (auto text = std::get_if<std::string>(&response_.body))
    return std::string_view{*text}.substr(sent_, size);
  auto& body = std::get<file_body>(response_.body);
  chunk_.resize(size);
  auto got = ::pread(body.file->descriptor(), chunk_.data(), size,
                     static_cast<off_t>(body.offset + sent_));
  return {chunk_.data(), got > 0 ? static_cast<size_t>(got) : 0};
}

void response_writer::arm() {
  deadline_.expires_after(write_deadline_);
  deadline_.async_wait([this, keep = owner_.lock()](error_code code) {
    auto now = std::chrono::steady_clock::now();
    if (!code && done_ && deadline_.expiry() <= now)
      cut();
  });
}

/// Resets the connection: what the peer does not read must not stay in the
/// kernel. The write fails of it, and that ends the response.
void response_writer::cut() {
  error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
}

void response_writer::write_piece() {
  auto slice = next_slice();
  if (slice.empty() && sent_ < length_) {
    spdlog::error("io: a file became shorter while it was sent");
    return finish(false);
  }
  sent_ += slice.size();
  arm();
  std::array<asio::const_buffer, 2> buffers{asio::buffer(head_),
                                            asio::buffer(slice)};
  asio::async_write(socket_, buffers,
                    [this, keep = owner_.lock()](error_code code, size_t) {
                      head_.clear();
                      if (code || sent_ == length_)
                        finish(!code);
                      else
                        write_piece();
                    });
}

void response_writer::finish(bool complete) {
  deadline_.cancel();
  response_ = {};
  std::string{}.swap(chunk_);
  auto done = std::move(done_);
  done_ = nullptr;
  done(complete);
}

} // namespace troupe
