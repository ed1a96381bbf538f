#include "store/file_store.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/digest.hpp"
#include "store/sqlite_file.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <mutex>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace troupe {

namespace {

namespace fs = std::filesystem;

/// "truf": neither a log nor accounts.
constexpr int64_t application_id = 0x74727566;
/// Longest name that is kept, in bytes.
constexpr size_t name_max_bytes = 200;

/// As in account_file: never edited once released.
constexpr std::array migrations{
  R"sql(
    create table files(
      number integer primary key,
      id text not null unique,
      owner text not null,
      name text not null,
      kind text not null,
      bytes integer not null,
      sha256 text not null,
      created_ms integer not null
    ) strict;
    create index files_of_owner on files(owner, number);
  )sql",
};

constexpr sqlite_file_kind kind{"The list of uploaded files", application_id,
                                migrations};

constexpr const char* columns =
  "select id, owner, name, kind, bytes, sha256, created_ms from files ";

error failed(const char* what) {
  auto code = errno == ENOSPC || errno == EDQUOT ? ec::no_space : ec::io_failed;
  return make_error(code, std::string{"Can't keep the file: "} + what + ": "
                            + std::strerror(errno));
}

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

result<void> write_synced(const fs::path& path, std::string_view bytes) {
  opened file{::open(
    path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640)};
  if (file.get() < 0)
    return failed("create");
  while (!bytes.empty()) {
    auto count = ::write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return failed("write");
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  if (::fsync(file.get()) != 0)
    return failed("sync");
  return caf::unit;
}

int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch())
    .count();
}

/// A name for people: its last part, one line, never empty.
std::string shown_name(const std::string& given) {
  auto slash = given.find_last_of("/\\");
  auto text =
    clean_text(slash == std::string::npos ? given : given.substr(slash + 1),
               text_lines::one);
  if (text.size() > name_max_bytes) {
    auto end = name_max_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
      --end;
    text.resize(end);
  }
  return text.empty() ? "file" : text;
}

result<uploaded_file> read_row(const sqlite::rows& row) {
  auto what = parse_document_kind(row.text(3));
  if (!what)
    return what.error();
  return uploaded_file{row.text(0),
                       user_id{row.text(1)},
                       row.text(2),
                       *what,
                       static_cast<uint64_t>(row.integer(4)),
                       row.text(5),
                       row.integer(6)};
}

class file_store final : public file_shelf {
public:
  file_store(std::shared_ptr<const data_folder> data, sqlite::database db,
             file_store_limits limits)
    : data_(std::move(data)), db_(std::move(db)), limits_(limits) {}

  fs::path folder() const override { return data_->root() / "files"; }

  uint64_t file_limit() const override { return limits_.file_bytes; }

  error prepare() {
    if (::mkdir(folder().c_str(), 0750) != 0 && errno != EEXIST)
      return failed("mkdir");
    struct stat info {};
    if (::lstat(folder().c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
      errno = ENOTDIR;
      return failed("mkdir");
    }
    return remove_orphans();
  }

  result<uploaded_file> add(const user_id& owner, std::string name,
                            std::string_view bytes) override {
    uploaded_file out;
    out.name = shown_name(name);
    if (bytes.size() > limits_.file_bytes)
      return make_error(ec::limit_exceeded,
                        "A file may have "
                          + std::to_string(limits_.file_bytes >> 20U)
                          + " MiB at most");
    auto what = document_kind_of(bytes, out.name);
    if (!what)
      return what.error();
    out.id = make_session_id().str();
    out.owner = owner;
    out.kind = *what;
    out.bytes = bytes.size();
    out.sha256 = sha256_hex(std::string{bytes});
    out.created_ms = now_ms();
    std::lock_guard turn{mutex_};
    auto count = count_of(owner);
    if (!count)
      return count.error();
    if (*count >= limits_.files_per_user)
      return make_error(ec::limit_exceeded,
                        "You have " + std::to_string(limits_.files_per_user)
                          + " files, which is the limit; delete one first");
    if (auto enough = data_->check_space(bytes.size()); !enough)
      return enough.error();
    if (auto kept = keep(out, bytes); !kept) {
      std::error_code ignored;
      fs::remove(folder() / out.id, ignored);
      return kept.error();
    }
    return out;
  }

  result<file_page> list(const user_id& owner, uint32_t limit,
                         uint64_t offset) override {
    std::lock_guard turn{mutex_};
    auto count = count_of(owner);
    if (!count)
      return count.error();
    file_page out;
    out.total = *count;
    auto text = std::string{columns}
                + "where owner = ?1 order by number desc limit ?2 offset ?3";
    sqlite::statement query{db_.get(), text.c_str()};
    auto rows =
      query.run(std::string_view{owner.str()}, static_cast<int64_t>(limit),
                static_cast<int64_t>(offset));
    if (!rows)
      return std::move(rows.error());
    for (;;) {
      auto more = rows->next();
      if (!more)
        return std::move(more.error());
      if (!*more)
        return out;
      auto one = read_row(*rows);
      if (!one)
        return one.error();
      out.files.push_back(std::move(*one));
    }
  }

  result<uploaded_file> find(const user_id& owner,
                             const std::string& id) override {
    std::lock_guard turn{mutex_};
    return found(owner, id);
  }

  result<std::string> read(const user_id& owner,
                           const std::string& id) override {
    auto file = find(owner, id);
    if (!file)
      return file.error();
    std::ifstream in{folder() / file->id, std::ios::binary};
    std::string out(file->bytes, '\0');
    if (!in.read(out.data(), static_cast<std::streamsize>(out.size())))
      return make_error(ec::io_failed, "File " + id + " can't be read");
    return out;
  }

  result<void> remove(const user_id& owner, const std::string& id) override {
    std::lock_guard turn{mutex_};
    auto file = found(owner, id);
    if (!file)
      return file.error();
    sqlite::statement erase{db_.get(), "delete from files where id = ?1"};
    if (auto gone = erase.execute(std::string_view{id}); !gone)
      return gone;
    std::error_code ignored;
    fs::remove(folder() / id, ignored);
    return caf::unit;
  }

private:
  result<void> keep(const uploaded_file& x, std::string_view bytes) {
    if (auto written = write_synced(folder() / x.id, bytes); !written)
      return written;
    if (auto synced = sync_folder(folder()); !synced)
      return synced;
    sqlite::statement insert{
      db_.get(), "insert into files(id, owner, name, kind, bytes, sha256, "
                 "created_ms) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
    return insert.execute(
      std::string_view{x.id}, std::string_view{x.owner.str()},
      std::string_view{x.name}, to_string(x.kind),
      static_cast<int64_t>(x.bytes), std::string_view{x.sha256}, x.created_ms);
  }

  result<uint64_t> count_of(const user_id& owner) {
    sqlite::statement query{db_.get(),
                            "select count(*) from files where owner = ?1"};
    auto rows = query.run(std::string_view{owner.str()});
    if (!rows)
      return std::move(rows.error());
    auto one = rows->next();
    if (!one)
      return std::move(one.error());
    return static_cast<uint64_t>(rows->integer(0));
  }

  /// Somebody else's file is as missing as none.
  result<uploaded_file> found(const user_id& owner, const std::string& id) {
    auto missing =
      make_error(ec::not_found, "File " + id.substr(0, 64) + " not found");
    if (!is_session_id(id))
      return make_error(ec::not_found, "File not found");
    auto text = std::string{columns} + "where id = ?1 and owner = ?2";
    sqlite::statement query{db_.get(), text.c_str()};
    auto rows = query.run(std::string_view{id}, std::string_view{owner.str()});
    if (!rows)
      return std::move(rows.error());
    auto one = rows->next();
    if (!one)
      return std::move(one.error());
    return *one ? read_row(*rows) : result<uploaded_file>{missing};
  }

  /// Files without a row: the process died between the two.
  error remove_orphans() {
    std::error_code failure;
    for (auto& entry : fs::directory_iterator{folder(), failure}) {
      auto name = entry.path().filename().string();
      sqlite::statement query{db_.get(),
                              "select count(*) from files where id = ?1"};
      auto rows = query.run(std::string_view{name});
      if (!rows)
        return std::move(rows.error());
      auto one = rows->next();
      if (!one)
        return std::move(one.error());
      std::error_code ignored;
      if (rows->integer(0) == 0)
        fs::remove(entry.path(), ignored);
    }
    return {};
  }

  std::shared_ptr<const data_folder> data_;
  sqlite::database db_;
  file_store_limits limits_;
  std::mutex mutex_;
};

} // namespace

result<file_shelf_ptr> open_file_store(std::shared_ptr<const data_folder> data,
                                       file_store_limits limits) {
  auto db = open_sqlite_file(data->root() / "files.sqlite", kind);
  if (!db)
    return db.error();
  auto out = std::make_shared<file_store>(data, std::move(*db), limits);
  if (auto err = out->prepare())
    return err;
  return file_shelf_ptr{std::move(out)};
}

} // namespace troupe
