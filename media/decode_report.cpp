#include "media/decode_report.hpp"

#include "media/decode_child.hpp"

#include <algorithm>
#include <csignal>
#include <string>

namespace troupe::media {

namespace {

error refuse(std::string_view what, const std::string& why) {
  return make_error(ec::invalid_argument, std::string{what} + ' ' + why);
}

/// One line of printable ASCII: a child that was taken over may write
/// anything.
std::string harmless(std::string text) {
  std::erase_if(text, [](char c) { return c < ' ' || c > '~'; });
  text.resize(std::min<size_t>(text.size(), 300));
  return text;
}

error why_killed(std::string_view what, int number) {
  switch (number) {
    case SIGXCPU: return refuse(what, "takes too long to decode");
    case SIGKILL: return refuse(what, "takes too much time or memory to decode");
    default:
      return refuse(what, "makes the decoder fail (signal "
                            + std::to_string(number)
                            + "); save it again with another program");
  }
}

} // namespace

error error_of(const child_report& report, std::string_view what) {
  switch (report.end) {
    case child_end::too_long: return refuse(what, "takes too long to decode");
    case child_end::too_much:
      return make_error(ec::media_failed, "the decoder gave too much");
    case child_end::killed: return why_killed(what, report.code);
    case child_end::exited: break;
  }
  if (report.code == decode_done)
    return {};
  auto complaint = harmless(report.complaint);
  if (report.code == decode_refused)
    return make_error(ec::invalid_argument, std::move(complaint));
  return make_error(ec::media_failed, "the decoder failed ("
                                        + std::to_string(report.code) + ") "
                                        + complaint);
}

} // namespace troupe::media
