#include "protocol/defaults.hpp"
#include "protocol/piece_spec.hpp"

namespace troupe {

namespace {

using std::chrono::microseconds;

error bad(std::string_view field) {
  return make_error(ec::invalid_argument,
                    "Invalid piece: " + std::string{field});
}

/// Of one scene with its transitions: twice what a film by hand may have.
constexpr int64_t frames_limit = 60 * 60 * 60;

json to_json(const live_spec::part& x) {
  return json::make_object({{"key", x.key.str()}, {"frames", x.frames}});
}

json to_json(const animatic_spec::scene& x) {
  auto out = json::make_object({{"id", x.id},
                                {"picture", to_json(x.picture)},
                                {"at_least_us", x.at_least.count()},
                                {"is_spoken", x.is_spoken},
                                {"pause_after_us", x.pause_after.count()}});
  if (x.breath != 1)
    out["breath"] = x.breath;
  return out;
}

} // namespace

json to_json(const transition_spec& x) {
  return json::make_object({{"kind", to_string(x.kind)},
                            {"frames", x.frames},
                            {"from", to_json(x.from)},
                            {"to", to_json(x.to)}});
}

json to_json(const animatic_spec& x) {
  auto scenes = json::make_array();
  for (auto& scene : x.scenes)
    scenes.push_back(to_json(scene));
  return json::make_object({{"format", to_json(x.format)},
                            {"title", x.title},
                            {"language", x.language},
                            {"scenes", scenes}});
}

json to_json(const live_spec& x) {
  auto parts = json::make_array();
  for (auto& part : x.parts)
    parts.push_back(to_json(part));
  return json::make_object({{"format", to_json(x.format)}, {"parts", parts}});
}

json to_json(const picture_spec& x) {
  return json::make_object(
    {{"upload", x.upload}, {"longest_side", x.longest_side}});
}

json to_json(const clip_spec& x) {
  return json::make_object({{"upload", x.upload},
                            {"width", x.width},
                            {"height", x.height},
                            {"fps", x.fps},
                            {"frames", x.frames},
                            {"start_us", x.start.count()},
                            {"focus_x", x.focus_x},
                            {"focus_y", x.focus_y},
                            {"fills", x.fills}});
}

json to_json(const delivery_spec& x) {
  return json::make_object({{"container", to_string(x.container)},
                            {"format", to_json(x.format)},
                            {"frames", x.frames},
                            {"title", x.title},
                            {"language", x.language}});
}

result<transition_spec> transition_spec_from(const json& x) {
  auto kind = transition_from(x.text("kind"));
  auto from = segment_spec_from(x.at("from"));
  auto to = segment_spec_from(x.at("to"));
  if (!kind || !needs_segment(*kind))
    return bad("kind");
  if (!from || !to)
    return from ? to.error() : from.error();
  auto frames = x.integer("frames");
  if (frames < 1 || frames > from->frames || frames > to->frames)
    return bad("frames");
  if (from->picture.format != to->picture.format)
    return bad("format");
  return transition_spec{*kind, static_cast<uint32_t>(frames),
                         std::move(*from), std::move(*to)};
}

result<animatic_spec> animatic_spec_from(const json& x) {
  animatic_spec spec;
  spec.format = film_format_from(x.at("format"));
  spec.title = x.text("title");
  spec.language = x.text("language", "en");
  for (auto& item : x.at("scenes").as_array()) {
    auto picture = composition_from(item.at("picture"));
    if (!picture)
      return picture.error();
    auto at_least = microseconds{item.integer("at_least_us")};
    if (at_least < microseconds::zero() || at_least > std::chrono::hours{1})
      return bad("at_least_us");
    auto pause = microseconds{item.integer("pause_after_us")};
    if (pause < microseconds::zero() || pause > std::chrono::minutes{1})
      return bad("pause_after_us");
    spec.scenes.push_back({static_cast<int32_t>(item.integer("id")),
                           std::move(*picture), at_least,
                           item.flag("is_spoken"), pause,
                           breath_of(item)});
  }
  if (spec.scenes.empty() || spec.scenes.size() > defaults::scene_limit)
    return bad("scenes");
  return spec;
}

result<live_spec> live_spec_from(const json& x) {
  live_spec spec;
  spec.format = film_format_from(x.at("format"));
  for (auto& item : x.at("parts").as_array()) {
    auto key = item.text("key");
    auto frames = item.integer("frames");
    if (!is_content_key(key) || frames < 1 || frames > frames_limit)
      return bad("parts");
    spec.parts.push_back({content_key{key}, static_cast<uint32_t>(frames)});
  }
  if (spec.parts.empty() || spec.parts.size() > 2 * defaults::scene_limit)
    return bad("parts");
  return spec;
}

result<picture_spec> picture_spec_from(const json& x) {
  auto side = x.integer("longest_side");
  if (!is_content_key(x.text("upload")))
    return bad("upload");
  if (side < 1 || side > 3840)
    return bad("longest_side");
  return picture_spec{x.text("upload"), static_cast<uint32_t>(side)};
}

result<clip_spec> clip_spec_from(const json& x) {
  auto is_within = [&](const char* name, int64_t lowest, int64_t highest) {
    auto value = x.integer(name, lowest - 1);
    return value >= lowest && value <= highest;
  };
  auto is_share = [&](const char* name) {
    auto value = x.number(name, -1);
    return value >= 0 && value <= 1;
  };
  if (!is_content_key(x.text("upload")))
    return bad("upload");
  if (!is_within("width", 2, 4096) || !is_within("height", 2, 4096))
    return bad("size");
  if (!is_within("fps", 1, 60))
    return bad("fps");
  if (!is_within("frames", 1,
                 60 * int64_t{defaults::clip_seconds_limit}))
    return bad("frames");
  if (!is_within("start_us", 0, 3'600'000'000))
    return bad("start_us");
  if (!is_share("focus_x") || !is_share("focus_y"))
    return bad("focus");
  return clip_spec{x.text("upload"),
                   static_cast<uint32_t>(x.integer("width")),
                   static_cast<uint32_t>(x.integer("height")),
                   static_cast<uint32_t>(x.integer("fps")),
                   static_cast<uint32_t>(x.integer("frames")),
                   std::chrono::microseconds{x.integer("start_us")},
                   x.number("focus_x"),
                   x.number("focus_y"),
                   x.flag("fills")};
}

result<delivery_spec> delivery_spec_from(const json& x) {
  auto container = parse_film_container(x.text("container"));
  if (!container || *container == film_container::mp4)
    return bad("container");
  auto frames = x.integer("frames");
  if (frames < 1 || frames > frames_limit)
    return bad("frames");
  return delivery_spec{*container, film_format_from(x.at("format")),
                       static_cast<uint32_t>(frames), x.text("title"),
                       x.text("language", "en")};
}

} // namespace troupe
