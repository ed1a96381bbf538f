#include "media/painter_icons.hpp"

#include <cctype>
#include <cmath>
#include <numbers>
#include <string>

namespace troupe::media {

namespace {

struct word_icon {
  std::string_view word;
  icon what;
};

/// Beginnings of words, the more telling ones first.
constexpr word_icon table[] = {
  {"side effect", icon::warning}, {"warn", icon::warning},
  {"risk", icon::warning},        {"do not", icon::warning},
  {"avoid", icon::warning},       {"caution", icon::warning},
  {"allerg", icon::warning},      {"vessel", icon::vessel},
  {"arter", icon::vessel},        {"blood", icon::drop},
  {"fluid", icon::drop},          {"water", icon::drop},
  {"hydrat", icon::drop},         {"serum", icon::drop},
  {"glucose", icon::drop},        {"sugar", icon::drop},
  {"heart", icon::heart},         {"cardi", icon::heart},
  {"care", icon::heart},          {"love", icon::heart},
  {"pulse", icon::pulse},         {"pressure", icon::pulse},
  {"rhythm", icon::pulse},        {"monitor", icon::pulse},
  {"doctor", icon::plus},         {"physician", icon::plus},
  {"clinic", icon::plus},         {"health", icon::plus},
  {"medical", icon::plus},        {"tablet", icon::pill},
  {"dose", icon::pill},           {"dosing", icon::pill},
  {"pill", icon::pill},           {"capsule", icon::pill},
  {"medicin", icon::pill},        {"daily", icon::clock},
  {"time", icon::clock},          {"hour", icon::clock},
  {"day", icon::clock},           {"week", icon::clock},
  {"minute", icon::clock},        {"routine", icon::clock},
  {"sleep", icon::moon},          {"night", icon::moon},
  {"cell", icon::cell},           {"receptor", icon::target},
  {"enzyme", icon::cell},         {"target", icon::target},
  {"bind", icon::target},         {"block", icon::target},
  {"goal", icon::target},         {"protect", icon::shield},
  {"safe", icon::shield},         {"secur", icon::shield},
  {"privacy", icon::shield},      {"guard", icon::shield},
  {"trial", icon::chart},         {"study", icon::chart},
  {"studies", icon::chart},       {"evidence", icon::chart},
  {"data", icon::chart},          {"result", icon::chart},
  {"lower", icon::chart},         {"percent", icon::chart},
  {"report", icon::document},     {"document", icon::document},
  {"record", icon::document},     {"policy", icon::document},
  {"rule", icon::document},       {"label", icon::document},
  {"read", icon::document},       {"leaflet", icon::document},
  {"team", icon::people},         {"family", icon::people},
  {"people", icon::people},       {"patients", icon::people},
  {"employee", icon::people},     {"patient", icon::person},
  {"you", icon::person},          {"adult", icon::person},
  {"talk", icon::speech},         {"ask", icon::speech},
  {"tell", icon::speech},         {"call", icon::speech},
  {"speak", icon::speech},        {"fast", icon::bolt},
  {"quick", icon::bolt},          {"energy", icon::bolt},
  {"power", icon::bolt},          {"natural", icon::leaf},
  {"skin", icon::leaf},           {"breath", icon::leaf},
  {"fresh", icon::leaf},          {"check", icon::check},
};

bool starts_word(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1))
    if (at == 0 || !std::isalpha(static_cast<unsigned char>(text[at - 1])))
      return true;
  return false;
}

void line(cairo_t* cr, std::initializer_list<point> through) {
  auto first = true;
  for (auto at : through) {
    if (first)
      cairo_move_to(cr, at.x, at.y);
    else
      cairo_line_to(cr, at.x, at.y);
    first = false;
  }
}

void arc(cairo_t* cr, point at, double r, double from, double to) {
  cairo_new_sub_path(cr);
  cairo_arc(cr, at.x, at.y, r, from * std::numbers::pi,
            to * std::numbers::pi);
}

// All shapes live in -1..1.

void heart(cairo_t* cr) {
  cairo_move_to(cr, 0, 0.82);
  cairo_curve_to(cr, -1.25, -0.05, -0.85, -0.95, -0.35, -0.78);
  cairo_curve_to(cr, -0.12, -0.7, 0, -0.5, 0, -0.35);
  cairo_curve_to(cr, 0, -0.5, 0.12, -0.7, 0.35, -0.78);
  cairo_curve_to(cr, 0.85, -0.95, 1.25, -0.05, 0, 0.82);
  cairo_close_path(cr);
}

void shield(cairo_t* cr) {
  cairo_move_to(cr, 0, -0.9);
  cairo_curve_to(cr, 0.25, -0.7, 0.5, -0.6, 0.75, -0.58);
  cairo_curve_to(cr, 0.8, 0.15, 0.5, 0.65, 0, 0.92);
  cairo_curve_to(cr, -0.5, 0.65, -0.8, 0.15, -0.75, -0.58);
  cairo_curve_to(cr, -0.5, -0.6, -0.25, -0.7, 0, -0.9);
  cairo_close_path(cr);
  line(cr, {{-0.3, 0.02}, {-0.06, 0.26}, {0.34, -0.22}});
}

void drop(cairo_t* cr) {
  cairo_move_to(cr, 0, -0.92);
  cairo_curve_to(cr, 0.3, -0.45, 0.62, -0.1, 0.62, 0.3);
  cairo_arc(cr, 0, 0.3, 0.62, 0, std::numbers::pi);
  cairo_curve_to(cr, -0.62, -0.1, -0.3, -0.45, 0, -0.92);
  cairo_close_path(cr);
}

void pill(cairo_t* cr) {
  cairo_save(cr);
  cairo_rotate(cr, -std::numbers::pi / 4);
  rounded(cr, {-0.9, -0.4, 1.8, 0.8}, 0.4);
  line(cr, {{0, -0.4}, {0, 0.4}});
  cairo_restore(cr);
}

void person(cairo_t* cr, double x, double size) {
  circle(cr, {x, -0.42 * size}, 0.34 * size);
  cairo_move_to(cr, x - 0.68 * size, 0.82 * size);
  cairo_curve_to(cr, x - 0.6 * size, 0.05 * size, x + 0.6 * size, 0.05 * size,
                 x + 0.68 * size, 0.82 * size);
}

void leaf(cairo_t* cr) {
  cairo_move_to(cr, -0.75, 0.75);
  cairo_curve_to(cr, -0.95, -0.5, 0.1, -0.85, 0.85, -0.8);
  cairo_curve_to(cr, 0.9, 0.1, 0.5, 0.95, -0.5, 0.55);
  line(cr, {{-0.75, 0.75}, {0.2, -0.2}});
}

void moon(cairo_t* cr) {
  cairo_new_sub_path(cr);
  cairo_arc(cr, 0, 0, 0.82, -0.45 * std::numbers::pi,
            0.95 * std::numbers::pi);
  cairo_curve_to(cr, -0.1, 0.55, 0.45, -0.2, 0.13, -0.81);
}

void spark(cairo_t* cr) {
  cairo_move_to(cr, 0, -0.9);
  cairo_curve_to(cr, 0.1, -0.2, 0.2, -0.1, 0.9, 0);
  cairo_curve_to(cr, 0.2, 0.1, 0.1, 0.2, 0, 0.9);
  cairo_curve_to(cr, -0.1, 0.2, -0.2, 0.1, -0.9, 0);
  cairo_curve_to(cr, -0.2, -0.1, -0.1, -0.2, 0, -0.9);
  cairo_close_path(cr);
}

void shape(cairo_t* cr, icon what) {
  switch (what) {
    case icon::check: line(cr, {{-0.6, 0.05}, {-0.15, 0.5}, {0.65, -0.45}});
      return;
    case icon::cross:
      line(cr, {{-0.5, -0.5}, {0.5, 0.5}});
      line(cr, {{0.5, -0.5}, {-0.5, 0.5}});
      return;
    case icon::dash: line(cr, {{-0.55, 0}, {0.55, 0}}); return;
    case icon::plus:
      rounded(cr, {-0.85, -0.85, 1.7, 1.7}, 0.42);
      line(cr, {{-0.42, 0}, {0.42, 0}});
      line(cr, {{0, -0.42}, {0, 0.42}});
      return;
    case icon::drop: drop(cr); return;
    case icon::heart: heart(cr); return;
    case icon::shield: shield(cr); return;
    case icon::clock:
      circle(cr, {0, 0}, 0.85);
      line(cr, {{0, -0.48}, {0, 0.04}, {0.34, 0.26}});
      return;
    case icon::person: person(cr, 0, 1); return;
    case icon::people:
      person(cr, -0.38, 0.8);
      arc(cr, {0.42, -0.34}, 0.27, -0.6, 0.6);
      cairo_move_to(cr, 0.45, 0.12);
      cairo_curve_to(cr, 0.75, 0.15, 0.92, 0.4, 0.95, 0.66);
      return;
    case icon::pill: pill(cr); return;
    case icon::cell:
      circle(cr, {0, 0}, 0.85);
      circle(cr, {0.12, 0.08}, 0.3);
      return;
    case icon::pulse:
      line(cr, {{-0.95, 0.05}, {-0.45, 0.05}, {-0.18, -0.7}, {0.2, 0.72},
                {0.45, 0.05}, {0.95, 0.05}});
      return;
    case icon::bolt:
      line(cr, {{0.18, -0.92}, {-0.55, 0.14}, {-0.02, 0.14}, {-0.18, 0.92},
                {0.55, -0.14}, {0.02, -0.14}});
      cairo_close_path(cr);
      return;
    case icon::chart:
      line(cr, {{-0.8, -0.8}, {-0.8, 0.8}, {0.85, 0.8}});
      line(cr, {{-0.4, 0.4}, {-0.4, 0.05}});
      line(cr, {{0.1, 0.4}, {0.1, -0.3}});
      line(cr, {{0.6, 0.4}, {0.6, -0.68}});
      return;
    case icon::warning:
      line(cr, {{0, -0.82}, {0.92, 0.76}, {-0.92, 0.76}});
      cairo_close_path(cr);
      line(cr, {{0, -0.22}, {0, 0.24}});
      circle(cr, {0, 0.5}, 0.03);
      return;
    case icon::document:
      rounded(cr, {-0.65, -0.9, 1.3, 1.8}, 0.16);
      line(cr, {{-0.3, -0.35}, {0.3, -0.35}});
      line(cr, {{-0.3, 0.05}, {0.3, 0.05}});
      line(cr, {{-0.3, 0.45}, {0.08, 0.45}});
      return;
    case icon::vessel:
      cairo_move_to(cr, -0.95, -0.7);
      cairo_curve_to(cr, -0.3, -0.7, -0.3, -0.2, 0, -0.2);
      cairo_curve_to(cr, 0.3, -0.2, 0.3, -0.7, 0.95, -0.7);
      cairo_move_to(cr, -0.95, 0.7);
      cairo_curve_to(cr, -0.3, 0.7, -0.3, 0.2, 0, 0.2);
      cairo_curve_to(cr, 0.3, 0.2, 0.3, 0.7, 0.95, 0.7);
      return;
    case icon::target:
      circle(cr, {0, 0}, 0.85);
      circle(cr, {0, 0}, 0.45);
      circle(cr, {0, 0}, 0.05);
      return;
    case icon::speech:
      rounded(cr, {-0.9, -0.78, 1.8, 1.25}, 0.36);
      line(cr, {{-0.3, 0.47}, {-0.45, 0.9}, {0.12, 0.47}});
      return;
    case icon::leaf: leaf(cr); return;
    case icon::moon: moon(cr); return;
    case icon::spark: spark(cr); return;
  }
}

} // namespace

std::optional<icon> icon_for(std::string_view text) {
  std::string low{text};
  for (auto& c : low)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (auto& entry : table)
    if (starts_word(low, entry.word))
      return entry.what;
  return std::nullopt;
}

void draw_icon(cairo_t* cr, icon what, point center, double size, color ink,
               double alpha) {
  if (size < 0.5 || alpha <= 0.003)
    return;
  cairo_save(cr);
  cairo_translate(cr, center.x, center.y);
  // A check is a check in every script.
  cairo_scale(cr, is_mirrored(cr) ? -size / 2 : size / 2, size / 2);
  cairo_new_path(cr);
  shape(cr, what);
  cairo_restore(cr);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  stroke(cr, ink, std::max(1.5, size * 0.085), alpha);
}

} // namespace troupe::media
