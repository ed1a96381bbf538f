/// What a frame consists of, mark by mark: where each touches the frame, and a
/// number that stands for everything its pixels depend on. Two frames differ
/// only where their marks differ, so a painter repaints just that. The brush
/// (painter_brush.hpp) makes the list while it is watched. Belongs to its
/// painter's thread.
#pragma once

#include <cairo.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace troupe::media {

/// Whole pixels; right and bottom are outside.
struct pixel_box {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;

  bool empty() const { return left >= right || top >= bottom; }
  bool meets(const pixel_box& x) const {
    return left < x.right && x.left < right && top < x.bottom
           && x.top < bottom;
  }
  void add(const pixel_box& x);
  pixel_box cut_to(const pixel_box& x) const;
  int64_t area() const;
};

/// One touch of the brush. An empty box leaves no trace, but keeps its place
/// in the list, so that what follows stays comparable.
struct mark {
  uint64_t state = 0;
  pixel_box box;
};

/// The marks of an item lie together.
struct mark_list {
  struct item {
    size_t first = 0;
    size_t last = 0;
    pixel_box box;
  };
  std::vector<mark> marks;
  std::vector<item> items;

  void clear();
  void begin_item();
  void end_item();
};

/// Mixes another number into a state.
uint64_t mixed(uint64_t state, uint64_t value);
uint64_t mixed(uint64_t state, double value);

/// Where the brush looks what is wanted of it on this thread.
struct brush_watch {
  cairo_t* cr = nullptr;
  /// List marks here instead of painting...
  mark_list* into = nullptr;
  /// ...or skip those that lie outside a box.
  const mark* next = nullptr;
  pixel_box within;
  /// Clips and fades that hold for what follows in the item.
  uint64_t context = 0;
  pixel_box frame;
  /// The item clipped or fades: pixels don't go to the frame as they are.
  bool is_indirect = false;
};

/// Lists what the brush does on a context until this ends.
class listing {
 public:
  listing(cairo_t* cr, mark_list& into, const pixel_box& frame);
  ~listing();
  listing(const listing&) = delete;
  listing& operator=(const listing&) = delete;

  /// What was marked since belongs to one item.
  void begin_item();
  void end_item();

 private:
  brush_watch watch_;
};

/// Paints an item whose marks are known, and of those only the ones that meet
/// a box. Outside of the box anything may be left behind.
class touching_up {
 public:
  touching_up(cairo_t* cr, const mark_list& known, size_t item,
              const pixel_box& within);
  ~touching_up();
  touching_up(const touching_up&) = delete;
  touching_up& operator=(const touching_up&) = delete;

 private:
  brush_watch watch_;
};

/// The watch over a context, if there is one.
brush_watch* watch_over(cairo_t* cr);

} // namespace troupe::media
