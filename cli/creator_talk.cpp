#include "cli/creator_talk.hpp"

namespace troupe {

json creator_talk::opening() {
  if (session_.empty()) {
    is_live_ = true;
    return start_;
  }
  is_live_ = false;
  return json::make_object({{"action", "resume"},
                            {"session_id", session_},
                            {"since", seq_},
                            {"progress", true}});
}

void creator_talk::take(const json& message) {
  auto status = message.text("status");
  if (message.has("seq") && status != "session_resumed")
    seq_ = message.integer("seq", seq_);
  if (status == "session_started") {
    session_ = message.text("video_id");
    is_automatic_ = message.text("policy") == "accept_all";
  } else if (status == "auto_enabled") {
    is_automatic_ = true;
    state_ = state::listening;
  } else if (status == "session_resumed") {
    is_live_ = true;
  } else if (message.has("stage")
             && (status == "completed" || status == "error")) {
    last_ = message;
    state_ = is_automatic_ && status == "completed" ? state::listening
                                                    : state::review;
  } else if (status == "stage_running") {
    state_ = state::listening;
  } else if (status == "pipeline_complete" || status == "stopped") {
    last_ = message;
    state_ = status == "stopped" ? state::stopped : state::complete;
  } else if (status == "error") {
    // Before there is a session, or while it is looked for, that is the end;
    // later the stage that waited still waits.
    if (session_.empty() || !is_live_)
      state_ = state::refused;
    else if (last_.has("stage"))
      state_ = state::review;
  }
}

} // namespace troupe
