/// What an explainer may quote: before its scenes are written, context and
/// references are cut into passages, ranked for the topic, and put into the
/// writer's inputs; with nothing given, one of Troupe's own notes. The writer
/// stays a pure function of its inputs. Blocking; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"

#include <string>
#include <vector>

namespace troupe {

/// A text that somebody uploaded, with the name that is shown.
struct reference_text {
  std::string name;
  std::string text;
};

/// The inputs of the scenes stage with `passages` [{text, source, field}] and
/// `passage_notes` [text]. Inputs of other types come back as they are.
///
/// With use_rag (or with uploaded files, unless use_rag is false) the best
/// passages of all texts are chosen for the topic and the feedback, for as
/// many words as the film can hold, and stand in their own order.
result<json> with_passages(const json& inputs,
                           const std::vector<reference_text>& files);

} // namespace troupe
