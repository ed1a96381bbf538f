#include "cli/film_feed.hpp"

#include <caf/send.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace troupe {

struct film_feed::queue {
  void push(feed_item item) {
    {
      std::lock_guard lock{mutex};
      items.push_back(std::move(item));
    }
    arrived.notify_one();
  }

  std::mutex mutex;
  std::condition_variable arrived;
  std::deque<feed_item> items;
};

namespace {

watcher_actor::behavior_type
feeder(watcher_actor::pointer self,
       const std::shared_ptr<film_feed::queue>& queue) {
  self->set_error_handler([](caf::scheduled_actor*, error&) {});
  return {
    [queue](const session_event& x) { queue->push(x); },
    [queue](const session_progress& x) { queue->push(x); },
    [queue](atom::unwatch, const session_id&, const std::string& reason) {
      queue->push(feed_end{reason});
    },
  };
}

} // namespace

film_feed::film_feed(caf::actor_system& system)
  : queue_(std::make_shared<queue>()),
    watcher_(system.spawn(feeder, queue_)) {}

film_feed::~film_feed() {
  caf::anon_send_exit(watcher_, caf::exit_reason::user_shutdown);
}

std::optional<feed_item> film_feed::next(std::chrono::milliseconds timeout) {
  std::unique_lock lock{queue_->mutex};
  if (!queue_->arrived.wait_for(lock, timeout,
                                [this] { return !queue_->items.empty(); }))
    return std::nullopt;
  auto item = std::move(queue_->items.front());
  queue_->items.pop_front();
  return item;
}

} // namespace troupe
