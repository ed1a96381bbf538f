// A picture of almost the room's own shape ended the program: its window was
// larger than the picture by a rounding error, and std::clamp takes no range
// that ends before it begins.
#define CAF_SUITE picture_by_a_hair
#include "tests/support/test.hpp"

#include "media/painter_pictures.hpp"
#include "protocol/digest.hpp"
#include "tests/support/temporary_folder.hpp"

#include <filesystem>

using namespace troupe;
using namespace troupe::media;

CAF_TEST(pictures of every size cover every room) {
  test::temporary_folder folder;
  for (uint32_t width = 700; width < 780; width += 8) {
    composed_picture shown;
    shown.key = sha256_hex(std::to_string(width));
    raw_picture pixels{width, width * 9 / 16, false, {}};
    pixels.pixels.resize(pixels.stride() * pixels.height);
    std::filesystem::create_directories(folder / shown.key);
    CAF_REQUIRE(
      write_raw_picture(folder / shown.key / raw_picture_file, pixels));
    picture_desk desk{picture_shelf{folder.path()}};
    for (double side = 16; side < 60; side += 1.25)
      CAF_CHECK(desk.cover(shown, side * 16 / 9, side, 1.08));
  }
}
