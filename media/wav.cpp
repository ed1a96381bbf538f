#include "media/wav.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>

namespace troupe {

namespace {

static_assert(std::endian::native == std::endian::little,
              "WAV bytes are copied as they lie in memory");

constexpr uint64_t header_bytes = 44;
constexpr uint64_t whole_read_limit = 30ull * 60 * 48'000 * 2;

template <class T>
T number_at(const std::array<char, 16>& bytes, size_t offset) {
  T x;
  std::memcpy(&x, bytes.data() + offset, sizeof(x));
  return x;
}

error broken(const std::filesystem::path& path, std::string_view why) {
  return make_error(ec::media_failed,
                    path.filename().string() + ": " + std::string{why});
}

bool is_supported(const std::array<char, 16>& fmt) {
  auto channels = number_at<uint16_t>(fmt, 2);
  return number_at<uint16_t>(fmt, 0) == 1 && number_at<uint16_t>(fmt, 14) == 16
         && (channels == 1 || channels == 2) && number_at<uint32_t>(fmt, 4) > 0;
}

std::string header_of(wav_format format, uint64_t samples) {
  std::string out;
  auto put = [&](auto x) {
    out.append(reinterpret_cast<const char*>(&x), sizeof(x));
  };
  auto frame = static_cast<uint16_t>(format.channels * 2);
  auto data = static_cast<uint32_t>(samples * frame);
  out += "RIFF";
  put(static_cast<uint32_t>(data + header_bytes - 8));
  out += "WAVEfmt ";
  put(uint32_t{16});
  put(uint16_t{1});
  put(format.channels);
  put(format.sample_rate);
  put(static_cast<uint32_t>(format.sample_rate * frame));
  put(frame);
  put(uint16_t{16});
  out += "data";
  put(data);
  return out;
}

} // namespace

result<wav_reader> wav_reader::open(const std::filesystem::path& path) {
  wav_reader reader;
  reader.in_.open(path, std::ios::binary);
  std::array<char, 16> bytes{};
  if (!reader.in_.read(bytes.data(), 12))
    return make_error(ec::io_failed,
                      path.filename().string() + " can't be read");
  if (std::memcmp(bytes.data(), "RIFF", 4) != 0
      || std::memcmp(bytes.data() + 8, "WAVE", 4) != 0)
    return broken(path, "not a WAV file");
  std::error_code failed;
  auto size = std::filesystem::file_size(path, failed);
  if (failed)
    return broken(path, "size unknown");
  for (auto has_format = false; reader.in_.read(bytes.data(), 8);) {
    auto length = number_at<uint32_t>(bytes, 4);
    auto here = static_cast<uint64_t>(reader.in_.tellg());
    if (length > size - here)
      return broken(path, "a chunk claims more than the file holds");
    if (std::memcmp(bytes.data(), "data", 4) == 0 && has_format) {
      reader.samples_ = length / 2 / reader.format_.channels;
      reader.left_ = reader.samples_;
      return reader;
    }
    if (std::memcmp(bytes.data(), "fmt ", 4) == 0) {
      if (length < 16 || !reader.in_.read(bytes.data(), 16)
          || !is_supported(bytes))
        return broken(path, "not 16-bit PCM with one or two channels");
      reader.format_.channels = number_at<uint16_t>(bytes, 2);
      reader.format_.sample_rate = number_at<uint32_t>(bytes, 4);
      has_format = true;
    }
    reader.in_.seekg(static_cast<std::streamoff>(here + length + length % 2));
  }
  return broken(path, "no samples");
}

result<size_t> wav_reader::read(std::span<int16_t> interleaved) {
  auto wanted =
    std::min<uint64_t>(interleaved.size() / format_.channels, left_);
  auto bytes = static_cast<std::streamsize>(wanted * format_.channels * 2);
  if (!in_.read(reinterpret_cast<char*>(interleaved.data()), bytes))
    return make_error(ec::io_failed, "a WAV file became shorter while read");
  left_ -= wanted;
  return static_cast<size_t>(wanted);
}

result<wav_writer> wav_writer::create(const std::filesystem::path& path,
                                      wav_format format, uint64_t samples) {
  if (samples * format.channels * 2 > UINT32_MAX - header_bytes)
    return make_error(ec::limit_exceeded,
                      "sound is too long for a WAV file (4 GiB)");
  auto file = whole_file::create(path);
  if (!file)
    return file.error();
  if (auto written = file->write(header_of(format, samples)); !written)
    return written.error();
  wav_writer writer{std::move(*file)};
  writer.format_ = format;
  writer.left_ = samples;
  return writer;
}

result<void> wav_writer::write(std::span<const int16_t> interleaved) {
  auto count = interleaved.size() / format_.channels;
  if (count > left_)
    return make_error(ec::internal, "more samples than announced");
  left_ -= count;
  return file_.write({reinterpret_cast<const char*>(interleaved.data()),
                      count * format_.channels * 2});
}

result<void> wav_writer::finish() {
  if (left_ != 0)
    return make_error(ec::internal, "fewer samples than announced");
  return file_.commit();
}

result<void> write_wav(const std::filesystem::path& path, wav_format format,
                       std::span<const int16_t> interleaved) {
  auto writer =
    wav_writer::create(path, format, interleaved.size() / format.channels);
  if (!writer)
    return writer.error();
  if (auto written = writer->write(interleaved); !written)
    return written.error();
  return writer->finish();
}

result<std::vector<int16_t>> read_wav(const std::filesystem::path& path,
                                      wav_format* format) {
  auto reader = wav_reader::open(path);
  if (!reader)
    return reader.error();
  auto count = reader->samples() * reader->format().channels;
  if (count > whole_read_limit)
    return make_error(ec::limit_exceeded,
                      path.filename().string() + " is over 30 minutes");
  std::vector<int16_t> samples(count);
  auto got = reader->read(samples);
  if (!got)
    return got.error();
  if (format)
    *format = reader->format();
  return samples;
}

} // namespace troupe
