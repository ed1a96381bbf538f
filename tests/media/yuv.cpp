#define CAF_SUITE yuv
#include "tests/support/test.hpp"

#include "media/yuv.hpp"

#include <random>
#include <vector>

using namespace troupe::media;

namespace {

struct planes {
  explicit planes(const bgra_view& of)
      : y(of.width * of.height, 7),
        u(of.width / 2 * (of.height / 2), 7),
        v(u.size(), 7),
        width(of.width) {}
  i420_target view() {
    return {y.data(), u.data(), v.data(), width, width / 2, width / 2};
  }
  bool operator==(const planes&) const = default;
  std::vector<uint8_t> y, u, v;
  size_t width;
};

/// One colour everywhere.
planes plain(uint8_t r, uint8_t g, uint8_t b) {
  std::vector<uint8_t> pixels;
  for (int i = 0; i < 32 * 2; ++i)
    pixels.insert(pixels.end(), {b, g, r, 255});
  bgra_view view{pixels.data(), 32 * 4, 32, 2};
  planes out{view};
  to_i420(view, out.view());
  return out;
}

void check_color(const planes& x, int y, int u, int v) {
  for (auto value : x.y)
    CAF_CHECK_EQUAL(int{value}, y);
  for (size_t i = 0; i < x.u.size(); ++i) {
    CAF_CHECK_EQUAL(int{x.u[i]}, u);
    CAF_CHECK_EQUAL(int{x.v[i]}, v);
  }
}

} // namespace

CAF_TEST(known colours have the values of BT 709) {
  check_color(plain(0, 0, 0), 16, 128, 128);
  check_color(plain(255, 255, 255), 235, 128, 128);
  check_color(plain(255, 0, 0), 63, 102, 240);
  check_color(plain(0, 255, 0), 173, 42, 26);
  check_color(plain(0, 0, 255), 32, 240, 118);
}

CAF_TEST(grey has no colour) {
  for (int grey = 0; grey < 256; ++grey) {
    auto x = plain(static_cast<uint8_t>(grey), static_cast<uint8_t>(grey),
                   static_cast<uint8_t>(grey));
    CAF_REQUIRE(x.u[0] == 128 && x.v[0] == 128);
  }
}

CAF_TEST(both ways of converting give the same bytes) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  for (uint32_t width : {2u, 16u, 18u, 30u, 64u, 406u}) {
    for (uint32_t height : {2u, 6u}) {
      size_t stride = width * 4 + 12;
      std::vector<uint8_t> pixels(stride * height);
      for (auto& x : pixels)
        x = static_cast<uint8_t>(random());
      bgra_view view{pixels.data(), stride, width, height};
      planes fast{view};
      planes plain{view};
      to_i420(view, fast.view());
      to_i420_scalar(view, plain.view());
      if (fast != plain)
        CAF_FAIL("differ at " << width << "x" << height);
    }
  }
}
