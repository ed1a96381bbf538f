#include "providers/piece_works.hpp"

#include "media/music.hpp"
#include "media/narrator.hpp"
#include "media/sound_file.hpp"
#include "media/soundtrack.hpp"
#include "media/wav.hpp"
#include "protocol/piece_spec.hpp"
#include "protocol/voice_loudness.hpp"

namespace troupe {

namespace {

constexpr const char* voice_file = "voice.wav";
constexpr const char* music_file = "music.wav";

/// The bed, if the mix needs one.
std::optional<bed_clip> bed_of(const piece_job& job, const workbench& bench) {
  for (auto& need : job.needs) {
    if (need.kind != piece_kind::music)
      continue;
    auto meta = json::parse(need.meta);
    return bed_clip{bench.pieces / need.key.str() / music_file,
                    meta ? meta->number("loudness_lufs", -70) : -70};
  }
  return std::nullopt;
}

} // namespace

result<json> make_narration(const json& spec, const workbench& bench) {
  auto wanted = narration_spec_from(spec);
  if (!wanted)
    return wanted.error();
  std::string lines;
  for (auto& line : wanted->lexicon)
    lines += line + "\n";
  auto lexicon = pronunciations::parse(lines, "lexicon");
  if (!lexicon)
    return lexicon.error();
  auto speech = narrate({wanted->text, wanted->voice, std::move(*lexicon)},
                        bench.stop, bench.progress);
  if (!speech)
    return speech.error();
  auto written = write_wav(bench.folder / voice_file, {speech->sample_rate, 1},
                           speech->samples);
  if (!written)
    return written.error();
  return json::make_object({{"duration_us", speech->duration().count()},
                            {"words", to_json(speech->words)},
                            {"loudness", loudness_of(speech->samples,
                                                     speech->sample_rate)}});
}

result<json> make_music(const json& spec, const workbench& bench) {
  auto wanted = music_spec_from(spec);
  if (!wanted)
    return wanted.error();
  auto info = make_bed({wanted->mood, wanted->seed, wanted->frames, wanted->fps,
                        wanted->sections},
                       bench.folder / music_file, bench.stop, bench.progress);
  if (!info)
    return info.error();
  return json::make_object({{"samples", info->samples},
                            {"loudness_lufs", info->loudness_lufs}});
}

result<json> make_soundtrack(const piece_job& job, const json& spec,
                             const workbench& bench) {
  auto wanted = soundtrack_spec_from(spec);
  if (!wanted)
    return wanted.error();
  soundtrack_request request;
  for (auto& voice : wanted->voices)
    request.clips.push_back({bench.pieces / voice.narration.str() / voice_file,
                             voice.start, voice.words});
  request.bed = bed_of(job, bench);
  request.frames = wanted->frames;
  request.fps = wanted->fps;
  request.mix = wanted->mix;
  request.effects = wanted->effects;
  auto info = mix_soundtrack(request, bench.folder / "soundtrack.wav",
                             bench.stop, bench.progress);
  if (!info)
    return info.error();
  auto mixed = bench.folder / "soundtrack.wav";
  auto encoded = encode_sound(mixed, bench.folder / "soundtrack.m4a",
                              bench.stop);
  if (!encoded)
    return encoded.error();
  // Films copy the track; the samples are ten times its size.
  std::filesystem::remove(mixed);
  return json::make_object({{"samples", info->samples},
                            {"loudness_lufs", info->loudness_lufs},
                            {"true_peak_db", info->true_peak_db}});
}

} // namespace troupe
