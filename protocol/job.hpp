/// A session as the job of somebody: its public names, how far it is in the
/// words of the ads and videos doors, and what others are told when it ends.
/// Source of names and percentages: docs/ads.md, docs/videos.md. Pure; any
/// thread.
#pragma once

#include "protocol/json.hpp"
#include "protocol/session.hpp"
#include "protocol/utc_time.hpp"
#include "protocol/webhook.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

// -- ids ----------------------------------------------------------------------
// A job is a session under another name: nothing has to be looked up.

/// "f81d4fae-7dec-41d0-a765-00a0c91e6bf6".
std::string video_job_id(const session_id& id);
/// not_found unless it is a UUID in lower case with dashes.
result<session_id> parse_video_job_id(std::string_view text);

/// "ad_" and the id as a decimal number.
std::string ad_job_id(const session_id& id);
/// not_found unless it is what ad_job_id() writes.
result<session_id> parse_ad_job_id(std::string_view text);

/// The nth of the ids that follow from one: the same ones each time.
session_id numbered_session_id(const session_id& from, size_t n);

/// The public URL of a complete film in the format that was asked for.
std::string film_url(const session_summary& line);

// -- how far ------------------------------------------------------------------

/// queued, processing, completed, failed or cancelled.
std::string_view job_status(film_state x);

struct job_progress {
  /// 0 to 100; never goes back while a job runs.
  double percentage = 0;
  std::string stage;
  /// The stages before it, in order.
  std::vector<std::string> completed;
  /// Seconds until the film is there; negative when unknown.
  double seconds_left = -1;
};

/// `now` is what the session says of its running stage, or has no message when
/// it says nothing.
job_progress progress_of(const session_summary& line,
                         const session_progress& now);

/// pending, analyzing_script, generating_prompts, generating_videos,
/// merging_videos, enhancing_voice, finalizing, completed, failed, cancelled.
std::string_view ad_status(const session_summary& line,
                           const session_progress& now);

/// Made pieces of that kind in the running stage, and how many there are.
work_count work_of(const session_progress& now, piece_kind kind);

// -- the end ------------------------------------------------------------------

/// What WEBHOOKS is told of a job that ended.
job_notice notice_of(const session_summary& line);

} // namespace troupe
