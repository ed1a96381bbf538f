#include "protocol/film_format.hpp"

#include "protocol/defaults.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

namespace troupe {

namespace {

struct quality_lines {
  std::string_view name;
  uint32_t lines;
};
constexpr quality_lines qualities[] = {
  {"low", 480},   {"medium", 720}, {"high", 1080},   {"ultra", 1440},
  {"360p", 360},  {"480p", 480},   {"720p", 720},    {"1080p", 1080},
  {"1440p", 1440}, {"2160p", 2160},
};

uint32_t short_side(const std::string& quality) {
  auto found = std::ranges::find(qualities, quality, &quality_lines::name);
  return found == std::end(qualities) ? 720 : found->lines;
}

/// H.264 in 4:2:0 needs even sizes.
uint32_t even(double x) {
  return static_cast<uint32_t>(x / 2 + 0.5) * 2;
}

} // namespace

const std::vector<std::string>& film_qualities() {
  static const auto names = [] {
    std::vector<std::string> out;
    for (auto& x : qualities)
      out.emplace_back(x.name);
    return out;
  }();
  return names;
}

film_format format_of(video_type type, const json& payload) {
  auto fallback = type == video_type::social_media ? "9:16" : "16:9";
  auto aspect = payload.text("aspect_ratio", fallback);
  auto side = short_side(payload.text("quality"));
  film_format format;
  format.fps = defaults::fps;
  auto fps = payload.integer("fps");
  for (auto known : film_rates)
    if (fps == known)
      format.fps = static_cast<uint32_t>(known);
  if (aspect == "9:16") {
    format.width = side;
    format.height = even(side * 16.0 / 9.0);
  } else if (aspect == "1:1") {
    format.width = format.height = side;
  } else if (aspect == "4:5") {
    format.width = side;
    format.height = even(side * 5.0 / 4.0);
  } else {
    format.width = even(side * 16.0 / 9.0);
    format.height = side;
  }
  return format;
}

json to_json(const film_format& x) {
  return json::make_object(
    {{"width", x.width}, {"height", x.height}, {"fps", x.fps}});
}

film_format film_format_from(const json& x) {
  auto bounded = [&](std::string_view key, int64_t fallback, int64_t lowest,
                     int64_t highest) {
    return static_cast<uint32_t>(
      std::clamp(x.integer(key, fallback), lowest, highest));
  };
  return {bounded("width", 1280, 16, 4096) & ~1U,
          bounded("height", 720, 16, 4096) & ~1U, bounded("fps", 30, 1, 60)};
}

} // namespace troupe
