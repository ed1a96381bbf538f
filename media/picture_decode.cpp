#include "media/picture_decode.hpp"

#include "media/child_process.hpp"
#include "media/decode_child.hpp"
#include "media/decode_report.hpp"

#include <algorithm>

namespace troupe::media {

namespace {

result<raw_picture> picture_in(const child_report& report) {
  if (auto failed = error_of(report, "the picture"))
    return failed;
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
  decode_order order;
  order.bytes = bytes.size();
  order.cpu_seconds = options.cpu_seconds;
  order.memory_bytes = options.memory_bytes;
  order.longest_side = longest;
  order.limits = options.limits;
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
