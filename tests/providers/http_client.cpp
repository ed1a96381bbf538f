#define CAF_SUITE http_client
#include "tests/support/test.hpp"

#include "providers/http_client.hpp"
#include "tests/support/http_receiver.hpp"

#include <cstdlib>
#include <filesystem>
#include <future>
#include <thread>

using namespace troupe;
using namespace std::chrono_literals;
using test::http_receiver;
using test::received_request;

namespace {

/// Everything else in these tests is over at once.
constexpr auto patience = 20s;

struct fixture {
  std::shared_ptr<http_client> aut
    = make_http_client({.allows_private = true, .allows_http = true});

  static std::future<result<outgoing_response>>
  start(http_client& client, outgoing_request request,
        uint64_t* id = nullptr) {
    auto promise
      = std::make_shared<std::promise<result<outgoing_response>>>();
    auto number = client.send(std::move(request),
                              [promise](result<outgoing_response> x) {
                                promise->set_value(std::move(x));
                              });
    if (id)
      *id = number;
    return promise->get_future();
  }

  static result<outgoing_response>
  take(std::future<result<outgoing_response>> answer) {
    if (answer.wait_for(patience) != std::future_status::ready)
      CAF_FAIL("not answered");
    return answer.get();
  }

  result<outgoing_response> call(outgoing_request request) {
    return take(start(*aut, std::move(request)));
  }

  result<outgoing_response> get(const std::string& url) {
    outgoing_request request;
    request.url = url;
    return call(std::move(request));
  }

  static ec code(const result<outgoing_response>& x) {
    return x ? ec::none : code_of(x.error());
  }

  static size_t open_files() {
    auto all = std::filesystem::directory_iterator{"/proc/self/fd"};
    return static_cast<size_t>(std::distance(all, {}));
  }
};

std::string ok(const received_request&) {
  return http_receiver::response(200, "hello", "X-Name: some value \r\n");
}

std::string silence(const received_request&) {
  return {};
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(http_client_tests, fixture)

CAF_TEST(a request goes out as it is and its answer comes back) {
  http_receiver server{ok};
  outgoing_request request;
  request.method = "POST";
  request.url = server.url("/a/b?c=d");
  request.headers = {{"Content-Type", "text/plain"}, {"X-Key", "k", true}};
  request.body = std::string("two\0parts", 9);
  auto answer = call(request);
  CAF_REQUIRE(answer);
  CAF_CHECK_EQUAL(answer->status, 200u);
  CAF_CHECK_EQUAL(answer->body, "hello");
  CAF_CHECK_EQUAL(answer->header("x-name"), "some value");
  CAF_CHECK(!answer->is_cut);
  auto seen = server.requests().at(0);
  CAF_CHECK_EQUAL(seen.method, "POST");
  CAF_CHECK_EQUAL(seen.target, "/a/b?c=d");
  CAF_CHECK_EQUAL(seen.body, request.body);
  CAF_CHECK_EQUAL(seen.headers["content-type"], "text/plain");
  CAF_CHECK_EQUAL(seen.headers["x-key"], "k");
  CAF_CHECK(!seen.headers.contains("expect"));
  CAF_CHECK(!seen.headers.contains("authorization"));
}

CAF_TEST(only the open network is called whatever an address looks like) {
  // Nobody must even be connected to.
  http_receiver server{ok};
  auto port = ':' + std::to_string(server.port());
  auto guarded = make_http_client({.allows_http = true});
  for (std::string host :
       {"127.0.0.1", "localhost", "2130706433", "0x7f000001", "0x7f.1",
        "127.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::1]", "[fe80::1]", "[fd00::1]", "169.254.169.254",
        "100.64.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "0.0.0.0",
        "[::]", "224.0.0.1", "255.255.255.255"}) {
    CAF_MESSAGE(host);
    outgoing_request request;
    request.url = "http://" + host + port + "/";
    auto answer = take(start(*guarded, request));
    CAF_CHECK(code(answer) == ec::forbidden);
  }
  CAF_CHECK(server.requests().empty());
}

CAF_TEST(a redirect is checked like the first address) {
  http_receiver inner{ok};
  http_receiver outer{[&](auto&) {
    return http_receiver::response(302, "",
                                   "Location: " + inner.url("/secret")
                                     + "\r\n");
  }};
  outgoing_request request;
  request.url = outer.url();
  // Not asked for: an answer like any other.
  auto answer = call(request);
  CAF_REQUIRE(answer);
  CAF_CHECK_EQUAL(answer->status, 302u);
  CAF_CHECK(inner.requests().empty());
  request.redirects = 3;
  request.headers = {{"X-Key", "k", true}, {"X-Other", "o"}};
  answer = call(request);
  CAF_REQUIRE(answer);
  CAF_CHECK_EQUAL(answer->body, "hello");
  // Another port is another host: keys stay where they belong.
  auto seen = inner.requests().at(0);
  CAF_CHECK(!seen.headers.contains("x-key"));
  CAF_CHECK_EQUAL(seen.headers["x-other"], "o");
  for (auto target : {"file:///etc/passwd", "gopher://127.0.0.1/x",
                      "ftp://127.0.0.1/", "dict://127.0.0.1:11/x"}) {
    CAF_MESSAGE(target);
    http_receiver evil{[&](auto&) {
      return http_receiver::response(
        302, "", std::string{"Location: "} + target + "\r\n");
    }};
    request.url = evil.url();
    CAF_CHECK(!call(request));
  }
}

CAF_TEST(redirects come to an end) {
  http_receiver* self = nullptr;
  http_receiver server{[&](auto&) {
    return http_receiver::response(307, "",
                                   "Location: " + self->url("/again")
                                     + "\r\n");
  }};
  self = &server;
  outgoing_request request;
  request.url = server.url();
  request.redirects = 3;
  CAF_CHECK(code(call(request)) == ec::provider_failed);
  CAF_CHECK_EQUAL(server.requests().size(), 4u);
}

CAF_TEST(what is no address of ours is refused) {
  for (auto url :
       {"", "example.org", "file:///etc/passwd", "ftp://127.0.0.1/",
        "gopher://127.0.0.1/", "http://", "http://user:pw@127.0.0.1/",
        "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y",
        "http://127.0.0.1:99999/"}) {
    CAF_MESSAGE(url);
    CAF_CHECK(code(get(url)) == ec::invalid_argument);
  }
  auto strict = make_http_client();
  outgoing_request request;
  request.url = "http://example.org/";
  CAF_CHECK(code(take(start(*strict, request))) == ec::invalid_argument);
}

CAF_TEST(headers can not be smuggled in) {
  http_receiver server{ok};
  for (auto [name, value] :
       {std::pair{"X", "a\r\nEvil: 1"}, std::pair{"X\r\nEvil", "1"},
        std::pair{"X Y", "1"}, std::pair{"", "1"}, std::pair{"X:", "1"}}) {
    outgoing_request request;
    request.url = server.url();
    request.headers = {{name, value}};
    CAF_CHECK(code(call(request)) == ec::invalid_argument);
  }
  CAF_CHECK(server.requests().empty());
}

CAF_TEST(a proxy of the environment is not asked) {
  http_receiver server{ok};
  for (auto name : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"})
    ::setenv(name, "http://127.0.0.1:1", 1);
  auto answer = get(server.url());
  for (auto name : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"})
    ::unsetenv(name);
  CAF_REQUIRE(answer);
  CAF_CHECK_EQUAL(answer->body, "hello");
}

CAF_TEST(an answer that is too long is refused or cut) {
  http_receiver server{[](auto&) {
    return http_receiver::response(200, std::string(100'000, 'x'));
  }};
  outgoing_request request;
  request.url = server.url();
  request.body_max_bytes = 99'999;
  CAF_CHECK(code(call(request)) == ec::limit_exceeded);
  request.cuts_body = true;
  auto answer = call(request);
  CAF_REQUIRE(answer);
  CAF_CHECK_EQUAL(answer->body.size(), 99'999u);
  CAF_CHECK(answer->is_cut);
  request.body_max_bytes = 100'000;
  answer = call(request);
  CAF_REQUIRE(answer);
  CAF_CHECK(!answer->is_cut);
  http_receiver heads{[](auto&) {
    return http_receiver::response(
      200, "", "X: " + std::string(90'000, 'y') + "\r\n");
  }};
  CAF_CHECK(!get(heads.url()));
}

CAF_TEST(an answer that breaks off is an error) {
  http_receiver server{[](auto&) {
    return std::string{"HTTP/1.1 200 x\r\nContent-Length: 10\r\n\r\nhalf"};
  }};
  CAF_CHECK(code(get(server.url())) == ec::unavailable);
  http_receiver rubbish{[](auto&) { return std::string{"what?"}; }};
  CAF_CHECK(!get(rubbish.url()));
}

CAF_TEST(silence ends by idle time and by deadline) {
  http_receiver server{silence};
  outgoing_request request;
  request.url = server.url();
  request.idle_time = 50ms;
  CAF_CHECK(code(call(request)) == ec::timeout);
  request.idle_time = 10s;
  request.deadline = 50ms;
  CAF_CHECK(code(call(request)) == ec::timeout);
}

CAF_TEST(a call that is cancelled is answered once) {
  http_receiver server{silence};
  outgoing_request request;
  request.url = server.url();
  uint64_t id = 0;
  auto answer = start(*aut, request, &id);
  CAF_CHECK(server.has_come(1));
  aut->cancel(id);
  aut->cancel(id);
  aut->cancel(id + 1'000);
  CAF_CHECK(code(take(std::move(answer))) == ec::cancelled);
}

CAF_TEST(nobody is left without an answer and nothing stays open) {
  http_receiver server{silence};
  auto before = open_files();
  for (auto round = 0; round < 3; ++round) {
    auto client = make_http_client({.allows_private = true,
                                    .allows_http = true,
                                    .call_limit = 2});
    outgoing_request request;
    request.url = server.url();
    std::vector<std::future<result<outgoing_response>>> answers;
    // Two under way, 32 that wait, and one too many.
    for (auto i = 0; i < 35; ++i)
      answers.push_back(start(*client, request));
    CAF_CHECK(server.has_come(static_cast<size_t>(round) * 2 + 2));
    client.reset();
    auto cancelled = 0;
    auto refused = 0;
    for (auto& x : answers) {
      auto why = code(take(std::move(x)));
      cancelled += why == ec::cancelled;
      refused += why == ec::unavailable;
    }
    CAF_CHECK_EQUAL(cancelled + refused, 35);
    CAF_CHECK_LESS(0, cancelled);
  }
  // The receiver keeps its silent connections, two a round.
  CAF_CHECK_EQUAL(open_files(), before + 6);
}

CAF_TEST(nobody there is said without the path) {
  uint16_t port = 0;
  {
    http_receiver gone{ok};
    port = gone.port();
  }
  auto answer = get("http://127.0.0.1:" + std::to_string(port)
                    + "/hidden?token=abc");
  CAF_REQUIRE(!answer);
  CAF_CHECK(code(answer) == ec::unavailable);
  CAF_CHECK(text_of(answer.error()).find("hidden") == std::string::npos);
  CAF_CHECK(text_of(answer.error()).find("abc") == std::string::npos);
}

CAF_TEST(many calls at once are all answered) {
  http_receiver server{ok};
  outgoing_request request;
  request.url = server.url();
  std::vector<std::future<result<outgoing_response>>> answers;
  for (auto i = 0; i < 300; ++i)
    answers.push_back(start(*aut, request));
  auto good = 0;
  for (auto& x : answers)
    good += take(std::move(x)).engaged();
  CAF_CHECK_EQUAL(good, 300);
}

CAF_TEST_FIXTURE_SCOPE_END()
