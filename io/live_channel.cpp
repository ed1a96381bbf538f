#include "io/live_channel.hpp"

namespace troupe {

live_body::live_body(live_channel_ptr channel)
  : held_(std::make_shared<held>(std::move(channel))) {}

void live_channel::send(outgoing message) {
  {
    std::lock_guard lock{mutex_};
    if (is_ended_ || has_overflown_)
      return;
    if (box_.push(std::move(message)) == websocket_outbox::verdict::full) {
      has_overflown_ = true;
      box_.clear();
    }
  }
  wake();
}

void live_channel::close(uint16_t, std::string) {
  {
    std::lock_guard lock{mutex_};
    is_ended_ = true;
  }
  wake();
}

void live_channel::attach(std::function<void()> wake) {
  {
    std::lock_guard lock{mutex_};
    wake_ = wake;
  }
  wake();
}

live_channel::taken live_channel::take() {
  std::lock_guard lock{mutex_};
  taken out;
  while (!box_.empty())
    out.text += box_.pop().text;
  out.is_last = is_ended_;
  out.has_overflown = has_overflown_;
  return out;
}

void live_channel::detach() {
  std::function<void()> tell;
  {
    std::lock_guard lock{mutex_};
    wake_ = nullptr;
    std::swap(tell, on_closed_);
    is_ended_ = true;
    box_.clear();
  }
  if (tell)
    tell();
}

void live_channel::wake() {
  std::function<void()> call;
  {
    std::lock_guard lock{mutex_};
    call = wake_;
  }
  if (call)
    call();
}

} // namespace troupe
