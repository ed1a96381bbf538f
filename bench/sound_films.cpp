/// Are films as loud as they say? Twenty sound tracks (moods, lengths and
/// targets by turns) as AAC, heard by FFmpeg's ebur128 filter. Exit code 1 when
/// one is 0.5 LU or more away from its target, or peaks above -1 dBTP.
/// Usage: sound_films OUT
#include "media/music.hpp"
#include "media/narrator.hpp"
#include "media/sound_file.hpp"
#include "media/soundtrack.hpp"
#include "media/wav.hpp"
#include "tests/support/process.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

using namespace troupe;
using namespace std::chrono_literals;

namespace {

void check(const error& err) {
  if (!err)
    return;
  std::fprintf(stderr, "sound_films: %s\n", text_of(err).c_str());
  std::exit(1);
}

template <class T>
T value_of(result<T> x) {
  if (!x)
    check(x.error());
  return std::move(*x);
}

constexpr const char* lines[] = {
  "High blood pressure often has no symptoms. Yet it harms the heart, the "
  "brain and the kidneys, every single day.",
  "In a trial with 1,250 people, 10 mg once a day lowered systolic pressure by "
  "12 mmHg after 8 weeks.",
  "Is it right for you? Ask your doctor, and never stop it on your own.",
};

struct heard {
  double lufs = 0;
  double peak = 0;
};

heard heard_in(const std::filesystem::path& sound) {
  auto done = test::run({"ffmpeg", "-nostdin", "-hide_banner", "-i",
                         sound.string(), "-af", "ebur128=peak=true", "-f",
                         "null", "-"});
  auto summary = done.err.rfind("Summary:");
  auto behind = [&](const char* name) {
    auto at = done.err.find(name, summary);
    if (done.code != 0 || summary == std::string::npos
        || at == std::string::npos) {
      std::fprintf(stderr, "sound_films: ffmpeg: %s\n", done.err.c_str());
      std::exit(1);
    }
    return std::strtod(done.err.c_str() + at + std::strlen(name), nullptr);
  };
  return {behind("I:"), behind("Peak:")};
}

/// Narrations every ten seconds over the bed, as AAC.
std::filesystem::path track(const std::filesystem::path& folder, size_t number,
                            const mix_style& mix, uint32_t seconds) {
  soundtrack_request request;
  request.frames = seconds * 30;
  request.mix = mix;
  std::vector<music_section> sections{{0s, music_part::intro}};
  for (uint32_t at = 0; at + 9 < seconds; at += 10) {
    auto said = value_of(
      narrate({lines[(number + at / 10) % std::size(lines)], {}}));
    auto wav = folder / ("voice_" + std::to_string(at) + ".wav");
    if (auto done = write_wav(wav, {48'000, 1}, said.samples); !done)
      check(done.error());
    request.clips.push_back({wav, std::chrono::seconds{at} + 350ms, said.words});
    if (at > 0)
      sections.push_back({std::chrono::seconds{at}, music_part::build});
  }
  if (mix.music != "none") {
    auto bed = folder / "bed.wav";
    auto made = value_of(make_bed({mix.music, number, request.frames, 30,
                                   sections}, bed));
    request.bed = bed_clip{bed, made.loudness_lufs};
    request.effects = effect_cues(sections, mix.music);
  }
  value_of(mix_soundtrack(request, folder / "mix.wav"));
  auto out = folder / (std::to_string(number) + ".m4a");
  if (auto done = encode_sound(folder / "mix.wav", out); !done)
    check(done.error());
  return out;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: sound_films OUT\n");
    return 2;
  }
  std::filesystem::path folder{argv[1]};
  std::filesystem::create_directories(folder);
  constexpr double targets[] = {-16, -14, -23};
  double furthest = 0, highest = -100;
  for (size_t i = 0; i < 20; ++i) {
    mix_style mix;
    mix.music = i % 7 == 6 ? "none" : std::string{music_moods[i % 6]};
    mix.loudness_lufs = targets[i % std::size(targets)];
    auto seconds = static_cast<uint32_t>(12 + 5 * i);
    auto got = heard_in(track(folder, i, mix, seconds));
    std::printf("%2zu %-10s %3u s, target %.0f: %6.1f LUFS, %5.1f dBTP\n", i + 1,
                mix.music.c_str(), seconds, mix.loudness_lufs, got.lufs,
                got.peak);
    furthest = std::max(furthest, std::abs(got.lufs - mix.loudness_lufs));
    highest = std::max(highest, got.peak);
  }
  std::printf("furthest %.1f LU, highest %.1f dBTP\n", furthest, highest);
  return furthest < 0.5 && highest <= -1 ? 0 : 1;
}
