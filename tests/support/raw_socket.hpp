/// A TCP client that sends exactly the bytes a test wants and waits no longer
/// than it says. Fails the test by exception when it can't connect.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::test {

/// An HTTP response as it came.
struct raw_response {
  unsigned status = 0;
  /// Names in lower case.
  std::map<std::string, std::string> headers;
  std::string body;
};

/// Long enough for a busy machine; no test waits for it to pass.
inline constexpr std::chrono::milliseconds patience = std::chrono::seconds{20};

class raw_socket {
 public:
  enum class reading { normal, tiny_window };

  /// tiny_window: as small a receive buffer as the system allows, so that a
  /// socket that does not read is full at once.
  explicit raw_socket(uint16_t port, reading mode = reading::normal);
  raw_socket(raw_socket&&) noexcept;
  raw_socket& operator=(raw_socket&&) = delete;
  ~raw_socket();

  /// False when the other side has closed.
  bool send(std::string_view bytes);
  void finish_sending();

  /// The next response; nothing when the connection closes before it is
  /// complete. A response to HEAD has no body whatever its headers say.
  std::optional<raw_response> response(std::string_view method = "GET");

  /// Everything until the other side closes.
  std::string read_all();
  /// Exactly so many bytes, fewer when the connection closes.
  std::string read(size_t count);
  /// True when the other side closes in time; what comes before is dropped.
  bool is_closed_within(std::chrono::milliseconds timeout = patience);

 private:
  enum class outcome { data, closed, late };
  outcome receive(std::chrono::steady_clock::time_point until);

  int socket_ = -1;
  std::string buffer_;
};

} // namespace troupe::test
