#include "protocol/direction.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace troupe {

namespace {

using enum directive_kind;

std::string plain_number(double x) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%g", x);
  return text.data();
}

std::string amount_text(const directive& x) {
  auto number = plain_number(x.amount);
  switch (x.unit) {
    case amount_unit::none: return {};
    case amount_unit::percent: return " by " + number + " %";
    case amount_unit::seconds: return " by " + number + " seconds";
    case amount_unit::words: return " by " + number + " words";
    case amount_unit::factor: return " by a factor of " + number;
  }
  return {};
}

std::string target_text(const directive& x) {
  std::string result;
  for (auto& t : x.targets) {
    result += result.empty() ? " in " : ", ";
    if (t.number > 0)
      result += "scene " + std::to_string(t.number);
    else if (t.number == -1)
      result += "the last scene";
    else if (t.number < 0)
      result += "scene " + std::to_string(-t.number) + " from the end";
    else
      result += "the " + t.type + " scene";
  }
  return result;
}

std::string wish_text(const directive& x) {
  switch (x.kind) {
    case shorter: return "shorter" + amount_text(x);
    case longer: return "longer" + amount_text(x);
    case simpler: return "simpler";
    case more_formal: return "more formal";
    case friendlier: return "friendlier";
    case more_energetic: return "more energetic";
    case calmer: return "calmer";
    case mention: return "mention \"" + x.text + "\"";
    case remove_words: return "remove \"" + x.text + "\"";
    case replace_words:
      return "replace \"" + x.text + "\" with \"" + x.other + "\"";
    case keep_words: return "keep \"" + x.text + "\"";
    case set_tone: return "tone \"" + x.text + "\"";
    case rewrite: return "another version";
    case set_title: return "title \"" + x.text + "\"";
    case add_scene:
      return x.text.empty() ? "one more scene"
                            : "a scene about \"" + x.text + "\"";
    case remove_scene: return "remove a scene";
    case set_length: return "a length of " + plain_number(x.amount) + " seconds";
    case slower: return "slower" + amount_text(x);
    case faster: return "faster" + amount_text(x);
    case set_accent: return "colour " + x.text;
    case set_background: return "background " + x.text;
    case set_theme: return "theme " + x.text;
    case darker: return "darker";
    case lighter: return "lighter";
    case warmer: return "warmer colours";
    case cooler: return "cooler colours";
    case bigger_text: return "bigger text";
    case smaller_text: return "smaller text";
    case captions_on: return "captions on";
    case captions_off: return "captions off";
    case karaoke_on: return "karaoke";
    case karaoke_off: return "no karaoke";
    case set_transition:
      return x.text == "cut" ? "no transitions" : "transition " + x.text;
    case more_motion: return "more motion";
    case less_motion: return "less motion";
    case no_motion: return "no motion";
    case set_voice: return "voice " + x.text;
    case other_voice: return "another voice";
    case deeper_voice: return "a deeper voice";
    case higher_voice: return "a higher voice";
    case longer_pauses: return "longer pauses";
    case shorter_pauses: return "shorter pauses";
    case pause_after:
      return x.amount > 0
               ? "a pause of " + plain_number(x.amount) + " seconds after it"
               : "no pause after it";
    case set_music: return "music " + x.text;
    case other_music: return "other music";
    case music_louder: return "louder music";
    case music_quieter: return "quieter music";
    case voice_louder: return "a louder voice";
    case voice_quieter: return "a quieter voice";
  }
  return "a wish";
}

int order(stage x) {
  return static_cast<int>(x);
}

} // namespace

stage stage_of(const directive& x) {
  switch (x.kind) {
    case shorter:
    case longer:
    case simpler:
    case more_formal:
    case friendlier:
    case more_energetic:
    case calmer:
    case mention:
    case remove_words:
    case replace_words:
    case keep_words:
    case set_tone:
    case rewrite: return stage::script;
    case set_title:
    case add_scene:
    case remove_scene:
    case set_length: return stage::scenes;
    case slower:
    case faster:
    case set_voice:
    case other_voice:
    case deeper_voice:
    case higher_voice:
    case longer_pauses:
    case shorter_pauses:
    case pause_after: return stage::tts;
    case set_accent:
    case set_background:
    case set_theme:
    case darker:
    case lighter:
    case warmer:
    case cooler:
    case bigger_text:
    case smaller_text:
    case captions_on:
    case captions_off:
    case karaoke_on:
    case karaoke_off:
    case set_transition: return stage::visuals;
    case more_motion:
    case less_motion:
    case no_motion: return stage::visuals;
    case set_music:
    case other_music:
    case music_louder:
    case music_quieter:
    case voice_louder:
    case voice_quieter: return stage::render;
  }
  return stage::script;
}

std::string describe(const directive& x) {
  return wish_text(x) + target_text(x);
}

std::vector<int32_t> targeted_scenes(const directive& x, const json& scenes) {
  std::vector<int32_t> ids;
  auto& list = scenes.as_array();
  auto count = static_cast<int32_t>(list.size());
  for (int32_t i = 0; i < count; ++i) {
    auto& scene = list[static_cast<size_t>(i)];
    auto id = static_cast<int32_t>(scene.integer("scene_id"));
    auto meant = x.targets.empty()
                 || std::ranges::any_of(x.targets, [&](auto& t) {
                      // Reviewers count what they see; ids may have gaps.
                      if (t.number == 0)
                        return scene.text("type") == t.type;
                      return t.number > 0 ? t.number == i + 1
                                          : count + t.number == i;
                    });
    if (meant)
      ids.push_back(id);
  }
  std::ranges::sort(ids);
  return ids;
}

void note_the_rest(const feedback_plan& plan, const std::vector<bool>& done,
                   stage at, notes_list& notes) {
  for (size_t i = 0; i < plan.directives.size(); ++i) {
    if (i < done.size() && done[i])
      continue;
    auto& x = plan.directives[i];
    auto place = stage_of(x);
    auto name = std::string{to_string(place)};
    auto wish = "\"" + describe(x) + "\"";
    if (place == at)
      notes.push_back(wish + " could not be done here.");
    else if (order(place) < order(at))
      notes.push_back(wish + " is decided in the " + name
                      + " stage: go back with goto " + name
                      + " and ask for it there.");
    else
      notes.push_back(wish + " is decided in the " + name
                      + " stage, which comes later: ask for it there.");
  }
  for (auto& part : plan.rest)
    notes.push_back("Not understood: \"" + part + "\".");
}

} // namespace troupe
