#include "protocol/session_history.hpp"

#include <algorithm>
#include <optional>

namespace troupe {

namespace {

error cannot(const session_event& event, std::string_view why) {
  return make_error(ec::store_failed,
                    "Event " + std::to_string(event.seq) + " ("
                      + std::string{to_string(event.kind)}
                      + ") can't follow: " + std::string{why});
}

/// {stage: version} as a list in stage order.
std::vector<uint32_t> made_from_in(const session_history& x, size_t index,
                                   const json& body) {
  std::vector<uint32_t> list;
  for (size_t i = 0; i < index; ++i)
    list.push_back(static_cast<uint32_t>(
      body.at("made_from").integer(to_string(x.order[i]))));
  return list;
}

std::vector<int32_t> scenes_in(const json& body) {
  std::vector<int32_t> list;
  for (auto& item : body.at("scenes").as_array())
    list.push_back(static_cast<int32_t>(item.as_integer()));
  return list;
}

/// Which version of which stage an event is about.
struct place {
  size_t index = 0;
  uint32_t version = 0;
};

std::optional<place> place_in(const session_history& x, const json& body) {
  auto at = parse_stage(body.text("stage"));
  auto version = body.integer("version");
  if (!at || x.index_of(*at) == x.order.size() || version < 1
      || version > UINT32_MAX)
    return std::nullopt;
  return place{x.index_of(*at), static_cast<uint32_t>(version)};
}

bool is_next_version(const session_history& x, const place& at) {
  return at.version == x.versions[at.index].size() + 1;
}

bool is_running(const session_history& x, const place& at) {
  return x.phase == session_phase::running && at.index == x.current
         && at.version == x.version;
}

bool is_waiting(const session_history& x) {
  return x.phase == session_phase::review || x.phase == session_phase::failed;
}

void show(session_history& x, const place& at) {
  x.selected[at.index] = at.version;
  x.current = at.index;
  x.version = at.version;
  x.phase = session_phase::review;
}

error begin(session_history& x, const session_event& event, const json& body) {
  if (x.last_seq != 0)
    return cannot(event, "the session has begun already");
  auto type = parse_video_type(body.text("video_type"));
  if (!type || !body.at("payload").is_object())
    return cannot(event, "no video type or no payload");
  std::vector<stage> order;
  for (auto& item : body.at("stage_order").as_array()) {
    auto at = parse_stage(item.as_string());
    if (!at || std::count(order.begin(), order.end(), *at))
      return cannot(event, "stage_order is not a list of different stages");
    order.push_back(*at);
  }
  if (order.empty())
    return cannot(event, "stage_order is empty");
  x.session = event.session;
  x.type = *type;
  x.owner = user_id{body.text("owner")};
  // Logs of earlier releases know no door, and no policy but two.
  if (auto policy = parse_review_policy(body.text("policy")))
    x.policy = *policy;
  if (auto door = parse_front_door(body.text("door")))
    x.door = *door;
  if (auto rank = parse_priority(body.text("priority")))
    x.rank = *rank;
  x.payload = body.at("payload").dump();
  x.seed = static_cast<uint64_t>(body.integer("seed"));
  x.versions.resize(order.size());
  x.selected.resize(order.size());
  x.order = std::move(order);
  x.automatic = accepts_by_itself(x.policy);
  return {};
}

error run(session_history& x, const session_event& event, const json& body) {
  auto at = place_in(x, body);
  if (!at || !is_next_version(x, *at))
    return cannot(event, "not the stage's next version");
  auto first = x.phase == session_phase::none && at->index == 0;
  auto again = is_waiting(x) && at->index == x.current;
  auto next = x.phase == session_phase::review && at->index == x.current + 1;
  if (!first && !again && !next)
    return cannot(event, "this stage can't run now");
  stage_version version;
  version.feedback = body.text("feedback");
  version.scenes = scenes_in(body);
  version.base = static_cast<uint32_t>(body.integer("base"));
  version.made_from = made_from_in(x, at->index, body);
  if (version.made_from != x.upstream_of(at->index))
    return cannot(event, "not made from what is selected");
  x.versions[at->index].push_back(std::move(version));
  x.current = at->index;
  x.version = at->version;
  x.phase = session_phase::running;
  return {};
}

error complete(session_history& x, const session_event& event,
               const json& body) {
  auto at = place_in(x, body);
  auto edited = body.flag("edited");
  if (!at || !body.at("data").is_object())
    return cannot(event, "no stage, version or data");
  if (edited) {
    if (!is_waiting(x) || at->index > x.current || !is_next_version(x, *at)
        || made_from_in(x, at->index, body) != x.upstream_of(at->index))
      return cannot(event, "this stage can't be edited now");
    x.versions[at->index].emplace_back();
  } else if (!is_running(x, *at)) {
    return cannot(event, "that run is not going on");
  }
  auto& version = x.versions[at->index].back();
  if (edited) {
    version.edited = true;
    version.base = static_cast<uint32_t>(body.integer("base"));
    version.made_from = x.upstream_of(at->index);
  }
  version.is = body.text("outcome") == "skipped"
                 ? stage_version::state::skipped
                 : stage_version::state::completed;
  version.data = body.at("data").dump();
  show(x, *at);
  return {};
}

error fail(session_history& x, const session_event& event, const json& body) {
  auto at = place_in(x, body);
  auto publishing = body.flag("publishing");
  auto waits =
    x.phase == session_phase::review && x.current + 1 == x.order.size();
  if (!at || at->index != x.current || at->version != x.version
      || (publishing ? !waits : !is_running(x, *at)))
    return cannot(event, "nothing of that kind is going on");
  auto& version = x.versions[at->index][at->version - 1];
  version.failure = body.text("error");
  if (!publishing)
    version.is = stage_version::state::failed;
  x.phase = session_phase::failed;
  return {};
}

error select(session_history& x, const session_event& event, const json& body) {
  auto at = place_in(x, body);
  auto chosen = at ? x.find(at->index, at->version) : nullptr;
  if (!chosen || !is_waiting(x))
    return cannot(event, "no such version, or not the time for it");
  auto reused = body.flag("reused");
  if (reused
      && (x.phase != session_phase::review || at->index != x.current + 1
          || chosen->made_from != x.upstream_of(at->index)))
    return cannot(event, "that version was made from something else");
  std::copy(chosen->made_from.begin(), chosen->made_from.end(),
            x.selected.begin());
  show(x, *at);
  return {};
}

error fold(session_history& x, const session_event& event, const json& body) {
  switch (event.kind) {
    case event_kind::session_started: return begin(x, event, body);
    case event_kind::stage_running: return run(x, event, body);
    case event_kind::stage_completed: return complete(x, event, body);
    case event_kind::stage_failed: return fail(x, event, body);
    case event_kind::version_selected: return select(x, event, body);
    case event_kind::auto_enabled:
      if (x.phase == session_phase::failed)
        return cannot(event, "the current stage has failed");
      x.automatic = true;
      return {};
    case event_kind::pipeline_complete:
      if (x.phase != session_phase::review || x.current + 1 != x.order.size())
        return cannot(event, "the last stage is not done");
      x.phase = session_phase::ended;
      return {};
    case event_kind::stopped: x.phase = session_phase::ended; return {};
    case event_kind::pipeline_failed:
      if (x.phase != session_phase::failed
          || x.policy != review_policy::unattended)
        return cannot(event, "nothing failed, or a person is to be asked");
      x.phase = session_phase::ended;
      return {};
  }
  return cannot(event, "unknown kind");
}

} // namespace

std::string_view to_string(session_phase x) {
  switch (x) {
    case session_phase::none: return "none";
    case session_phase::running: return "running";
    case session_phase::review: return "review";
    case session_phase::failed: return "failed";
    case session_phase::ended: return "ended";
  }
  return "unknown";
}

size_t session_history::index_of(stage x) const {
  return static_cast<size_t>(std::find(order.begin(), order.end(), x)
                             - order.begin());
}

const stage_version* session_history::find(size_t index,
                                           uint32_t number) const {
  if (index >= versions.size() || number < 1 || number > versions[index].size())
    return nullptr;
  auto& version = versions[index][number - 1];
  return version.has_data() ? &version : nullptr;
}

std::vector<uint32_t> session_history::upstream_of(size_t index) const {
  return {selected.begin(),
          selected.begin() + static_cast<std::ptrdiff_t>(index)};
}

uint32_t session_history::base_of(size_t index) const {
  auto chosen = find(index, selected[index]);
  return chosen && chosen->made_from == upstream_of(index) ? selected[index]
                                                           : 0;
}

json session_history::data(size_t index, uint32_t number) const {
  auto version = find(index, number);
  auto data =
    version ? json::parse(version->data, log_limits) : result<json>{json{}};
  return data ? std::move(*data) : json{};
}

uint32_t session_history::fitting(size_t index) const {
  if (auto base = base_of(index))
    return base;
  auto upstream = upstream_of(index);
  auto number = static_cast<uint32_t>(versions[index].size());
  for (; number > 0; --number)
    if (auto x = find(index, number); x && x->made_from == upstream)
      break;
  return number;
}

error session_history::apply(const session_event& event, const json& body) {
  if (event.seq != last_seq + 1)
    return cannot(event, "seq " + std::to_string(last_seq + 1) + " comes next");
  if (event.kind != event_kind::session_started
      && (last_seq == 0 || event.session != session))
    return cannot(event, "it is not of this session");
  if (phase == session_phase::ended)
    return cannot(event, "the session has ended");
  if (auto err = fold(*this, event, body))
    return err;
  last_seq = event.seq;
  last_event = event.kind;
  return {};
}

error session_history::apply(const session_event& event) {
  auto body = json::parse(event.body, log_limits);
  if (!body || !body->is_object())
    return cannot(event, "its body is no JSON object");
  return apply(event, *body);
}

} // namespace troupe
