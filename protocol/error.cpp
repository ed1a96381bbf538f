#include "protocol/error.hpp"

#include <caf/atom.hpp>
#include <caf/exit_reason.hpp>
#include <caf/make_message.hpp>
#include <caf/message.hpp>
#include <caf/sec.hpp>

namespace troupe {

namespace {
constexpr auto category = caf::atom("troupe");
} // namespace

std::string_view to_string(ec code) {
  switch (code) {
    case ec::none: return "none";
    case ec::invalid_argument: return "invalid_argument";
    case ec::invalid_state: return "invalid_state";
    case ec::not_found: return "not_found";
    case ec::forbidden: return "forbidden";
    case ec::limit_exceeded: return "limit_exceeded";
    case ec::cancelled: return "cancelled";
    case ec::timeout: return "timeout";
    case ec::unavailable: return "unavailable";
    case ec::no_space: return "no_space";
    case ec::io_failed: return "io_failed";
    case ec::store_failed: return "store_failed";
    case ec::media_failed: return "media_failed";
    case ec::provider_failed: return "provider_failed";
    case ec::internal: return "internal";
  }
  return "unknown";
}

error make_error(ec code, std::string what) {
  return {static_cast<uint8_t>(code), category,
          caf::make_message(std::move(what))};
}

ec code_of(const error& err) {
  if (!err)
    return ec::none;
  if (err.category() == category)
    return static_cast<ec>(err.code());
  if (err == caf::sec::request_timeout)
    return ec::timeout;
  if (err == caf::sec::request_receiver_down
      || err.category() == caf::atom("exit"))
    return ec::unavailable;
  return ec::internal;
}

std::string text_of(const error& err) {
  if (!err)
    return {};
  if (err.context().match_elements<std::string>())
    return err.context().get_as<std::string>(0);
  return std::string{to_string(code_of(err))};
}

unsigned http_status(ec code) {
  switch (code) {
    case ec::none: return 200;
    case ec::invalid_argument: return 422;
    case ec::invalid_state: return 409;
    case ec::not_found: return 404;
    case ec::forbidden: return 403;
    case ec::limit_exceeded: return 429;
    case ec::cancelled: return 409;
    case ec::timeout: return 504;
    case ec::unavailable: return 503;
    case ec::no_space: return 507;
    case ec::io_failed:
    case ec::store_failed:
    case ec::media_failed:
    case ec::internal: return 500;
    case ec::provider_failed: return 502;
  }
  return 500;
}

} // namespace troupe
