#define CAF_SUITE live_body
#include "tests/io/server_fixture.hpp"

#include "io/live_channel.hpp"

#include <atomic>
#include <mutex>
#include <thread>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

/// Answers every request with a live body that the test writes.
struct fixture : server_fixture {
  void serve_live(size_t max_messages = 8, size_t max_bytes = 1 << 20) {
    serve([=, this](const http_request&, const respond& answer) {
      auto channel = std::make_shared<live_channel>(max_messages, max_bytes,
                                                    [this] { ++left; });
      answer({200,
              {{"Content-Type", "text/event-stream; charset=utf-8"}},
              live_body{channel}});
      std::lock_guard lock{mutex};
      channels.push_back(channel);
    });
  }

  /// The nth body, once its request has come.
  live_channel_ptr channel(size_t n = 0) {
    return eventually([&]() -> live_channel_ptr {
      std::lock_guard lock{mutex};
      return n < channels.size() ? channels[n] : nullptr;
    });
  }

  /// What `look` finds, which must come.
  template <class F>
  auto eventually(F look) -> decltype(look()) {
    auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
      if (auto found = look())
        return found;
      std::this_thread::yield();
    }
    CAF_FAIL("it never came");
    return {};
  }

  std::mutex mutex;
  std::vector<live_channel_ptr> channels;
  std::atomic<int> left = 0;
};

std::string get(std::string_view version, std::string_view method = "GET") {
  return std::string{method} + " /events HTTP/" + std::string{version}
         + "\r\nHost: localhost\r\n\r\n";
}

outgoing text(std::string x) {
  return {std::move(x), false, {}};
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(live_body_tests, fixture)

CAF_TEST(a body is sent in chunks as it comes) {
  serve_live();
  auto client = connect();
  client.send(get("1.1"));
  auto body = channel();
  body->send(text("one\n\n"));
  body->send(text("two\n\n"));
  body->close(1000, {});
  auto all = client.read_all();
  CAF_CHECK(all.starts_with("HTTP/1.1 200 OK\r\n"));
  CAF_CHECK(all.find("Transfer-Encoding: chunked\r\n") != std::string::npos);
  CAF_CHECK(all.find("Connection: close\r\n") != std::string::npos);
  CAF_CHECK(all.find("Content-Length") == std::string::npos);
  auto begin = all.find("\r\n\r\n") + 4;
  auto rest = all.substr(begin);
  CAF_CHECK(rest == "5\r\none\n\n\r\n5\r\ntwo\n\n\r\n0\r\n\r\n"
            || rest == "a\r\none\n\ntwo\n\n\r\n0\r\n\r\n");
  eventually([&] { return left == 1; });
}

CAF_TEST(an old proxy gets a body that ends with the connection) {
  serve_live();
  auto client = connect();
  client.send(get("1.0"));
  auto body = channel();
  body->send(text("one\n\n"));
  body->close(1000, {});
  auto all = client.read_all();
  CAF_CHECK(all.find("Transfer-Encoding") == std::string::npos);
  CAF_CHECK(all.find("Connection: close\r\n") != std::string::npos);
  CAF_CHECK(all.ends_with("\r\n\r\none\n\n"));
}

CAF_TEST(HEAD gets the headers and the body is let go) {
  serve_live();
  auto client = connect();
  client.send(get("1.1", "HEAD"));
  auto all = client.read_all();
  CAF_CHECK(all.starts_with("HTTP/1.1 200 OK\r\n"));
  CAF_CHECK(all.ends_with("\r\n\r\n"));
  eventually([&] { return left == 1; });
}

CAF_TEST(silence is broken by a comment) {
  options.limits.heartbeat_interval = 5ms;
  serve_live();
  auto client = connect();
  client.send(get("1.0"));
  auto body = channel();
  auto head = client.read(20);
  std::string seen;
  while (seen.find(":\n\n:\n\n") == std::string::npos) {
    auto more = client.read(1);
    CAF_REQUIRE(!more.empty());
    seen += more;
  }
}

CAF_TEST(a client that leaves is noticed without a write) {
  serve_live();
  {
    auto client = connect();
    client.send(get("1.1"));
    channel();
    CAF_CHECK(client.read(15) == "HTTP/1.1 200 OK");
  }
  eventually([&] { return left == 1; });
  // What comes later has nowhere to go and harms nobody.
  channel()->send(text("late"));
  auto other = connect();
  other.send(get("1.1"));
  channel(1)->close(1000, {});
  CAF_CHECK(!other.read_all().empty());
}

CAF_TEST(a client that leaves before the answer is told to the body too) {
  std::mutex held_mutex;
  std::vector<respond> held;
  serve([&](const http_request&, const respond& answer) {
    std::lock_guard lock{held_mutex};
    held.push_back(answer);
  });
  {
    auto client = connect();
    client.send(get("1.1"));
    eventually([&] {
      std::lock_guard lock{held_mutex};
      return !held.empty();
    });
  }
  auto channel = std::make_shared<live_channel>(8, 1024, [this] { ++left; });
  {
    std::lock_guard lock{held_mutex};
    held.front()({200, {}, live_body{channel}});
    held.clear();
  }
  // The socket is found closed by the first write or read.
  channel->send(text("x"));
  eventually([&] { return left == 1; });
}

CAF_TEST(a reader that is too slow is cut and progress gives way) {
  serve_live(4, 1 << 16);
  auto client = raw_socket{port(), raw_socket::reading::tiny_window};
  client.send(get("1.1"));
  auto body = channel();
  // Of progress only the latest waits, so none of it is too much.
  for (int i = 0; i < 100; ++i)
    body->send({"progress", true, {}});
  CAF_CHECK_EQUAL(left, 0);
  while (left == 0)
    body->send(text(std::string(16'000, 'x')));
  CAF_CHECK(client.is_closed_within());
}

CAF_TEST(a server that stops ends its streams) {
  options.limits.drain_deadline = 50ms;
  serve_live();
  auto client = connect();
  client.send(get("1.1"));
  channel();
  running->stop();
  CAF_CHECK(client.is_closed_within());
  eventually([&] { return left == 1; });
}

CAF_TEST_FIXTURE_SCOPE_END()
