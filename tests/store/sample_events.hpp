/// Events and records as a session writes them, for the suites of the store.
#pragma once

#include "protocol/json.hpp"
#include "store/event_store.hpp"

#include <string>

namespace troupe::test {

/// The n-th of many session ids.
inline session_id id_of(unsigned n) {
  auto digits = std::to_string(n);
  return session_id{std::string(32 - digits.size(), '0') + digits};
}

inline session_event
started(const session_id& id,
        review_policy policy = review_policy::wait_for_accept) {
  json body;
  body["video_type"] = to_string(video_type::moa);
  body["owner"] = "local";
  body["policy"] = to_string(policy);
  return {id, 1, event_kind::session_started, 1000, body.dump()};
}

inline session_event event_of(const session_id& id, uint64_t seq,
                              event_kind kind = event_kind::stage_running) {
  json body;
  body["stage"] = "scenes";
  body["version"] = seq;
  return {id, seq, kind, 1000 + static_cast<int64_t>(seq), body.dump()};
}

inline piece_record piece_of(const std::string& key) {
  return {content_key{key},
          piece_kind::segment,
          "scene_" + key,
          R"({"duration_us":5})",
          {"segment.mp4", "a\"b.txt"}};
}

inline store_operation append(std::vector<session_event> events) {
  return append_operation{std::move(events)};
}

inline store_operation record(const session_id& id, piece_record piece) {
  return record_operation{id, std::move(piece)};
}

/// Appends alone and answers what the store did.
inline result<uint64_t> do_one(event_store& store, store_operation operation) {
  auto answer = store.append_batch({&operation, 1});
  return std::move(answer.operations.at(0));
}

} // namespace troupe::test
