#include "protocol/stage_plan_parts.hpp"

#include "protocol/payload_options.hpp"
#include "protocol/piece_spec.hpp"

#include <algorithm>

namespace troupe::plan {

namespace {

/// Short side of previews: enough to judge a layout, small enough to be quick.
constexpr uint32_t still_side = 540;
constexpr uint32_t motion_side = 270;

constexpr std::string_view motions[] = {"calm", "lively", "still"};

std::string scene_name(int64_t id) {
  return "scene_" + std::to_string(id);
}

/// What moves: scenes, and how they give way.
bool is_motion(directive_kind kind) {
  return kind == directive_kind::more_motion
         || kind == directive_kind::less_motion
         || kind == directive_kind::no_motion
         || kind == directive_kind::set_transition;
}

/// "Livelier" at this stage is about movement.
feedback_plan motion_wishes(const feedback_plan& plan) {
  auto wishes = plan;
  for (auto& x : wishes.directives) {
    if (x.kind == directive_kind::more_energetic
        || x.kind == directive_kind::faster)
      x.kind = directive_kind::more_motion;
    else if (x.kind == directive_kind::calmer
             || x.kind == directive_kind::slower)
      x.kind = directive_kind::less_motion;
  }
  return wishes;
}

std::string next_motion(const std::string& motion) {
  auto found = std::ranges::find(motions, motion);
  auto index = static_cast<size_t>(found - std::begin(motions));
  return std::string{motions[(index + 1) % std::size(motions)]};
}

/// Looks with the movement that the animations stage chose.
look_styles looks_of_animations(const film_inputs& inputs, notes_list& notes) {
  if (!inputs.has_previous())
    return looks_from(inputs.upstream.at("visuals"));
  auto looks = looks_from(inputs.previous);
  auto request = inputs.wishes();
  request.plan = motion_wishes(request.plan);
  std::vector<bool> done;
  for (auto& x : request.plan.directives)
    done.push_back(is_motion(x.kind));
  note_the_rest(request.plan, done, stage::animations, notes);
  auto asked_nothing = request.plan.directives.empty();
  std::erase_if(request.plan.directives,
                [](auto& x) { return !is_motion(x.kind); });
  if (request.plan.directives.empty() && !asked_nothing)
    return looks;
  restyle(looks, request, [&](const feedback_plan& plan, look_style& look) {
    if (plan.directives.empty())
      look.motion = next_motion(look.motion);
    else
      apply_to_look(plan, inputs.scenes, look, notes);
  });
  return looks;
}

piece_list previews(const film_inputs& inputs, const look_styles& looks,
                    piece_kind kind, uint32_t side) {
  piece_list pieces;
  auto small = scaled(inputs.format, side);
  for (uint32_t i = 0; i < inputs.scenes.size(); ++i) {
    auto id = inputs.scenes.at(i).integer("scene_id");
    preview_spec spec{
      picture_of(inputs, looks.of(static_cast<int32_t>(id)), i)};
    spec.picture.format = small;
    add(pieces, kind, scene_name(id), to_json(spec), 1);
  }
  return pieces;
}

/// One entry a scene: what it is and where its preview is.
json scene_list(const film_inputs& inputs, const look_styles& looks,
                const place& at, const std::vector<piece_record>& records,
                std::string_view file) {
  auto list = json::make_array();
  for (uint32_t i = 0; i < inputs.scenes.size() && i < records.size(); ++i) {
    auto& scene = inputs.scenes.at(i);
    auto id = static_cast<int32_t>(scene.integer("scene_id"));
    auto picture = picture_of(inputs, looks.of(id), i);
    auto entry = json::make_object({{"scene_id", id},
                                    {"title", picture.title},
                                    {"layout", to_string(picture.layout)},
                                    {"motion", to_string(picture.motion)},
                                    {"preview_url", at.url(records[i], file)}});
    if (auto own = looks.own.find(id); own != looks.own.end())
      entry["style"] = to_json(own->second);
    list.push_back(std::move(entry));
  }
  return list;
}

} // namespace

film_format scaled(const film_format& format, uint32_t side) {
  auto shortest = std::min(format.width, format.height);
  if (shortest <= side)
    return format;
  auto even = [&](uint32_t x) {
    return static_cast<uint32_t>(uint64_t{x} * side / shortest) & ~1U;
  };
  return {even(format.width), even(format.height), format.fps};
}

look_styles looks_from(const json& data) {
  look_styles looks;
  looks.all = look_style_from(data.at("style"));
  for (auto& scene : data.at("scenes").as_array())
    if (auto style = scene.find("style"))
      looks.own.emplace(static_cast<int32_t>(scene.integer("scene_id")),
                        look_style_from(*style));
  return looks;
}

look_styles looks_of_visuals(const film_inputs& inputs, notes_list& notes) {
  look_styles looks;
  if (!inputs.has_previous()) {
    looks.all = default_look(inputs.type, inputs.payload, inputs.seed);
    return looks;
  }
  looks = looks_from(inputs.previous);
  restyle(looks, inputs.wishes(),
          [&](const feedback_plan& plan, look_style& look) {
            apply_to_look(plan, inputs.scenes, look, notes);
          });
  return looks;
}

composition picture_of(const film_inputs& inputs, const look_style& look,
                       uint32_t index) {
  auto context = context_of(inputs.scenes_data, index, inputs.type,
                            inputs.format, look);
  context.logo = logo_of(inputs);
  context.logo_at = logo_stand_of(inputs.type, inputs.payload, index,
                                  context.count);
  auto out = compose(cast_scene(inputs, index), context);
  use_uploads(inputs, out);
  return out;
}

namespace {

/// What the checker found in the stills, so that it can be mended before the
/// film is made.
void note_findings(const std::vector<piece_record>& stills,
                   notes_list& notes) {
  for (auto& still : stills) {
    auto meta = json::parse(still.meta);
    if (!meta)
      continue;
    for (auto& found : meta->at("findings").as_array())
      notes.push_back("In " + still.name + ", " + found.as_string() + ".");
  }
}

} // namespace

result<piece_list> visuals(const film_inputs& inputs) {
  notes_list notes;
  return previews(inputs, looks_of_visuals(inputs, notes), piece_kind::still,
                  still_side);
}

json visuals_data(const film_inputs& inputs, const place& at,
                  const std::vector<piece_record>& records) {
  notes_list notes;
  auto looks = looks_of_visuals(inputs, notes);
  note_colors(records, notes);
  note_findings(records, notes);
  auto count = std::to_string(records.size());
  return json::make_object(
    {{"status", "complete"},
     {"message", "Designed " + count + " scenes"},
     {"theme", looks.all.theme},
     {"style", to_json(looks.all)},
     {"format", to_json(inputs.format)},
     {"scenes", scene_list(inputs, looks, at, records, "preview.jpg")},
     {"notes", notes_json(notes)}});
}

result<piece_list> animations(const film_inputs& inputs) {
  notes_list notes;
  return previews(inputs, looks_of_animations(inputs, notes),
                  piece_kind::motion, motion_side);
}

json animations_data(const film_inputs& inputs, const place& at,
                     const std::vector<piece_record>& records) {
  notes_list notes;
  auto looks = looks_of_animations(inputs, notes);
  auto count = std::to_string(records.size());
  return json::make_object(
    {{"status", "complete"},
     {"message", "Animated " + count + " scenes"},
     {"motion", looks.all.motion},
     {"style", to_json(looks.all)},
     {"scenes", scene_list(inputs, looks, at, records, "preview.mp4")},
     {"notes", notes_json(notes)}});
}

} // namespace troupe::plan
