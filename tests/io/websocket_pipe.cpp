#define CAF_SUITE websocket_pipe
#include "tests/support/test.hpp"

#include "io/basic_websocket_pipe.hpp"

#include <boost/beast/_experimental/test/stream.hpp>

#include <memory>
#include <vector>

using namespace troupe;
using namespace std::chrono_literals;

namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using test_stream = beast::test::stream;
using boost::system::error_code;
using pipe_type = basic_websocket_pipe<test_stream>;

http_request upgrade_request() {
  http_request request;
  request.method = "GET";
  request.target = "/ws/creator";
  request.path = request.target;
  request.headers = {{"Host", "localhost"},
                     {"Connection", "Upgrade"},
                     {"Upgrade", "websocket"},
                     {"Sec-WebSocket-Version", "13"},
                     {"Sec-WebSocket-Protocol", "chat, troupe.v1"},
                     {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
  return request;
}

/// A masked frame as a client sends it; the mask is zero.
std::string frame(uint8_t first_byte, std::string_view text) {
  std::string out{static_cast<char>(first_byte)};
  if (text.size() < 126) {
    out += static_cast<char>(0x80 | text.size());
  } else {
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(text.size() >> 8);
    out += static_cast<char>(text.size() & 0xFF);
  }
  return out.append(4, '\0').append(text);
}

std::string text_frame(std::string_view text) {
  return frame(0x81, text);
}

struct received_frame {
  uint8_t opcode = 0;
  std::string text;
};

/// The frames of a server, whose lengths are below 64 KiB.
std::vector<received_frame> parse_frames(std::string_view bytes) {
  std::vector<received_frame> out;
  while (bytes.size() >= 2) {
    auto opcode = static_cast<uint8_t>(bytes[0] & 0x0F);
    size_t length = bytes[1] & 0x7F;
    size_t header = 2;
    if (length == 126) {
      length = static_cast<uint8_t>(bytes[2]) * 256u
               + static_cast<uint8_t>(bytes[3]);
      header = 4;
    }
    if (bytes.size() < header + length)
      break;
    out.push_back({opcode, std::string{bytes.substr(header, length)}});
    bytes.remove_prefix(header + length);
  }
  return out;
}

struct fixture {
  explicit fixture(beast::test::fail_count* fail = nullptr) {
    limits.ping_interval = 1h;
    limits.handshake_deadline = 1h;
    limits.write_deadline = 1h;
    limits.linger = 1h;
    if (fail)
      server_side.emplace(thread->context(), *fail);
    else
      server_side.emplace(thread->context());
    server_side->connect(peer);
  }

  ~fixture() {
    peer.close();
    if (pipe)
      pipe->drop();
    pipe.reset();
    run();
  }

  void run() {
    thread->context().restart();
    thread->context().poll();
  }

  /// Runs until a deadline of the pipe has passed.
  void run_until_closed() {
    thread->context().restart();
    while (closes.empty()
           && thread->context().run_one_for(std::chrono::seconds{20}) > 0) {
    }
  }

  void accept(std::string already_read = {}) {
    pipe = std::make_shared<pipe_type>(std::move(*server_side),
                                       std::move(already_read), limits,
                                       counters, *thread, keep, room);
    pipe->accept(upgrade_request(), [this](const websocket_pipe_ptr& x) {
      is_open = true;
      x->listen({[this](std::string text) {
                   texts.push_back(std::move(text));
                   if (grants_credit)
                     pipe->read_next();
                 },
                 [this] { ++binaries; },
                 [this](uint16_t code) { closes.push_back(code); }});
    });
    run();
    head = take_bytes();
    auto end = head.find("\r\n\r\n");
    if (end != std::string::npos)
      head.resize(end + 4);
  }

  std::string take_bytes() {
    auto text = std::string{peer.str()};
    peer.clear();
    return text;
  }

  void client_sends(std::string_view bytes) {
    error_code ignored;
    peer.write_some(boost::asio::buffer(bytes), ignored);
    run();
  }

  std::vector<received_frame> frames() { return parse_frames(take_bytes()); }

  pipe_type::frame_room room;
  io_limits limits;
  metrics_ptr counters = std::make_shared<metrics>();
  io_thread_ptr thread = std::make_shared<io_thread>();
  std::optional<test_stream> server_side;
  test_stream peer{thread->context()};
  std::shared_ptr<int> keep = std::make_shared<int>(0);
  std::shared_ptr<pipe_type> pipe;
  std::string head;
  std::vector<std::string> texts;
  std::vector<uint16_t> closes;
  int binaries = 0;
  bool is_open = false;
  bool grants_credit = true;
};

outgoing message(std::string text, std::string mark = {}) {
  return {std::move(text), false, std::move(mark)};
}

constexpr uint8_t text_code = 1;
constexpr uint8_t close_frame = 8;
constexpr uint8_t ping_code = 9;
constexpr uint8_t pong_code = 10;

uint16_t code_in(const received_frame& x) {
  return static_cast<uint16_t>(static_cast<uint8_t>(x.text.at(0)) * 256
                               + static_cast<uint8_t>(x.text.at(1)));
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(websocket_pipe_tests, fixture)

CAF_TEST(the handshake echoes our protocol and no compression) {
  accept();
  CAF_CHECK(is_open);
  CAF_CHECK(head.find("101 Switching") != std::string::npos);
  CAF_CHECK(head.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") != std::string::npos);
  CAF_CHECK(head.find("Sec-WebSocket-Protocol: troupe.v1\r\n")
            != std::string::npos);
  CAF_CHECK(head.find("permessage-deflate") == std::string::npos);
  CAF_CHECK_EQUAL(counters->websocket_open.load(), 1u);
}

CAF_TEST(frames that came with the request are read) {
  accept(text_frame("early"));
  CAF_REQUIRE_EQUAL(texts.size(), 1u);
  CAF_CHECK_EQUAL(texts[0], "early");
}

CAF_TEST(the next frame is read when the last was taken) {
  grants_credit = false;
  accept();
  client_sends(text_frame("a") + text_frame("b"));
  CAF_CHECK_EQUAL(texts.size(), 1u);
  pipe->read_next();
  pipe->read_next();
  run();
  CAF_CHECK_EQUAL(texts.size(), 2u);
}

CAF_TEST(a fragmented message is one and a binary one is told) {
  accept();
  client_sends(frame(0x01, "ab") + frame(0x00, "cd") + frame(0x80, "ef"));
  CAF_REQUIRE_EQUAL(texts.size(), 1u);
  CAF_CHECK_EQUAL(texts[0], "abcdef");
  client_sends(frame(0x82, "xy"));
  CAF_CHECK_EQUAL(binaries, 1);
  CAF_CHECK(closes.empty());
}

CAF_TEST(a burst is one send and keeps its order) {
  accept();
  auto writes = 0;
  auto bytes = peer.nwrite_bytes();
  auto look = [&] {
    auto before = std::exchange(bytes, peer.nwrite_bytes());
    writes += before < bytes;
  };
  for (auto i = 0; i < 20; ++i) {
    pipe->send(message(std::to_string(i)));
    look();
  }
  thread->context().restart();
  while (thread->context().poll_one() > 0)
    look();
  // The first goes alone, the other nineteen wait for it and go together.
  CAF_CHECK_EQUAL(writes, 2);
  auto list = frames();
  CAF_REQUIRE_EQUAL(list.size(), 20u);
  for (auto i = 0u; i < 20; ++i) {
    CAF_CHECK_EQUAL(list[i].opcode, text_code);
    auto expected = std::to_string(i);
    CAF_CHECK_EQUAL(list[i].text, expected);
  }
  CAF_CHECK_EQUAL(counters->websocket_messages_out.load(), 20u);
}

CAF_TEST(close sends what waits and then says why) {
  accept();
  pipe->send(message("a"));
  pipe->send(message("b"));
  pipe->close(1000, "done");
  pipe->send(message("too late"));
  run();
  auto list = frames();
  CAF_REQUIRE_EQUAL(list.size(), 3u);
  CAF_CHECK_EQUAL(list[1].text, "b");
  CAF_CHECK_EQUAL(list[2].opcode, close_frame);
  CAF_CHECK_EQUAL(code_in(list[2]), 1000u);
  CAF_CHECK_EQUAL(list[2].text.substr(2), "done");
  client_sends(frame(0x88, "\x03\xe8"));
  peer.close();
  run();
  CAF_REQUIRE_EQUAL(closes.size(), 1u);
  CAF_CHECK_EQUAL(closes[0], 1000u);
  CAF_CHECK_EQUAL(keep.use_count(), 1);
}

CAF_TEST(a goodbye of the peer is answered and told) {
  accept();
  client_sends(frame(0x88, "\x0f\xa1"));
  auto list = frames();
  CAF_REQUIRE_EQUAL(list.size(), 1u);
  CAF_CHECK_EQUAL(list[0].opcode, close_frame);
  peer.close();
  run();
  CAF_REQUIRE_EQUAL(closes.size(), 1u);
  CAF_CHECK_EQUAL(closes[0], 4001u);
}

CAF_TEST(a shutdown says where to go on) {
  accept();
  pipe->send(message("a", "session_id=x since=7"));
  run();
  pipe->go_away();
  run();
  auto list = frames();
  CAF_REQUIRE_EQUAL(list.size(), 2u);
  CAF_CHECK_EQUAL(code_in(list[1]), close_code::going_away);
  auto reason = list[1].text.substr(2);
  CAF_CHECK_EQUAL(reason, "shutting down; resume session_id=x since=7");
}

CAF_TEST(a frame that claims too much is refused at its header) {
  accept();
  // 1 GiB, of which nothing follows.
  client_sends(std::string{"\x81\xff\x00\x00\x00\x00\x40\x00\x00\x00"
                           "\x00\x00\x00\x00", 14});
  auto list = frames();
  CAF_REQUIRE_EQUAL(list.size(), 1u);
  CAF_CHECK_EQUAL(code_in(list[0]), 1009u);
  peer.close();
  run();
  CAF_REQUIRE_EQUAL(closes.size(), 1u);
}

CAF_TEST(a message that grows too large by fragments is refused) {
  limits.frame_bytes = 1'000;
  accept();
  client_sends(frame(0x01, std::string(600, 'a')));
  client_sends(frame(0x00, std::string(600, 'b')));
  auto list = frames();
  CAF_REQUIRE_EQUAL(list.size(), 1u);
  CAF_CHECK_EQUAL(code_in(list[0]), 1009u);
}

CAF_TEST(a large message takes room while it is read) {
  limits.control_frame_bytes = 1'000;
  limits.frame_bytes = 10'000;
  std::weak_ptr<int> taken;
  room = [&]() -> std::shared_ptr<void> {
    auto one = std::make_shared<int>(1);
    taken = one;
    return one;
  };
  accept();
  client_sends(text_frame(std::string(900, 'a')));
  CAF_CHECK_EQUAL(texts.size(), 1u);
  CAF_CHECK(taken.expired());
  client_sends(frame(0x01, std::string(1'200, 'a')));
  CAF_CHECK(!taken.expired());
  client_sends(frame(0x80, std::string(600, 'b')));
  CAF_REQUIRE_EQUAL(texts.size(), 2u);
  CAF_CHECK_EQUAL(texts[1].size(), 1'800u);
  CAF_CHECK(taken.expired());
}

CAF_TEST(a large message for which there is no room is refused) {
  limits.control_frame_bytes = 1'000;
  limits.frame_bytes = 10'000;
  room = [] { return nullptr; };
  accept();
  client_sends(frame(0x01, std::string(1'200, 'a')));
  auto list = frames();
  CAF_REQUIRE_EQUAL(list.size(), 1u);
  CAF_CHECK_EQUAL(code_in(list[0]), 1013u);
  CAF_CHECK(texts.empty());
}

CAF_TEST(a large message that comes too slowly ends the connection) {
  limits.control_frame_bytes = 1'000;
  limits.frame_bytes = 10'000;
  limits.body_deadline = 10ms;
  limits.linger = 10ms;
  accept();
  client_sends(frame(0x01, std::string(1'200, 'a')));
  run_until_closed();
  CAF_REQUIRE_EQUAL(closes.size(), 1u);
  CAF_CHECK_EQUAL(closes[0], 4408u);
}

CAF_TEST(bytes that break the protocol end the connection) {
  const std::vector<std::pair<std::string, uint16_t>> cases{
    {text_frame("\xff\xfe"), 1007},                 // no UTF-8
    {std::string{"\x81\x01""a"}, 1002},             // no mask
    {frame(0xC1, "a"), 1002},                       // a reserved bit
    {frame(0x83, "a"), 1002},                       // a reserved opcode
    {frame(0x80, "a"), 1002},                       // continues nothing
    {frame(0x09, "a"), 1002},                       // a fragmented ping
    {frame(0x89, std::string(126, 'a')), 1002},     // a long ping
    {frame(0x88, "\x03"), 1002},                    // a short close
  };
  for (auto& [bytes, code] : cases) {
    fixture x;
    x.accept();
    x.client_sends(bytes);
    auto list = x.frames();
    CAF_REQUIRE_EQUAL(list.size(), 1u);
    CAF_CHECK_EQUAL(list[0].opcode, close_frame);
    CAF_CHECK_EQUAL(code_in(list[0]), code);
    CAF_CHECK(x.texts.empty());
    x.peer.close();
    x.run();
    CAF_CHECK_EQUAL(x.closes.size(), 1u);
  }
}

CAF_TEST(too many messages for a reader close with where to go on) {
  limits.outbox_messages = 4;
  accept();
  pipe->send(message("first", "session_id=x since=1"));
  run();
  for (auto i = 0; i < 6; ++i)
    pipe->send(message("m", "session_id=x since=" + std::to_string(i + 2)));
  CAF_CHECK_EQUAL(counters->slow_watchers_closed.load(), 1u);
  run();
  auto list = frames();
  CAF_REQUIRE(!list.empty());
  CAF_CHECK_EQUAL(list.back().opcode, close_frame);
  CAF_CHECK_EQUAL(code_in(list.back()), close_code::try_later);
  // What was under way went out and is counted; what waited is dropped.
  auto reason = list.back().text.substr(2);
  CAF_CHECK_EQUAL(list.size(), 3u);
  CAF_CHECK_EQUAL(reason, "too slow; resume session_id=x since=2");
}

CAF_TEST(progress conflates while a write is under way) {
  accept();
  pipe->send(message("a"));
  for (auto i = 0; i < 10; ++i)
    pipe->send({"p" + std::to_string(i), true, {}});
  run();
  auto list = frames();
  CAF_REQUIRE_EQUAL(list.size(), 2u);
  CAF_CHECK_EQUAL(list[1].text, "p9");
  CAF_CHECK_EQUAL(counters->websocket_dropped_progress.load(), 9u);
}

CAF_TEST(pings are answered and asked) {
  limits.ping_interval = 1ms;
  accept();
  client_sends(frame(0x89, "hi"));
  thread->context().restart();
  auto seen_ping = false;
  auto seen_pong = false;
  while (!seen_ping || !seen_pong) {
    thread->context().run_one();
    for (auto& x : frames()) {
      seen_pong |= x.opcode == pong_code && x.text == "hi";
      seen_ping |= x.opcode == ping_code;
    }
  }
  CAF_CHECK(closes.empty());
}

CAF_TEST(a peer that answers no ping is closed and one that does is not) {
  limits.ping_interval = 1ms;
  limits.linger = 1ms;
  accept();
  auto pings = 0;
  while (pings < 20) {
    thread->context().restart();
    thread->context().run_one();
    for (auto& x : frames())
      if (x.opcode == ping_code) {
        ++pings;
        client_sends(frame(0x8A, x.text));
      }
  }
  CAF_CHECK(closes.empty());
  run_until_closed();
  CAF_REQUIRE_EQUAL(closes.size(), 1u);
  CAF_CHECK_EQUAL(closes[0], close_code::idle);
}

CAF_TEST_FIXTURE_SCOPE_END()

CAF_TEST(a failure at any step ends the connection once and lets go of all) {
  auto steps = 0u;
  for (; steps < 100; ++steps) {
    beast::test::fail_count fail{steps};
    std::weak_ptr<pipe_type> weak;
    auto completed = false;
    {
      fixture x{&fail};
      x.accept();
      weak = x.pipe;
      x.client_sends(text_frame("one"));
      for (auto i = 0; i < 3; ++i)
        x.pipe->send(message("answer"));
      x.run();
      x.client_sends(frame(0x89, "ping") + text_frame("two"));
      x.pipe->send(message("more"));
      x.run();
      x.pipe->close(1000, "done");
      x.run();
      x.client_sends(frame(0x88, "\x03\xe8"));
      x.peer.close();
      x.run();
      completed = x.texts.size() == 2 && x.closes.size() == 1
                  && x.closes[0] == 1000;
      auto expected = x.is_open ? 1u : 0u;
      CAF_CHECK_EQUAL(x.closes.size(), expected);
      CAF_CHECK_EQUAL(x.counters->connections_open.load(), 0u);
      CAF_CHECK_EQUAL(x.counters->websocket_open.load(), 0u);
      CAF_CHECK_EQUAL(x.keep.use_count(), 1);
    }
    CAF_CHECK(weak.expired());
    if (completed)
      break;
  }
  CAF_MESSAGE("steps that failed in turn: " << steps);
  CAF_CHECK_GREATER(steps, 5u);
  CAF_CHECK_LESS(steps, 100u);
}
