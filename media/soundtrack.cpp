#include "media/soundtrack.hpp"

#include "media/loudness.hpp"
#include "media/music.hpp"
#include "media/soundtrack_ducking.hpp"
#include "media/soundtrack_stems.hpp"
#include "media/wav.hpp"
#include "protocol/defaults.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace troupe {

namespace {

/// Levels before the last gain: the bed lies 4 dB under the voice, and
/// another 11 dB while it speaks.
constexpr double voice_lufs = -17;
constexpr double music_lufs = -21;
constexpr double fade_in_seconds = 1.2;
constexpr double fade_out_seconds = 2.2;
constexpr double peak_limit_db = -1;
/// Below this no gain makes a film louder: it is silence.
constexpr double silence_lufs = -60;
constexpr double most_gain_db = 30;
/// Shares of the work, for progress.
constexpr double stems_share = 0.7;

error check(const soundtrack_request& request) {
  if (request.fps < 1 || request.fps > 60)
    return make_error(ec::invalid_argument, "fps must be 1 to 60");
  if (request.frames == 0)
    return make_error(ec::invalid_argument, "frames must be at least 1");
  auto& mix = request.mix;
  if (!(mix.loudness_lufs >= -40 && mix.loudness_lufs <= -8))
    return make_error(ec::invalid_argument,
                      "mix.loudness_lufs must be -40 to -8");
  if (!(mix.music_gain_db >= -40 && mix.music_gain_db <= 12))
    return make_error(ec::invalid_argument,
                      "mix.music_gain_db must be -40 to 12");
  if (!(mix.voice_gain_db >= -40 && mix.voice_gain_db <= 12))
    return make_error(ec::invalid_argument,
                      "mix.voice_gain_db must be -40 to 12");
  constexpr std::string_view moods[] = {"calm", "uplifting", "serious",
                                        "bright", "none"};
  if (std::find(std::begin(moods), std::end(moods), mix.music)
      == std::end(moods))
    return make_error(ec::invalid_argument,
                      "mix.music: no mood named " + mix.music.substr(0, 40));
  return {};
}

std::vector<speech_span> spans_of(const soundtrack_request& request,
                                  uint64_t samples) {
  auto sample = [](std::chrono::microseconds x) {
    return static_cast<uint64_t>(std::max<int64_t>(x.count(), 0)) * 48 / 1000;
  };
  std::vector<speech_span> out;
  for (auto& clip : request.clips) {
    for (auto& word : clip.words)
      out.push_back(
        {sample(clip.start + word.start), sample(clip.start + word.end)});
    if (!clip.words.empty())
      continue;
    if (auto in = wav_reader::open(clip.wav))
      out.push_back({sample(clip.start), sample(clip.start) + in->samples()});
  }
  for (auto& x : out) {
    x.start = std::min(x.start, samples);
    x.end = std::min(x.end, samples);
  }
  return joined_spans(std::move(out));
}

/// 0 .. 1 along half a cosine.
double ease(double x) {
  return 0.5 - 0.5 * std::cos(std::numbers::pi * std::clamp(x, 0.0, 1.0));
}

/// Puts the stems together, block by block, as often as asked.
class mixer {
public:
  mixer(stems& from, const soundtrack_request& request, uint64_t samples)
    : stems_(from), spans_(spans_of(request, samples)), ducking_(spans_),
      samples_(samples), voice_gain_(gain(from.voice_lufs(), voice_lufs,
                                          request.mix.voice_gain_db)),
      music_gain_(
        gain(from.music_lufs(), music_lufs, request.mix.music_gain_db)) {}

  result<void> rewind() {
    at_ = 0;
    ducking_ = ducking{spans_};
    return stems_.rewind();
  }

  /// Fills with the next block, interleaved; empty at the end.
  result<void> next(std::vector<float>& stereo) {
    auto size = stems_.read(block_);
    if (!size)
      return size.error();
    stereo.resize(*size * 2);
    double music = 0;
    for (size_t i = 0; i < *size; ++i) {
      // Fast enough for a fade, 16 times cheaper than every sample.
      if (i % 16 == 0)
        music = music_gain_ * from_db(ducking_.at(at_ + i)) * fade(at_ + i);
      auto voice = static_cast<double>(block_.voice[i]) * voice_gain_;
      stereo[2 * i] =
        static_cast<float>(voice + static_cast<double>(block_.left[i]) * music);
      stereo[2 * i + 1] = static_cast<float>(
        voice + static_cast<double>(block_.right[i]) * music);
    }
    at_ += *size;
    return {};
  }

private:
  static double gain(double lufs, double target, double more_db) {
    return lufs > -70 ? from_db(target - lufs + more_db) : 0;
  }

  double fade(uint64_t at) const {
    auto seconds = static_cast<double>(at) / defaults::sample_rate;
    auto left = static_cast<double>(samples_ - at) / defaults::sample_rate;
    return ease(seconds / fade_in_seconds) * ease(left / fade_out_seconds);
  }

  stems& stems_;
  std::vector<speech_span> spans_;
  ducking ducking_;
  uint64_t samples_;
  double voice_gain_;
  double music_gain_;
  stem_samples block_;
  uint64_t at_ = 0;
};

result<double> measure(mixer& mix, const std::stop_token& stop) {
  auto meter = loudness_meter::create(2, peak_meter::off);
  if (!meter)
    return meter.error();
  if (auto ready = mix.rewind(); !ready)
    return ready.error();
  std::vector<float> block;
  for (;;) {
    if (stop.stop_requested())
      return make_error(ec::cancelled, "mixing was cancelled");
    if (auto got = mix.next(block); !got)
      return got.error();
    if (block.empty())
      return meter->lufs();
    if (auto added = meter->add(block); !added)
      return added.error();
  }
}

/// What the last stage is set to.
struct master {
  double gain_db;
  double ceiling_db;
};

/// 16 bits with triangular dither: quiet fades end smoothly, not in steps.
class quantizer {
public:
  explicit quantizer(uint64_t seed) : luck_(seed) {}

  int16_t operator()(float x) {
    if (x == 0)
      return 0;
    auto noise = (luck_.swing() + luck_.swing()) / 2;
    return static_cast<int16_t>(
      std::clamp(std::lround(x * 32767 + noise), -32768l, 32767l));
  }

private:
  dice luck_;
};

/// Writes the whole track once and measures what was written.
result<soundtrack_info> write_track(mixer& mix, const master& set,
                                    uint64_t samples, wav_writer& out,
                                    const std::stop_token& stop) {
  auto meter = loudness_meter::create(2, peak_meter::on);
  if (!meter)
    return meter.error();
  if (auto ready = mix.rewind(); !ready)
    return ready.error();
  limiter limit{static_cast<float>(from_db(set.ceiling_db))};
  quantizer quantize{samples};
  auto gain = static_cast<float>(from_db(set.gain_db));
  std::vector<float> block;
  std::vector<int16_t> rounded;
  uint64_t written = 0;
  auto skip = limiter::latency;
  while (written < samples) {
    if (stop.stop_requested())
      return make_error(ec::cancelled, "mixing was cancelled");
    if (auto got = mix.next(block); !got)
      return got.error();
    if (block.empty())
      block.assign(2 * limiter::latency, 0.0f); // pushes out what is held
    for (auto& x : block)
      x *= gain;
    limit.process(block);
    auto from = std::min(skip, block.size() / 2);
    skip -= from;
    auto count = std::min<uint64_t>(block.size() / 2 - from, samples - written);
    rounded.resize(count * 2);
    for (size_t i = 0; i < rounded.size(); ++i) {
      rounded[i] = quantize(block[2 * from + i]);
      block[i] = static_cast<float>(rounded[i]) / 32768.0f;
    }
    if (auto added = meter->add(std::span{block}.first(rounded.size())); !added)
      return added.error();
    if (auto put = out.write(rounded); !put)
      return put.error();
    written += count;
  }
  return soundtrack_info{samples, meter->lufs(), meter->true_peak_db()};
}

} // namespace

uint64_t soundtrack_samples(uint32_t frames, uint32_t fps) {
  return (uint64_t{frames} * defaults::sample_rate + fps / 2) / fps;
}

result<soundtrack_info> mix_soundtrack(const soundtrack_request& request,
                                       const std::filesystem::path& out,
                                       std::stop_token stop,
                                       const media_progress& progress) {
  if (auto err = check(request))
    return err;
  auto samples = soundtrack_samples(request.frames, request.fps);
  auto tell = [&](double share) {
    if (progress)
      progress(share);
  };
  auto made =
    stems::render(request, out, stop, [&](double x) { tell(stems_share * x); });
  if (!made)
    return made.error();
  mixer mix{*made, request, samples};
  auto loudness = measure(mix, stop);
  if (!loudness)
    return loudness.error();
  tell(stems_share + 0.1);
  auto target = request.mix.loudness_lufs;
  auto silent = *loudness < silence_lufs;
  master set{silent ? 0 : std::min(target - *loudness, most_gain_db),
             peak_limit_db - 0.3};
  // The limiter takes a little loudness away, and peaks between samples may
  // rise above the ceiling: correct both, three times are always enough.
  for (int attempt = 0;; ++attempt) {
    auto file = wav_writer::create(out, {defaults::sample_rate, 2}, samples);
    if (!file)
      return file.error();
    auto written = write_track(mix, set, samples, *file, stop);
    if (!written)
      return written.error();
    tell(std::min(0.99, stems_share + 0.2 + 0.1 * attempt));
    auto too_quiet = silent ? 0 : target - written->loudness_lufs;
    auto too_high = written->true_peak_db - peak_limit_db;
    if (attempt == 3 || (std::abs(too_quiet) <= 0.2 && too_high <= 0)) {
      if (auto finished = file->finish(); !finished)
        return finished.error();
      tell(1);
      return written;
    }
    set.gain_db = std::min(set.gain_db + too_quiet, most_gain_db);
    set.ceiling_db -= std::max(too_high, 0.0) + (too_high > 0 ? 0.05 : 0);
  }
}

} // namespace troupe
