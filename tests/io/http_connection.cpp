#define CAF_SUITE http_connection
#include "tests/io/server_fixture.hpp"

#include "protocol/json.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fcntl.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <future>
#include <mutex>
#include <thread>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

size_t count(std::string_view text, std::string_view part) {
  size_t n = 0;
  for (auto i = text.find(part); i != std::string_view::npos;
       i = text.find(part, i + 1))
    ++n;
  return n;
}

unsigned first_status(const std::string& text) {
  return text.starts_with("HTTP/1.1 ")
           ? static_cast<unsigned>(std::stoul(text.substr(9, 3)))
           : 0;
}

std::string get(std::string_view path, std::string_view more = {}) {
  return "GET " + std::string{path} + " HTTP/1.1\r\nHost: localhost\r\n"
         + std::string{more} + "\r\n";
}

/// Parts of the next response; empty or 0 when there is none.
std::string body_of(raw_socket& client) {
  auto response = client.response();
  return response ? response->body : "no response";
}

unsigned status_of(raw_socket& client) {
  auto response = client.response();
  return response ? response->status : 0;
}

std::string connection_of(raw_socket& client) {
  auto response = client.response();
  return response ? response->headers["connection"] : "no response";
}

struct fixture : server_fixture {
  /// Echoes the request; some paths do something else.
  void serve_echo() {
    serve([this](http_request request, respond answer) {
      paths.push_back(request.path);
      if (request.path == "/later") {
        std::lock_guard guard{mutex};
        waiting.push_back(answer);
        return came.notify_all();
      }
      if (request.path == "/drop")
        return;
      if (request.path == "/throw")
        throw std::runtime_error("on purpose");
      if (request.path == "/split")
        return answer({200, {{"X-A", "b\r\nX-C: d"}}, "x"});
      if (request.path == "/film")
        return answer({200, {{"Content-Type", "video/mp4"}}, film});
      if (request.path == "/big")
        return answer({200, {}, std::string(3'000'000, 'x')});
      answer({200,
              {{"Content-Type", "text/plain"}},
              request.method + " " + request.path + " " + request.body});
    });
  }

  /// A film of `bytes` bytes, each its position modulo 251.
  void make_film(size_t bytes) {
    auto path = folder.path() / "film";
    std::string text(bytes, '\0');
    for (size_t i = 0; i < bytes; ++i)
      text[i] = static_cast<char>(i % 251);
    std::ofstream{path, std::ios::binary} << text;
    film.file = std::make_shared<open_file>(::open(path.c_str(), O_RDONLY));
    film.length = bytes;
  }

  respond next_waiting() {
    std::unique_lock lock{mutex};
    if (!came.wait_for(lock, patience, [this] { return !waiting.empty(); }))
      CAF_FAIL("the request did not come");
    auto answer = waiting.back();
    waiting.pop_back();
    return answer;
  }

  temporary_folder folder;
  file_body film;
  // The io thread's only, but for a look when it is idle.
  std::vector<std::string> paths;
  std::mutex mutex;
  std::condition_variable came;
  std::vector<respond> waiting;
};

struct raw_case {
  const char* name;
  std::string bytes;
  unsigned status;
};

const std::string next = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::string post(std::string_view headers, std::string_view body) {
  return "POST /a HTTP/1.1\r\nHost: localhost\r\n" + std::string{headers}
         + "\r\n" + std::string{body};
}

std::string chunked(std::string_view body) {
  return post("Transfer-Encoding: chunked\r\n", body);
}

/// Requests that two servers in a row could read differently, or that are no
/// requests at all. Each is answered once and the connection closes.
std::vector<raw_case> smuggling() {
  return {
    {"content-length and transfer-encoding",
     post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
     400},
    {"transfer-encoding and content-length",
     post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n"),
     400},
    {"two content-lengths", post("Content-Length: 1\r\nContent-Length: 2\r\n",
                                 "ab"), 400},
    {"two equal content-lengths",
     post("Content-Length: 1\r\nContent-Length: 1\r\n", "a"), 400},
    {"a list of content-lengths", post("Content-Length: 1, 1\r\n", "a"), 400},
    {"a signed content-length", post("Content-Length: +1\r\n", "a"), 400},
    {"a negative content-length", post("Content-Length: -1\r\n", "a"), 400},
    {"a hexadecimal content-length", post("Content-Length: 0x1\r\n", "a"), 400},
    {"an empty content-length", post("Content-Length:\r\n", "a"), 400},
    {"a huge content-length",
     post("Content-Length: 18446744073709551617\r\n", "a"), 400},
    {"an unknown coding", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
     400},
    {"a second coding",
     post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400},
    {"chunked twice",
     post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
          "0\r\n\r\n"), 400},
    {"chunked and identity",
     post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
          "0\r\n\r\n"), 400},
    {"chunked in capitals",
     post("Transfer-Encoding: CHUNKED\r\n", "0\r\n\r\n"), 400},
    {"identity", post("Transfer-Encoding: identity\r\n", ""), 400},
    {"a space before the colon",
     post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400},
    {"a control character in the coding",
     post("Transfer-Encoding: \x0b" "chunked\r\n", "0\r\n\r\n"), 400},
    {"a folded coding",
     post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400},
    {"a folded header", post("X-A: b\r\n c\r\n", ""), 400},
    {"chunked in HTTP/1.0",
     "POST /a HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
     "\r\n0\r\n\r\n", 400},
    {"no host", "GET /a HTTP/1.1\r\n\r\n", 400},
    {"two hosts", get("/a", "Host: localhost\r\n"), 400},
    {"an empty host", "GET /a HTTP/1.1\r\nHost:\r\n\r\n", 400},
    {"a host with a path", "GET /a HTTP/1.1\r\nHost: localhost/x\r\n\r\n", 400},
    {"a host with a user", "GET /a HTTP/1.1\r\nHost: a@localhost\r\n\r\n", 400},
    {"a foreign host", "GET /a HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421},
    {"a rebound host",
     "GET /a HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n", 421},
    {"a target that names another server",
     "GET http://evil.example/a HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
    {"bare line feeds", "GET /a HTTP/1.1\nHost: localhost\n\n", 400},
    {"a bare carriage return in a value", get("/a", "X-A: b\rX-B: c\r\n"), 400},
    {"a NUL in a value", get("/a", "X-A: b\0c\r\n"s), 400},
    {"a header without a name", get("/a", ": b\r\n"), 400},
    {"a header without a colon", get("/a", "nonsense\r\n"), 400},
    {"a header with a space in its name", get("/a", "X A: b\r\n"), 400},
    {"no version", "GET /a\r\n\r\n", 400},
    {"an older version", "GET /a HTTP/0.9\r\nHost: localhost\r\n\r\n", 505},
    {"a newer version", "GET /a HTTP/2.0\r\nHost: localhost\r\n\r\n", 505},
    {"a version in small letters", "GET /a http/1.1\r\nHost: a\r\n\r\n", 400},
    {"two spaces", "GET  /a HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
    {"a tab", "GET\t/a HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
    {"a space in the target", get("/a b"), 400},
    {"a target that climbs", get("/../etc/passwd"), 400},
    {"a target that climbs in disguise", get("/%2e%2e/etc/passwd"), 400},
    {"no target", "GET  HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
    {"a tunnel", "CONNECT a:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
    {"a TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, 400},
    {"a negative chunk", chunked("-1\r\na\r\n0\r\n\r\n"), 400},
    {"a chunk size in words", chunked("one\r\na\r\n0\r\n\r\n"), 400},
    {"a chunk size with a prefix", chunked("0x1\r\na\r\n0\r\n\r\n"), 400},
    {"a chunk size with a sign", chunked("+1\r\na\r\n0\r\n\r\n"), 400},
    {"a chunk size that overflows",
     chunked("FFFFFFFFFFFFFFFF1\r\na\r\n0\r\n\r\n"), 400},
    {"a chunk that is too large", chunked("FFFFFFFF\r\na"), 413},
    {"a chunk without its line end", chunked("1\r\nab0\r\n\r\n"), 400},
    {"a chunk with a bare line feed", chunked("1\na\n0\n\n\r\n\r\n"), 400},
    {"an expectation we don't know",
     post("Expect: 200-maybe\r\nContent-Length: 1\r\n", "a"), 417},
    {"an upgrade without a key",
     get("/ws/creator", "Connection: upgrade\r\nUpgrade: websocket\r\n"
                        "Sec-WebSocket-Version: 13\r\n"), 400},
    {"a WebSocket path without an upgrade", get("/ws/creator"), 426},
  };
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(http_connection_tests, fixture)

CAF_TEST(a request is answered with our headers) {
  serve_echo();
  auto client = connect();
  client.send(get("/a"));
  auto response = client.response();
  CAF_REQUIRE(response);
  CAF_CHECK_EQUAL(response->status, 200u);
  CAF_CHECK_EQUAL(response->body, "GET /a ");
  CAF_CHECK_EQUAL(response->headers["server"], "troupe");
  CAF_CHECK_EQUAL(response->headers["x-content-type-options"], "nosniff");
  CAF_CHECK(!response->headers["x-request-id"].empty());
  CAF_CHECK(!response->headers["date"].empty());
  CAF_CHECK(!response->headers.contains("connection"));
}

CAF_TEST(each smuggling attempt is answered once and the connection closes) {
  serve_echo();
  for (auto& x : smuggling()) {
    auto client = connect();
    client.send(x.bytes + next);
    auto text = client.read_all();
    auto status = first_status(text);
    if (status != x.status)
      CAF_ERROR(x.name << " got " << status);
    if (count(text, "X-Request-Id: ") != 1)
      CAF_ERROR(x.name << " got more than one answer");
    CAF_CHECK(text.find("application/problem+json") != std::string::npos);
  }
  running->stop();
  CAF_CHECK_EQUAL(std::ranges::count(paths, "/smuggled"), 0);
}

CAF_TEST(a problem names its request and says what is wrong) {
  serve_echo();
  auto client = connect();
  client.send("GET /a HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  auto response = client.response();
  CAF_REQUIRE(response);
  CAF_CHECK_EQUAL(response->headers["connection"], "close");
  auto body = json::parse(response->body);
  CAF_REQUIRE(body);
  CAF_CHECK_EQUAL(body->integer("status"), 421);
  CAF_CHECK_EQUAL(body->text("request_id"), response->headers["x-request-id"]);
  CAF_CHECK(body->text("detail").find("evil.example") != std::string::npos);
}

CAF_TEST(plain framings are understood) {
  serve_echo();
  auto client = connect();
  client.send(post("Content-Length: 5\r\n", "hello"));
  CAF_CHECK_EQUAL(body_of(client), "POST /a hello");
  client.send(chunked("3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n"));
  CAF_CHECK_EQUAL(body_of(client), "POST /a hello");
  client.send(chunked("1\r\nx\r\n0\r\nX-Trailer: y\r\n\r\n"));
  CAF_CHECK_EQUAL(body_of(client), "POST /a x");
  // Old clients send a line end behind a body.
  client.send("\r\n" + get("/b"));
  CAF_CHECK_EQUAL(body_of(client), "GET /b ");
  client.send("GET http://localhost/c HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CAF_CHECK_EQUAL(body_of(client), "GET /c ");
}

CAF_TEST(fifty pipelined requests are answered in order) {
  serve_echo();
  auto client = connect();
  std::string all;
  for (auto i = 0; i < 50; ++i)
    all += get("/" + std::to_string(i));
  client.send(all);
  for (auto i = 0; i < 50; ++i) {
    auto response = client.response();
    CAF_REQUIRE(response);
    auto expected = "GET /" + std::to_string(i) + " ";
    CAF_CHECK_EQUAL(response->body, expected);
  }
}

CAF_TEST(a request that waits does not let the next one overtake) {
  serve_echo();
  auto client = connect();
  client.send(get("/later") + get("/b"));
  auto answer = next_waiting();
  std::thread other{[&] { answer({201, {}, "at last"}); }};
  CAF_CHECK_EQUAL(body_of(client), "at last");
  CAF_CHECK_EQUAL(body_of(client), "GET /b ");
  other.join();
}

CAF_TEST(an answer counts once and a dropped one is 500) {
  serve_echo();
  auto client = connect();
  client.send(get("/later"));
  auto answer = next_waiting();
  answer({200, {}, "first"});
  answer({200, {}, "second"});
  CAF_CHECK_EQUAL(body_of(client), "first");
  for (auto path : {"/drop", "/throw", "/split"}) {
    client.send(get(path));
    auto response = client.response();
    CAF_REQUIRE(response);
    CAF_CHECK_EQUAL(response->status, 500u);
    CAF_CHECK(!response->headers.contains("x-c"));
    CAF_CHECK_EQUAL(response->headers["content-type"],
                    "application/problem+json");
  }
  client.send(get("/a"));
  CAF_CHECK_EQUAL(status_of(client), 200u);
}

CAF_TEST(an answer after the server has gone is harmless) {
  serve_echo();
  options.limits.drain_deadline = 10ms;
  serve_echo();
  auto client = connect();
  client.send(get("/later"));
  auto answer = next_waiting();
  running.reset();
  answer({200, {}, "too late"});
  CAF_CHECK(client.is_closed_within());
}

CAF_TEST(HEAD has the headers of GET and no body) {
  serve_echo();
  auto client = connect();
  client.send("HEAD /big HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/a"));
  auto response = client.response("HEAD");
  CAF_REQUIRE(response);
  CAF_CHECK_EQUAL(response->headers["content-length"], "3000000");
  CAF_CHECK_EQUAL(body_of(client), "GET /a ");
}

CAF_TEST(old versions and Connection close end the connection) {
  serve_echo();
  for (auto& text : {"GET /a HTTP/1.0\r\n\r\n"s,
                     get("/a", "Connection: close\r\n")}) {
    auto client = connect();
    client.send(text);
    auto response = client.response();
    CAF_REQUIRE(response);
    CAF_CHECK_EQUAL(response->status, 200u);
    CAF_CHECK_EQUAL(response->headers["connection"], "close");
    CAF_CHECK(client.is_closed_within());
  }
  auto client = connect();
  for (auto i = 0; i < 2; ++i) {
    client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CAF_CHECK_EQUAL(connection_of(client), "keep-alive");
  }
}

CAF_TEST(a client that asks may send its body) {
  serve_echo();
  auto client = connect();
  client.send(post("Expect: 100-continue\r\nContent-Length: 2\r\n", ""));
  CAF_CHECK_EQUAL(client.read(25), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  CAF_CHECK_EQUAL(body_of(client), "POST /a ok");
}

CAF_TEST(too large headers and bodies are refused) {
  options.limits.body_bytes = 1'000;
  serve_echo();
  auto client = connect();
  client.send(get("/a", "X-A: " + std::string(20'000, 'a') + "\r\n"));
  CAF_CHECK_EQUAL(status_of(client), 431u);
  CAF_CHECK(client.is_closed_within());
  std::string fields;
  for (auto i = 0; i < 101; ++i)
    fields += "X: y\r\n";
  auto second = connect();
  second.send(get("/a", fields));
  CAF_CHECK_EQUAL(status_of(second), 431u);
  auto third = connect();
  third.send(post("Content-Length: 1001\r\n", std::string(1001, 'a')));
  CAF_CHECK_EQUAL(status_of(third), 413u);
  auto fourth = connect();
  fourth.send(get("/" + std::string(9'000, 'a')));
  CAF_CHECK_EQUAL(status_of(fourth), 414u);
}

CAF_TEST(bodies of all connections together are bounded) {
  options.limits.all_bodies_bytes = 1'000;
  serve_echo();
  auto first = connect();
  first.send(post("Content-Length: 900\r\n", "a"));
  auto second = connect();
  // The first body holds its share until it is complete and answered.
  auto status = 0u;
  do {
    auto client = connect();
    client.send(post("Content-Length: 101\r\n", std::string(101, 'a')));
    status = status_of(client);
  } while (status == 200);
  CAF_CHECK_EQUAL(status, 503u);
  first.send(std::string(899, 'a'));
  CAF_CHECK_EQUAL(status_of(first), 200u);
  second.send(post("Content-Length: 101\r\n", std::string(101, 'a')));
  CAF_CHECK_EQUAL(status_of(second), 200u);
}

CAF_TEST(a slow header is closed whatever it sends meanwhile) {
  options.limits.header_deadline = 100ms;
  serve_echo();
  auto silent = connect();
  CAF_CHECK(silent.is_closed_within());
  auto client = connect();
  client.send("GET /a HTTP/1.1\r\n");
  std::string header = "X-A: ";
  auto text = std::string{};
  // One byte after the other, until the server has had enough.
  while (client.send("a") && !client.is_closed_within(1ms)) {
  }
  auto last = connect();
  last.send("GET /a HTTP/1.1\r\nHost: loc");
  CAF_CHECK_EQUAL(status_of(last), 408u);
  CAF_CHECK(last.is_closed_within());
}

CAF_TEST(a slow body and an idle connection are closed) {
  options.limits.body_deadline = 100ms;
  options.limits.keep_alive_idle = 100ms;
  serve_echo();
  auto client = connect();
  client.send(post("Content-Length: 5\r\n", "he"));
  CAF_CHECK_EQUAL(status_of(client), 408u);
  CAF_CHECK(client.is_closed_within());
  auto idle = connect();
  idle.send(get("/a"));
  CAF_CHECK_EQUAL(status_of(idle), 200u);
  CAF_CHECK_EQUAL(idle.read_all(), "");
}

CAF_TEST(films are sent whole and in part) {
  make_film(1'000'000);
  serve_echo();
  auto client = connect();
  client.send(get("/film"));
  auto whole = client.response();
  CAF_REQUIRE(whole);
  CAF_REQUIRE_EQUAL(whole->body.size(), 1'000'000u);
  auto right = true;
  for (size_t i = 0; i < whole->body.size(); ++i)
    right &= whole->body[i] == static_cast<char>(i % 251);
  CAF_CHECK(right);
  film.offset = 999'990;
  film.length = 5;
  client.send(get("/film"));
  CAF_CHECK_EQUAL(body_of(client), whole->body.substr(999'990, 5));
}

CAF_TEST(a file that became shorter ends the connection) {
  make_film(1'000);
  film.length = 2'000;
  serve_echo();
  auto client = connect();
  client.send(get("/film"));
  CAF_CHECK(!client.response());
}

CAF_TEST(a client that never reads is cut and others are served) {
  options.limits.write_deadline = 200ms;
  make_film(50'000'000);
  serve_echo();
  raw_socket stuck{port(), raw_socket::reading::tiny_window};
  stuck.send(get("/film"));
  auto client = connect();
  do {
    client.send(get("/a"));
    auto response = client.response();
    CAF_REQUIRE(response);
    CAF_REQUIRE_EQUAL(response->status, 200u);
  } while (counters->connections_open > 1);
  CAF_CHECK(stuck.is_closed_within());
}

CAF_TEST(connections over the limit are refused and counted) {
  options.limits.connections = 2;
  serve_echo();
  auto first = connect();
  auto second = connect();
  first.send(get("/a"));
  second.send(get("/a"));
  CAF_CHECK_EQUAL(status_of(first), 200u);
  CAF_CHECK_EQUAL(status_of(second), 200u);
  {
    auto third = connect();
    auto text = third.read_all();
    CAF_CHECK(text.empty() || first_status(text) == 503);
    CAF_CHECK_EQUAL(counters->connections_refused.load(), 1u);
  }
  second.send(get("/a", "Connection: close\r\n"));
  CAF_CHECK(second.is_closed_within());
  second.finish_sending();
  while (counters->connections_open > 1) {
  }
  auto fourth = connect();
  fourth.send(get("/a"));
  CAF_CHECK(fourth.response());
}

CAF_TEST(a port in use is named with the option that changes it) {
  serve_echo();
  auto copy = options;
  copy.port = port();
  server second{copy, system, system.spawn(empty_registry, 0), nullptr, counters};
  auto err = second.start();
  CAF_REQUIRE(err);
  CAF_CHECK(code_of(err) == ec::unavailable);
  auto text = text_of(err);
  CAF_CHECK(text.find(std::to_string(port())) != std::string::npos);
  CAF_CHECK(text.find("--port") != std::string::npos);
  copy.bind = "nowhere";
  server third{copy, system, system.spawn(empty_registry, 0), nullptr, counters};
  err = third.start();
  CAF_CHECK(code_of(err) == ec::invalid_argument);
}

CAF_TEST(stop lets a request end and closes what is idle) {
  serve_echo();
  auto idle = connect();
  idle.send(get("/a"));
  CAF_CHECK(idle.response());
  auto busy = connect();
  busy.send(get("/later"));
  auto answer = next_waiting();
  auto stopped = std::async(std::launch::async, [this] { running->stop(); });
  CAF_CHECK_EQUAL(idle.read_all(), "");
  answer({200, {}, "done"});
  auto response = busy.response();
  CAF_REQUIRE(response);
  CAF_CHECK_EQUAL(response->body, "done");
  CAF_CHECK_EQUAL(response->headers["connection"], "close");
  busy.finish_sending();
  stopped.get();
  CAF_CHECK_EQUAL(counters->connections_open.load(), 0u);
}

CAF_TEST(many threads share the connections) {
  options.threads = 3;
  serve([](http_request request, respond answer) {
    answer({200, {}, request.path});
  });
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (auto i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      for (auto j = 0; j < 20; ++j) {
        raw_socket client{port()};
        client.send(get("/x"));
        auto response = client.response();
        good += response && response->body == "/x";
      }
    });
  for (auto& thread : threads)
    thread.join();
  CAF_CHECK_EQUAL(good.load(), 120);
}

CAF_TEST_FIXTURE_SCOPE_END()
