/// Owning pointers for FFmpeg's objects, and its error codes as ours. Only
/// .cpp files of this floor include this. One object belongs to one thread.
#pragma once

#include "protocol/error.hpp"

#include <memory>
#include <string>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/error.h>
#include <libavutil/frame.h>
}

namespace troupe {

struct av_deleter {
  void operator()(AVCodecContext* x) const { avcodec_free_context(&x); }
  void operator()(AVPacket* x) const { av_packet_free(&x); }
  void operator()(AVFrame* x) const { av_frame_free(&x); }
};

using codec_ptr = std::unique_ptr<AVCodecContext, av_deleter>;
using packet_ptr = std::unique_ptr<AVPacket, av_deleter>;
using frame_ptr = std::unique_ptr<AVFrame, av_deleter>;

/// An opened input file.
struct input_deleter {
  void operator()(AVFormatContext* x) const { avformat_close_input(&x); }
};
using input_ptr = std::unique_ptr<AVFormatContext, input_deleter>;

/// A muxer with its open file.
struct output_deleter {
  void operator()(AVFormatContext* x) const {
    avio_closep(&x->pb);
    avformat_free_context(x);
  }
};
using output_ptr = std::unique_ptr<AVFormatContext, output_deleter>;

/// `doing` reads like "encode a frame". A full disk is ec::no_space.
inline error av_failure(int code, const std::string& doing) {
  if (code == AVERROR(ENOSPC) || code == AVERROR(EFBIG)
      || code == AVERROR(EDQUOT))
    return make_error(ec::no_space,
                      "could not " + doing + ": the disk is full");
  char text[AV_ERROR_MAX_STRING_SIZE] = {};
  av_strerror(code, text, sizeof(text));
  return make_error(ec::media_failed, "could not " + doing + ": " + text);
}

} // namespace troupe
