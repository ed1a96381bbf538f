#define CAF_SUITE websocket
#include "tests/io/server_fixture.hpp"

#include "io/websocket_client.hpp"
#include "io/websocket_pipe.hpp"
#include "protocol/json.hpp"

#include <caf/send.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <thread>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

/// A session that has three stages of no work: each accept is followed by the
/// next stage's two events, the last by pipeline_complete. It keeps its log
/// and replays it, as the real one does.
struct film_state {
  static inline const char* name = "fake_film";
  explicit film_state(session_actor::pointer self) : self(self) {}

  void emit(event_kind kind, json body) {
    session_event x;
    x.session = id;
    x.seq = log.size() + 1;
    x.kind = kind;
    x.body = body.dump();
    log.push_back(x);
    for (auto& watcher : watchers)
      self->send(watcher, x);
  }

  void run_stage() {
    constexpr const char* names[] = {"scenes", "script", "render"};
    auto name = names[stages_done];
    emit(event_kind::stage_running,
         json::make_object({{"stage", name},
                            {"version", 1},
                            {"message", "Executing"},
                            {"padding", padding}}));
    emit(event_kind::stage_completed,
         json::make_object({{"stage", name},
                            {"version", 1},
                            {"outcome", "completed"},
                            {"data", json::make_object({{"pad", padding}})},
                            {"progress", json::make_object(
                                           {{"current", stages_done + 1},
                                            {"total", 3}})}}));
  }

  caf::result<uint64_t> command(const session_command& x) {
    if (x.kind == command_kind::stop) {
      emit(event_kind::stopped,
           json::make_object({{"message", "Session terminated by user"}}));
    } else if (x.kind == command_kind::regenerate) {
      run_stage();
    } else if (++stages_done < 3) {
      run_stage();
    } else {
      emit(event_kind::pipeline_complete,
           json::make_object({{"video_id", id.str()},
                              {"video_path", "/tmp/a.mp4"},
                              {"message", "All stages complete!"}}));
    }
    return log.size();
  }

  session_actor::pointer self;
  session_id id;
  std::string padding;
  std::vector<session_event> log;
  std::vector<watcher_actor> watchers;
  int stages_done = 0;
};

session_actor::behavior_type
fake_film(session_actor::stateful_pointer<film_state> self, session_id id,
          size_t padding) {
  auto& state = self->state;
  state.id = std::move(id);
  state.padding.assign(padding, 'x');
  state.emit(event_kind::session_started,
             json::make_object({{"video_id", state.id.str()},
                                {"video_type", "moa"},
                                {"current_stage", "scenes"}}));
  state.run_stage();
  return {
    [&state](const session_command& x) { return state.command(x); },
    [&state](atom::watch, const watcher_actor& watcher, uint64_t since,
             watch_mode) -> caf::result<uint64_t> {
      for (auto i = since; i < state.log.size(); ++i)
        state.self->send(watcher, state.log[i]);
      state.watchers.push_back(watcher);
      return state.log.size();
    },
    [](atom::tick) { return session_progress{}; },
    [&state](atom::unwatch, const watcher_actor& watcher) {
      std::erase(state.watchers, watcher);
    },
    [](const stage_report&) {},
    [](const session_progress&) {},
    [](atom::record, const piece_record&) {},
    [](atom::shutdown, const std::string&) {},
    [](atom::internal, atom::idle) {},
  };
}

struct films_state {
  static inline const char* name = "fake_films";
  explicit films_state(registry_actor::pointer) {}
  std::vector<std::pair<session_id, session_actor>> films;
};

registry_actor::behavior_type
fake_films(registry_actor::stateful_pointer<films_state> self,
           size_t padding) {
  auto& films = self->state.films;
  return {
    [=, &films](atom::create, const session_request&)
      -> caf::result<session_id, session_actor> {
      auto id = make_session_id();
      session_actor film = self->spawn(fake_film, id, padding);
      films.emplace_back(id, film);
      return {id, film};
    },
    [&films](atom::find, const session_id& id) -> caf::result<session_actor> {
      for (auto& [known, film] : films)
        if (known == id)
          return film;
      return make_error(ec::not_found, "No such session");
    },
    [](atom::list, uint32_t) { return std::vector<session_summary>{}; },
    [](atom::list, const session_id&) -> caf::result<session_summary> {
      return make_error(ec::not_found, "No such session");
    },
    [](atom::list, const session_query&) { return session_page{}; },
    [](atom::find, const session_id&,
       const user_id&) -> caf::result<session_actor> {
      return make_error(ec::not_found, "No such session");
    },
    [](atom::tick, const session_id&) -> caf::result<session_progress> {
      return make_error(ec::not_found, "The session is not in memory");
    },
    [](atom::remove, const session_id&, const user_id&) {
      return atom::done_v;
    },
    [](atom::done, const session_id&) {},
    [](atom::drain, const std::string&) { return atom::done_v; },
  };
}

const std::string start_text
  = R"({"action":"start","video_type":"moa","payload":)"
    R"({"drug_name":"Aurelin","condition":"asthma"}})";
const std::string accept_text = R"({"action":"accept"})";
const std::string stop_text = R"({"action":"stop"})";

std::string upgrade(std::string_view more = {}) {
  return "GET /ws/creator HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
         "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
         + std::string{more} + "\r\n";
}

/// A masked text frame; the mask is zero.
std::string text_frame(std::string_view text) {
  std::string out{"\x81"};
  out += static_cast<char>(0x80 | text.size());
  return out.append(4, '\0').append(text);
}

struct fixture : server_fixture {
  void serve_films(size_t padding = 0) {
    films = system.spawn(fake_films, padding);
    serve([](http_request,
             respond answer) { answer({200, {}, "other"}); }, films);
  }

  ~fixture() {
    running.reset();
    caf::anon_send_exit(films, caf::exit_reason::kill);
  }

  websocket_client open(std::string origin = {}) {
    websocket_target target;
    target.port = port();
    target.origin = std::move(origin);
    target.deadline = patience;
    auto client = websocket_client::connect(target);
    if (!client)
      CAF_FAIL("no WebSocket: " << text_of(client.error()));
    return std::move(*client);
  }

  json next(websocket_client& client) {
    auto text = client.receive(patience);
    if (!text)
      CAF_FAIL("no message: " << text_of(text.error()));
    return *json::parse(*text);
  }

  /// "status" or "stage status" of the next messages.
  std::vector<std::string> words(websocket_client& client, size_t count) {
    std::vector<std::string> out;
    for (size_t i = 0; i < count; ++i) {
      auto x = next(client);
      auto stage = x.text("stage");
      out.push_back(stage.empty() ? x.text("status")
                                  : stage + " " + x.text("status"));
    }
    return out;
  }

  void others_are_served() {
    raw_socket http{port()};
    http.send("GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n");
    auto response = http.response();
    CAF_REQUIRE(response);
    CAF_CHECK_EQUAL(response->status, 200u);
    auto client = open();
    client.send(start_text);
    CAF_CHECK_EQUAL(next(client).text("status"), "session_started");
  }

  registry_actor films;
};

using word_list = std::vector<std::string>;

} // namespace

CAF_TEST_FIXTURE_SCOPE(websocket_tests, fixture)

CAF_TEST(a film from start to complete in the documented order) {
  serve_films();
  auto client = open();
  client.send(start_text);
  word_list begun{"session_started", "scenes stage_running",
                  "scenes completed"};
  CAF_CHECK_EQUAL(words(client, 3), begun);
  client.send(accept_text);
  word_list second{"script stage_running", "script completed"};
  CAF_CHECK_EQUAL(words(client, 2), second);
  client.send(accept_text);
  word_list third{"render stage_running", "render completed"};
  CAF_CHECK_EQUAL(words(client, 2), third);
  client.send(accept_text);
  auto last = next(client);
  CAF_CHECK_EQUAL(last.text("status"), "pipeline_complete");
  CAF_CHECK_EQUAL(last.integer("seq"), 8);
  client.send(accept_text);
  CAF_CHECK_EQUAL(next(client).text("error"), "No active session");
  // The socket takes another film.
  client.send(start_text);
  CAF_CHECK_EQUAL(words(client, 3), begun);
  client.send(stop_text);
  CAF_CHECK_EQUAL(next(client).text("status"), "stopped");
  CAF_CHECK(client.wait_until_closed(patience));
  CAF_CHECK_EQUAL(client.close_code(), close_code::normal);
}

CAF_TEST(stop without a session is answered and closes) {
  serve_films();
  auto client = open();
  client.send(stop_text);
  CAF_CHECK_EQUAL(next(client).text("status"), "stopped");
  CAF_CHECK(client.wait_until_closed(patience));
  CAF_CHECK_EQUAL(client.close_code(), close_code::normal);
}

CAF_TEST(bad frames are answered and the session lives on) {
  serve_films();
  auto client = open();
  client.send(start_text);
  words(client, 3);
  for (auto& text : {"{"s, std::string(100'000, '['), ""s, "null"s,
                     R"({"action":"zzz"})"s, R"({"action":["accept"]})"s}) {
    client.send(text);
    auto answer = next(client);
    CAF_CHECK_EQUAL(answer.text("status"), "error");
    CAF_CHECK(!answer.text("error").empty());
  }
  client.send(accept_text);
  word_list expected{"script stage_running", "script completed"};
  CAF_CHECK_EQUAL(words(client, 2), expected);
}

CAF_TEST(a lost socket loses no film and resume sends exactly the rest) {
  serve_films();
  std::string id;
  {
    auto client = open();
    client.send(start_text);
    id = next(client).text("video_id");
    words(client, 2);
  }
  auto client = open();
  client.send(R"({"action":"resume","video_id":")" + id + R"(","since":1})");
  word_list expected{"scenes stage_running", "scenes completed",
                     "session_resumed"};
  CAF_CHECK_EQUAL(words(client, 3), expected);
  client.send(accept_text);
  CAF_CHECK_EQUAL(next(client).integer("seq"), 4);
}

CAF_TEST(pages of other origins are refused before the handshake) {
  serve_films();
  auto own = "http://localhost:" + std::to_string(port());
  for (auto origin : {"http://evil.example"s, "null"s, own + "0"s}) {
    websocket_target target;
    target.port = port();
    target.host = "localhost";
    target.origin = origin;
    auto client = websocket_client::connect(target);
    CAF_REQUIRE(!client);
    CAF_CHECK(code_of(client.error()) == ec::forbidden);
    CAF_CHECK(text_of(client.error()).find("403") != std::string::npos);
  }
  open("http://127.0.0.1:" + std::to_string(port()));
  open();
}

CAF_TEST(a claimed gigabyte is 1009 at its header) {
  serve_films();
  raw_socket client{port()};
  client.send(upgrade());
  client.send("\x81\xff\x00\x00\x00\x00\x40\x00\x00\x00\x01\x02\x03\x04"s);
  auto text = client.read_all();
  CAF_CHECK(text.find(" 101 ") != std::string::npos);
  CAF_CHECK(text.find("\x88\x02\x03\xf1"s) != std::string::npos);
  others_are_served();
}

CAF_TEST(a half open handshake is closed at its deadline) {
  options.limits.header_deadline = 100ms;
  serve_films();
  raw_socket silent{port()};
  raw_socket half{port()};
  half.send(upgrade().substr(0, 60));
  CAF_CHECK(silent.is_closed_within());
  auto response = half.response();
  CAF_REQUIRE(response);
  CAF_CHECK_EQUAL(response->status, 408u);
  CAF_CHECK(half.is_closed_within());
  others_are_served();
}

CAF_TEST(a client that never reads is cut and nobody else notices) {
  options.limits.write_deadline = 300ms;
  options.limits.linger = 300ms;
  options.limits.outbox_bytes = 64 * 1024;
  // Each stage has two messages of 100 KB: the queue overflows.
  serve_films(100'000);
  raw_socket stuck{port(), raw_socket::reading::tiny_window};
  stuck.send(upgrade() + text_frame(start_text));
  for (auto i = 0; i < 100; ++i)
    stuck.send(text_frame(R"({"action":"regenerate"})"));
  while (counters->slow_watchers_closed == 0) {
    raw_socket http{port()};
    http.send("GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CAF_REQUIRE(http.response());
  }
  CAF_CHECK(stuck.is_closed_within());
  while (counters->websocket_open > 0) {
  }
}

CAF_TEST(a silent peer is pinged and closed and one that answers is not) {
  options.limits.ping_interval = 20ms;
  options.limits.linger = 50ms;
  serve_films();
  // Answers nothing, not even pings.
  raw_socket silent{port()};
  silent.send(upgrade());
  // Its own thread answers pings.
  auto client = open();
  auto text = silent.read_all();
  CAF_CHECK(text.find("\x89"s) != std::string::npos);
  CAF_CHECK(text.find("no answer to pings") != std::string::npos);
  CAF_CHECK_EQUAL(client.close_code(), 0u);
  client.send(start_text);
  CAF_CHECK_EQUAL(next(client).text("status"), "session_started");
}

CAF_TEST(shutdown tells every client 1001 and where to go on) {
  serve_films();
  auto client = open();
  auto idle = open();
  client.send(start_text);
  auto id = next(client).text("video_id");
  words(client, 2);
  running->stop();
  CAF_CHECK(client.wait_until_closed(patience));
  CAF_CHECK(idle.wait_until_closed(patience));
  CAF_CHECK_EQUAL(client.close_code(), close_code::going_away);
  auto expected = "shutting down; resume session_id=" + id + " since=3";
  CAF_CHECK_EQUAL(client.close_reason(), expected);
  CAF_CHECK_EQUAL(idle.close_code(), close_code::going_away);
  CAF_CHECK_EQUAL(counters->connections_open.load(), 0u);
  CAF_CHECK_EQUAL(counters->websocket_open.load(), 0u);
}

CAF_TEST(the client says why it could not connect) {
  serve_films();
  websocket_target target;
  target.port = port();
  target.path = "/elsewhere";
  auto other = websocket_client::connect(target);
  CAF_REQUIRE(!other);
  CAF_CHECK(text_of(other.error()).find("200") != std::string::npos);
  running->stop();
  auto nobody = websocket_client::connect(target);
  CAF_REQUIRE(!nobody);
  CAF_CHECK(code_of(nobody.error()) == ec::unavailable);
  CAF_CHECK(text_of(nobody.error()).find("nobody answers")
            != std::string::npos);
}

CAF_TEST(the client tells a timeout from the end) {
  serve_films();
  auto client = open();
  auto nothing = client.receive(1ms);
  CAF_REQUIRE(!nothing);
  CAF_CHECK(code_of(nothing.error()) == ec::timeout);
  client.close();
  CAF_CHECK_EQUAL(client.close_code(), close_code::normal);
  nothing = client.receive(1ms);
  CAF_REQUIRE(!nothing);
  CAF_CHECK(code_of(nothing.error()) == ec::unavailable);
  CAF_CHECK(client.send("x"));
}

CAF_TEST(many sockets at once each see their own film) {
  options.threads = 2;
  serve_films();
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (auto i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (auto j = 0; j < 10; ++j) {
        websocket_target target;
        target.port = port();
        target.deadline = patience;
        auto client = websocket_client::connect(target);
        if (!client || client->send(start_text))
          return;
        auto complete = true;
        for (auto seq = 1; seq <= 8 && complete; ++seq) {
          auto text = client->receive(patience);
          complete = text && json::parse(*text)->integer("seq") == seq;
          if (seq % 2 == 1 && seq > 1)
            complete = complete && !client->send(accept_text);
        }
        good += complete;
      }
    });
  for (auto& thread : threads)
    thread.join();
  CAF_CHECK_EQUAL(good.load(), 40);
}

CAF_TEST_FIXTURE_SCOPE_END()
