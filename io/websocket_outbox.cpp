#include "io/websocket_outbox.hpp"

#include <algorithm>

namespace troupe {

bool websocket_outbox::drop_waiting_progress() {
  auto i = std::ranges::find_if(queue_, &outgoing::is_progress);
  if (i == queue_.end())
    return false;
  bytes_ -= i->text.size();
  queue_.erase(i);
  return true;
}

websocket_outbox::verdict websocket_outbox::push(outgoing message) {
  auto fits = [&] {
    return queue_.size() < max_messages_
           && bytes_ + message.text.size() <= max_bytes_;
  };
  auto replaced = false;
  if (message.is_progress || !fits())
    replaced = drop_waiting_progress();
  if (!fits())
    return message.is_progress ? verdict::replaced : verdict::full;
  bytes_ += message.text.size();
  queue_.push_back(std::move(message));
  return replaced ? verdict::replaced : verdict::queued;
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
