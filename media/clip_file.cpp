#include "media/clip_file.hpp"

#include "media/encoder.hpp"
#include "media/movie_file.hpp"

#include <algorithm>
#include <optional>
#include <system_error>
#include <vector>

extern "C" {
#include <libswscale/swscale.h>
}

namespace troupe::media {

namespace {

struct scaler_deleter {
  void operator()(SwsContext* x) const { sws_freeContext(x); }
};
using scaler_ptr = std::unique_ptr<SwsContext, scaler_deleter>;

error broken() {
  return make_error(ec::media_failed, "clip: its file is not whole");
}

} // namespace

struct clip_file::parts {
  result<void> begin(const std::filesystem::path& path);
  result<void> go_to(uint32_t index);
  /// Decodes the frame that follows in the file.
  result<void> step();
  result<void> show();

  input_ptr movie;
  AVStream* stream = nullptr; // owned by movie
  codec_ptr codec;
  packet_ptr packet;
  frame_ptr decoded;
  scaler_ptr scaler;
  uint32_t frames = 0;
  bool is_drained = false;
  /// The decoder's place, and what the pixels show.
  std::optional<uint32_t> at;
  std::optional<uint32_t> shown;
  std::vector<uint8_t> pixels;
};

result<void> clip_file::parts::begin(const std::filesystem::path& path) {
  auto opened = open_movie(path);
  if (!opened)
    return opened.error();
  movie = std::move(*opened);
  if (movie->nb_streams != 1)
    return broken();
  stream = movie->streams[0];
  auto& about = *stream->codecpar;
  auto decoder = avcodec_find_decoder(about.codec_id);
  codec.reset(decoder ? avcodec_alloc_context3(decoder) : nullptr);
  packet.reset(av_packet_alloc());
  decoded.reset(av_frame_alloc());
  if (!codec || !packet || !decoded || about.codec_id != AV_CODEC_ID_H264
      || about.width < 2 || about.height < 2 || stream->nb_frames < 1
      || avcodec_parameters_to_context(codec.get(), &about) < 0)
    return broken();
  frames = static_cast<uint32_t>(stream->nb_frames);
  codec->thread_count = 1;
  if (avcodec_open2(codec.get(), decoder, nullptr) < 0)
    return broken();
  pixels.resize(size_t{4} * static_cast<size_t>(about.width)
                * static_cast<size_t>(about.height));
  scaler.reset(sws_getContext(
    about.width, about.height, AV_PIX_FMT_YUV420P, about.width, about.height,
    AV_PIX_FMT_BGRA,
    SWS_BILINEAR | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT,
    nullptr, nullptr, nullptr));
  if (!scaler)
    return broken();
  auto matrix = sws_getCoefficients(SWS_CS_ITU709);
  constexpr int one = 1 << 16;
  sws_setColorspaceDetails(scaler.get(), matrix, 0, matrix, 1, 0, one, one);
  return {};
}

result<void> clip_file::parts::step() {
  for (;;) {
    auto code = avcodec_receive_frame(codec.get(), decoded.get());
    if (code >= 0) {
      auto index = av_rescale_q(decoded->pts, stream->time_base,
                                av_inv_q(stream->avg_frame_rate));
      at = static_cast<uint32_t>(index);
      return {};
    }
    if (code != AVERROR(EAGAIN) || is_drained)
      return broken();
    code = av_read_frame(movie.get(), packet.get());
    is_drained = code == AVERROR_EOF;
    if (code < 0 && !is_drained)
      return broken();
    code = avcodec_send_packet(codec.get(),
                               is_drained ? nullptr : packet.get());
    av_packet_unref(packet.get());
    if (code < 0)
      return broken();
  }
}

result<void> clip_file::parts::go_to(uint32_t index) {
  // Key frames are close: from a little before it is quicker to go on.
  constexpr uint32_t near = 8;
  if (!at || index < *at || index > *at + near) {
    auto time = av_rescale_q(index, av_inv_q(stream->avg_frame_rate),
                             stream->time_base);
    if (av_seek_frame(movie.get(), stream->index, time, AVSEEK_FLAG_BACKWARD)
        < 0)
      return broken();
    avcodec_flush_buffers(codec.get());
    is_drained = false;
    at.reset();
  }
  while (!at || *at < index)
    if (auto done = step(); !done)
      return done;
  return *at == index ? result<void>{} : broken();
}

result<void> clip_file::parts::show() {
  auto& x = *decoded;
  if (x.format != AV_PIX_FMT_YUV420P || x.width != codec->width
      || x.height != codec->height
      || pixels.size() != size_t{4} * static_cast<size_t>(x.width)
                            * static_cast<size_t>(x.height))
    return broken();
  uint8_t* rows[] = {pixels.data(), nullptr, nullptr, nullptr};
  int strides[] = {x.width * 4, 0, 0, 0};
  auto done = sws_scale(scaler.get(), x.data, x.linesize, 0, x.height, rows,
                        strides);
  return done == x.height ? result<void>{} : broken();
}

clip_file::clip_file(std::unique_ptr<parts> x) : parts_(std::move(x)) {}

clip_file::~clip_file() = default;

result<std::unique_ptr<clip_file>>
clip_file::open(const std::filesystem::path& path) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed))
    return make_error(ec::not_found, "clip: there is none of that key");
  auto made = std::make_unique<parts>();
  if (auto ready = made->begin(path); !ready)
    return ready.error();
  return std::unique_ptr<clip_file>{new clip_file(std::move(made))};
}

uint32_t clip_file::width() const {
  return static_cast<uint32_t>(parts_->stream->codecpar->width);
}

uint32_t clip_file::height() const {
  return static_cast<uint32_t>(parts_->stream->codecpar->height);
}

uint32_t clip_file::frames() const {
  return parts_->frames;
}

uint32_t clip_file::key_before(uint32_t number) const {
  auto rate = parts_->stream->avg_frame_rate;
  auto fps = rate.den > 0 ? std::max(rate.num / rate.den, 1) : 1;
  return number - number % kept_key_distance(static_cast<uint32_t>(fps));
}

result<bgra_view> clip_file::frame(uint32_t number) {
  auto& x = *parts_;
  auto index = number % x.frames;
  if (x.shown != index) {
    x.shown.reset();
    if (auto done = x.go_to(index); !done)
      return done.error();
    if (auto done = x.show(); !done)
      return done.error();
    x.shown = index;
  }
  return bgra_view{x.pixels.data(), size_t{4} * width(), width(), height()};
}

} // namespace troupe::media
