#include "protocol/piece.hpp"

#include "protocol/digest.hpp"
#include "protocol/version.hpp"

#include <string_view>

namespace troupe {

std::string_view to_string(piece_kind x) {
  switch (x) {
    case piece_kind::scenes: return "scenes";
    case piece_kind::script: return "script";
    case piece_kind::still: return "still";
    case piece_kind::motion: return "motion";
    case piece_kind::narration: return "narration";
    case piece_kind::segment: return "segment";
    case piece_kind::music: return "music";
    case piece_kind::soundtrack: return "soundtrack";
    case piece_kind::film: return "film";
    case piece_kind::transition: return "transition";
    case piece_kind::animatic: return "animatic";
    case piece_kind::live: return "live";
    case piece_kind::picture: return "picture";
    case piece_kind::clip: return "clip";
    case piece_kind::delivery: return "delivery";
  }
  return "unknown";
}

result<piece_kind> parse_piece_kind(std::string_view text) {
  for (auto x : {piece_kind::scenes, piece_kind::script, piece_kind::still,
                 piece_kind::motion, piece_kind::narration,
                 piece_kind::segment, piece_kind::music,
                 piece_kind::soundtrack, piece_kind::film,
                 piece_kind::transition, piece_kind::animatic,
                 piece_kind::live, piece_kind::picture, piece_kind::clip,
                 piece_kind::delivery})
    if (to_string(x) == text)
      return x;
  return make_error(ec::invalid_argument,
                    "Unknown piece kind: " + std::string{text});
}

std::string_view to_string(stage_outcome x) {
  switch (x) {
    case stage_outcome::completed: return "completed";
    case stage_outcome::skipped: return "skipped";
    case stage_outcome::failed: return "failed";
  }
  return "unknown";
}

content_key key_of(piece_kind kind, const std::string& spec,
                   const std::vector<content_key>& needs) {
  // Lengths before texts: no two different inputs may read the same.
  std::string text;
  auto add = [&](std::string_view part) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
  };
  add(engine_version);
  add(to_string(kind));
  add(spec);
  for (auto& key : needs)
    add(key.str());
  return content_key{sha256_hex(text)};
}

} // namespace troupe
