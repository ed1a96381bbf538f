/// Does what takes its time with uploaded files, on a thread of its own: an io
/// thread must not wait for a disk. Shared by the endpoints; its end waits for
/// the task that runs and drops the others.
#pragma once

#include "protocol/file_shelf.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace troupe {

class file_desk {
public:
  using task = std::function<void(file_shelf&)>;

  /// Tasks that may wait; each may hold a file's bytes.
  static constexpr size_t longest_queue = 32;

  explicit file_desk(file_shelf_ptr shelf);
  ~file_desk();
  file_desk(const file_desk&) = delete;
  file_desk& operator=(const file_desk&) = delete;

  /// False when too many wait already: then the task is not run.
  bool run(task what);

  std::filesystem::path folder() const { return shelf_->folder(); }

private:
  void work(std::stop_token stop);

  file_shelf_ptr shelf_;
  std::mutex mutex_;
  std::condition_variable_any filled_;
  std::deque<task> waiting_;
  /// The last member: it uses the others.
  std::jthread thread_;
};

using file_desk_ptr = std::shared_ptr<file_desk>;

} // namespace troupe
