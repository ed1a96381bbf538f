/// The sources of packets that muxer.cpp joins: copied video, encoded sound,
/// caption text. Each gives its packets in order, stamped in its stream's own
/// time base, and says how far it is. Only muxer*.cpp include this. One object
/// belongs to one thread.
#pragma once

#include "media/captions.hpp"
#include "media/movie_file.hpp"
#include "media/wav.hpp"
#include "protocol/film_format.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

namespace troupe {

/// One track of the film.
class packet_source {
public:
  virtual ~packet_source() = default;
  /// Adds its stream to the film; before the header is written.
  virtual result<void> add_stream(AVFormatContext& movie) = 0;
  /// When its next packet is due, in seconds; infinite at the end.
  virtual double due() const = 0;
  /// Writes the next packet.
  virtual result<void> write_next(AVFormatContext& movie) = 0;
};

/// Writes all packets in the order of their times. `progress` gets the time up
/// to which there are pictures (the first source), in seconds.
result<void> join_tracks(AVFormatContext& movie,
                         std::span<packet_source* const> sources,
                         const std::stop_token& stop,
                         const std::function<void(double)>& progress);

/// Packets of the segments, one after the other, with their times moved to
/// the film's.
class video_source final : public packet_source {
public:
  /// Opens every segment once: same codec parameters, frames counted.
  static result<video_source> open(const film_format& format,
                                   std::vector<std::filesystem::path> files);

  uint32_t frames() const { return frames_; }
  uint32_t written() const { return written_; }

  result<void> add_stream(AVFormatContext& movie) override;
  double due() const override;
  result<void> write_next(AVFormatContext& movie) override;

private:
  video_source() = default;
  result<void> next_segment();

  std::vector<std::filesystem::path> files_;
  film_format format_;
  /// Copy of the segments' common parameters.
  std::shared_ptr<AVCodecParameters> parameters_;
  uint32_t frames_ = 0;
  uint32_t written_ = 0;
  size_t segment_ = 0;
  input_ptr input_;
  packet_ptr packet_;
  int index_ = -1;
};

/// AAC-LC from a WAV file, for encode_sound().
class audio_source final : public packet_source {
public:
  /// The file must be 48 kHz stereo and exactly `samples` long.
  static result<audio_source> open(const std::filesystem::path& wav,
                                   uint64_t samples, std::string_view language);

  result<void> add_stream(AVFormatContext& movie) override;
  double due() const override;
  result<void> write_next(AVFormatContext& movie) override;

private:
  explicit audio_source(wav_reader in) : in_(std::move(in)) {}
  result<void> feed();

  wav_reader in_;
  uint64_t samples_ = 0;
  std::string language_;
  codec_ptr encoder_;
  frame_ptr frame_;
  packet_ptr packet_;
  std::vector<int16_t> block_;
  int64_t fed_ = 0;
  int64_t next_ = 0;
  bool drained_ = false;
  bool ended_ = false;
  int index_ = -1;
};

/// An AAC track that encode_sound() made, copied. Its times are counted, so
/// they are exact: packet n plays at (n - 1) * 1024 samples, for the first one
/// only warms up the decoder.
class sound_copy final : public packet_source {
public:
  static constexpr int frame_samples = 1024;

  /// The track must be 48 kHz stereo and last for `samples`.
  static result<sound_copy> open(const std::filesystem::path& file,
                                 uint64_t samples, std::string_view language);

  result<void> add_stream(AVFormatContext& movie) override;
  double due() const override;
  result<void> write_next(AVFormatContext& movie) override;

  /// The next packet, stamped in samples, or nullptr at the end. Valid until
  /// the next call.
  result<AVPacket*> next();
  const AVCodecParameters& parameters() const;

private:
  sound_copy() = default;

  input_ptr input_;
  packet_ptr packet_;
  uint64_t samples_ = 0;
  std::string language_;
  int64_t next_ = -frame_samples;
  bool ended_ = false;
  int index_ = -1;
};

/// Captions as a text track (tx3g), gaps filled with empty texts.
class caption_source final : public packet_source {
public:
  caption_source(std::vector<caption_cue> cues,
                 std::chrono::microseconds film_end, std::string_view language);

  result<void> add_stream(AVFormatContext& movie) override;
  double due() const override;
  result<void> write_next(AVFormatContext& movie) override;

private:
  struct sample {
    int64_t start_ms;
    int64_t end_ms;
    std::string text;
  };
  std::vector<sample> samples_;
  std::string language_;
  size_t next_ = 0;
  int index_ = -1;
};

/// Marks the caption tracks of a written film as offered but not shown:
/// captions are usually in the picture already, and FFmpeg has no option.
result<void> switch_off_captions(const std::filesystem::path& film);

/// At most so many bytes, cut between characters.
std::string cut_utf8(std::string_view text, size_t max_bytes);

/// The three-letter name that MP4 wants: "en-US" -> "eng", else "und".
std::string mp4_language(std::string_view language);

/// The tag people see in a player's file information.
std::string_view ai_comment();
/// A uuid box with XMP: IPTC's digital source type says how the film came to
/// be. Goes behind everything else in the file.
std::string ai_disclosure_box();

} // namespace troupe
