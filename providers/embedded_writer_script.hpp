/// The spoken words of scenes: their key points as sentences, with lines that
/// lead in and round off until the scene's seconds are filled. Used by
/// embedded_writer*.cpp only. Pure; any thread.
#pragma once

#include "protocol/json.hpp"
#include "providers/embedded_writer_facts.hpp"
#include "providers/embedded_writer_lines.hpp"

#include <string>
#include <vector>

namespace troupe::writing {

/// The words of one scene of scenes_data, whoever wrote it.
std::string script_of(const json& scene, const film_facts& facts,
                      line_source& lines);

/// Words that must stay as they are: names, cues, the figure.
std::vector<std::string> kept_words(const json& scene,
                                    const film_facts& facts);
/// Sentences that must be said exactly (compliance).
std::vector<std::string> required_of(const json& scene);

/// Data of the script stage around finished scripts: counts, cues that had to
/// change, claims, the validation report.
json script_data(const json& scripts, const json& scenes,
                 const film_facts& facts, std::vector<std::string> notes);

/// Which required statements are said, shown while they are said, and for how
/// long.
json validation_report(const json& scripts, const json& scenes,
                       const film_facts& facts);

} // namespace troupe::writing
