#include "providers/embedded_writer_structure.hpp"

#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_structure_parts.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace troupe::writing {

namespace {

/// Notes name so many sentences that found no room; the rest is counted.
constexpr size_t named_leftovers = 4;

double half_seconds(double x) {
  return std::round(x * 2) / 2;
}

double key_seconds(const scene_draft& x) {
  return std::accumulate(x.keys.begin(), x.keys.end(), scene_air,
                         [](double sum, auto& key) {
                           return sum + seconds_to_say(key.spoken);
                         });
}

/// The least a scene needs to get its keys said.
double least_seconds(const scene_draft& x) {
  return std::clamp(std::ceil(key_seconds(x) * 2) / 2, x.shortest,
                    std::max(x.longest, x.shortest));
}

double sum_of(const std::vector<scene_draft>& scenes) {
  return std::accumulate(
    scenes.begin(), scenes.end(), 0.0,
    [](double sum, auto& scene) { return sum + scene.seconds; });
}

void drop_one(std::vector<scene_draft>& scenes, film_facts& facts) {
  auto least = std::ranges::max_element(scenes, {}, &scene_draft::dispensable);
  for (auto& f : least->facts)
    facts.notes.push_back("Left out because the film would be too long: \""
                          + shortened(f.text, 90) + "\".");
  if (least->data.is_object())
    facts.notes.push_back("Left out because the film would be too long: the "
                          + least->layout + " of the payload.");
  scenes.erase(least);
}

/// Moves all scenes together until the sum is the wanted one or every scene
/// is at its end.
void stretch(std::vector<scene_draft>& scenes, double wanted) {
  for (int step = 0; step < 2'000; ++step) {
    auto gap = wanted - sum_of(scenes);
    if (std::abs(gap) < 0.25)
      return;
    scene_draft* best = nullptr;
    double most = 0;
    for (auto& x : scenes) {
      auto room = gap > 0 ? x.longest - x.seconds
                          : x.seconds - least_seconds(x);
      if (room > most + 0.01) {
        most = room;
        best = &x;
      }
    }
    if (!best || most < 0.49)
      return;
    best->seconds += gap > 0 ? 0.5 : -0.5;
  }
}

void fit_to_length(std::vector<scene_draft>& scenes, film_facts& facts,
                   line_source& lines) {
  auto rules = rules_of(facts.type);
  auto asked = facts.duration > 0;
  auto low = asked ? std::clamp(facts.duration, rules.film_shortest,
                                rules.film_longest)
                   : rules.film_shortest;
  auto usual = rules.usual_longest > 0 ? rules.usual_longest
                                       : rules.film_longest;
  auto high = asked ? low : usual;
  if (asked && low != facts.duration)
    facts.notes.push_back(
      "A film of this type takes "
      + std::to_string(static_cast<int>(rules.film_shortest)) + " to "
      + std::to_string(static_cast<int>(rules.film_longest))
      + " seconds; it was planned for "
      + std::to_string(static_cast<int>(low)) + ".");
  auto least = [&] {
    return std::accumulate(scenes.begin(), scenes.end(), 0.0,
                           [](double sum, auto& x) {
                             return sum + least_seconds(x);
                           });
  };
  auto droppable = [&] {
    return scenes.size() > rules.fewest_scenes
           && std::ranges::any_of(
             scenes, [](auto& x) { return x.dispensable > 0; });
  };
  while (droppable()
         && (scenes.size() > rules.most_scenes || least() > high + 0.25
             || sum_of(scenes) > high * 1.5))
    drop_one(scenes, facts);
  auto full = [&] {
    return std::accumulate(
      scenes.begin(), scenes.end(), 0.0,
      [](double sum, auto& x) { return sum + x.longest; });
  };
  while (full() < low && scenes.size() < rules.most_scenes) {
    auto more = extra_scene(facts, lines, {});
    if (more.type.empty())
      break;
    more.seconds = seconds_for(more);
    place_extra(scenes, std::move(more));
  }
  stretch(scenes, std::clamp(sum_of(scenes), low, high));
  auto sum = sum_of(scenes);
  if (asked && std::abs(sum - low) > 1)
    facts.notes.push_back(
      std::string{"The payload holds words for "}
      + (sum < low ? "less" : "more")
      + " than the length that was asked for; the film is planned with "
      + std::to_string(static_cast<int>(std::round(sum))) + " seconds.");
}

void note_leftovers(const std::vector<scene_draft>& scenes,
                    film_facts& facts) {
  size_t missing = 0;
  for (auto& f : facts.facts) {
    auto used = std::ranges::any_of(scenes, [&](auto& scene) {
      return std::ranges::any_of(scene.facts,
                                 [&](auto& x) { return x.text == f.text; });
    });
    if (used || ++missing > named_leftovers)
      continue;
    facts.notes.push_back("No room for this sentence of " + f.source + ": \""
                          + shortened(f.text, 90) + "\".");
  }
  if (missing > named_leftovers)
    facts.notes.push_back("No room for "
                          + std::to_string(missing - named_leftovers)
                          + " further sentences of the payload.");
}

} // namespace

type_rules rules_of(video_type type) {
  switch (type) {
    case video_type::product_ad: return {3, 11, 3, 14, 10, 180};
    case video_type::compliance_video: return {4, 13, 3, 24, 10, 180};
    case video_type::moa: return {8, 12, 5, 8, 60, 90};
    case video_type::doctor_ad: return {5, 12, 4, 16, 10, 180};
    case video_type::social_media: return {3, 10, 3, 10, 15, 60};
    // The script decides.
    case video_type::presenter_ad: return {1, 30, 1, 60, 1, 1'800};
    case video_type::explainer: return {3.5, 14, 2, 20, 10, 180, 75};
  }
  return {};
}

double seconds_for(const scene_draft& scene) {
  // Room for one sentence that leads in or rounds off.
  auto seconds = key_seconds(scene) + scene.room;
  return std::clamp(half_seconds(seconds), scene.shortest, scene.longest);
}

void place_extra(std::vector<scene_draft>& scenes, scene_draft more) {
  auto last = std::ranges::find_if(scenes, [](auto& x) {
    return x.type == "safety" || x.type == "summary" || x.type == "cta"
           || x.type == "product" || x.type == "logo";
  });
  // An ad shows its product early; there the end is what counts.
  if (last != scenes.end() && last->type == "product"
      && last + 1 != scenes.end() && (last + 1)->type != "logo")
    last = std::find_if(last, scenes.end(), [](auto& x) {
      return x.type == "safety" || x.type == "cta";
    });
  scenes.insert(last, std::move(more));
}

std::vector<scene_draft> plan_scenes(film_facts& facts, line_source& lines) {
  auto scenes = draft_scenes(facts, lines);
  add_data_scenes(scenes, facts);
  for (auto& x : scenes)
    x.seconds = std::max(seconds_for(x), least_seconds(x));
  fit_to_length(scenes, facts, lines);
  note_leftovers(scenes, facts);
  return scenes;
}

} // namespace troupe::writing
