#include "media/painter_frame.hpp"

#include "media/yuv.hpp"

#include <algorithm>

namespace troupe::media {

namespace {

/// Rows above and below a box that paths still reach.
constexpr int cut_margin = 2;

pixel_box box_of(uint32_t width, uint32_t height) {
  return {0, 0, static_cast<int>(width), static_cast<int>(height)};
}

/// Items keep their order, and mostly the order of their marks.
void add_changes(const mark_list& a, const mark_list& b, tile_map& to) {
  for (size_t i = 0; i < b.items.size(); ++i) {
    auto& x = a.items[i];
    auto& y = b.items[i];
    auto n = std::max(x.last - x.first, y.last - y.first);
    for (size_t k = 0; k < n; ++k) {
      auto in_a = x.first + k < x.last ? &a.marks[x.first + k] : nullptr;
      auto in_b = y.first + k < y.last ? &b.marks[y.first + k] : nullptr;
      if (in_a && in_b && in_a->state == in_b->state)
        continue;
      if (in_a)
        to.add(in_a->box);
      if (in_b)
        to.add(in_b->box);
    }
  }
}

void add_all(const mark_list& x, tile_map& to) {
  for (auto& one : x.marks)
    to.add(one.box);
}

void add_path(cairo_t* cr, const pixel_box& x) {
  cairo_rectangle(cr, x.left, x.top, x.right - x.left, x.bottom - x.top);
}

error failure_of(cairo_t* cr) {
  auto status = cairo_status(cr);
  if (status == CAIRO_STATUS_SUCCESS)
    return {};
  return make_error(ec::media_failed, std::string{"painter: "}
                                        + cairo_status_to_string(status));
}

} // namespace

painted_frame::painted_frame(uint32_t width, uint32_t height,
                             background& ground)
    : whole_(box_of(width, height)),
      ground_(ground),
      pixels_(make_surface(CAIRO_FORMAT_ARGB32, whole_.right, whole_.bottom)),
      changed_(whole_.right, whole_.bottom),
      covered_(whole_.right, whole_.bottom) {}

void painted_frame::list(cairo_t* cr, const frame_content& next) {
  listing watch{cr, next_, whole_};
  for (size_t i = 0; i < next.items; ++i) {
    watch.begin_item();
    cairo_save(cr);
    next.paint(cr, i);
    cairo_restore(cr);
    cairo_new_path(cr);
    watch.end_item();
  }
}

bool painted_frame::is_moved(const frame_content& next) const {
  return !holds_ || next.offset.x != offset_.x || next.offset.y != offset_.y;
}

void painted_frame::find_changes(const frame_content& next) {
  changed_.clear();
  if (is_moved(next)) {
    add_all(next_, changed_);
  } else if (next.gone != gone_) {
    add_all(shown_, changed_);
    add_all(next_, changed_);
  } else {
    add_changes(shown_, next_, changed_);
  }
  fading_.clear();
  if (next.gone <= 0)
    return;
  covered_.clear();
  add_all(next_, covered_);
  fading_ = covered_.boxes();
}

void painted_frame::repaint(cairo_t* cr, const frame_content& next,
                            const pixel_box& box) {
  painted_area_ += box.area();
  ground_.copy(pixels_.get(), next.offset, box);
  cairo_save(cr);
  // Where a path is cut its edge may change, so it is cut somewhere else.
  add_path(cr, {0, box.top - cut_margin, whole_.right,
                box.bottom + cut_margin});
  cairo_clip(cr);
  for (size_t i = 0; i < next.items; ++i) {
    if (!next_.items[i].box.meets(box))
      continue;
    touching_up only{cr, next_, i, box};
    cairo_save(cr);
    next.paint(cr, i);
    cairo_restore(cr);
    cairo_new_path(cr);
  }
  fade(cr, next, box);
  cairo_restore(cr);
}

void painted_frame::fade(cairo_t* cr, const frame_content& next,
                         const pixel_box& box) {
  for (auto& part : fading_) {
    auto both = part.cut_to(box);
    if (both.empty())
      continue;
    // Fading out is the ground coming back.
    cairo_save(cr);
    add_path(cr, both);
    cairo_clip(cr);
    cairo_set_source_surface(cr, ground_.pixels().get(), -next.offset.x,
                             -next.offset.y);
    cairo_paint_with_alpha(cr, next.gone);
    cairo_restore(cr);
  }
}

i420_target painted_frame::target() {
  auto width = static_cast<size_t>(whole_.right);
  auto size = width * static_cast<size_t>(whole_.bottom);
  planes_.resize(size * 3 / 2);
  auto y = planes_.data();
  return {y, y + size, y + size + size / 4, width, width / 2, width / 2};
}

void painted_frame::convert(const pixel_box& box) {
  cairo_surface_flush(pixels_.get());
  auto stride = static_cast<size_t>(
    cairo_image_surface_get_stride(pixels_.get()));
  auto x = static_cast<size_t>(box.left);
  auto y = static_cast<size_t>(box.top);
  auto to = target();
  to.y += y * to.y_stride + x;
  to.u += y / 2 * to.u_stride + x / 2;
  to.v += y / 2 * to.v_stride + x / 2;
  to_i420({cairo_image_surface_get_data(pixels_.get()) + y * stride + x * 4,
           stride, static_cast<uint32_t>(box.right - box.left),
           static_cast<uint32_t>(box.bottom - box.top)},
          to);
}

result<bgra_view> painted_frame::pixels(const frame_content& next) {
  painted_area_ = 0;
  holds_ = false;
  auto context = draw_on(pixels_);
  auto cr = context.get();
  list(cr, next);
  find_changes(next);
  repaint(cr, next, whole_);
  if (auto failed = failure_of(cr))
    return failed;
  cairo_surface_flush(pixels_.get());
  return bgra_view{cairo_image_surface_get_data(pixels_.get()),
                   static_cast<size_t>(
                     cairo_image_surface_get_stride(pixels_.get())),
                   static_cast<uint32_t>(whole_.right),
                   static_cast<uint32_t>(whole_.bottom)};
}

result<i420_view> painted_frame::planes(const frame_content& next) {
  painted_area_ = 0;
  auto context = draw_on(pixels_);
  auto cr = context.get();
  list(cr, next);
  find_changes(next);
  if (is_moved(next))
    ground_.copy_planes(target(), next.offset);
  // Until everything is painted there is nothing to rely upon.
  holds_ = false;
  for (auto& box : changed_.few_boxes()) {
    repaint(cr, next, box);
    convert(box);
  }
  if (auto failed = failure_of(cr))
    return failed;
  std::swap(shown_, next_);
  offset_ = next.offset;
  gone_ = next.gone;
  holds_ = true;
  auto x = target();
  return i420_view{x.y,
                   x.u,
                   x.v,
                   static_cast<uint32_t>(x.y_stride),
                   static_cast<uint32_t>(x.u_stride),
                   static_cast<uint32_t>(x.v_stride)};
}

double painted_frame::repainted() const {
  return static_cast<double>(painted_area_)
         / static_cast<double>(whole_.area());
}

} // namespace troupe::media
