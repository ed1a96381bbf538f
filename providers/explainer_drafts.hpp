/// The scenes of an explainer: what its material holds, each thought in the
/// layout that shows it best. Used by the explainer's writer only. Pure; any
/// thread.
#pragma once

#include "providers/embedded_writer_structure.hpp"

#include <vector>

namespace troupe::writing {

/// Reads context, references and ranked passages into `facts`; see
/// film_facts::material.
void read_material(film_facts& facts, const json& inputs);

/// Opening, definition, the material's scenes in its order, summary.
std::vector<scene_draft> explainer_scenes(film_facts& facts,
                                          line_source& lines);

/// One more scene: of a thought that found no place, or, when `about` is
/// given, of what the material says about it. Empty keys when there is none.
scene_draft explainer_extra(const film_facts& facts, line_source& lines,
                            const std::string& about);

/// A sentence of the material that has not been said and that holds what a
/// reviewer asks for; for "an example" one that gives an example. Empty when
/// there is none.
std::string material_sentence(const film_facts& facts, const line_source& lines,
                              std::string_view wish);

/// "an example", "another example", "examples".
bool asks_for_example(std::string_view wish);

} // namespace troupe::writing
