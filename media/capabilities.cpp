#include "media/capabilities.hpp"

#include "media/encoder.hpp"
#include "media/movie_file.hpp"
#include "media/narrator.hpp"

#include <system_error>
#include <vector>

#include <unistd.h>

extern "C" {
#include <libavutil/channel_layout.h>
}

namespace troupe {

namespace {

capability good(std::string name, std::string detail) {
  return {std::move(name), true, std::move(detail), {}};
}

capability bad(std::string name, const error& why, std::string remedy) {
  return {std::move(name), false, troupe::text_of(why), std::move(remedy)};
}

/// Encodes two grey pictures where temporary files go.
capability video_encoder() {
  const std::string name = "H.264 encoder (libx264)";
  std::error_code failed;
  auto folder = std::filesystem::temp_directory_path(failed);
  if (failed)
    return bad(name, make_error(ec::io_failed, failed.message()),
               "set TMPDIR to a folder that can be written");
  std::vector<uint8_t> grey(64 * 64, 128);
  i420_view picture{grey.data(), grey.data(), grey.data(), 64, 64, 64};
  auto file =
    folder / ("troupe_capability_" + std::to_string(::getpid()) + ".mp4");
  auto made = encode_segment(
    {{64, 64, 30}, 2}, [&](uint32_t) -> result<i420_view> { return picture; },
    file);
  std::filesystem::remove(file, failed);
  if (!made)
    return bad(name, made.error(),
               "install FFmpeg's libraries with libx264 (Debian: "
               "libavcodec59 or libavcodec-extra59)");
  return good(name, "libavcodec " + std::string{av_version_info()});
}

capability sound_encoder() {
  const std::string name = "AAC encoder";
  silence_libav();
  auto codec = avcodec_find_encoder_by_name("aac");
  codec_ptr encoder{codec ? avcodec_alloc_context3(codec) : nullptr};
  auto code = AVERROR_ENCODER_NOT_FOUND;
  if (encoder) {
    encoder->sample_fmt = AV_SAMPLE_FMT_FLTP;
    encoder->sample_rate = 48'000;
    encoder->ch_layout = AV_CHANNEL_LAYOUT_STEREO;
    code = avcodec_open2(encoder.get(), codec, nullptr);
  }
  if (code < 0)
    return bad(name, av_failure(code, "open it"),
               "install FFmpeg's libraries with their own AAC encoder");
  return good(name, "libavcodec " + std::string{av_version_info()});
}

capability voice(std::string_view voice_name) {
  auto name = "voice " + std::string{voice_name};
  narration_request request;
  request.text = "One.";
  request.voice.voice = voice_name;
  auto made = narrate(request);
  if (made && made->samples.empty())
    made = make_error(ec::media_failed, "it says nothing");
  if (!made)
    return bad(name, made.error(), "install flite (Debian: libflite1)");
  return good(name, "flite");
}

} // namespace

std::vector<capability> media_capabilities() {
  std::vector<capability> out{video_encoder(), sound_encoder()};
  for (auto name : narrator_voices())
    out.push_back(voice(name));
  return out;
}

} // namespace troupe
