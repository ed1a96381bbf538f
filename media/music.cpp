#include "media/music.hpp"

#include "media/loudness.hpp"
#include "media/soundtrack.hpp"
#include "media/wav.hpp"
#include "protocol/defaults.hpp"

#include <algorithm>
#include <cmath>

namespace troupe {

namespace {

constexpr size_t block_samples = 4800;
/// The last moment is silent whatever still rings.
constexpr double fade_seconds = 0.6;
/// Between the loudest chord and full scale: beds are written as they are
/// played and brought to their level when they are mixed.
constexpr float headroom = 0.9f;

music_form form_of(const bed_request& request) {
  std::vector<form_section> sections;
  for (auto& x : request.sections)
    sections.push_back({static_cast<double>(x.start.count()) * 0.048, x.part});
  return plan_music(request.mood, request.seed,
                    soundtrack_samples(request.frames, request.fps),
                    std::move(sections));
}

error check(const bed_request& request) {
  if (request.fps < 1 || request.fps > 60)
    return make_error(ec::invalid_argument, "fps must be 1 to 60");
  if (request.frames == 0)
    return make_error(ec::invalid_argument, "frames must be at least 1");
  if (style_of(request.mood).beats_per_minute == 0)
    return make_error(ec::invalid_argument, "mood: no music named "
                                              + request.mood.substr(0, 40));
  return {};
}

int16_t rounded(float x) {
  // Soft at the top, so that an unlucky sum of notes never clips.
  auto level = std::abs(x);
  if (level > headroom)
    x = std::copysign(
      headroom + (1 - headroom) * std::tanh((level - headroom) / (1 - headroom)),
      x);
  return static_cast<int16_t>(
    std::clamp(std::lround(x * 32767), -32767l, 32767l));
}

} // namespace

music_bed::music_bed(const bed_request& request)
  : score_(form_of(request), request.seed),
    samples_(soundtrack_samples(request.frames, request.fps)) {
}

void music_bed::render(std::span<float> left, std::span<float> right) {
  std::fill(left.begin(), left.end(), 0.0f);
  std::fill(right.begin(), right.end(), 0.0f);
  send_.assign(left.size(), 0.0f);
  auto end = at_ + left.size();
  while (next_part_ < score_.parts() && score_.start_of(next_part_) < end) {
    auto notes = score_.play(next_part_++);
    coming_.insert(coming_.end(), notes.begin(), notes.end());
  }
  for (auto& x : coming_)
    if (x.start < end)
      players_.start(x,
                     static_cast<uint32_t>(x.start - std::min(x.start, at_)));
  std::erase_if(coming_, [&](auto& x) { return x.start < end; });
  players_.add(left, right, send_);
  room_.add(send_, left, right);
  auto fade = fade_seconds * defaults::sample_rate;
  for (size_t i = 0; i < left.size(); ++i) {
    auto rest = static_cast<double>(samples_)
                - std::min(static_cast<double>(samples_),
                           static_cast<double>(at_ + i));
    if (rest >= fade)
      continue;
    auto gain = static_cast<float>(rest / fade);
    left[i] *= gain;
    right[i] *= gain;
  }
  at_ = end;
}

result<bed_info> make_bed(const bed_request& request,
                          const std::filesystem::path& out,
                          std::stop_token stop,
                          const media_progress& progress) {
  if (auto err = check(request))
    return err;
  auto samples = soundtrack_samples(request.frames, request.fps);
  auto meter = loudness_meter::create(2, peak_meter::off);
  auto file = wav_writer::create(out, {defaults::sample_rate, 2}, samples);
  if (!meter || !file)
    return meter ? file.error() : meter.error();
  music_bed bed{request};
  std::vector<float> left, right;
  std::vector<int16_t> block;
  std::vector<float> heard;
  for (uint64_t at = 0; at < samples;) {
    if (stop.stop_requested())
      return make_error(ec::cancelled, "composing was cancelled");
    auto size = std::min<uint64_t>(block_samples, samples - at);
    left.resize(size);
    right.resize(size);
    block.resize(2 * size);
    heard.resize(2 * size);
    bed.render(left, right);
    for (size_t i = 0; i < size; ++i) {
      block[2 * i] = rounded(left[i]);
      block[2 * i + 1] = rounded(right[i]);
    }
    std::transform(block.begin(), block.end(), heard.begin(), [](int16_t x) {
      return static_cast<float>(x) / 32768.0f;
    });
    if (auto added = meter->add(heard); !added)
      return added.error();
    if (auto put = file->write(block); !put)
      return put.error();
    at += size;
    if (progress)
      progress(static_cast<double>(at) / static_cast<double>(samples));
  }
  if (auto finished = file->finish(); !finished)
    return finished.error();
  return bed_info{samples, meter->lufs()};
}

} // namespace troupe
