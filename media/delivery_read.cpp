#include "media/delivery_parts.hpp"

namespace troupe {

result<stream_reader> stream_reader::open(const std::filesystem::path& film,
                                          AVMediaType kind) {
  auto input = open_movie(film);
  if (!input)
    return input.error();
  stream_reader out;
  out.input_ = std::move(*input);
  out.packet_.reset(av_packet_alloc());
  if (!out.packet_)
    return make_error(ec::media_failed, "no memory for the film");
  for (unsigned i = 0; i < out.input_->nb_streams; ++i) {
    auto& stream = *out.input_->streams[i];
    auto is_wanted = stream.codecpar->codec_type == kind && out.index_ < 0;
    stream.discard = is_wanted ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    if (is_wanted)
      out.index_ = static_cast<int>(i);
  }
  if (out.index_ < 0)
    return make_error(ec::not_found, "the film has no such track");
  return out;
}

result<AVPacket*> stream_reader::next() {
  for (;;) {
    av_packet_unref(packet_.get());
    auto code = av_read_frame(input_.get(), packet_.get());
    if (code == AVERROR_EOF)
      return nullptr;
    if (code < 0)
      return av_failure(code, "read the film");
    if (packet_->stream_index == index_ && packet_->size > 0)
      return packet_.get();
  }
}

result<stream_decoder> stream_decoder::open(const std::filesystem::path& film,
                                            AVMediaType kind) {
  auto in = stream_reader::open(film, kind);
  if (!in)
    return in.error();
  auto& parameters = *in->stream().codecpar;
  auto codec = avcodec_find_decoder(parameters.codec_id);
  stream_decoder out{std::move(*in)};
  out.decoder_.reset(codec ? avcodec_alloc_context3(codec) : nullptr);
  out.frame_.reset(av_frame_alloc());
  if (!out.decoder_ || !out.frame_)
    return make_error(ec::media_failed, "no decoder for the film");
  auto code = avcodec_parameters_to_context(out.decoder_.get(), &parameters);
  out.decoder_->pkt_timebase = out.in_.stream().time_base;
  out.decoder_->thread_count = 1;
  out.decoder_->err_recognition = AV_EF_EXPLODE | AV_EF_CRCCHECK;
  if (code >= 0)
    code = avcodec_open2(out.decoder_.get(), codec, nullptr);
  if (code < 0)
    return av_failure(code, "open the film's decoder");
  return out;
}

result<AVFrame*> stream_decoder::next() {
  for (;;) {
    auto code = avcodec_receive_frame(decoder_.get(), frame_.get());
    if (code == AVERROR_EOF)
      return nullptr;
    if (code >= 0)
      return frame_.get();
    if (code != AVERROR(EAGAIN))
      return av_failure(code, "decode the film");
    auto packet = in_.next();
    if (!packet)
      return packet.error();
    if (code = avcodec_send_packet(decoder_.get(), *packet); code < 0)
      return av_failure(code, "decode the film");
  }
}

} // namespace troupe
