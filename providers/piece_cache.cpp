#include "providers/piece_cache.hpp"

#include "providers/piece_folder.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace troupe {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view temporary_prefix = ".tmp-";
/// No copy and no removal takes so long: what is older was left by a process
/// that died.
constexpr auto leftover_age = std::chrono::hours{1};

bool is_temporary(const fs::path& path) {
  return path.filename().string().starts_with(temporary_prefix);
}

/// Another name of the same file; a copy where that can't be. What is linked
/// was synced by its maker, a copy was not.
bool link_file(const fs::path& from, const fs::path& to) {
  if (::link(from.c_str(), to.c_str()) == 0)
    return true;
  if (errno != EXDEV && errno != EMLINK && errno != EPERM)
    return false;
  std::error_code failed;
  fs::copy_file(from, to, failed);
  return !failed && sync_path(to);
}

/// Links every file; the folders are flat.
bool link_all(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::directory_iterator files{from, failed};
  for (; !failed && files != fs::directory_iterator{}; files.increment(failed))
    if (!link_file(files->path(), to / files->path().filename()))
      return false;
  return !failed;
}

uint64_t size_of(const fs::path& folder) {
  std::error_code failed;
  uint64_t bytes = 0;
  for (fs::directory_iterator it{folder, failed}, end; !failed && it != end;
       it.increment(failed)) {
    std::error_code ignored;
    if (auto size = it->file_size(ignored); !ignored)
      bytes += size;
  }
  return bytes;
}

void drop_folder(const fs::path& folder) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

struct entry {
  fs::path folder;
  uint64_t bytes = 0;
  fs::file_time_type used;
};

/// Everything in the cache; leftovers are removed on the way.
std::vector<entry> entries_of(const fs::path& root) {
  std::vector<entry> out;
  std::error_code failed;
  auto now = fs::file_time_type::clock::now();
  for (fs::recursive_directory_iterator it{root, failed}, end;
       !failed && it != end; it.increment(failed)) {
    std::error_code ignored;
    if (!it->is_directory(ignored))
      continue;
    auto used = it->last_write_time(ignored);
    if (is_temporary(it->path())) {
      it.disable_recursion_pending();
      if (!ignored && now - used > leftover_age)
        drop_folder(it->path());
    } else if (it.depth() == 1) {
      it.disable_recursion_pending();
      out.push_back({it->path(), size_of(it->path()), used});
    }
  }
  return out;
}

} // namespace

piece_cache::piece_cache(fs::path root, uint64_t max_bytes)
  : root_(std::move(root)), max_bytes_(max_bytes) {}

fs::path piece_cache::place_of(const content_key& key) const {
  return root_ / key.str().substr(0, 2) / key.str();
}

fs::path piece_cache::temporary() const {
  static std::atomic<uint64_t> counter = 0;
  return root_
         / (std::string{temporary_prefix} + process_token() + "-"
            + std::to_string(++counter));
}

std::optional<piece_record> piece_cache::take(const content_key& key,
                                              const fs::path& folder) {
  if (max_bytes_ == 0)
    return std::nullopt;
  auto place = place_of(key);
  if (!piece_folder::find(place.parent_path(), key)
      || !link_all(place, folder))
    return std::nullopt;
  // A folder's own time: files share theirs with the sessions'.
  ::utimensat(AT_FDCWD, place.c_str(), nullptr, 0);
  // What was linked, and not what was looked at before: it may have been
  // taken away in between.
  return piece_folder::read(folder, key);
}

void piece_cache::keep(const content_key& key, const fs::path& folder) {
  std::error_code failed;
  auto place = place_of(key);
  if (max_bytes_ == 0 || fs::exists(place, failed))
    return;
  auto bytes = size_of(folder);
  auto beside = temporary();
  fs::create_directories(place.parent_path(), failed);
  // Nobody but the owner of the data folder looks in here.
  fs::permissions(root_, fs::perms::owner_all, failed);
  if (bytes > max_bytes_ || !fs::create_directory(beside, failed))
    return;
  if (link_all(folder, beside)
      && ::rename(beside.c_str(), place.c_str()) == 0)
    return count_in(bytes);
  drop_folder(beside);
}

void piece_cache::count_in(uint64_t bytes) {
  std::lock_guard lock{mutex_};
  // The first look counts this piece already.
  if (size_)
    *size_ += bytes;
  if (!size_ || *size_ > max_bytes_)
    size_ = tidy();
}

uint64_t piece_cache::tidy() {
  auto all = entries_of(root_);
  uint64_t size = 0;
  for (auto& x : all)
    size += x.bytes;
  if (size <= max_bytes_)
    return size;
  std::ranges::sort(all, {}, &entry::used);
  for (auto& x : all) {
    if (size <= max_bytes_ / 10 * 9)
      break;
    auto aside = temporary();
    if (::rename(x.folder.c_str(), aside.c_str()) == 0)
      drop_folder(aside);
    size -= x.bytes;
  }
  return size;
}

} // namespace troupe
