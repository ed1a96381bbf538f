#include "tests/media/sample_scenes.hpp"

#include "tests/support/test.hpp"

#include <fstream>
#include <iterator>
#include <sstream>

namespace troupe::test {

namespace {

film_format format_at(const std::string& aspect, uint32_t side) {
  auto even = [](uint32_t x) { return x / 2 * 2; };
  film_format out;
  out.width = out.height = even(side);
  if (aspect == "16:9")
    out.width = even(side * 16 / 9);
  if (aspect == "9:16")
    out.height = even(side * 16 / 9);
  if (aspect == "4:5")
    out.height = even(side * 5 / 4);
  return out;
}

media::scene_timing timing_of(const json& scene, uint32_t fps) {
  using std::chrono::microseconds;
  media::scene_timing out;
  std::istringstream words{scene.text("script")};
  auto at = microseconds{350'000};
  for (std::string word; words >> word;) {
    microseconds length{100'000 + 30'000 * word.size()};
    out.words.push_back({word, at, at + length});
    at += length + microseconds{40'000};
  }
  auto seconds = std::max(3.0, static_cast<double>(at.count()) / 1e6 + 0.8);
  out.frames = static_cast<uint32_t>(seconds * fps);
  return out;
}

json scenes_of(const std::string& type) {
  std::ifstream in{std::string{TROUPE_SAMPLE_SCENES} + '/' + type + ".json"};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  auto data = json::parse(text);
  if (!data)
    CAF_FAIL(type << ": " << text_of(data.error()));
  return std::move(*data);
}

} // namespace

std::vector<sample> sample_scenes(const std::string& aspect, uint32_t side) {
  auto format = format_at(aspect, side);
  std::vector<sample> out;
  for (auto type : all_video_types()) {
    auto name = std::string{to_string(type)};
    auto data = scenes_of(name);
    look_style look;
    look.theme = default_theme(type);
    auto& scenes = data.at("scenes");
    for (size_t i = 0; i < scenes.size(); ++i) {
      auto context = context_of(data, static_cast<uint32_t>(i), type, format,
                                look);
      out.push_back({name + " " + aspect + " scene " + std::to_string(i + 1),
                     compose(scenes.at(i), context),
                     timing_of(scenes.at(i), format.fps)});
    }
  }
  return out;
}

} // namespace troupe::test
