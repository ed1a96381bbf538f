#include "media/live_part.hpp"

#include "media/muxer_parts.hpp"
#include "media/soundtrack.hpp"
#include "media/whole_file.hpp"
#include "protocol/defaults.hpp"

#include <cerrno>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

extern "C" {
#include <libavutil/mathematics.h>
}

namespace troupe {

namespace {

/// Ticks of one frame on the picture's clock: whole at every frame rate.
constexpr uint32_t frame_ticks = 1'000;

constexpr uint32_t video_track = 1;
constexpr uint32_t audio_track = 2;

/// Flags of a sample: decodable alone, or needing others.
constexpr uint32_t sync_sample = 0x0200'0000;
constexpr uint32_t other_sample = 0x0101'0000;

struct sample {
  uint32_t size = 0;
  uint32_t flags = 0;
};

struct track {
  uint32_t id = 0;
  uint64_t start = 0;
  uint32_t duration = 0;
  bool has_flags = false;
  std::vector<sample> samples;
  std::string bytes;
};

/// Boxes of ISO BMFF, as text that grows.
class boxes {
 public:
  void u8(uint8_t x) { text_ += static_cast<char>(x); }
  void u32(uint32_t x) {
    for (int shift = 24; shift >= 0; shift -= 8)
      u8(static_cast<uint8_t>(x >> shift));
  }
  void u64(uint64_t x) {
    u32(static_cast<uint32_t>(x >> 32U));
    u32(static_cast<uint32_t>(x));
  }
  size_t size() const { return text_.size(); }
  const std::string& text() const { return text_; }

  size_t begin(std::string_view name) {
    auto at = text_.size();
    u32(0);
    text_ += name;
    return at;
  }
  size_t begin_full(std::string_view name, uint8_t version, uint32_t flags) {
    auto at = begin(name);
    u32(uint32_t{version} << 24U | flags);
    return at;
  }
  void end(size_t at) { set(at, static_cast<uint32_t>(text_.size() - at)); }
  void set(size_t at, uint32_t x) {
    for (size_t i = 0; i < 4; ++i)
      text_[at + i] = static_cast<char>(x >> (24 - 8 * i));
  }

 private:
  std::string text_;
};

/// Answers where the offset of the track's data is to be set.
size_t add_track(boxes& out, const track& x) {
  auto traf = out.begin("traf");
  // Data begins at the moof; one duration for all samples.
  auto tfhd = out.begin_full("tfhd", 0, 0x02'0000 | 0x08 | 0x20);
  out.u32(x.id);
  out.u32(x.duration);
  out.u32(sync_sample);
  out.end(tfhd);
  auto tfdt = out.begin_full("tfdt", 1, 0);
  out.u64(x.start);
  out.end(tfdt);
  auto flags = 0x01U | 0x200U | (x.has_flags ? 0x400U : 0U);
  auto trun = out.begin_full("trun", 1, flags);
  out.u32(static_cast<uint32_t>(x.samples.size()));
  auto offset = out.size();
  out.u32(0);
  for (auto& one : x.samples) {
    out.u32(one.size);
    if (x.has_flags)
      out.u32(one.flags);
  }
  out.end(trun);
  out.end(traf);
  return offset;
}

std::string head_of(uint32_t number, const track& video, const track& audio) {
  boxes out;
  auto moof = out.begin("moof");
  auto mfhd = out.begin_full("mfhd", 0, 0);
  out.u32(number + 1);
  out.end(mfhd);
  auto video_offset = add_track(out, video);
  auto audio_offset = add_track(out, audio);
  out.end(moof);
  auto data = static_cast<uint32_t>(out.size()) + 8;
  out.set(video_offset, data);
  out.set(audio_offset, data + static_cast<uint32_t>(video.bytes.size()));
  out.u32(8 + static_cast<uint32_t>(video.bytes.size() + audio.bytes.size()));
  auto text = out.text();
  text += "mdat";
  return text;
}

void add_bytes(track& x, const AVPacket& packet) {
  x.bytes.append(reinterpret_cast<const char*>(packet.data),
                 static_cast<size_t>(packet.size));
}

result<track> pictures_of(const live_part& part) {
  auto input = open_movie(part.segment);
  if (!input)
    return input.error();
  packet_ptr packet{av_packet_alloc()};
  if (!packet || (*input)->nb_streams != 1)
    return make_error(ec::invalid_argument, "segment: not one of ours");
  track out;
  out.id = video_track;
  out.start = uint64_t{part.first_frame} * frame_ticks;
  out.duration = frame_ticks;
  out.has_flags = true;
  AVRational frame{1, static_cast<int>(part.format.fps)};
  while (av_read_frame(input->get(), packet.get()) >= 0) {
    if (packet->size > 0) {
      auto shown = av_rescale_q(packet->pts,
                                (*input)->streams[0]->time_base, frame);
      if (shown != static_cast<int64_t>(out.samples.size()))
        return make_error(ec::invalid_argument,
                          "segment: its pictures are out of order");
      out.samples.push_back(
        {static_cast<uint32_t>(packet->size),
         (packet->flags & AV_PKT_FLAG_KEY) != 0 ? sync_sample : other_sample});
      add_bytes(out, *packet);
    }
    av_packet_unref(packet.get());
  }
  if (out.samples.size() != part.frames)
    return make_error(ec::invalid_argument, "segment: has "
                                              + std::to_string(
                                                out.samples.size())
                                              + " frames instead of "
                                              + std::to_string(part.frames));
  return out;
}

/// Packets that begin while the segment's pictures are shown. The first packet
/// of all warms up the decoder and has no place on a time line from 0.
result<track> sound_of(const live_part& part) {
  auto total = soundtrack_samples(part.film_frames, part.format.fps);
  auto sound = sound_copy::open(part.soundtrack, total, "");
  if (!sound)
    return sound.error();
  auto from = static_cast<int64_t>(
    soundtrack_samples(part.first_frame, part.format.fps));
  auto to = static_cast<int64_t>(
    soundtrack_samples(part.first_frame + part.frames, part.format.fps));
  track out;
  out.id = audio_track;
  out.duration = sound_copy::frame_samples;
  for (;;) {
    auto packet = sound->next();
    if (!packet)
      return packet.error();
    if (!*packet || (*packet)->pts >= to)
      break;
    if ((*packet)->pts < from)
      continue;
    if (out.samples.empty())
      out.start = static_cast<uint64_t>((*packet)->pts);
    out.samples.push_back({static_cast<uint32_t>((*packet)->size), 0});
    add_bytes(out, **packet);
  }
  return out;
}

result<void> add_stream(AVFormatContext& movie, const AVCodecParameters& from,
                        AVRational base) {
  auto stream = avformat_new_stream(&movie, nullptr);
  if (!stream)
    return make_error(ec::media_failed, "no memory for the live film");
  if (auto code = avcodec_parameters_copy(stream->codecpar, &from); code < 0)
    return av_failure(code, "set up the live film");
  stream->codecpar->codec_tag = 0;
  stream->time_base = base;
  return {};
}

/// One packet of each track: without one the muxer writes no index.
result<void> write_first_packets(AVFormatContext& movie,
                                 AVFormatContext& pictures,
                                 sound_copy& sound) {
  packet_ptr packet{av_packet_alloc()};
  if (!packet)
    return make_error(ec::media_failed, "no memory for the live film");
  if (auto code = av_read_frame(&pictures, packet.get()); code < 0)
    return av_failure(code, "read a segment");
  packet->stream_index = 0;
  packet->pts = 0;
  packet->dts = 0;
  packet->duration = frame_ticks;
  packet->pos = -1;
  if (auto code = av_write_frame(&movie, packet.get()); code < 0)
    return av_failure(code, "begin the live film");
  for (;;) {
    auto first = sound.next();
    if (!first)
      return first.error();
    if (!*first)
      return make_error(ec::invalid_argument, "soundtrack: empty");
    if ((*first)->pts < 0)
      continue;
    (*first)->stream_index = 1;
    if (auto code = av_write_frame(&movie, *first); code < 0)
      return av_failure(code, "begin the live film");
    return {};
  }
}

} // namespace

result<void> write_live_head(const live_part& part,
                             const std::filesystem::path& out) {
  auto pictures = open_movie(part.segment);
  if (!pictures)
    return pictures.error();
  auto total = soundtrack_samples(part.film_frames, part.format.fps);
  auto sound = sound_copy::open(part.soundtrack, total, "");
  if (!sound)
    return sound.error();
  auto movie = create_movie(out);
  if (!movie)
    return movie.error();
  auto clock = static_cast<int>(part.format.fps * frame_ticks);
  if (auto added = add_stream(**movie, *(*pictures)->streams[0]->codecpar,
                              {1, clock});
      !added)
    return added;
  if (auto added = add_stream(**movie, sound->parameters(),
                              {1, static_cast<int>(defaults::sample_rate)});
      !added)
    return added;
  AVDictionary* options = nullptr;
  av_dict_set(&options, "movflags", "frag_custom+empty_moov+delay_moov+default_base_moof", 0);
  av_dict_set_int(&options, "video_track_timescale", clock, 0);
  auto code = avformat_write_header(movie->get(), &options);
  av_dict_free(&options);
  if (code < 0)
    return av_failure(code, "begin the live film");
  if (auto begun = write_first_packets(**movie, **pictures, *sound); !begun)
    return begun;
  // The first flush writes the index alone; the packets stay behind, and there
  // is no trailer: fragments follow in files of their own.
  if (code = av_write_frame(movie->get(), nullptr); code < 0)
    return av_failure(code, "begin the live film");
  avio_flush((*movie)->pb);
  if ((*movie)->pb->error < 0)
    return av_failure((*movie)->pb->error, "begin the live film");
  return {};
}

result<void> write_live_part(const live_part& part,
                             const std::filesystem::path& out) {
  auto video = pictures_of(part);
  if (!video)
    return video.error();
  auto audio = sound_of(part);
  if (!audio)
    return audio.error();
  std::ofstream file{out, std::ios::binary | std::ios::trunc};
  file << head_of(part.number, *video, *audio) << video->bytes << audio->bytes;
  file.flush();
  if (!file)
    return file_failure(errno, "write a part of the live film");
  return {};
}

} // namespace troupe
