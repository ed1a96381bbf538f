#define CAF_SUITE picture_file
#include "tests/support/test.hpp"

#include "media/picture_file.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace troupe;
using namespace troupe::media;

namespace {

struct picture {
  picture(uint32_t width, uint32_t height) : width(width), height(height) {
    for (uint32_t y = 0; y < height; ++y)
      for (uint32_t x = 0; x < width; ++x)
        pixels.insert(pixels.end(), {static_cast<uint8_t>(x * 3),
                                     static_cast<uint8_t>(y * 5), 90, 255});
  }
  bgra_view view() const {
    return {pixels.data(), size_t{width} * 4, width, height};
  }
  uint32_t width;
  uint32_t height;
  std::vector<uint8_t> pixels;
};

struct fixture {
  fixture() {
    auto name = std::filesystem::temp_directory_path() / "troupe_XXXXXX";
    auto text = name.string();
    if (::mkdtemp(text.data()) == nullptr)
      CAF_FAIL("no temporary folder");
    folder = text;
  }
  ~fixture() { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
};

std::string start_of(const std::vector<std::byte>& bytes, size_t n) {
  std::string out;
  for (size_t i = 0; i < n && i < bytes.size(); ++i)
    out += static_cast<char>(bytes[i]);
  return out;
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(picture_file_tests, fixture)

CAF_TEST(a png has its size in its header) {
  picture x{48, 20};
  auto png = encode_png(x.view());
  CAF_REQUIRE(png);
  auto start = start_of(*png, 4);
  CAF_CHECK_EQUAL(start, "\x89PNG");
  CAF_CHECK_EQUAL(static_cast<int>((*png)[19]), 48);
  CAF_CHECK_EQUAL(static_cast<int>((*png)[23]), 20);
}

CAF_TEST(a jpeg is smaller at a lower quality and the same every time) {
  picture x{160, 90};
  auto good = encode_jpeg(x.view(), 95);
  auto same = encode_jpeg(x.view(), 95);
  auto poor = encode_jpeg(x.view(), 20);
  CAF_REQUIRE(good && same && poor);
  auto start = start_of(*good, 2);
  CAF_CHECK_EQUAL(start, "\xFF\xD8");
  CAF_CHECK(*good == *same);
  CAF_CHECK(poor->size() < good->size());
}

CAF_TEST(files appear whole and leave nothing beside) {
  picture x{32, 32};
  CAF_CHECK(write_png(folder / "a.png", x.view()));
  CAF_CHECK(write_jpeg(folder / "b.jpg", x.view(), 80));
  size_t files = 0;
  for (auto& entry : std::filesystem::directory_iterator(folder)) {
    CAF_CHECK(entry.path().extension() != ".part");
    ++files;
  }
  CAF_CHECK_EQUAL(files, 2u);
  auto bytes = encode_jpeg(x.view(), 80);
  auto size = std::filesystem::file_size(folder / "b.jpg");
  CAF_CHECK_EQUAL(size, bytes->size());
}

CAF_TEST(bad sizes and folders are refused) {
  picture x{32, 32};
  auto empty = encode_jpeg({});
  CAF_REQUIRE(!empty);
  CAF_CHECK(code_of(empty.error()) == ec::invalid_argument);
  CAF_CHECK(!encode_png({x.pixels.data(), 4, 32, 32}));
  auto nowhere = write_png(folder / "no" / "a.png", x.view());
  CAF_REQUIRE(!nowhere);
  CAF_CHECK(code_of(nowhere.error()) == ec::io_failed);
}

CAF_TEST_FIXTURE_SCOPE_END()
