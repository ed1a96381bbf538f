#include "providers/http_client.hpp"

#include "providers/http_call.hpp"

#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace troupe {

namespace {

using clock = http_call::clock;

/// Calls that may wait, as a multiple of those under way.
constexpr size_t waiting_factor = 16;
/// The loop looks at its clocks at least so often.
constexpr std::chrono::milliseconds longest_sleep{1'000};

struct multi_deleter {
  void operator()(CURLM* x) const { curl_multi_cleanup(x); }
};

void start_library() {
  static const auto started = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(started);
}

/// What the loop's thread has for itself.
class call_loop {
public:
  call_loop(CURLM* multi, const http_client_options& options)
    : multi_(multi), options_(options) {}

  void add(std::unique_ptr<http_call> call) {
    waiting_.push_back(std::move(call));
  }

  void cancel(uint64_t id) {
    end(id, make_error(ec::cancelled, "The call was cancelled"));
  }

  size_t size() const { return waiting_.size() + running_.size(); }

  /// Starts, moves and ends what can be; answers how long there is nothing to
  /// do.
  std::chrono::milliseconds step() {
    while (!waiting_.empty() && running_.size() < options_.call_limit) {
      auto call = std::move(waiting_.front());
      waiting_.pop_front();
      start(std::move(call));
    }
    int count = 0;
    curl_multi_perform(multi_, &count);
    take_ended();
    return end_overdue();
  }

  void end_all() {
    auto why = make_error(ec::cancelled, "The program is leaving");
    while (!running_.empty())
      end(running_.begin()->first, why);
    for (; !waiting_.empty(); waiting_.pop_front())
      waiting_.front()->answer(why);
  }

private:
  void start(std::unique_ptr<http_call> call) {
    if (auto err = call->prepare(options_))
      return call->answer(err);
    if (curl_multi_add_handle(multi_, call->handle()) != CURLM_OK)
      return call->fail(ec::unavailable, "can't be called now");
    auto id = call->id();
    running_.emplace(id, std::move(call));
  }

  void take_ended() {
    int left = 0;
    while (auto message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE)
        continue;
      http_call* known = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &known);
      // The message goes with the handle.
      auto code = message->data.result;
      auto call = take(known->id());
      if (call->ended(code))
        start(std::move(call));
    }
  }

  std::chrono::milliseconds end_overdue() {
    auto now = clock::now();
    auto next = now + longest_sleep;
    std::vector<std::pair<uint64_t, error>> late;
    for (auto& [id, call] : running_) {
      if (auto err = call->overdue(now))
        late.emplace_back(id, err);
      else
        next = std::min(next, call->due());
    }
    for (auto& call : waiting_)
      if (auto err = call->overdue(now))
        late.emplace_back(call->id(), err);
    for (auto& [id, err] : late)
      end(id, err);
    if (!waiting_.empty() && running_.size() < options_.call_limit)
      return std::chrono::milliseconds{0};
    return std::chrono::ceil<std::chrono::milliseconds>(next - now);
  }

  std::unique_ptr<http_call> take(uint64_t id) {
    if (auto found = running_.find(id); found != running_.end()) {
      auto call = std::move(found->second);
      running_.erase(found);
      curl_multi_remove_handle(multi_, call->handle());
      return call;
    }
    for (auto i = waiting_.begin(); i != waiting_.end(); ++i)
      if ((*i)->id() == id) {
        auto call = std::move(*i);
        waiting_.erase(i);
        return call;
      }
    return nullptr;
  }

  void end(uint64_t id, const error& why) {
    if (auto call = take(id))
      call->answer(why);
  }

  CURLM* multi_;
  const http_client_options& options_;
  std::deque<std::unique_ptr<http_call>> waiting_;
  std::map<uint64_t, std::unique_ptr<http_call>> running_;
};

class curl_client final : public http_client {
public:
  explicit curl_client(http_client_options options)
    : options_(std::move(options)) {
    start_library();
    multi_.reset(curl_multi_init());
    if (multi_)
      thread_ =
        std::jthread{[this](std::stop_token stop) { run(std::move(stop)); }};
  }

  ~curl_client() override {
    thread_.request_stop();
    if (multi_)
      curl_multi_wakeup(multi_.get());
    if (thread_.joinable())
      thread_.join();
  }

  uint64_t send(outgoing_request request, outgoing_done done) override {
    auto id = ++last_id_;
    auto call = std::make_unique<http_call>(id, std::move(request),
                                            std::move(done), clock::now());
    std::lock_guard lock{mutex_};
    mail_.push_back({std::move(call), 0});
    wake();
    return id;
  }

  void cancel(uint64_t id) override {
    std::lock_guard lock{mutex_};
    mail_.push_back({nullptr, id});
    wake();
  }

private:
  /// A call to be made, or the id of one to be cancelled.
  struct letter {
    std::unique_ptr<http_call> call;
    uint64_t cancelled;
  };

  void wake() {
    if (multi_)
      curl_multi_wakeup(multi_.get());
  }

  void read_mail(call_loop& loop) {
    std::vector<letter> mail;
    {
      std::lock_guard lock{mutex_};
      mail.swap(mail_);
    }
    for (auto& x : mail)
      if (!x.call)
        loop.cancel(x.cancelled);
      else if (loop.size() < options_.call_limit * (waiting_factor + 1))
        loop.add(std::move(x.call));
      else
        x.call->answer(
          make_error(ec::unavailable, "Too many calls are under way"));
  }

  void run(std::stop_token stop) {
    call_loop loop{multi_.get(), options_};
    while (!stop.stop_requested()) {
      read_mail(loop);
      auto idle = loop.step();
      if (idle.count() > 0)
        curl_multi_poll(multi_.get(), nullptr, 0,
                        static_cast<int>(idle.count()), nullptr);
    }
    read_mail(loop);
    loop.end_all();
  }

  http_client_options options_;
  std::unique_ptr<CURLM, multi_deleter> multi_;
  std::atomic<uint64_t> last_id_ = 0;
  std::mutex mutex_;
  std::vector<letter> mail_;
  /// Last: it uses everything above.
  std::jthread thread_;
};

} // namespace

std::shared_ptr<http_client> make_http_client(http_client_options options) {
  return std::make_shared<curl_client>(std::move(options));
}

} // namespace troupe
