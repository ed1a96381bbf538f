/// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a POST that
/// makes a job makes it once, however often a client repeats it. The session
/// id is on disk before the job is begun, so a crash in between leaves no
/// second job either: the repeat goes on with the same id.
///
///   first     ── submit ──> ACCOUNT_KEEPER ── fresh, id ──> make(id)
///             ── reply (2xx) is stored ──> client
///   repeat    ── submit ──> done ──> the stored reply, Idempotent-Replayed
///             ── submit ──> under way ──> 409, Retry-After
///   other body ── submit ──> 422
#pragma once

#include "io/http_types.hpp"
#include "io/routes.hpp"
#include "protocol/ids.hpp"

#include <functional>

namespace troupe {

/// What the maker of a job is told.
struct job_ticket {
  /// For session_request::id. Creating a session whose id exists already must
  /// answer that session: after a crash an id comes a second time.
  session_id session;
  /// The job was begun before, maybe by somebody else a moment ago: follow it.
  /// Only for repeats::follow.
  bool is_repeat = false;
};

/// What a repeat gets.
enum class repeats : uint8_t {
  /// The first reply again, byte for byte.
  reply,
  /// The maker once more with is_repeat: for answers that are streams.
  follow,
};

using job_maker = std::function<void(const job_ticket&, respond)>;

/// Calls `make` at once with a fresh id when the request has no
/// Idempotency-Key; else when the key allows it, on an actor's thread. A reply
/// that is no 2xx made no job: the key is free again. The body of a multipart
/// form is compared without its boundary, which clients choose anew each time.
void make_once(const route_context& context, const http_request& request,
               respond answer, job_maker make, repeats how = repeats::reply);

} // namespace troupe
