/// The scenes of each type before they are fitted to a length. Used by
/// embedded_writer_structure*.cpp only. Pure; any thread.
#pragma once

#include "providers/embedded_writer_structure.hpp"

#include <string>
#include <vector>

namespace troupe::writing {

/// All scenes that the facts ask for, in order.
std::vector<scene_draft> draft_scenes(film_facts& facts, line_source& lines);

/// Puts a scene where content belongs: before safety, summary and the end.
void place_extra(std::vector<scene_draft>& scenes, scene_draft more);

/// A scene of general lines; empty keys when there are none left. `points`
/// names another role to take the lines from.
scene_draft general_scene(const film_facts& facts, line_source& lines,
                          std::string_view role, std::string_view layout,
                          size_t max_lines, std::string_view points = {});

/// Scenes that hold these facts, so many words and points at most in each.
std::vector<scene_draft> fact_scenes(const film_facts& facts,
                                     const std::vector<fact>& list,
                                     std::string_view role,
                                     std::string_view layout,
                                     size_t max_words, size_t max_points);

/// What of a sentence fits on screen.
std::string screen_text(const film_facts& facts, std::string_view sentence);

/// Scenes of the payload's data (chart, timeline, location), and its website
/// on the last card.
void add_data_scenes(std::vector<scene_draft>& scenes,
                     const film_facts& facts);

} // namespace troupe::writing
