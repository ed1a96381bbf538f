// Draws sheets of stills of sample films, to be looked at: every scene of a
// film in a row, at several moments, and prints what the checker finds.
//
//   contact_sheets SCENES_DIR OUT_DIR [key=value...]
//     with type, film (a file's name), aspect, quality, theme, accent,
//     background, motion, variation, scale, captions, at (poster, or parts of
//     a scene), columns, shrink, time=1, tag
//   contact_sheets matrix PAYLOADS_FILE OUT_DIR [key=value...]
//     every type with every payload of the file, as the embedded writer makes
//     them, over all themes and shapes; only=<type>_<payload> for one of them
//
// Exit status: 0 without findings, 1 with them, 2 when it failed.

#include "bench/contact_sheet.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace troupe;

namespace {

options options_from(int argc, char** argv, int first) {
  options out;
  for (int i = first; i < argc; ++i) {
    std::string text = argv[i];
    auto equal = text.find('=');
    if (equal != std::string::npos)
      out[text.substr(0, equal)] = text.substr(equal + 1);
  }
  return out;
}

int draw_samples(const std::string& folder, const std::string& to,
                 const options& with) {
  auto findings = 0;
  for (auto type : all_video_types()) {
    auto name = std::string{to_string(type)};
    if (option(with, "type", name) != name)
      continue;
    auto file = option(with, "film", name);
    std::ifstream in{folder + "/" + file + ".json"};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    auto data = json::parse(text);
    if (!data) {
      std::fprintf(stderr, "%s: %s\n", file.c_str(),
                   text_of(data.error()).c_str());
      return -1;
    }
    auto fallback = type == video_type::social_media ? "9:16" : "16:9";
    auto payload = json::make_object(
      {{"aspect_ratio", option(with, "aspect", fallback)},
       {"quality", option(with, "quality", "medium")}});
    auto aspect = option(with, "aspect", "own");
    std::replace(aspect.begin(), aspect.end(), ':', 'x');
    std::printf("%s\n", file.c_str());
    auto found = draw_sheet(film_of(*data, type, format_of(type, payload),
                                    look_of(with, type)),
                            to + "/" + file + "_" + option(with, "tag", aspect)
                              + ".png",
                            with);
    if (found < 0)
      return -1;
    findings += found;
  }
  return findings;
}

} // namespace

int main(int argc, char** argv) {
  auto matrix = argc > 1 && std::string_view{argv[1]} == "matrix";
  auto first = matrix ? 2 : 1;
  if (argc < first + 2) {
    std::fprintf(stderr, "usage: %s SCENES_DIR|matrix PAYLOADS OUT_DIR "
                         "[key=value...]\n",
                 argv[0]);
    return 2;
  }
  auto with = options_from(argc, argv, first + 2);
  std::filesystem::create_directories(argv[first + 1]);
  auto found = matrix ? draw_matrix(argv[2], argv[3], with)
                      : draw_samples(argv[1], argv[2], with);
  return found < 0 ? 2 : found > 0 ? 1 : 0;
}
