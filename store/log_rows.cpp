#include "store/log_rows.hpp"

#include "protocol/digest.hpp"
#include "protocol/json.hpp"

namespace troupe {

namespace {

/// Lengths keep ("ab", "c") and ("a", "bc") apart.
void add(std::string& all, std::string_view part) {
  all += std::to_string(part.size());
  all += ':';
  all += part;
}

int64_t sum_of_text(const std::string& all) {
  return static_cast<int64_t>(stable_seed(all));
}

error damaged(const session_id& session, const std::string& what) {
  return make_error(ec::store_failed, "The log of session " + session.str()
                                        + " is damaged: " + what);
}

result<std::vector<std::string>> split_files(const std::string& text) {
  auto list = json::parse(text);
  if (!list)
    return std::move(list.error());
  std::vector<std::string> files;
  for (const auto& name : list->as_array())
    files.push_back(name.as_string());
  return files;
}

} // namespace

int64_t sum_of(const session_event& event) {
  std::string all;
  all.reserve(event.body.size() + 128);
  add(all, event.session.str());
  add(all, std::to_string(event.seq));
  add(all, to_string(event.kind));
  add(all, std::to_string(event.at_ms));
  add(all, event.body);
  return sum_of_text(all);
}

int64_t sum_of(const session_id& session, const piece_record& piece) {
  std::string all;
  add(all, session.str());
  add(all, piece.key.str());
  add(all, to_string(piece.kind));
  add(all, piece.name);
  add(all, piece.meta);
  add(all, join_files(piece.files));
  return sum_of_text(all);
}

result<session_event> read_event(const session_id& session,
                                 const sqlite::rows& row) {
  session_event event;
  event.session = session;
  event.seq = static_cast<uint64_t>(row.integer(0));
  auto kind = parse_event_kind(row.text(1));
  if (!kind)
    return damaged(session, text_of(kind.error()));
  event.kind = *kind;
  event.at_ms = row.integer(2);
  event.body = row.text(3);
  if (sum_of(event) != row.integer(4))
    return damaged(session, "the sum of event " + std::to_string(event.seq)
                              + " is wrong");
  return event;
}

result<piece_record> read_piece(const session_id& session,
                                const sqlite::rows& row) {
  piece_record piece;
  piece.key = content_key{row.text(0)};
  auto kind = parse_piece_kind(row.text(1));
  if (!kind)
    return damaged(session, text_of(kind.error()));
  piece.kind = *kind;
  piece.name = row.text(2);
  piece.meta = row.text(3);
  auto files = split_files(row.text(4));
  if (!files)
    return damaged(session, text_of(files.error()));
  piece.files = std::move(*files);
  if (sum_of(session, piece) != row.integer(5))
    return damaged(session,
                   "the sum of piece " + piece.key.str() + " is wrong");
  return piece;
}

result<session_summary> read_summary(const sqlite::rows& row) {
  session_summary line;
  line.session = session_id{row.text(0)};
  line.owner = user_id{row.text(1)};
  auto type = parse_video_type(row.text(2));
  if (!type)
    return damaged(line.session, text_of(type.error()));
  line.type = *type;
  auto policy = parse_review_policy(row.text(3));
  auto door = parse_front_door(row.text(7));
  auto rank = parse_priority(row.text(8));
  auto state = parse_film_state(row.text(9));
  auto at = parse_stage(row.text(10));
  if (!policy || !door || !rank || !state || !at)
    return damaged(line.session, "its line has a word that is not known");
  line.policy = *policy;
  line.door = *door;
  line.rank = *rank;
  line.state = *state;
  line.at = *at;
  line.last_seq = static_cast<uint64_t>(row.integer(4));
  auto kind = parse_event_kind(row.text(5));
  if (!kind)
    return damaged(line.session, text_of(kind.error()));
  line.last_event = *kind;
  line.updated_ms = row.integer(6);
  line.created_ms = row.integer(11);
  line.title = row.text(12);
  line.about = row.text(13);
  line.group = row.text(14);
  line.failure = row.text(15);
  line.facts = row.text(16);
  return line;
}

std::string join_files(const std::vector<std::string>& files) {
  auto list = json::make_array();
  for (const auto& file : files)
    list.push_back(file);
  return list.dump();
}

} // namespace troupe
