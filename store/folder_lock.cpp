#include "store/folder_lock.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace troupe {

namespace {

/// Who wrote the file last; only for the message.
std::string holder_of(int descriptor) {
  std::array<char, 24> text{};
  auto size = pread(descriptor, text.data(), text.size() - 1, 0);
  std::string digits;
  for (ssize_t i = 0; i < size && text[i] >= '0' && text[i] <= '9'; ++i)
    digits += text[i];
  return digits.empty() ? "another process" : "process " + digits;
}

} // namespace

result<folder_lock> folder_lock::take(const std::filesystem::path& folder) {
  auto file = folder / "lock";
  auto descriptor =
    ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0)
    return make_error(ec::io_failed, "Can't open the lock of the data folder "
                                       + folder.string() + ": "
                                       + std::strerror(errno));
  folder_lock lock{descriptor};
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    auto why = errno;
    if (why == EWOULDBLOCK)
      return make_error(ec::unavailable, "The data folder " + folder.string()
                                           + " is in use by "
                                           + holder_of(descriptor));
    return make_error(ec::io_failed, "Can't lock the data folder "
                                       + folder.string() + ": "
                                       + std::strerror(why));
  }
  auto text = std::to_string(getpid()) + "\n";
  // The lock holds without the text; it only makes the message better.
  if (ftruncate(descriptor, 0) != 0
      || pwrite(descriptor, text.data(), text.size(), 0) < 0)
    errno = 0;
  return lock;
}

folder_lock::folder_lock(folder_lock&& other) noexcept
  : descriptor_(std::exchange(other.descriptor_, -1)) {
}

folder_lock::~folder_lock() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

} // namespace troupe
