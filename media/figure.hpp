/// Pictures of our own: emblems that stand beside words, product packs, and
/// stylised mechanisms. Each is made once for a box (sprites at its scale)
/// and then drawn for any moment. Everything here is illustration, not
/// anatomy or chemistry: nothing shows a real molecule's structure.
#pragma once

#include "media/painter_scene.hpp"

namespace troupe::media {

/// A decoration suited to the film's type, within a square.
painting make_emblem(const scene_builder& from, const rect& box);

/// A pack with the product's name, within a box about as wide as high.
painting make_pack(scene_builder& from, const rect& box);

/// A mechanism, and the points that callouts refer to (pixels).
struct mechanism {
  painting paint;
  point actor;
  point target;
  point effect;
  /// Seconds at which each has its entrance.
  double actor_at = 0;
  double target_at = 0;
  double effect_at = 0;
};

/// Units of a mechanism's own canvas.
inline constexpr double mechanism_width = 1000;
inline constexpr double mechanism_height = 560;

/// Fills the box (which has the canvas' proportions).
mechanism make_mechanism(const scene_builder& from, const rect& box);

/// Seconds of an unhurried mechanism to seconds of the scene, straight from
/// knot to knot.
class figure_clock {
 public:
  explicit figure_clock(double hurry) : hurry_(hurry) {}
  /// What happens at `natural` shall happen at `wanted`. In rising order.
  void set(double natural, double wanted) {
    knots_.push_back({natural, wanted});
  }
  double at(double seconds) const;

 private:
  struct knot {
    double natural;
    double wanted;
  };
  double hurry_;
  std::vector<knot> knots_;
};

/// What all mechanisms are made of.
struct figure_kit {
  figure_kit(const scene_builder& from, const rect& box);

  const theme look;
  const pace speed;
  const rect box;
  /// Pixels a unit.
  const double scale;
  /// Times are made for 7 seconds; shorter scenes run faster, and what the
  /// voice names happens when it is named.
  std::shared_ptr<figure_clock> clock;
  /// Lower-case words of effect and headline.
  const std::string words;
  /// The effect is more of something, not less.
  const bool raises;
  const uint64_t seed;

  double at(double seconds) const { return clock->at(seconds); }
  point place(point unit) const {
    return {box.x + unit.x * scale, box.y + unit.y * scale};
  }
  bool says(std::string_view part) const {
    return words.find(part) != std::string::npos;
  }
  /// The clock of things that flow; it stands when nothing may move.
  double flow(double t) const { return speed.drift > 0 ? t : 3.0; }
  /// The body colour of proteins and cells.
  color body() const;
  /// 0..1 from `start` (in seconds of the unhurried scene) on.
  double part(const moment& now, double start, double length) const {
    if (now.at_rest)
      return 1;
    auto from = at(start);
    return ramp(now.t, from, at(start + length) - from);
  }
  /// A shaded body with a soft shadow: painted as one sprite.
  sprite solid(const rect& bounds, color base, const drawing& path,
               point light) const;
  sprite shadow(const rect& bounds, const drawing& path) const;
  /// Slow sway, -1..1, that differs by `phase`.
  double sway(double t, double phase, double period = 5.0) const;

  /// The drug: an abstract ball-and-stick shape that depends on the name.
  sprite drug(double size) const;
  /// The same upon a strong colour.
  sprite light_drug(double size) const;
  sprite orb(double radius, color base) const;
  sprite glow(double radius, color tint, double strength) const;
  /// A badge with a cross, or a check when the effect raises something.
  void badge(cairo_t* cr, point at, double radius, double part) const;
  /// Two rings that spread when something docks.
  void rings(cairo_t* cr, point at, double radius, double since) const;
  void dashed_arrow(cairo_t* cr, point from, point to, double part,
                    color ink) const;
};

// The kinds, in figure_*.cpp. Units of the canvas, callouts included.
struct mechanism_part {
  std::function<void(cairo_t*, const moment&)> paint;
  point actor, target, effect;
  double actor_at = 2.4, target_at = 0.9, effect_at = 4.2;
};

mechanism_part make_enzyme(const figure_kit& kit);
mechanism_part make_receptor(const figure_kit& kit);
mechanism_part make_channel(const figure_kit& kit);
mechanism_part make_transporter(const figure_kit& kit);
mechanism_part make_membrane(const figure_kit& kit);
mechanism_part make_vessel(const figure_kit& kit);
mechanism_part make_cell(const figure_kit& kit);
mechanism_part make_synapse(const figure_kit& kit);
mechanism_part make_antibody(const figure_kit& kit);
mechanism_part make_pathway(const figure_kit& kit);
mechanism_part make_generic(const figure_kit& kit);

/// An abstract molecule around the origin, about `size` wide.
void draw_molecule(cairo_t* cr, double size, uint64_t seed, const theme& look);

} // namespace troupe::media
