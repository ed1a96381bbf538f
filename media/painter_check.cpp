#include "media/painter_check.hpp"

#include "media/painter_background.hpp"
#include "media/painter_captions.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <new>

namespace troupe::media {

namespace {

/// Letters of neighbouring lines may come this close, in pixels.
constexpr double touching = 1.5;
/// WCAG 2 AA.
constexpr double ratio_small = 4.5;
constexpr double ratio_large = 3.0;

bool overlaps(const rect& a, const rect& b) {
  return std::min(a.right(), b.right()) - std::max(a.x, b.x) > touching
         && std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y) > touching;
}

std::string numbers(const char* form, double a, double b) {
  char out[96];
  std::snprintf(out, sizeof out, form, a, b);
  return out;
}

void check_one(const placed_text& x, const check_frame& in,
               std::vector<finding>& out) {
  using kind = finding::kind;
  if (x.cut)
    out.push_back({kind::clipped, x.what + ": words had to be left out"});
  if (x.missing > 0)
    out.push_back({kind::missing_glyph,
                   x.what + ": " + std::to_string(x.missing)
                     + " characters have no font"});
  if (x.ink.w <= 0)
    return;
  if (x.ink.x < in.margin || x.ink.y < in.margin
      || x.ink.right() > in.width - in.margin
      || x.ink.bottom() > in.height - in.margin)
    out.push_back({kind::clipped,
                   x.what + numbers(" leaves the frame at %.0f, %.0f",
                                    x.ink.right(), x.ink.bottom())});
  if (x.size < in.smallest - 0.01)
    out.push_back({kind::too_small,
                   x.what + numbers(" has %.1f pixels, needs %.1f", x.size,
                                    in.smallest)});
  if (in.captions.w > 0 && overlaps(x.ink, in.captions))
    out.push_back({kind::overlap, x.what + " enters the captions"});
  auto least = x.size >= in.large ? ratio_large : ratio_small;
  for (auto ground : in.grounds ? in.grounds(x) : std::vector<color>{}) {
    auto has = contrast(x.shown, ground);
    if (has >= least)
      continue;
    out.push_back({kind::low_contrast,
                   x.what + numbers(": %.2f to 1, needs %.1f", has, least)});
    break;
  }
}

/// Grounds behind a text: the mean, and the tenth that comes nearest to the
/// text's own luminance.
std::vector<color> sample(const surface& frame, const placed_text& x) {
  auto data = cairo_image_surface_get_data(frame.get());
  auto stride = cairo_image_surface_get_stride(frame.get());
  auto width = cairo_image_surface_get_width(frame.get());
  auto height = cairo_image_surface_get_height(frame.get());
  std::vector<std::pair<double, color>> seen;
  color sum;
  for (int i = 0; i < 24; ++i)
    for (int j = 0; j < 12; ++j) {
      auto px = static_cast<int>(x.ink.x + x.ink.w * (i + 0.5) / 24);
      auto py = static_cast<int>(x.ink.y + x.ink.h * (j + 0.5) / 12);
      if (px < 0 || py < 0 || px >= width || py >= height)
        continue;
      auto p = data + py * stride + px * 4;
      color c{p[2] / 255.0, p[1] / 255.0, p[0] / 255.0};
      seen.emplace_back(contrast(x.shown, c), c);
      sum = {sum.r + c.r, sum.g + c.g, sum.b + c.b};
    }
  if (seen.empty())
    return {};
  auto n = static_cast<double>(seen.size());
  auto worst = seen.begin() + static_cast<std::ptrdiff_t>(seen.size() / 10);
  std::nth_element(seen.begin(), worst, seen.end(),
                   [](auto& a, auto& b) { return a.first < b.first; });
  return {{sum.r / n, sum.g / n, sum.b / n}, worst->second};
}

/// The scene at rest, without its texts.
surface bare_frame(const scene_builder& of, const scene_plan& plan) {
  auto frame = make_surface(CAIRO_FORMAT_ARGB32,
                            static_cast<int>(of.scene.format.width),
                            static_cast<int>(of.scene.format.height));
  background ground{of};
  ground.copy(frame.get(), ground.offset_at(0.5));
  auto cr = draw_on(frame);
  moment now;
  now.t = 20;
  now.life = of.life;
  now.at_rest = true;
  for (auto& item : plan.items) {
    if (item.is_text)
      continue;
    cairo_save(cr.get());
    item.paint(cr.get(), now);
    cairo_restore(cr.get());
  }
  cairo_surface_flush(frame.get());
  return frame;
}

} // namespace

std::string_view to_string(finding::kind x) {
  switch (x) {
    case finding::kind::clipped: return "clipped";
    case finding::kind::overlap: return "overlap";
    case finding::kind::too_small: return "too small";
    case finding::kind::low_contrast: return "low contrast";
    case finding::kind::missing_glyph: return "missing glyph";
  }
  return "unknown";
}

std::vector<finding> check_texts(const std::vector<placed_text>& texts,
                                 const check_frame& in) {
  std::vector<finding> out;
  for (size_t i = 0; i < texts.size(); ++i) {
    check_one(texts[i], in, out);
    for (size_t j = i + 1; j < texts.size(); ++j)
      if (overlaps(texts[i].ink, texts[j].ink))
        out.push_back({finding::kind::overlap,
                       texts[i].what + " and " + texts[j].what});
  }
  return out;
}

result<std::vector<finding>> check_layout(const composition& scene) {
  scene_timing timing;
  timing.frames = scene.format.fps * 8;
  if (auto ok = check_limits(scene, timing); !ok)
    return ok.error();
  try {
    text_setter setter;
    auto made = lay_out(scene, timing, setter);
    auto& builder = *made.builder;
    auto frame = bare_frame(builder, made.plan);
    check_frame in;
    in.width = scene.format.width;
    in.height = scene.format.height;
    in.margin = builder.u(20);
    in.smallest = builder.u(26);
    in.large = builder.u(36);
    in.captions = captions::area(builder);
    in.grounds = [&](const placed_text& x) { return sample(frame, x); };
    auto out = check_texts(made.plan.texts, in);
    if (made.is_shortened)
      out.push_back({finding::kind::clipped,
                     "scene: more words than fit, some are left out"});
    return out;
  } catch (const std::bad_alloc&) {
    return make_error(ec::media_failed, "painter: out of memory");
  }
}

} // namespace troupe::media
