#include "media/painter_scene.hpp"

#include "media/captions.hpp"
#include "media/painter_logo.hpp"

#include "media/text_script.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

frame_shape shape_of(double width, double height) {
  auto ratio = height / width;
  return ratio > 1.5   ? frame_shape::portrait
         : ratio > 1.1 ? frame_shape::tall
         : ratio > 0.8 ? frame_shape::square
                       : frame_shape::wide;
}

/// Design size of a role by shape: wide, square, tall, portrait.
double design_size(text_role role, frame_shape shape) {
  auto pick = [&](double wide, double square, double tall, double portrait) {
    switch (shape) {
      case frame_shape::wide: return wide;
      case frame_shape::square: return square;
      case frame_shape::tall: return tall;
      case frame_shape::portrait: return portrait;
    }
    return wide;
  };
  switch (role) {
    case text_role::display: return pick(112, 96, 104, 126);
    case text_role::h1: return pick(76, 68, 76, 92);
    case text_role::h2: return pick(54, 50, 54, 62);
    case text_role::body: return pick(42, 42, 46, 54);
    case text_role::small: return pick(34, 34, 37, 43);
    case text_role::label: return pick(31, 34, 38, 44);
    case text_role::kicker: return pick(27, 28, 30, 34);
    case text_role::footnote: return pick(27, 27, 28, 31);
    case text_role::caption: return pick(44, 40, 46, 50);
    case text_role::button: return pick(42, 42, 46, 54);
  }
  return 42;
}

constexpr double smallest_design = 26;

/// What decides the scene's direction: everything that is read.
std::string read_texts(const composition& x) {
  auto out = x.kicker + ' ' + x.title + ' ' + x.cta + ' ' + x.legal;
  for (auto& point : x.points)
    out += ' ' + point.text;
  for (auto column : {&x.left, &x.right})
    if (*column)
      for (auto& point : (*column)->points)
        out += ' ' + point;
  if (x.quote)
    out += ' ' + x.quote->text;
  if (x.figure)
    out += ' ' + x.figure->label;
  if (x.chart)
    for (auto& datum : x.chart->data)
      out += ' ' + datum.label;
  for (auto& moment : x.timeline)
    out += ' ' + moment.text;
  if (x.place)
    out += ' ' + x.place->name + ' ' + x.place->address;
  return out;
}

std::string all_words(const composition& x,
                      const std::vector<spoken_word>& words) {
  auto out = read_texts(x);
  for (auto& word : words)
    out += ' ' + word.text;
  return out;
}

painting mirrored_painting(painting x, double width) {
  return [x = std::move(x), width](cairo_t* cr, const moment& now) {
    cairo_translate(cr, width, 0);
    cairo_scale(cr, -1, 1);
    x(cr, now);
  };
}

} // namespace

geometry::geometry(const composition& x) {
  auto w = static_cast<double>(x.format.width);
  auto h = static_cast<double>(x.format.height);
  k = std::min(w, h) / 1080;
  width = w / k;
  height = h / k;
  shape = shape_of(w, h);
  auto set = [&](double side, double kicker, double title, double end,
                 double caption, double size) {
    margin = side;
    kicker_y = kicker;
    title_y = title;
    bottom = end;
    caption_bottom = caption;
    caption_size = size;
    caption_lines = static_cast<int>(caption_shape_of(x.format).lines);
  };
  switch (shape) {
    case frame_shape::wide:
      set(136, 128, 184, height - 200, height - 54, 44);
      break;
    case frame_shape::square:
      set(80, 92, 144, height - 200, height - 44, 40);
      break;
    case frame_shape::tall:
      set(84, 108, 164, height - 250, height - 64, 46);
      break;
    case frame_shape::portrait:
      // Apps cover the top and the lowest sixth with their own buttons.
      set(84, 230, 292, height - 530, height - 320, 50);
      break;
  }
  // Larger captions need more room.
  auto larger = caption_size * (std::min(1.15, x.text_scale) - 1);
  caption_size += larger;
  bottom -= std::max(0.0, larger * 1.3 * caption_lines);
  if (!x.captions)
    bottom = shape == frame_shape::portrait ? height - 340 : height - 104;
}

scene_builder::scene_builder(const composition& x, const scene_timing& timing,
                             text_setter& setter, picture_desk& desk,
                             double how_tight)
    : scene(x),
      look(theme_of(x)),
      grid(x),
      speed(pace_of(x.motion)),
      life(static_cast<double>(timing.frames) / x.format.fps),
      words(timing.words),
      loudness(timing.loudness),
      pictures(desk),
      tightness(how_tight),
      // The headline tells the language: rows may quote another one.
      rtl(is_rtl(x.title.empty() ? read_texts(x) : x.title)),
      setter_(setter) {
  setter_.use_language(han_language(all_words(x, words)));
}

scene_plan scene_builder::build() {
  switch (scene.layout) {
    case layout_kind::title: lay_out_title(*this); break;
    case layout_kind::bullets: lay_out_rows(*this); break;
    case layout_kind::steps: lay_out_steps(*this); break;
    case layout_kind::statement: lay_out_statement(*this); break;
    case layout_kind::number: lay_out_number(*this); break;
    case layout_kind::quote: lay_out_quote(*this); break;
    case layout_kind::compare: lay_out_compare(*this); break;
    case layout_kind::diagram: lay_out_diagram(*this); break;
    case layout_kind::product:
      if (pictures.find(scene.picture))
        lay_out_shot(*this);
      else
        lay_out_product(*this);
      break;
    case layout_kind::logo:
      if (pictures.find(scene.logo))
        lay_out_brand(*this);
      else
        lay_out_logo(*this);
      break;
    case layout_kind::cta: lay_out_cta(*this); break;
    case layout_kind::safety: lay_out_safety(*this); break;
    case layout_kind::gauge: lay_out_gauge(*this); break;
    case layout_kind::chart: lay_out_chart(*this); break;
    case layout_kind::timeline: lay_out_timeline(*this); break;
    case layout_kind::callout: lay_out_callout(*this); break;
    case layout_kind::location: lay_out_location(*this); break;
    case layout_kind::formula: lay_out_formula(*this); break;
    case layout_kind::picture:
    case layout_kind::footage: lay_out_picture(*this); break;
    case layout_kind::presenter: lay_out_presenter(*this); break;
    case layout_kind::lower_third: lay_out_lower_third(*this); break;
    case layout_kind::process: lay_out_process(*this); break;
    case layout_kind::code: lay_out_code(*this); break;
    case layout_kind::end_card: lay_out_end_card(*this); break;
  }
  place_corner_logo(*this);
  return std::move(plan_);
}

text_style scene_builder::style(text_role role) const {
  text_style out;
  auto is_serif = look.face == title_face::serif;
  out.size = u(design_size(role, grid.shape)) * scene.text_scale
             * (1 - 0.5 * tightness);
  switch (role) {
    case text_role::display:
    case text_role::h1:
    case text_role::h2:
      out.face = is_serif ? typeface::serif : typeface::display;
      out.weight = look.title_weight;
      out.tracking = is_serif ? -0.012
                     : role == text_role::display ? -0.022
                                                  : -0.018;
      out.leading = is_serif ? 1.14 : role == text_role::h2 ? 1.18 : 1.08;
      break;
    case text_role::body: out.weight = 500; break;
    case text_role::small: out.weight = 400; break;
    case text_role::label: out.weight = 600; break;
    case text_role::kicker:
      out.weight = 600;
      out.tracking = 0.16;
      out.caps = true;
      break;
    case text_role::footnote: out.leading = 1.38; break;
    case text_role::caption: out.weight = 600; break;
    case text_role::button: out.weight = 600; break;
  }
  out.size = std::max(out.size, u(smallest_design));
  return out;
}

double scene_builder::smallest(text_role role) const {
  auto least = [&] {
    switch (role) {
      case text_role::display: return 54.0;
      case text_role::h1: return 46.0;
      case text_role::h2: return 36.0;
      case text_role::body: return 30.0;
      case text_role::button: return 30.0;
      case text_role::caption: return 32.0;
      case text_role::small:
      case text_role::label: return 28.0;
      case text_role::kicker:
      case text_role::footnote: return smallest_design;
    }
    return smallest_design;
  }();
  return u(std::max(smallest_design, least * (1 - 0.3 * tightness)));
}

text_block scene_builder::fit(text_role role, std::string_view text,
                              double width, int lines, double height,
                              align to) {
  auto with = style(role);
  with.to = to;
  text_room room;
  room.width = width;
  room.height = height;
  room.lines = lines;
  room.smallest = smallest(role);
  room.balanced = role <= text_role::h2;
  return setter_.fit(text, with, room);
}

text_block scene_builder::fit(text_style with, std::string_view text,
                              text_room room) {
  return setter_.fit(text, with, room);
}

void scene_builder::add(painting x) {
  if (!rtl) {
    plan_.items.push_back({std::move(x), false});
    return;
  }
  plan_.items.push_back({mirrored_painting(std::move(x), scene.format.width),
                         false});
}

void scene_builder::add_text(painting x) {
  add(std::move(x));
  plan_.items.back().is_text = true;
}

void scene_builder::add_upright(const rect& room, painting x) {
  if (!rtl) {
    plan_.items.push_back({std::move(x), false});
    return;
  }
  auto by = scene.format.width - 2 * room.x - room.w;
  plan_.items.push_back({[by, x = std::move(x)](cairo_t* cr,
                                                const moment& now) {
                           cairo_translate(cr, by, 0);
                           x(cr, now);
                         },
                         false});
}

void scene_builder::add_upright_text(const rect& room, painting x) {
  add_upright(room, std::move(x));
  plan_.items.back().is_text = true;
}

void scene_builder::note(const text_block& x, point at, color shown,
                         std::string_view what, double start) {
  if (x.text.empty() && x.missing == 0)
    return;
  if (rtl)
    at.x = scene.format.width - at.x - x.width;
  placed_text out;
  out.what = std::string{what};
  out.start = start;
  out.text = x.text;
  out.ink = {at.x + x.ink.x, at.y + x.ink.y, x.ink.w, x.ink.h};
  out.room = {at.x, at.y, x.width, x.height};
  out.size = x.size;
  out.shown = shown;
  out.missing = x.missing;
  out.cut = x.cut;
  plan_.texts.push_back(std::move(out));
}

void scene_builder::note_line(std::vector<point> through,
                              std::string_view what) {
  if (rtl)
    for (auto& x : through)
      x.x = scene.format.width - x.x;
  plan_.lines.push_back({std::string{what}, std::move(through)});
}

void scene_builder::place(const text_block& x, const text_entry& entry) {
  point at{std::round(entry.at.x), std::round(entry.at.y)};
  note(x, at, entry.ink, entry.what, entry.start);
  add_text([x, at, ink = entry.ink, start = entry.start,
            with = speed](cairo_t* cr, const moment& now) {
    draw_text_entering(cr, x, at, ink, now, start, with);
  });
}

double scene_builder::kicker_height() const {
  if (scene.kicker.empty())
    return 0;
  return std::round(style(text_role::kicker).size * 1.3) + u(24);
}

double scene_builder::place_kicker(double x, double y, align to) {
  if (scene.kicker.empty())
    return y;
  auto rule = u(52);
  auto gap = u(22);
  auto block = fit(text_role::kicker, scene.kicker,
                   u(grid.inner_width()) - rule - gap, 1);
  auto left = to == align::center ? x - (block.width + rule + gap) / 2 : x;
  left = std::round(left);
  auto middle = std::round(y + block.height / 2);
  auto thick = std::max(2.0, std::round(u(5)));
  add([=, tint = look.accent, p = speed](cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : out_quint(ramp(now.t, 0.08, p.enter));
    rounded(cr, {left, middle - thick / 2, rule * part, thick}, thick / 2);
    fill(cr, tint);
  });
  place(block, {{left + rule + gap, y}, look.accent, 0.14, "kicker"});
  return y + kicker_height();
}

double scene_builder::place_header(double width_share) {
  auto left = u(grid.margin);
  auto y = place_kicker(left, u(grid.kicker_y));
  if (scene.kicker.empty())
    y = u(grid.kicker_y);
  if (scene.title.empty())
    return y;
  auto lines = grid.shape == frame_shape::wide ? 2 : 3;
  auto block = fit(text_role::h1, scene.title,
                   u(grid.inner_width()) * width_share, lines);
  place(block, {{left - u(3), y}, look.ink, 0.2, "title"});
  return y + block.height;
}

void scene_builder::place_illustration_label(double x, double y, align to) {
  auto block = fit(text_role::footnote, scene.illustration, u(500), 1);
  auto left = to == align::left     ? x
              : to == align::center ? x - block.width / 2
                                    : x - block.width;
  place(block, {{left, y}, look.dim, 0.9, "illustration"});
}

double scene_builder::place_legal(double left, double width, double bottom,
                                  align to) {
  if (scene.legal.empty())
    return bottom;
  auto lines = grid.shape == frame_shape::wide ? 3 : 5;
  auto block = fit(text_role::footnote, scene.legal, width, lines, 1e9, to);
  auto x = to == align::center ? left + (width - block.width) / 2 : left;
  auto y = bottom - block.height;
  place(block, {{x, y}, look.dim, 1.1, "legal"});
  return y;
}

rect scene_builder::content(double top) const {
  auto y = top + u(grid.upright() ? 64 : 52);
  return {u(grid.margin), y, u(grid.inner_width()), u(grid.bottom) - y};
}

double scene_builder::seen(const moment& now, double start) const {
  return now.at_rest ? 1.0 : ramp(now.t, start, speed.enter * 0.6);
}

} // namespace troupe::media
