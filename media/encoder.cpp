#include "media/encoder.hpp"

#include "media/movie_file.hpp"
#include "media/whole_file.hpp"

#include <algorithm>
#include <string>
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
std::string x264_options() {
  std::string out = "subme=1:aq-mode=3";
  if (__builtin_cpu_supports("avx2"))
    out += ":asm=avx2";
  return out;
}

result<codec_ptr> open_encoder(const film_format& format) {
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
  encoder->gop_size = static_cast<int>(format.fps) * gop_seconds;
  encoder->thread_count = 1;
  encoder->rc_max_rate = highest_rate(format);
  encoder->rc_buffer_size = static_cast<int>(
    std::min<int64_t>(encoder->rc_max_rate * 2, 200'000'000));
  encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_CLOSED_GOP;
  av_opt_set(encoder->priv_data, "preset", "veryfast", 0);
  av_opt_set(encoder->priv_data, "crf", crf_for(format), 0);
  av_opt_set(encoder->priv_data, "x264-params", x264_options().c_str(), 0);
  if (auto code = avcodec_open2(encoder.get(), codec, nullptr); code < 0)
    return av_failure(code, "open the encoder");
  return encoder;
}

/// One segment on its way into a file.
class segment_writer {
public:
  static result<segment_writer> create(const film_format& format,
                                       const std::filesystem::path& beside) {
    auto encoder = open_encoder(format);
    if (!encoder)
      return encoder.error();
    auto movie = create_movie(beside);
    if (!movie)
      return movie.error();
    segment_writer out;
    out.encoder_ = std::move(*encoder);
    out.movie_ = std::move(*movie);
    if (auto ready = out.begin(); !ready)
      return ready.error();
    return out;
  }

  result<void> add(const i420_view& picture, uint32_t index) {
    if (auto code = av_frame_make_writable(frame_.get()); code < 0)
      return av_failure(code, "hold a frame");
    copy(0, picture.y, picture.y_stride, encoder_->width, encoder_->height);
    copy(1, picture.u, picture.u_stride, encoder_->width / 2,
         encoder_->height / 2);
    copy(2, picture.v, picture.v_stride, encoder_->width / 2,
         encoder_->height / 2);
    frame_->pts = index;
    return send(frame_.get());
  }

  result<void> finish() {
    if (auto drained = send(nullptr); !drained)
      return drained;
    return end_movie(std::move(movie_));
  }

private:
  result<void> begin() {
    stream_ = avformat_new_stream(movie_.get(), nullptr);
    frame_.reset(av_frame_alloc());
    packet_.reset(av_packet_alloc());
    if (!stream_ || !frame_ || !packet_)
      return make_error(ec::media_failed, "no memory for a segment");
    frame_->format = encoder_->pix_fmt;
    frame_->width = encoder_->width;
    frame_->height = encoder_->height;
    auto code = av_frame_get_buffer(frame_.get(), 0);
    if (code >= 0)
      code = avcodec_parameters_from_context(stream_->codecpar, encoder_.get());
    if (code < 0)
      return av_failure(code, "set up a segment");
    stream_->time_base = encoder_->time_base;
    stream_->avg_frame_rate = encoder_->framerate;
    return begin_movie(*movie_);
  }

  void copy(int plane, const uint8_t* from, uint32_t stride, int width,
            int height) {
    av_image_copy_plane(frame_->data[plane], frame_->linesize[plane], from,
                        static_cast<int>(stride), width, height);
  }

  result<void> send(const AVFrame* frame) {
    auto code = avcodec_send_frame(encoder_.get(), frame);
    while (code >= 0) {
      code = avcodec_receive_packet(encoder_.get(), packet_.get());
      if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
        return {};
      if (code < 0)
        break;
      packet_->duration = 1;
      av_packet_rescale_ts(packet_.get(), encoder_->time_base,
                           stream_->time_base);
      packet_->stream_index = 0;
      code = av_write_frame(movie_.get(), packet_.get());
      av_packet_unref(packet_.get());
    }
    return av_failure(code, "encode a frame");
  }

  codec_ptr encoder_;
  output_ptr movie_;
  AVStream* stream_ = nullptr; // owned by movie_
  frame_ptr frame_;
  packet_ptr packet_;
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
  auto writer = segment_writer::create(request.format, file->beside());
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
  if (auto finished = writer->finish(); !finished)
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
