/// Reads requests from a socket, one at a time: header within its deadline,
/// all checks, body within its own. Owned by its connection; on its io thread.
/// Keeps Beast's parser in one translation unit.
#pragma once

#include "io/http_header.hpp"
#include "io/http_types.hpp"
#include "io/origin.hpp"
#include "io/server_context.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <memory>
#include <string>

namespace troupe {

/// What became of one request.
struct read_outcome {
  enum class kind {
    /// `request` is complete and valid.
    complete,
    /// To be answered with `why`; then the connection must close.
    refused,
    /// The socket is closed or failed, or nothing came in time.
    closed,
  };
  kind is = kind::closed;
  /// As far as it was read; always with its id.
  http_request request;
  refusal why;
};

class request_reader {
 public:
  using done_handler = std::function<void(read_outcome)>;

  request_reader(boost::asio::ip::tcp::socket& socket,
                 server_context_ptr context, std::string peer);
  ~request_reader();

  /// Reads the next request. `owner` owns this object and is kept alive until
  /// `done` was called; until then there is no other read.
  void start(const std::shared_ptr<void>& owner, done_handler done);
  /// No byte of the next request has come.
  bool is_idle() const;
  /// Gives back what the body took of the common budget.
  void release_body();
  /// Bytes behind the last request.
  std::string take_rest();

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

} // namespace troupe
