#include "media/muxer_parts.hpp"

#include <algorithm>
#include <array>
#include <limits>

extern "C" {
#include <libavutil/mem.h>
}

namespace troupe {

namespace {

/// tx3g's sample description: centred at the bottom, white, 18 points, one
/// font. Players use their own style where they have one.
constexpr std::array<uint8_t, 48> text_style{
  0,    0,    0,    0,                       // display flags
  1,    0xFF,                                // centred, bottom
  0,    0,    0,    0,                       // background
  0,    0,    0,    0,    0,   0,   0,   0,  // box
  0,    0,    0,    0,    0,   1,   0,   18, // from, to, font 1, plain, size
  0xFF, 0xFF, 0xFF, 0xFF,                    // colour
  0,    0,    0,    18,   'f', 't', 'a', 'b', 0,
  1,    0,    1,    5,    'S', 'e', 'r', 'i', 'f'};

/// Ticks a second of the caption track. The muxer closes a text by itself when
/// the number of its end is below that of any packet, whatever their units:
/// so ours are the finest of all tracks, and texts go in early.
constexpr int ticks = 90'000;
constexpr double ahead = 1;

int64_t to_ms(std::chrono::microseconds x) {
  return (x.count() + 500) / 1000;
}

std::string text_of(const caption_cue& cue) {
  std::string out;
  for (auto& line : cue.lines())
    out += (out.empty() ? "" : "\n") + line;
  // The length has 16 bits; a cue is far below.
  return cut_utf8(out, 4'000);
}

} // namespace

caption_source::caption_source(std::vector<caption_cue> cues,
                               std::chrono::microseconds film_end,
                               std::string_view language)
  : language_(mp4_language(language)) {
  int64_t at = 0;
  auto end = to_ms(film_end);
  for (auto& cue : cues) {
    auto from = std::clamp(to_ms(cue.start), at, end);
    auto to = std::clamp(to_ms(cue.end), from, end);
    if (from == to)
      continue;
    if (from > at)
      samples_.push_back({at, from, {}});
    samples_.push_back({from, to, text_of(cue)});
    at = to;
  }
  if (at < end && !samples_.empty())
    samples_.push_back({at, end, {}});
}

result<void> caption_source::add_stream(AVFormatContext& movie) {
  if (samples_.empty())
    return {};
  auto stream = avformat_new_stream(&movie, nullptr);
  if (!stream)
    return make_error(ec::media_failed, "no memory for the film");
  auto& parameters = *stream->codecpar;
  parameters.codec_type = AVMEDIA_TYPE_SUBTITLE;
  parameters.codec_id = AV_CODEC_ID_MOV_TEXT;
  parameters.extradata = static_cast<uint8_t*>(
    av_mallocz(text_style.size() + AV_INPUT_BUFFER_PADDING_SIZE));
  if (!parameters.extradata)
    return make_error(ec::media_failed, "no memory for the film");
  parameters.extradata_size = static_cast<int>(text_style.size());
  std::copy(text_style.begin(), text_style.end(), parameters.extradata);
  stream->time_base = {1, ticks};
  av_dict_set(&stream->metadata, "language", language_.c_str(), 0);
  index_ = stream->index;
  return {};
}

double caption_source::due() const {
  if (next_ == samples_.size())
    return std::numeric_limits<double>::infinity();
  return static_cast<double>(samples_[next_].start_ms) / 1000 - ahead;
}

result<void> caption_source::write_next(AVFormatContext& movie) {
  auto& x = samples_[next_++];
  packet_ptr packet{av_packet_alloc()};
  auto code =
    packet ? av_new_packet(packet.get(), static_cast<int>(x.text.size() + 2))
           : AVERROR(ENOMEM);
  if (code < 0)
    return av_failure(code, "write captions");
  packet->data[0] = static_cast<uint8_t>(x.text.size() >> 8);
  packet->data[1] = static_cast<uint8_t>(x.text.size() & 0xFF);
  std::copy(x.text.begin(), x.text.end(), packet->data + 2);
  packet->pts = packet->dts = x.start_ms;
  packet->duration = x.end_ms - x.start_ms;
  packet->stream_index = index_;
  av_packet_rescale_ts(packet.get(), {1, 1000},
                       movie.streams[index_]->time_base);
  if (code = av_write_frame(&movie, packet.get()); code < 0)
    return av_failure(code, "write captions");
  return {};
}

std::string cut_utf8(std::string_view text, size_t max_bytes) {
  auto size = std::min(text.size(), max_bytes);
  while (size > 0 && size < text.size()
         && (static_cast<uint8_t>(text[size]) & 0xC0) == 0x80)
    --size;
  return std::string{text.substr(0, size)};
}

std::string mp4_language(std::string_view language) {
  static constexpr std::pair<std::string_view, const char*> names[] = {
    {"ar", "ara"}, {"de", "deu"}, {"en", "eng"}, {"es", "spa"},
    {"fr", "fra"}, {"hi", "hin"}, {"it", "ita"}, {"ja", "jpn"},
    {"ko", "kor"}, {"nl", "nld"}, {"pl", "pol"}, {"pt", "por"},
    {"ru", "rus"}, {"sv", "swe"}, {"tr", "tur"}, {"zh", "zho"},
  };
  for (auto& [two, three] : names)
    if (language.substr(0, 2) == two)
      return three;
  return "und";
}

} // namespace troupe
