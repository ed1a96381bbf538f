#include "cli/film_media.hpp"

#include "media/clip_header.hpp"
#include "media/picture_header.hpp"
#include "media/whole_file.hpp"
#include "protocol/defaults.hpp"
#include "protocol/digest.hpp"
#include "protocol/film_files.hpp"
#include "protocol/piece_spec.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace troupe {

namespace {

namespace fs = std::filesystem;

/// A fifo must not hold up anybody.
constexpr int file_flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;

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
  void become(int number) {
    if (number_ >= 0)
      ::close(number_);
    number_ = number;
  }
  int get() const { return number_; }

 private:
  int number_;
};

/// Links within the folder may be followed, none out of it.
int open_by_kernel(int folder, const std::string& path) {
  open_how how{};
  how.flags = static_cast<uint64_t>(file_flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(
    ::syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how));
}

/// For kernels without openat2: no links at all. The path has no "..".
int open_by_parts(int folder, std::string_view path) {
  opened at{::dup(folder)};
  for (;;) {
    auto end = path.find('/');
    auto is_last = end == std::string_view::npos;
    auto flags = file_flags | O_NOFOLLOW | (is_last ? 0 : O_DIRECTORY);
    auto next = ::openat(at.get(), std::string{path.substr(0, end)}.c_str(),
                         flags);
    if (is_last || next < 0)
      return next;
    at.become(next);
    path.remove_prefix(end + 1);
  }
}

std::string why_not_opened(int code) {
  switch (code) {
    case ENOENT:
    case ENOTDIR: return "is not there";
    case EXDEV:
    case ELOOP: return "leads out of the film's folder";
    case EACCES: return "may not be read";
    default: return std::string{"can't be read: "} + std::strerror(code);
  }
}

size_t limit_of(film_file_role role) {
  return role == film_file_role::clip ? defaults::film_clip_max_bytes
                                      : defaults::film_picture_max_bytes;
}

error failed(std::string why) {
  return make_error(ec::invalid_argument, std::move(why));
}

result<std::string> read_file(int folder, const film_file& file) {
  opened in{open_by_kernel(folder, file.path)};
  if (in.get() < 0 && (errno == ENOSYS || errno == EPERM))
    in.become(open_by_parts(folder, file.path));
  if (in.get() < 0)
    return failed(file.path + ' ' + why_not_opened(errno));
  struct stat info {};
  if (::fstat(in.get(), &info) != 0 || !S_ISREG(info.st_mode))
    return failed(file.path + " is not a file");
  auto most = limit_of(file.role);
  if (static_cast<uint64_t>(std::max<off_t>(info.st_size, 0)) > most)
    return failed(file.path + " is larger than " + std::to_string(most >> 20)
                  + " MiB");
  std::string bytes(static_cast<size_t>(info.st_size), '\0');
  size_t done = 0;
  while (done < bytes.size()) {
    auto count = ::read(in.get(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return failed(file.path + " changed while it was read");
    done += static_cast<size_t>(count);
  }
  return bytes;
}

/// What shows without decoding: the kind, the size, and that it is whole.
error check_bytes(const film_file& file, const std::string& bytes) {
  std::span<const uint8_t> all{reinterpret_cast<const uint8_t*>(bytes.data()),
                               bytes.size()};
  error why;
  if (file.role == film_file_role::clip) {
    if (auto header = media::read_clip_header(all); !header)
      why = header.error();
  } else if (auto header = media::read_picture_header(all); !header) {
    why = header.error();
  }
  return why ? failed(file.path + ": " + text_of(why)) : error{};
}

/// The id under which it is kept, or would be.
result<std::string> take_file(int folder, const film_file& file,
                              const fs::path& uploads) {
  auto bytes = read_file(folder, file);
  if (!bytes)
    return bytes.error();
  if (auto wrong = check_bytes(file, *bytes))
    return wrong;
  auto id = sha256_hex(*bytes);
  std::error_code ignored;
  if (!uploads.empty() && !fs::exists(uploads / id, ignored))
    if (auto kept = write_whole_file(uploads / id, *bytes); !kept)
      return kept.error();
  return id;
}

/// By its first bytes; documents are read by people.
const char* extension_of(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG"))
    return ".png";
  if (bytes.starts_with("\xFF\xD8"))
    return ".jpg";
  if (bytes.starts_with("RIFF"))
    return ".webp";
  return bytes.starts_with("\x1A\x45") ? ".webm" : ".mp4";
}

result<std::string> bytes_of_upload(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  if (!in || bytes.empty())
    return make_error(ec::io_failed, "a picture of the film can't be read");
  return bytes;
}

} // namespace

std::vector<std::string> take_film_files(const film_folder& from,
                                         json& document,
                                         const fs::path& uploads) {
  std::vector<std::string> wrong;
  std::error_code code;
  if (!uploads.empty())
    fs::create_directories(uploads, code);
  auto base = from.path.empty() ? fs::path{"."} : from.path;
  opened folder{::open(base.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  each_film_file(document, [&](const std::string& at, film_file_role role,
                               json& entry) {
    film_file file{at + "/file", role, entry.text("file")};
    auto id = take_file(folder.get(), file, uploads);
    if (!id) {
      wrong.push_back(file.pointer + ": " + text_of(id.error()));
      return;
    }
    entry["key"] = *id;
    entry.erase("file");
  });
  return wrong;
}

error give_film_files(const fs::path& uploads, json& document,
                      const fs::path& target) {
  error failure;
  auto name = target.stem().string() + "-files";
  auto folder = target.parent_path() / name;
  each_film_file(document, [&](const std::string&, film_file_role,
                               json& entry) {
    auto id = entry.text("key");
    if (failure || !is_content_key(id))
      return;
    auto bytes = bytes_of_upload(uploads / id);
    std::error_code code;
    fs::create_directories(folder, code);
    if (!bytes || code) {
      failure = bytes ? make_error(ec::io_failed, "can't make the folder "
                                                    + folder.string())
                      : bytes.error();
      return;
    }
    auto file = id.substr(0, 16) + extension_of(*bytes);
    if (auto written = write_whole_file(folder / file, *bytes); !written)
      failure = written.error();
    entry["file"] = name + '/' + file;
    entry.erase("key");
  });
  return failure;
}

} // namespace troupe
