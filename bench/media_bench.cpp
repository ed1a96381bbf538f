/// CPU seconds for each second of film: speech, soundtrack, pictures encoded,
/// film joined; and the libraries alone doing the same work, measured in the
/// same run. Usage: media_bench [seconds] [width height]
#include "media/captions.hpp"
#include "media/encoder.hpp"
#include "media/muxer.hpp"
#include "media/narrator.hpp"
#include "media/sound_file.hpp"
#include "media/soundtrack.hpp"
#include "media/wav.hpp"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <vector>

using namespace troupe;

namespace {

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec)
         + static_cast<double>(now.tv_nsec) / 1e9;
}

void fail(const error& err) {
  std::fprintf(stderr, "media_bench: %s\n", text_of(err).c_str());
  std::exit(1);
}

void report(const char* what, double cpu, double film) {
  std::printf("%-34s %8.3f s  %8.4f s per second of film\n", what, cpu,
              cpu / film);
}

/// A card that slides over a still ground: like most frames of our films.
class slide {
 public:
  explicit slide(film_format format)
    : format_(format),
      y_(size_t{format.width} * format.height),
      uv_(y_.size() / 4, 128) {}

  i420_view draw(uint32_t frame) {
    auto left = frame * 2 % (format_.width / 2);
    for (uint32_t row = 0; row < format_.height; ++row)
      for (uint32_t column = 0; column < format_.width; ++column) {
        auto inside = column - left < format_.width / 3
                      && row - format_.height / 4 < format_.height / 3;
        auto ground = 30 + (row + column) * 40 / (format_.width + 1);
        auto letters = (column - left) * (row / 3) % 61 < 7 ? 220u : 90u;
        y_[size_t{row} * format_.width + column]
          = static_cast<uint8_t>(inside ? letters : ground);
      }
    return {y_.data(),     uv_.data(),        uv_.data(),
            format_.width, format_.width / 2, format_.width / 2};
  }

 private:
  film_format format_;
  std::vector<uint8_t> y_, uv_;
};

} // namespace

int main(int argc, char** argv) {
  auto seconds = argc > 1 ? static_cast<uint32_t>(std::atoi(argv[1])) : 30u;
  film_format format;
  if (argc > 3) {
    format.width = static_cast<uint32_t>(std::atoi(argv[2]));
    format.height = static_cast<uint32_t>(std::atoi(argv[3]));
  }
  auto frames = seconds * format.fps;
  auto film = static_cast<double>(seconds);
  auto folder = std::filesystem::temp_directory_path() / "troupe_media_bench";
  std::filesystem::create_directories(folder);

  narration_request request;
  while (request.text.size() < seconds * 13)
    request.text += "Blood vessels relax, and the pressure falls day by day. ";
  auto start = cpu_seconds();
  auto spoken = narrate(request);
  if (!spoken)
    fail(spoken.error());
  auto speech = static_cast<double>(spoken->duration().count()) / 1e6;
  auto used = cpu_seconds() - start;
  std::printf("speech: %.1f s spoken in %.3f s, %.0f times real time\n", speech,
              used, speech / used);
  if (auto ok = write_wav(folder / "voice.wav", {48'000, 1}, spoken->samples);
      !ok)
    fail(ok.error());

  soundtrack_request track;
  track.clips = {{folder / "voice.wav", std::chrono::milliseconds{350},
                  spoken->words}};
  track.frames = frames;
  track.fps = format.fps;
  track.mix.music = "uplifting";
  start = cpu_seconds();
  auto mixed = mix_soundtrack(track, folder / "mix.wav");
  if (!mixed)
    fail(mixed.error());
  report("soundtrack", cpu_seconds() - start, film);
  std::printf("  %.2f LUFS, %.2f dBTP\n", mixed->loudness_lufs,
              mixed->true_peak_db);

  slide pictures{format};
  start = cpu_seconds();
  for (uint32_t i = 0; i < frames; ++i)
    pictures.draw(i);
  auto drawing = cpu_seconds() - start;
  start = cpu_seconds();
  auto made = encode_segment(
    {format, frames},
    [&](uint32_t i) -> result<i420_view> { return pictures.draw(i); },
    folder / "segment.mp4");
  if (!made)
    fail(made.error());
  auto encoding = cpu_seconds() - start - drawing;
  report("encode_segment without drawing", encoding, film);
  std::printf("  %.2f ms a frame, %.0f kbit/s\n", encoding * 1000 / frames,
              static_cast<double>(made->bytes) * 8 / 1000 / film);

  film_request whole;
  whole.format = format;
  whole.segments = {folder / "segment.mp4"};
  whole.soundtrack = folder / "mix.m4a";
  whole.captions = caption_cues(spoken->words, std::chrono::seconds{seconds});
  start = cpu_seconds();
  if (auto done = encode_sound(folder / "mix.wav", whole.soundtrack); !done)
    fail(done.error());
  report("encode_sound (AAC)", cpu_seconds() - start, film);
  start = cpu_seconds();
  auto joined = mux_film(whole, folder);
  if (!joined)
    fail(joined.error());
  report("mux_film (copy, probe)", cpu_seconds() - start, film);
  std::filesystem::remove_all(folder);
}
