/// How films of each type are built: which scenes, in which order, holding
/// which facts, how long. Used by embedded_writer*.cpp only. Pure; any thread.
#pragma once

#include "providers/embedded_writer_facts.hpp"
#include "providers/embedded_writer_lines.hpp"

#include <string>
#include <vector>

namespace troupe::writing {

/// About 15 words in 6 seconds: words in a second of a scene.
inline constexpr double fastest_words = 17.0 / 6;
inline constexpr double usual_words = 2.55;
/// Seconds of a scene before the first word and after the last one.
inline constexpr double scene_air = 0.9;

/// Seconds that scenes and films of a type may take.
struct type_rules {
  double scene_shortest = 3;
  double scene_longest = 12;
  size_t fewest_scenes = 3;
  size_t most_scenes = 12;
  double film_shortest = 10;
  double film_longest = 180;
  /// Longest film when no length was asked for; 0 = film_longest.
  double usual_longest = 0;
};

type_rules rules_of(video_type type);

/// What is said, and what of it is on screen.
struct key_point {
  std::string spoken;
  std::string screen;
};

struct scene_draft {
  std::string type;
  std::string layout;
  std::vector<key_point> keys;
  figure number;
  /// Sentences that must be said and shown as they are (compliance).
  std::vector<std::string> required;
  /// Facts of the payload in it, as given.
  std::vector<fact> facts;
  double shortest = 3;
  double longest = 12;
  double seconds = 0;
  /// The headline, when it isn't to be written.
  std::string title;
  /// Members of the scene that hold data: chart, timeline, place, link.
  json data;
  /// Rows on screen, when they aren't one for each key.
  std::vector<std::string> rows;
  /// Whose words these are, as it is shown; empty for the payload's own.
  std::string source;
  /// Seconds for a sentence that leads in or rounds off.
  double room = 2.5;
  /// Left out first when a film gets too long; 0 = never.
  int dispensable = 0;
};

/// All scenes with their keys and seconds. Facts that found no room are
/// named in facts.notes.
std::vector<scene_draft> plan_scenes(film_facts& facts, line_source& lines);

/// One more scene of the payload's unused material or of general lines;
/// an empty type when the type knows no other.
scene_draft extra_scene(const film_facts& facts, line_source& lines,
                        const std::string& about);

/// A scene's seconds from its words, within what its type allows.
double seconds_for(const scene_draft& scene);

} // namespace troupe::writing
