#include "media/soundtrack_stems.hpp"

#include "media/loudness.hpp"
#include "media/music.hpp"
#include "media/soundtrack_voice.hpp"
#include "media/wav.hpp"
#include "protocol/defaults.hpp"

#include <algorithm>

namespace troupe {

namespace {

/// Where the compressor expects the voice.
constexpr double voice_into_chain_lufs = -20;

uint64_t sample_at(std::chrono::microseconds time) {
  return static_cast<uint64_t>(std::max<int64_t>(time.count(), 0))
         * defaults::sample_rate / 1'000'000;
}

/// One narration that is being read.
struct open_clip {
  wav_reader in;
  uint64_t start;
  uint64_t end;
};

/// Adds up narrations in the order of time; files are open only while they
/// sound.
class voice_reader {
public:
  voice_reader(const std::vector<voice_clip>& clips, uint64_t samples)
    : samples_(samples) {
    for (auto& x : clips)
      coming_.push_back(&x);
    std::stable_sort(coming_.begin(), coming_.end(),
                     [](auto* a, auto* b) { return a->start < b->start; });
  }

  /// Fills the block that begins at `at`.
  result<void> read(uint64_t at, std::span<float> block) {
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

private:
  result<void> open(const voice_clip& clip) {
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

  result<void> add(open_clip& clip, uint64_t at, std::span<float> block) {
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

  std::vector<const voice_clip*> coming_;
  size_t next_ = 0;
  uint64_t samples_;
  std::vector<open_clip> open_;
  std::vector<int16_t> buffer_;
};

/// Loudness of the narrations as they come.
result<double> raw_voice_lufs(const soundtrack_request& request,
                              uint64_t samples, const std::stop_token& stop) {
  auto meter = loudness_meter::create(1, peak_meter::off);
  if (!meter)
    return meter.error();
  voice_reader voice{request.clips, samples};
  std::vector<float> block(stem_block);
  for (uint64_t at = 0; at < samples; at += stem_block) {
    if (stop.stop_requested())
      return make_error(ec::cancelled, "mixing was cancelled");
    block.resize(std::min<uint64_t>(stem_block, samples - at));
    if (auto read = voice.read(at, block); !read)
      return read.error();
    if (auto added = meter->add(block); !added)
      return added.error();
  }
  return meter->lufs();
}

std::vector<uint64_t> sections_of(const soundtrack_request& request) {
  std::vector<uint64_t> out;
  for (auto x : request.scene_starts)
    out.push_back(sample_at(x));
  std::sort(out.begin(), out.end());
  return out;
}

std::string_view bytes_of(std::span<const float> samples) {
  return {reinterpret_cast<const char*>(samples.data()), samples.size_bytes()};
}

} // namespace

result<stems> stems::render(const soundtrack_request& request,
                            const std::filesystem::path& beside,
                            const std::stop_token& stop,
                            const media_progress& progress) {
  auto samples = soundtrack_samples(request.frames, request.fps);
  auto raw = raw_voice_lufs(request, samples, stop);
  if (!raw)
    return raw.error();
  auto voice_meter = loudness_meter::create(1, peak_meter::off);
  auto music_meter = loudness_meter::create(2, peak_meter::off);
  auto scratch = whole_file::create(beside);
  if (!voice_meter || !music_meter || !scratch)
    return !scratch ? scratch.error()
                    : make_error(ec::media_failed, "no memory for meters");
  stems out{std::move(*scratch)};
  out.samples_ = samples;
  voice_reader voice{request.clips, samples};
  auto has_voice = *raw > -70;
  voice_chain chain{static_cast<float>(
    has_voice ? from_db(voice_into_chain_lufs - *raw) : 1.0)};
  music_bed music{request.mix.music, request.seed, samples,
                  sections_of(request)};
  stem_samples block;
  std::vector<float> stereo;
  for (uint64_t at = 0; at < samples; at += stem_block) {
    if (stop.stop_requested())
      return make_error(ec::cancelled, "mixing was cancelled");
    auto size = std::min<uint64_t>(stem_block, samples - at);
    block.voice.resize(size);
    block.left.resize(size);
    block.right.resize(size);
    stereo.resize(size * 2);
    if (auto read = voice.read(at, block.voice); !read)
      return read.error();
    chain.process(block.voice);
    music.render(block.left, block.right);
    for (size_t i = 0; i < size; ++i) {
      stereo[2 * i] = block.left[i];
      stereo[2 * i + 1] = block.right[i];
    }
    if (!voice_meter->add(block.voice) || !music_meter->add(stereo))
      return make_error(ec::media_failed, "measuring loudness failed");
    for (auto part : {&block.voice, &block.left, &block.right})
      if (auto written = out.scratch_.write(bytes_of(*part)); !written)
        return written.error();
    if (progress)
      progress(static_cast<double>(at + size) / static_cast<double>(samples));
  }
  out.voice_lufs_ = voice_meter->lufs();
  out.music_lufs_ = music.is_silent() ? -70 : music_meter->lufs();
  return out;
}

result<void> stems::rewind() {
  left_ = samples_;
  in_.close();
  in_.clear();
  in_.open(scratch_.beside(), std::ios::binary);
  if (!in_)
    return make_error(ec::io_failed, "the stems can't be read back");
  return {};
}

result<size_t> stems::read(stem_samples& into) {
  auto size = static_cast<size_t>(std::min<uint64_t>(stem_block, left_));
  for (auto part : {&into.voice, &into.left, &into.right}) {
    part->resize(size);
    if (!in_.read(reinterpret_cast<char*>(part->data()),
                  static_cast<std::streamsize>(size * sizeof(float))))
      return make_error(ec::io_failed, "the stems can't be read back");
  }
  left_ -= size;
  return size;
}

} // namespace troupe
