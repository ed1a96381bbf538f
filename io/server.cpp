#include "io/server.hpp"

#include "io/bridge.hpp"
#include "io/creator_connection.hpp"
#include "io/http_connection.hpp"
#include "io/socket_gate.hpp"
#include "protocol/clean_text.hpp"
#include "protocol/ids.hpp"

#include <caf/actor_system.hpp>

#include <boost/asio/post.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <thread>

namespace troupe {

namespace {

using clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// Threads whose connections are closed end at once, or never.
constexpr auto join_deadline = 1s;

unsigned thread_count(unsigned wanted) {
  if (wanted > 0)
    return wanted;
  auto cores = std::thread::hardware_concurrency();
  return cores <= 2 ? 1 : std::clamp(cores / 4, 1u, 4u);
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1";
}

std::vector<std::string> lower(std::vector<std::string> names) {
  for (auto& name : names)
    name = lower_ascii(std::move(name));
  return names;
}

} // namespace

class server::impl {
 public:
  impl(server_options options, caf::actor_system& system,
       films_actor films, request_handler handler, metrics_ptr counters)
    : options_(std::move(options)),
      connections_(options_.limits.connections,
                   options_.limits.connections_per_address),
      context_(std::make_shared<server_context>()) {
    context_->limits = options_.limits;
    context_->origins.hosts_restricted = is_loopback(options_.bind)
                                         || !options_.allowed_hosts.empty();
    context_->origins.hosts = lower(options_.allowed_hosts);
    context_->origins.origins = lower(options_.allowed_origins);
    context_->handler = std::move(handler);
    context_->counters = std::move(counters);
    context_->id_prefix = make_session_id().str().substr(0, 8) + "-";
    context_->websockets["/ws/creator"]
      = [&system, films = std::move(films), gate = options_.gate,
         tickets = options_.tickets](const http_request& request,
                                     const websocket_pipe_ptr& pipe,
                                     const io_thread_ptr& thread) {
          admit_socket(gate, tickets, request, pipe, thread,
                       [&system, films, gate, pipe,
                        thread](const identity& who) {
                         connection_actor actor
                           = system.spawn(creator_connection, films,
                                          make_outlet(pipe, thread), who.user,
                                          gate);
                         connect_pipe(*pipe, actor);
                       });
        };
  }

  ~impl() { stop(); }

  error start() {
    for (auto i = 0u; i < thread_count(options_.threads); ++i)
      threads_.push_back(std::make_shared<io_thread>());
    listener_ = std::make_shared<listener>(
      threads_, connections_, context_->counters, [context = context_](accepted_socket x) {
        start_http_connection(context, std::move(x));
      });
    if (auto err = listener_->bind(options_.bind, options_.port)) {
      listener_.reset();
      threads_.clear();
      return err;
    }
    for (auto& thread : threads_)
      thread->start();
    listener_->start();
    return {};
  }

  uint16_t port() const { return listener_ ? listener_->port() : 0; }

  void stop() {
    if (threads_.empty())
      return;
    listener_->stop();
    tell_all([](io_thread& x) { x.go_away(); });
    connections_.wait_until_none(clock::now()
                                 + options_.limits.drain_deadline);
    tell_all([](io_thread& x) { x.drop(); });
    join();
    threads_.clear();
    listener_.reset();
  }

 private:
  template <class F>
  void tell_all(F f) {
    for (auto& thread : threads_)
      boost::asio::post(thread->context(), [thread, f] { f(*thread); });
  }

  void join() {
    auto deadline = clock::now() + join_deadline;
    for (auto& thread : threads_)
      thread->finish();
    for (auto& thread : threads_) {
      if (thread->join_until(deadline))
        continue;
      thread->stop();
      if (!thread->join_until(clock::now() + join_deadline))
        spdlog::error("io: a handler blocks its thread; left behind");
    }
  }

  server_options options_;
  address_limits connections_;
  server_context_ptr context_;
  std::vector<io_thread_ptr> threads_;
  std::shared_ptr<listener> listener_;
};

server::server(server_options options, caf::actor_system& system,
               films_actor films, request_handler handler,
               metrics_ptr counters)
  : impl_(std::make_unique<impl>(std::move(options), system,
                                 std::move(films), std::move(handler),
                                 std::move(counters))) {}

server::~server() = default;

error server::start() {
  return impl_->start();
}

uint16_t server::port() const {
  return impl_->port();
}

void server::stop() {
  impl_->stop();
}

} // namespace troupe
