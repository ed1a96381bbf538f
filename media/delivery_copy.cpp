#include "media/delivery_parts.hpp"

#include <limits>

extern "C" {
#include <libavcodec/bsf.h>
#include <libavutil/mathematics.h>
}

namespace troupe {

namespace {

struct filter_deleter {
  void operator()(AVBSFContext* x) const { av_bsf_free(&x); }
};
using filter_ptr = std::unique_ptr<AVBSFContext, filter_deleter>;

/// AVI has no place for parameter sets but the stream itself.
result<filter_ptr> make_annexb(const AVStream& stream) {
  AVBSFContext* raw = nullptr;
  auto code = av_bsf_alloc(av_bsf_get_by_name("h264_mp4toannexb"), &raw);
  filter_ptr filter{raw};
  if (code >= 0)
    code = avcodec_parameters_copy(filter->par_in, stream.codecpar);
  if (code >= 0) {
    filter->time_base_in = stream.time_base;
    code = av_bsf_init(filter.get());
  }
  if (code < 0)
    return av_failure(code, "set up the picture track");
  return filter;
}

/// How much earlier than they are due captions go into the file, and how fine
/// their times are: see muxer_captions.cpp.
constexpr double captions_ahead = 1;
constexpr AVRational caption_ticks{1, 90'000};

/// One track, packet by packet.
class copied_track final : public packet_source {
public:
  static result<std::unique_ptr<packet_source>>
  open(const delivery_request& request, AVMediaType kind) {
    auto in = stream_reader::open(request.film, kind);
    if (!in)
      return in.error();
    std::unique_ptr<copied_track> out{
      new copied_track{std::move(*in), request}};
    if (kind == AVMEDIA_TYPE_VIDEO
        && request.container == film_container::avi) {
      auto filter = make_annexb(out->in_.stream());
      if (!filter)
        return filter.error();
      out->annexb_ = std::move(*filter);
    }
    if (auto ready = out->fetch(); !ready)
      return ready.error();
    return std::unique_ptr<packet_source>{std::move(out)};
  }

  result<void> add_stream(AVFormatContext& movie) override {
    auto stream = avformat_new_stream(&movie, nullptr);
    if (!stream)
      return make_error(ec::media_failed, "no memory for the film");
    auto& from = in_.stream();
    auto code = avcodec_parameters_copy(
      stream->codecpar, annexb_ ? annexb_->par_out : from.codecpar);
    if (code < 0)
      return av_failure(code, "set up a track");
    stream->codecpar->codec_tag = is_text_ ? MKTAG('t', 'x', '3', 'g') : 0;
    stream->time_base = is_text_ ? caption_ticks : base_of(from);
    if (is_video()) {
      stream->avg_frame_rate = {static_cast<int>(request_.format.fps), 1};
      stream->time_base = {1, static_cast<int>(request_.format.fps)};
    }
    if (!is_text_)
      stream->disposition = AV_DISPOSITION_DEFAULT;
    av_dict_copy(&stream->metadata, from.metadata, 0);
    index_ = stream->index;
    return {};
  }

  double due() const override {
    if (!packet_)
      return std::numeric_limits<double>::infinity();
    auto at =
      static_cast<double>(packet_->dts) * av_q2d(in_.stream().time_base);
    return is_text_ ? at - captions_ahead : at;
  }

  result<void> write_next(AVFormatContext& movie) override {
    if (annexb_) {
      auto code = av_bsf_send_packet(annexb_.get(), packet_);
      if (code >= 0)
        code = av_bsf_receive_packet(annexb_.get(), packet_);
      if (code < 0)
        return av_failure(code, "copy pictures");
    }
    packet_->stream_index = index_;
    packet_->pos = -1;
    av_packet_rescale_ts(packet_, in_.stream().time_base,
                         movie.streams[index_]->time_base);
    if (auto code = av_write_frame(&movie, packet_); code < 0)
      return av_failure(code, "write the film");
    return fetch();
  }

private:
  copied_track(stream_reader in, const delivery_request& request)
    : in_(std::move(in)), request_(request),
      is_text_(in_.stream().codecpar->codec_type == AVMEDIA_TYPE_SUBTITLE) {}

  bool is_video() const {
    return in_.stream().codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
  }

  static AVRational base_of(const AVStream& stream) {
    return stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO
             ? AVRational{1, stream.codecpar->sample_rate}
             : stream.time_base;
  }

  result<void> fetch() {
    auto next = in_.next();
    if (!next)
      return next.error();
    packet_ = *next;
    return {};
  }

  stream_reader in_;
  const delivery_request& request_;
  bool is_text_ = false;
  filter_ptr annexb_;
  /// Of in_; nullptr at the end.
  AVPacket* packet_ = nullptr;
  int index_ = -1;
};

} // namespace

result<std::unique_ptr<packet_source>>
copied_pictures(const delivery_request& request) {
  return copied_track::open(request, AVMEDIA_TYPE_VIDEO);
}

result<std::unique_ptr<packet_source>>
copied_sound(const delivery_request& request) {
  return copied_track::open(request, AVMEDIA_TYPE_AUDIO);
}

result<std::unique_ptr<packet_source>>
copied_captions(const delivery_request& request) {
  auto track = copied_track::open(request, AVMEDIA_TYPE_SUBTITLE);
  if (!track && code_of(track.error()) == ec::not_found)
    return std::unique_ptr<packet_source>{};
  return track;
}

} // namespace troupe
