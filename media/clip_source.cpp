#include "media/clip_source.hpp"

#include <algorithm>
#include <cmath>
#include <string>

extern "C" {
#include <libavutil/display.h>
#include <libavutil/mem.h>
#include <libavutil/pixdesc.h>
}

namespace troupe::media {

namespace {

constexpr int io_buffer_bytes = 64 * 1024;
/// 600 seconds at 240 frames a second.
constexpr int packet_limit = 144'000;
constexpr AVRational microseconds{1, 1'000'000};

error refuse(std::string what) {
  return make_error(ec::invalid_argument, "the clip " + std::move(what));
}

error damaged() {
  return refuse("is cut off or damaged");
}

/// Decoders by name: what FFmpeg would take by itself may be a device or a
/// library with threads of its own.
const char* decoder_of(AVCodecID x) {
  switch (x) {
    case AV_CODEC_ID_H264: return "h264";
    case AV_CODEC_ID_VP8: return "vp8";
    case AV_CODEC_ID_VP9: return "vp9";
    case AV_CODEC_ID_AV1: return "libdav1d";
    default: return nullptr;
  }
}

std::string name_of(AVCodecID x) {
  if (x == AV_CODEC_ID_NONE)
    return "of an unknown kind";
  return std::string{"coded as "} + avcodec_get_name(x);
}

bool is_hdr(int transfer) {
  return transfer == AVCOL_TRC_SMPTE2084 || transfer == AVCOL_TRC_ARIB_STD_B67;
}

constexpr const char* hdr_words
  = "has HDR colours; save it in ordinary ones (SDR, BT.709)";

/// Planes of whole samples: what can be scaled without surprises.
bool is_plain(int format) {
  auto about = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(format));
  if (!about || about->nb_components < 1 || about->comp[0].depth > 12)
    return false;
  constexpr uint64_t odd = AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_PAL
                           | AV_PIX_FMT_FLAG_BITSTREAM
                           | AV_PIX_FMT_FLAG_BAYER | AV_PIX_FMT_FLAG_FLOAT;
  return (about->flags & odd) == 0
         && (about->flags & AV_PIX_FMT_FLAG_PLANAR) != 0;
}

/// Nothing in a clip names anything else that is read.
int open_nothing(AVFormatContext*, AVIOContext**, const char*, int,
                 AVDictionary**) {
  return AVERROR(EACCES);
}

} // namespace

int clip_source::read(void* of, uint8_t* to, int size) {
  auto& x = *static_cast<memory*>(of);
  auto left = static_cast<int64_t>(x.bytes.size()) - x.at;
  auto count = std::min<int64_t>(left, size);
  if (count <= 0)
    return AVERROR_EOF;
  std::copy_n(x.bytes.begin() + x.at, count, to);
  x.at += count;
  return static_cast<int>(count);
}

int64_t clip_source::seek_to(void* of, int64_t offset, int whence) {
  auto& x = *static_cast<memory*>(of);
  auto size = static_cast<int64_t>(x.bytes.size());
  if (whence == AVSEEK_SIZE)
    return size;
  auto base = whence == SEEK_CUR ? x.at : whence == SEEK_END ? size : 0;
  if (offset < -base || offset > size - base)
    return AVERROR(EINVAL);
  x.at = base + offset;
  return x.at;
}

result<clip_source> clip_source::open(std::span<const uint8_t> bytes,
                                      const clip_limits& limits) {
  auto format = read_clip_header(bytes, limits);
  if (!format)
    return format.error();
  clip_source out;
  out.limits_ = limits;
  out.memory_ = std::make_unique<memory>(memory{bytes, 0});
  if (auto done = out.begin(*format); !done)
    return done.error();
  if (auto done = out.choose_stream(); !done)
    return done.error();
  if (auto done = out.open_codec(); !done)
    return done.error();
  return out;
}

result<void> clip_source::begin(clip_format format) {
  auto buffer = static_cast<unsigned char*>(av_malloc(io_buffer_bytes));
  io_.reset(buffer ? avio_alloc_context(buffer, io_buffer_bytes, 0,
                                        memory_.get(), &clip_source::read,
                                        nullptr, &clip_source::seek_to)
                   : nullptr);
  packet_.reset(av_packet_alloc());
  frame_.reset(av_frame_alloc());
  auto context = avformat_alloc_context();
  if (!io_ || !packet_ || !frame_ || !context) {
    avformat_free_context(context);
    return refuse("takes too much memory to decode");
  }
  context->pb = io_.get();
  context->flags |= AVFMT_FLAG_CUSTOM_IO;
  context->io_open = open_nothing;
  context->max_streams = 32;
  context->error_recognition = AV_EF_EXPLODE;
  context->protocol_whitelist = av_strdup("none");
  auto name = format == clip_format::mp4 ? "mov" : "matroska";
  // Frees the context when it fails.
  if (avformat_open_input(&context, "", av_find_input_format(name), nullptr)
      < 0)
    return damaged();
  input_.reset(context);
  return {};
}

result<void> clip_source::choose_stream() {
  for (auto i = 0U; i < input_->nb_streams; ++i) {
    auto x = input_->streams[i];
    auto is_film = x->codecpar->codec_type == AVMEDIA_TYPE_VIDEO
                   && (x->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;
    if (is_film && !stream_)
      stream_ = x;
    else
      x->discard = AVDISCARD_ALL;
  }
  if (!stream_)
    return refuse("has no moving pictures");
  auto& about = *stream_->codecpar;
  if (!decoder_of(about.codec_id))
    return refuse("is " + name_of(about.codec_id)
                  + "; H.264, VP8, VP9 and AV1 are possible");
  auto width = static_cast<uint32_t>(std::max(about.width, 0));
  auto height = static_cast<uint32_t>(std::max(about.height, 0));
  auto size = std::to_string(width) + " x " + std::to_string(height)
              + " pixels";
  if (width > limits_.side || height > limits_.side)
    return refuse("has " + size + "; no side may be longer than "
                  + std::to_string(limits_.side));
  if (uint64_t{width} * height > limits_.pixels)
    return refuse("has " + size + "; at most "
                  + std::to_string(limits_.pixels / 1'000)
                  + " thousand are possible");
  return is_hdr(about.color_trc) ? refuse(hdr_words) : result<void>{};
}

result<void> clip_source::open_codec() {
  auto codec
    = avcodec_find_decoder_by_name(decoder_of(stream_->codecpar->codec_id));
  codec_.reset(codec ? avcodec_alloc_context3(codec) : nullptr);
  if (!codec_
      || avcodec_parameters_to_context(codec_.get(), stream_->codecpar) < 0)
    return refuse("can't be decoded by this build of FFmpeg");
  codec_->thread_count = 1;
  codec_->log_level_offset = AV_LOG_MAX_OFFSET;
  codec_->max_pixels = static_cast<int64_t>(limits_.pixels);
  codec_->err_recognition = AV_EF_CRCCHECK | AV_EF_EXPLODE;
  codec_->pkt_timebase = stream_->time_base;
  if (avcodec_open2(codec_.get(), codec, nullptr) < 0)
    return damaged();
  return {};
}

result<bool> clip_source::read_packet() {
  for (;;) {
    av_packet_unref(packet_.get());
    auto code = av_read_frame(input_.get(), packet_.get());
    if (code == AVERROR_EOF)
      return false;
    if (code < 0 || (packet_->flags & AV_PKT_FLAG_CORRUPT) != 0)
      return damaged();
    if (packet_->stream_index == stream_->index)
      return true;
  }
}

result<clip_times> clip_source::measure() {
  auto first = INT64_MAX;
  auto last = INT64_MIN;
  auto end = INT64_MIN;
  int count = 0;
  for (;;) {
    auto more = read_packet();
    if (!more)
      return more.error();
    if (!*more)
      break;
    if ((packet_->flags & AV_PKT_FLAG_DISCARD) != 0)
      continue;
    auto at = packet_->pts != AV_NOPTS_VALUE ? packet_->pts : packet_->dts;
    // Room for sums: ticks that are an age away are no film.
    if (at == AV_NOPTS_VALUE || at > INT64_MAX / 4 || at < INT64_MIN / 4
        || packet_->duration > INT64_MAX / 4 || ++count > packet_limit)
      return damaged();
    first = std::min(first, at);
    last = std::max(last, at);
    end = std::max(end, at + std::max<int64_t>(packet_->duration, 0));
  }
  if (count == 0)
    return refuse("has no pictures in it");
  // Without a length of its own the last picture stays as long as the others.
  if (end <= last)
    end = last + (count > 1 ? std::max<int64_t>((last - first) / (count - 1), 1)
                            : av_rescale_q(40'000, microseconds,
                                           stream_->time_base));
  clip_times out{first, av_rescale_q(end - first, stream_->time_base,
                                     microseconds)};
  auto most = int64_t{limits_.seconds} * 1'000'000;
  if (out.length_us <= 0)
    return damaged();
  if (out.length_us > most)
    return refuse("lasts longer than " + std::to_string(limits_.seconds / 60)
                  + " minutes");
  return out;
}

bool clip_source::seek(int64_t us, const clip_times& times) {
  auto at = times.origin
            + av_rescale_q(us, microseconds, stream_->time_base);
  return av_seek_frame(input_.get(), stream_->index, at, AVSEEK_FLAG_BACKWARD)
         >= 0;
}

result<void> clip_source::check(const AVFrame& x) {
  if (x.decode_error_flags != 0 || (x.flags & AV_FRAME_FLAG_CORRUPT) != 0)
    return damaged();
  if (is_hdr(x.color_trc))
    return refuse(hdr_words);
  if (!is_plain(x.format))
    return refuse("has colours in a form that is not supported");
  if (format_ < 0) {
    width_ = x.width;
    height_ = x.height;
    format_ = x.format;
  }
  if (x.width != width_ || x.height != height_ || x.format != format_)
    return refuse("changes its size in its middle");
  return {};
}

result<const AVFrame*> clip_source::next() {
  for (;;) {
    auto code = avcodec_receive_frame(codec_.get(), frame_.get());
    if (code >= 0) {
      if (auto fine = check(*frame_); !fine)
        return fine.error();
      return frame_.get();
    }
    if (code == AVERROR_EOF)
      return nullptr;
    if (code != AVERROR(EAGAIN) || is_drained_)
      return damaged();
    auto more = read_packet();
    if (!more)
      return more.error();
    is_drained_ = !*more;
    if (avcodec_send_packet(codec_.get(), *more ? packet_.get() : nullptr) < 0)
      return damaged();
  }
}

int64_t clip_source::time_of(const AVFrame& x, const clip_times& times) const {
  auto at = x.best_effort_timestamp;
  if (at == AV_NOPTS_VALUE)
    return 0;
  return av_rescale_q(at - times.origin, stream_->time_base, microseconds);
}

double clip_source::pixel_shape() const {
  auto shape = stream_->sample_aspect_ratio;
  if (shape.num <= 0 || shape.den <= 0)
    shape = stream_->codecpar->sample_aspect_ratio;
  if (shape.num <= 0 || shape.den <= 0)
    return 1;
  auto out = av_q2d(shape);
  return out >= 0.1 && out <= 10 ? out : 1;
}

int clip_source::orientation() const {
  size_t size = 0;
  auto matrix
    = av_stream_get_side_data(stream_, AV_PKT_DATA_DISPLAYMATRIX, &size);
  if (!matrix || size < 9 * sizeof(int32_t))
    return 1;
  auto turned
    = av_display_rotation_get(reinterpret_cast<const int32_t*>(matrix));
  if (!std::isfinite(turned))
    return 1;
  // Counted against the clock, to the nearest quarter.
  auto quarters = static_cast<int>(std::lround(turned / 90)) & 3;
  constexpr int upright_by[] = {1, 8, 3, 6};
  return upright_by[quarters];
}

} // namespace troupe::media
