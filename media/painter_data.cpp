#include "media/painter_data.hpp"

#include "media/painter_lists.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace troupe::media {

namespace {

constexpr std::string_view minus = "\u2212";

/// Digits in fixed notation, as few as give the number back.
std::string digits_of(double value) {
  std::array<char, 64> buffer{};
  auto size = std::abs(value);
  auto form = size != 0 && size < 1e-4 ? std::chars_format::scientific
                                       : std::chars_format::fixed;
  auto [end, code] = std::to_chars(buffer.data(),
                                   buffer.data() + buffer.size(), size, form);
  return code == std::errc{} ? std::string{buffer.data(), end} : std::string{};
}

void group_thousands(std::string& digits) {
  if (digits.find('e') != std::string::npos)
    return;
  auto end = std::min(digits.find('.'), digits.size());
  // Years and the like stay as they are.
  if (end < 5)
    return;
  for (auto at = static_cast<int>(end) - 3; at > 0; at -= 3)
    digits.insert(static_cast<size_t>(at), 1, ',');
}

} // namespace

std::string written(double value) {
  auto out = digits_of(value);
  group_thousands(out);
  return (value < 0 ? std::string{minus} : std::string{}) + out;
}

bool is_sign(std::string_view unit) {
  return unit.empty() || unit == "%" || unit == "$" || unit == "\u20AC"
         || unit == "\u00A3";
}

std::string shown_value(const composed_datum& x, std::string_view unit) {
  if (!x.shown.empty())
    return x.shown;
  auto number = written(x.value);
  if (unit == "%")
    return number + '%';
  if (!is_sign(unit) || unit.empty())
    return number;
  auto below = number.starts_with(minus);
  auto digits = below ? number.substr(minus.size()) : number;
  return (below ? std::string{minus} : std::string{}) + std::string{unit}
         + digits;
}

std::vector<text_block> set_alike(scene_builder& to,
                                  const std::vector<std::string>& texts,
                                  text_style with, const alike_room& room) {
  for (;;) {
    std::vector<text_block> out;
    auto size = with.size;
    for (auto& text : texts) {
      out.push_back(to.fit(with, text,
                           {room.width, room.height, room.lines,
                            room.smallest, false}));
      if (!text.empty())
        size = std::min(size, out.back().size);
    }
    if (size >= with.size - 0.01)
      return out;
    with.size = size;
  }
}

bool any_cut(const std::vector<text_block>& x) {
  return std::any_of(x.begin(), x.end(), [](auto& block) { return block.cut; });
}

double widest(const std::vector<text_block>& x) {
  double out = 0;
  for (auto& block : x)
    out = std::max(out, block.width);
  return out;
}

std::vector<double> data_times(const scene_builder& to,
                               const std::vector<std::string>& cues) {
  constexpr double first = 0.75;
  std::vector<composed_point> spoken, silent;
  for (auto& cue : cues) {
    spoken.push_back({cue, cue});
    silent.push_back({cue, {}});
  }
  auto out = reveal_times(spoken, to.words, to.life);
  if (out != reveal_times(silent, {}, to.life))
    return out;
  // A scene that speaks of something else shows its data at once.
  auto n = static_cast<double>(cues.size());
  auto apart = std::min(0.22, std::max(0.05, (to.life - 2.2) / n));
  for (size_t i = 0; i < out.size(); ++i)
    out[i] = first + apart * static_cast<double>(i);
  return out;
}

color shape_color(const theme& look, color wanted) {
  constexpr double ratio = 3.0;
  return readable(readable(wanted, look.ground_top, ratio), ground_of(look),
                  ratio);
}

std::vector<color> part_colors(const theme& look, size_t count) {
  auto pale = [&](color x) { return mix(x, look.ink, 0.5); };
  const std::array all = {look.accent,       look.support,
                          look.warm,         look.secondary,
                          pale(look.accent), pale(look.support),
                          pale(look.warm),   look.dim};
  std::vector<color> out;
  for (size_t i = 0; i < count; ++i)
    out.push_back(shape_color(look, all[i % all.size()]));
  return out;
}

rect above_source(scene_builder& to, rect area) {
  auto& chart = *to.scene.chart;
  auto text = chart.note;
  if (!text.empty() && !chart.source.empty())
    text += text.ends_with('.') ? " " : " \u00B7 ";
  text += chart.source;
  if (text.empty())
    return area;
  auto lines = to.grid.shape == frame_shape::wide ? 2 : 4;
  auto block = to.fit(text_role::footnote, text, area.w, lines);
  auto y = area.bottom() - block.height;
  to.place(block, {{area.x, y}, to.look.dim, 0.9, "source"});
  area.h = y - to.u(30) - area.y;
  return area;
}

} // namespace troupe::media
