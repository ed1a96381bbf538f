#include "media/soundtrack.hpp"

#include "media/dice.hpp"
#include "media/loudness.hpp"
#include "media/soundtrack_mixer.hpp"
#include "protocol/defaults.hpp"

#include <algorithm>
#include <cmath>

namespace troupe {

namespace {

/// What a player may see between the samples, and what the AAC encoder may
/// add to it (0.7 dB was the most in 20 films).
constexpr double peak_limit_db = -1;
constexpr double codec_margin_db = 0.9;
/// Below this no gain makes a film louder: it is silence.
constexpr double silence_lufs = -60;
constexpr double most_gain_db = 30;
/// As near to the target as anybody can measure.
constexpr double close_enough_db = 0.1;

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
  return {};
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

  /// Interleaved stereo; `samples` become what was written.
  void run(std::span<float> samples, std::span<int16_t> out) {
    for (size_t i = 0; i + 1 < samples.size(); i += 2) {
      auto bits = luck_.next();
      out[i] = round(samples[i], bits);
      out[i + 1] = round(samples[i + 1], bits >> 32);
      samples[i] = static_cast<float>(out[i]) / 32768.0f;
      samples[i + 1] = static_cast<float>(out[i + 1]) / 32768.0f;
    }
  }

private:
  static int16_t round(float x, uint64_t bits) {
    if (x == 0)
      return 0;
    auto noise = static_cast<float>(bits & 0xFFFF) / 65536.0f
                 + static_cast<float>((bits >> 16) & 0xFFFF) / 65536.0f - 1;
    auto level = std::floor(x * 32767 + noise + 0.5f);
    return static_cast<int16_t>(std::clamp(level, -32768.0f, 32767.0f));
  }

  dice luck_;
};

/// Mix, gain and limiter as a stream that isn't shifted.
class mastered {
public:
  mastered(mixer& mix, const master& set, uint64_t samples)
    : mix_(mix), limit_(static_cast<float>(from_db(set.ceiling_db))),
      gain_(static_cast<float>(from_db(set.gain_db))), left_(samples) {}

  /// The next block, interleaved; empty at the end.
  result<std::span<float>> next() {
    while (left_ > 0) {
      if (auto got = mix_.next(block_); !got)
        return got.error();
      if (block_.empty())
        block_.assign(2 * limiter::latency, 0.0f); // pushes out what is held
      for (auto& x : block_)
        x *= gain_;
      limit_.process(block_);
      auto from = std::min(skip_, block_.size() / 2);
      skip_ -= from;
      auto count = std::min<uint64_t>(block_.size() / 2 - from, left_);
      left_ -= count;
      if (count > 0)
        return std::span{block_}.subspan(2 * from, 2 * count);
    }
    return std::span<float>{};
  }

private:
  mixer& mix_;
  limiter limit_;
  float gain_;
  uint64_t left_;
  size_t skip_ = limiter::latency;
  std::vector<float> block_;
};

/// Runs the whole track through `use(block)`.
template <class Use>
result<void> run(mixer& mix, const master& set, uint64_t samples,
                 const std::stop_token& stop, Use use) {
  if (auto ready = mix.rewind(); !ready)
    return ready;
  mastered stream{mix, set, samples};
  for (;;) {
    if (stop.stop_requested())
      return make_error(ec::cancelled, "mixing was cancelled");
    auto block = stream.next();
    if (!block)
      return block.error();
    if (block->empty())
      return {};
    if (auto done = use(*block); !done)
      return done;
  }
}

/// What the track would be like with these settings.
result<double> measure(mixer& mix, const master& set, uint64_t samples,
                       const std::stop_token& stop,
                       const media_progress& progress) {
  auto meter = loudness_meter::create(2, peak_meter::off);
  if (!meter)
    return meter.error();
  uint64_t heard = 0;
  auto done = run(mix, set, samples, stop, [&](std::span<float> block) {
    heard += block.size() / 2;
    if (progress)
      progress(static_cast<double>(heard) / static_cast<double>(samples));
    return meter->add(block);
  });
  if (!done)
    return done.error();
  return meter->lufs();
}

/// Writes the whole track once and measures what was written.
result<soundtrack_info> write_track(mixer& mix, const master& set,
                                    uint64_t samples, wav_writer& out,
                                    const std::stop_token& stop,
                                    const media_progress& progress) {
  auto meter = loudness_meter::create(2, peak_meter::on);
  if (!meter)
    return meter.error();
  quantizer quantize{samples};
  std::vector<int16_t> rounded;
  uint64_t written = 0;
  auto done =
    run(mix, set, samples, stop, [&](std::span<float> block) -> result<void> {
      rounded.resize(block.size());
      quantize.run(block, rounded);
      if (auto added = meter->add(block); !added)
        return added;
      written += block.size() / 2;
      if (progress)
        progress(static_cast<double>(written) / static_cast<double>(samples));
      return out.write(rounded);
    });
  if (!done)
    return done.error();
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
  auto part = [&](double from, double to) -> media_progress {
    if (!progress)
      return {};
    return [&progress, from, to](double x) {
      progress(from + (to - from) * x);
    };
  };
  mixer mix{request, samples};
  auto target = request.mix.loudness_lufs;
  // The voice comes in at -17: with this gain the limiter already works as it
  // will, so what is missing then is small and exact.
  master set{target + 17, peak_limit_db - codec_margin_db};
  auto loudness = measure(mix, set, samples, stop, part(0, 0.4));
  if (!loudness)
    return loudness.error();
  auto silent = *loudness - set.gain_db < silence_lufs;
  auto correct = [&](double measured) {
    set.gain_db =
      silent ? 0 : std::min(set.gain_db + target - measured, most_gain_db);
  };
  correct(*loudness);
  for (int attempt = 0;; ++attempt) {
    auto file = wav_writer::create(out, {defaults::sample_rate, 2}, samples);
    if (!file)
      return file.error();
    auto begin = 1 - std::pow(0.5, attempt) * 0.6;
    auto written = write_track(mix, set, samples, *file, stop,
                               part(begin, (1 + begin) / 2));
    if (!written)
      return written.error();
    auto off = silent ? 0 : target - written->loudness_lufs;
    auto too_high = written->true_peak_db
                    - (peak_limit_db - codec_margin_db / 2);
    if (attempt == 3 || (std::abs(off) <= close_enough_db && too_high <= 0)) {
      if (auto finished = file->finish(); !finished)
        return finished.error();
      if (progress)
        progress(1);
      return written;
    }
    correct(written->loudness_lufs);
    set.ceiling_db -= too_high > 0 ? too_high + 0.05 : 0;
  }
}

} // namespace troupe
