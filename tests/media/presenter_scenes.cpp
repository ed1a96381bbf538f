#define CAF_SUITE presenter_scenes
#include "tests/support/test.hpp"

#include "media/painter.hpp"
#include "media/painter_presenter.hpp"
#include "media/painter_waveform.hpp"
#include "media/picture_shelf.hpp"
#include "protocol/digest.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cmath>
#include <cstring>

using namespace troupe;
using namespace troupe::media;

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// A face is round and red; a distorted one would not be round. `sides` of the
/// picture are white, or nothing in a cut-out.
raw_picture face(uint32_t width, uint32_t height, bool is_cut_out) {
  raw_picture out{width, height, is_cut_out, {}};
  auto radius = std::min(width, height) * 0.3;
  for (uint32_t y = 0; y < height; ++y)
    for (uint32_t x = 0; x < width; ++x) {
      auto dx = x - width * 0.5;
      auto dy = y - height * 0.36;
      auto inside = dx * dx + dy * dy < radius * radius;
      uint8_t ground = is_cut_out ? 0 : 235;
      uint8_t alpha = is_cut_out ? 0 : 255;
      std::array<uint8_t, 4> pixel{ground, ground, ground, alpha};
      if (inside)
        pixel = {0, 0, 255, 255};
      out.pixels.insert(out.pixels.end(), pixel.begin(), pixel.end());
    }
  return out;
}

struct fixture {
  troupe::test::temporary_folder folder;
  picture_shelf shelf{folder.path()};

  composed_picture put(const std::string& name, const raw_picture& x) {
    composed_picture out;
    out.key = sha256_hex(name);
    out.focus_y = 0.36;
    fs::create_directories(folder.path() / out.key);
    CAF_REQUIRE(
      write_raw_picture(folder.path() / out.key / raw_picture_file, x));
    return out;
  }
};

const film_format formats[] = {
  {640, 360, 30}, {360, 640, 30}, {540, 540, 30}, {432, 540, 30}};

constexpr presenter_stand stands[] = {
  presenter_stand::beside, presenter_stand::large, presenter_stand::corner,
  presenter_stand::alone};

composition scene(film_format format, const char* theme = "editorial") {
  composition x;
  x.type = video_type::presenter_ad;
  x.layout = layout_kind::presenter;
  x.format = format;
  x.theme = theme;
  x.index = 1;
  x.count = 4;
  x.name = "Northway";
  x.kicker = "Northway";
  x.title = "Most bottles lose their chill by noon";
  x.motion = motion_style::lively;
  return x;
}

/// What leads in a clip, by turns.
void give(composition& x, int which) {
  if (which == 1)
    x.figure = composed_figure{"24", "hours", "Ours keeps every drink cold"};
  if (which == 2)
    x.points = {{"River blue", "river"}, {"Forest green", ""}, {"Clay", ""}};
  if (which == 3)
    x.quote = composed_quote{"I have never had a better bottle.", "Ana Lind"};
  if (which == 4) {
    x.cta = "Get yours today";
    x.link = composed_link{"", "https://northway.example/start"};
  }
  if (which == 5)
    x.person = composed_person{"Dr. Maria Okonkwo-L\u00F8vstr\u00F8m",
                               "Cardiologist, Lund University Hospital"};
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

std::vector<uint8_t> frame(const composition& x, const scene_timing& timing,
                           const picture_shelf& shelf, uint32_t number) {
  auto made = painter::make(x, timing, shelf);
  CAF_REQUIRE(made);
  auto view = (*made)->draw(number);
  CAF_REQUIRE(view);
  std::vector<uint8_t> out;
  for (uint32_t y = 0; y < view->height; ++y)
    out.insert(out.end(), view->data + y * view->stride,
               view->data + y * view->stride + view->width * 4);
  return out;
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(presenter_scenes_tests, fixture)

CAF_TEST(every arrangement is clean with every avatar in every shape) {
  const composed_picture avatars[] = {
    put("tall", face(300, 400, false)), put("wide", face(640, 360, false)),
    put("square", face(120, 120, false)), put("cut", face(300, 420, true))};
  auto logo = put("logo", face(300, 80, true));
  int turn = 0;
  for (auto& format : formats)
    for (auto& avatar : avatars)
      for (auto stand : stands)
        for (int which = 0; which < 6; ++which) {
          const char* themes[] = {"editorial", "social_bold", "clinical_dark"};
          auto x = scene(format, themes[turn++ % 3]);
          give(x, which);
          x.picture = avatar;
          x.stand = stand;
          x.goes_on = turn % 2 == 0;
          x.variation = static_cast<uint32_t>(turn / 2);
          x.logo = logo;
          x.logo_at = logo_stand{};
          CAF_MESSAGE(to_string(stand) << " " << which << " " << format.width);
          CAF_CHECK_EQUAL(findings(x, shelf), "");
        }
}

CAF_TEST(a voice without a face is clean too) {
  for (auto& format : formats)
    for (auto stand : stands)
      for (int which = 0; which < 5; ++which) {
        auto x = scene(format);
        give(x, which);
        x.stand = stand;
        CAF_CHECK_EQUAL(findings(x, shelf), "");
      }
}

CAF_TEST(long words and foreign names fit) {
  auto avatar = put("tall", face(300, 400, false));
  for (auto title :
       {"Everything that a person who walks to work every day wants to know",
        "\u96E8\u306E\u65E5\u3082\u6BCE\u65E5\u6B69\u304F\u4EBA\u306E\u305F"
        "\u3081\u306B",
        "\u0644\u0645\u0646 \u064A\u0645\u0634\u064A \u0643\u0644 "
        "\u064A\u0648\u0645"})
    for (auto& format : formats)
      for (auto stand : stands) {
        auto x = scene(format);
        x.picture = avatar;
        x.title = title;
        x.stand = stand;
        give(x, 5);
        CAF_CHECK_EQUAL(findings(x, shelf), "");
      }
}

CAF_TEST(a face is never distorted) {
  // What is red in the frame is as wide as it is high.
  for (auto& [name, size] : {std::pair{"tall", std::pair{300u, 400u}},
                             std::pair{"wide", std::pair{640u, 360u}},
                             std::pair{"square", std::pair{300u, 300u}}}) {
    auto avatar = put(name, face(size.first, size.second, false));
    for (auto& format : formats) {
      auto x = scene(format);
      x.motion = motion_style::still;
      x.captions = false;
      x.picture = avatar;
      x.stand = presenter_stand::alone;
      x.goes_on = true;
      auto pixels = frame(x, {90, {}}, shelf, 45);
      uint32_t left = format.width, right = 0, top = format.height, low = 0;
      for (uint32_t row = 0; row < format.height; ++row)
        for (uint32_t column = 0; column < format.width; ++column) {
          auto p = pixels.data() + (size_t{row} * format.width + column) * 4;
          if (p[2] < 250 || p[1] > 20 || p[0] > 20)
            continue;
          left = std::min(left, column);
          right = std::max(right, column);
          top = std::min(top, row);
          low = std::max(low, row);
        }
      CAF_REQUIRE_LESS(left, right);
      CAF_CHECK_LESS(
        std::abs(static_cast<int>(right - left) - static_cast<int>(low - top)),
        4);
    }
  }
}

CAF_TEST(who goes on is there from the first frame) {
  auto x = scene(formats[0]);
  x.picture = put("tall", face(300, 400, false));
  x.enter = transition_kind::crossfade;
  auto red_in = [&](bool goes_on) {
    x.goes_on = goes_on;
    auto pixels = frame(x, {90, {}}, shelf, 0);
    size_t count = 0;
    for (size_t i = 0; i < pixels.size(); i += 4)
      count += pixels[i + 2] > 240 && pixels[i] < 30 ? 1u : 0u;
    return count;
  };
  auto there = red_in(true);
  CAF_CHECK_GREATER(there, 1'000u);
  x.enter = transition_kind::fade;
  CAF_CHECK_LESS(red_in(false), there / 4);
}

CAF_TEST(what moves is as loud as the voice is) {
  auto x = scene(formats[0]);
  x.picture = put("tall", face(300, 400, false));
  x.goes_on = true;
  scene_timing loud{90, {}, std::string(100, 'Z')};
  scene_timing quiet{90, {}, std::string(100, '5')};
  for (auto stand : stands) {
    x.stand = stand;
    x.figure.reset();
    if (stand == presenter_stand::corner)
      give(x, 1);
    CAF_CHECK(frame(x, loud, shelf, 60) != frame(x, quiet, shelf, 60));
  }
}

CAF_TEST(a small picture is not enlarged until it blurs) {
  auto x = scene({1920, 1080, 30});
  x.picture = put("small", face(200, 200, false));
  picture_desk desk{shelf};
  text_setter setter;
  scene_timing timing{90, {}};
  scene_builder to{x, timing, setter, desk};
  auto card = sharp_within(to, {0, 0, 900, 1080});
  CAF_CHECK_LESS_OR_EQUAL(std::max(card.w, card.h), 481.0);
  CAF_CHECK(std::abs(card.w / card.h - 900.0 / 1080) < 0.01);
  CAF_CHECK(sharp_within(to, {10, 20, 300, 300}) == (rect{10, 20, 300, 300}));
}

CAF_TEST(a logo is where and as strong as it was asked to be) {
  auto x = scene({640, 360, 30});
  x.logo = put("logo", face(100, 100, false));
  x.goes_on = true;
  auto red_at = [&](logo_corner corner, double opacity) {
    x.logo_at = logo_stand{corner, 200, opacity};
    auto pixels = frame(x, {90, {}}, shelf, 45);
    double sum_x = 0, sum_y = 0, count = 0;
    for (uint32_t i = 0; i < 640 * 360; ++i)
      if (pixels[i * 4 + 2] > 200 && pixels[i * 4] < 60
          && pixels[i * 4 + 1] < 60) {
        sum_x += i % 640;
        sum_y += static_cast<double>(i) / 640;
        ++count;
      }
    return std::array{count, sum_x / std::max(1.0, count),
                      sum_y / std::max(1.0, count)};
  };
  auto right = red_at(logo_corner::top_right, 1);
  CAF_CHECK(right[0] > 200 && right[1] > 500 && right[2] < 80);
  auto left = red_at(logo_corner::bottom_left, 1);
  CAF_CHECK(left[0] > 200 && left[1] < 140 && left[2] > 180);
  CAF_CHECK_EQUAL(red_at(logo_corner::top_right, 0)[0], 0.0);
  CAF_CHECK_LESS(red_at(logo_corner::top_right, 0.3)[0], right[0] / 4);
}

CAF_TEST_FIXTURE_SCOPE_END()
