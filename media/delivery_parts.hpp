/// The tracks of a film that is delivered in another container. Each opens
/// the film for itself and reads one stream of it. Only delivery*.cpp include
/// this. One object belongs to one thread.
#pragma once

#include "media/delivery.hpp"
#include "media/muxer_parts.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace troupe {

/// Packets of one stream of a film.
class stream_reader {
public:
  static result<stream_reader> open(const std::filesystem::path& film,
                                    AVMediaType kind);

  const AVStream& stream() const { return *input_->streams[index_]; }
  const AVFormatContext& input() const { return *input_; }
  /// The next packet that holds something, or nullptr at the end. Valid until
  /// the next call.
  result<AVPacket*> next();

private:
  stream_reader() = default;

  input_ptr input_;
  packet_ptr packet_;
  int index_ = -1;
};

/// Frames of one stream of a film.
class stream_decoder {
public:
  static result<stream_decoder> open(const std::filesystem::path& film,
                                     AVMediaType kind);

  /// The next frame, or nullptr at the end. Valid until the next call.
  result<AVFrame*> next();

private:
  explicit stream_decoder(stream_reader in) : in_(std::move(in)) {}

  stream_reader in_;
  codec_ptr decoder_;
  frame_ptr frame_;
};

/// Pictures of the film as they are; in AVI without an index of their own.
result<std::unique_ptr<packet_source>>
copied_pictures(const delivery_request& request);
/// Sound, captions: nothing when the film has no such track.
result<std::unique_ptr<packet_source>>
copied_sound(const delivery_request& request);
result<std::unique_ptr<packet_source>>
copied_captions(const delivery_request& request);
/// VP9.
result<std::unique_ptr<packet_source>>
encoded_pictures(const delivery_request& request);
/// Opus for WebM, MP3 for AVI.
result<std::unique_ptr<packet_source>>
encoded_sound(const delivery_request& request);

} // namespace troupe
