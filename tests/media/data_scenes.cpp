#define CAF_SUITE data_scenes
#include "tests/support/test.hpp"

#include "media/painter.hpp"
#include "media/painter_counting.hpp"
#include "media/painter_data.hpp"
#include "media/qr_code.hpp"

#include <array>
#include <cstring>
#include <memory>
#include <random>
#include <zbar.h>

using namespace troupe;
using namespace troupe::media;

namespace {

film_format format_for(std::string_view aspect, std::string_view quality) {
  return format_of(video_type::doctor_ad,
                   json::make_object({{"aspect_ratio", aspect},
                                      {"quality", quality}}));
}

constexpr std::array shapes = {"16:9", "9:16", "1:1", "4:5"};

composition composed(const json& scene, const film_format& format,
                     std::string_view theme = "clinical_dark") {
  compose_context with;
  with.type = video_type::doctor_ad;
  with.format = format;
  with.look.theme = theme;
  with.name = "Velira";
  return compose(scene, with);
}

json parsed(std::string_view text) {
  auto out = json::parse(text);
  if (!out)
    CAF_FAIL("the test's own JSON is broken: " << text_of(out.error()));
  return *out;
}

std::vector<uint8_t> pixels_of(const composition& x) {
  auto made = painter::make(x, {x.format.fps * 6, {}});
  if (!made)
    CAF_FAIL(text_of(made.error()));
  auto view = (*made)->draw_poster();
  if (!view)
    CAF_FAIL(text_of(view.error()));
  std::vector<uint8_t> out;
  for (uint32_t y = 0; y < view->height; ++y)
    out.insert(out.end(), view->data + y * view->stride,
               view->data + y * view->stride + size_t{view->width} * 4);
  return out;
}

/// What a telephone would read in a picture; empty when it finds no code.
std::string scanned(const composition& x) {
  auto pixels = pixels_of(x);
  std::vector<uint8_t> grey;
  for (size_t i = 0; i < pixels.size(); i += 4)
    grey.push_back(static_cast<uint8_t>(
      (pixels[i] + pixels[i + 1] * 2 + pixels[i + 2]) / 4));
  zbar::ImageScanner scanner;
  scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 1);
  zbar::Image image{x.format.width, x.format.height, "Y800", grey.data(),
                    grey.size()};
  scanner.scan(image);
  for (auto at = image.symbol_begin(); at != image.symbol_end(); ++at)
    return at->get_data();
  return {};
}

/// Texts of any length, from a seed.
class author {
 public:
  explicit author(uint32_t seed) : random_(seed) {}

  size_t below(size_t n) { return random_() % n; }

  /// Up to so many characters; a third each short, middling and full.
  std::string text(size_t longest) {
    static constexpr std::array words = {
      "a", "dose", "of", "treatment", "once", "week", "in", "patients",
      "pressure", "the", "clinically", "effect", "hypercholesterolaemia",
      "and", "risk", "study", "1,200", "mg", "reduction", "Velira"};
    auto most = std::max<size_t>(longest / (1 + below(3)), 3);
    std::string out;
    for (;;) {
      std::string_view word = words[below(words.size())];
      if (out.size() + word.size() + 1 > most)
        return out.empty() ? "dose" : out;
      out += (out.empty() ? "" : " ") + std::string{word};
    }
  }

  json texts(size_t least, size_t most, size_t longest) {
    auto out = json::make_array();
    for (auto n = least + below(most - least + 1); n > 0; --n)
      out.push_back(text(longest));
    return out;
  }

  double value() {
    constexpr std::array scales = {0.001, 1.0, 40.0, 5'000.0, 2e6};
    auto x = static_cast<double>(below(2'000)) / 1'000 - 0.4;
    return std::round(x * scales[below(scales.size())] * 1'000) / 1'000;
  }

  json scene(layout_kind kind) {
    auto out = json::make_object({{"layout", to_string(kind)},
                                  {"kicker", text(36)},
                                  {"title", text(80)}});
    add_data(kind, out);
    if (below(3) == 0)
      out["legal"] = text(130);
    if (below(2) == 0)
      out["cta"] = text(36);
    return out;
  }

 private:
  void add_data(layout_kind kind, json& out) {
    if (kind == layout_kind::chart)
      add_chart(out);
    else if (kind == layout_kind::timeline)
      for (auto n = 2 + below(5); n > 0; --n)
        out["timeline"].push_back(
          json::make_object({{"when", text(18)}, {"text", text(72)}}));
    else if (kind == layout_kind::gauge)
      out["figure"] = json::make_object({{"value", value()},
                                         {"unit", text(14)},
                                         {"label", text(90)},
                                         {"low", -1e7},
                                         {"high", 1e7}});
    else if (kind == layout_kind::process)
      out["points"] = texts(2, 5, 84);
    else if (kind == layout_kind::callout)
      out["points"] = texts(2, 4, 84);
    else if (kind == layout_kind::formula)
      add_formula(out);
    else
      add_address(out);
  }

  void add_chart(json& out) {
    constexpr std::array kinds = {"bars", "lines", "pie"};
    auto data = json::make_array();
    for (auto n = 1 + below(8); n > 0; --n)
      data.push_back(
        json::make_object({{"label", text(32)}, {"value", value()}}));
    out["chart"] = json::make_object({{"kind", kinds[below(3)]},
                                      {"data", data},
                                      {"unit", below(2) ? "%" : text(14)},
                                      {"source", text(120)}});
  }

  void add_formula(json& out) {
    constexpr std::array formulas = {
      "E = m c^2", "t_{1/2} = 0.693 * V_d / CL",
      "sigma = sqrt((sum (x_i - mu)^2)/(N - 1)) + [a/(b + c/d)]",
      "eGFR = 142 * min(S_cr/kappa, 1)^alpha * max(S_cr/kappa, 1)^{-1.2} * "
      "0.9938^Age * 1.012"};
    out["formula"] = formulas[below(formulas.size())];
    out["points"] = texts(1, 4, 84);
  }

  void add_address(json& out) {
    out["place"] = json::make_object({{"name", text(40)},
                                      {"address", text(110)},
                                      {"hours", texts(0, 3, 48)},
                                      {"phone", "+44 117 496 0000"}});
    out["link"] = json::make_object(
      {{"url", "https://example.org/" + std::string(below(200), 'x')}});
    out["points"] = texts(0, 2, 84);
  }

  std::mt19937 random_;
};

constexpr std::array kinds = {
  layout_kind::gauge,    layout_kind::chart,   layout_kind::timeline,
  layout_kind::process,  layout_kind::callout, layout_kind::location,
  layout_kind::formula,  layout_kind::code,    layout_kind::end_card};

} // namespace

CAF_TEST(every kind of data scene holds texts of any length) {
  auto seed = std::random_device{}();
  if (auto given = std::getenv("TROUPE_SEED"))
    seed = static_cast<uint32_t>(std::atoll(given));
  CAF_MESSAGE("seed " << seed);
  author writes{seed};
  for (auto kind : kinds)
    for (auto shape : shapes) {
      auto scene = writes.scene(kind);
      auto x = composed(scene, format_for(shape, "low"));
      CAF_REQUIRE_EQUAL(to_string(x.layout), to_string(kind));
      auto found = check_layout(x);
      CAF_REQUIRE(found);
      for (auto& one : *found)
        CAF_ERROR("seed " << seed << ' ' << shape << ' '
                          << std::string{to_string(one.what)} << ": "
                          << one.detail << " in " << scene.dump());
    }
}

CAF_TEST(codes are read back in every shape of frame) {
  std::string long_url = "https://example.org/" + std::string(275, 'x') + "?a=1";
  for (auto& url : {std::string{"https://velira.example/start?from=film"},
                    long_url})
    for (auto shape : shapes) {
      auto scene = json::make_object(
        {{"layout", "code"},
         {"title", "Everything on one page"},
         {"link", json::make_object({{"url", url}})}});
      auto read = scanned(composed(scene, format_for(shape, "medium")));
      CAF_CHECK_EQUAL(read, url);
    }
}

CAF_TEST(the code of an end card is read back in dark and light themes) {
  auto scene = parsed(R"({"layout":"end_card","title":"A claim","cta":"Ask",
    "link":{"url":"https://velira.example"}})");
  for (auto theme : {"clinical_dark", "warm", "social_bold"})
    for (auto shape : {"16:9", "9:16"}) {
      auto read = scanned(composed(scene, format_for(shape, "low"), theme));
      CAF_CHECK_EQUAL(read, "https://velira.example");
    }
}

CAF_TEST(a code that nobody can make is refused) {
  CAF_CHECK(!make_qr_code(""));
  CAF_CHECK(!make_qr_code(std::string(301, 'x')));
  auto made = make_qr_code("https://example.org");
  CAF_REQUIRE(made);
  auto count = static_cast<size_t>(made->side) * static_cast<size_t>(made->side);
  CAF_CHECK_EQUAL(made->modules.size(), count);
}

CAF_TEST(values that are no parts of a whole become bars) {
  auto drawn = [](std::string_view kind, std::string_view data) {
    auto text = R"({"layout":"chart","title":"T","chart":{"kind":")"
                + std::string{kind} + R"(","unit":"%","data":[)"
                + std::string{data} + "]}}";
    return pixels_of(composed(parsed(text), format_for("16:9", "low")));
  };
  constexpr auto below_zero
    = R"({"label":"a","value":40},{"label":"b","value":-2},
         {"label":"c","value":4},{"label":"d","value":9})";
  constexpr auto too_many
    = R"({"label":"a","value":80},{"label":"b","value":70},
         {"label":"c","value":4},{"label":"d","value":9})";
  constexpr auto parts = R"({"label":"a","value":30},{"label":"b","value":20})";
  CAF_CHECK(drawn("pie", below_zero) == drawn("bars", below_zero));
  CAF_CHECK(drawn("pie", too_many) == drawn("bars", too_many));
  CAF_CHECK(drawn("pie", parts) != drawn("bars", parts));
}

CAF_TEST(numbers are written as people write them) {
  CAF_CHECK_EQUAL(written(1200), "1200");
  CAF_CHECK_EQUAL(written(1234567.5), "1,234,567.5");
  CAF_CHECK_EQUAL(written(-0.25), "\u22120.25");
  CAF_CHECK_EQUAL(written(0), "0");
  CAF_CHECK_EQUAL(shown_value({"", -3, ""}, "%"), "\u22123%");
  CAF_CHECK_EQUAL(shown_value({"", -3, ""}, "$"), "\u2212$3");
  CAF_CHECK_EQUAL(shown_value({"", 3, ""}, "mg"), "3");
  CAF_CHECK_EQUAL(shown_value({"", 3, "about 3"}, "%"), "about 3");
}

CAF_TEST(a number counts from where its scale begins) {
  auto x = parse_number("1,280.5 mg");
  CAF_CHECK(x.counts);
  CAF_CHECK_EQUAL(number_text(x, 0, 1000), "1,000.0 mg");
  CAF_CHECK_EQUAL(number_text(x, 1, 1000), "1,280.5 mg");
  CAF_CHECK_EQUAL(number_text(x, 0.5), "640.2 mg");
  CAF_CHECK(!parse_number("3 in 4").counts);
}
