/// Sound to measure and to listen to: for every mood a bed and a mix with
/// narration, with the CPU of each step per second of film and the largest
/// memory of the process. Usage: sound_bench OUT [seconds] [mood]
#include "media/music.hpp"
#include "media/narrator.hpp"
#include "media/soundtrack.hpp"
#include "media/wav.hpp"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string_view>
#include <vector>

#include <sys/resource.h>

using namespace troupe;
using namespace std::chrono_literals;
using std::chrono::microseconds;

namespace {

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec)
         + static_cast<double>(now.tv_nsec) / 1e9;
}

double resident_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void check(const error& err) {
  if (!err)
    return;
  std::fprintf(stderr, "sound_bench: %s\n", text_of(err).c_str());
  std::exit(1);
}

template <class T>
T value_of(result<T> x) {
  if (!x)
    check(x.error());
  return std::move(*x);
}

/// About ten seconds each.
constexpr std::string_view lines[] = {
  "High blood pressure often has no symptoms. Yet it harms the heart, the "
  "brain and the kidneys, every single day.",
  "Lisinopril belongs to the ACE inhibitors. It blocks the enzyme that makes "
  "angiotensin II, so blood vessels relax and the pressure falls.",
  "In a trial with 1,250 people, 10 mg once a day lowered systolic pressure by "
  "12 mmHg after 8 weeks.",
  "Is it right for you? Ask your doctor, and never stop it on your own.",
};

struct scene {
  narration speech;
  std::filesystem::path wav;
};

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: sound_bench OUT [seconds] [mood]\n");
    return 2;
  }
  std::filesystem::path folder{argv[1]};
  std::filesystem::create_directories(folder);
  auto seconds = argc > 2 ? static_cast<uint32_t>(std::atoi(argv[2])) : 60u;
  auto only = argc > 3 ? std::string_view{argv[3]} : std::string_view{};
  auto film = static_cast<double>(seconds);

  auto start = cpu_seconds();
  double spoken = 0;
  std::vector<scene> scenes;
  for (size_t i = 0; i < seconds / 10; ++i) {
    auto speech = value_of(
      narrate({std::string{lines[i % std::size(lines)]}, {}}));
    spoken += static_cast<double>(speech.duration().count()) / 1e6;
    auto wav = folder / ("voice_" + std::to_string(i) + ".wav");
    if (auto written = write_wav(wav, {48'000, 1}, speech.samples); !written)
      check(written.error());
    scenes.push_back({std::move(speech), wav});
  }
  auto speaking = cpu_seconds() - start;
  std::printf("speech: %.1f s in %.3f s, %.0f times real time\n", spoken,
              speaking, spoken / speaking);

  constexpr music_part parts[] = {music_part::intro, music_part::build,
                                  music_part::rest, music_part::lift};
  std::vector<music_section> sections;
  for (size_t i = 0; i < scenes.size(); ++i)
    sections.push_back({10s * i, i + 1 == scenes.size() ? music_part::ending
                                                        : parts[i % 4]});
  for (auto mood : music_moods) {
    if (!only.empty() && mood != only)
      continue;
    auto name = std::string{mood};
    start = cpu_seconds();
    auto bed = value_of(make_bed({name, 7, seconds * 30, 30, sections},
                                 folder / (name + "_bed.wav")));
    auto composing = cpu_seconds() - start;
    soundtrack_request request;
    for (size_t i = 0; i < scenes.size(); ++i)
      request.clips.push_back(
        {scenes[i].wav, 10s * i + 350ms, scenes[i].speech.words});
    request.bed = bed_clip{folder / (name + "_bed.wav"), bed.loudness_lufs};
    request.frames = seconds * 30;
    request.effects = effect_cues(sections, mood);
    start = cpu_seconds();
    auto mixed = value_of(mix_soundtrack(request, folder / (name + ".wav")));
    auto mixing = cpu_seconds() - start;
    std::printf("%-10s bed %.4f + mix %.4f + speech %.4f = %.4f CPU s/s; bed "
                "%.1f LUFS, mix %.2f LUFS %.2f dBTP\n",
                name.c_str(), composing / film, mixing / film, speaking / film,
                (composing + mixing + speaking) / film, bed.loudness_lufs,
                mixed.loudness_lufs, mixed.true_peak_db);
  }
  std::printf("largest memory: %.0f MiB\n", resident_mib());
}
