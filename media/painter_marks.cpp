#include "media/painter_marks.hpp"

#include <algorithm>
#include <bit>

namespace troupe::media {

namespace {

thread_local brush_watch* watching = nullptr;

} // namespace

void pixel_box::add(const pixel_box& x) {
  if (x.empty())
    return;
  if (empty()) {
    *this = x;
    return;
  }
  left = std::min(left, x.left);
  top = std::min(top, x.top);
  right = std::max(right, x.right);
  bottom = std::max(bottom, x.bottom);
}

pixel_box pixel_box::cut_to(const pixel_box& x) const {
  return {std::max(left, x.left), std::max(top, x.top),
          std::min(right, x.right), std::min(bottom, x.bottom)};
}

int64_t pixel_box::area() const {
  return empty() ? 0 : int64_t{right - left} * (bottom - top);
}

void mark_list::clear() {
  marks.clear();
  items.clear();
}

void mark_list::begin_item() {
  items.push_back({marks.size(), marks.size(), {}});
}

void mark_list::end_item() {
  auto& x = items.back();
  x.last = marks.size();
  for (auto i = x.first; i < x.last; ++i)
    x.box.add(marks[i].box);
}

uint64_t mixed(uint64_t state, uint64_t value) {
  auto z = (state ^ value) * 0x9E3779B97F4A7C15ULL;
  z ^= z >> 32;
  z *= 0xD6E8FEB86659FD93ULL;
  return z ^ (z >> 29);
}

uint64_t mixed(uint64_t state, double value) {
  return mixed(state, std::bit_cast<uint64_t>(value));
}

listing::listing(cairo_t* cr, mark_list& into, const pixel_box& frame) {
  into.clear();
  watch_.cr = cr;
  watch_.into = &into;
  watch_.frame = frame;
  watching = &watch_;
}

listing::~listing() {
  watching = nullptr;
}

void listing::begin_item() {
  watch_.context = 0;
  watch_.into->begin_item();
}

void listing::end_item() {
  watch_.into->end_item();
}

touching_up::touching_up(cairo_t* cr, const mark_list& known, size_t item,
                         const pixel_box& within) {
  watch_.cr = cr;
  watch_.next = known.marks.data() + known.items[item].first;
  watch_.within = within;
  watching = &watch_;
}

touching_up::~touching_up() {
  watching = nullptr;
}

brush_watch* watch_over(cairo_t* cr) {
  return watching && watching->cr == cr ? watching : nullptr;
}

} // namespace troupe::media
