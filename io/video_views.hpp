/// Jobs of the videos door in the shapes that need the whole log. Pure; any
/// thread.
#pragma once

#include "io/job_lookup.hpp"
#include "protocol/job_json.hpp"

namespace troupe {

/// How the videos door speaks of jobs.
const job_words& video_words();

/// .../metadata: what the film is, as far as it is made.
json video_metadata(const session_summary& line, const session_log& log);

/// .../scenes: the scenes with their words, lengths and pictures, as far as
/// they are made.
json video_scenes(const session_summary& line, const session_log& log);

/// /jobs/{id}/logs: what happened, oldest first.
json job_logs(const session_log& log, size_t limit, size_t offset,
              std::string_view level);

} // namespace troupe
