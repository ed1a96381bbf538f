#include "media/picture_decode.hpp"

#include "media/child_process.hpp"
#include "media/decode_child.hpp"

#include <algorithm>
#include <csignal>
#include <string>

namespace troupe::media {

namespace {

error refuse(std::string what) {
  return make_error(ec::invalid_argument, "the picture " + std::move(what));
}

/// One line of printable ASCII: a child that was taken over may write
/// anything.
std::string harmless(std::string text) {
  std::erase_if(text, [](char c) { return c < ' ' || c > '~'; });
  text.resize(std::min<size_t>(text.size(), 300));
  return text;
}

error why_killed(int number) {
  switch (number) {
    case SIGXCPU: return refuse("takes too long to decode");
    case SIGKILL: return refuse("takes too much time or memory to decode");
    default:
      return refuse("makes the decoder fail (signal "
                    + std::to_string(number) + "); save it again with "
                    "another program");
  }
}

result<raw_picture> picture_in(const child_report& report) {
  switch (report.end) {
    case child_end::too_long: return refuse("takes too long to decode");
    case child_end::too_much:
      return make_error(ec::media_failed, "the decoder gave too much");
    case child_end::killed: return why_killed(report.code);
    case child_end::exited: break;
  }
  auto complaint = harmless(report.complaint);
  if (report.code == decode_refused)
    return make_error(ec::invalid_argument, std::move(complaint));
  if (report.code != decode_done)
    return make_error(ec::media_failed, "the decoder failed ("
                                          + std::to_string(report.code) + ") "
                                          + complaint);
  auto picture = read_raw_header(report.output);
  if (!picture)
    return picture;
  std::span<const uint8_t> rows{report.output};
  rows = rows.subspan(raw_header_size);
  if (rows.size() != picture->pixels.size())
    return make_error(ec::media_failed, "the decoder gave half a picture");
  std::ranges::copy(rows, picture->pixels.begin());
  return picture;
}

} // namespace

result<raw_picture> decode_picture(std::span<const uint8_t> bytes,
                                   const decode_options& options,
                                   std::stop_token stop) {
  // Most of what is wrong shows here, without a child.
  if (auto header = read_picture_header(bytes, options.limits); !header)
    return header.error();
  auto longest = std::clamp(options.longest_side, 1U, raw_picture_max_side);
  decode_order order{bytes.size(), options.cpu_seconds, options.memory_bytes,
                     longest, options.limits};
  child_request request;
  request.program = options.program;
  request.arguments = {decode_child_command};
  request.input = {{reinterpret_cast<const uint8_t*>(&order), sizeof order},
                   bytes};
  request.output_limit = raw_header_size + size_t{longest} * longest * 4;
  request.deadline = options.deadline;
  auto report = run_child(request, std::move(stop));
  return report ? picture_in(*report) : report.error();
}

} // namespace troupe::media
