/// Carries out a reviewer's feedback on what was written before: only what it
/// names is touched, the rest stays byte for byte. Used by
/// embedded_writer*.cpp only. Pure; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/feedback.hpp"
#include "protocol/json.hpp"
#include "providers/embedded_writer_facts.hpp"

#include <functional>
#include <string>
#include <vector>

namespace troupe::writing {

/// Writes anew; called for "try something else".
using writer = std::function<result<json>(const json& inputs)>;

result<json> revise_scenes(const json& inputs, const writer& anew);
result<json> revise_script(const json& inputs, const writer& anew);

/// The data of the scenes stage around a list of scenes.
json scenes_stage_data(const film_facts& facts, const json& inputs,
                       const json& scenes, const std::string& title);
/// "How lisinopril works in hypertension".
std::string film_title(const film_facts& facts);

/// What a wish asks for, limited to the scenes that may be touched.
struct scoped_wish {
  directive what;
  std::vector<int32_t> scenes;
};

/// The wishes with their scenes; notes for those that name none of them.
std::vector<scoped_wish> scoped(const feedback_plan& plan, const json& inputs,
                                const json& scenes,
                                std::vector<std::string>& notes);

/// The share of words or seconds that "shorter" and "longer" ask for.
double share_of(const directive& wish, double words, double seconds);

/// A sentence that mentions this: a clause as it is, a noun after a lead-in.
std::string mentioning(const std::string& what, const film_facts& facts,
                       size_t pick);

/// The scene that fits these words best, of those allowed; 0 for none.
int32_t best_scene(const std::string& words, const json& scenes,
                   const std::vector<int32_t>& allowed);

} // namespace troupe::writing
