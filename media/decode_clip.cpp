#include "media/clip_room.hpp"
#include "media/clip_source.hpp"
#include "media/decode_child.hpp"
#include "media/picture_turn.hpp"
#include "media/yuv.hpp"

#include <algorithm>
#include <cmath>
#include <string>

extern "C" {
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}

namespace troupe::media {

namespace {

struct scaler_deleter {
  void operator()(SwsContext* x) const { sws_freeContext(x); }
};
using scaler_ptr = std::unique_ptr<SwsContext, scaler_deleter>;

error refuse(std::string what) {
  return make_error(ec::invalid_argument, "the clip " + std::move(what));
}

uint32_t even_up(double x) {
  auto whole = static_cast<uint32_t>(std::clamp(std::ceil(x), 1.0, 1e5));
  return std::clamp(whole + whole % 2, raw_clip_min_side, raw_clip_max_side);
}

/// Pixels across and down.
struct extent {
  uint32_t w = 0;
  uint32_t h = 0;
};

/// How big a clip is shown, and which part of it.
struct clip_view {
  /// The whole upright picture after scaling.
  extent whole;
  /// What is cut out of that.
  extent part;
  uint32_t x = 0;
  uint32_t y = 0;
};

/// The room that a clip of this shape fills.
room_size room_of(const clip_wish& wish, double shape) {
  room_size all{static_cast<double>(wish.width),
                static_cast<double>(wish.height)};
  if (wish.fills != 0 || share_seen(shape, all.w / all.h) >= least_share)
    return all;
  return room_beside(shape, all, all.w > all.h);
}

/// Never larger than it is: a painter makes small clips bigger as it paints.
clip_view view_of(const clip_wish& wish, double width, double height) {
  auto room = room_of(wish, width / height);
  auto scale = std::max(room.w / width, room.h / height);
  auto shrink = std::min(1.0, 1 / scale);
  clip_view out;
  out.part = {even_up(room.w * shrink), even_up(room.h * shrink)};
  scale = std::max(out.part.w / width, out.part.h / height);
  auto side = [](double x, uint32_t least) {
    return std::max(least, static_cast<uint32_t>(std::lround(x)));
  };
  out.whole = {side(width * scale, out.part.w),
               side(height * scale, out.part.h)};
  auto begin = [](uint32_t whole, uint32_t part, double focus) {
    auto at = whole * std::clamp(focus, 0.0, 1.0) - part / 2.0;
    return static_cast<uint32_t>(std::clamp(at, 0.0, double(whole - part)));
  };
  out.x = begin(out.whole.w, out.part.w, wish.focus_x);
  out.y = begin(out.whole.h, out.part.h, wish.focus_y);
  return out;
}

/// Small pictures are BT.601 unless they say otherwise, as players take them.
int matrix_of(const AVFrame& x) {
  switch (x.colorspace) {
    case AVCOL_SPC_BT709: return SWS_CS_ITU709;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M: return SWS_CS_ITU601;
    case AVCOL_SPC_BT2020_NCL: return SWS_CS_BT2020;
    default: return std::min(x.width, x.height) >= 720 ? SWS_CS_ITU709
                                                       : SWS_CS_ITU601;
  }
}

bool is_full_range(const AVFrame& x) {
  return x.color_range == AVCOL_RANGE_JPEG || x.format == AV_PIX_FMT_YUVJ420P
         || x.format == AV_PIX_FMT_YUVJ422P || x.format == AV_PIX_FMT_YUVJ444P;
}

/// Decoded pictures as frames of the film.
class frame_maker {
 public:
  result<void> begin(const AVFrame& first, const clip_source& of,
                     const clip_wish& wish) {
    orientation_ = of.orientation();
    auto is_turned = orientation_ >= 5;
    auto width = first.width * of.pixel_shape();
    auto height = static_cast<double>(first.height);
    view_ = view_of(wish, is_turned ? height : width,
                    is_turned ? width : height);
    auto lying = is_turned ? extent{view_.whole.h, view_.whole.w} : view_.whole;
    // A strip of a clip would become a mile long.
    if (uint64_t{lying.w} * lying.h > 64'000'000)
      return refuse("is too long and thin for this film");
    pixels_ = {lying.w, lying.h, false, {}};
    pixels_.pixels.resize(pixels_.stride() * lying.h);
    planes_.resize(size_t{view_.part.w} * view_.part.h * 3 / 2);
    scaler_.reset(sws_getContext(
      first.width, first.height, static_cast<AVPixelFormat>(first.format),
      static_cast<int>(lying.w), static_cast<int>(lying.h), AV_PIX_FMT_BGRA,
      SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT,
      nullptr, nullptr, nullptr));
    if (!scaler_)
      return refuse("has colours in a form that is not supported");
    constexpr int one = 1 << 16;
    auto matrix = sws_getCoefficients(matrix_of(first));
    sws_setColorspaceDetails(scaler_.get(), matrix, is_full_range(first) ? 1 : 0,
                             sws_getCoefficients(SWS_CS_ITU709), 1, 0, one,
                             one);
    return {};
  }

  const extent& size() const { return view_.part; }

  result<std::span<const uint8_t>> planes_of(const AVFrame& x) {
    uint8_t* rows[] = {pixels_.pixels.data(), nullptr, nullptr, nullptr};
    int strides[] = {static_cast<int>(pixels_.stride()), 0, 0, 0};
    if (sws_scale(scaler_.get(), x.data, x.linesize, 0, x.height, rows, strides)
        != static_cast<int>(pixels_.height))
      return refuse("is cut off or damaged");
    if (orientation_ == 1)
      convert(pixels_);
    else
      convert(upright(pixels_, orientation_));
    return std::span<const uint8_t>{planes_};
  }

 private:
  void convert(const raw_picture& from) {
    auto [w, h] = view_.part;
    auto first = from.pixels.data() + view_.y * from.stride()
                 + size_t{view_.x} * 4;
    auto y = planes_.data();
    auto u = y + size_t{w} * h;
    auto v = u + size_t{w / 2} * (h / 2);
    to_i420({first, from.stride(), w, h}, {y, u, v, w, w / 2, w / 2});
  }

  int orientation_ = 1;
  clip_view view_;
  scaler_ptr scaler_;
  raw_picture pixels_;
  std::vector<uint8_t> planes_;
};

std::string seconds(int64_t us) {
  auto tenths = us / 100'000;
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " s";
}

/// Gives each frame of the film the picture that is shown at its time.
class clip_run {
 public:
  clip_run(std::span<const uint8_t> bytes, const clip_limits& limits,
           const clip_wish& wish, const clip_taker& take)
    : bytes_(bytes), limits_(limits), wish_(wish), take_(take) {}

  result<void> all() {
    auto source = clip_source::open(bytes_, limits_);
    if (!source)
      return source.error();
    auto times = source->measure();
    if (!times)
      return times.error();
    times_ = *times;
    auto start = static_cast<int64_t>(
      std::min<uint64_t>(wish_.start_us, uint64_t{1} << 40U));
    if (start >= times_.length_us)
      return refuse("lasts " + seconds(times_.length_us)
                    + "; it can't start at " + seconds(start));
    auto most = (times_.length_us - start) * wish_.fps / 1'000'000;
    total_ = std::min(wish_.frames,
                      static_cast<uint32_t>(std::max<int64_t>(most, 1)));
    // Near its beginning there is nothing to be won.
    constexpr int64_t near = 2'000'000;
    if (start > near) {
      auto done = decode(true);
      if (done || given_ > 0 || code_of(done.error()) == ec::cancelled)
        return done;
    }
    return decode(false);
  }

 private:
  /// The middle of a frame would fall on the border of two pictures of a clip
  /// of twice the rate; its first quarter doesn't, whatever was rounded.
  int64_t time_of(uint32_t index) const {
    return static_cast<int64_t>(wish_.start_us)
           + (int64_t{index} * 4 + 1) * 250'000 / wish_.fps;
  }

  result<void> decode(bool jumps) {
    auto source = clip_source::open(bytes_, limits_);
    if (!source)
      return source.error();
    if (jumps && !source->seek(static_cast<int64_t>(wish_.start_us), times_))
      return refuse("is cut off or damaged");
    frame_ptr shown{av_frame_alloc()};
    auto has_shown = false;
    while (given_ < total_) {
      auto frame = source->next();
      if (!frame)
        return frame.error();
      if (!*frame)
        break;
      auto at = source->time_of(**frame, times_);
      if (has_shown)
        if (auto given = give_until(*shown, at); !given)
          return given;
      if (!has_begun_)
        if (auto begun = begin(**frame, *source); !begun)
          return begun;
      av_frame_unref(shown.get());
      if (av_frame_ref(shown.get(), *frame) < 0)
        return refuse("takes too much memory to decode");
      has_shown = true;
    }
    if (!has_shown)
      return refuse("has no pictures in it");
    // The last picture stays until the end.
    return give_until(*shown, INT64_MAX);
  }

  result<void> begin(const AVFrame& first, const clip_source& source) {
    if (auto ready = maker_.begin(first, source, wish_); !ready)
      return ready;
    has_begun_ = true;
    auto [w, h] = maker_.size();
    return give(raw_header_of(raw_clip{w, h, total_}));
  }

  /// All frames before the next picture comes.
  result<void> give_until(const AVFrame& shown, int64_t next) {
    if (given_ == total_ || time_of(given_) >= next)
      return {};
    auto planes = maker_.planes_of(shown);
    if (!planes)
      return planes.error();
    for (; given_ < total_ && time_of(given_) < next; ++given_)
      if (auto done = give(*planes); !done)
        return done;
    return {};
  }

  result<void> give(std::span<const uint8_t> bytes) {
    return take_(bytes) ? result<void>{}
                        : make_error(ec::cancelled, "Nobody reads");
  }

  std::span<const uint8_t> bytes_;
  const clip_limits& limits_;
  const clip_wish& wish_;
  const clip_taker& take_;
  clip_times times_;
  uint32_t total_ = 0;
  uint32_t given_ = 0;
  bool has_begun_ = false;
  frame_maker maker_;
};

} // namespace

result<void> decode_clip_in_this_process(std::span<const uint8_t> bytes,
                                         const clip_limits& limits,
                                         const clip_wish& wish,
                                         const clip_taker& take) {
  if (wish.fps == 0 || wish.frames == 0 || wish.width == 0 || wish.height == 0)
    return make_error(ec::media_failed, "a clip is wished for without frames");
  return clip_run{bytes, limits, wish, take}.all();
}

} // namespace troupe::media
