#include "io/request_reader.hpp"

#include "io/request_target.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace troupe {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using clock = std::chrono::steady_clock;

constexpr size_t header_read_bytes = 4 * 1024;
constexpr size_t body_read_bytes = 64 * 1024;

bool is_http_error(const error_code& code) {
  return code.category()
         == http::make_error_code(http::error::bad_chunk).category();
}

} // namespace

class request_reader::impl {
 public:
  impl(asio::ip::tcp::socket& socket, server_context_ptr context,
       std::string peer)
    : socket_(socket),
      context_(std::move(context)),
      peer_(std::move(peer)),
      deadline_(socket.get_executor()),
      buffer_(context_->limits.header_bytes + body_read_bytes) {}

  void start(const std::shared_ptr<void>& owner, done_handler done) {
    owner_ = owner;
    done_ = std::move(done);
    request_ = {};
    scanner_ = {};
    is_idle_ = true;
    may_skip_line_ = true;
    if (buffer_.size() == 0)
      buffer_.shrink_to_fit();
    // The first header is due from the moment the connection is there.
    arm(is_first_ ? context_->limits.header_deadline
                  : context_->limits.keep_alive_idle);
    read_header();
  }

  bool is_idle() const { return is_idle_; }

  void release_body() { reservation_.release(); }

  std::string take_rest() {
    auto rest = std::string{received()};
    buffer_.clear();
    return rest;
  }

 private:
  // -- deadlines -------------------------------------------------------------

  void arm(io_limits::duration after) {
    deadline_.expires_after(after);
    deadline_.async_wait([this, keep = owner_.lock()](error_code code) {
      if (code || !done_ || deadline_.expiry() > clock::now())
        return;
      // The read that is under way ends with an error.
      is_late_ = true;
      error_code ignored;
      socket_.cancel(ignored);
    });
  }

  /// True when the request has come to its end with this read or write.
  bool ends(const error_code& code) {
    if (is_late_ && !is_idle_)
      refuse({408, "the request did not arrive in time"});
    else if (is_late_ || (code && !is_http_error(code))
             || code == http::error::partial_message)
      finish({});
    else
      return false;
    return true;
  }

  // -- header ----------------------------------------------------------------

  std::string_view received() const {
    auto bytes = buffer_.cdata();
    return {static_cast<const char*>(bytes.data()), bytes.size()};
  }

  void read_header() {
    using verdict = header_scanner::verdict;
    skip_blank_line();
    auto text = received();
    if (!text.empty() && is_idle_)
      begin_header();
    auto limit = context_->limits.header_bytes;
    switch (scanner_.scan(text.substr(0, limit))) {
      case verdict::malformed:
        return refuse({400, "the header has a folded line, a bare CR or LF, "
                            "or a NUL"});
      case verdict::complete:
        return on_header(text.substr(0, scanner_.length()));
      case verdict::incomplete:
        if (text.size() >= limit)
          return refuse({431, "the header is larger than "
                                + std::to_string(limit) + " bytes"});
        return read_more_header();
    }
  }

  void begin_header() {
    is_idle_ = false;
    if (!is_first_)
      arm(context_->limits.header_deadline);
    is_first_ = false;
  }

  /// Old clients send one behind a body (RFC 9112, 2.2).
  void skip_blank_line() {
    if (!may_skip_line_ || received().size() < 2)
      return;
    may_skip_line_ = false;
    if (received().starts_with("\r\n"))
      buffer_.consume(2);
  }

  void read_more_header() {
    auto room = buffer_.max_size() - buffer_.size();
    socket_.async_read_some(
      buffer_.prepare(std::min(header_read_bytes, room)),
      [this, keep = owner_.lock()](error_code code, size_t count) {
        buffer_.commit(count);
        if (!ends(code))
          read_header();
      });
  }

  void on_header(std::string_view text) {
    name_request();
    error_code code;
    parser_.emplace();
    parser_->header_limit(
      static_cast<uint32_t>(context_->limits.header_bytes));
    parser_->body_limit(context_->limits.body_bytes);
    parser_->put(asio::buffer(text), code);
    if (code) {
      auto other = header_scanner::is_other_version(text);
      return refuse_unparsed(code, other ? 505 : 400);
    }
    take_header();
    buffer_.consume(text.size());
    if (auto why = check_framing(request_, context_->limits, framing_))
      return refuse(*why);
    if (auto why = check_host_and_target())
      return refuse(*why);
    read_body();
  }

  void name_request() {
    ++context_->counters->http_requests;
    request_.peer = peer_;
    request_.request_id = context_->id_prefix
                          + std::to_string(++context_->requests);
  }

  void take_header() {
    auto& message = parser_->get();
    request_.method = message.method_string();
    request_.target = message.target();
    request_.version = message.version();
    for (auto& field : message)
      request_.headers.add(field.name_string(), field.value());
  }

  std::optional<refusal> check_host_and_target() {
    host_name host;
    if (auto field = request_.headers.find("Host")) {
      auto parsed = parse_host(*field);
      if (!parsed)
        return refusal{400, text_of(parsed.error())};
      host = std::move(*parsed);
      if (!host_is_allowed(context_->origins, host))
        return refusal{421, "this server does not answer to \"" + host.name
                              + "\"; allow the name in the configuration"};
      request_.host = to_string(host);
    }
    auto target = parse_target(request_.target);
    if (!target) {
      auto is_long = code_of(target.error()) == ec::limit_exceeded;
      return refusal{is_long ? 414u : 400u, text_of(target.error())};
    }
    request_.path = std::move(target->path);
    request_.query = std::move(target->query);
    // An absolute target names the host a second time; both must agree.
    if (!target->authority.empty()) {
      auto named = parse_host(target->authority);
      if (!named || *named != host)
        return refusal{400, "the target and Host name different servers"};
    }
    return std::nullopt;
  }

  // -- body ------------------------------------------------------------------

  void read_body() {
    if (!framing_.has_body())
      return complete();
    auto expected = framing_.is_chunked ? context_->limits.body_bytes
                                        : framing_.length;
    if (!reservation_.take(context_, expected))
      return refuse({503, "too many bodies are being received; try later"});
    arm(context_->limits.body_deadline);
    auto waits = buffer_.size() == 0 && request_.version >= 11
                 && equal_ignoring_case(request_.headers.get("Expect"),
                                        "100-continue");
    if (waits)
      send_continue();
    else
      receive_body();
  }

  void send_continue() {
    static constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(socket_, asio::buffer(text),
                      [this, keep = owner_.lock()](error_code code, size_t) {
                        if (!ends(code))
                          receive_body();
                      });
  }

  void receive_body() {
    buffer_.reserve(std::min<uint64_t>(
      body_read_bytes,
      framing_.is_chunked ? header_read_bytes : framing_.length));
    http::async_read(socket_, buffer_, *parser_,
                     [this, keep = owner_.lock()](error_code code, size_t) {
                       if (ends(code))
                         return;
                       if (code)
                         refuse_unparsed(code, 400);
                       else
                         complete();
                     });
  }

  // -- end -------------------------------------------------------------------

  void complete() {
    request_.body = std::move(parser_->get().body());
    finish({read_outcome::kind::complete, std::move(request_), {}});
  }

  void refuse_unparsed(const error_code& code, unsigned otherwise) {
    if (code == http::error::body_limit)
      return refuse({413, "the body is too large"});
    if (code == http::error::header_limit)
      return refuse({431, "the header is too large"});
    refuse({otherwise, otherwise == 505 ? "HTTP/1.1 or HTTP/1.0 is spoken here"
                                        : "not an HTTP request: "
                                            + code.message()});
  }

  void refuse(refusal why) {
    if (request_.request_id.empty())
      name_request();
    finish({read_outcome::kind::refused, std::move(request_),
            std::move(why)});
  }

  void finish(read_outcome outcome) {
    deadline_.cancel();
    parser_.reset();
    auto done = std::exchange(done_, nullptr);
    done(std::move(outcome));
  }

  asio::ip::tcp::socket& socket_;
  server_context_ptr context_;
  std::string peer_;
  asio::steady_timer deadline_;
  boost::beast::flat_buffer buffer_;
  header_scanner scanner_;
  std::optional<http::request_parser<http::string_body>> parser_;
  http_request request_;
  body_framing framing_;
  body_reservation reservation_;
  // Weak: what is under way owns it, and nothing when nothing is.
  std::weak_ptr<void> owner_;
  done_handler done_;
  bool is_first_ = true;
  bool is_idle_ = true;
  bool may_skip_line_ = true;
  bool is_late_ = false;
};

request_reader::request_reader(asio::ip::tcp::socket& socket,
                               server_context_ptr context, std::string peer)
  : impl_(std::make_unique<impl>(socket, std::move(context),
                                 std::move(peer))) {}

request_reader::~request_reader() = default;

void request_reader::start(const std::shared_ptr<void>& owner,
                           done_handler done) {
  impl_->start(owner, std::move(done));
}

bool request_reader::is_idle() const {
  return impl_->is_idle();
}

void request_reader::release_body() {
  impl_->release_body();
}

std::string request_reader::take_rest() {
  return impl_->take_rest();
}

} // namespace troupe
