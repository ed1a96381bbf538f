#include "media/soundtrack_mixer.hpp"

#include "media/loudness.hpp"
#include "media/voice_chain.hpp"
#include "protocol/defaults.hpp"

#include <algorithm>

namespace troupe {

namespace {

/// Levels before the last gain: the bed lies 4 dB under the voice, and
/// another 11 dB while it speaks.
constexpr double voice_lufs = -17;
constexpr double music_lufs = -21;

uint64_t sample_at(std::chrono::microseconds time) {
  return static_cast<uint64_t>(std::max<int64_t>(time.count(), 0))
         * defaults::sample_rate / 1'000'000;
}

std::vector<speech_span> spans_of(const soundtrack_request& request,
                                  uint64_t samples) {
  std::vector<speech_span> out;
  for (auto& clip : request.clips) {
    for (auto& word : clip.words)
      out.push_back(
        {sample_at(clip.start + word.start), sample_at(clip.start + word.end)});
    if (!clip.words.empty())
      continue;
    if (auto in = wav_reader::open(clip.wav))
      out.push_back(
        {sample_at(clip.start), sample_at(clip.start) + in->samples()});
  }
  for (auto& x : out) {
    x.start = std::min(x.start, samples);
    x.end = std::min(x.end, samples);
  }
  return joined_spans(std::move(out));
}

double gain_of(const soundtrack_request& request) {
  if (!request.bed || request.bed->loudness_lufs <= -70)
    return 0;
  return from_db(music_lufs - request.bed->loudness_lufs
                 + request.mix.music_gain_db);
}

} // namespace

voice_reader::voice_reader(const std::vector<voice_clip>& clips,
                           uint64_t samples)
  : samples_(samples) {
  for (auto& x : clips)
    coming_.push_back(&x);
  std::stable_sort(coming_.begin(), coming_.end(),
                   [](auto* a, auto* b) { return a->start < b->start; });
}

result<void> voice_reader::read(uint64_t at, std::span<float> block) {
  std::fill(block.begin(), block.end(), 0.0f);
  auto end = at + block.size();
  while (next_ < coming_.size() && sample_at(coming_[next_]->start) < end) {
    if (auto opened = open(*coming_[next_++]); !opened)
      return opened;
  }
  for (auto& clip : open_)
    if (auto added = add(clip, at, block); !added)
      return added;
  std::erase_if(open_, [&](auto& clip) { return clip.end <= end; });
  return {};
}

result<void> voice_reader::open(const voice_clip& clip) {
  auto in = wav_reader::open(clip.wav);
  if (!in)
    return in.error();
  if (in->format() != wav_format{defaults::sample_rate, 1})
    return make_error(ec::invalid_argument,
                      "clips: " + clip.wav.filename().string()
                        + " must be 48 kHz and mono");
  auto start = sample_at(clip.start);
  auto end = std::min(start + in->samples(), samples_);
  open_.push_back({std::move(*in), start, end});
  return {};
}

result<void> voice_reader::add(open_clip& clip, uint64_t at,
                               std::span<float> block) {
  auto from = std::max(clip.start, at);
  auto to = std::min(clip.end, at + block.size());
  if (from >= to)
    return {};
  buffer_.resize(to - from);
  auto got = clip.in.read(buffer_);
  if (!got)
    return got.error();
  for (size_t i = 0; i < *got; ++i)
    block[from - at + i] += static_cast<float>(buffer_[i]) / 32768.0f;
  return {};
}

mixer::mixer(const soundtrack_request& request, uint64_t samples)
  : request_(request), samples_(samples), spans_(spans_of(request, samples)),
    ducking_(spans_), effects_(request.effects),
    voices_(request.clips, samples),
    voice_gain_(static_cast<float>(
      from_db(voice_lufs - narration_lufs + request.mix.voice_gain_db))),
    music_gain_(gain_of(request)) {
}

result<void> mixer::rewind() {
  at_ = 0;
  ducking_ = ducking{spans_};
  effects_.rewind();
  voices_ = voice_reader{request_.clips, samples_};
  bed_.reset();
  if (!request_.bed)
    return {};
  auto in = wav_reader::open(request_.bed->wav);
  if (!in)
    return in.error();
  if (in->format() != wav_format{defaults::sample_rate, 2}
      || in->samples() != samples_)
    return make_error(ec::invalid_argument,
                      "bed: " + request_.bed->wav.filename().string()
                        + " must be 48 kHz, stereo and as long as the film");
  bed_.emplace(std::move(*in));
  return {};
}

result<void> mixer::read_bed(size_t size) {
  music_.assign(2 * size, 0);
  if (!bed_)
    return {};
  auto got = bed_->read(music_);
  return got ? result<void>{} : got.error();
}

result<void> mixer::next(std::vector<float>& stereo) {
  auto size = static_cast<size_t>(std::min<uint64_t>(mix_block, samples_ - at_));
  stereo.resize(2 * size);
  voice_.resize(size);
  effect_left_.assign(size, 0.0f);
  effect_right_.assign(size, 0.0f);
  if (auto read = voices_.read(at_, voice_); !read)
    return read;
  if (auto read = read_bed(size); !read)
    return read;
  effects_.add(at_, effect_left_, effect_right_);
  float music = 0, effect = 0;
  for (size_t i = 0; i < size; ++i) {
    // Fast enough for a fade, 16 times cheaper than every sample.
    if (i % 16 == 0) {
      auto duck = from_db(ducking_.at(at_ + i));
      music = static_cast<float>(music_gain_ * duck / 32768);
      effect = static_cast<float>(duck);
    }
    auto voice = voice_[i] * voice_gain_;
    stereo[2 * i] = voice + static_cast<float>(music_[2 * i]) * music
                    + effect_left_[i] * effect;
    stereo[2 * i + 1] = voice + static_cast<float>(music_[2 * i + 1]) * music
                        + effect_right_[i] * effect;
  }
  at_ += size;
  return {};
}

} // namespace troupe
