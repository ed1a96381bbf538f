// An abstract molecule: rings and a chain that depend on a name, and on no
// chemistry.

#include "media/figure.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace troupe::media {

namespace {

constexpr double pi = std::numbers::pi;

struct atom {
  point at;
  double radius;
  color tint;
};

struct molecule_plan {
  std::vector<atom> atoms;
  std::vector<std::pair<size_t, size_t>> bonds;
};

/// A ring of n atoms that starts at `from` and lies in direction `angle`.
void add_ring(molecule_plan& to, size_t from, int n, double angle, double bond,
              color tint) {
  auto reach = bond / (2 * std::sin(pi / n));
  point center{to.atoms[from].at.x + reach * std::cos(angle),
               to.atoms[from].at.y + reach * std::sin(angle)};
  auto last = from;
  for (int i = 1; i < n; ++i) {
    auto a = angle + pi + 2 * pi * i / n;
    to.atoms.push_back({{center.x + reach * std::cos(a),
                         center.y + reach * std::sin(a)},
                        12, tint});
    to.bonds.emplace_back(last, to.atoms.size() - 1);
    last = to.atoms.size() - 1;
  }
  to.bonds.emplace_back(last, from);
}

/// A chain between two rings, with side atoms: not a known molecule.
molecule_plan plan_molecule(uint64_t seed, const theme& look) {
  dice roll{seed};
  molecule_plan out;
  constexpr double bond = 32;
  auto links = 4 + static_cast<int>(roll.next() * 3);
  auto side = look.dark ? look.danger : look.warm;
  point at{0, 0};
  for (int i = 0; i < links; ++i) {
    auto odd = i == 1 + static_cast<int>(seed % 3);
    out.atoms.push_back({at, 12, odd ? look.support : look.accent});
    if (i > 0)
      out.bonds.emplace_back(out.atoms.size() - 2, out.atoms.size() - 1);
    auto turn = (i % 2 == 0 ? -1 : 1) * 0.52;
    at = {at.x + bond * std::cos(turn), at.y + bond * std::sin(turn)};
  }
  auto chain = out.atoms.size();
  add_ring(out, 0, 6, pi + 0.35, bond, look.accent);
  add_ring(out, chain - 1, roll.next() < 0.5 ? 5 : 6, -0.25, bond,
           look.accent);
  for (size_t i = 1; i + 1 < chain; ++i) {
    if (roll.next() > 0.62)
      continue;
    auto up = i % 2 == 0 ? 1 : -1;
    out.atoms.push_back({{out.atoms[i].at.x, out.atoms[i].at.y - up * -bond},
                         11, side});
    out.bonds.emplace_back(i, out.atoms.size() - 1);
  }
  return out;
}

} // namespace

void draw_molecule(cairo_t* cr, double size, uint64_t seed,
                   const theme& look) {
  auto plan = plan_molecule(seed, look);
  auto low = plan.atoms[0].at;
  auto high = low;
  for (auto& x : plan.atoms) {
    low = {std::min(low.x, x.at.x), std::min(low.y, x.at.y)};
    high = {std::max(high.x, x.at.x), std::max(high.y, x.at.y)};
  }
  cairo_save(cr);
  cairo_scale(cr, size / (high.x - low.x + 26), size / (high.x - low.x + 26));
  cairo_translate(cr, -(low.x + high.x) / 2, -(low.y + high.y) / 2);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  for (auto [a, b] : plan.bonds) {
    cairo_move_to(cr, plan.atoms[a].at.x, plan.atoms[a].at.y);
    cairo_line_to(cr, plan.atoms[b].at.x, plan.atoms[b].at.y);
  }
  auto rod = look.dark ? mix(look.accent, rgb(0xFFFFFF), 0.75)
                       : mix(look.accent, look.ink, 0.35);
  stroke(cr, rod, 6.5);
  for (auto& x : plan.atoms)
    ball(cr, x.at, x.radius, x.tint);
  cairo_restore(cr);
}

} // namespace troupe::media
