#include "media/resample.hpp"

#include "media/av_ptr.hpp"

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
}

namespace troupe {

namespace {

struct free_swr {
  void operator()(SwrContext* x) const { swr_free(&x); }
};

std::unique_ptr<SwrContext, free_swr> make_swr(uint32_t from, uint32_t to) {
  AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO;
  SwrContext* raw = nullptr;
  if (swr_alloc_set_opts2(&raw, &mono, AV_SAMPLE_FMT_S16, static_cast<int>(to),
                          &mono, AV_SAMPLE_FMT_S16, static_cast<int>(from), 0,
                          nullptr)
      < 0)
    return nullptr;
  std::unique_ptr<SwrContext, free_swr> swr{raw};
  // Steeper than the default: speech at 16 kHz has no treble to lose.
  av_opt_set_int(raw, "filter_size", 64, 0);
  av_opt_set_double(raw, "cutoff", 0.97, 0);
  if (swr_init(raw) < 0)
    return nullptr;
  return swr;
}

} // namespace

result<std::vector<int16_t>> resample(std::span<const int16_t> samples,
                                      uint32_t from, uint32_t to) {
  auto wanted = samples.size() * to / from;
  std::vector<int16_t> out(wanted + to / 10);
  auto swr = make_swr(from, to);
  if (!swr)
    return make_error(ec::media_failed, "swresample can't be set up");
  size_t done = 0;
  auto convert = [&](const int16_t* data, size_t count) {
    auto to_bytes = reinterpret_cast<uint8_t*>(out.data() + done);
    auto from_bytes = reinterpret_cast<const uint8_t*>(data);
    auto got =
      swr_convert(swr.get(), &to_bytes, static_cast<int>(out.size() - done),
                  data ? &from_bytes : nullptr, static_cast<int>(count));
    done += static_cast<size_t>(std::max(got, 0));
    return got;
  };
  if (convert(samples.data(), samples.size()) < 0 || convert(nullptr, 0) < 0)
    return make_error(ec::media_failed, "resampling failed");
  out.resize(done);
  // The filter's tail may be a few samples short or long.
  out.resize(wanted, 0);
  return out;
}

} // namespace troupe
