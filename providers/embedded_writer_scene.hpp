/// From a drafted scene to its JSON: headline, rows and their cues, diagram,
/// picture, small print. Used by embedded_writer*.cpp only. Pure; any thread.
#pragma once

#include "protocol/json.hpp"
#include "providers/embedded_writer_structure.hpp"

#include <string>
#include <vector>

namespace troupe::writing {

inline constexpr size_t title_length = 44;
inline constexpr size_t kicker_length = 28;
inline constexpr size_t point_length = 56;
inline constexpr size_t statement_length = 200;

json scene_json(const scene_draft& draft, const film_facts& facts,
                line_source& lines, int32_t id);

/// The word of the spoken sentence at which its row appears: one that the row
/// shows too where there is one, and that `before` does not hold.
std::string cue_for(std::string_view spoken, std::string_view screen,
                    std::string_view before);

/// Rows for key points, cues included.
json points_of(const std::vector<key_point>& keys);

/// Kind, target and effect as the words of the facts name them; a generic
/// diagram without target when they name none.
json diagram_for(const std::string& actor, const std::string& words);

/// What a camera or stock library would show, and the words to search for.
std::string picture_of(const scene_draft& draft, const film_facts& facts);
std::vector<std::string> search_terms(const scene_draft& draft,
                                      const film_facts& facts);

} // namespace troupe::writing
