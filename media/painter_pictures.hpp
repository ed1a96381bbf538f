/// Pictures in scenes: found on a shelf, scaled once for the room they take,
/// moved by a slow camera, darkened under words as much as the words need.
/// Part of the painter; belongs to its thread.
#pragma once

#include "media/painter_canvas.hpp"
#include "media/painter_motion.hpp"
#include "media/picture_shelf.hpp"
#include "media/picture_stats.hpp"
#include "media/theme.hpp"
#include "protocol/composition.hpp"

#include <map>
#include <memory>
#include <string>
#include <tuple>

namespace troupe::media {

class moving_picture;

/// A picture as a surface for a room of the frame.
struct fitted_picture {
  surface pixels;
  /// Pixels of the surface for one of the frame, when the camera is farthest.
  double density = 1;
  /// What the room shows of it, in the frame: its focus within the room.
  point focus;
  bool has_alpha = false;
  explicit operator bool() const { return pixels != nullptr; }
};

/// Layouts are tried several times; each picture is loaded and scaled once.
class picture_desk {
 public:
  explicit picture_desk(picture_shelf shelf = {}) : shelf_(std::move(shelf)) {}

  /// Nothing when there is none, or when it can't be read.
  const raw_picture* find(const std::optional<composed_picture>& x);
  const picture_stats& stats(const composed_picture& x);

  /// Fills a room of that many pixels and keeps the focus in it; never
  /// distorted. `reach` is how near the camera comes (1.1 = by a tenth).
  fitted_picture cover(const composed_picture& x, double width, double height,
                       double reach);
  /// The open clip, or nothing as above; it stays open with the desk.
  std::shared_ptr<moving_picture>
  clip(const std::optional<composed_picture>& x);
  /// What went wrong with an open clip, if anything did.
  error failure() const;
  /// Lets still pictures go; what was fitted lives on in those who have it.
  void clear();
  /// All of it, within that many pixels.
  fitted_picture contain(const composed_picture& x, double width,
                         double height);

 private:
  struct entry {
    std::shared_ptr<const raw_picture> pixels;
    picture_stats stats;
  };
  using fit_key
    = std::tuple<std::string, double, double, int, int, double, bool>;

  const entry* load(const std::string& key);

  picture_shelf shelf_;
  std::map<std::string, entry> pictures_;
  std::map<fit_key, fitted_picture> fitted_;
  std::map<std::string, std::shared_ptr<moving_picture>> clips_;
};

/// The same without transparency: what can be seen through shows the ground.
fitted_picture opaque(const fitted_picture& x, color ground);

/// How near a camera comes in a scene of that pace: 1 = it stands.
double camera_reach(const pace& with);

/// Paints a covering picture into a room, at a moment of the camera's way. The
/// focus stands still while everything else comes nearer, or goes.
void paint_covering(cairo_t* cr, const fitted_picture& x, const rect& room,
                    const moment& now, double reach, bool comes_nearer);

/// Inks for words on pictures, and the shade that makes them readable.
struct picture_inks {
  color shade;
  color ink;
  color secondary;
  color accent;
};
picture_inks inks_on_picture(const theme& look);

/// How opaque the shade has to be over a part of a fitted picture so that the
/// inks keep WCAG AA everywhere on it. `part` is within `room`.
double shade_needed(const fitted_picture& x, const rect& room,
                    const rect& part, const picture_inks& inks);

} // namespace troupe::media
