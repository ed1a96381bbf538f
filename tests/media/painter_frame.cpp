#define CAF_SUITE painter_frame
#include "tests/support/test.hpp"

#include "media/painter.hpp"
#include "media/painter_tiles.hpp"
#include "media/yuv.hpp"
#include "tests/media/sample_scenes.hpp"

#include <algorithm>
#include <cstring>
#include <random>

using namespace troupe;
using namespace troupe::media;

namespace {

using bytes = std::vector<uint8_t>;

uint64_t new_seed(const char* what) {
  auto seed = uint64_t{std::random_device{}()};
  CAF_MESSAGE(what << ": seed " << seed);
  return seed;
}

bytes planes_of(const bgra_view& x) {
  auto size = size_t{x.width} * x.height;
  bytes out(size * 3 / 2);
  to_i420(x, {out.data(), out.data() + size, out.data() + size + size / 4,
              x.width, x.width / 2, x.width / 2});
  return out;
}

bytes planes_of(const i420_view& x, const film_format& format) {
  bytes out;
  auto add = [&](const uint8_t* from, uint32_t stride, uint32_t width,
                 uint32_t height) {
    for (uint32_t row = 0; row < height; ++row)
      out.insert(out.end(), from + size_t{row} * stride,
                 from + size_t{row} * stride + width);
  };
  add(x.y, x.y_stride, format.width, format.height);
  add(x.u, x.u_stride, format.width / 2, format.height / 2);
  add(x.v, x.v_stride, format.width / 2, format.height / 2);
  return out;
}

template <class T>
T must(result<T> x) {
  if (!x)
    CAF_FAIL(text_of(x.error()));
  return std::move(*x);
}

std::vector<uint32_t> some_frames(const scene_timing& timing, std::mt19937& roll) {
  // Near to each other, where little changes, and anywhere.
  std::vector<uint32_t> out;
  auto last = timing.frames - 1;
  for (int i = 0; i < 4; ++i) {
    auto at = static_cast<uint32_t>(roll() % timing.frames);
    for (auto n : {at, std::min(at + 1, last), std::min(at + 2, last)})
      out.push_back(n);
  }
  // The way out.
  for (uint32_t i = 0; i < 3; ++i)
    out.push_back(last - std::min(last, i * 3));
  std::shuffle(out.begin(), out.end(), roll);
  return out;
}

void check_orders(const test::sample& x, std::mt19937& roll) {
  auto from = must(painter::make(x.picture, x.timing));
  auto numbers = some_frames(x.timing, roll);
  std::vector<bytes> shown;
  for (auto n : numbers)
    shown.push_back(planes_of(must(from->draw_planes(n)), x.picture.format));
  for (size_t i = 0; i < numbers.size(); ++i)
    if (planes_of(must(from->draw(numbers[i]))) != shown[i])
      CAF_FAIL(x.name << ": frame " << numbers[i]
                      << " differs when it is painted as a whole");
}

constexpr const char* aspects[] = {"16:9", "9:16", "1:1", "4:5"};

/// Boxes as a picture.
std::vector<bool> painted(const std::vector<pixel_box>& boxes, int width,
                          int height) {
  std::vector<bool> out(static_cast<size_t>(width * height));
  for (auto& box : boxes)
    for (int y = box.top; y < box.bottom; ++y)
      for (int x = box.left; x < box.right; ++x)
        out[static_cast<size_t>(y * width + x)] = true;
  return out;
}

} // namespace

CAF_TEST(frames are bit for bit the same in any order and repainted as a whole) {
  std::mt19937 roll{static_cast<uint32_t>(new_seed("orders"))};
  for (auto aspect : aspects)
    for (auto& x : test::sample_scenes(aspect, 180))
      check_orders(x, roll);
}

CAF_TEST(every theme and motion repaints exactly) {
  std::mt19937 roll{static_cast<uint32_t>(new_seed("themes"))};
  auto samples = test::sample_scenes("16:9", 216);
  for (auto& theme : theme_names())
    for (auto motion :
         {motion_style::calm, motion_style::lively, motion_style::still}) {
      auto x = samples[roll() % samples.size()];
      x.picture.theme = theme;
      x.picture.motion = motion;
      x.picture.variation = static_cast<uint32_t>(roll() % 6);
      x.name += " " + theme + " " + std::string{to_string(motion)};
      check_orders(x, roll);
    }
}

CAF_TEST(a frame that shows nothing new costs no pixel) {
  for (auto& x : test::sample_scenes("16:9", 180)) {
    x.picture.motion = motion_style::still;
    x.picture.captions = false;
    x.timing.words.clear();
    auto from = must(painter::make(x.picture, x.timing));
    auto late = x.timing.frames - x.timing.frames / 6 - 12;
    must(from->draw_planes(late));
    must(from->draw_planes(late));
    CAF_CHECK_EQUAL(from->repainted(), 0.0);
  }
}

CAF_TEST(a moving scene repaints less than half of its frames) {
  double sum = 0;
  size_t count = 0;
  for (auto& x : test::sample_scenes("16:9", 360)) {
    auto from = must(painter::make(x.picture, x.timing));
    for (uint32_t i = 0; i < x.timing.frames; ++i, ++count) {
      must(from->draw_planes(i));
      sum += from->repainted();
    }
  }
  CAF_MESSAGE("repainted " << sum / static_cast<double>(count));
  CAF_CHECK_LESS(sum / static_cast<double>(count), 0.5);
}

CAF_TEST(tiles become boxes that cover each of them once) {
  std::mt19937 roll{static_cast<uint32_t>(new_seed("tiles"))};
  for (int round = 0; round < 200; ++round) {
    auto width = static_cast<int>(2 + roll() % 400) * 2;
    auto height = static_cast<int>(2 + roll() % 300) * 2;
    tile_map map{width, height};
    std::vector<pixel_box> wanted;
    for (auto i = roll() % 12; i > 0; --i) {
      auto left = static_cast<int>(roll() % 900) - 50;
      auto top = static_cast<int>(roll() % 700) - 50;
      pixel_box box{left, top, left + static_cast<int>(roll() % 200),
                    top + static_cast<int>(roll() % 90)};
      map.add(box);
      wanted.push_back(box.cut_to({0, 0, width, height}));
    }
    auto need = painted(wanted, width, height);
    for (auto& boxes : {map.boxes(), map.few_boxes()}) {
      auto have = painted(boxes, width, height);
      for (size_t i = 0; i < need.size(); ++i)
        if (need[i] && !have[i])
          CAF_FAIL("round " << round << ": pixel " << i << " is left out");
      for (auto& box : boxes)
        CAF_CHECK(box.left % 2 == 0 && box.top % 2 == 0 && box.right <= width
                  && box.bottom <= height && !box.empty());
    }
    int64_t area = 0;
    for (auto& box : map.boxes())
      area += box.area();
    auto have = painted(map.boxes(), width, height);
    CAF_CHECK_EQUAL(area, std::count(have.begin(), have.end(), true));
    CAF_CHECK_LESS_OR_EQUAL(map.few_boxes().size(), map.boxes().size());
  }
}
