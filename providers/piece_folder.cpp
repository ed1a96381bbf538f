#include "providers/piece_folder.hpp"

#include "protocol/failpoint.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace troupe {

namespace {

namespace fs = std::filesystem;

constexpr const char* record_file = "piece.json";
constexpr std::string_view temporary_prefix = ".tmp-";

error failed(const std::string& doing, int number) {
  auto code = number == ENOSPC || number == EDQUOT ? ec::no_space
                                                   : ec::io_failed;
  return make_error(code, "Can't " + doing + ": " + std::strerror(number));
}

/// What earlier processes left behind; ours may be in use by other workers.
void remove_leftovers(const fs::path& pieces) {
  auto own = std::string{temporary_prefix} + process_token();
  std::error_code ec;
  for (fs::directory_iterator it{pieces, ec}, end; !ec && it != end;
       it.increment(ec)) {
    auto name = it->path().filename().string();
    if (name.starts_with(temporary_prefix) && !name.starts_with(own)) {
      std::error_code ignored;
      fs::remove_all(it->path(), ignored);
    }
  }
}

json files_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (auto& entry : fs::directory_iterator{folder})
    names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  auto list = json::make_array();
  for (auto& name : names)
    list.push_back(name);
  return list;
}

} // namespace

const std::string& process_token() {
  static const auto token = make_session_id().str().substr(0, 12);
  return token;
}

result<void> sync_path(const fs::path& path) {
  auto fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return failed("open " + path.filename().string(), errno);
  auto rc = ::fsync(fd);
  auto number = errno;
  ::close(fd);
  if (rc != 0)
    return failed("sync " + path.filename().string(), number);
  return caf::unit;
}

result<piece_folder> piece_folder::begin(const fs::path& pieces,
                                         const content_key& key) {
  static std::atomic<uint64_t> counter = 0;
  std::error_code ec;
  fs::create_directories(pieces, ec);
  if (ec)
    return failed("make the folder for pieces", ec.value());
  remove_leftovers(pieces);
  piece_folder folder;
  folder.key_ = key;
  folder.target_ = pieces / key.str();
  folder.temporary_ = pieces
                      / (std::string{temporary_prefix} + process_token() + "-"
                         + std::to_string(++counter));
  fs::create_directory(folder.temporary_, ec);
  if (ec)
    return failed("make a folder for a piece", ec.value());
  return folder;
}

piece_folder::piece_folder(piece_folder&& other) noexcept
  : temporary_(std::move(other.temporary_)),
    target_(std::move(other.target_)),
    key_(std::move(other.key_)) {
  other.temporary_.clear();
}

piece_folder::~piece_folder() {
  if (temporary_.empty())
    return;
  std::error_code ignored;
  fs::remove_all(temporary_, ignored);
}

result<piece_record> piece_folder::commit(piece_kind kind,
                                          const std::string& name,
                                          const json& meta) {
  piece_record record{key_, kind, name, meta.dump(), {}};
  auto files = files_in(temporary_);
  for (auto& file : files.as_array()) {
    record.files.push_back(file.as_string());
    if (auto done = sync_path(temporary_ / file.as_string()); !done)
      return done.error();
  }
  auto text = json::make_object({{"kind", to_string(kind)},
                                 {"name", name},
                                 {"meta", meta},
                                 {"files", files}})
                .dump();
  auto record_path = temporary_ / record_file;
  {
    std::ofstream out{record_path, std::ios::binary};
    out << text;
    out.flush();
    if (!out)
      return failed("write the record of a piece", errno ? errno : EIO);
  }
  if (auto done = sync_path(record_path); !done)
    return done.error();
  if (auto done = sync_path(temporary_); !done)
    return done.error();
  failpoint("piece.before_rename");
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
    if (errno != EEXIST && errno != ENOTEMPTY)
      return failed("name a piece", errno);
    // The same key: the same bytes. Ours is removed with this object.
    return record;
  }
  temporary_.clear();
  if (auto done = sync_path(target_.parent_path()); !done)
    return done.error();
  failpoint("piece.after_rename");
  return record;
}

result<void> piece_folder::adopt(bool is_lasting) {
  if (is_lasting)
    if (auto done = sync_path(temporary_); !done)
      return done;
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
    if (errno != EEXIST && errno != ENOTEMPTY)
      return failed("name a piece", errno);
    return caf::unit;
  }
  temporary_.clear();
  return is_lasting ? sync_path(target_.parent_path()) : result<void>{};
}

std::optional<piece_record> piece_folder::find(const fs::path& pieces,
                                               const content_key& key) {
  return read(pieces / key.str(), key);
}

std::optional<piece_record> piece_folder::read(const fs::path& folder,
                                               const content_key& key) {
  std::ifstream in{folder / record_file, std::ios::binary};
  if (!in)
    return std::nullopt;
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  auto doc = json::parse(text, {64 * 1024 * 1024, 64, 4'000'000, 1'000});
  if (!doc)
    return std::nullopt;
  auto kind = parse_piece_kind(doc->text("kind"));
  if (!kind)
    return std::nullopt;
  piece_record record{key, *kind, doc->text("name"), doc->at("meta").dump(), {}};
  for (auto& file : doc->at("files").as_array()) {
    std::error_code ec;
    if (!fs::is_regular_file(folder / file.as_string(), ec))
      return std::nullopt;
    record.files.push_back(file.as_string());
  }
  return record;
}

} // namespace troupe
