#include "store/data_folder.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace troupe {

namespace {

namespace fs = std::filesystem;

/// A folder held open, so that nothing below it is looked up by path twice.
class open_folder {
public:
  static result<open_folder> at(const fs::path& path) {
    return from(::open(path.c_str(), flags), path);
  }

  /// The folder `name` inside, made if it is not there. A link is refused.
  result<open_folder> make(const char* name) const {
    if (mkdirat(descriptor_, name, 0750) == 0) {
      // Without this a power loss can take the folder with all it holds.
      if (fsync(descriptor_) != 0)
        return failure("sync", path_);
    } else if (errno != EEXIST) {
      return failure("make", path_ / name);
    }
    return enter(name);
  }

  result<open_folder> enter(const char* name) const {
    return from(openat(descriptor_, name, flags), path_ / name);
  }

  bool holds(const char* name) const {
    struct stat info {};
    return fstatat(descriptor_, name, &info, AT_SYMLINK_NOFOLLOW) == 0;
  }

  const fs::path& path() const { return path_; }

  open_folder(open_folder&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)) {}
  open_folder& operator=(open_folder&&) = delete;
  ~open_folder() {
    if (descriptor_ >= 0)
      ::close(descriptor_);
  }

private:
  static constexpr int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;

  static error failure(const char* verb, const fs::path& path) {
    auto why = errno;
    return make_error(why == ENOSPC ? ec::no_space : ec::io_failed,
                      std::string{"Can't "} + verb + " the folder "
                        + path.string() + ": " + std::strerror(why));
  }

  static result<open_folder> from(int descriptor, fs::path path) {
    if (descriptor < 0)
      return failure("open", path);
    return open_folder{descriptor, std::move(path)};
  }

  open_folder(int descriptor, fs::path path)
    : descriptor_(descriptor), path_(std::move(path)) {}

  int descriptor_;
  fs::path path_;
};

result<fs::path> make_root(const fs::path& root) {
  if (root.empty())
    return make_error(ec::invalid_argument, "The data folder has no name");
  std::error_code code;
  if (fs::create_directories(root, code))
    fs::permissions(root, static_cast<fs::perms>(0750), code);
  auto real = code ? fs::path{} : fs::canonical(root, code);
  if (code)
    return make_error(ec::io_failed, "Can't make the data folder "
                                       + root.string() + ": " + code.message());
  return real;
}

error check_id(const session_id& id) {
  if (is_session_id(id.str()))
    return {};
  return make_error(ec::invalid_argument,
                    "session_id must be 32 lower-case hex digits");
}

/// Deletes all `.tmp-*` directly inside. Never follows a link.
result<uint64_t> remove_temporary_in(const fs::path& folder) {
  std::error_code code;
  uint64_t count = 0;
  fs::directory_iterator entries{folder, code};
  for (; !code && entries != fs::directory_iterator{};
       entries.increment(code)) {
    if (!entries->path().filename().string().starts_with(".tmp-"))
      continue;
    fs::remove_all(entries->path(), code);
    if (code)
      break;
    ++count;
  }
  if (code)
    return make_error(ec::io_failed, "Can't clean up the folder "
                                       + folder.string() + ": "
                                       + code.message());
  return count;
}

std::string megabytes(uint64_t bytes) {
  return std::to_string(bytes / 1'000'000) + " MB";
}

} // namespace

result<std::shared_ptr<const data_folder>>
data_folder::open(const fs::path& root, uint64_t reserve_bytes) {
  auto real = make_root(root);
  if (!real)
    return std::move(real.error());
  auto lock = folder_lock::take(*real);
  if (!lock)
    return std::move(lock.error());
  auto folder = open_folder::at(*real);
  if (!folder)
    return std::move(folder.error());
  auto outputs = folder->make("outputs");
  if (!outputs)
    return std::move(outputs.error());
  if (auto videos = outputs->make("videos"); !videos)
    return std::move(videos.error());
  return std::shared_ptr<const data_folder>{
    new data_folder{std::move(*real), reserve_bytes, std::move(*lock)}};
}

result<fs::path> data_folder::session_folder(const session_id& id) const {
  if (auto err = check_id(id))
    return err;
  auto all = open_folder::at(videos());
  if (!all)
    return std::move(all.error());
  auto own = all->make(id.str().c_str());
  if (!own)
    return std::move(own.error());
  if (auto pieces = own->make("pieces"); !pieces)
    return std::move(pieces.error());
  return own->path();
}

result<uint64_t> data_folder::remove_temporary(const session_id& id) const {
  if (auto err = check_id(id))
    return err;
  auto all = open_folder::at(videos());
  if (!all)
    return std::move(all.error());
  if (!all->holds(id.str().c_str()))
    return uint64_t{0};
  auto own = all->enter(id.str().c_str());
  if (!own)
    return std::move(own.error());
  auto count = remove_temporary_in(own->path());
  if (!count || !own->holds("pieces"))
    return count;
  auto pieces = own->enter("pieces");
  if (!pieces)
    return std::move(pieces.error());
  auto more = remove_temporary_in(pieces->path());
  if (!more)
    return more;
  return *count + *more;
}

result<void> data_folder::check_space(uint64_t bytes) const {
  struct statvfs info {};
  if (statvfs(root_.c_str(), &info) != 0)
    return make_error(ec::io_failed, "Can't ask for the free space of "
                                       + root_.string() + ": "
                                       + std::strerror(errno));
  auto free = static_cast<uint64_t>(info.f_bavail) * info.f_frsize;
  if (free >= reserve_ && free - reserve_ >= bytes)
    return caf::unit;
  return make_error(ec::no_space,
                    "The disk of the data folder is full: " + megabytes(bytes)
                      + " are needed, " + megabytes(free) + " are free and "
                      + megabytes(reserve_) + " of them are kept for the log");
}

result<void> data_folder::remove_session(const session_id& id) const {
  if (!is_session_id(id.str()))
    return make_error(ec::invalid_argument,
                      "session_id must be 32 lower-case hex digits");
  for (auto& folder : {videos() / id.str(), root_ / "uploads" / id.str()}) {
    std::error_code code;
    std::filesystem::remove_all(folder, code);
    if (code)
      return make_error(ec::io_failed, folder.string()
                                         + " can't be deleted: "
                                         + code.message());
  }
  return caf::unit;
}

} // namespace troupe
