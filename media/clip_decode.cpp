#include "media/clip_decode.hpp"

#include "media/decode_child.hpp"
#include "media/decode_report.hpp"
#include "media/picture_decode.hpp"

#include <algorithm>
#include <array>

namespace troupe::media {

namespace {

/// The largest frames that can be wished for.
constexpr size_t frame_limit
  = size_t{raw_clip_max_side} * raw_clip_max_side * 3 / 2;

/// Rounding to even sizes goes up.
bool is_within(const raw_clip& x, const clip_wish& wish) {
  return x.width <= wish.width + 2 && x.height <= wish.height + 2
         && x.frames <= wish.frames;
}

} // namespace

result<std::unique_ptr<clip_stream>>
clip_stream::open(std::span<const uint8_t> bytes, const clip_wish& wish,
                  const clip_decode_options& options, std::stop_token stop) {
  // Most of what is wrong shows here, without a child.
  if (auto header = read_clip_header(bytes, options.limits); !header)
    return header.error();
  decode_order order;
  order.what = decode_kind::clip;
  order.bytes = bytes.size();
  order.cpu_seconds = options.cpu_seconds;
  order.memory_bytes = options.memory_bytes;
  order.clip = wish;
  order.clip_limit = options.limits;
  child_request request;
  request.program = options.program;
  request.arguments = {decode_child_command};
  request.input = {{reinterpret_cast<const uint8_t*>(&order), sizeof order},
                   bytes};
  request.output_limit = raw_clip_header_size + frame_limit * wish.frames;
  request.deadline = options.deadline;
  auto child = child_stream::start(request, std::move(stop));
  if (!child)
    return child.error();
  std::unique_ptr<clip_stream> out{new clip_stream};
  out->child_ = std::move(*child);
  std::array<uint8_t, raw_clip_header_size> head{};
  auto count = out->child_->read(head);
  if (!count && code_of(count.error()) == ec::cancelled)
    return count.error();
  if (!count || *count < head.size())
    return out->why_short();
  auto shape = read_raw_clip_header(head);
  if (!shape)
    return shape.error();
  if (!is_within(*shape, wish))
    return make_error(ec::media_failed, "the decoder gave another size");
  out->shape_ = *shape;
  out->planes_.resize(shape->frame_bytes());
  return out;
}

result<i420_view> clip_stream::next() {
  auto count = child_->read(planes_);
  if (!count && code_of(count.error()) == ec::cancelled)
    return count.error();
  if (!count || *count < planes_.size())
    return why_short();
  auto luma = size_t{shape_.width} * shape_.height;
  auto y = planes_.data();
  return i420_view{y,
                   y + luma,
                   y + luma + luma / 4,
                   shape_.width,
                   shape_.width / 2,
                   shape_.width / 2};
}

result<void> clip_stream::finish() {
  std::array<uint8_t, 1> more{};
  auto count = child_->read(more);
  if (!count && code_of(count.error()) == ec::cancelled)
    return count.error();
  if (!count || *count > 0)
    return make_error(ec::media_failed, "the decoder gave too much");
  auto report = child_->finish();
  if (!report)
    return report.error();
  if (auto failed = error_of(*report, "the clip"))
    return failed;
  return {};
}

error clip_stream::why_short() {
  auto report = child_->finish();
  if (!report)
    return report.error();
  if (auto failed = error_of(*report, "the clip"))
    return failed;
  return make_error(ec::media_failed, "the decoder gave half a clip");
}

} // namespace troupe::media
