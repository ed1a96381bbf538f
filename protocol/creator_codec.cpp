#include "protocol/creator_codec.hpp"

#include "protocol/session_history.hpp"

#include <cmath>

namespace troupe::creator_codec {

namespace {

/// Adds members of the body, those that are there, in this order.
void copy(json& out, const json& body,
          std::initializer_list<std::string_view> names) {
  for (auto name : names)
    if (auto x = body.find(name))
      out.members().emplace_back(std::string{name}, *x);
}

json actions(std::initializer_list<const char*> names) {
  auto list = json::make_array();
  for (auto name : names)
    list.push_back(name);
  return list;
}

json stage_message(const json& body, std::string_view status) {
  auto out = json::make_object();
  copy(out, body, {"stage", "version"});
  out["status"] = status;
  return out;
}

/// A version waits for review, new or chosen again.
json review_message(const json& body) {
  auto out = stage_message(body, "completed");
  copy(out, body, {"data"});
  out["next_actions"] = actions({"accept", "regenerate"});
  copy(out, body, {"progress"});
  return out;
}

/// The message without what every event has.
json message_of(event_kind kind, const json& body) {
  auto out = json::make_object();
  switch (kind) {
    case event_kind::session_started:
    case event_kind::auto_enabled:
    case event_kind::pipeline_complete:
    case event_kind::stopped:
      out["status"] = to_string(kind);
      copy(out, body,
           {"video_id", "video_type", "stage_order", "current_stage",
            "video_path", "message"});
      return out;
    case event_kind::stage_running:
      out["status"] = to_string(kind);
      copy(out, body, {"stage", "version", "message"});
      return out;
    case event_kind::pipeline_failed:
      out["status"] = to_string(kind);
      copy(out, body, {"stage", "version", "error", "message"});
      return out;
    case event_kind::stage_completed:
    case event_kind::version_selected: return review_message(body);
    case event_kind::stage_failed:
      out = stage_message(body, "error");
      copy(out, body, {"error"});
      out["next_actions"] = actions({"regenerate", "stop"});
      return out;
  }
  return out;
}

/// What old clients don't know, after everything that they do.
void add_more(json& out, event_kind kind, const json& body) {
  switch (kind) {
    case event_kind::session_started:
      copy(out, body, {"policy", "seed", "payload", "door"});
      return;
    case event_kind::stage_running:
      copy(out, body, {"feedback", "scenes", "base", "made_from"});
      return;
    case event_kind::stage_completed:
      copy(out, body, {"edited", "base", "made_from"});
      return;
    case event_kind::version_selected:
      copy(out, body, {"reused", "made_from"});
      return;
    case event_kind::stage_failed: copy(out, body, {"publishing"}); return;
    case event_kind::pipeline_complete:
      copy(out, body,
           {"version", "video_url", "captions_url", "subtitles_url",
            "poster_url", "thumbnails", "output_format", "download_path",
            "download_url", "duration"});
      return;
    case event_kind::auto_enabled:
    case event_kind::stopped:
    case event_kind::pipeline_failed: return;
  }
}

} // namespace

std::string encode(const session_event& event) {
  auto body = json::parse(event.body, log_limits);
  if (!body)
    return encode_error("Event " + std::to_string(event.seq)
                        + " can't be read");
  auto out = message_of(event.kind, *body);
  out["seq"] = static_cast<int64_t>(event.seq);
  out["session_id"] = event.session.str();
  add_more(out, event.kind, *body);
  return out.dump();
}

std::string encode(const session_progress& progress) {
  auto out = json::make_object({
    {"status", "stage_progress"},
    {"stage", to_string(progress.at)},
    {"version", progress.version},
    {"percent", std::round(progress.percent * 10) / 10},
    {"message", progress.message},
    {"session_id", progress.session.str()},
  });
  if (progress.eta_seconds >= 0)
    out["eta_seconds"] = std::round(progress.eta_seconds * 10) / 10;
  if (!progress.live_url.empty())
    out["live_url"] = progress.live_url;
  return out.dump();
}

std::string encode_error(std::string_view text) {
  return json::make_object({{"status", "error"}, {"error", text}}).dump();
}

std::string encode_stopped() {
  return json::make_object(
           {{"status", "stopped"}, {"message", "Session terminated by user"}})
    .dump();
}

std::string encode_resumed(const session_id& session, uint64_t last_seq) {
  return json::make_object({
                             {"status", "session_resumed"},
                             {"video_id", session.str()},
                             {"seq", static_cast<int64_t>(last_seq)},
                             {"session_id", session.str()},
                           })
    .dump();
}

} // namespace troupe::creator_codec
