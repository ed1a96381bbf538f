#include "media/whole_file.hpp"

#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace troupe {

namespace {

/// Makes the rename itself durable.
result<void> sync_folder(const std::filesystem::path& folder) {
  auto fd = ::open(folder.empty() ? "." : folder.c_str(),
                   O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return file_failure(errno, "open the folder of a new file");
  auto failed = ::fsync(fd) != 0 ? errno : 0;
  ::close(fd);
  if (failed != 0)
    return file_failure(failed, "sync the folder of a new file");
  return {};
}

std::string name_of(const std::filesystem::path& path) {
  return path.filename().string();
}

} // namespace

error file_failure(int number, std::string_view doing) {
  auto what = "could not " + std::string{doing} + ": ";
  if (number == ENOSPC || number == EDQUOT || number == EFBIG)
    return make_error(ec::no_space, what + "the disk is full");
  return make_error(ec::io_failed,
                    what + std::generic_category().message(number));
}

result<whole_file> whole_file::create(const std::filesystem::path& target) {
  static std::atomic<uint64_t> next{0};
  whole_file file;
  file.target_ = target;
  file.beside_ = target;
  // The process id keeps two processes on one folder apart.
  file.beside_ += "." + std::to_string(::getpid()) + "_"
                  + std::to_string(next.fetch_add(1)) + ".part";
  file.fd_ = ::open(
    file.beside_.c_str(),
    O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (file.fd_ < 0)
    return file_failure(errno, "create " + name_of(target));
  return file;
}

whole_file::whole_file(whole_file&& other) noexcept
  : target_(std::move(other.target_)), beside_(std::move(other.beside_)),
    fd_(std::exchange(other.fd_, -1)) {
}

whole_file& whole_file::operator=(whole_file&& other) noexcept {
  if (this != &other) {
    drop();
    target_ = std::move(other.target_);
    beside_ = std::move(other.beside_);
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

whole_file::~whole_file() {
  drop();
}

void whole_file::drop() noexcept {
  if (fd_ < 0)
    return;
  ::close(std::exchange(fd_, -1));
  ::unlink(beside_.c_str());
}

result<void> whole_file::write(std::string_view bytes) {
  while (!bytes.empty()) {
    auto written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return file_failure(errno, "write " + name_of(target_));
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

result<void> whole_file::commit() {
  if (::fsync(fd_) != 0)
    return file_failure(errno, "sync " + name_of(target_));
  if (::rename(beside_.c_str(), target_.c_str()) != 0)
    return file_failure(errno, "rename " + name_of(target_));
  ::close(std::exchange(fd_, -1));
  return sync_folder(target_.parent_path());
}

result<void> write_whole_file(const std::filesystem::path& target,
                              std::string_view bytes) {
  auto file = whole_file::create(target);
  if (!file)
    return file.error();
  if (auto written = file->write(bytes); !written)
    return written.error();
  return file->commit();
}

} // namespace troupe
