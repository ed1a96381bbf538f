#include "io/file_desk.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

namespace troupe {

file_desk::file_desk(file_shelf_ptr shelf)
  : shelf_(std::move(shelf)),
    thread_([this](std::stop_token stop) { work(std::move(stop)); }) {
}

file_desk::~file_desk() = default;

bool file_desk::run(task what) {
  {
    std::lock_guard turn{mutex_};
    if (waiting_.size() >= longest_queue)
      return false;
    waiting_.push_back(std::move(what));
  }
  filled_.notify_one();
  return true;
}

void file_desk::work(std::stop_token stop) {
  for (;;) {
    task next;
    {
      std::unique_lock turn{mutex_};
      filled_.wait(turn, stop, [this] { return !waiting_.empty(); });
      if (stop.stop_requested())
        return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    // Whoever waits is answered by its deadline; the desk goes on.
    try {
      next(*shelf_);
    } catch (const std::exception& e) {
      spdlog::error("file_desk: {}", e.what());
    }
  }
}

} // namespace troupe
