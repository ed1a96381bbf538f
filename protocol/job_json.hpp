/// Jobs as the ads and videos doors show them (docs/ads.md, docs/videos.md).
/// URLs are paths of this server. Pure; any thread.
#pragma once

#include "protocol/job.hpp"

#include <cstdint>

namespace troupe {

/// Answer of generate: what a job is from its first moment.
json new_job_json(const session_summary& line, const session_progress& now,
                  int64_t now_ms);

/// .../status.
json job_status_json(const session_summary& line, const session_progress& now,
                     int64_t now_ms);

/// .../video-url of a complete job, whose film has so many bytes.
json job_video_json(const session_summary& line, uint64_t file_size);

/// One line of a list of jobs.
json job_line_json(const session_summary& line, int64_t now_ms);

/// An ad's state, and the answer of create.
json ad_job_json(const session_summary& line, const session_progress& now);

/// The public name of the film's file below the session's folder: final.mp4,
/// or that of the format that was asked for.
std::string film_file_of(const session_summary& line);

/// Of a line that has not come from a store: what a request begins with.
session_summary line_of(const session_id& id, const session_request& request,
                        int64_t now_ms);

} // namespace troupe
