/// 16-bit PCM in RIFF/WAVE files: how speech and soundtracks lie on disk.
/// A reader streams: it holds one block in memory, however long the file is.
/// One object belongs to one thread.
#pragma once

#include "media/whole_file.hpp"
#include "protocol/error.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <vector>

namespace troupe {

struct wav_format {
  uint32_t sample_rate = 48'000;
  uint16_t channels = 1;

  bool operator==(const wav_format&) const = default;
};

/// Reads interleaved samples. Refuses anything but 16-bit PCM with 1 or 2
/// channels, and a data chunk that claims more than the file holds.
class wav_reader {
public:
  static result<wav_reader> open(const std::filesystem::path& path);

  wav_format format() const { return format_; }
  /// Samples of one channel.
  uint64_t samples() const { return samples_; }
  /// The next samples of one channel (times channels values); fewer at the
  /// end of the file.
  result<size_t> read(std::span<int16_t> interleaved);

private:
  wav_reader() = default;

  std::ifstream in_;
  wav_format format_;
  uint64_t samples_ = 0;
  uint64_t left_ = 0;
};

/// Writes beside the target and puts the file there with finish(); without
/// it nothing is left behind.
class wav_writer {
public:
  /// `samples` of one channel must be known: the header goes first.
  static result<wav_writer> create(const std::filesystem::path& path,
                                   wav_format format, uint64_t samples);

  result<void> write(std::span<const int16_t> interleaved);
  /// Refuses when another number of samples was written than announced.
  result<void> finish();

private:
  explicit wav_writer(whole_file file) : file_(std::move(file)) {}

  whole_file file_;
  wav_format format_;
  uint64_t left_ = 0;
};

/// A whole short file at once.
result<void> write_wav(const std::filesystem::path& path, wav_format format,
                       std::span<const int16_t> interleaved);
/// Refuses files longer than 30 minutes: longer ones are for a reader.
result<std::vector<int16_t>> read_wav(const std::filesystem::path& path,
                                      wav_format* format = nullptr);

} // namespace troupe
