// Draws sheets of scenes with pictures, to be looked at: every layout that
// takes a picture, with pictures drawn here, in one shape of frame. Prints
// what the checker finds. Usage: picture_sheets OUT_DIR [aspect [theme [part]]]
// with part 0..1 of a scene's length (default: at rest), or "time" to measure.

#include "bench/picture_sheet.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

using namespace troupe;
using namespace troupe::media;

namespace {

namespace fs = std::filesystem;

composition base(layout_kind layout, const film_format& format,
                 const std::string& theme) {
  composition x;
  x.layout = layout;
  x.format = format;
  x.theme = theme;
  x.index = 1;
  x.count = 6;
  x.name = "Northway";
  x.illustration = "Illustration";
  x.kicker = "Made for the long way";
  x.title = "The last mile feels like the first one";
  return x;
}

std::vector<composition> scenes(const film_format& format,
                                const std::string& theme) {
  std::vector<composition> out;
  auto add = [&](layout_kind layout, auto change) {
    auto x = base(layout, format, theme);
    change(x);
    out.push_back(std::move(x));
  };
  const std::vector<composed_point> points{{"Holds water out, lets heat go", ""},
                                           {"Weighs 240 grams", ""},
                                           {"Soles that can be replaced", ""}};
  add(layout_kind::picture, [&](auto& x) {
    x.picture = picture("landscape");
    x.picture->credit = "Photo: A. Lind, CC BY 4.0";
  });
  add(layout_kind::picture, [&](auto& x) {
    x.picture = picture("landscape", 0.73, 0.24);
    x.points = points;
  });
  add(layout_kind::picture, [&](auto& x) {
    x.picture = picture("portrait", 0.5, 0.4);
    x.title = "Slow down";
    x.kicker.clear();
  });
  add(layout_kind::lower_third, [&](auto& x) {
    x.picture = picture("portrait", 0.5, 0.4);
    x.person = composed_person{"Dr. Maria Okonkwo",
                               "Cardiologist, Lund University Hospital"};
  });
  add(layout_kind::presenter, [&](auto& x) {
    x.picture = picture("portrait", 0.5, 0.42);
    x.person = composed_person{"Dr. Maria Okonkwo", "Cardiologist"};
    x.title = "What high pressure does to a vessel, and what helps";
  });
  add(layout_kind::presenter, [&](auto& x) {
    x.picture = picture("portrait", 0.5, 0.42);
    x.variation = 1;
    x.points = points;
    x.title = "Three things to know";
  });
  add(layout_kind::product, [&](auto& x) {
    x.picture = picture("bottle");
    x.points = points;
    x.title = "Northway Flask";
  });
  add(layout_kind::product, [&](auto& x) {
    x.picture = picture("kettle");
    x.points = {points[0], points[1]};
    x.title = "A quieter kettle";
    x.variation = 1;
    x.legal = "Offer valid while stocks last. See the shop for terms.";
  });
  for (auto logo : {"dark_word", "light_word", "sign"})
    add(layout_kind::logo, [&](auto& x) {
      x.logo = picture(logo);
      x.title = "Walk further.";
    });
  add(layout_kind::title, [&](auto& x) {
    x.logo = picture("dark_word");
    x.index = 0;
  });
  return out;
}

int measure(const std::vector<composition>& all, const picture_shelf& shelf) {
  for (auto& scene : all) {
    auto start = std::clock();
    auto painter = painter::make(scene, timing(scene.format.fps), shelf);
    auto made = std::clock();
    for (uint32_t i = 0; i < (*painter)->frames(); ++i)
      if (!(*painter)->draw_planes(i))
        return 1;
    auto ms = [](std::clock_t x) {
      return static_cast<double>(x) * 1e3 / CLOCKS_PER_SEC;
    };
    std::printf("%-12s make %6.1f ms, %.2f ms a frame\n",
                std::string{to_string(scene.layout)}.c_str(),
                ms(made - start),
                ms(std::clock() - made) / (*painter)->frames());
  }
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2)
    return std::fprintf(stderr, "usage: %s OUT_DIR [aspect [theme [part]]]\n",
                        argv[0]),
           2;
  std::string aspect = argc > 2 ? argv[2] : "16:9";
  std::string theme = argc > 3 ? argv[3] : "clinical_dark";
  std::string part = argc > 4 ? argv[4] : "-1";
  auto format = format_of(video_type::product_ad,
                          json::make_object({{"aspect_ratio", aspect},
                                             {"quality", "medium"}}));
  fs::path out{argv[1]};
  fill_shelf(out / "shelf");
  picture_shelf shelf{out / "shelf"};
  auto all = scenes(format, theme);
  if (part == "time")
    return measure(all, shelf);
  std::replace(aspect.begin(), aspect.end(), ':', 'x');
  return draw_sheet(all, shelf, out / (aspect + "_" + theme + ".png"),
                    std::atof(part.c_str()));
}
