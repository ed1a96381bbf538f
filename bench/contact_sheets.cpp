// Draws sheets of stills of sample films, to be looked at: every scene of a
// film in a row, at several moments. Usage: contact_sheets SCENES_DIR OUT_DIR
// [key=value...] with type, aspect, quality, theme, accent, background,
// motion, variation, scale, captions, at (poster, frames or seconds), columns.

#include "media/painter.hpp"
#include "media/picture_file.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

using namespace troupe;
using namespace troupe::media;

namespace {

using options = std::map<std::string, std::string>;

std::string option(const options& from, const std::string& key,
                   const std::string& fallback) {
  auto found = from.find(key);
  return found == from.end() ? fallback : found->second;
}

/// A picture put together from smaller ones, each shrunk by whole pixels.
struct sheet {
  sheet(uint32_t columns, uint32_t rows, uint32_t width, uint32_t height)
      : cell_w(width),
        cell_h(height),
        width(columns * (width + gap)),
        height(rows * (height + gap)),
        pixels(size_t{this->width} * this->height * 4, 255) {}

  void put(const bgra_view& x, uint32_t column, uint32_t row) {
    auto by = std::max(1U, x.width / cell_w);
    for (uint32_t y = 0; y < cell_h; ++y)
      for (uint32_t at = 0; at < cell_w; ++at)
        for (uint32_t c = 0; c < 3; ++c) {
          uint32_t sum = 0;
          for (uint32_t j = 0; j < by; ++j)
            for (uint32_t i = 0; i < by; ++i)
              sum += x.data[(y * by + j) * x.stride + (at * by + i) * 4 + c];
          auto px = column * (cell_w + gap) + at;
          auto py = row * (cell_h + gap) + y;
          pixels[(size_t{py} * width + px) * 4 + c]
            = static_cast<uint8_t>(sum / (by * by));
        }
  }

  bgra_view view() const {
    return {pixels.data(), size_t{width} * 4, width, height};
  }

  static constexpr uint32_t gap = 6;
  uint32_t cell_w, cell_h, width, height;
  std::vector<uint8_t> pixels;
};

/// A narration of the right length when there is no voice.
scene_timing timing_of(const json& scene, uint32_t fps) {
  scene_timing out;
  std::istringstream words{scene.text("script")};
  auto at = std::chrono::microseconds{350'000};
  for (std::string word; words >> word;) {
    std::chrono::microseconds length{120'000 + 48'000 * word.size()};
    out.words.push_back({word, at, at + length});
    at += length + std::chrono::microseconds{40'000};
    if (word.back() == '.' || word.back() == '?')
      at += std::chrono::microseconds{350'000};
  }
  auto seconds = std::max(4.0, static_cast<double>(at.count()) / 1e6 + 1.0);
  out.frames = static_cast<uint32_t>(seconds * fps);
  return out;
}

look_style look_of(const options& with, video_type type) {
  look_style out;
  out.theme = option(with, "theme", std::string{default_theme(type)});
  out.accent = option(with, "accent", "");
  out.background = option(with, "background", "");
  out.motion = option(with, "motion", "calm");
  out.text_scale = std::atof(option(with, "scale", "1").c_str());
  out.captions = option(with, "captions", "1") == "1";
  out.variation = static_cast<uint32_t>(
    std::atoi(option(with, "variation", "0").c_str()));
  return out;
}

struct film {
  std::vector<composition> scenes;
  std::vector<scene_timing> timings;
};

film load(const std::string& folder, video_type type, const options& with) {
  std::ifstream in{folder + "/" + std::string{to_string(type)} + ".json"};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  auto data = json::parse(text);
  film out;
  if (!data) {
    std::fprintf(stderr, "%s\n", text_of(data.error()).c_str());
    return out;
  }
  auto payload = json::make_object(
    {{"aspect_ratio",
      option(with, "aspect",
             type == video_type::social_media ? "9:16" : "16:9")},
     {"quality", option(with, "quality", "medium")}});
  auto format = format_of(type, payload);
  auto look = look_of(with, type);
  auto& scenes = data->at("scenes");
  for (size_t i = 0; i < scenes.size(); ++i) {
    auto context = context_of(*data, static_cast<uint32_t>(i), type, format,
                              look);
    out.scenes.push_back(compose(scenes.at(i), context));
    out.timings.push_back(timing_of(scenes.at(i), format.fps));
  }
  return out;
}

/// Frames to show of a scene: part of its length each.
std::vector<double> parts_of(const std::string& at) {
  std::vector<double> out;
  std::istringstream in{at};
  for (std::string one; std::getline(in, one, ',');)
    out.push_back(std::atof(one.c_str()));
  return out;
}

int draw(const film& of, const std::string& path, const options& with) {
  auto poster = option(with, "at", "poster") == "poster";
  auto parts = poster ? std::vector<double>{1} : parts_of(with.at("at"));
  auto n = static_cast<uint32_t>(of.scenes.size() * parts.size());
  auto columns = std::min(n, static_cast<uint32_t>(std::atoi(
                               option(with, "columns", "3").c_str())));
  auto format = of.scenes.front().format;
  auto shrink = static_cast<uint32_t>(
    std::atoi(option(with, "shrink", "2").c_str()));
  sheet out{columns, (n + columns - 1) / columns, format.width / shrink,
            format.height / shrink};
  uint32_t cell = 0;
  double made = 0, drawn = 0;
  uint32_t frames = 0;
  for (size_t i = 0; i < of.scenes.size(); ++i) {
    auto start = std::clock();
    auto painter = painter::make(of.scenes[i], of.timings[i]);
    made += static_cast<double>(std::clock() - start);
    if (!painter) {
      std::fprintf(stderr, "%s\n", text_of(painter.error()).c_str());
      return 1;
    }
    for (auto part : parts) {
      auto last = (*painter)->frames() - 1;
      auto frame = poster ? (*painter)->draw_poster()
                          : (*painter)->draw(static_cast<uint32_t>(
                              std::min(1.0, part) * last));
      if (!frame)
        return 1;
      out.put(*frame, cell % columns, cell / columns);
      ++cell;
    }
    if (option(with, "time", "0") == "1") {
      start = std::clock();
      for (uint32_t f = 0; f < (*painter)->frames(); ++f, ++frames)
        if (!(*painter)->draw(f))
          return 1;
      auto one = static_cast<double>(std::clock() - start);
      std::printf("  %-10s %.2f ms a frame\n",
                  std::string{to_string(of.scenes[i].layout)}.c_str(),
                  one * 1e3 / CLOCKS_PER_SEC / (*painter)->frames());
      drawn += one;
    }
    auto found = check_layout(of.scenes[i]);
    for (auto& x : *found)
      std::printf("  scene %zu %s: %s %s\n", i + 1,
                  std::string{to_string(of.scenes[i].layout)}.c_str(),
                  std::string{to_string(x.what)}.c_str(), x.detail.c_str());
  }
  std::printf("%s: make %.1f ms a scene\n", path.c_str(),
              made * 1e3 / CLOCKS_PER_SEC
                / static_cast<double>(of.scenes.size()));
  if (frames > 0)
    std::printf("  %.2f ms a frame\n",
                drawn * 1e3 / CLOCKS_PER_SEC / frames);
  return write_png(path, out.view()) ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: %s SCENES_DIR OUT_DIR [key=value...]\n",
                 argv[0]);
    return 2;
  }
  options with;
  for (int i = 3; i < argc; ++i) {
    std::string text = argv[i];
    auto equal = text.find('=');
    if (equal != std::string::npos)
      with[text.substr(0, equal)] = text.substr(equal + 1);
  }
  auto status = 0;
  for (auto type : all_video_types()) {
    auto name = std::string{to_string(type)};
    if (option(with, "type", name) != name)
      continue;
    auto film = load(argv[1], type, with);
    if (film.scenes.empty())
      return 1;
    auto aspect = option(with, "aspect", "own");
    std::replace(aspect.begin(), aspect.end(), ':', 'x');
    auto tag = option(with, "tag", aspect);
    status |= draw(film, std::string{argv[2]} + "/" + name + "_" + tag
                           + ".png",
                   with);
  }
  return status;
}
