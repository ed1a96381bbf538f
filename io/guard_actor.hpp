/// What every actor of this floor has: none dies of a stray message or of an
/// error that somebody sent it, and none prints to stderr. Call first in the
/// behaviour function.
#pragma once

#include <caf/fwd.hpp>

namespace troupe {

/// - an error message or a DOWN that the actor does not handle is logged;
/// - an unknown message is logged and dropped, an unknown request is answered
///   with sec::unexpected_message;
/// - an exception is a bug: it is logged, the actor ends, its monitors get
///   ec::internal with the text, which CAF alone would lose.
void guard_actor(caf::scheduled_actor* self);

} // namespace troupe
