#include "protocol/music.hpp"

#include <string>

namespace troupe {

namespace {

using namespace std::chrono_literals;

music_part part_of(layout_kind layout, size_t index, size_t count) {
  if (index + 1 == count && count > 1)
    return music_part::ending;
  if (index == 0)
    return music_part::intro;
  switch (layout) {
    case layout_kind::statement:
    case layout_kind::quote:
    case layout_kind::formula:
    case layout_kind::safety: return music_part::rest;
    case layout_kind::product:
    case layout_kind::number:
    case layout_kind::gauge:
    case layout_kind::logo:
    case layout_kind::cta:
    case layout_kind::code:
    case layout_kind::end_card: return music_part::lift;
    case layout_kind::title:
    case layout_kind::bullets:
    case layout_kind::steps:
    case layout_kind::compare:
    case layout_kind::diagram:
    case layout_kind::chart:
    case layout_kind::timeline:
    case layout_kind::process:
    case layout_kind::callout:
    case layout_kind::location:
    case layout_kind::picture:
    case layout_kind::presenter:
    case layout_kind::footage:
    case layout_kind::lower_third: return music_part::build;
  }
  return music_part::build;
}

effect_kind effect_of(std::string_view mood, music_part into) {
  if (into == music_part::lift && mood != "bright")
    return effect_kind::swell;
  return mood == "bright" ? effect_kind::tick : effect_kind::whoosh;
}

} // namespace

std::string_view to_string(music_part x) {
  switch (x) {
    case music_part::intro: return "intro";
    case music_part::build: return "build";
    case music_part::rest: return "rest";
    case music_part::lift: return "lift";
    case music_part::ending: return "ending";
  }
  return "unknown";
}

std::string_view to_string(effect_kind x) {
  switch (x) {
    case effect_kind::whoosh: return "whoosh";
    case effect_kind::tick: return "tick";
    case effect_kind::swell: return "swell";
  }
  return "unknown";
}

result<music_part> parse_music_part(std::string_view text) {
  for (auto x : {music_part::intro, music_part::build, music_part::rest,
                 music_part::lift, music_part::ending})
    if (to_string(x) == text)
      return x;
  return make_error(ec::invalid_argument,
                    "Unknown part of the music: " + std::string{text});
}

result<effect_kind> parse_effect_kind(std::string_view text) {
  for (auto x : {effect_kind::whoosh, effect_kind::tick, effect_kind::swell})
    if (to_string(x) == text)
      return x;
  return make_error(ec::invalid_argument,
                    "Unknown effect: " + std::string{text});
}

std::vector<music_section>
music_sections(const std::vector<scene_slot>& slots,
               const std::vector<composition>& pictures, uint32_t fps) {
  std::vector<music_section> out;
  for (size_t i = 0; i < slots.size() && i < pictures.size(); ++i) {
    auto part = part_of(pictures[i].layout, i, slots.size());
    if (out.empty() || out.back().part != part)
      out.push_back({time_of(slots[i].first_frame, fps), part});
  }
  return out;
}

std::vector<effect_cue> effect_cues(const std::vector<music_section>& sections,
                                    std::string_view mood) {
  std::vector<effect_cue> out;
  if (mood == "serious")
    return out;
  constexpr std::chrono::microseconds apart = 9s;
  auto last = -apart;
  for (auto& section : sections) {
    auto into_quiet =
      section.part == music_part::rest || section.part == music_part::intro;
    if (section.start <= 0s || into_quiet
        || section.start - last < apart)
      continue;
    out.push_back({section.start, effect_of(mood, section.part)});
    last = section.start;
  }
  return out;
}

} // namespace troupe
