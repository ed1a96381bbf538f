#include "protocol/session.hpp"

#include <initializer_list>

namespace troupe {

namespace {

/// The value of that name; the error lists all.
template <class Enum>
result<Enum> one_of(std::string_view text, std::string_view field,
                    std::initializer_list<Enum> all) {
  std::string names;
  for (auto x : all) {
    if (to_string(x) == text)
      return x;
    names += (names.empty() ? "" : ", ") + std::string{to_string(x)};
  }
  return make_error(ec::invalid_argument,
                    std::string{field} + " must be one of " + names);
}

} // namespace

std::string_view to_string(review_policy x) {
  switch (x) {
    case review_policy::wait_for_accept: return "wait_for_accept";
    case review_policy::accept_all: return "accept_all";
    case review_policy::unattended: return "unattended";
  }
  return "unknown";
}

result<review_policy> parse_review_policy(std::string_view text) {
  return one_of(text, "policy",
                {review_policy::wait_for_accept, review_policy::accept_all,
                 review_policy::unattended});
}

std::string_view to_string(front_door x) {
  switch (x) {
    case front_door::creator: return "creator";
    case front_door::ads: return "ads";
    case front_door::videos: return "videos";
    case front_door::tasks: return "tasks";
  }
  return "unknown";
}

result<front_door> parse_front_door(std::string_view text) {
  return one_of(text, "door",
                {front_door::creator, front_door::ads, front_door::videos,
                 front_door::tasks});
}

std::string_view to_string(priority x) {
  switch (x) {
    case priority::low: return "low";
    case priority::normal: return "normal";
    case priority::high: return "high";
    case priority::urgent: return "urgent";
  }
  return "unknown";
}

result<priority> parse_priority(std::string_view text) {
  return one_of(text, "priority",
                {priority::low, priority::normal, priority::high,
                 priority::urgent});
}

std::string_view to_string(film_state x) {
  switch (x) {
    case film_state::queued: return "queued";
    case film_state::working: return "working";
    case film_state::review: return "review";
    case film_state::failed: return "failed";
    case film_state::complete: return "complete";
    case film_state::stopped: return "stopped";
    case film_state::abandoned: return "abandoned";
  }
  return "unknown";
}

result<film_state> parse_film_state(std::string_view text) {
  return one_of(text, "state",
                {film_state::queued, film_state::working, film_state::review,
                 film_state::failed, film_state::complete, film_state::stopped,
                 film_state::abandoned});
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
    case event_kind::pipeline_failed: return "pipeline_failed";
  }
  return "unknown";
}

result<event_kind> parse_event_kind(std::string_view text) {
  for (auto x :
       {event_kind::session_started, event_kind::stage_running,
        event_kind::stage_completed, event_kind::stage_failed,
        event_kind::version_selected, event_kind::auto_enabled,
        event_kind::pipeline_complete, event_kind::stopped,
        event_kind::pipeline_failed})
    if (to_string(x) == text)
      return x;
  return make_error(ec::store_failed,
                    "Unknown event kind in the log: " + std::string{text});
}

} // namespace troupe
