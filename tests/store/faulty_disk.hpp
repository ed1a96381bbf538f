/// A disk that fails when told to: SQLite's file system in front of the real
/// one, the default for all logs opened while the object lives. Counts what
/// changes a file (write, sync, truncate) and fails from the n-th on until it
/// is healed. One at a time; used by one thread at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstring>
#include <stdexcept>

#include <sqlite3.h>

namespace troupe::test {

class faulty_disk {
public:
  faulty_disk() : real_(sqlite3_vfs_find(nullptr)), own_(*real_) {
    own_.zName = "faulty";
    own_.szOsFile = static_cast<int>(sizeof(file)) + real_->szOsFile;
    own_.xOpen = open;
    own_.pNext = nullptr;
    own_.pAppData = this;
    current() = this;
    if (sqlite3_vfs_register(&own_, 1) != SQLITE_OK)
      throw std::runtime_error("can't register the faulty disk");
  }

  ~faulty_disk() {
    sqlite3_vfs_unregister(&own_);
    sqlite3_vfs_register(real_, 1);
    current() = nullptr;
  }

  faulty_disk(const faulty_disk&) = delete;
  faulty_disk& operator=(const faulty_disk&) = delete;

  /// Fails with this code (SQLITE_FULL, SQLITE_IOERR_WRITE) after `changes`
  /// more changes have gone well.
  void break_after(uint64_t changes, int code) {
    left_ = changes;
    code_ = code;
    failures_ = 0;
  }
  void heal() { code_ = SQLITE_OK; }

  /// Says that a sync is done without doing it: to measure what it costs.
  void skip_syncs(bool skip) { skips_syncs_ = skip; }

  /// Since break_after().
  uint64_t failures() const { return failures_; }
  /// Since ever.
  uint64_t syncs() const { return syncs_; }

private:
  /// What SQLite sees; the real file lies behind it in memory.
  struct file {
    sqlite3_file base;
    sqlite3_io_methods methods;
  };

  static faulty_disk*& current() {
    static faulty_disk* disk = nullptr;
    return disk;
  }

  static sqlite3_file* inner(sqlite3_file* x) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<file*>(x) + 1);
  }

  int change() {
    if (code_ == SQLITE_OK)
      return SQLITE_OK;
    if (left_ > 0) {
      --left_;
      return SQLITE_OK;
    }
    ++failures_;
    return code_;
  }

  static int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* x,
                  int flags, int* out) {
    auto real = current()->real_;
    auto code = real->xOpen(real, name, inner(x), flags, out);
    x->pMethods = nullptr;
    if (!inner(x)->pMethods)
      return code;
    auto self = reinterpret_cast<file*>(x);
    fill(self->methods, inner(x)->pMethods->iVersion);
    x->pMethods = &self->methods;
    return code;
  }

  static void fill(sqlite3_io_methods& m, int version) {
    std::memset(&m, 0, sizeof(m));
    m.iVersion = version;
    m.xClose = [](sqlite3_file* x) {
      return inner(x)->pMethods->xClose(inner(x));
    };
    m.xRead = [](sqlite3_file* x, void* data, int size, sqlite3_int64 at) {
      return inner(x)->pMethods->xRead(inner(x), data, size, at);
    };
    m.xWrite = [](sqlite3_file* x, const void* data, int size,
                  sqlite3_int64 at) {
      auto code = current()->change();
      return code ? code : inner(x)->pMethods->xWrite(inner(x), data, size, at);
    };
    m.xTruncate = [](sqlite3_file* x, sqlite3_int64 size) {
      auto code = current()->change();
      return code ? code : inner(x)->pMethods->xTruncate(inner(x), size);
    };
    m.xSync = [](sqlite3_file* x, int flags) {
      ++current()->syncs_;
      auto code = current()->change();
      if (code || current()->skips_syncs_)
        return code;
      return inner(x)->pMethods->xSync(inner(x), flags);
    };
    m.xFileSize = [](sqlite3_file* x, sqlite3_int64* size) {
      return inner(x)->pMethods->xFileSize(inner(x), size);
    };
    m.xLock = [](sqlite3_file* x, int level) {
      return inner(x)->pMethods->xLock(inner(x), level);
    };
    m.xUnlock = [](sqlite3_file* x, int level) {
      return inner(x)->pMethods->xUnlock(inner(x), level);
    };
    m.xCheckReservedLock = [](sqlite3_file* x, int* out) {
      return inner(x)->pMethods->xCheckReservedLock(inner(x), out);
    };
    m.xFileControl = [](sqlite3_file* x, int what, void* data) {
      return inner(x)->pMethods->xFileControl(inner(x), what, data);
    };
    m.xSectorSize = [](sqlite3_file* x) {
      return inner(x)->pMethods->xSectorSize(inner(x));
    };
    m.xDeviceCharacteristics = [](sqlite3_file* x) {
      return inner(x)->pMethods->xDeviceCharacteristics(inner(x));
    };
    m.xShmMap = [](sqlite3_file* x, int page, int size, int extend,
                   void volatile** out) {
      return inner(x)->pMethods->xShmMap(inner(x), page, size, extend, out);
    };
    m.xShmLock = [](sqlite3_file* x, int offset, int count, int flags) {
      return inner(x)->pMethods->xShmLock(inner(x), offset, count, flags);
    };
    m.xShmBarrier = [](sqlite3_file* x) {
      inner(x)->pMethods->xShmBarrier(inner(x));
    };
    m.xShmUnmap = [](sqlite3_file* x, int remove) {
      return inner(x)->pMethods->xShmUnmap(inner(x), remove);
    };
    m.xFetch = [](sqlite3_file* x, sqlite3_int64 at, int size, void** out) {
      return inner(x)->pMethods->xFetch(inner(x), at, size, out);
    };
    m.xUnfetch = [](sqlite3_file* x, sqlite3_int64 at, void* data) {
      return inner(x)->pMethods->xUnfetch(inner(x), at, data);
    };
  }

  sqlite3_vfs* real_;
  sqlite3_vfs own_;
  int code_ = SQLITE_OK;
  std::atomic<bool> skips_syncs_ = false;
  uint64_t left_ = 0;
  uint64_t failures_ = 0;
  uint64_t syncs_ = 0;
};

} // namespace troupe::test
