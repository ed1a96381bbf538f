#include "io/static_files.hpp"

#include "io/mime.hpp"
#include "io/problem.hpp"

#include <algorithm>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <string>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace troupe {

namespace {

/// Longer than any path of ours; the kernel's own limit is 4096.
constexpr size_t relative_max_bytes = 512;

/// A fifo or device must not hold up an io thread.
constexpr int file_flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW;
constexpr int folder_flags = O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW;

template <class F>
bool all_segments(std::string_view path, F accepts) {
  while (true) {
    auto end = std::min(path.find('/'), path.size());
    if (!accepts(path.substr(0, end)))
      return false;
    if (end == path.size())
      return true;
    path.remove_prefix(end + 1);
  }
}

/// Hidden names are work in progress; control characters never are ours.
bool is_plain(std::string_view segment) {
  return !segment.empty() && segment.front() != '.'
         && std::ranges::none_of(segment, [](unsigned char c) {
              return c < 0x20 || c == 0x7f || c == '\\';
            });
}

int open_by_kernel(int root, const std::string& relative) {
  open_how how{};
  how.flags = static_cast<uint64_t>(file_flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(
    ::syscall(SYS_openat2, root, relative.c_str(), &how, sizeof(how)));
}

int open_by_components(int root, std::string_view relative) {
  auto folder = std::make_unique<open_file>(::dup(root));
  while (folder->descriptor() >= 0) {
    auto slash = relative.find('/');
    auto is_last = slash == std::string_view::npos;
    std::string segment{relative.substr(0, slash)};
    auto next = ::openat(folder->descriptor(), segment.c_str(),
                         is_last ? file_flags : folder_flags);
    if (is_last)
      return next;
    folder = std::make_unique<open_file>(next);
    relative.remove_prefix(slash + 1);
  }
  return -1;
}

int open_inside(int root, const std::string& relative, lookup how) {
  if (how == lookup::kernel) {
    auto descriptor = open_by_kernel(root, relative);
    // Old kernels don't know the call, some sandboxes forbid it.
    if (descriptor >= 0 || (errno != ENOSYS && errno != EPERM))
      return descriptor;
  }
  return open_by_components(root, relative);
}

/// Changes when the file is replaced (another inode), written or cut.
std::string etag_of(const struct stat& info) {
  char text[80];
  auto nanoseconds = static_cast<uint64_t>(info.st_mtim.tv_sec)
                       * 1'000'000'000U
                     + static_cast<uint64_t>(info.st_mtim.tv_nsec);
  std::snprintf(text, sizeof(text), "\"%" PRIx64 "-%" PRIx64 "-%" PRIx64 "\"",
                static_cast<uint64_t>(info.st_size), nanoseconds,
                static_cast<uint64_t>(info.st_ino));
  return text;
}

error missing() {
  return make_error(ec::not_found, "No such file");
}

http_response without_body(unsigned status, const found_file& file) {
  http_response out;
  out.status = status;
  out.headers.add("ETag", file.version.etag);
  out.headers.add("Last-Modified", http_date(file.version.modified));
  out.headers.add("Accept-Ranges", "bytes");
  // Names like final.mp4 get new bytes with each render: ask before using.
  out.headers.add("Cache-Control", "no-cache");
  return out;
}

http_response unsatisfiable(const http_request& request,
                            const found_file& file) {
  auto size = std::to_string(file.size);
  auto out = make_problem(request, 416,
                          "Range is beyond the end: the file has " + size
                            + " bytes");
  out.headers.add("Content-Range", "bytes */" + size);
  out.headers.add("Accept-Ranges", "bytes");
  return out;
}

std::string content_range(const file_range& part, uint64_t size) {
  return "bytes " + std::to_string(part.first) + '-'
         + std::to_string(part.first + part.length - 1) + '/'
         + std::to_string(size);
}

bool wants_download(const http_request& request) {
  auto value = request.parameter("download");
  return value && (*value == "1" || *value == "true");
}

} // namespace

result<found_file> open_below(const std::filesystem::path& root,
                              std::string_view relative, lookup how) {
  if (relative.size() > relative_max_bytes
      || !all_segments(relative, is_plain))
    return missing();
  open_file folder{::open(root.c_str(), O_PATH | O_CLOEXEC | O_DIRECTORY)};
  if (folder.descriptor() < 0)
    return missing();
  auto file = std::make_shared<const open_file>(
    open_inside(folder.descriptor(), std::string{relative}, how));
  struct stat info {};
  if (file->descriptor() < 0 || ::fstat(file->descriptor(), &info) != 0
      || !S_ISREG(info.st_mode))
    return missing();
  found_file out;
  out.file = std::move(file);
  out.size = static_cast<uint64_t>(info.st_size);
  out.version = {etag_of(info), info.st_mtim.tv_sec};
  return out;
}

http_response serve_file(const http_request& request, const found_file& file,
                         std::string_view name) {
  auto& headers = request.headers;
  auto answer = check_conditions(
    {headers.get("If-Match"), headers.get("If-Unmodified-Since"),
     headers.get("If-None-Match"), headers.get("If-Modified-Since")},
    file.version);
  if (answer == condition_answer::failed)
    return make_problem(request, 412, "The file has changed");
  if (answer == condition_answer::not_modified)
    return without_body(304, file);
  file_range part;
  if (range_applies(headers.get("If-Range"), file.version))
    part = parse_range(headers.get("Range"), file.size);
  if (part.is == file_range::kind::unsatisfiable)
    return unsatisfiable(request, file);
  auto is_part = part.is == file_range::kind::part;
  auto out = without_body(is_part ? 206 : 200, file);
  out.headers.add("Content-Type", std::string{mime_type_of(name)});
  if (is_part)
    out.headers.add("Content-Range", content_range(part, file.size));
  if (wants_download(request))
    out.headers.add("Content-Disposition",
                    "attachment; filename=\"" + std::string{name} + '"');
  out.body = file_body{file.file, part.first, is_part ? part.length
                                                      : file.size};
  return out;
}

} // namespace troupe
