/// Packets and frames of a clip that lies in memory, read by FFmpeg with a
/// forced container and a list of codecs; nothing is ever opened. For the
/// decode child only. One thread.
#pragma once

#include "media/av_ptr.hpp"
#include "media/clip_header.hpp"

#include <cstdint>
#include <memory>
#include <span>

namespace troupe::media {

/// What its packets say of the time it takes.
struct clip_times {
  /// Of the first picture, in the stream's own ticks.
  int64_t origin = 0;
  int64_t length_us = 0;
};

class clip_source {
 public:
  /// The first moving picture in it: of an allowed codec and size, in colours
  /// that a film has. invalid_argument about "the clip". The bytes must stay.
  static result<clip_source> open(std::span<const uint8_t> bytes,
                                  const clip_limits& limits);

  /// Reads all packets; the source is at its end afterwards.
  result<clip_times> measure();

  /// To the last key frame before a time since the origin; false when the
  /// clip can't.
  bool seek(int64_t us, const clip_times& times);
  /// The next picture, or null at the end.
  result<const AVFrame*> next();
  /// When the picture is shown, since the origin.
  int64_t time_of(const AVFrame& x, const clip_times& times) const;
  /// Width of a pixel by its height.
  double pixel_shape() const;
  /// How to turn the pictures, as EXIF counts.
  int orientation() const;

 private:
  struct memory {
    std::span<const uint8_t> bytes;
    int64_t at = 0;
  };
  struct io_deleter {
    void operator()(AVIOContext* x) const {
      av_freep(&x->buffer);
      avio_context_free(&x);
    }
  };

  static int read(void* of, uint8_t* to, int size);
  static int64_t seek_to(void* of, int64_t offset, int whence);

  result<void> begin(clip_format format);
  result<void> choose_stream();
  result<void> open_codec();
  /// The next packet of the stream, or false at the end.
  result<bool> read_packet();
  result<void> check(const AVFrame& x);

  clip_limits limits_;
  // In this order: what reads goes before what is read.
  std::unique_ptr<memory> memory_;
  std::unique_ptr<AVIOContext, io_deleter> io_;
  input_ptr input_;
  AVStream* stream_ = nullptr; // owned by input_
  codec_ptr codec_;
  packet_ptr packet_;
  frame_ptr frame_;
  bool is_drained_ = false;
  int width_ = 0;
  int height_ = 0;
  int format_ = -1;
};

} // namespace troupe::media
