#include "bench/contact_sheet.hpp"

#include "media/picture_file.hpp"
#include "protocol/stage_plan_parts.hpp"
#include "protocol/timeline.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <sstream>

namespace troupe {

namespace {

using namespace media;
using std::chrono::microseconds;

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

/// About as long as the voice takes.
scene_voice voice_of(video_type film, const json& scene,
                     const composition& picture) {
  scene_voice out;
  std::istringstream words{scene.text("script")};
  microseconds at{0};
  for (std::string word; words >> word;) {
    microseconds length{120'000 + 48'000 * word.size()};
    out.words.push_back({word, at, at + length});
    at += length + microseconds{40'000};
    if (word.back() == '.' || word.back() == '?')
      at += microseconds{350'000};
  }
  out.narration = at;
  out.at_least = plan::shortest(film, scene, picture);
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

std::string name_of(const composition& x) {
  return std::string{to_string(x.layout)};
}

int print_findings(const composition& scene, const scene_timing& timing,
                   size_t number) {
  auto found = check_layout(scene, timing);
  if (!found)
    return -1;
  for (auto& x : *found)
    std::printf("  scene %zu %s: %s: %s\n", number, name_of(scene).c_str(),
                std::string{to_string(x.what)}.c_str(), x.detail.c_str());
  return static_cast<int>(found->size());
}

/// CPU of drawing every frame.
int print_cost(painter& x, const composition& scene) {
  auto start = std::clock();
  for (uint32_t f = 0; f < x.frames(); ++f)
    if (!x.draw(f))
      return -1;
  std::printf("  %-10s %.2f ms a frame\n", name_of(scene).c_str(),
              static_cast<double>(std::clock() - start) * 1e3
                / CLOCKS_PER_SEC / x.frames());
  return 0;
}

} // namespace

std::string option(const options& from, const std::string& key,
                   const std::string& fallback) {
  auto found = from.find(key);
  return found == from.end() ? fallback : found->second;
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

sheet_film film_of(const json& data, video_type type,
                   const film_format& format, const look_style& look) {
  sheet_film out;
  std::vector<scene_voice> voices;
  auto& scenes = data.at("scenes");
  for (size_t i = 0; i < scenes.size(); ++i) {
    auto context = context_of(data, static_cast<uint32_t>(i), type, format,
                              look);
    out.scenes.push_back(compose(scenes.at(i), context));
    voices.push_back(voice_of(type, scenes.at(i), out.scenes.back()));
  }
  for (auto& slot : plan_timeline(voices, format.fps))
    out.timings.push_back({slot.frames, slot.words});
  return out;
}

int draw_sheet(const sheet_film& of, const std::string& path,
               const options& with) {
  auto at = option(with, "at", "poster");
  auto poster = at == "poster";
  auto parts = poster ? std::vector<double>{1} : parts_of(at);
  auto n = static_cast<uint32_t>(of.scenes.size() * parts.size());
  auto columns = std::min(n, static_cast<uint32_t>(std::atoi(
                               option(with, "columns", "3").c_str())));
  auto format = of.scenes.front().format;
  auto shrink = static_cast<uint32_t>(
    std::max(1, std::atoi(option(with, "shrink", "2").c_str())));
  sheet out{columns, (n + columns - 1) / columns, format.width / shrink,
            format.height / shrink};
  uint32_t cell = 0;
  auto findings = 0;
  for (size_t i = 0; i < of.scenes.size(); ++i) {
    auto made = painter::make(of.scenes[i], of.timings[i]);
    if (!made) {
      std::fprintf(stderr, "%s\n", text_of(made.error()).c_str());
      return -1;
    }
    for (auto part : parts) {
      auto last = (*made)->frames() - 1;
      auto frame = poster ? (*made)->draw_poster()
                          : (*made)->draw(static_cast<uint32_t>(
                              std::min(1.0, part) * last));
      if (!frame)
        return -1;
      out.put(*frame, cell % columns, cell / columns);
      ++cell;
    }
    if (option(with, "time", "0") == "1"
        && print_cost(**made, of.scenes[i]) < 0)
      return -1;
    auto found = print_findings(of.scenes[i], of.timings[i], i + 1);
    if (found < 0)
      return -1;
    findings += found;
  }
  return write_png(path, out.view()) ? findings : -1;
}

} // namespace troupe
