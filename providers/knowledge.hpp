/// What Troupe knows by itself: short notes on common topics of school and
/// office, from configs/knowledge/. A note is used for a topic only when it is
/// about all of it; a film never gets facts about something else. Any thread.
#pragma once

#include "protocol/error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

struct knowledge_note {
  std::string title;
  /// Other names of the topic.
  std::vector<std::string> names;
  /// As a text for blocks_of(): sentences, headings, lists, formulas.
  std::string text;
};

/// All notes, in the order of the files.
const std::vector<knowledge_note>& knowledge_notes();

struct found_note {
  /// About the topic; null when there is none.
  const knowledge_note* note = nullptr;
  /// Not about it, but the nearest; null when nothing is near.
  const knowledge_note* nearest = nullptr;
};

/// Ranked by BM25, then held against the topic's words.
result<found_note> find_note(std::string_view topic);

} // namespace troupe
