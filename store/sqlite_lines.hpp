/// Lists of sessions from the log's file, on a connection of the store or on
/// one of its own that only reads. Texts of queries hold our own words only;
/// what people sent is bound. One thread at a time.
#pragma once

#include "store/data_folder.hpp"
#include "store/event_store.hpp"
#include "store/log_rows.hpp"

#include <memory>

namespace troupe {

class sqlite_lines final : public session_lines {
public:
  /// `db` must outlive it.
  explicit sqlite_lines(sqlite3* db) : db_(db) {}

  result<session_summary> summary(const session_id& id) override;
  result<session_page> page(const session_query& query) override;

private:
  sqlite3* db_;
  sqlite::statement find_{
    db_, "select " TROUPE_SUMMARY_COLUMNS " from sessions where id = ?"};
};

/// A reader beside the store: it never waits for a commit, and sees the last
/// one that was done. The file must have been opened by the store once.
result<std::unique_ptr<session_lines>>
open_sqlite_lines(std::shared_ptr<const data_folder> folder);

/// Calls `read` for each row until it answers an error.
template <class Read>
error each_row(result<sqlite::rows> all, Read read) {
  if (!all)
    return std::move(all.error());
  for (;;) {
    auto more = all->next();
    if (!more)
      return std::move(more.error());
    if (!*more)
      return {};
    if (auto err = read(*all))
      return err;
  }
}

result<std::vector<session_summary>> read_summaries(result<sqlite::rows> all);

} // namespace troupe
