#include "providers/piece_runner.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

namespace troupe {

namespace {

enum class progress : uint8_t { waiting, running, ready };

class run {
 public:
  run(maker& makes, const std::vector<piece>& plan, const run_options& options)
    : makes_(makes),
      plan_(plan),
      options_(options),
      states_(plan.size(), progress::waiting),
      records_(plan.size()) {}

  result<std::vector<piece_record>> all() {
    std::stop_callback on_stop{options_.stop, [this] { stop_all(); }};
    {
      std::vector<std::jthread> threads;
      auto count = std::clamp<size_t>(options_.workers, 1, plan_.size());
      for (size_t i = 1; i < count; ++i)
        threads.emplace_back([this] { work(); });
      work();
    }
    if (failure_)
      return *failure_;
    if (options_.stop.stop_requested())
      return make_error(ec::cancelled, "Stopped");
    return std::move(records_);
  }

 private:
  void stop_all() {
    halt_.request_stop();
    changed_.notify_all();
  }

  void work() {
    std::unique_lock lock{mutex_};
    while (!halt_.stop_requested()) {
      auto index = next();
      if (index) {
        states_[*index] = progress::running;
        auto job = job_of(*index);
        lock.unlock();
        auto made = make(*index, job);
        lock.lock();
        finish(*index, std::move(made));
      } else if (is_over()) {
        return;
      } else {
        changed_.wait(lock);
      }
    }
  }

  bool is_over() const {
    return std::ranges::find(states_, progress::waiting) == states_.end();
  }

  /// The first piece that can be made now. Equal ones wait for the first.
  std::optional<size_t> next() const {
    for (size_t i = 0; i < plan_.size(); ++i)
      if (states_[i] == progress::waiting && needs_are_ready(plan_[i])
          && !is_running(plan_[i].key))
        return i;
    return std::nullopt;
  }

  bool needs_are_ready(const piece& x) const {
    return std::ranges::all_of(x.needs, [&](auto& name) {
      auto at = std::ranges::find(plan_, name, &piece::name);
      return at != plan_.end()
             && states_[static_cast<size_t>(at - plan_.begin())]
                  == progress::ready;
    });
  }

  bool is_running(const content_key& key) const {
    for (size_t i = 0; i < plan_.size(); ++i)
      if (states_[i] == progress::running && plan_[i].key == key)
        return true;
    return false;
  }

  piece_job job_of(size_t index) const {
    piece_job job{options_.session, {}, plan_[index], {}, priority::normal};
    for (auto& name : plan_[index].needs) {
      auto at = std::ranges::find(plan_, name, &piece::name);
      job.needs.push_back(records_[static_cast<size_t>(at - plan_.begin())]);
    }
    return job;
  }

  result<piece_record> make(size_t index, const piece_job& job) {
    try {
      return makes_.make(job, halt_.get_token(),
                         [&](double done) { tell(index, done); });
    } catch (const std::exception& err) {
      return make_error(ec::internal, err.what());
    }
  }

  void tell(size_t index, double done) {
    std::lock_guard lock{telling_};
    if (options_.tell)
      options_.tell(index, done);
  }

  void finish(size_t index, result<piece_record> made) {
    if (made) {
      states_[index] = progress::ready;
      records_[index] = std::move(*made);
      tell(index, 1);
    } else if (!failure_ && !halt_.stop_requested()) {
      failure_ = made.error();
      halt_.request_stop();
    }
    changed_.notify_all();
  }

  maker& makes_;
  const std::vector<piece>& plan_;
  const run_options& options_;
  std::mutex mutex_;
  std::mutex telling_;
  std::condition_variable changed_;
  std::stop_source halt_;
  std::vector<progress> states_;
  std::vector<piece_record> records_;
  std::optional<error> failure_;
};

} // namespace

result<std::vector<piece_record>> run_pieces(maker& makes,
                                             const std::vector<piece>& plan,
                                             const run_options& options) {
  if (plan.empty())
    return std::vector<piece_record>{};
  return run{makes, plan, options}.all();
}

} // namespace troupe
