#include "media/brand.hpp"

#include <algorithm>

namespace troupe::media {

namespace {

constexpr double least_chroma = 0.22;
constexpr double least_share = 0.04;

} // namespace

std::optional<color> leading_color(const picture_stats& logo) {
  std::optional<color> out;
  double best = 0;
  for (auto& [shown, share] : logo.colors) {
    auto vivid = chroma(shown);
    if (vivid < least_chroma || share < least_share)
      continue;
    // A large dull area and a small bright one are equally the brand's.
    auto weight = vivid * std::min(share, 0.5);
    if (weight > best) {
      best = weight;
      out = shown;
    }
  }
  return out;
}

composition with_brand(composition x, const picture_shelf& shelf) {
  if (!x.accent.empty() || !x.logo)
    return x;
  if (auto logo = shelf.find(x.logo->key))
    if (auto lead = leading_color(stats_of((*logo)->view())))
      x.accent = hex_of(*lead);
  return x;
}

std::vector<moved_color> moved_colors(const composition& x) {
  std::vector<moved_color> out;
  auto look = theme_of(x);
  auto note = [&](const char* what, const std::string& asked, color shown) {
    // What differs by rounding does not differ.
    auto wanted = parse_color(asked, shown);
    auto distance = std::abs(wanted.r - shown.r) + std::abs(wanted.g - shown.g)
                    + std::abs(wanted.b - shown.b);
    if (!asked.empty() && distance > 0.02)
      out.push_back({what, asked, hex_of(shown)});
  };
  note("accent", x.accent, look.accent);
  return out;
}

} // namespace troupe::media
