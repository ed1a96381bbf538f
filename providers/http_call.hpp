/// One call of an http_client, on the client's thread: its libcurl handle, what
/// has come so far, and its clocks. Only http_*.cpp include this.
#pragma once

#include "providers/http_client.hpp"

#include <chrono>
#include <memory>
#include <string>

#include <curl/curl.h>

namespace troupe {

struct easy_deleter {
  void operator()(CURL* x) const { curl_easy_cleanup(x); }
};
struct list_deleter {
  void operator()(curl_slist* x) const { curl_slist_free_all(x); }
};
struct url_deleter {
  void operator()(CURLU* x) const { curl_url_cleanup(x); }
};
using url_ptr = std::unique_ptr<CURLU, url_deleter>;

class http_call {
public:
  using clock = std::chrono::steady_clock;

  http_call(uint64_t id, outgoing_request request, outgoing_done done,
            clock::time_point now);
  http_call(const http_call&) = delete;
  http_call& operator=(const http_call&) = delete;

  /// Sets up the handle for the URL of the moment.
  error prepare(const http_client_options& options);

  uint64_t id() const { return id_; }
  CURL* handle() const { return handle_.get(); }

  /// When something has to be done at the latest.
  clock::time_point due() const;
  /// Says why when its time is over.
  error overdue(clock::time_point now) const;

  /// The transfer ended with that code. True when it goes on: a redirect was
  /// taken, prepare() again.
  bool ended(CURLcode code);
  /// Tells who asked; once.
  void answer(result<outgoing_response> x);
  void fail(ec code, const std::string& what);

private:
  static size_t on_body(char* data, size_t, size_t size, void* call);
  static size_t on_header(char* data, size_t, size_t size, void* call);
  static int on_progress(void* call, curl_off_t, curl_off_t down, curl_off_t,
                         curl_off_t up);
  static curl_socket_t on_socket(void* call, curlsocktype,
                                 curl_sockaddr* address);

  error look_at_url(const http_client_options& options);
  error set_headers();
  void set_method();
  bool take_redirect(unsigned status);
  error why(CURLcode code) const;

  uint64_t id_;
  outgoing_request request_;
  outgoing_done done_;
  clock::time_point end_;
  clock::time_point last_byte_;
  curl_off_t bytes_ = 0;
  std::unique_ptr<CURL, easy_deleter> handle_;
  std::unique_ptr<curl_slist, list_deleter> headers_;
  outgoing_response response_;
  size_t header_bytes_ = 0;
  /// "https://example.org:443": headers that are private stay here.
  std::string first_origin_;
  std::string origin_;
  std::string host_;
  unsigned redirects_ = 0;
  bool allows_private_ = false;
  bool was_refused_ = false;
  bool is_too_large_ = false;
};

} // namespace troupe
