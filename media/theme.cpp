#include "media/theme.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace troupe::media {

namespace {

constexpr double text_ratio = 4.6;

theme clinical_dark() {
  theme x;
  x.name = "clinical_dark";
  x.ground_top = rgb(0x0A1330), x.ground_bottom = rgb(0x0C1A3E);
  x.glow_a = rgb(0x4C5BF0), x.glow_b = rgb(0x1FB8A6), x.glow_c = rgb(0x0A1E4A);
  x.glow = 0.34;
  x.ink = rgb(0xF5F8FF), x.secondary = rgb(0xAEBBD8), x.dim = rgb(0x8B9AC0);
  x.accent = rgb(0x3CE0C8), x.on_accent = rgb(0x04231F);
  x.support = rgb(0x93A8FF), x.warm = rgb(0xFFB65C), x.danger = rgb(0xFF6F7D);
  x.panel = rgb(0x2B4A8C), x.panel_alpha = 0.26;
  x.line = rgb(0x8FA6E8), x.line_alpha = 0.30;
  x.pill = rgb(0x050A1C), x.pill_alpha = 0.78;
  x.radius = 26;
  return x;
}

theme clinical_light() {
  theme x;
  x.name = "clinical_light";
  x.dark = false;
  x.ground_top = rgb(0xF6FAFF), x.ground_bottom = rgb(0xE6F0F9);
  x.glow_a = rgb(0xBFDCFF), x.glow_b = rgb(0xB4EEE2), x.glow_c = rgb(0xFFFFFF);
  x.glow = 0.62;
  x.ink = rgb(0x0B1F3F), x.secondary = rgb(0x3C5276), x.dim = rgb(0x58698A);
  x.accent = rgb(0x0A6CD6), x.on_accent = rgb(0xFFFFFF);
  x.support = rgb(0x12A594), x.warm = rgb(0xE8912D), x.danger = rgb(0xD8384E);
  x.panel = rgb(0xFFFFFF), x.panel_alpha = 0.78;
  x.line = rgb(0x8FB0D8), x.line_alpha = 0.5;
  x.pill = rgb(0x0B1F3F), x.pill_alpha = 0.90;
  x.radius = 24, x.shadow = 0.13;
  return x;
}

theme editorial() {
  theme x;
  x.name = "editorial";
  x.dark = false;
  x.face = title_face::serif;
  x.title_weight = 700;
  x.ground_top = rgb(0xF7F3EC), x.ground_bottom = rgb(0xEFE8DC);
  x.glow_a = rgb(0xF3C9A8), x.glow_b = rgb(0xC9D8CE), x.glow_c = rgb(0xFFFDF8);
  x.glow = 0.60;
  x.ink = rgb(0x1C1A17), x.secondary = rgb(0x4A453D), x.dim = rgb(0x6B645A);
  x.accent = rgb(0xB5431F), x.on_accent = rgb(0xFFF8F1);
  x.support = rgb(0x2F5D50), x.warm = rgb(0xD89A3A), x.danger = rgb(0xB3261E);
  x.panel = rgb(0xFFFDF8), x.panel_alpha = 0.74;
  x.line = rgb(0x8A7F6E), x.line_alpha = 0.42;
  x.pill = rgb(0x1C1A17), x.pill_alpha = 0.90;
  x.radius = 10, x.shadow = 0.15;
  return x;
}

theme formal() {
  theme x;
  x.name = "formal";
  x.dark = true;
  x.ground_top = rgb(0x18212E), x.ground_bottom = rgb(0x10171F);
  x.glow_a = rgb(0x35506E), x.glow_b = rgb(0x2A3B4C), x.glow_c = rgb(0x18212E);
  x.glow = 0.45;
  x.ink = rgb(0xFAFBFC), x.secondary = rgb(0xC0CAD6), x.dim = rgb(0x97A4B4);
  x.accent = rgb(0xE3B64F), x.on_accent = rgb(0x221A05);
  x.support = rgb(0x8FB4DC), x.warm = rgb(0xE8926A), x.danger = rgb(0xF08080);
  x.panel = rgb(0x3A4C62), x.panel_alpha = 0.34;
  x.line = rgb(0xA9BCD2), x.line_alpha = 0.30;
  x.pill = rgb(0x060A0F), x.pill_alpha = 0.82;
  x.radius = 8;
  return x;
}

theme social_bold() {
  theme x;
  x.name = "social_bold";
  x.title_weight = 800;
  x.ground_top = rgb(0x4A1FB8), x.ground_bottom = rgb(0x8A1878);
  x.glow_a = rgb(0x3B2BE0), x.glow_b = rgb(0xE0245E), x.glow_c = rgb(0x7A18C8);
  x.glow = 0.55;
  x.ink = rgb(0xFFFFFF), x.secondary = rgb(0xF3E4FF), x.dim = rgb(0xF0E4FD);
  x.accent = rgb(0xFFE14D), x.on_accent = rgb(0x2A0E55);
  x.support = rgb(0x7DF3E1), x.warm = rgb(0xFFB45E), x.danger = rgb(0xFF9BA8);
  x.panel = rgb(0x1E0A52), x.panel_alpha = 0.42;
  x.line = rgb(0xFFFFFF), x.line_alpha = 0.26;
  x.pill = rgb(0x16063C), x.pill_alpha = 0.84;
  x.radius = 40;
  return x;
}

theme warm() {
  theme x;
  x.name = "warm";
  x.dark = false;
  x.face = title_face::sans;
  x.ground_top = rgb(0xFFF4E8), x.ground_bottom = rgb(0xFFE6D6);
  x.glow_a = rgb(0xFFC9A0), x.glow_b = rgb(0xFFB3B0), x.glow_c = rgb(0xFFFAF0);
  x.glow = 0.58;
  x.ink = rgb(0x3A1C1A), x.secondary = rgb(0x6B413B), x.dim = rgb(0x84574F);
  x.accent = rgb(0xC8412C), x.on_accent = rgb(0xFFFFFF);
  x.support = rgb(0x8A5A9E), x.warm = rgb(0xE79A34), x.danger = rgb(0xB3203A);
  x.panel = rgb(0xFFFFFF), x.panel_alpha = 0.66;
  x.line = rgb(0xD49A86), x.line_alpha = 0.48;
  x.pill = rgb(0x3A1C1A), x.pill_alpha = 0.90;
  x.radius = 34, x.shadow = 0.13;
  return x;
}

theme high_contrast() {
  theme x;
  x.name = "high_contrast";
  x.title_weight = 700;
  x.ground_top = rgb(0x000000), x.ground_bottom = rgb(0x0A0A0A);
  x.glow_a = rgb(0x1A1A1A), x.glow_b = rgb(0x161616), x.glow_c = rgb(0x000000);
  x.glow = 0.35;
  x.ink = rgb(0xFFFFFF), x.secondary = rgb(0xF0F0F0), x.dim = rgb(0xC8C8C8);
  x.accent = rgb(0xFFD60A), x.on_accent = rgb(0x000000);
  x.support = rgb(0x64D2FF), x.warm = rgb(0xFF9F0A), x.danger = rgb(0xFF6961);
  x.panel = rgb(0x1C1C1E), x.panel_alpha = 1.0;
  x.line = rgb(0xFFFFFF), x.line_alpha = 0.7;
  x.pill = rgb(0x000000), x.pill_alpha = 1.0;
  x.radius = 14;
  return x;
}

theme named(std::string_view name) {
  using maker = theme (*)();
  constexpr std::array<maker, 7> all = {clinical_dark, clinical_light,
                                        editorial,     formal,
                                        social_bold,   warm,
                                        high_contrast};
  for (auto make : all)
    if (auto x = make(); x.name == name)
      return x;
  return clinical_dark();
}

/// Above this luminance black text stands out more than white.
constexpr double turning_point = 0.179;

/// Another ground: lights and cards in its own tint, inks that stand out.
/// Grounds in the middle get lights that move away from the ink.
void set_ground(theme& x, color ground) {
  auto was_dark = x.dark;
  auto light = luminance(ground);
  auto white = rgb(0xFFFFFF);
  auto black = rgb(0x000000);
  x.dark = light < turning_point;
  auto is_middle = light > 0.06 && light < 0.45;
  auto away = x.dark ? black : white;
  auto lit = is_middle ? mix(ground, away, 0.35)
                       : mix(ground, white, x.dark ? 0.30 : 0.55);
  x.ground_top = is_middle ? mix(ground, away, 0.06) : mix(ground, white, 0.04);
  x.ground_bottom = is_middle ? ground
                              : mix(ground, black, x.dark ? 0.12 : 0.03);
  x.glow_a = lit;
  x.glow_b = is_middle ? mix(ground, away, 0.2) : mix(lit, x.accent, 0.35);
  x.glow_c = ground;
  x.glow = 0.32;
  if (was_dark != x.dark) {
    x.ink = x.dark ? rgb(0xF8FAFF) : rgb(0x11161F);
    x.secondary = x.dark ? rgb(0xD0D7E4) : rgb(0x3A4352);
    x.dim = x.dark ? rgb(0xB0BACB) : rgb(0x566072);
    x.shadow = x.dark ? 0.3 : 0.13;
  }
  x.panel = is_middle ? mix(ground, away, 0.5)
            : x.dark  ? mix(ground, white, 0.20)
                      : white;
  x.panel_alpha = x.dark ? 0.40 : 0.70;
  x.line = mix(x.ink, ground, 0.4);
  x.pill = x.dark ? mix(ground, black, 0.75) : rgb(0x11161F);
  x.pill_alpha = std::max(x.pill_alpha, 0.85);
}

/// Where lights and cards lift or lower the ground that text stands on.
std::array<color, 4> grounds(const theme& x) {
  auto ground = mix(x.ground_top, x.ground_bottom, 0.5);
  return {ground, mix(ground, x.glow_a, x.glow * 0.9),
          mix(ground, x.glow_b, x.glow * 0.9),
          mix(mix(ground, x.glow_b, x.glow * 0.5), x.panel, x.panel_alpha)};
}

/// The ink, moved towards the end of the scale until it stands out from every
/// ground.
color standing_out(color ink, const std::array<color, 4>& on, color end,
                   double ratio) {
  for (int step = 0; step <= 20; ++step) {
    auto moved = mix(ink, end, step / 20.0);
    if (std::all_of(on.begin(), on.end(), [&](auto& ground) {
          return contrast(moved, ground) >= ratio;
        }))
      return moved;
  }
  return end;
}

void keep_readable(theme& x) {
  auto on = grounds(x);
  auto end = x.dark ? rgb(0xFFFFFF) : rgb(0x000000);
  x.ink = standing_out(x.ink, on, end, 7.0);
  for (auto ink : {&x.secondary, &x.dim, &x.accent})
    *ink = standing_out(*ink, on, end, text_ratio);
  x.on_accent = readable(x.on_accent, x.accent, text_ratio);
  if (contrast(x.on_accent, x.accent) < text_ratio)
    x.on_accent = contrast(rgb(0), x.accent) > contrast(rgb(0xFFFFFF), x.accent)
                    ? rgb(0x05070A)
                    : rgb(0xFFFFFF);
  auto pill = mix(mix(x.ground_top, x.ground_bottom, 0.5), x.pill,
                  x.pill_alpha);
  x.pill_ink = readable(rgb(0xFFFFFF), pill, 7.0);
  x.pill_accent = readable(x.accent, pill, text_ratio);
}

} // namespace

color parse_color(std::string_view text, color fallback) {
  uint32_t value = 0;
  if (text.size() != 7 || text[0] != '#')
    return fallback;
  auto [end, problem] = std::from_chars(text.data() + 1,
                                        text.data() + text.size(), value, 16);
  return problem == std::errc{} && end == text.data() + 7 ? rgb(value)
                                                          : fallback;
}

color mix(color a, color b, double share_of_b) {
  auto one = [&](double x, double y) { return x + (y - x) * share_of_b; };
  return {one(a.r, b.r), one(a.g, b.g), one(a.b, b.b)};
}

double luminance(color x) {
  auto linear = [](double c) {
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(x.r) + 0.7152 * linear(x.g) + 0.0722 * linear(x.b);
}

double contrast(color a, color b) {
  auto x = luminance(a) + 0.05;
  auto y = luminance(b) + 0.05;
  return std::max(x, y) / std::min(x, y);
}

color readable(color ink, color ground, double ratio) {
  if (contrast(ink, ground) >= ratio)
    return ink;
  auto white = rgb(0xFFFFFF);
  auto black = rgb(0x000000);
  auto end = contrast(white, ground) >= contrast(black, ground) ? white
                                                                : black;
  for (int step = 1; step <= 20; ++step) {
    auto moved = mix(ink, end, step / 20.0);
    if (contrast(moved, ground) >= ratio)
      return moved;
  }
  return end;
}

color ground_of(const theme& x) {
  return mix(x.ground_top, x.ground_bottom, 0.5);
}

theme theme_of(const composition& from) {
  auto x = named(from.theme);
  if (!from.accent.empty()) {
    x.accent = parse_color(from.accent, x.accent);
    // The second light follows, so that the film has one colour and not two.
    x.glow_b = mix(x.glow_b, x.accent, x.dark ? 0.55 : 0.30);
  }
  if (!from.background.empty())
    set_ground(x, parse_color(from.background, ground_of(x)));
  keep_readable(x);
  return x;
}

} // namespace troupe::media
