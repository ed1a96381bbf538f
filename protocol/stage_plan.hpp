/// Which pieces a run of a stage consists of, and what its data is once they
/// are made. Pure: the same inputs give the same pieces with the same keys, on
/// any node and in any release with the same engine version. Any thread.
///
/// Members of the inputs (stage_run::inputs, a JSON object):
///   video_type, payload, seed, version   the film and which version this is
///   feedback, scenes                     what regenerate asked, or "" and []
///   previous                             data of the version it starts from
///   upstream {stage: data}               the selected version of every
///                                        earlier stage
///   voices, mix                          instead of what the payload gives:
///                                        data of tts and render.mix; only in
///                                        films written by hand
/// `session` is only for URLs and paths: nothing in a film depends on it.
#pragma once

#include "protocol/json.hpp"
#include "protocol/piece.hpp"
#include "protocol/pronunciations.hpp"

#include <vector>

namespace troupe {

/// All pieces of a run. `needs` refer to names within the list, which is in
/// an order that can be worked off from front to back.
result<std::vector<piece>> plan_stage(stage at, const json& inputs);

/// The same where the user has a lexicon: narrations depend on its entries for
/// their words.
result<std::vector<piece>> plan_spoken_stage(stage at, const json& inputs,
                                             const pronunciations& lexicon);

/// The stage's data from the records of all its pieces, in plan order.
/// `folder_url` is the public URL of the session's folder
/// ("/outputs/videos/<id>"), `folder_path` the same on disk.
result<json> assemble_stage(stage at, const json& inputs,
                            const session_id& session,
                            const std::string& folder_path,
                            const std::vector<piece_record>& records);

/// URL of the list (HLS) that plays while a film is rendered and afterwards.
/// `live` is the key of the plan's live piece.
std::string live_list_url(const session_id& session, const content_key& live);

} // namespace troupe
