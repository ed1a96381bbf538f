/// The only place that decides whose a session is. Every endpoint with a
/// session id goes through here, so that none can forget it: a foreign session
/// and a missing one look the same, except below /api/v1, whose protocol names
/// a 403.
#pragma once

#include "io/routes.hpp"

#include <functional>
#include <string>

namespace troupe {

/// Runs with the session's owner when the asker may read it.
using owned_session_handler = std::function<void(const user_id&, respond)>;

/// Calls `then` if request.who owns the session, or if the request carries a
/// link that its owner's answers were signed with (for GET and HEAD of exactly
/// this path). Else answers 404 with `missing`, or 403 below /api/v1. Without
/// authentication every session is everybody's and nothing is looked up. Owners
/// are remembered: they never change.
void with_owned_session(const route_context& context,
                        const http_request& request, const session_id& id,
                        respond answer, std::string missing,
                        owned_session_handler then);

/// True if whoever asks may read what this owner has: the owner, and who has a
/// link for this path. True for everybody without authentication.
bool may_read(const gate_ptr& gate, const http_request& request,
              const user_id& owner);

} // namespace troupe
