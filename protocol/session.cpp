#include "protocol/session.hpp"

namespace troupe {

std::string_view to_string(review_policy x) {
  switch (x) {
    case review_policy::wait_for_accept: return "wait_for_accept";
    case review_policy::accept_all: return "accept_all";
  }
  return "unknown";
}

std::string_view to_string(command_kind x) {
  switch (x) {
    case command_kind::accept: return "accept";
    case command_kind::regenerate: return "regenerate";
    case command_kind::edit: return "edit";
    case command_kind::go_to: return "goto";
    case command_kind::accept_all: return "auto";
    case command_kind::stop: return "stop";
  }
  return "unknown";
}

std::string_view to_string(event_kind x) {
  switch (x) {
    case event_kind::session_started: return "session_started";
    case event_kind::stage_running: return "stage_running";
    case event_kind::stage_completed: return "stage_completed";
    case event_kind::stage_failed: return "stage_failed";
    case event_kind::version_selected: return "version_selected";
    case event_kind::auto_enabled: return "auto_enabled";
    case event_kind::pipeline_complete: return "pipeline_complete";
    case event_kind::stopped: return "stopped";
  }
  return "unknown";
}

result<event_kind> parse_event_kind(std::string_view text) {
  for (auto x :
       {event_kind::session_started, event_kind::stage_running,
        event_kind::stage_completed, event_kind::stage_failed,
        event_kind::version_selected, event_kind::auto_enabled,
        event_kind::pipeline_complete, event_kind::stopped})
    if (to_string(x) == text)
      return x;
  return make_error(ec::store_failed,
                    "Unknown event kind in the log: " + std::string{text});
}

} // namespace troupe
