// Draws the arrangements of a presenter_ad with several avatars in every shape
// of frame, to be looked at, and prints what the checker finds. Usage:
// presenter_sheets SCENES.json OUT_DIR [theme [part [variation]]] with part
// 0..1 of a scene's length (default: at rest). SCENES.json is
// bench/scenes/presenter_ad.json.

#include "bench/picture_sheet.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

using namespace troupe;

namespace {

namespace fs = std::filesystem;

constexpr auto type = video_type::presenter_ad;

/// All scenes with one avatar; none is a voice without a face.
std::vector<composition> scenes_with(const json& film, const std::string& name,
                                     const film_format& format,
                                     const look_style& look) {
  std::vector<composition> out;
  for (uint32_t i = 0; i < film.at("scenes").size(); ++i) {
    auto context = context_of(film, i, type, format, look);
    auto x = compose(film.at("scenes").at(i), context);
    if (name != "nobody")
      x.picture = picture(name, 0.5, 0.36);
    x.logo = picture("dark_word");
    x.logo_at = logo_stand{};
    out.push_back(std::move(x));
  }
  return out;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3)
    return std::fprintf(stderr,
                        "usage: %s SCENES.json OUT_DIR [theme [part "
                        "[variation]]]\n",
                        argv[0]),
           2;
  std::ifstream in{argv[1]};
  auto film = json::parse(std::string{std::istreambuf_iterator<char>{in}, {}});
  if (!film)
    return std::fprintf(stderr, "%s\n", text_of(film.error()).c_str()), 1;
  look_style look;
  look.theme = argc > 3 ? argv[3] : default_theme(type);
  look.motion = "lively";
  auto part = argc > 4 ? std::atof(argv[4]) : -1;
  look.variation = argc > 5 ? static_cast<uint32_t>(std::atoi(argv[5])) : 0;
  fs::path out{argv[2]};
  fill_shelf(out / "shelf");
  media::picture_shelf shelf{out / "shelf"};
  for (std::string aspect : {"16:9", "9:16", "1:1", "4:5"}) {
    auto format = format_of(type, json::make_object({{"aspect_ratio", aspect},
                                                     {"quality", "medium"}}));
    for (std::string name :
         {"portrait", "wide_portrait", "small", "cut_out", "nobody"}) {
      auto file = aspect + "_" + name + ".png";
      std::replace(file.begin(), file.end(), ':', 'x');
      std::printf("%s\n", file.c_str());
      if (draw_sheet(scenes_with(*film, name, format, look), shelf, out / file,
                     part)
          != 0)
        return 1;
    }
  }
  return 0;
}
