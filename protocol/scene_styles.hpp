/// A style for the whole film with exceptions for single scenes, and how a
/// reviewer's wishes turn it. The same mechanism for looks and voices. Pure;
/// any thread.
#pragma once

#include "protocol/direction.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

namespace troupe {

template <class Style>
struct scene_styles {
  Style all;
  /// scene_id -> its own style.
  std::map<int32_t, Style> own;

  const Style& of(int32_t scene_id) const {
    auto found = own.find(scene_id);
    return found == own.end() ? all : found->second;
  }

  bool operator==(const scene_styles&) const = default;
};

/// What a run of a stage is asked to change.
struct restyle_request {
  feedback_plan plan;
  /// Scenes that regenerate is limited to; empty = all.
  std::vector<int32_t> only;
  /// scenes_data.scenes
  const json& scenes;
};

/// The directives of a plan that concern one scene, or (id 0) the whole film.
feedback_plan part_of(const restyle_request& request, int32_t scene_id);

/// `turn(plan, style)` is called once for the film and once for every scene
/// with wishes of its own.
template <class Style, class Turn>
void restyle(scene_styles<Style>& styles, const restyle_request& request,
             Turn turn) {
  auto whole = request.only.empty();
  auto general = part_of(request, 0);
  auto asks_nothing = request.plan.directives.empty();
  if (whole && (asks_nothing || !general.directives.empty())) {
    turn(general, styles.all);
    for (auto& [id, style] : styles.own)
      turn(general, style);
  }
  for (auto& scene : request.scenes.as_array()) {
    auto id = static_cast<int32_t>(scene.integer("scene_id"));
    auto named = std::ranges::find(request.only, id) != request.only.end();
    auto part = whole ? part_of(request, id) : request.plan;
    if (named || (whole && !part.directives.empty())) {
      auto style = styles.of(id);
      turn(part, style);
      styles.own.insert_or_assign(id, std::move(style));
    }
  }
}

} // namespace troupe
