// A formula on a panel, and what its letters mean.

#include "media/painter_data.hpp"
#include "media/painter_formula.hpp"
#include "media/painter_lists.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

struct formula_line {
  std::vector<formula_piece> pieces;
  double width = 0;
  double above = 0;
  double below = 0;
};

struct formula_plan {
  std::vector<formula_line> lines;
  double width = 0;
  double height = 0;
  double size = 0;
};

/// Fills lines; breaks only before signs.
formula_plan broken(std::vector<formula_piece> pieces, double width,
                    double size) {
  formula_plan out;
  out.size = size;
  out.lines.emplace_back();
  for (size_t i = 0; i < pieces.size(); ++i) {
    // As far as the next place to break.
    double ahead = 0;
    for (auto j = i; j < pieces.size() && (j == i || !pieces[j].breaks); ++j)
      ahead += pieces[j].gap + pieces[j].box.width;
    auto line = &out.lines.back();
    if (pieces[i].breaks && line->width + ahead > width
        && !line->pieces.empty())
      line = &out.lines.emplace_back();
    if (line->pieces.empty())
      pieces[i].gap = 0;
    line->width += pieces[i].gap + pieces[i].box.width;
    line->above = std::max(line->above, pieces[i].box.above);
    line->below = std::max(line->below, pieces[i].box.below);
    line->pieces.push_back(std::move(pieces[i]));
  }
  for (auto& line : out.lines) {
    out.width = std::max(out.width, line.width);
    out.height += line.above + line.below;
  }
  out.height += size * 0.4 * (static_cast<double>(out.lines.size()) - 1);
  return out;
}

/// The largest size that fits; a single line as long as letters stay large.
formula_plan plan_formula(scene_builder& to, const formula_part& row,
                          double width, double height) {
  auto largest = to.u(to.grid.upright() ? 132 : 124) * to.scene.text_scale;
  auto one_line = to.u(58);
  formula_plan out;
  for (auto lines : {1U, 4U}) {
    for (auto size = lines > 1 ? std::min(largest, to.u(92)) : largest;
         size >= to.u(26); size *= 0.93) {
      if (lines == 1 && size < one_line)
        break;
      out = broken(set_formula(to, row, size), width, size);
      if (out.width <= width && out.height <= height
          && out.lines.size() <= lines)
        return out;
    }
  }
  return out;
}

/// `line` is the room of all of it: formulas are read from the left in every
/// script, so pieces must not change places.
void place_piece(scene_builder& to, const formula_box& x, point at,
                 const rect& line, double start) {
  for (auto& piece : x.texts) {
    point own{std::round(at.x + piece.at.x), std::round(at.y + piece.at.y)};
    to.note(piece.text, own, to.look.ink, "formula", start);
  }
  to.add_upright_text(line, [=, ink = to.look.ink, p = to.speed](
                              cairo_t* cr, const moment& now) {
    auto part = now.at_rest ? 1.0 : ramp(now.t, start, p.enter);
    if (part <= 0)
      return;
    auto seen = std::min(1.0, part * 2);
    auto rise = std::round((1 - out_quint(part)) * x.height() * 0.3 * p.rise);
    for (auto& piece : x.texts)
      draw_text(cr, piece.text, {std::round(at.x + piece.at.x),
                                 std::round(at.y + piece.at.y + rise)},
                ink, seen);
    for (auto& rule : x.rules) {
      cairo_rectangle(cr, std::round(at.x + rule.x),
                      std::round(at.y + rule.y + rise), rule.w, rule.h);
      fill(cr, ink, seen);
    }
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    for (auto& line : x.strokes) {
      cairo_new_path(cr);
      for (auto& one : line)
        cairo_line_to(cr, at.x + one.x, at.y + one.y + rise);
      stroke(cr, ink, x.thickness, seen);
    }
  });
}

void place_formula(scene_builder& to, const formula_plan& x, const rect& box) {
  auto y = box.y + (box.h - x.height) / 2;
  double start = 0.6;
  for (auto& line : x.lines) {
    auto left = box.x + (box.w - line.width) / 2;
    rect room{left, y, line.width, line.above + line.below};
    for (auto& piece : line.pieces) {
      left += piece.gap;
      place_piece(to, piece.box, {std::round(left), std::round(y + line.above)},
                  room, start);
      left += piece.box.width;
      start += 0.14;
    }
    y += line.above + line.below + x.size * 0.4;
  }
}

void place_panel(scene_builder& to, const rect& box) {
  to.add([=, look = to.look, k = to.grid.k, p = to.speed](cairo_t* cr,
                                                          const moment& now) {
    auto part = now.at_rest ? 1.0 : out_quint(ramp(now.t, 0.3, p.enter));
    rounded(cr, box, look.radius * k);
    fill(cr, look.panel, look.panel_alpha * part);
    rounded(cr, box.inset(0.75 * k), look.radius * k);
    stroke(cr, look.line, 1.6 * k, look.line_alpha * part);
  });
}

struct legend_plan {
  std::vector<text_block> texts;
  double column = 0;
  size_t columns = 1;
  double gap = 0;
  double height = 0;

  double row_height(size_t row) const {
    double out = 0;
    for (auto i = row * columns; i < (row + 1) * columns && i < texts.size();
         ++i)
      out = std::max(out, texts[i].height);
    return out;
  }
};

legend_plan plan_legend(scene_builder& to, double width, double most) {
  legend_plan out;
  std::vector<std::string> texts;
  for (auto& x : to.scene.points)
    texts.push_back(x.text);
  if (texts.empty())
    return out;
  out.columns = to.grid.shape == frame_shape::wide && texts.size() > 1 ? 2 : 1;
  auto n = static_cast<double>(out.columns);
  out.column = (width - to.u(60) * (n - 1)) / n;
  auto with = to.style(text_role::small);
  with.leading = 1.24;
  out.gap = to.u(18);
  auto rows = (texts.size() + out.columns - 1) / out.columns;
  for (;; with.size = std::max(to.u(26), with.size * 0.94)) {
    out.texts = set_alike(to, texts, with,
                          {out.column - to.u(40), 3, to.u(26)});
    out.height = out.gap * static_cast<double>(rows - 1);
    for (size_t row = 0; row < rows; ++row)
      out.height += out.row_height(row);
    if (out.height <= most || with.size <= to.u(26))
      return out;
  }
}

void place_legend(scene_builder& to, const legend_plan& x, const rect& area) {
  auto starts = reveal_times(to.scene.points, to.words, to.life);
  auto y = area.y;
  for (size_t i = 0; i < x.texts.size(); ++i) {
    auto column = static_cast<double>(i % x.columns);
    if (i > 0 && column == 0)
      y += x.row_height(i / x.columns - 1) + x.gap;
    point at{area.x + (x.column + to.u(60)) * column, y};
    auto& text = x.texts[i];
    auto line = text.height / std::max(1, text.lines);
    point dot{at.x + to.u(10), std::round(at.y + line / 2)};
    auto tint = shape_color(to.look, to.look.accent);
    to.add([=, k = to.grid.k, start = starts[i]](cairo_t* cr,
                                                 const moment& now) {
      auto part = now.at_rest ? 1.0 : out_back(ramp(now.t, start, 0.5));
      if (part <= 0)
        return;
      circle(cr, dot, 8 * k * part);
      fill(cr, tint);
    });
    to.place(text, {{at.x + to.u(40), at.y}, to.look.secondary, starts[i],
                    "meaning"});
  }
}

} // namespace

void lay_out_formula(scene_builder& to) {
  auto area = above_legal(to, to.content(to.place_header()));
  auto legend = plan_legend(to, area.w, area.h * 0.48);
  auto gap = legend.height > 0 ? to.u(44) : 0.0;
  auto pad = to.u(56);
  auto most = area.h - legend.height - gap;
  auto row = parse_formula(to.scene.formula);
  // compose() lets no other formula through.
  if (!row)
    return;
  auto plan = plan_formula(to, *row, area.w - 2 * pad, most - pad);
  auto height = std::min(most, std::max(plan.height + 2 * pad, to.u(300)));
  auto whole = height + gap + legend.height;
  auto y = std::round(area.y + std::max(0.0, (area.h - whole) * 0.4));
  rect box{area.x, y, area.w, std::round(height)};
  place_panel(to, box);
  place_formula(to, plan, box);
  place_legend(to, legend, {area.x, box.bottom() + gap, area.w,
                            legend.height});
}

} // namespace troupe::media
