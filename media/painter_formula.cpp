#include "media/painter_formula.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

using kind = formula_part::kind;

/// Shares of the size.
constexpr double script_share = 0.62;
constexpr double fraction_share = 0.84;
constexpr double sign_gap = 0.22;
constexpr double relation_gap = 0.32;
constexpr double word_gap = 0.16;

class formula_setter {
 public:
  /// Small formulas take the face of texts: headlines' serifs are too fine.
  formula_setter(scene_builder& to, double size)
      : to_(to), is_small_(size < to.u(76)) {}

  formula_box set(const formula_part& x, double size) {
    size = std::max(size, to_.u(26));
    switch (x.what) {
      case kind::row: return set_row(x.parts, size);
      case kind::word:
      case kind::number:
      case kind::sign:
      case kind::relation:
      case kind::mark: return set_text(x.text, size);
      case kind::fraction:
        return in_script_ ? set_slashed(x, size) : set_fraction(x, size);
      case kind::raised:
      case kind::lowered: return set_script(x, size);
      case kind::root: return set_root(x, size);
      case kind::bracket: return set_bracket(x, size);
    }
    return {};
  }

  std::vector<formula_piece> pieces(const std::vector<formula_part>& parts,
                                    double size) {
    std::vector<formula_piece> out;
    for (size_t i = 0; i < parts.size(); ++i) {
      formula_piece piece;
      piece.box = set(parts[i], size);
      if (i > 0)
        piece.gap = gap_between(parts[i - 1], parts[i], i == 1) * size;
      piece.breaks = parts[i].what == kind::sign
                     || parts[i].what == kind::relation;
      out.push_back(std::move(piece));
    }
    return out;
  }

 private:
  static double room_of(const formula_part& x) {
    return x.what == kind::relation ? relation_gap
           : x.what == kind::sign   ? sign_gap
           : x.what == kind::mark   ? 0.0
                                    : word_gap;
  }

  static double gap_between(const formula_part& a, const formula_part& b,
                            bool a_is_first) {
    if (b.what == kind::mark)
      return 0.02;
    if (a.what == kind::mark)
      return a.text == "," || a.text == ";" ? 0.22 : 0.02;
    if (a.what == kind::sign)
      // A sign in front belongs to what follows.
      return a_is_first ? 0.04 : sign_gap;
    if (a.what == kind::relation || b.what == kind::sign
        || b.what == kind::relation)
      return std::max(room_of(a), room_of(b));
    return word_gap;
  }

  text_style style(double size) const {
    auto out = to_.style(text_role::h2);
    out.size = size;
    out.leading = 1;
    out.weight = 500;
    out.tracking = 0;
    if (is_small_)
      out.face = typeface::text;
    return out;
  }

  text_block block(std::string_view text, double size) {
    return to_.fit(style(size), text, {1e9, 1e9, 1, size});
  }

  /// Where the base line is below the top of a line box: capitals stand on it.
  double base_of(double size) {
    if (size != known_size_) {
      known_size_ = size;
      known_base_ = block("H", size).ink.bottom();
    }
    return known_base_;
  }

  formula_box set_text(std::string_view text, double size) {
    formula_box out;
    auto set = block(text, size);
    auto base = base_of(size);
    out.width = set.width;
    out.above = std::max(base - set.ink.y, size * 0.72);
    out.below = std::max(set.ink.bottom() - base, size * 0.04);
    out.texts.push_back({std::move(set), {0, -base}});
    return out;
  }

  static void add(formula_box& to, formula_box part, point at) {
    for (auto& x : part.texts)
      to.texts.push_back({std::move(x.text), {x.at.x + at.x, x.at.y + at.y}});
    for (auto& x : part.rules)
      to.rules.push_back({x.x + at.x, x.y + at.y, x.w, x.h});
    for (auto& line : part.strokes) {
      for (auto& x : line)
        x = {x.x + at.x, x.y + at.y};
      to.strokes.push_back(std::move(line));
    }
    to.thickness = std::max(to.thickness, part.thickness);
    to.above = std::max(to.above, part.above - at.y);
    to.below = std::max(to.below, part.below + at.y);
  }

  formula_box set_row(const std::vector<formula_part>& parts, double size) {
    formula_box out;
    for (auto& piece : pieces(parts, size)) {
      auto width = piece.box.width;
      add(out, std::move(piece.box), {out.width + piece.gap, 0});
      out.width += piece.gap + width;
    }
    return out;
  }

  formula_box set_fraction(const formula_part& x, double size) {
    auto top = set(x.parts[0], size * fraction_share);
    auto under = set(x.parts[1], size * fraction_share);
    formula_box out;
    out.thickness = std::max(2.0, std::round(size * 0.045));
    auto pad = size * 0.10;
    out.width = std::max(top.width, under.width) + 2 * pad;
    // The rule is on the height of a minus.
    auto axis = std::round(-size * 0.30);
    auto air = size * 0.13 + out.thickness;
    auto top_x = (out.width - top.width) / 2;
    auto under_x = (out.width - under.width) / 2;
    auto top_y = axis - air - top.below;
    auto under_y = axis + air + under.above;
    auto thickness = out.thickness;
    out.rules.push_back({0, axis - thickness / 2, out.width, thickness});
    add(out, std::move(top), {top_x, top_y});
    add(out, std::move(under), {under_x, under_y});
    return out;
  }

  /// Fractions in scripts stay on their line: there is no smaller size.
  formula_box set_slashed(const formula_part& x, double size) {
    return set_row({x.parts[0], {kind::mark, "/", {}}, x.parts[1]}, size);
  }

  formula_box set_script(const formula_part& x, double size) {
    auto out = set(x.parts[0], size);
    auto was_in_script = in_script_;
    in_script_ = true;
    auto script = set(x.parts[1], size * script_share);
    in_script_ = was_in_script;
    auto y = x.what == kind::raised
               ? -(out.above - script.above * 0.45)
               : out.below + script.above * 0.42;
    // Never lower than letters would hang, never into the base's feet.
    y = x.what == kind::raised ? std::min(y, -size * 0.42)
                               : std::max(y, size * 0.24);
    auto width = out.width + size * 0.05 + script.width;
    auto script_x = out.width + size * 0.05;
    add(out, std::move(script), {script_x, y});
    out.width = width;
    return out;
  }

  formula_box set_root(const formula_part& x, double size) {
    auto inside = set(x.parts[0], size);
    formula_box out;
    out.thickness = std::max(2.0, std::round(size * 0.045));
    auto lead = size * 0.52;
    auto top = -(inside.above + size * 0.16);
    auto foot = inside.below;
    auto end = lead + inside.width + size * 0.10;
    out.strokes.push_back({{size * 0.04, -size * 0.26},
                           {size * 0.15, -size * 0.32},
                           {size * 0.28, foot},
                           {lead - size * 0.08, top},
                           {end, top}});
    add(out, std::move(inside), {lead, 0});
    out.above = std::max(out.above, -top + out.thickness);
    out.width = end;
    return out;
  }

  formula_box set_bracket(const formula_part& x, double size) {
    auto inside = set(x.parts[0], size);
    formula_box out;
    out.thickness = std::max(2.0, std::round(size * 0.045));
    auto top = -(inside.above + size * 0.06);
    auto foot = inside.below + size * 0.06;
    auto wide = size * 0.16;
    auto square = x.text.starts_with('[');
    auto side = [&](double at, double bend) {
      std::vector<point> line;
      if (square) {
        line = {{at + bend, top}, {at, top}, {at, foot}, {at + bend, foot}};
      } else {
        for (int i = 0; i <= 12; ++i) {
          auto part = i / 12.0;
          auto bow = 1 - 4 * (part - 0.5) * (part - 0.5);
          line.push_back({at + bend * (1 - bow), top + (foot - top) * part});
        }
      }
      out.strokes.push_back(std::move(line));
    };
    auto left = size * 0.08;
    auto width = inside.width;
    add(out, std::move(inside), {left + wide + size * 0.03, 0});
    out.width = 2 * (left + wide + size * 0.03) + width;
    side(left, wide);
    side(out.width - left, -wide);
    out.above = std::max(out.above, -top);
    out.below = std::max(out.below, foot);
    return out;
  }

  scene_builder& to_;
  const bool is_small_;
  double known_size_ = -1;
  double known_base_ = 0;
  bool in_script_ = false;
};

} // namespace

std::vector<formula_piece> set_formula(scene_builder& to,
                                       const formula_part& row, double size) {
  return formula_setter{to, size}.pieces(row.parts, size);
}

} // namespace troupe::media
