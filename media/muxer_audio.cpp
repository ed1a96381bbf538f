#include "media/muxer_parts.hpp"

#include "protocol/defaults.hpp"

#include <algorithm>
#include <limits>

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
}

namespace troupe {

namespace {

/// Plenty for speech over music; the track is 1/10 of a film's bytes.
constexpr int64_t bits_per_second = 160'000;

result<codec_ptr> open_encoder() {
  silence_libav();
  auto codec = avcodec_find_encoder_by_name("aac");
  if (!codec)
    return make_error(ec::media_failed, "this FFmpeg has no encoder aac");
  codec_ptr encoder{avcodec_alloc_context3(codec)};
  if (!encoder)
    return make_error(ec::media_failed, "no memory for the sound encoder");
  encoder->sample_fmt = AV_SAMPLE_FMT_FLTP;
  encoder->sample_rate = static_cast<int>(defaults::sample_rate);
  encoder->ch_layout = AV_CHANNEL_LAYOUT_STEREO;
  encoder->bit_rate = bits_per_second;
  encoder->time_base = {1, encoder->sample_rate};
  encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT;
  // On speech over music this one is three times faster than "twoloop" and,
  // at this rate, nearer to the source.
  av_opt_set(encoder->priv_data, "aac_coder", "fast", 0);
  if (auto code = avcodec_open2(encoder.get(), codec, nullptr); code < 0)
    return av_failure(code, "open the sound encoder");
  return encoder;
}

} // namespace

result<audio_source> audio_source::open(const std::filesystem::path& wav,
                                        uint64_t samples,
                                        std::string_view language) {
  auto in = wav_reader::open(wav);
  if (!in)
    return in.error();
  if (in->format() != wav_format{defaults::sample_rate, 2})
    return make_error(ec::invalid_argument,
                      "soundtrack must be 48 kHz and stereo");
  if (in->samples() != samples)
    return make_error(ec::invalid_argument, "soundtrack has "
                                              + std::to_string(in->samples())
                                              + " samples, the pictures last "
                                              + std::to_string(samples));
  auto encoder = open_encoder();
  if (!encoder)
    return encoder.error();
  audio_source out{std::move(*in)};
  out.samples_ = samples;
  out.language_ = mp4_language(language);
  out.encoder_ = std::move(*encoder);
  out.next_ = -out.encoder_->initial_padding;
  out.frame_.reset(av_frame_alloc());
  out.packet_.reset(av_packet_alloc());
  if (!out.frame_ || !out.packet_)
    return make_error(ec::media_failed, "no memory for the sound encoder");
  out.frame_->format = out.encoder_->sample_fmt;
  out.frame_->sample_rate = out.encoder_->sample_rate;
  out.frame_->nb_samples = out.encoder_->frame_size;
  auto code =
    av_channel_layout_copy(&out.frame_->ch_layout, &out.encoder_->ch_layout);
  if (code >= 0)
    code = av_frame_get_buffer(out.frame_.get(), 0);
  if (code < 0)
    return av_failure(code, "set up the sound encoder");
  out.block_.resize(static_cast<size_t>(out.encoder_->frame_size) * 2);
  return out;
}

result<void> audio_source::add_stream(AVFormatContext& movie) {
  auto stream = avformat_new_stream(&movie, nullptr);
  if (!stream)
    return make_error(ec::media_failed, "no memory for the film");
  auto code = avcodec_parameters_from_context(stream->codecpar, encoder_.get());
  if (code < 0)
    return av_failure(code, "set up the sound track");
  stream->time_base = encoder_->time_base;
  stream->disposition = AV_DISPOSITION_DEFAULT;
  av_dict_set(&stream->metadata, "language", language_.c_str(), 0);
  index_ = stream->index;
  return {};
}

double audio_source::due() const {
  if (ended_)
    return std::numeric_limits<double>::infinity();
  return static_cast<double>(next_) / defaults::sample_rate;
}

/// The last block is filled up with silence, so every frame has full size.
result<void> audio_source::feed() {
  auto got = in_.read(block_);
  if (!got)
    return got.error();
  auto code = *got == 0 ? 0 : av_frame_make_writable(frame_.get());
  if (code < 0)
    return av_failure(code, "hold sound");
  if (*got == 0) {
    drained_ = true;
    code = avcodec_send_frame(encoder_.get(), nullptr);
  } else {
    std::fill(block_.begin() + static_cast<std::ptrdiff_t>(*got * 2),
              block_.end(), int16_t{0});
    for (size_t channel = 0; channel < 2; ++channel) {
      auto to = reinterpret_cast<float*>(frame_->data[channel]);
      for (size_t i = 0; i < block_.size() / 2; ++i)
        to[i] = static_cast<float>(block_[i * 2 + channel]) / 32768.0f;
    }
    frame_->pts = fed_;
    fed_ += frame_->nb_samples;
    code = avcodec_send_frame(encoder_.get(), frame_.get());
  }
  if (code < 0)
    return av_failure(code, "encode sound");
  return {};
}

result<void> audio_source::write_next(AVFormatContext& movie) {
  for (;;) {
    auto code = avcodec_receive_packet(encoder_.get(), packet_.get());
    if (code == AVERROR_EOF) {
      ended_ = true;
      return {};
    }
    if (code == AVERROR(EAGAIN) && !drained_) {
      if (auto fed = feed(); !fed)
        return fed;
      continue;
    }
    if (code < 0)
      return av_failure(code, "encode sound");
    break;
  }
  // What lies behind the last picture isn't played: the last packet is
  // shortened, padding after it is dropped.
  auto left = static_cast<int64_t>(samples_) - packet_->pts;
  if (left <= 0) {
    av_packet_unref(packet_.get());
    return {};
  }
  packet_->duration = std::min<int64_t>(encoder_->frame_size, left);
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

} // namespace troupe
