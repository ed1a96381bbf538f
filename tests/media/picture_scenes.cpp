#define CAF_SUITE picture_scenes
#include "tests/support/test.hpp"

#include "media/brand.hpp"
#include "media/painter.hpp"
#include "media/painter_logo.hpp"
#include "media/painter_waveform.hpp"
#include "media/picture_shelf.hpp"
#include "protocol/digest.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cmath>
#include <fstream>

using namespace troupe;
using namespace troupe::media;

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

using pixel = std::array<uint8_t, 4>;

raw_picture drawn(uint32_t width, uint32_t height, auto color_at) {
  raw_picture out{width, height, false, {}};
  for (uint32_t y = 0; y < height; ++y)
    for (uint32_t x = 0; x < width; ++x) {
      pixel color = color_at(x, y);
      out.pixels.insert(out.pixels.end(), color.begin(), color.end());
      out.has_alpha |= color[3] < 255;
    }
  return out;
}

/// White with a black grid: nothing is harder to read on.
raw_picture glare(uint32_t width, uint32_t height) {
  return drawn(width, height, [](uint32_t x, uint32_t y) -> pixel {
    auto c = static_cast<uint8_t>(x % 40 < 3 || y % 40 < 3 ? 60 : 255);
    return {c, c, c, 255};
  });
}

raw_picture disc(pixel color) {
  return drawn(200, 200, [=](uint32_t x, uint32_t y) -> pixel {
    auto dx = static_cast<double>(x) - 100, dy = static_cast<double>(y) - 100;
    return dx * dx + dy * dy < 9'000 ? color : pixel{0, 0, 0, 0};
  });
}

struct fixture {
  troupe::test::temporary_folder folder;
  picture_shelf shelf{folder.path()};

  composed_picture put(const std::string& name, const raw_picture& x) {
    composed_picture out;
    out.key = sha256_hex(name);
    fs::create_directories(folder.path() / out.key);
    auto done = write_raw_picture(folder.path() / out.key / raw_picture_file, x);
    CAF_REQUIRE(done);
    return out;
  }
};

composition scene(layout_kind layout, film_format format,
                  const char* theme = "clinical_dark") {
  composition x;
  x.layout = layout;
  x.format = format;
  x.theme = theme;
  x.index = 1;
  x.count = 4;
  x.name = "Northway";
  x.kicker = "Made for the long way";
  x.title = "The last mile feels like the first one";
  x.points = {{"Holds water out, lets heat go", ""},
              {"Weighs less than a phone", ""},
              {"Soles that can be replaced", ""}};
  x.person = composed_person{"Dr. Maria Okonkwo",
                             "Cardiologist, Lund University Hospital"};
  return x;
}

const film_format formats[] = {
  {640, 360, 30}, {360, 640, 30}, {540, 540, 30}, {432, 540, 30}};

constexpr layout_kind layouts[] = {
  layout_kind::picture, layout_kind::footage, layout_kind::lower_third,
  layout_kind::presenter, layout_kind::product, layout_kind::logo};

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

CAF_TEST_FIXTURE_SCOPE(picture_scenes_tests, fixture)

CAF_TEST(every layout with a picture is clean in every shape) {
  auto wide = put("wide", glare(300, 200));
  auto tall = put("tall", glare(200, 300));
  auto cut = put("cut", disc({200, 120, 40, 255}));
  int i = 0;
  for (auto layout : layouts)
    for (auto& format : formats)
      for (auto& picture : {wide, tall, cut}) {
        const char* themes[] = {"clinical_light", "social_bold", "editorial"};
        auto x = scene(layout, format, themes[i++ % 3]);
        x.picture = picture;
        x.picture->credit = "Photo: A. Lind";
        x.logo = cut;
        x.variation = static_cast<uint32_t>(i);
        CAF_CHECK_EQUAL(findings(x, shelf), "");
      }
}

CAF_TEST(long and foreign words fit upon pictures too) {
  auto picture = put("wide", glare(300, 200));
  const char* titles[] = {
    "Everything that a person who walks to work every day in the rain would "
    "like to know",
    "\u96E8\u306E\u65E5\u3082\u6BCE\u65E5\u6B69\u304F\u4EBA\u306E\u305F\u3081"
    "\u306B",
    "\u0644\u0645\u0646 \u064A\u0645\u0634\u064A \u0643\u0644 \u064A\u0648\u0645"};
  for (auto title : titles)
    for (auto layout : {layout_kind::picture, layout_kind::presenter,
                        layout_kind::product, layout_kind::lower_third})
      for (auto& format : formats) {
        auto x = scene(layout, format);
        x.title = title;
        x.picture = picture;
        CAF_CHECK_EQUAL(findings(x, shelf), "");
      }
}

CAF_TEST(without its picture a scene is still a scene) {
  for (auto layout : layouts) {
    auto x = scene(layout, formats[0]);
    x.picture.emplace();
    x.picture->key = sha256_hex("never sent");
    CAF_CHECK_EQUAL(findings(x, shelf), "");
    CAF_CHECK_EQUAL(findings(x, {}), "");
  }
}

CAF_TEST(a picture fills the frame and is not distorted) {
  // Squares of 20 pixels, white and black.
  auto board = put("board", drawn(320, 180, [](uint32_t x, uint32_t y) -> pixel {
                     auto c = static_cast<uint8_t>(
                       (x / 20 + y / 20) % 2 == 0 ? 255 : 0);
                     return {c, c, c, 255};
                   }));
  auto x = scene(layout_kind::lower_third, formats[0]);
  x.picture = board;
  x.motion = motion_style::still;
  auto painter = painter::make(x, {30, {}}, shelf);
  CAF_REQUIRE(painter);
  auto frame = (*painter)->draw_poster();
  CAF_REQUIRE(frame);
  auto white = [&](uint32_t column, uint32_t row) {
    return frame->data[row * frame->stride + column * 4] > 128;
  };
  // Twice the size; the frame shows 20 units less of the height.
  CAF_CHECK(white(10, 20) && !white(60, 20) && white(100, 20));
  CAF_CHECK(!white(20, 60) && white(60, 60));
  CAF_CHECK(white(620, 60) == !white(580, 60));
}

CAF_TEST(frames of pictures do not depend on the order they are drawn in) {
  auto picture = put("wide", glare(300, 200));
  for (auto layout : {layout_kind::picture, layout_kind::presenter,
                      layout_kind::product}) {
    auto x = scene(layout, {320, 180, 30});
    x.picture = picture;
    scene_timing timing{60, {{"mile", 200'000us, 900'000us}}};
    auto bytes = [&](painter& from, uint32_t number) {
      auto planes = from.draw_planes(number);
      CAF_REQUIRE(planes);
      return sha256_hex({reinterpret_cast<const char*>(planes->y), 320 * 180});
    };
    auto a = painter::make(x, timing, shelf);
    auto b = painter::make(x, timing, shelf);
    CAF_REQUIRE(a && b);
    auto late = bytes(**a, 40);
    auto early = bytes(**a, 12);
    CAF_CHECK_EQUAL(bytes(**b, 12), early);
    CAF_CHECK_EQUAL(bytes(**b, 40), late);
    CAF_CHECK(early != late);
  }
}

CAF_TEST(files that are not whole are not shown) {
  auto picture = put("wide", glare(30, 20));
  auto path = folder.path() / picture.key / raw_picture_file;
  CAF_CHECK(shelf.find(picture.key));
  fs::resize_file(path, fs::file_size(path) - 1);
  auto cut = shelf.find(picture.key);
  CAF_REQUIRE(!cut);
  CAF_CHECK(code_of(cut.error()) == ec::media_failed);
  std::ofstream{path, std::ios::binary} << "TROUPEP1\xff\xff\xff\xff\xff\xff";
  CAF_CHECK(!shelf.find(picture.key));
  auto odd = shelf.find("../../etc/passwd");
  CAF_REQUIRE(!odd);
  CAF_CHECK(code_of(odd.error()) == ec::invalid_argument);
}

CAF_TEST(a logo gives its colour when nobody chose one) {
  auto x = scene(layout_kind::title, formats[0], "formal");
  x.logo = put("orange", disc({42, 93, 232, 255}));
  CAF_CHECK_EQUAL(with_brand(x, shelf).accent, "#e85d2a");
  x.accent = "#00aa00";
  CAF_CHECK_EQUAL(with_brand(x, shelf).accent, "#00aa00");
  x.accent.clear();
  x.logo = put("grey", disc({90, 92, 91, 255}));
  CAF_CHECK_EQUAL(with_brand(x, shelf).accent, "");
}

CAF_TEST_FIXTURE_SCOPE_END()

CAF_TEST(the colours of a picture are counted) {
  auto half = drawn(100, 100, [](uint32_t x, uint32_t) -> pixel {
    return x < 70 ? pixel{255, 255, 255, 255} : pixel{0, 0, 200, 255};
  });
  auto stats = stats_of(half.view());
  CAF_REQUIRE_EQUAL(stats.colors.size(), 2u);
  CAF_CHECK_EQUAL(hex_of(stats.colors[0].shown), "#ffffff");
  CAF_CHECK_EQUAL(hex_of(stats.colors[1].shown), "#c80000");
  CAF_CHECK(std::abs(stats.colors[0].share - 0.7) < 0.02);
  CAF_CHECK(stats.luminance > 0.7 && stats.luminance < 0.78);
  CAF_CHECK_EQUAL(stats.coverage, 1.0);
  auto round = stats_of(disc({0, 200, 0, 255}).view());
  CAF_REQUIRE_EQUAL(round.colors.size(), 1u);
  CAF_CHECK(round.coverage > 0.6 && round.coverage < 0.8);
}

CAF_TEST(a logo stands on a plate only where it would drown) {
  auto navy = stats_of(disc({61, 33, 20, 255}).view());
  auto dark = rgb(0x0A1330);
  auto light = rgb(0xF6FAFF);
  CAF_CHECK(plate_for(navy, true, dark) == logo_plate::light);
  CAF_CHECK(plate_for(navy, true, light) == logo_plate::none);
  CAF_CHECK(plate_for(navy, false, dark) == logo_plate::none);
  auto white = stats_of(disc({255, 255, 255, 255}).view());
  CAF_CHECK(plate_for(white, true, light) == logo_plate::dark);
}

CAF_TEST(colours that can not be read are moved and told) {
  auto x = scene(layout_kind::title, formats[0], "clinical_dark");
  CAF_CHECK(moved_colors(x).empty());
  x.accent = "#101030";
  auto moved = moved_colors(x);
  CAF_REQUIRE_EQUAL(moved.size(), 1u);
  CAF_CHECK_EQUAL(moved[0].asked, "#101030");
  auto shown = parse_color(moved[0].shown, {});
  CAF_CHECK(contrast(shown, ground_of(theme_of(x))) >= 4.5);
  x.accent = "#ffd75a";
  CAF_CHECK(moved_colors(x).empty());
}

CAF_TEST(the voice can be seen while it speaks) {
  std::vector<spoken_word> words{{"hypertension", 1s, 2s}, {"is", 3s, 3200ms}};
  auto silence = voice_energy(words, 0.5);
  CAF_CHECK(silence < 0.1);
  CAF_CHECK_EQUAL(voice_energy(words, 2.5), silence);
  CAF_CHECK_EQUAL(voice_energy(words, 3.2), silence);
  double highest = 0;
  for (int i = 0; i < 100; ++i)
    highest = std::max(highest, voice_energy(words, 1 + i / 100.0));
  CAF_CHECK(highest > 0.5 && highest <= 1.0);
}
