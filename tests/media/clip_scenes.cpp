#define CAF_SUITE clip_scenes
#include "tests/support/test.hpp"

#include "media/clip_file.hpp"
#include "media/encoder.hpp"
#include "media/painter.hpp"
#include "media/picture_shelf.hpp"
#include "protocol/digest.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>

using namespace troupe;
using namespace troupe::media;

namespace {

namespace fs = std::filesystem;

/// Luma of a clip's frame at a place.
using shade = std::function<int(uint32_t frame, uint32_t x, uint32_t y)>;

struct fixture {
  troupe::test::temporary_folder folder;
  picture_shelf shelf{folder.path()};

  /// A grey clip as the clip piece keeps it.
  composed_picture put(const std::string& name, film_format format,
                       uint32_t frames, const shade& luma_at) {
    composed_picture out;
    out.key = sha256_hex(name);
    fs::create_directories(folder.path() / out.key);
    auto size = size_t{format.width} * format.height;
    std::vector<uint8_t> planes(size * 3 / 2, 128);
    auto kept = encode_segment(
      {format, frames, coding_aim::keep},
      [&](uint32_t i) -> result<i420_view> {
        for (uint32_t y = 0; y < format.height; ++y)
          for (uint32_t x = 0; x < format.width; ++x)
            planes[size_t{y} * format.width + x]
              = static_cast<uint8_t>(luma_at(i, x, y));
        auto u = planes.data() + size;
        return i420_view{planes.data(),    u, u + size / 4, format.width,
                         format.width / 2, format.width / 2};
      },
      file_of(out));
    CAF_REQUIRE(kept);
    return out;
  }

  fs::path file_of(const composed_picture& x) {
    return folder.path() / x.key / clip_file_name;
  }

  std::unique_ptr<painter> painter_of(const composition& x, uint32_t frames) {
    auto made = painter::make(x, {frames, {}}, shelf);
    CAF_REQUIRE(made);
    return std::move(*made);
  }
};

composition footage(film_format format, const composed_picture& clip) {
  composition x;
  x.layout = layout_kind::footage;
  x.format = format;
  x.theme = "editorial";
  x.count = 3;
  x.title = "The last mile feels like the first one";
  x.clip = clip;
  x.captions = false;
  return x;
}

int number_in(const bgra_view& frame) {
  auto pixel = frame.data + frame.stride * 10 + size_t{4} * 10;
  return static_cast<int>(std::lround(pixel[1] * 219.0 / 255 / 3));
}

int counting(uint32_t frame, uint32_t, uint32_t) {
  return static_cast<int>(16 + 3 * frame);
}

int white_with_lines(uint32_t frame, uint32_t x, uint32_t y) {
  // Dark for most of its length, and then nothing is harder to read on.
  return frame < 40 ? 30 : (x + frame) % 40 < 3 || y % 40 < 3 ? 60 : 235;
}

std::string findings(const composition& x, const picture_shelf& shelf) {
  auto found = check_layout(x, shelf);
  if (!found)
    return text_of(found.error());
  std::string out;
  for (auto& one : *found)
    out += std::string{to_string(one.what)} + ' ' + one.detail + "; ";
  return out;
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(clip_scenes_tests, fixture)

CAF_TEST(a clip shows its frame of the moment and begins again at its end) {
  auto x = footage({320, 180, 30},
                   put("counting", {320, 184, 30}, 50, counting));
  auto aut = painter_of(x, 120);
  for (uint32_t i : {0u, 1u, 7u, 49u, 50u, 75u, 100u, 110u}) {
    auto frame = aut->draw(i);
    CAF_REQUIRE(frame);
    CAF_CHECK_EQUAL(number_in(*frame), static_cast<int>(i % 50));
  }
}

CAF_TEST(any order of frames gives the same pixels) {
  auto x = footage({320, 180, 30},
                   put("order", {320, 184, 30}, 40, white_with_lines));
  x.leave = transition_kind::fade;
  auto one = painter_of(x, 90);
  auto two = painter_of(x, 90);
  std::random_device device;
  auto seed = device();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  std::vector<std::vector<uint8_t>> planes;
  auto copy = [](const i420_view& from) {
    return std::vector<uint8_t>(from.y, from.y + 320 * 180 * 3 / 2);
  };
  for (uint32_t i = 0; i < 90; ++i) {
    auto frame = one->draw_planes(i);
    CAF_REQUIRE(frame);
    planes.push_back(copy(*frame));
  }
  for (int i = 0; i < 40; ++i) {
    auto number = static_cast<uint32_t>(random() % 90);
    auto frame = two->draw_planes(number);
    CAF_REQUIRE(frame);
    CAF_CHECK(copy(*frame) == planes[number]);
  }
}

CAF_TEST(words over the brightest moment of a clip can be read) {
  struct row {
    film_format film;
    film_format clip;
  };
  // As the child gives them: filling the frame, or for a side of it.
  for (auto& [film, clip] : {
         row{{640, 360, 30}, {640, 368, 30}},
         row{{360, 640, 30}, {360, 648, 30}},
         row{{540, 540, 30}, {540, 550, 30}},
         row{{640, 360, 30}, {218, 368, 30}},
         row{{360, 640, 30}, {360, 220, 30}},
         row{{640, 360, 30}, {64, 38, 30}},
       }) {
    auto name = std::to_string(film.width) + 'x' + std::to_string(clip.width)
                + std::to_string(clip.height);
    auto x = footage(film, put(name, clip, 60, white_with_lines));
    x.index = 1;
    x.kicker = "Made for the long way";
    x.clip->credit = "Footage: A. Lind";
    CAF_CHECK_EQUAL(findings(x, shelf), "");
    x.layout = layout_kind::lower_third;
    x.person = composed_person{"Dr. Maria Okonkwo", "Cardiologist"};
    CAF_CHECK_EQUAL(findings(x, shelf), "");
  }
}

CAF_TEST(the shade follows the brightest moment of a clip) {
  auto luma_below = [&](const composed_picture& clip, uint32_t frame) {
    auto x = footage({640, 360, 30}, clip);
    x.index = 1;
    auto aut = painter_of(x, 60);
    auto drawn = aut->draw(frame);
    CAF_REQUIRE(drawn);
    return int{drawn->data[drawn->stride * 350 + 4 * 20 + 1]};
  };
  auto white_late = put("late", {640, 368, 30}, 60,
                        [](uint32_t i, auto, auto) { return i < 45 ? 120 : 235; });
  auto grey = put("grey", {640, 368, 30}, 60, [](auto, auto, auto) {
    return 120;
  });
  // White keeps 4.5 : 1 on no ground that is lighter than this.
  auto lightest = luma_below(white_late, 48);
  CAF_MESSAGE("ground under words: " << lightest);
  CAF_CHECK(lightest < 118 + 8);
  // The same grey is darker where white is still to come.
  CAF_CHECK(luma_below(white_late, 30) < luma_below(grey, 30));
}

CAF_TEST(without its clip a scene shows its picture or its words) {
  composed_picture none;
  none.key = sha256_hex("nowhere");
  auto x = footage({320, 180, 30}, none);
  auto aut = painter_of(x, 30);
  CAF_CHECK(aut->draw(3));
  CAF_CHECK_EQUAL(findings(x, shelf), "");
}

CAF_TEST(a clip whose file broke is an error and no empty frame) {
  auto clip = put("broken", {320, 184, 30}, 60, white_with_lines);
  auto size = fs::file_size(file_of(clip));
  // The index stays in front, the last pictures go.
  fs::resize_file(file_of(clip), size * 2 / 3);
  auto made = painter::make(footage({320, 180, 30}, clip), {60, {}}, shelf);
  CAF_REQUIRE(made);
  auto frame = (*made)->draw_planes(59);
  CAF_REQUIRE(!frame);
  CAF_CHECK(code_of(frame.error()) == ec::media_failed);
}

CAF_TEST_FIXTURE_SCOPE_END()
