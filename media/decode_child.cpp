#include "media/decode_child.hpp"

#include "media/decode_sandbox.hpp"

#include <algorithm>
#include <cerrno>
#include <string>

#include <unistd.h>

extern "C" {
#include <libavutil/log.h>
}

namespace troupe::media {

namespace {

/// True when all of it came.
bool read_all(uint8_t* to, size_t size) {
  while (size > 0) {
    auto count = ::read(STDIN_FILENO, to, size);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    to += count;
    size -= static_cast<size_t>(count);
  }
  return true;
}

bool write_all(int to, const uint8_t* from, size_t size) {
  while (size > 0) {
    auto count = ::write(to, from, size);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    from += count;
    size -= static_cast<size_t>(count);
  }
  return true;
}

/// Nothing that runs at exit is of any use in here.
[[noreturn]] void leave(int code, const std::string& why) {
  write_all(STDERR_FILENO, reinterpret_cast<const uint8_t*>(why.data()),
            why.size());
  ::_exit(code);
}

} // namespace

void run_decode_child() {
  av_log_set_level(AV_LOG_QUIET);
  decode_order order;
  if (!read_all(reinterpret_cast<uint8_t*>(&order), sizeof order)
      || order.bytes > order.limits.bytes)
    leave(decode_broken, "no request on descriptor 0");
  if (auto done = limit_process({order.memory_bytes, order.cpu_seconds}); !done)
    leave(decode_broken, text_of(done.error()));
  std::vector<uint8_t> bytes(order.bytes);
  if (auto done = forbid_everything(); !done)
    leave(decode_broken, text_of(done.error()));
  // From here on only bytes come in and go out.
  if (!read_all(bytes.data(), bytes.size()))
    leave(decode_broken, "less input than announced");
  try {
    auto picture = decode_in_this_process(bytes, order.limits,
                                          order.longest_side);
    if (!picture)
      leave(decode_refused, text_of(picture.error()));
    auto header = raw_header_of(*picture);
    if (!write_all(STDOUT_FILENO, header.data(), header.size())
        || !write_all(STDOUT_FILENO, picture->pixels.data(),
                      picture->pixels.size()))
      leave(decode_broken, "nobody reads the picture");
  } catch (const std::bad_alloc&) {
    leave(decode_refused, "the picture takes too much memory to decode");
  }
  ::_exit(decode_done);
}

} // namespace troupe::media
