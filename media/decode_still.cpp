#include "media/av_ptr.hpp"
#include "media/decode_child.hpp"
#include "media/picture_scale.hpp"
#include "media/picture_turn.hpp"

#include <algorithm>
#include <cmath>
#include <string>

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/mem.h>
#include <libswscale/swscale.h>
}

namespace troupe::media {

namespace {

struct scaler_deleter {
  void operator()(SwsContext* x) const { sws_freeContext(x); }
};
using scaler_ptr = std::unique_ptr<SwsContext, scaler_deleter>;

error refuse(std::string what) {
  return make_error(ec::invalid_argument, "the picture " + std::move(what));
}

error damaged() {
  return refuse("is damaged or incomplete");
}

AVCodecID codec_of(picture_format x) {
  switch (x) {
    case picture_format::png: return AV_CODEC_ID_PNG;
    case picture_format::jpeg: return AV_CODEC_ID_MJPEG;
    case picture_format::webp: return AV_CODEC_ID_WEBP;
  }
  return AV_CODEC_ID_NONE;
}

/// The codec by the magic bytes, never by libavformat's guess.
result<frame_ptr> decode(std::span<const uint8_t> bytes,
                         const picture_header& header,
                         const picture_limits& limits) {
  auto codec = avcodec_find_decoder(codec_of(header.format));
  codec_ptr context{codec ? avcodec_alloc_context3(codec) : nullptr};
  packet_ptr packet{av_packet_alloc()};
  frame_ptr frame{av_frame_alloc()};
  if (!context || !packet || !frame)
    return refuse("can't be decoded by this build of FFmpeg");
  context->thread_count = 1;
  context->max_pixels = static_cast<int64_t>(limits.pixels);
  context->log_level_offset = AV_LOG_MAX_OFFSET;
  context->err_recognition = AV_EF_CRCCHECK | AV_EF_EXPLODE;
  if (avcodec_open2(context.get(), codec, nullptr) < 0)
    return refuse("can't be decoded by this build of FFmpeg");
  if (av_new_packet(packet.get(), static_cast<int>(bytes.size())) < 0)
    return refuse("takes too much memory to decode");
  std::ranges::copy(bytes, packet->data);
  packet->flags |= AV_PKT_FLAG_KEY;
  auto sent = avcodec_send_packet(context.get(), packet.get());
  if (sent >= 0)
    sent = avcodec_send_packet(context.get(), nullptr);
  auto got = sent < 0 ? sent
                      : avcodec_receive_frame(context.get(), frame.get());
  if (got == AVERROR(ENOMEM))
    return refuse("takes too much memory to decode");
  if (got < 0 || frame->decode_error_flags != 0
      || (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0)
    return damaged();
  auto is_as_said = frame->width == static_cast<int>(header.width)
                    && frame->height == static_cast<int>(header.height);
  return is_as_said ? result<frame_ptr>{std::move(frame)} : damaged();
}

/// JPEG's full-range formats by their modern names.
AVPixelFormat modern(AVPixelFormat x) {
  switch (x) {
    case AV_PIX_FMT_YUVJ420P: return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P: return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P: return AV_PIX_FMT_YUV444P;
    case AV_PIX_FMT_YUVJ440P: return AV_PIX_FMT_YUV440P;
    case AV_PIX_FMT_YUVJ411P: return AV_PIX_FMT_YUV411P;
    default: return x;
  }
}

/// Straight BGRA, as libswscale gives it. JPEG and WebP are BT.601; profiles
/// are not looked at: sRGB is what nearly all pictures are meant as.
result<raw_picture> to_bgra(const AVFrame& frame) {
  auto given = static_cast<AVPixelFormat>(frame.format);
  auto format = modern(given);
  auto is_full = format != given || frame.color_range == AVCOL_RANGE_JPEG;
  scaler_ptr scaler{sws_getContext(
    frame.width, frame.height, format, frame.width, frame.height,
    AV_PIX_FMT_BGRA,
    SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT
      | SWS_FULL_CHR_H_INP,
    nullptr, nullptr, nullptr)};
  if (!scaler)
    return refuse("has colours in a form that is not supported");
  auto bt601 = sws_getCoefficients(SWS_CS_ITU601);
  constexpr int one = 1 << 16;
  sws_setColorspaceDetails(scaler.get(), bt601, is_full ? 1 : 0, bt601, 1, 0,
                           one, one);
  raw_picture out{static_cast<uint32_t>(frame.width),
                  static_cast<uint32_t>(frame.height),
                  false,
                  {}};
  out.pixels.resize(out.stride() * out.height);
  uint8_t* planes[] = {out.pixels.data(), nullptr, nullptr, nullptr};
  int strides[] = {static_cast<int>(out.stride()), 0, 0, 0};
  auto rows = sws_scale(scaler.get(), frame.data, frame.linesize, 0,
                        frame.height, planes, strides);
  return rows == frame.height ? result<raw_picture>{std::move(out)}
                              : damaged();
}

/// Colours times alpha, rounded; notes whether there is any.
void premultiply(raw_picture& x) {
  for (size_t i = 0; i < x.pixels.size(); i += 4) {
    auto alpha = unsigned{x.pixels[i + 3]};
    if (alpha == 255)
      continue;
    x.has_alpha = true;
    for (size_t c = 0; c < 3; ++c)
      x.pixels[i + c] = static_cast<uint8_t>((x.pixels[i + c] * alpha + 127)
                                             / 255);
  }
}

raw_picture shrunk(raw_picture x, uint32_t longest) {
  auto side = std::max(x.width, x.height);
  if (side <= longest)
    return x;
  auto to = [&](uint32_t length) {
    auto share = static_cast<double>(length) * longest / side;
    return static_cast<uint32_t>(std::max(1.0, std::round(share)));
  };
  return scaled(x, to(x.width), to(x.height));
}

} // namespace

result<raw_picture> decode_in_this_process(std::span<const uint8_t> bytes,
                                           const picture_limits& limits,
                                           uint32_t longest_side) {
  auto header = read_picture_header(bytes, limits);
  if (!header)
    return header.error();
  auto frame = decode(bytes, *header, limits);
  if (!frame)
    return frame.error();
  auto picture = to_bgra(**frame);
  if (!picture)
    return picture.error();
  frame->reset();
  premultiply(*picture);
  auto longest = std::clamp(longest_side, 1U, raw_picture_max_side);
  return upright(shrunk(std::move(*picture), longest), header->orientation);
}

} // namespace troupe::media
