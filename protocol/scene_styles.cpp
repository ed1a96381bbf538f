#include "protocol/scene_styles.hpp"

namespace troupe {

feedback_plan part_of(const restyle_request& request, int32_t scene_id) {
  feedback_plan part;
  for (auto& directive : request.plan.directives) {
    auto ids = directive.targets.empty()
                 ? std::vector<int32_t>{0}
                 : targeted_scenes(directive, request.scenes);
    if (std::ranges::find(ids, scene_id) != ids.end())
      part.directives.push_back(directive);
  }
  if (scene_id == 0)
    part.rest = request.plan.rest;
  return part;
}

} // namespace troupe
