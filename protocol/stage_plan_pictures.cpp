#include "protocol/piece_spec.hpp"
#include "protocol/stage_plan_parts.hpp"
#include "protocol/voice_loudness.hpp"

#include <algorithm>

namespace troupe::plan {

namespace {

using std::chrono::microseconds;
using namespace std::chrono_literals;

/// Long enough to be seen as a movement, short enough to be over when the
/// voice begins.
constexpr microseconds transition_length{400'000};

/// The first scene's beginning is a piece of its own, so that a film can be
/// watched soon after its rendering began: one group of pictures.
constexpr uint32_t opening_seconds = 2;

/// How every scene gives way to the next; the last one stays.
std::vector<transition_kind> transitions_of(const film_inputs& inputs,
                                            const look_styles& looks) {
  std::vector<transition_kind> out;
  for (auto& scene : inputs.scenes.as_array()) {
    auto id = static_cast<int32_t>(scene.integer("scene_id"));
    auto asked = looks.of(id).transition;
    out.push_back(
      transition_from(asked.empty() ? scene.text("transition") : asked)
        .value_or(transition_kind::fade));
  }
  if (!out.empty())
    out.back() = transition_kind::fade;
  return out;
}

/// Frames that a transition takes from the beginning of the scene after it.
uint32_t frames_of(transition_kind kind, const scene_slot& next, uint32_t fps) {
  if (!needs_segment(kind))
    return 0;
  auto wanted = static_cast<uint32_t>(transition_length.count() * fps
                                      / 1'000'000);
  auto frames = std::min(std::max(wanted, 2U), next.frames / 2);
  // One frame between two scenes is a flash.
  return frames < 2 ? 0 : frames;
}

/// Presenters are seen to speak; other pictures don't depend on the voice.
std::string seen_loudness(const film_inputs& inputs, const composition& x,
                          const scene_slot& slot) {
  if (x.layout != layout_kind::presenter)
    return {};
  for (auto& entry : inputs.upstream.at("tts").at("scenes").as_array())
    if (entry.integer("scene_id") == slot.scene_id)
      return delayed(entry.text("loudness"), slot.voice_start);
  return {};
}

std::string scene_name(const scene_slot& slot) {
  return "scene_" + std::to_string(slot.scene_id);
}

} // namespace

microseconds shortest(video_type film, const json& scene,
                      const composition& picture) {
  if (auto seconds = scene.find("at_least_sec"))
    return microseconds{static_cast<int64_t>(
      std::clamp(seconds->as_number(), 0.5, 600.0) * 1e6)};
  auto type = scene.text("type");
  // What a doctor's film ends on has its length by rule.
  if (film == video_type::doctor_ad && type == "product")
    return 7s;
  if (film == video_type::doctor_ad && type == "logo")
    return 6s;
  // What is on screen beside a presenter is spoken: nobody waits for it.
  if (film == video_type::presenter_ad && (type == "clip" || type == "hook"))
    return 1500ms;
  // Three words a second after the entrance; five where all but the small print
  // is heard as well, or a formula would be looked at in silence.
  auto pace = film == video_type::explainer ? 5 : 3;
  auto words = static_cast<int64_t>(words_on_screen(picture));
  return std::max<microseconds>(3s,
                                1s + microseconds{words * 1'000'000 / pace});
}

/// The times of a film don't depend on its transitions: one lies in the first
/// frames of the scene that comes, and the scene that goes is drawn on for as
/// long.
film_pictures pictures_of(const film_inputs& inputs,
                          const look_styles& looks,
                          const std::vector<composition>& scenes,
                          const std::vector<scene_slot>& slots) {
  auto after = transitions_of(inputs, looks);
  auto fps = inputs.format.fps;
  std::vector<segment_spec> specs;
  for (size_t i = 0; i < slots.size(); ++i) {
    segment_spec spec{scenes[i], slots[i].frames, slots[i].words,
                      seen_loudness(inputs, scenes[i], slots[i])};
    if (i > 0) {
      spec.picture.enter = after[i - 1];
      spec.first = frames_of(after[i - 1], slots[i], fps);
    }
    spec.picture.leave = after[i];
    spec.count = slots[i].frames - spec.first;
    if (i + 1 < slots.size())
      spec.frames += frames_of(after[i], slots[i + 1], fps);
    specs.push_back(std::move(spec));
  }
  film_pictures out;
  for (size_t i = 0; i < specs.size(); ++i) {
    auto& spec = specs[i];
    if (i > 0 && spec.first > 0) {
      transition_spec between{after[i - 1], spec.first, specs[i - 1], spec};
      // Its window is the transition's own: a scene that is cut elsewhere
      // leaves it as it is.
      for (auto scene : {&between.from, &between.to})
        scene->first = scene->count = 0;
      add(out.pieces, piece_kind::transition,
          "into_" + scene_name(slots[i]), to_json(between), spec.first);
      out.frames.push_back(spec.first);
    }
    auto opening = opening_seconds * fps;
    if (i == 0 && spec.count >= 2 * opening) {
      auto begin = spec;
      begin.count = opening;
      add(out.pieces, piece_kind::segment, "opening", to_json(begin), opening);
      out.frames.push_back(opening);
      spec.first = opening;
      spec.count -= opening;
    }
    add(out.pieces, piece_kind::segment, scene_name(slots[i]), to_json(spec),
        spec.count);
    out.frames.push_back(spec.count);
  }
  return out;
}

composition poster_of(const composition& first, const std::string& title) {
  composition out;
  out.type = first.type;
  out.layout = layout_kind::title;
  out.format = first.format;
  out.theme = first.theme;
  out.accent = first.accent;
  out.background = first.background;
  out.variation = first.variation;
  out.illustration = first.illustration;
  out.name = first.name;
  out.logo = first.logo;
  out.captions = false;
  out.motion = motion_style::still;
  // Seen as small as a stamp.
  out.text_scale = 1.4;
  out.title = screen_text(title.empty() ? first.title : title, 80);
  if (out.title.find(first.name) == std::string::npos)
    out.kicker = first.name;
  return out;
}

} // namespace troupe::plan
