#include "store/sqlite_lines.hpp"

#include "store/log_rules.hpp"

#include <sqlite3.h>

namespace troupe {

namespace {

/// " and door in ('ads','videos')"; nothing for an empty list. The words are
/// those of our enums.
template <class Enum>
std::string among(std::string_view column, const std::vector<Enum>& wanted) {
  if (wanted.empty())
    return {};
  auto out = " and " + std::string{column} + " in (";
  for (auto x : wanted)
    out += (out.back() == '(' ? "'" : ",'") + std::string{to_string(x)} + "'";
  return out + ')';
}

std::string condition(const session_query& query) {
  // An owner is compared by the index, so its part is left out when empty.
  return std::string{" from sessions where created_ms >= ?1"
                     " and created_ms <= ?2"}
         + (query.owner.empty() ? " and ?3 = ?3" : " and owner = ?3")
         + among("door", query.doors) + among("state", query.states)
         + among("type", query.types) + among("rank", query.ranks);
}

/// A connection of its own and the lines on it.
class reading_lines final : public session_lines {
public:
  reading_lines(std::shared_ptr<const data_folder> folder, sqlite::database db)
    : folder_(std::move(folder)), db_(std::move(db)) {}

  result<session_summary> summary(const session_id& id) override {
    return lines_.summary(id);
  }
  result<session_page> page(const session_query& query) override {
    return lines_.page(query);
  }

private:
  std::shared_ptr<const data_folder> folder_;
  sqlite::database db_;
  sqlite_lines lines_{db_.get()};
};

} // namespace

result<std::vector<session_summary>> read_summaries(result<sqlite::rows> all) {
  std::vector<session_summary> lines;
  auto err = each_row(std::move(all), [&](const sqlite::rows& row) -> error {
    auto line = read_summary(row);
    if (!line)
      return std::move(line.error());
    lines.push_back(std::move(*line));
    return {};
  });
  if (err)
    return err;
  return lines;
}

result<session_summary> sqlite_lines::summary(const session_id& id) {
  auto lines = read_summaries(find_.run(id.str()));
  if (!lines)
    return std::move(lines.error());
  if (lines->empty())
    return no_such_session(id);
  return std::move(lines->front());
}

result<session_page> sqlite_lines::page(const session_query& query) {
  session_page out;
  auto where = condition(query);
  auto owner = query.owner.str();
  {
    auto text = "select count(*)" + where;
    sqlite::statement count{db_, text.c_str()};
    auto err = each_row(
      count.run(query.created_from_ms, query.created_to_ms, owner),
      [&](const sqlite::rows& row) -> error {
        out.total = static_cast<uint64_t>(row.integer(0));
        return {};
      });
    if (err)
      return err;
  }
  auto text = "select " TROUPE_SUMMARY_COLUMNS + where
              + " order by number desc limit ?4 offset ?5";
  sqlite::statement list{db_, text.c_str()};
  auto lines = read_summaries(
    list.run(query.created_from_ms, query.created_to_ms, owner,
             int64_t{query.limit}, int64_t{query.offset}));
  if (!lines)
    return std::move(lines.error());
  out.lines = std::move(*lines);
  return out;
}

result<std::unique_ptr<session_lines>>
open_sqlite_lines(std::shared_ptr<const data_folder> folder) {
  auto db = sqlite::open_file(folder->log_file());
  if (!db)
    return std::move(db.error());
  if (auto done = sqlite::execute(db->get(), "pragma query_only = on"); !done)
    return std::move(done.error());
  return std::unique_ptr<session_lines>{
    std::make_unique<reading_lines>(std::move(folder), std::move(*db))};
}

} // namespace troupe
