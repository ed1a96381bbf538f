#include "media/muxer_parts.hpp"

#include <cstring>
#include <limits>

extern "C" {
#include <libavutil/mathematics.h>
}

namespace troupe {

namespace {

const AVCodecParameters& parameters_of(const AVFormatContext& input) {
  return *input.streams[0]->codecpar;
}

bool is_same(const AVCodecParameters& a, const AVCodecParameters& b) {
  return a.width == b.width && a.height == b.height && a.format == b.format
         && a.profile == b.profile && a.level == b.level
         && a.extradata_size == b.extradata_size
         && std::memcmp(a.extradata, b.extradata,
                        static_cast<size_t>(a.extradata_size))
              == 0;
}

error refuse(const std::filesystem::path& file, std::string_view why) {
  return make_error(ec::invalid_argument,
                    "segments: " + file.filename().string() + " "
                      + std::string{why});
}

/// Packets that hold a frame; those that only end a stream are empty.
result<bool> read_packet(AVFormatContext& input, AVPacket& packet) {
  for (;;) {
    av_packet_unref(&packet);
    auto code = av_read_frame(&input, &packet);
    if (code == AVERROR_EOF)
      return false;
    if (code < 0)
      return av_failure(code, "read a segment");
    if (packet.size > 0)
      return true;
  }
}

} // namespace

result<video_source>
video_source::open(const film_format& format,
                   std::vector<std::filesystem::path> files) {
  video_source out;
  out.format_ = format;
  out.packet_.reset(av_packet_alloc());
  out.parameters_ = {avcodec_parameters_alloc(),
                     [](AVCodecParameters* x) { avcodec_parameters_free(&x); }};
  if (!out.packet_ || !out.parameters_)
    return make_error(ec::media_failed, "no memory for the film");
  if (files.empty())
    return make_error(ec::invalid_argument, "segments: none given");
  for (auto& file : files) {
    auto input = open_movie(file);
    if (!input)
      return input.error();
    if ((*input)->nb_streams != 1
        || parameters_of(**input).codec_id != AV_CODEC_ID_H264)
      return refuse(file, "is not a segment");
    auto& own = parameters_of(**input);
    if (own.width != static_cast<int>(format.width)
        || own.height != static_cast<int>(format.height))
      return refuse(file, "has another size than the film");
    if (&file == &files.front())
      avcodec_parameters_copy(out.parameters_.get(), &own);
    else if (!is_same(own, *out.parameters_))
      return refuse(file, "was encoded differently from the first one");
    auto base = (*input)->streams[0]->time_base;
    AVRational frame{1, static_cast<int>(format.fps)};
    uint32_t count = 0;
    for (;;) {
      auto more = read_packet(**input, *out.packet_);
      if (!more)
        return more.error();
      if (!*more)
        break;
      auto& packet = *out.packet_;
      if (packet.pts == AV_NOPTS_VALUE
          || av_rescale_q(packet.duration, base, frame) != 1)
        return refuse(file, "has another frame rate than the film");
      if (packet.dts != packet.pts)
        return refuse(file, "has pictures out of order");
      ++count;
    }
    if (count == 0)
      return refuse(file, "is empty");
    out.frames_ += count;
  }
  out.files_ = std::move(files);
  if (auto ready = out.next_segment(); !ready)
    return ready.error();
  return out;
}

result<void> video_source::next_segment() {
  auto input = open_movie(files_[segment_]);
  if (!input)
    return input.error();
  input_ = std::move(*input);
  return {};
}

result<void> video_source::add_stream(AVFormatContext& movie) {
  auto stream = avformat_new_stream(&movie, nullptr);
  if (!stream)
    return make_error(ec::media_failed, "no memory for the film");
  auto code = avcodec_parameters_copy(stream->codecpar, parameters_.get());
  if (code < 0)
    return av_failure(code, "set up the picture track");
  stream->codecpar->codec_tag = 0;
  stream->time_base = {1, static_cast<int>(format_.fps)};
  stream->avg_frame_rate = {static_cast<int>(format_.fps), 1};
  stream->disposition = AV_DISPOSITION_DEFAULT;
  index_ = stream->index;
  return {};
}

double video_source::due() const {
  if (written_ == frames_)
    return std::numeric_limits<double>::infinity();
  return static_cast<double>(written_) / format_.fps;
}

result<void> video_source::write_next(AVFormatContext& movie) {
  for (;;) {
    auto more = read_packet(*input_, *packet_);
    if (!more)
      return more.error();
    if (*more)
      break;
    if (++segment_ == files_.size())
      return make_error(ec::media_failed, "a segment lost frames");
    if (auto opened = next_segment(); !opened)
      return opened;
  }
  AVRational frame{1, static_cast<int>(format_.fps)};
  packet_->pts = packet_->dts = static_cast<int64_t>(written_);
  packet_->duration = 1;
  packet_->pos = -1;
  packet_->stream_index = index_;
  av_packet_rescale_ts(packet_.get(), frame, movie.streams[index_]->time_base);
  if (auto code = av_write_frame(&movie, packet_.get()); code < 0)
    return av_failure(code, "write pictures");
  ++written_;
  return {};
}

} // namespace troupe
