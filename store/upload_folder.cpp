#include "store/upload_folder.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace troupe {

namespace {

namespace fs = std::filesystem;

error failed(const char* what) {
  auto code = errno == ENOSPC || errno == EDQUOT ? ec::no_space
                                                 : ec::io_failed;
  return make_error(code, std::string{"Can't keep a picture: "} + what + ": "
                            + std::strerror(errno));
}

/// A descriptor that is closed.
class opened {
public:
  explicit opened(int number) : number_(number) {}
  opened(const opened&) = delete;
  opened& operator=(const opened&) = delete;
  ~opened() {
    if (number_ >= 0)
      ::close(number_);
  }
  int get() const { return number_; }

private:
  int number_;
};

result<void> sync_folder(const fs::path& path) {
  opened folder{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.get() < 0 || ::fsync(folder.get()) != 0)
    return failed("sync");
  return caf::unit;
}

/// A folder of our own: no link in its place.
result<void> make_folder(const fs::path& path) {
  if (::mkdir(path.c_str(), 0750) != 0 && errno != EEXIST)
    return failed("mkdir");
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    errno = ENOTDIR;
    return failed("mkdir");
  }
  return caf::unit;
}

result<void> write_file(const fs::path& folder, const sent_picture& picture) {
  auto target = folder / picture.id;
  auto beside = folder / (".tmp-" + picture.id);
  ::unlink(beside.c_str());
  opened file{::open(beside.c_str(),
                     O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                     0640)};
  if (file.get() < 0)
    return failed("create");
  std::string_view left{picture.bytes};
  while (!left.empty()) {
    auto count = ::write(file.get(), left.data(), left.size());
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0) {
      auto why = failed("write");
      ::unlink(beside.c_str());
      return why;
    }
    left.remove_prefix(static_cast<size_t>(count));
  }
  if (::fsync(file.get()) != 0
      || ::rename(beside.c_str(), target.c_str()) != 0) {
    auto why = failed("write");
    ::unlink(beside.c_str());
    return why;
  }
  return caf::unit;
}

} // namespace

result<void> upload_folder::keep(
  const session_id& id, const std::vector<sent_picture>& pictures) const {
  if (!is_session_id(id.str()))
    return make_error(ec::invalid_argument,
                      "session_id must be 32 lower-case hex digits");
  uint64_t bytes = 0;
  for (auto& picture : pictures)
    bytes += picture.bytes.size();
  if (auto enough = data_->check_space(bytes); !enough)
    return enough;
  auto all = data_->root() / "uploads";
  auto own = all / id.str();
  for (auto& folder : {all, own})
    if (auto made = make_folder(folder); !made)
      return made;
  for (auto& picture : pictures)
    if (auto done = write_file(own, picture); !done)
      return done;
  for (auto& folder : {own, all, data_->root()})
    if (auto done = sync_folder(folder); !done)
      return done;
  return caf::unit;
}

} // namespace troupe
