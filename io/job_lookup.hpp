/// What all routes about jobs begin with: whose job it is, in one place, and
/// what is known of it. Any thread; what follows runs on an actor of its own.
#pragma once

#include "io/http_types.hpp"
#include "io/routes.hpp"
#include "protocol/job.hpp"

#include <caf/event_based_actor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace troupe {

/// How a door speaks of jobs.
struct job_words {
  front_door door = front_door::videos;
  result<session_id> (*parse)(std::string_view);
  /// Of a job that is missing or somebody else's.
  http_response (*refuse)(const http_request&, std::string_view id,
                          const error&);
};

/// A job that is there and the asker's.
struct found_job {
  session_summary line;
  /// Without a message when the session says nothing of itself now.
  session_progress now;
};

using job_handler
  = std::function<void(caf::event_based_actor*, const found_job&)>;

/// Finds the job and calls `then`, or answers why not. `then` may ask more with
/// the actor it is given.
void with_job(const route_context& context, const http_request& request,
              const job_words& words, const std::string& id,
              const respond& answer, job_handler then);

/// Makes the session of a job, once for each Idempotency-Key, and answers with
/// what `show` makes of it.
void create_job(const route_context& context, const http_request& request,
                session_request job, const respond& answer,
                std::function<http_response(const session_summary&)> show);

/// The id of a ticket (io/idempotent.hpp) becomes the job's when the client
/// sent a key.
void reserve_id(session_request& job, const http_request& request,
                const session_id& id);

/// The answer to a job that could not be made: 429 over the limit of jobs.
http_response refuse_creation(const http_request& request, const error& why);

/// Stops a film and says so, or why not.
void stop_film(caf::event_based_actor* self, const films_actor& films,
               const session_id& id, const user_id& asker,
               std::function<void(const error&)> done);

/// The answer when there is no room for another film, if so.
std::optional<http_response> check_disk(const route_context& context,
                                        const http_request& request);

/// Runs on an actor of its own, which ends when nothing is asked any more.
void run_apart(caf::actor_system& system,
               std::function<void(caf::event_based_actor*)> what);

/// Milliseconds since 1970.
int64_t wall_ms();

} // namespace troupe
