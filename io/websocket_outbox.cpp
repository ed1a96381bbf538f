#include "io/websocket_outbox.hpp"

#include <algorithm>

namespace troupe {

websocket_outbox::verdict websocket_outbox::push(outgoing message) {
  auto waiting = std::ranges::find_if(queue_, &outgoing::is_progress);
  auto has_waiting = waiting != queue_.end();
  auto fits = [&](size_t count, size_t bytes) {
    return count < max_messages_ && bytes + message.text.size() <= max_bytes_;
  };
  auto fits_beside = fits(queue_.size(), bytes_);
  auto fits_instead = has_waiting
                      && fits(queue_.size() - 1, bytes_ - waiting->text.size());
  auto replaces = has_waiting && (message.is_progress || !fits_beside);
  if (replaces ? !fits_instead : !fits_beside)
    return message.is_progress ? verdict::replaced : verdict::full;
  if (replaces) {
    bytes_ -= waiting->text.size();
    queue_.erase(waiting);
  }
  bytes_ += message.text.size();
  queue_.push_back(std::move(message));
  return replaces ? verdict::replaced : verdict::queued;
}

outgoing websocket_outbox::pop() {
  auto message = std::move(queue_.front());
  queue_.pop_front();
  bytes_ -= message.text.size();
  return message;
}

void websocket_outbox::clear() {
  queue_.clear();
  bytes_ = 0;
}

} // namespace troupe
