#include "media/delivery_parts.hpp"
#include "media/soundtrack.hpp"
#include "protocol/defaults.hpp"

#include <algorithm>
#include <limits>

extern "C" {
#include <libavutil/channel_layout.h>
}

namespace troupe {

namespace {

/// What a container's sound is made with.
struct sound_coding {
  const char* encoder;
  AVSampleFormat samples;
  int64_t bits_per_second;
  /// Players know how many samples a decoder puts in front (Opus). Where they
  /// don't (MP3 in AVI), as many are left out, and packets are counted.
  bool is_stamped;
};

constexpr sound_coding opus{"libopus", AV_SAMPLE_FMT_FLT, 128'000, true};
/// At lower rates LAME lowers what it encodes: by 0.4 dB at 160 kbit/s.
constexpr sound_coding mp3{"libmp3lame", AV_SAMPLE_FMT_FLTP, 256'000, false};

result<codec_ptr> open_encoder(const sound_coding& coding) {
  silence_libav();
  auto codec = avcodec_find_encoder_by_name(coding.encoder);
  if (!codec)
    return make_error(ec::media_failed, std::string{"this FFmpeg has no "}
                                          + "encoder " + coding.encoder);
  codec_ptr encoder{avcodec_alloc_context3(codec)};
  if (!encoder)
    return make_error(ec::media_failed, "no memory for the sound encoder");
  encoder->sample_fmt = coding.samples;
  encoder->sample_rate = static_cast<int>(defaults::sample_rate);
  encoder->ch_layout = AV_CHANNEL_LAYOUT_STEREO;
  encoder->bit_rate = coding.bits_per_second;
  encoder->time_base = {1, encoder->sample_rate};
  encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT;
  if (auto code = avcodec_open2(encoder.get(), codec, nullptr); code < 0)
    return av_failure(code, "open the sound encoder");
  return encoder;
}

/// The film's samples in blocks of any size: as many as its pictures last, for
/// the decoder may give a few more or less.
class sample_reader {
public:
  sample_reader(stream_decoder in, int64_t samples, int64_t leave_out)
    : in_(std::move(in)), left_(samples), leave_out_(leave_out) {}

  /// Fills two channels; fewer than `count` samples only at the end.
  result<int> read(float* left, float* right, int step, int count) {
    auto done = 0;
    while (done < count && left_ > 0) {
      if (auto ready = fill(); !ready)
        return ready.error();
      // Where the decoder ends early there is silence.
      auto more = std::min<int64_t>(count - done, left_);
      if (frame_)
        more = std::min<int64_t>(more, frame_->nb_samples - at_);
      for (int64_t i = 0; i < more; ++i, ++done) {
        left[done * step] = frame_ ? sample(0) : 0;
        right[done * step] = frame_ ? sample(1) : 0;
        at_ += frame_ ? 1 : 0;
      }
      left_ -= more;
    }
    return done;
  }

private:
  float sample(int channel) const {
    return reinterpret_cast<const float*>(frame_->data[channel])[at_];
  }

  result<void> fill() {
    while (!is_over_ && (!frame_ || at_ >= frame_->nb_samples)) {
      auto next = in_.next();
      if (!next)
        return next.error();
      frame_ = *next;
      is_over_ = frame_ == nullptr;
      at_ = 0;
      if (frame_
          && (frame_->format != AV_SAMPLE_FMT_FLTP
              || frame_->ch_layout.nb_channels != 2))
        return make_error(ec::media_failed, "the film's sound is not stereo");
      auto skipped =
        frame_ ? std::min<int64_t>(leave_out_, frame_->nb_samples) : 0;
      at_ = static_cast<int>(skipped);
      leave_out_ -= skipped;
    }
    return {};
  }

  stream_decoder in_;
  int64_t left_;
  int64_t leave_out_;
  /// Of in_.
  AVFrame* frame_ = nullptr;
  int at_ = 0;
  bool is_over_ = false;
};

class sound_track final : public packet_source {
public:
  static result<std::unique_ptr<packet_source>>
  open(const delivery_request& request, const sound_coding& coding) {
    auto in = stream_decoder::open(request.film, AVMEDIA_TYPE_AUDIO);
    if (!in)
      return in.error();
    auto encoder = open_encoder(coding);
    if (!encoder)
      return encoder.error();
    frame_ptr frame{av_frame_alloc()};
    packet_ptr packet{av_packet_alloc()};
    if (!frame || !packet)
      return make_error(ec::media_failed, "no memory for the sound");
    frame->format = coding.samples;
    frame->ch_layout = AV_CHANNEL_LAYOUT_STEREO;
    frame->sample_rate = (*encoder)->sample_rate;
    frame->nb_samples = (*encoder)->frame_size;
    if (auto code = av_frame_get_buffer(frame.get(), 0); code < 0)
      return av_failure(code, "hold sound");
    auto samples = static_cast<int64_t>(
      soundtrack_samples(request.frames, request.format.fps));
    auto delay = coding.is_stamped ? 0 : (*encoder)->initial_padding;
    std::unique_ptr<sound_track> out{
      new sound_track{sample_reader{std::move(*in), samples - delay, delay},
                      coding, samples, request.language}};
    out->encoder_ = std::move(*encoder);
    out->frame_ = std::move(frame);
    out->packet_ = std::move(packet);
    return std::unique_ptr<packet_source>{std::move(out)};
  }

  result<void> add_stream(AVFormatContext& movie) override {
    auto stream = avformat_new_stream(&movie, nullptr);
    if (!stream)
      return make_error(ec::media_failed, "no memory for the film");
    auto code =
      avcodec_parameters_from_context(stream->codecpar, encoder_.get());
    if (code < 0)
      return av_failure(code, "set up the sound track");
    if (!coding_.is_stamped)
      stream->codecpar->initial_padding = 0;
    stream->time_base = encoder_->time_base;
    stream->disposition = AV_DISPOSITION_DEFAULT;
    av_dict_set(&stream->metadata, "language", language_.c_str(), 0);
    index_ = stream->index;
    return {};
  }

  double due() const override {
    if (is_over_)
      return std::numeric_limits<double>::infinity();
    return static_cast<double>(next_) / defaults::sample_rate;
  }

  result<void> write_next(AVFormatContext& movie) override {
    for (;;) {
      auto code = avcodec_receive_packet(encoder_.get(), packet_.get());
      if (code == AVERROR_EOF) {
        is_over_ = true;
        return {};
      }
      if (code >= 0)
        return write(movie);
      if (code != AVERROR(EAGAIN))
        return av_failure(code, "encode sound");
      if (auto fed = feed(); !fed)
        return fed;
    }
  }

private:
  sound_track(sample_reader in, const sound_coding& coding, int64_t samples,
              std::string_view language)
    : in_(std::move(in)), coding_(coding), samples_(samples),
      language_(mp4_language(language)) {}

  result<void> feed() {
    if (auto code = av_frame_make_writable(frame_.get()); code < 0)
      return av_failure(code, "hold sound");
    auto size = encoder_->frame_size;
    auto is_planar = coding_.samples == AV_SAMPLE_FMT_FLTP;
    auto left = reinterpret_cast<float*>(frame_->data[0]);
    auto right =
      is_planar ? reinterpret_cast<float*>(frame_->data[1]) : left + 1;
    auto step = is_planar ? 1 : 2;
    auto got = in_.read(left, right, step, size);
    if (!got)
      return got.error();
    // A stamped last block is as short as it is; another is filled up.
    for (auto i = *got; i < size; ++i)
      left[i * step] = right[i * step] = 0;
    frame_->nb_samples = coding_.is_stamped ? *got : size;
    frame_->pts = fed_;
    fed_ += *got;
    auto code =
      avcodec_send_frame(encoder_.get(), *got > 0 ? frame_.get() : nullptr);
    return code < 0 ? av_failure(code, "encode sound") : result<void>{};
  }

  result<void> write(AVFormatContext& movie) {
    // WebM counts what the decoder leaves out (CodecDelay): nothing begins
    // before 0, and the pictures stay where they are.
    if (coding_.is_stamped)
      packet_->pts = packet_->dts = packet_->pts + encoder_->initial_padding;
    if (!coding_.is_stamped) {
      packet_->pts = packet_->dts = next_;
      packet_->duration = encoder_->frame_size;
      // To the nearest packet: the track ends within 12 ms of the pictures.
      if (next_ + encoder_->frame_size / 2 > samples_) {
        av_packet_unref(packet_.get());
        is_over_ = true;
        return {};
      }
    }
    next_ = packet_->pts + encoder_->frame_size;
    packet_->stream_index = index_;
    av_packet_rescale_ts(packet_.get(), encoder_->time_base,
                         movie.streams[index_]->time_base);
    auto code = av_write_frame(&movie, packet_.get());
    av_packet_unref(packet_.get());
    if (code < 0)
      return av_failure(code, "write sound");
    return {};
  }

  sample_reader in_;
  sound_coding coding_;
  int64_t samples_;
  std::string language_;
  codec_ptr encoder_;
  frame_ptr frame_;
  packet_ptr packet_;
  int64_t fed_ = 0;
  int64_t next_ = 0;
  bool is_over_ = false;
  int index_ = -1;
};

} // namespace

result<std::unique_ptr<packet_source>>
encoded_sound(const delivery_request& request) {
  return sound_track::open(
    request, request.container == film_container::webm ? opus : mp3);
}

} // namespace troupe
