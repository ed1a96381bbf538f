#include "bench/sessions_load.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>

#include <unistd.h>

namespace troupe::bench {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using clock = std::chrono::steady_clock;

constexpr const char* start_text
  = R"({"action":"start","video_type":"moa","payload":)"
    R"({"drug_name":"Examplin","condition":"something","seed":1}})";
constexpr const char* accept_text = R"({"action":"accept"})";

void must(const beast::error_code& ec, const char* doing) {
  if (!ec)
    return;
  std::fprintf(stderr, "load: %s: %s\n", doing, ec.message().c_str());
  std::exit(1);
}

/// One connection. Answers are told apart by text: parsing JSON would cost
/// the client more than the server.
class visitor : public std::enable_shared_from_this<visitor> {
 public:
  /// Called when a film is complete; true for another one.
  using on_film = std::function<bool()>;

  visitor(asio::io_context& io, uint16_t port, load_result& sums,
          on_film again)
    : socket_(io), sums_(sums), again_(std::move(again)) {
    beast::error_code ec;
    socket_.next_layer().connect({asio::ip::address_v4::loopback(), port}, ec);
    must(ec, "connect");
    socket_.next_layer().set_option(tcp::no_delay{true});
    socket_.handshake("localhost", "/ws/creator", ec);
    must(ec, "handshake");
    socket_.text(true);
  }

  void start() { send(start_text); }
  /// Called at the first review instead of accepting it.
  std::function<void()> on_review;

 private:
  void send(const char* text) {
    sent_ = clock::now();
    ++sums_.messages;
    socket_.async_write(asio::buffer(text, std::char_traits<char>::length(text)),
                        [self = shared_from_this()](beast::error_code ec, size_t) {
                          must(ec, "write");
                          if (!self->is_reading_)
                            self->read();
                        });
  }

  void read() {
    is_reading_ = true;
    socket_.async_read(buffer_, [self = shared_from_this()](
                                  beast::error_code ec, size_t) {
      if (ec == asio::error::operation_aborted)
        return;
      must(ec, "read");
      self->take();
    });
  }

  void take() {
    std::string_view text{static_cast<const char*>(buffer_.data().data()),
                          buffer_.size()};
    auto completed = text.find(R"("status":"completed")") != text.npos;
    auto ended = text.find(R"("status":"pipeline_complete")") != text.npos;
    auto failed = text.find(R"("status":"error")") != text.npos;
    if (failed) {
      std::fprintf(stderr, "load: %.*s\n", static_cast<int>(text.size()),
                   text.data());
      std::exit(1);
    }
    buffer_.consume(buffer_.size());
    ++sums_.messages;
    if (completed || ended)
      sums_.round_trips.push_back(
        std::chrono::duration<double, std::micro>(clock::now() - sent_)
          .count());
    if (ended)
      ++sums_.sessions;
    if (completed && on_review)
      on_review();
    else if (completed)
      send(accept_text);
    else if (ended && again_())
      send(start_text);
    if (!ended || again_())
      read();
  }

  beast::websocket::stream<tcp::socket> socket_;
  beast::flat_buffer buffer_;
  load_result& sums_;
  on_film again_;
  clock::time_point sent_;
  bool is_reading_ = false;
};

} // namespace

double load_result::percentile(double share) const {
  if (round_trips.empty())
    return 0;
  auto at = static_cast<size_t>(share * static_cast<double>(round_trips.size()));
  return round_trips[std::min(at, round_trips.size() - 1)];
}

load_result run_load(uint16_t port, unsigned connections,
                     std::chrono::milliseconds time) {
  load_result sums;
  asio::io_context io{1};
  auto begun = clock::now();
  auto end = begun + time;
  for (unsigned i = 0; i < connections; ++i)
    std::make_shared<visitor>(io, port, sums, [end] {
      return clock::now() < end;
    })->start();
  begun = clock::now();
  io.run_until(end);
  sums.seconds = std::chrono::duration<double>(clock::now() - begun).count();
  std::ranges::sort(sums.round_trips);
  return sums;
}

double run_once(uint16_t port, unsigned connections) {
  load_result sums;
  asio::io_context io{1};
  auto begun = clock::now();
  for (unsigned i = 0; i < connections; ++i)
    std::make_shared<visitor>(io, port, sums, [] { return false; })->start();
  begun = clock::now();
  io.run();
  return std::chrono::duration<double>(clock::now() - begun).count();
}

struct idle_sessions::impl {
  asio::io_context io{1};
  load_result sums;
  std::vector<std::shared_ptr<visitor>> visitors;
};

idle_sessions::idle_sessions(uint16_t port, unsigned connections)
  : impl_(new impl) {
  unsigned waiting = 0;
  for (unsigned i = 0; i < connections; ++i) {
    auto x = std::make_shared<visitor>(impl_->io, port, impl_->sums,
                                       [] { return false; });
    x->on_review = [&waiting] { ++waiting; };
    x->start();
    impl_->visitors.push_back(std::move(x));
    // Not all at once: the listen queue is short.
    while (waiting + 64 < i)
      impl_->io.run_one();
  }
  while (waiting < connections)
    impl_->io.run_one();
}

idle_sessions::~idle_sessions() {
  delete impl_;
}

double cpu_seconds(pid_t pid) {
  std::ifstream in{"/proc/" + std::to_string(pid) + "/stat"};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  std::istringstream rest{text.substr(text.rfind(')') + 2)};
  std::string skip;
  for (int field = 3; field < 14; ++field)
    rest >> skip;
  double user = 0;
  double system = 0;
  rest >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double resident_kib(pid_t pid) {
  std::ifstream in{"/proc/" + std::to_string(pid) + "/status"};
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("VmRSS:"))
      return std::atof(line.c_str() + 6);
  return 0;
}

} // namespace troupe::bench
