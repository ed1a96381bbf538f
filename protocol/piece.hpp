/// A piece: the smallest part of a stage that is made, recorded and reused by
/// itself (one scene's narration, one scene's video segment, the joined film).
/// Pieces are keyed by content: equal keys mean equal bytes, so a finished
/// piece is never made twice in a session, whatever crashed in between.
/// Plain values; any thread.
#pragma once

#include "protocol/ids.hpp"
#include "protocol/piece_kind.hpp"
#include "protocol/session.hpp"
#include "protocol/stage.hpp"

#include <caf/meta/type_name.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

/// A piece to be made.
struct piece {
  piece_kind kind = piece_kind::scenes;
  /// Unique within its stage run: "scene_3", "soundtrack".
  std::string name;
  /// Everything the result depends on, but `needs`: canonical JSON.
  std::string spec = "{}";
  /// Names of pieces of the same run that must be done before.
  std::vector<std::string> needs;
  /// key_of(kind, spec, keys of needs); a picture among them is in the spec
  /// already, by its key.
  content_key key;
  /// Share of the stage's work, for progress; any unit.
  double cost = 1;

  bool operator==(const piece&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, piece& x) {
  return f(caf::meta::type_name("piece"), x.kind, x.name, x.spec, x.needs,
           x.key, x.cost);
}

/// A piece that is done: its files lie in the session's folder under
/// pieces/<key>/, its meta is what later stages need to know of it.
struct piece_record {
  content_key key;
  piece_kind kind = piece_kind::scenes;
  std::string name;
  /// JSON object, e.g. {"duration_us":...,"words":[...]}.
  std::string meta = "{}";
  /// File names inside pieces/<key>/.
  std::vector<std::string> files;

  bool operator==(const piece_record&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, piece_record& x) {
  return f(caf::meta::type_name("piece_record"), x.key, x.kind, x.name, x.meta,
           x.files);
}

/// SHA-256 over kind, engine version, spec and the keys of what it needs.
content_key key_of(piece_kind kind, const std::string& spec,
                   const std::vector<content_key>& needs);

/// One run of one stage: what the session hands to its stage actor.
struct stage_run {
  session_id session;
  user_id owner;
  stage at = stage::scenes;
  uint32_t version = 1;
  /// JSON object: video_type, payload, seed, version, feedback, scenes,
  /// previous (data of the version regenerated from, or null), upstream
  /// {stage: data}. See protocol/stage_plan.hpp.
  std::string inputs = "{}";
  priority rank = priority::normal;

  bool operator==(const stage_run&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, stage_run& x) {
  return f(caf::meta::type_name("stage_run"), x.session, x.owner, x.at,
           x.version, x.inputs, x.rank);
}

/// What a stage run came to.
enum class stage_outcome : uint8_t { completed, skipped, failed };

std::string_view to_string(stage_outcome x);

struct stage_report {
  stage at = stage::scenes;
  uint32_t version = 1;
  stage_outcome outcome = stage_outcome::completed;
  /// JSON object for the client: the stage's `data`. Empty when failed.
  std::string data = "{}";
  /// A sentence when failed.
  std::string failure;

  bool operator==(const stage_report&) const = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, stage_report& x) {
  return f(caf::meta::type_name("stage_report"), x.at, x.version, x.outcome,
           x.data, x.failure);
}

} // namespace troupe
