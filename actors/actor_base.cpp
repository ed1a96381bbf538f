#include "actors/actor_base.hpp"

#include "protocol/error.hpp"

#include <caf/message_view.hpp>
#include <caf/result.hpp>
#include <caf/sec.hpp>
#include <caf/system_messages.hpp>
#include <caf/type_erased_tuple.hpp>
#include <caf/uniform_type_info_map.hpp>

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
  spdlog::debug("{} {}: actor {} is gone: {}", self->name(), self->id(),
                msg.source.id(), self->system().render(msg.reason));
}

void on_exit(scheduled_actor* self, caf::exit_msg& msg) {
  if (msg.reason)
    self->quit(msg.reason);
}

/// The types only: the content may be large, or somebody's secret.
std::string types_of(scheduled_actor* self, const caf::type_erased_tuple& x) {
  std::string text;
  for (size_t i = 0; i < x.size(); ++i) {
    text += i == 0 ? "" : ", ";
    text += self->system().types().portable_name(x.type(i));
  }
  return text;
}

caf::result<caf::message> on_unknown(scheduled_actor* self,
                                     caf::message_view& msg) {
  spdlog::warn("{} {}: no handler for ({})", self->name(), self->id(),
               types_of(self, msg.content()));
  if (self->current_mailbox_element()->mid.is_request())
    return caf::sec::unexpected_message;
  // Drops it: an error would go to a sender that never asked anything.
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
  return make_error(ec::internal, std::string{self->name()} + ": " + text);
}

} // namespace

void harden(scheduled_actor* self) {
  self->set_error_handler(scheduled_actor::error_handler{on_error});
  self->set_down_handler(scheduled_actor::down_handler{on_down});
  self->set_exit_handler(scheduled_actor::exit_handler{on_exit});
  self->set_default_handler(scheduled_actor::default_handler{on_unknown});
  self->set_exception_handler(scheduled_actor::exception_handler{on_exception});
}

} // namespace troupe
