#include "protocol/timeline.hpp"

#include <algorithm>
#include <cmath>

namespace troupe {

namespace {

using std::chrono::microseconds;

constexpr microseconds lead_in{350'000};
constexpr microseconds tail{550'000};
constexpr microseconds last_hold{1'200'000};

/// Frames that cover this time, at least one.
uint32_t frames_for(microseconds time, uint32_t fps) {
  auto scaled = time.count() * static_cast<int64_t>(fps);
  auto frames = (scaled + 999'999) / 1'000'000;
  return static_cast<uint32_t>(std::max<int64_t>(frames, 1));
}

microseconds part_of(microseconds time, double share) {
  return microseconds{std::llround(static_cast<double>(time.count()) * share)};
}

} // namespace

double breath_of(const json& scene) {
  auto breath = scene.number("breath", 1);
  return std::isfinite(breath) ? std::clamp(breath, 0.2, 1.0) : 1.0;
}

json to_json(const std::vector<spoken_word>& words) {
  auto list = json::make_array();
  for (auto& word : words)
    list.push_back(json::make_object({{"text", word.text},
                                      {"start_us", word.start.count()},
                                      {"end_us", word.end.count()}}));
  return list;
}

std::vector<spoken_word> spoken_words_from(const json& x) {
  std::vector<spoken_word> words;
  for (auto& item : x.as_array())
    words.push_back({item.text("text"), microseconds{item.integer("start_us")},
                     microseconds{item.integer("end_us")}});
  return words;
}

std::vector<scene_slot> plan_timeline(const std::vector<scene_voice>& scenes,
                                      uint32_t fps) {
  std::vector<scene_slot> slots;
  uint32_t first = 0;
  for (auto& scene : scenes) {
    scene_slot slot;
    slot.scene_id = scene.scene_id;
    slot.first_frame = first;
    auto length = scene.narration;
    if (length > microseconds::zero()) {
      slot.voice_start = part_of(lead_in, scene.breath);
      length += slot.voice_start + part_of(tail, scene.breath)
                + scene.pause_after;
    }
    if (&scene == &scenes.back())
      length += last_hold;
    slot.frames = frames_for(std::max(length, scene.at_least), fps);
    slot.words = scene.words;
    for (auto& word : slot.words) {
      word.start += slot.voice_start;
      word.end += slot.voice_start;
    }
    first += slot.frames;
    slots.push_back(std::move(slot));
  }
  return slots;
}

uint32_t frame_count(const std::vector<scene_slot>& slots) {
  return slots.empty() ? 0 : slots.back().first_frame + slots.back().frames;
}

microseconds time_of(uint32_t frame, uint32_t fps) {
  return microseconds{(static_cast<int64_t>(frame) * 1'000'000 + fps / 2)
                      / fps};
}

} // namespace troupe
