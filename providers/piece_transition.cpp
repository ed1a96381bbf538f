#include "protocol/piece_spec.hpp"
#include "providers/piece_works.hpp"

namespace troupe {

result<json> make_transition(const json& spec, const workbench&) {
  auto between = transition_spec_from(spec);
  if (!between)
    return between.error();
  return make_error(ec::internal, "transitions are not built in yet");
}

} // namespace troupe
