// The half of session_machine that people talk to: what they may ask when, and
// the sentences that say why not.
#include "protocol/clean_text.hpp"
#include "protocol/defaults.hpp"
#include "protocol/session_machine.hpp"
#include "protocol/stage_edit.hpp"

#include <algorithm>

namespace troupe {

namespace {

std::string name_of(stage x) {
  return std::string{to_string(x)};
}

} // namespace

// -- what people ask ----------------------------------------------------------

result<std::vector<effect>>
session_machine::apply(const session_command& command, int64_t now_ms) {
  if (ended())
    return make_error(ec::invalid_state, "No active session");
  effects out;
  error err;
  switch (command.kind) {
    case command_kind::accept: err = accept(out, now_ms); break;
    case command_kind::regenerate:
      err = regenerate(out, command, now_ms);
      break;
    case command_kind::edit: err = edit(out, command, now_ms); break;
    case command_kind::go_to: err = go_to(out, command, now_ms); break;
    case command_kind::accept_all: err = accept_all(out, now_ms); break;
    case command_kind::stop: stop(out, now_ms); break;
  }
  if (err)
    return err;
  return out;
}

error session_machine::accept(effects& out, int64_t now_ms) {
  if (auto err = check_waiting())
    return err;
  if (auto err = check_not_failed())
    return err;
  return walk_on(out, now_ms);
}

error session_machine::regenerate(effects& out, const session_command& asked,
                                  int64_t now_ms) {
  if (auto err = check_waiting())
    return err;
  auto index = history_.current;
  new_version what{index, clean_text(asked.feedback, text_lines::many),
                   asked.scenes, history_.base_of(index)};
  if (what.feedback.size() > defaults::feedback_max_bytes)
    return make_error(ec::invalid_argument,
                      "Field feedback must be at most "
                        + std::to_string(defaults::feedback_max_bytes)
                        + " bytes");
  if (auto err = check_scenes(what))
    return err;
  // After a failure, with nothing new to say, the same is tried again.
  auto& last = history_.current_version();
  if (last.is == stage_version::state::failed && what.feedback.empty()
      && what.scenes.empty()) {
    what.feedback = last.feedback;
    what.scenes = last.scenes;
  }
  if (auto err = check_room(index))
    return err;
  run(out, what, now_ms);
  return {};
}

error session_machine::edit(effects& out, const session_command& asked,
                            int64_t now_ms) {
  if (auto err = check_waiting())
    return err;
  auto index = index_in(asked);
  if (!index)
    return index.error();
  if (*index > history_.current)
    return make_error(ec::invalid_state, "Stage "
                                           + name_of(history_.order[*index])
                                           + " comes after the current stage "
                                           + name_of(history_.current_stage())
                                           + "; accept up to it first");
  auto edit = json::parse(asked.data);
  if (!edit)
    return make_error(ec::invalid_argument,
                      "Field data: " + text_of(edit.error()));
  auto base = history_.base_of(*index);
  auto data = edit_stage(history_.order[*index], history_.data(*index, base),
                         *edit, scene_ids(*index));
  if (!data)
    return data.error();
  if (auto err = check_room(*index))
    return err;
  emit(out, event_kind::stage_completed,
       edited_body(history_, {*index, {}, {}, base}, std::move(*data)), now_ms);
  walk_while_automatic(out, now_ms);
  return {};
}

error session_machine::go_to(effects& out, const session_command& asked,
                             int64_t now_ms) {
  if (auto err = check_waiting())
    return err;
  auto index = index_in(asked);
  if (!index)
    return index.error();
  auto name = name_of(history_.order[*index]);
  auto count = history_.versions[*index].size();
  if (asked.version < 1 || asked.version > count)
    return make_error(ec::not_found, "Stage " + name + " has no version "
                                       + std::to_string(asked.version)
                                       + " (it has " + std::to_string(count)
                                       + ")");
  if (!history_.find(*index, asked.version))
    return make_error(ec::invalid_state,
                      "Version " + std::to_string(asked.version) + " of stage "
                        + name + " failed; there is nothing to go to");
  if (history_.phase == session_phase::review && *index == history_.current
      && asked.version == history_.version)
    return make_error(ec::invalid_state,
                      "Version " + std::to_string(asked.version) + " of stage "
                        + name + " is the one in review");
  if (history_.last_seq >= defaults::event_limit)
    return make_error(ec::limit_exceeded,
                      "The session has " + std::to_string(defaults::event_limit)
                        + " events and takes no more goto");
  select(out, *index, asked.version, false, now_ms);
  walk_while_automatic(out, now_ms);
  return {};
}

error session_machine::accept_all(effects& out, int64_t now_ms) {
  if (auto err = check_not_failed())
    return err;
  if (history_.automatic)
    return {};
  emit(out, event_kind::auto_enabled, automatic_body(), now_ms);
  walk_while_automatic(out, now_ms);
  return {};
}

void session_machine::stop(effects& out, int64_t now_ms) {
  if (history_.phase == session_phase::running)
    out.emplace_back(cancel_stage{});
  publishing_ = false;
  emit(out, event_kind::stopped, stopped_body(), now_ms);
  out.emplace_back(finish_session{event_kind::stopped});
}

// -- what is refused ----------------------------------------------------------

error session_machine::check_waiting() const {
  if (publishing_)
    return make_error(ec::invalid_state,
                      "The film is being published; wait for it or stop");
  if (history_.phase == session_phase::none)
    return make_error(ec::invalid_state,
                      "The session is about to begin; wait for it or stop");
  if (history_.phase == session_phase::running)
    return make_error(ec::invalid_state,
                      "Stage " + name_of(history_.current_stage())
                        + " is still running; wait for it or stop");
  return {};
}

error session_machine::check_not_failed() const {
  if (history_.phase != session_phase::failed)
    return {};
  return make_error(ec::invalid_state, "Stage "
                                         + name_of(history_.current_stage())
                                         + " failed; regenerate it or stop");
}

error session_machine::check_room(size_t index) const {
  if (history_.versions[index].size() < defaults::version_limit)
    return {};
  return make_error(ec::limit_exceeded,
                    "Stage " + name_of(history_.order[index]) + " has "
                      + std::to_string(defaults::version_limit)
                      + " versions, no more are kept; goto one of them");
}

error session_machine::check_scenes(const new_version& what) const {
  if (what.scenes.empty())
    return {};
  auto refuse = [](const std::string& why) {
    return make_error(ec::invalid_argument, "Field scenes " + why);
  };
  if (what.base == 0)
    return refuse("can't be used: stage " + name_of(history_.current_stage())
                  + " has no finished version whose other scenes could stay");
  if (what.scenes.size() > defaults::scene_limit)
    return refuse("may name at most " + std::to_string(defaults::scene_limit)
                  + " scenes");
  auto known = scene_ids(what.index);
  for (auto id : what.scenes) {
    if (id < 1)
      return refuse("must hold scene ids from 1");
    if (std::count(what.scenes.begin(), what.scenes.end(), id) > 1)
      return refuse("names scene " + std::to_string(id) + " twice");
    if (!known.empty() && !std::count(known.begin(), known.end(), id))
      return refuse("names scene " + std::to_string(id)
                    + ", which does not exist");
  }
  return {};
}

std::vector<int32_t> session_machine::scene_ids(size_t index) const {
  auto scenes = history_.index_of(stage::scenes);
  if (scenes > index)
    return {};
  return scene_ids_in(history_.data(scenes, history_.selected[scenes]));
}

result<size_t> session_machine::index_in(const session_command& command) const {
  if (!command.has_stage)
    return history_.current;
  auto index = history_.index_of(command.at);
  if (index < history_.order.size())
    return index;
  return make_error(ec::invalid_argument, "Field stage: this film has no stage "
                                            + name_of(command.at));
}

} // namespace troupe
