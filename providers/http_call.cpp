#include "providers/http_call.hpp"

#include "protocol/public_address.hpp"
#include "protocol/version.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace troupe {

namespace {

constexpr size_t url_max_bytes = 8 * 1024;
constexpr size_t header_max_bytes = 64 * 1024;
constexpr std::string_view methods[] = {"GET", "HEAD", "POST", "PUT", "DELETE"};

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK)
    return {};
  std::string out{text};
  curl_free(text);
  return out;
}

std::string in_small_letters(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return out;
}

/// A token of RFC 9110, and a value on one line.
bool is_header(const outgoing_header& x) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !x.name.empty() && std::ranges::all_of(x.name, [&](unsigned char c) {
    return std::isalnum(c) || marks.find(static_cast<char>(c)) != marks.npos;
  }) && std::ranges::none_of(x.value, [](unsigned char c) {
    return (c < ' ' && c != '\t') || c == 0x7F;
  });
}

bool is_public(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    auto& x = reinterpret_cast<const sockaddr_in&>(address);
    std::array<uint8_t, 4> bytes{};
    std::copy_n(reinterpret_cast<const uint8_t*>(&x.sin_addr), 4,
                bytes.begin());
    return is_public_address(bytes);
  }
  if (address.sa_family == AF_INET6) {
    auto& x = reinterpret_cast<const sockaddr_in6&>(address);
    return is_public_address(
      {reinterpret_cast<const uint8_t*>(&x.sin6_addr), 16});
  }
  return false;
}

} // namespace

std::string_view outgoing_response::header(std::string_view name) const {
  for (auto& [key, value] : headers)
    if (key == name)
      return value;
  return {};
}

http_call::http_call(uint64_t id, outgoing_request request, outgoing_done done,
                     clock::time_point now)
  : id_(id), request_(std::move(request)), done_(std::move(done)),
    end_(now + request_.deadline), last_byte_(now) {
}

// -- before it goes out -------------------------------------------------------

error http_call::look_at_url(const http_client_options& options) {
  auto bad = [](const char* why) {
    return make_error(ec::invalid_argument, std::string{"The URL "} + why);
  };
  if (request_.url.size() > url_max_bytes)
    return bad("is too long");
  if (std::ranges::any_of(
        request_.url, [](unsigned char c) { return c <= ' ' || c >= 0x7F; }))
    return bad("holds characters that no URL has");
  url_ptr url{curl_url()};
  if (!url
      || curl_url_set(url.get(), CURLUPART_URL, request_.url.c_str(),
                      CURLU_DISALLOW_USER)
           != CURLUE_OK)
    return bad("can't be read");
  auto scheme = part_of(url.get(), CURLUPART_SCHEME);
  if (scheme != "https" && !(scheme == "http" && options.allows_http))
    return bad(options.allows_http ? "must be http or https" : "must be https");
  host_ = part_of(url.get(), CURLUPART_HOST);
  if (host_.empty())
    return bad("has no host");
  origin_ = scheme + "://" + in_small_letters(host_) + ':'
            + part_of(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (first_origin_.empty())
    first_origin_ = origin_;
  return {};
}

error http_call::set_headers() {
  curl_slist* list = nullptr;
  auto add = [&](const std::string& line) {
    if (auto longer = curl_slist_append(list, line.c_str()))
      list = longer;
  };
  // A receiver that waits for it costs a second.
  add("Expect:");
  for (auto& x : request_.headers) {
    if (!is_header(x)) {
      curl_slist_free_all(list);
      return make_error(ec::invalid_argument,
                        "A header of the call is not plain text");
    }
    if (!x.is_private || origin_ == first_origin_)
      add(x.value.empty() ? x.name + ';' : x.name + ": " + x.value);
  }
  headers_.reset(list);
  return {};
}

void http_call::set_method() {
  auto easy = handle_.get();
  auto& method = request_.method;
  if (method == "HEAD") {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  } else if (method == "POST" || method == "PUT" || !request_.body.empty()) {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request_.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method.c_str());
  } else if (method != "GET") {
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method.c_str());
  }
}

error http_call::prepare(const http_client_options& options) {
  if (std::ranges::find(methods, request_.method) == std::end(methods))
    return make_error(ec::invalid_argument, "Not a method of a call");
  if (auto err = look_at_url(options))
    return err;
  if (auto err = set_headers())
    return err;
  handle_.reset(curl_easy_init());
  if (!handle_)
    return make_error(ec::unavailable, "No memory for a call");
  allows_private_ = options.allows_private;
  response_ = {};
  header_bytes_ = 0;
  bytes_ = 0;
  auto easy = handle_.get();
  auto milliseconds = [](auto x) { return static_cast<long>(x.count()); };
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
                   options.allows_http ? "http,https" : "https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  // Also not the one of the environment: it would be asked for addresses that
  // on_socket() never sees.
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   milliseconds(request_.connect_time));
  curl_easy_setopt(easy, CURLOPT_USERAGENT,
                   ("Troupe/" + std::string{version}).c_str());
  if (!options.authorities.empty())
    curl_easy_setopt(easy, CURLOPT_CAINFO, options.authorities.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_.get());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &http_call::on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &http_call::on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &http_call::on_progress);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, this);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &http_call::on_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  set_method();
  return {};
}

// -- while it runs ------------------------------------------------------------

size_t http_call::on_body(char* data, size_t, size_t size, void* call) {
  auto& x = *static_cast<http_call*>(call);
  auto& body = x.response_.body;
  auto room = x.request_.body_max_bytes - body.size();
  body.append(data, std::min(size, room));
  if (size <= room)
    return size;
  x.response_.is_cut = true;
  x.is_too_large_ = true;
  return 0;
}

size_t http_call::on_header(char* data, size_t, size_t size, void* call) {
  auto& x = *static_cast<http_call*>(call);
  std::string_view line{data, size};
  x.header_bytes_ += size;
  if (x.header_bytes_ > header_max_bytes)
    return 0;
  // A new head: what came before was 1xx.
  if (line.starts_with("HTTP/"))
    x.response_.headers.clear();
  auto colon = line.find(':');
  if (colon == line.npos)
    return size;
  auto value = line.substr(colon + 1);
  auto is_space = [](char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  };
  while (!value.empty() && is_space(value.front()))
    value.remove_prefix(1);
  while (!value.empty() && is_space(value.back()))
    value.remove_suffix(1);
  x.response_.headers.emplace_back(in_small_letters(line.substr(0, colon)),
                                   std::string{value});
  return size;
}

int http_call::on_progress(void* call, curl_off_t, curl_off_t down, curl_off_t,
                           curl_off_t up) {
  auto& x = *static_cast<http_call*>(call);
  if (down + up != x.bytes_) {
    x.bytes_ = down + up;
    x.last_byte_ = clock::now();
  }
  return 0;
}

curl_socket_t http_call::on_socket(void* call, curlsocktype,
                                   curl_sockaddr* address) {
  auto& x = *static_cast<http_call*>(call);
  if (!x.allows_private_ && !is_public(address->addr)) {
    x.was_refused_ = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC,
                  address->protocol);
}

http_call::clock::time_point http_call::due() const {
  return std::min(end_, last_byte_ + request_.idle_time);
}

error http_call::overdue(clock::time_point now) const {
  if (now >= end_)
    return make_error(ec::timeout, host_ + " did not answer in time");
  if (now >= last_byte_ + request_.idle_time)
    return make_error(ec::timeout, host_ + " has fallen silent");
  return {};
}

// -- its end ------------------------------------------------------------------

bool http_call::take_redirect(unsigned status) {
  char* target = nullptr;
  curl_easy_getinfo(handle_.get(), CURLINFO_REDIRECT_URL, &target);
  if (redirects_ >= request_.redirects || !target)
    return false;
  ++redirects_;
  request_.url = target;
  last_byte_ = clock::now();
  // RFC 9110, 15.4: a POST becomes a GET, but not with 307 and 308.
  if (status == 303 || (status <= 302 && request_.method == "POST")) {
    request_.method = request_.method == "HEAD" ? "HEAD" : "GET";
    request_.body.clear();
  }
  return true;
}

error http_call::why(CURLcode code) const {
  auto say = [&](ec what, const char* text) {
    return make_error(what, host_ + ' ' + text);
  };
  if (was_refused_)
    return say(ec::forbidden, "is not an address of the open network");
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return say(ec::unavailable, "is not known");
    case CURLE_COULDNT_CONNECT: return say(ec::unavailable, "can't be reached");
    case CURLE_OPERATION_TIMEDOUT:
      return say(ec::timeout, "did not answer in time");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
      return say(ec::provider_failed, "has no certificate that can be trusted");
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR: return say(ec::unavailable, "broke off");
    case CURLE_WRITE_ERROR:
      return say(ec::limit_exceeded, "answered with too much");
    case CURLE_OUT_OF_MEMORY:
      return say(ec::unavailable, "can't be called: no memory");
    default:
      return make_error(ec::provider_failed, host_ + " can't be talked to: "
                                               + curl_easy_strerror(code));
  }
}

bool http_call::ended(CURLcode code) {
  auto is_complete = code == CURLE_OK || (is_too_large_ && request_.cuts_body);
  if (!is_complete) {
    answer(why(code));
    return false;
  }
  long status = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<unsigned>(status);
  if (status >= 300 && status < 400 && request_.redirects > 0) {
    if (take_redirect(response_.status))
      return true;
    if (redirects_ >= request_.redirects) {
      fail(ec::provider_failed, "redirects again and again");
      return false;
    }
  }
  answer(std::move(response_));
  return false;
}

void http_call::answer(result<outgoing_response> x) {
  if (auto done = std::exchange(done_, nullptr))
    done(std::move(x));
}

void http_call::fail(ec code, const std::string& what) {
  answer(make_error(code, host_.empty() ? what : host_ + ' ' + what));
}

} // namespace troupe
