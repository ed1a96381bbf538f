#include "io/guard_actor.hpp"

#include "protocol/error.hpp"

#include <caf/actor_system.hpp>
#include <caf/message_view.hpp>
#include <caf/scheduled_actor.hpp>
#include <caf/sec.hpp>

#include <spdlog/spdlog.h>

#include <exception>
#include <string>

namespace troupe {

namespace {

using caf::scheduled_actor;

void on_error(scheduled_actor* self, caf::error& err) {
  spdlog::warn("{} {}: was sent an error: {}", self->name(), self->id(),
               self->system().render(err));
}

void on_down(scheduled_actor* self, caf::down_msg& msg) {
  spdlog::debug("{} {}: actor {} is gone", self->name(), self->id(),
                msg.source.id());
}

caf::result<caf::message> on_unknown(scheduled_actor* self,
                                     caf::message_view&) {
  spdlog::warn("{} {}: a message it does not know", self->name(), self->id());
  if (self->current_mailbox_element()->mid.is_request())
    return caf::sec::unexpected_message;
  // An error would go to a sender that never asked anything.
  return caf::delegated<caf::message>{};
}

caf::error on_exception(scheduled_actor* self, std::exception_ptr& thrown) {
  std::string text = "unknown exception";
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& e) {
    text = e.what();
  } catch (...) {
    // Not a std::exception: there is no text to keep.
  }
  spdlog::error("{} {}: ends, a handler threw: {}", self->name(), self->id(),
                text);
  return make_error(ec::internal, text);
}

} // namespace

void guard_actor(scheduled_actor* self) {
  self->set_error_handler(scheduled_actor::error_handler{on_error});
  self->set_down_handler(scheduled_actor::down_handler{on_down});
  self->set_default_handler(scheduled_actor::default_handler{on_unknown});
  self->set_exception_handler(scheduled_actor::exception_handler{on_exception});
}

} // namespace troupe
