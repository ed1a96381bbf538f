#include "media/encoder.hpp"

#include "media/movie_file.hpp"
#include "media/still_picture.hpp"
#include "media/whole_file.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
}

namespace troupe {

namespace {

/// Longest distance between key frames: players seek there, segments end
/// there.
constexpr int gop_seconds = 2;

error check(const segment_request& request) {
  auto& format = request.format;
  auto size_ok = [](uint32_t x) { return x >= 16 && x <= 4096 && x % 2 == 0; };
  if (!size_ok(format.width) || !size_ok(format.height))
    return make_error(ec::invalid_argument,
                      "format: width and height must be even, 16 to 4096");
  if (format.fps < 1 || format.fps > 60)
    return make_error(ec::invalid_argument, "format.fps must be 1 to 60");
  if (request.frames == 0)
    return make_error(ec::invalid_argument, "frames must be at least 1");
  return {};
}

/// Chosen by eye and measurement: gradients stay smooth, text stays sharp.
const char* crf_for(const film_format& format) {
  return std::min(format.width, format.height) >= 1000 ? "20" : "21";
}

/// Grainy photographs must not blow a film up: 4 Mbit/s at 720p and 30 frames
/// a second, in proportion elsewhere. Drawn scenes stay far below.
int64_t highest_rate(const film_format& format) {
  return int64_t{format.width} * format.height * format.fps * 145 / 1000;
}

/// Without AVX-512: with it the macroblock tree of x264 164 reads memory that
/// nobody wrote, and the same frames must give the same bytes. Down to SSE4.2
/// the other instruction sets agree bit for bit.
/// Macroblocks are not divided: 10 % faster for the same bytes and 0.1 dB.
/// No weighted prediction: a skipped macroblock repeats what was, unweighted.
std::string x264_options() {
  std::string out = "subme=1:partitions=none:aq-mode=3:weightp=0:scenecut=0";
  if (__builtin_cpu_supports("avx2"))
    out += ":asm=avx2";
  return out;
}

/// What is kept may have grain and is not sent anywhere.
constexpr int64_t keep_rate_factor = 8;

uint32_t key_distance(const segment_request& request) {
  return request.aim == coding_aim::keep ? kept_key_distance(request.format.fps)
                                         : request.format.fps * gop_seconds;
}

void aim_at(const segment_request& request, AVCodecContext& encoder) {
  auto is_kept = request.aim == coding_aim::keep;
  auto rate = highest_rate(request.format) * (is_kept ? keep_rate_factor : 1);
  encoder.gop_size = static_cast<int>(key_distance(request));
  encoder.rc_max_rate = rate;
  encoder.rc_buffer_size = static_cast<int>(
    std::min<int64_t>(rate * 2, 200'000'000));
  av_opt_set(encoder.priv_data, "preset", is_kept ? "superfast" : "veryfast",
             0);
  av_opt_set(encoder.priv_data, "crf",
             is_kept ? "13" : crf_for(request.format), 0);
}

result<codec_ptr> open_encoder(const segment_request& request) {
  auto& format = request.format;
  silence_libav();
  auto codec = avcodec_find_encoder_by_name("libx264");
  if (!codec)
    return make_error(ec::media_failed, "this FFmpeg has no encoder libx264");
  codec_ptr encoder{avcodec_alloc_context3(codec)};
  if (!encoder)
    return make_error(ec::media_failed, "no memory for the encoder");
  encoder->width = static_cast<int>(format.width);
  encoder->height = static_cast<int>(format.height);
  encoder->time_base = {1, static_cast<int>(format.fps)};
  encoder->framerate = {static_cast<int>(format.fps), 1};
  encoder->sample_aspect_ratio = {1, 1};
  encoder->pix_fmt = AV_PIX_FMT_YUV420P;
  encoder->color_range = AVCOL_RANGE_MPEG;
  encoder->colorspace = AVCOL_SPC_BT709;
  encoder->color_primaries = AVCOL_PRI_BT709;
  encoder->color_trc = AVCOL_TRC_BT709;
  // Pictures in order: repeated ones can be put between them.
  encoder->max_b_frames = 0;
  encoder->thread_count = 1;
  encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_CLOSED_GOP;
  av_opt_set(encoder->priv_data, "forced-idr", "1", 0);
  av_opt_set(encoder->priv_data, "x264-params", x264_options().c_str(), 0);
  aim_at(request, *encoder);
  if (auto code = avcodec_open2(encoder.get(), codec, nullptr); code < 0)
    return av_failure(code, "open the encoder");
  return encoder;
}

std::string_view bytes_of(const uint8_t* data, int size) {
  return {reinterpret_cast<const char*>(data), static_cast<size_t>(size)};
}

/// A picture of the encoder's size. Its planes are the caller's to fill.
result<frame_ptr> make_frame(const AVCodecContext& encoder) {
  frame_ptr out{av_frame_alloc()};
  if (!out)
    return make_error(ec::media_failed, "no memory for a frame");
  out->format = encoder.pix_fmt;
  out->width = encoder.width;
  out->height = encoder.height;
  if (auto code = av_frame_get_buffer(out.get(), 0); code < 0)
    return av_failure(code, "hold a frame");
  return out;
}

/// A picture in which nothing is new, as bytes: what the encoder itself makes
/// of the second of two black ones.
result<std::string> make_still(const segment_request& request) {
  auto encoder = open_encoder(request);
  if (!encoder)
    return encoder.error();
  auto black = make_frame(**encoder);
  if (!black)
    return black.error();
  auto& frame = **black;
  auto rows = static_cast<size_t>(frame.height);
  std::memset(frame.data[0], 16, static_cast<size_t>(frame.linesize[0]) * rows);
  for (int plane : {1, 2})
    std::memset(frame.data[plane], 128,
                static_cast<size_t>(frame.linesize[plane]) * (rows / 2));
  int code = 0;
  for (frame.pts = 0; frame.pts < 2 && code >= 0; ++frame.pts)
    code = avcodec_send_frame(encoder->get(), &frame);
  if (code >= 0)
    code = avcodec_send_frame(encoder->get(), nullptr);
  packet_ptr packet{av_packet_alloc()};
  for (int i = 0; i < 2 && packet && code >= 0; ++i)
    code = avcodec_receive_packet(encoder->get(), packet.get());
  if (code < 0 || !packet)
    return av_failure(code, "encode a picture without news");
  return std::string{bytes_of(packet->data, packet->size)};
}

/// One segment on its way into a file. A frame that is the one before again is
/// not encoded: the picture is repeated.
class segment_writer {
public:
  static result<segment_writer> create(const segment_request& request,
                                       const std::filesystem::path& beside) {
    auto encoder = open_encoder(request);
    if (!encoder)
      return encoder.error();
    auto movie = create_movie(beside);
    if (!movie)
      return movie.error();
    auto frame = make_frame(**encoder);
    if (!frame)
      return frame.error();
    auto numbers = picture_numbers::read(
      bytes_of((*encoder)->extradata, (*encoder)->extradata_size));
    if (!numbers)
      return numbers.error();
    segment_writer out;
    out.request_ = request;
    out.encoder_ = std::move(*encoder);
    out.movie_ = std::move(*movie);
    out.frame_ = std::move(*frame);
    out.numbers_ = *numbers;
    if (auto ready = out.begin(); !ready)
      return ready.error();
    return out;
  }

  result<void> add(const i420_view& picture, uint32_t index) {
    auto is_key = index % key_distance(request_) == 0;
    if (!is_key && is_shown(picture))
      return {};
    if (auto code = av_frame_make_writable(frame_.get()); code < 0)
      return av_failure(code, "hold a frame");
    for (auto& x : planes_of(picture))
      av_image_copy_plane(frame_->data[x.number], frame_->linesize[x.number],
                          x.from, x.stride, x.width, x.height);
    frame_->pts = index;
    frame_->pict_type = is_key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    return send(frame_.get());
  }

  result<void> finish(uint32_t frames) {
    if (auto drained = send(nullptr); !drained)
      return drained;
    if (auto filled = repeat_until(frames); !filled)
      return filled;
    return end_movie(std::move(movie_));
  }

private:
  struct plane {
    int number;
    const uint8_t* from;
    int stride;
    int width;
    int height;
  };

  std::array<plane, 3> planes_of(const i420_view& x) const {
    auto width = encoder_->width;
    auto height = encoder_->height;
    auto y = static_cast<int>(x.y_stride);
    auto u = static_cast<int>(x.u_stride);
    auto v = static_cast<int>(x.v_stride);
    return {plane{0, x.y, y, width, height},
            plane{1, x.u, u, width / 2, height / 2},
            plane{2, x.v, v, width / 2, height / 2}};
  }

  bool is_shown(const i420_view& picture) const {
    for (auto& x : planes_of(picture))
      for (ptrdiff_t row = 0; row < x.height; ++row)
        if (std::memcmp(frame_->data[x.number]
                          + row * frame_->linesize[x.number],
                        x.from + row * x.stride, static_cast<size_t>(x.width))
            != 0)
          return false;
    return true;
  }

  result<void> begin() {
    stream_ = avformat_new_stream(movie_.get(), nullptr);
    packet_.reset(av_packet_alloc());
    if (!stream_ || !packet_)
      return make_error(ec::media_failed, "no memory for a segment");
    auto code = avcodec_parameters_from_context(stream_->codecpar,
                                                encoder_.get());
    if (code < 0)
      return av_failure(code, "set up a segment");
    stream_->time_base = encoder_->time_base;
    stream_->avg_frame_rate = encoder_->framerate;
    return begin_movie(*movie_);
  }

  result<void> send(const AVFrame* frame) {
    auto code = avcodec_send_frame(encoder_.get(), frame);
    while (code >= 0) {
      code = avcodec_receive_packet(encoder_.get(), packet_.get());
      if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
        return {};
      if (code < 0)
        break;
      auto shown = static_cast<uint32_t>(packet_->pts);
      auto is_key = (packet_->flags & AV_PKT_FLAG_KEY) != 0;
      std::string picture{bytes_of(packet_->data, packet_->size)};
      av_packet_unref(packet_.get());
      if (auto filled = repeat_until(shown); !filled)
        return filled;
      if (auto written = write(picture, is_key); !written)
        return written;
    }
    return av_failure(code, "encode a frame");
  }

  result<void> repeat_until(uint32_t frame) {
    if (written_ < frame && still_.empty()) {
      auto made = make_still(request_);
      if (!made)
        return made.error();
      still_ = std::move(*made);
    }
    while (written_ < frame)
      if (auto written = write(still_, false); !written)
        return written;
    return {};
  }

  result<void> write(std::string_view picture, bool is_key) {
    auto numbered = numbers_.numbered(picture);
    if (!numbered)
      return numbered.error();
    auto size = static_cast<int>(numbered->size());
    if (auto code = av_new_packet(packet_.get(), size); code < 0)
      return av_failure(code, "hold a picture");
    std::copy(numbered->begin(), numbered->end(), packet_->data);
    packet_->flags = is_key ? AV_PKT_FLAG_KEY : 0;
    packet_->pts = packet_->dts = written_++;
    packet_->duration = 1;
    packet_->stream_index = 0;
    av_packet_rescale_ts(packet_.get(), encoder_->time_base,
                         stream_->time_base);
    auto code = av_write_frame(movie_.get(), packet_.get());
    av_packet_unref(packet_.get());
    if (code < 0)
      return av_failure(code, "write a picture");
    return {};
  }

  segment_request request_;
  codec_ptr encoder_;
  output_ptr movie_;
  AVStream* stream_ = nullptr; // owned by movie_
  /// What the encoder got last.
  frame_ptr frame_;
  packet_ptr packet_;
  picture_numbers numbers_;
  std::string still_;
  uint32_t written_ = 0;
};

error check_view(const i420_view& picture, const film_format& format) {
  if (!picture.y || !picture.u || !picture.v || picture.y_stride < format.width
      || picture.u_stride < format.width / 2
      || picture.v_stride < format.width / 2)
    return make_error(ec::internal, "a frame doesn't have the film's size");
  return {};
}

} // namespace

result<segment_info> encode_segment(const segment_request& request,
                                    const frame_source& source,
                                    const std::filesystem::path& out,
                                    std::stop_token stop,
                                    const media_progress& progress) {
  if (auto err = check(request))
    return err;
  auto file = whole_file::create(out);
  if (!file)
    return file.error();
  auto writer = segment_writer::create(request, file->beside());
  if (!writer)
    return writer.error();
  for (uint32_t i = 0; i < request.frames; ++i) {
    if (stop.stop_requested())
      return make_error(ec::cancelled, "encoding was cancelled");
    auto picture = source(i);
    if (!picture)
      return picture.error();
    if (auto err = check_view(*picture, request.format))
      return err;
    if (auto added = writer->add(*picture, i); !added)
      return added.error();
    if (progress)
      progress(static_cast<double>(i + 1) / request.frames);
  }
  if (auto finished = writer->finish(request.frames); !finished)
    return finished.error();
  std::error_code failed;
  auto bytes = std::filesystem::file_size(file->beside(), failed);
  if (failed)
    return file_failure(failed.value(), "measure a segment");
  if (auto committed = file->commit(); !committed)
    return committed.error();
  return segment_info{request.frames, bytes};
}

} // namespace troupe
