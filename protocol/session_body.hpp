/// The bodies of events and the inputs of stage runs: JSON that rests in logs
/// and is read by later releases. Members may be added, never renamed or given
/// another meaning; tests/protocol/golden replays old logs. Pure; any thread.
///
///   session_started    video_id video_type stage_order current_stage payload
///                      owner policy seed engine_version door priority about
///                      group
///   stage_running      stage version message feedback scenes base made_from
///   stage_completed    stage version outcome data progress{current,total}
///                      edited base made_from
///   stage_failed       stage version error publishing
///   version_selected   stage version outcome data progress reused made_from
///   auto_enabled       message
///   pipeline_complete  video_id video_path message version, and the URLs and
///                      the duration from the render stage's data
///   stopped            message
///   pipeline_failed    stage version error message
/// made_from is {stage: version} of all earlier stages, base the version that
/// feedback or an edit starts from (0 = none), reused false for goto.
#pragma once

#include "protocol/json.hpp"
#include "protocol/session_history.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// A version that is about to be: what is asked of it.
struct new_version {
  size_t index = 0;
  std::string feedback;
  std::vector<int32_t> scenes;
  uint32_t base = 0;
};

json started_body(const session_id& id, const session_request& request,
                  const std::vector<stage>& order, json payload);
/// The next version of that stage, from what is selected now.
json running_body(const session_history& x, const new_version& what);
/// The running version, done. `outcome` is completed or skipped.
json completed_body(const session_history& x, std::string_view outcome,
                    json data);
/// The next version of that stage, by a person.
json edited_body(const session_history& x, const new_version& what, json data);
/// A reason from a library or provider as it may stand in a log: such texts
/// need not be UTF-8, and a log that is not can't be read again.
std::string reason_of(std::string_view why);
/// The current version failed; or its film could not be published.
json failed_body(const session_history& x, std::string_view why,
                 bool publishing);
/// That version, which has data; `reused` by walking on, else by goto.
json selected_body(const session_history& x, size_t index, uint32_t version,
                   bool reused);
json automatic_body();
/// The current version is the film.
json film_body(const session_history& x);
json stopped_body();
/// The current version failed, and with it the film.
json abandoned_body(const session_history& x);

/// What the running stage gets: {video_type, payload, seed, version, feedback,
/// scenes, previous: data of the base version or null, upstream: {stage:
/// data}, session}. Only `session` differs between equal films; it is for
/// paths and URLs.
json run_inputs(const session_history& x);

} // namespace troupe
