/// A frame, as pixels painted at once, or as planes that become those of the
/// next frame by repainting what is new in it. What it shows never depends on
/// what it showed before: a part that is repainted starts from the ground, and
/// marks that are equal have equal pixels. Belongs to its painter's thread.
#pragma once

#include "media/frame.hpp"
#include "media/painter_background.hpp"
#include "media/painter_marks.hpp"
#include "media/painter_tiles.hpp"

#include <functional>
#include <vector>

namespace troupe::media {

/// What a frame is to show.
struct frame_content {
  /// Where it lies on the ground.
  point offset;
  /// 0..1: how far the ground has covered the items again.
  double gone = 0;
  size_t items = 0;
  /// Paints one of the items, 0-based, from bottom to top.
  std::function<void(cairo_t*, size_t)> paint;
};

class painted_frame {
 public:
  painted_frame(uint32_t width, uint32_t height, background& ground);

  /// The views are valid until the next call.
  result<bgra_view> pixels(const frame_content& next);
  result<i420_view> planes(const frame_content& next);

  /// Share of the pixels that the last call painted, 0..1 and above when
  /// parts of it overlapped.
  double repainted() const;

 private:
  void list(cairo_t* cr, const frame_content& next);
  bool is_moved(const frame_content& next) const;
  void find_changes(const frame_content& next);
  void repaint(cairo_t* cr, const frame_content& next, const pixel_box& box);
  void fade(cairo_t* cr, const frame_content& next, const pixel_box& box);
  void convert(const pixel_box& box);
  i420_target target();

  pixel_box whole_;
  background& ground_;
  /// The table on which parts are painted.
  surface pixels_;
  std::vector<uint8_t> planes_;
  /// What the planes show.
  bool holds_ = false;
  point offset_;
  double gone_ = 0;
  mark_list shown_;
  mark_list next_;
  tile_map changed_;
  tile_map covered_;
  std::vector<pixel_box> fading_;
  int64_t painted_area_ = 0;
};

} // namespace troupe::media
