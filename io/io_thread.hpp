/// One thread with its own io_context and the connections that live on it.
/// Shared by everything that may still want to post to it, so a late answer
/// of an actor finds a stopped context, not a destroyed one.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <thread>
#include <unordered_set>

namespace troupe {

/// A connection as its thread sees it. Used on that thread only.
class open_connection {
 public:
  /// The server stops: finish what is under way, then close.
  virtual void go_away() = 0;
  /// Close now.
  virtual void drop() = 0;

 protected:
  ~open_connection() = default;
};

class io_thread : public std::enable_shared_from_this<io_thread> {
 public:
  io_thread() = default;
  io_thread(const io_thread&) = delete;
  io_thread& operator=(const io_thread&) = delete;
  ~io_thread();

  /// Any thread may post to it.
  boost::asio::io_context& context() { return context_; }

  void start();
  /// The thread ends when nothing is left to wait for.
  void finish();
  /// The thread ends after the handler it is in.
  void stop() { context_.stop(); }
  /// False when the thread has not ended; it is left behind then.
  bool join_until(std::chrono::steady_clock::time_point deadline);

  /// The following on this thread only.
  void add(open_connection& x) { connections_.insert(&x); }
  void remove(open_connection& x) { connections_.erase(&x); }
  void go_away();
  void drop();

 private:
  void run();

  // Outlives the context, whose pending operations own the connections.
  std::unordered_set<open_connection*> connections_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
    work_{context_.get_executor()};
  std::thread thread_;
  std::future<void> ended_;
};

using io_thread_ptr = std::shared_ptr<io_thread>;

} // namespace troupe
