#include "protocol/creator_codec.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/defaults.hpp"
#include "protocol/payload.hpp"

namespace troupe::creator_codec {

namespace {

/// An action is echoed in its error; nobody needs more of it.
constexpr size_t echo_max_bytes = 64;

error refuse(std::string_view field, std::string_view must) {
  return make_error(ec::invalid_argument, "Field " + std::string{field}
                                            + " must be " + std::string{must});
}

/// A member that may be missing or null.
const json* given(const json& frame, std::string_view name) {
  auto x = frame.find(name);
  return x && !x->is_null() ? x : nullptr;
}

result<bool> flag_in(const json& frame, std::string_view name) {
  auto x = given(frame, name);
  if (x && !x->is_bool())
    return refuse(name, "true or false");
  return x ? x->as_bool() : false;
}

result<int64_t> number_in(const json& frame, std::string_view name,
                          int64_t lowest, int64_t highest) {
  auto& x = frame.at(name);
  if (!x.is_integer() || x.as_integer() < lowest || x.as_integer() > highest)
    return refuse(name, "a whole number from " + std::to_string(lowest));
  return x.as_integer();
}

result<request> decode_start(const json& frame) {
  start out;
  if (auto type = given(frame, "video_type")) {
    if (!type->is_string())
      return refuse("video_type", "text");
    auto text = clip_text(type->as_string(), echo_max_bytes);
    auto parsed = parse_video_type(text);
    if (!parsed)
      return parsed.error();
    out.request.type = *parsed;
  }
  auto payload = given(frame, "payload");
  auto checked =
    check_payload(out.request.type, payload ? *payload : json::make_object());
  if (!checked)
    return checked.error();
  out.request.payload = checked->dump();
  auto progress = flag_in(frame, "progress");
  if (!progress)
    return progress.error();
  out.progress = *progress;
  return request{std::move(out)};
}

result<request> decode_resume(const json& frame) {
  resume out;
  auto name = given(frame, "session_id") ? "session_id" : "video_id";
  auto& id = frame.at(name).as_string();
  if (!is_session_id(id))
    return refuse("session_id", "32 hex digits, as in session_started");
  out.session = session_id{id};
  if (given(frame, "since")) {
    auto since = number_in(frame, "since", 0, INT64_MAX);
    if (!since)
      return since.error();
    out.since = static_cast<uint64_t>(*since);
  }
  auto progress = flag_in(frame, "progress");
  if (!progress)
    return progress.error();
  out.progress = *progress;
  return request{std::move(out)};
}

result<request> decode_regenerate(const json& frame) {
  session_command out;
  out.kind = command_kind::regenerate;
  if (auto feedback = given(frame, "feedback")) {
    if (!feedback->is_string())
      return refuse("feedback", "text");
    out.feedback = feedback->as_string();
  }
  if (auto scenes = given(frame, "scenes")) {
    if (!scenes->is_array())
      return refuse("scenes", "a list of scene ids");
    for (auto& id : scenes->as_array()) {
      if (!id.is_integer() || id.as_integer() < 1
          || id.as_integer() > INT32_MAX)
        return refuse("scenes", "a list of scene ids, whole numbers from 1");
      out.scenes.push_back(static_cast<int32_t>(id.as_integer()));
    }
  }
  return request{std::move(out)};
}

/// The stage that edit and goto may name.
error read_stage(const json& frame, session_command& out) {
  auto at = given(frame, "stage");
  if (!at)
    return {};
  if (!at->is_string())
    return refuse("stage", "text");
  auto parsed = parse_stage(clip_text(at->as_string(), echo_max_bytes));
  if (!parsed)
    return parsed.error();
  out.has_stage = true;
  out.at = *parsed;
  return {};
}

result<request> decode_edit(const json& frame) {
  session_command out;
  out.kind = command_kind::edit;
  if (auto err = read_stage(frame, out))
    return err;
  if (!frame.at("data").is_object())
    return refuse("data", "an object");
  out.data = frame.at("data").dump();
  return request{std::move(out)};
}

result<request> decode_goto(const json& frame) {
  session_command out;
  out.kind = command_kind::go_to;
  if (auto err = read_stage(frame, out))
    return err;
  auto version = number_in(frame, "version", 1, UINT32_MAX);
  if (!version)
    return version.error();
  out.version = static_cast<uint32_t>(*version);
  return request{std::move(out)};
}

result<request> bare(command_kind kind) {
  session_command out;
  out.kind = kind;
  return request{std::move(out)};
}

/// What old clients compare with: a missing action is "None".
std::string echo(const json& action) {
  if (action.is_null())
    return "None";
  auto text = action.is_string() ? action.as_string() : action.dump();
  return std::string{clip_text(text, echo_max_bytes)};
}

} // namespace

result<request> decode(std::string_view text) {
  json_limits limits;
  limits.max_bytes = defaults::frame_max_bytes;
  auto frame = json::parse(text, limits);
  if (!frame)
    return frame.error();
  if (!frame->is_object())
    return make_error(ec::invalid_argument, "A message must be a JSON object");
  auto& action = frame->at("action");
  auto& name = action.as_string();
  // Only pictures need so much.
  if (name != "start" && text.size() > defaults::control_frame_max_bytes)
    return make_error(ec::limit_exceeded,
                      "A message must be at most "
                        + std::to_string(defaults::control_frame_max_bytes)
                        + " bytes long");
  if (name == "start")
    return decode_start(*frame);
  if (name == "accept")
    return bare(command_kind::accept);
  if (name == "regenerate")
    return decode_regenerate(*frame);
  if (name == "stop")
    return bare(command_kind::stop);
  if (name == "edit")
    return decode_edit(*frame);
  if (name == "goto")
    return decode_goto(*frame);
  if (name == "auto")
    return bare(command_kind::accept_all);
  if (name == "resume")
    return decode_resume(*frame);
  return make_error(ec::invalid_argument, "Unknown action: " + echo(action));
}

} // namespace troupe::creator_codec
