#include "store/log_rules.hpp"

#include "protocol/defaults.hpp"
#include "protocol/session_line.hpp"

#include <algorithm>
#include <string>

namespace troupe {

namespace {

std::string name_of(const session_event& x) {
  return "event " + std::to_string(x.seq) + " of session " + x.session.str();
}

error check_events(const std::vector<session_event>& events) {
  if (events.empty())
    return make_error(ec::invalid_argument, "There are no events to append");
  const auto& first = events.front();
  if (!is_session_id(first.session.str()))
    return make_error(ec::invalid_argument,
                      "session_id must be 32 lower-case hex digits");
  for (size_t i = 0; i < events.size(); ++i) {
    const auto& event = events[i];
    if (event.session != first.session)
      return make_error(ec::invalid_argument,
                        "One append is about one session, this one is about "
                          + first.session.str() + " and "
                          + event.session.str());
    if (event.seq != first.seq + i)
      return make_error(ec::store_failed,
                        "There is a gap before " + name_of(event));
    if ((event.seq == 1) != (event.kind == event_kind::session_started))
      return make_error(ec::store_failed,
                        "session_started is the first event and no other: "
                          + name_of(event) + " is "
                          + std::string{to_string(event.kind)});
    if (event.body.size() > defaults::event_max_bytes)
      return make_error(ec::limit_exceeded,
                        "The body of " + name_of(event) + " is too large");
  }
  return {};
}

error check_repeated(const std::vector<session_event>& events, size_t count,
                     const event_lookup& stored) {
  for (size_t i = 0; i < count; ++i) {
    auto there = stored(events[i].seq);
    if (!there)
      return std::move(there.error());
    if (!(*there == events[i]))
      return make_error(ec::store_failed, "There is another "
                                            + name_of(events[i])
                                            + " in the log already");
  }
  return {};
}

} // namespace

session_id session_of(const append_operation& append) {
  return append.events.empty() ? session_id{} : append.events.front().session;
}

result<append_plan> plan_append(const append_operation& append,
                                const session_summary* now,
                                const event_lookup& stored) {
  const auto& events = append.events;
  if (auto err = check_events(events))
    return err;
  auto last = now ? now->last_seq : 0;
  auto first = events.front().seq;
  if (first == 0 || first > last + 1)
    return make_error(ec::store_failed,
                      "The log of session " + events.front().session.str()
                        + " goes on with event " + std::to_string(last + 1)
                        + ", not " + std::to_string(first));
  auto repeated = std::min<uint64_t>(events.size(), last + 1 - first);
  if (auto err = check_repeated(events, repeated, stored))
    return err;
  append_plan plan;
  plan.first_new = repeated;
  if (now) {
    plan.after = *now;
  } else if (auto summary = line_of(events.front())) {
    plan.after = std::move(*summary);
  } else {
    return std::move(summary.error());
  }
  for (auto i = plan.first_new; i < events.size(); ++i)
    fold_line(plan.after, events[i]);
  return plan;
}

error check_record(const record_operation& record) {
  if (!is_session_id(record.session.str()))
    return make_error(ec::invalid_argument,
                      "session_id must be 32 lower-case hex digits");
  if (record.piece.key.empty())
    return make_error(ec::invalid_argument,
                      "The piece " + record.piece.name + " has no key");
  if (size_of(record) > defaults::event_max_bytes)
    return make_error(ec::limit_exceeded, "The record of the piece "
                                            + record.piece.name
                                            + " is too large");
  return {};
}

size_t size_of(const append_operation& operation) {
  size_t bytes = 0;
  for (const auto& event : operation.events)
    bytes += event.body.size();
  return bytes;
}

size_t size_of(const record_operation& operation) {
  const auto& piece = operation.piece;
  auto bytes = piece.key.str().size() + piece.name.size() + piece.meta.size();
  for (const auto& file : piece.files)
    bytes += file.size();
  return bytes;
}

size_t size_of(const store_operation& operation) {
  return std::visit([](const auto& x) { return size_of(x); }, operation);
}

bool fits(const session_query& query, const session_summary& line) {
  auto among = [](const auto& wanted, auto x) {
    return wanted.empty() || std::ranges::find(wanted, x) != wanted.end();
  };
  return (query.owner.empty() || query.owner == line.owner)
         && line.created_ms >= query.created_from_ms
         && line.created_ms <= query.created_to_ms
         && among(query.doors, line.door) && among(query.states, line.state)
         && among(query.types, line.type) && among(query.ranks, line.rank);
}

bool runs_by_itself(const session_summary& line) {
  return accepts_by_itself(line.policy) && !ends_session(line.last_event);
}

error no_such_session(const session_id& id) {
  // An id that is not one may be of any length and hold anything.
  if (!is_session_id(id.str()))
    return make_error(ec::not_found, "There is no such session");
  return make_error(ec::not_found, "There is no session " + id.str());
}

} // namespace troupe
