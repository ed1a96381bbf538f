#include "media/probe.hpp"

#include "media/movie_file.hpp"
#include "protocol/digest.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/mathematics.h>
}

namespace troupe {

namespace {

using std::chrono::microseconds;

/// What is collected of one track while packets go by.
struct track_times {
  int64_t end = 0;
  int64_t last_dts = INT64_MIN;
  std::vector<int64_t> pts;
  bool in_order = true;

  void add(const AVPacket& packet) {
    in_order = in_order && packet.dts > last_dts;
    last_dts = packet.dts;
    // AVI has one time a packet.
    auto shown = packet.pts == AV_NOPTS_VALUE ? packet.dts : packet.pts;
    pts.push_back(shown);
    end = std::max(end, shown + packet.duration);
  }

  bool is_in_order() {
    std::sort(pts.begin(), pts.end());
    return in_order && std::adjacent_find(pts.begin(), pts.end()) == pts.end();
  }
};

microseconds in_microseconds(int64_t time, AVRational base) {
  return microseconds{av_rescale_q(time, base, {1, 1'000'000})};
}

std::string tag(const AVDictionary* tags, const char* name) {
  auto entry = av_dict_get(tags, name, nullptr, 0);
  return entry ? entry->value : "";
}

void describe(const AVStream& stream, film_probe& out) {
  auto& parameters = *stream.codecpar;
  if (parameters.codec_type == AVMEDIA_TYPE_VIDEO) {
    out.width = static_cast<uint32_t>(parameters.width);
    out.height = static_cast<uint32_t>(parameters.height);
    out.video_codec = avcodec_get_name(parameters.codec_id);
    if (stream.avg_frame_rate.den > 0)
      out.fps =
        static_cast<uint32_t>(std::lround(av_q2d(stream.avg_frame_rate)));
  } else if (parameters.codec_type == AVMEDIA_TYPE_AUDIO) {
    out.audio_codec = avcodec_get_name(parameters.codec_id);
    out.sample_rate = static_cast<uint32_t>(parameters.sample_rate);
    out.channels = static_cast<uint32_t>(parameters.ch_layout.nb_channels);
  } else if (parameters.codec_type == AVMEDIA_TYPE_SUBTITLE) {
    out.shows_captions = (stream.disposition & AV_DISPOSITION_DEFAULT) != 0;
  }
}

void count(const AVPacket& packet, const AVStream& stream,
           const track_times& times, film_probe& out) {
  auto end = in_microseconds(times.end, stream.time_base);
  switch (stream.codecpar->codec_type) {
    case AVMEDIA_TYPE_VIDEO:
      ++out.frames;
      out.video_end = end;
      break;
    case AVMEDIA_TYPE_AUDIO: out.audio_end = end; break;
    case AVMEDIA_TYPE_SUBTITLE:
      // Two bytes of length come first.
      out.captions += packet.size > 2;
      break;
    default: break;
  }
}

/// Whether "moov" comes before "mdat" among the boxes of the file.
bool has_index_in_front(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  std::array<unsigned char, 16> head{};
  uint64_t at = 0;
  for (;;) {
    in.seekg(static_cast<std::streamoff>(at));
    if (!in.read(reinterpret_cast<char*>(head.data()), 16))
      return false;
    std::string_view name{reinterpret_cast<const char*>(head.data()) + 4, 4};
    if (name == "moov" || name == "mdat")
      return name == "moov";
    auto number = [&](size_t from, size_t to) {
      uint64_t x = 0;
      for (auto i = from; i < to; ++i)
        x = x << 8 | head[i];
      return x;
    };
    auto size = number(0, 4);
    if (size == 1)
      size = number(8, 16);
    if (size < 8)
      return false;
    at += size;
  }
}

} // namespace

result<film_probe> probe_film(const std::filesystem::path& path,
                              film_container container) {
  auto input = open_movie(path, container);
  if (!input)
    return input.error();
  auto& movie = **input;
  film_probe out;
  for (unsigned i = 0; i < movie.nb_streams; ++i)
    describe(*movie.streams[i], out);
  std::vector<track_times> tracks(movie.nb_streams);
  packet_ptr packet{av_packet_alloc()};
  int code = 0;
  while (packet && (code = av_read_frame(&movie, packet.get())) >= 0) {
    auto index = static_cast<size_t>(packet->stream_index);
    if (packet->size > 0 && index < tracks.size()) {
      tracks[index].add(*packet);
      count(*packet, *movie.streams[index], tracks[index], out);
    }
    av_packet_unref(packet.get());
  }
  if (!packet || code != AVERROR_EOF)
    return av_failure(packet ? code : AVERROR(ENOMEM),
                      "read " + path.filename().string());
  out.duration = microseconds{std::max<int64_t>(movie.duration, 0)};
  for (unsigned i = 0; i < movie.nb_chapters; ++i)
    out.chapters.push_back(tag(movie.chapters[i]->metadata, "title"));
  out.times_in_order = std::all_of(tracks.begin(), tracks.end(),
                                   [](auto& x) { return x.is_in_order(); });
  out.index_in_front = has_index_in_front(path);
  out.title = tag(movie.metadata, "title");
  out.comment = tag(movie.metadata, "comment");
  return out;
}

namespace {

result<std::string> digest_of(const AVFrame& frame) {
  auto format = static_cast<AVPixelFormat>(frame.format);
  auto size = av_image_get_buffer_size(format, frame.width, frame.height, 1);
  if (size < 0)
    return av_failure(size, "measure a frame");
  std::string bytes(static_cast<size_t>(size), '\0');
  av_image_copy_to_buffer(reinterpret_cast<uint8_t*>(bytes.data()), size,
                          frame.data, frame.linesize, format, frame.width,
                          frame.height, 1);
  return sha256_hex(bytes);
}

result<void> receive_all(AVCodecContext& decoder, AVFrame& frame,
                         std::vector<std::string>& digests) {
  for (;;) {
    auto code = avcodec_receive_frame(&decoder, &frame);
    if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
      return {};
    if (code < 0)
      return av_failure(code, "decode a frame");
    auto digest = digest_of(frame);
    if (!digest)
      return digest.error();
    digests.push_back(std::move(*digest));
  }
}

result<codec_ptr> open_decoder(const AVCodecParameters& parameters) {
  auto codec = avcodec_find_decoder(parameters.codec_id);
  codec_ptr decoder{codec ? avcodec_alloc_context3(codec) : nullptr};
  if (!decoder)
    return make_error(ec::media_failed, "no decoder for the pictures");
  avcodec_parameters_to_context(decoder.get(), &parameters);
  decoder->thread_count = 1;
  decoder->err_recognition = AV_EF_EXPLODE | AV_EF_CRCCHECK;
  if (auto code = avcodec_open2(decoder.get(), codec, nullptr); code < 0)
    return av_failure(code, "open the decoder");
  return decoder;
}

} // namespace

result<std::vector<std::string>>
decoded_frame_digests(const std::filesystem::path& path,
                      film_container container) {
  auto input = open_movie(path, container);
  if (!input)
    return input.error();
  auto stream =
    av_find_best_stream(input->get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (stream < 0)
    return av_failure(stream, "find pictures");
  auto decoder = open_decoder(*(*input)->streams[stream]->codecpar);
  if (!decoder)
    return decoder.error();
  packet_ptr packet{av_packet_alloc()};
  frame_ptr frame{av_frame_alloc()};
  std::vector<std::string> out;
  if (!packet || !frame)
    return make_error(ec::media_failed, "no memory for the decoder");
  for (auto at_end = false; !at_end;) {
    auto code = av_read_frame(input->get(), packet.get());
    at_end = code == AVERROR_EOF;
    if (code < 0 && !at_end)
      return av_failure(code, "read a film");
    if (at_end || packet->stream_index == stream)
      code =
        avcodec_send_packet(decoder->get(), at_end ? nullptr : packet.get());
    av_packet_unref(packet.get());
    if (code < 0)
      return av_failure(code, "decode a frame");
    if (auto got = receive_all(**decoder, *frame, out); !got)
      return got.error();
  }
  return out;
}

result<std::string> decoded_video_digest(const std::filesystem::path& path) {
  auto frames = decoded_frame_digests(path);
  if (!frames)
    return frames.error();
  std::string all;
  for (auto& one : *frames)
    all += one;
  return sha256_hex(all);
}

} // namespace troupe
