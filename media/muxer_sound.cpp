#include "media/muxer_parts.hpp"
#include "media/sound_file.hpp"
#include "media/whole_file.hpp"
#include "protocol/defaults.hpp"

#include <algorithm>
#include <limits>

namespace troupe {

namespace {

constexpr AVRational sample_base{1, static_cast<int>(defaults::sample_rate)};

/// The demuxer would hide the first packet, and move all others.
result<input_ptr> open_track(const std::filesystem::path& path) {
  silence_libav();
  AVFormatContext* raw = nullptr;
  AVDictionary* options = nullptr;
  av_dict_set(&options, "ignore_editlist", "1", 0);
  auto code = avformat_open_input(&raw, ("file:" + path.string()).c_str(),
                                  av_find_input_format("mov"), &options);
  av_dict_free(&options);
  if (code < 0)
    return av_failure(code, "open " + path.filename().string());
  return input_ptr{raw};
}

bool is_sound_of_a_film(const AVFormatContext& input) {
  if (input.nb_streams != 1)
    return false;
  auto& x = *input.streams[0]->codecpar;
  return x.codec_id == AV_CODEC_ID_AAC && x.ch_layout.nb_channels == 2
         && x.sample_rate == static_cast<int>(defaults::sample_rate);
}

} // namespace

result<sound_copy> sound_copy::open(const std::filesystem::path& file,
                                    uint64_t samples,
                                    std::string_view language) {
  auto input = open_track(file);
  if (!input)
    return input.error();
  if (!is_sound_of_a_film(**input))
    return make_error(ec::invalid_argument,
                      "soundtrack must be AAC, 48 kHz and stereo");
  sound_copy out;
  out.input_ = std::move(*input);
  out.samples_ = samples;
  out.language_ = mp4_language(language);
  out.packet_.reset(av_packet_alloc());
  if (!out.packet_)
    return make_error(ec::media_failed, "no memory for the sound");
  auto packets = (samples + frame_samples - 1) / frame_samples + 1;
  auto found = static_cast<uint64_t>(out.input_->streams[0]->nb_frames);
  if (found < packets || found > packets + 1)
    return make_error(ec::invalid_argument,
                      "soundtrack has " + std::to_string(found)
                        + " packets, the pictures last "
                        + std::to_string(packets));
  return out;
}

const AVCodecParameters& sound_copy::parameters() const {
  return *input_->streams[0]->codecpar;
}

result<void> sound_copy::add_stream(AVFormatContext& movie) {
  auto stream = avformat_new_stream(&movie, nullptr);
  if (!stream)
    return make_error(ec::media_failed, "no memory for the film");
  auto code = avcodec_parameters_copy(stream->codecpar, &parameters());
  if (code < 0)
    return av_failure(code, "set up the sound track");
  stream->codecpar->codec_tag = 0;
  stream->codecpar->frame_size = frame_samples;
  stream->codecpar->initial_padding = frame_samples;
  stream->time_base = sample_base;
  stream->disposition = AV_DISPOSITION_DEFAULT;
  av_dict_set(&stream->metadata, "language", language_.c_str(), 0);
  index_ = stream->index;
  return {};
}

double sound_copy::due() const {
  if (ended_)
    return std::numeric_limits<double>::infinity();
  return static_cast<double>(next_) / defaults::sample_rate;
}

result<AVPacket*> sound_copy::next() {
  // What lies behind the last picture isn't played: the last packet is
  // shortened, padding after it is dropped.
  auto left = static_cast<int64_t>(samples_) - next_;
  if (left <= 0) {
    ended_ = true;
    return nullptr;
  }
  av_packet_unref(packet_.get());
  auto code = av_read_frame(input_.get(), packet_.get());
  if (code == AVERROR_EOF)
    return make_error(ec::media_failed, "the sound track lost packets");
  if (code < 0)
    return av_failure(code, "read the sound track");
  av_packet_free_side_data(packet_.get());
  packet_->flags = AV_PKT_FLAG_KEY;
  packet_->pts = packet_->dts = next_;
  packet_->duration = std::min<int64_t>(frame_samples, left);
  packet_->pos = -1;
  next_ += frame_samples;
  return packet_.get();
}

result<void> sound_copy::write_next(AVFormatContext& movie) {
  auto packet = next();
  if (!packet)
    return packet.error();
  if (!*packet)
    return {};
  (*packet)->stream_index = index_;
  av_packet_rescale_ts(*packet, sample_base, movie.streams[index_]->time_base);
  if (auto code = av_write_frame(&movie, *packet); code < 0)
    return av_failure(code, "write sound");
  return {};
}

result<void> encode_sound(const std::filesystem::path& wav,
                          const std::filesystem::path& out,
                          std::stop_token stop,
                          const media_progress& progress) {
  auto in = wav_reader::open(wav);
  if (!in)
    return in.error();
  auto samples = in->samples();
  auto source = audio_source::open(wav, samples, "");
  if (!source)
    return source.error();
  auto file = whole_file::create(out);
  if (!file)
    return file.error();
  auto movie = create_movie(file->beside());
  if (!movie)
    return movie.error();
  if (auto added = source->add_stream(**movie); !added)
    return added;
  if (auto begun = begin_movie(**movie); !begun)
    return begun;
  auto seconds = static_cast<double>(samples) / defaults::sample_rate;
  while (source->due() < std::numeric_limits<double>::infinity()) {
    if (stop.stop_requested())
      return make_error(ec::cancelled, "encoding the sound was cancelled");
    if (auto written = source->write_next(**movie); !written)
      return written;
    if (progress && seconds > 0)
      progress(std::clamp(source->due() / seconds, 0.0, 1.0));
  }
  if (auto ended = end_movie(std::move(*movie)); !ended)
    return ended;
  return file->commit();
}

} // namespace troupe
