#include "io/io_thread.hpp"

#include <boost/asio/post.hpp>

#include <spdlog/spdlog.h>

#include <exception>
#include <vector>

namespace troupe {

io_thread::~io_thread() {
  if (thread_.joinable())
    thread_.detach();
}

void io_thread::start() {
  std::promise<void> ended;
  ended_ = ended.get_future();
  // The thread owns the object too: left behind, it must not lose its context.
  thread_ = std::thread{[self = shared_from_this(),
                         ended = std::move(ended)]() mutable {
    self->run();
    ended.set_value();
  }};
}

void io_thread::run() {
  for (;;) {
    try {
      context_.run();
      return;
    } catch (const std::exception& e) {
      // A handler's mistake ends one event, not all connections.
      spdlog::error("io: a handler threw: {}", e.what());
    }
  }
}

void io_thread::finish() {
  boost::asio::post(context_, [this] { work_.reset(); });
}

bool io_thread::join_until(std::chrono::steady_clock::time_point deadline) {
  if (!thread_.joinable())
    return true;
  if (ended_.wait_until(deadline) != std::future_status::ready)
    return false;
  thread_.join();
  return true;
}

void io_thread::go_away() {
  // go_away() may remove its own connection.
  auto all = std::vector(connections_.begin(), connections_.end());
  for (auto connection : all)
    if (connections_.contains(connection))
      connection->go_away();
}

void io_thread::drop() {
  auto all = std::vector(connections_.begin(), connections_.end());
  for (auto connection : all)
    if (connections_.contains(connection))
      connection->drop();
}

} // namespace troupe
