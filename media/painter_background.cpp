#include "media/painter_background.hpp"

#include "media/painter_scene.hpp"
#include "media/yuv.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace troupe::media {

namespace {

/// How much larger than the frame the surface is.
constexpr double spare = 0.10;
/// Pixels between computed colours; what lies between is interpolated. The
/// light is so soft that nobody can tell.
constexpr int cell = 8;
constexpr double dither = 0.75;

struct light {
  point at;
  double radius;
  color tint;
  double strength;
};

struct rgb_sum {
  float r, g, b;
};

std::array<light, 3> lights_of(const scene_builder& x, double w, double h) {
  auto& look = x.look;
  auto reach = std::max(w, h);
  auto mirror = (x.scene.variation % 2) == 1;
  auto swap = (x.scene.variation % 4) >= 2;
  auto place = [&](double px, double py) {
    return point{(mirror ? 1 - px : px) * w, (swap ? 1 - py : py) * h};
  };
  auto upright = x.grid.upright();
  return {light{place(0.10, 0.02), reach * (upright ? 0.74 : 0.84),
                look.glow_a, look.glow},
          light{place(0.98, 0.96), reach * (upright ? 0.78 : 0.80),
                look.glow_b, look.glow},
          light{place(0.72, 0.22), reach * 0.58, look.glow_c,
                look.glow * 0.6}};
}

rgb_sum ground_at(double x, double y, double h, const theme& look,
                  const std::array<light, 3>& lights) {
  auto c = mix(look.ground_top, look.ground_bottom, y / h);
  for (auto& light : lights) {
    auto dx = (x - light.at.x) / light.radius;
    auto dy = (y - light.at.y) / light.radius;
    auto far = std::max(0.0, 1 - (dx * dx + dy * dy));
    // far^3 rises from nothing without an edge that an eye could find.
    c = mix(c, light.tint, far * far * far * light.strength);
  }
  return {static_cast<float>(c.r * 255), static_cast<float>(c.g * 255),
          static_cast<float>(c.b * 255)};
}

/// Colours and grain in 65536ths of a level.
constexpr int32_t level = 1 << 16;
/// The grain repeats after so many pixels each way.
constexpr size_t grain_side = 128;
static_assert(grain_side % cell == 0);

/// Triangular noise, the same for ever.
const std::vector<int32_t>& grain() {
  static const auto made = [] {
    std::vector<int32_t> out;
    dice roll{7};
    for (size_t i = 0; i < grain_side * grain_side; ++i)
      out.push_back(static_cast<int32_t>(
        dither * level * (roll.next() + roll.next() - 1)));
    return out;
  }();
  return made;
}

struct levels {
  int32_t r = 0, g = 0, b = 0;
};

levels between(const rgb_sum& a, const rgb_sum& b, float part) {
  auto one = [&](float x, float y) {
    return static_cast<int32_t>((x + (y - x) * part) * level) + level / 2;
  };
  return {one(a.r, b.r), one(a.g, b.g), one(a.b, b.b)};
}

/// One cell of a row. Without branches, so that the compiler does the eight
/// pixels at once.
void fill_cell(uint32_t* to, const int32_t* noise, levels c, levels step) {
  for (int x = 0; x < cell; ++x) {
    auto one = [&](int32_t from, int32_t by) {
      return static_cast<uint32_t>(
        std::clamp((from + by * x + noise[x]) >> 16, 0, 255));
    };
    to[x] = 0xFF000000U | one(c.r, step.r) << 16U | one(c.g, step.g) << 8U
            | one(c.b, step.b);
  }
}

void fill_row(uint32_t* row, int width, size_t y,
              const std::vector<rgb_sum>& above,
              const std::vector<rgb_sum>& below, float part) {
  auto noise = grain().data() + y % grain_side * grain_side;
  auto right = between(above[0], below[0], part);
  std::array<uint32_t, cell> last;
  for (int first = 0; first < width; first += cell) {
    auto column = static_cast<size_t>(first / cell) + 1;
    auto c = right;
    right = between(above[column], below[column], part);
    levels step{(right.r - c.r) / cell, (right.g - c.g) / cell,
                (right.b - c.b) / cell};
    auto is_whole = first + cell <= width;
    fill_cell(is_whole ? row + first : last.data(),
              noise + static_cast<size_t>(first) % grain_side, c, step);
    if (!is_whole)
      std::copy_n(last.data(), width - first, row + first);
  }
}

surface render(const scene_builder& of, int width, int height) {
  auto out = make_surface(CAIRO_FORMAT_ARGB32, width, height);
  cairo_surface_flush(out.get());
  auto data = cairo_image_surface_get_data(out.get());
  auto stride = cairo_image_surface_get_stride(out.get());
  auto lights = lights_of(of, width, height);
  auto columns = width / cell + 2;
  auto coarse = [&](int y) {
    std::vector<rgb_sum> row;
    for (int i = 0; i < columns; ++i)
      row.push_back(ground_at(i * cell, y, height, of.look, lights));
    return row;
  };
  auto above = coarse(0);
  auto below = coarse(cell);
  for (int y = 0; y < height; ++y) {
    if (y > 0 && y % cell == 0) {
      above = std::move(below);
      below = coarse(y + cell);
    }
    auto row = reinterpret_cast<uint32_t*>(data + y * stride);
    fill_row(row, width, static_cast<size_t>(y), above, below,
             static_cast<float>(y % cell) / cell);
  }
  cairo_surface_mark_dirty(out.get());
  return out;
}

/// Where the pan stands when a scene begins: by its number only.
point phase(uint32_t index, double room_x, double room_y, double drift) {
  if (drift <= 0)
    return {room_x / 2, room_y / 2};
  auto i = static_cast<double>(index);
  auto wide = std::min(1.0, 0.55 * drift);
  return {room_x * (0.5 + 0.5 * wide * std::sin(i * 1.9 - 0.8)),
          room_y * (0.5 + 0.5 * wide * std::sin(i * 1.3 + 0.6))};
}

} // namespace

background::background(const scene_builder& of)
    : width_(of.scene.format.width), height_(of.scene.format.height) {
  auto width = static_cast<int>(width_);
  auto height = static_cast<int>(height_);
  auto room_x = std::ceil(width * spare / 2) * 2;
  auto room_y = std::ceil(height * spare / 2) * 2;
  pixels_ = render(of, width + static_cast<int>(room_x),
                   height + static_cast<int>(room_y));
  from_ = phase(of.scene.index, room_x, room_y, of.speed.drift);
  to_ = phase(of.scene.index + 1, room_x, room_y, of.speed.drift);
}

point background::offset_at(double part) const {
  auto dx = to_.x - from_.x;
  auto dy = to_.y - from_.y;
  // Both ways in the same frames: a step costs a whole frame.
  auto steps = std::max(std::abs(dx), std::abs(dy)) / 2;
  if (steps > 1)
    part = std::floor(part * steps + 0.5) / steps;
  // Even pixels: chroma moves with luma, and the encoder finds one vector.
  auto even = [](double x) { return std::floor(x / 2 + 0.5) * 2; };
  return {even(from_.x + dx * part), even(from_.y + dy * part)};
}

void background::copy(cairo_surface_t* frame, point offset,
                      const pixel_box& box) const {
  cairo_surface_flush(frame);
  auto to = cairo_image_surface_get_data(frame);
  auto to_stride = cairo_image_surface_get_stride(frame);
  auto from = cairo_image_surface_get_data(pixels_.get());
  auto from_stride = cairo_image_surface_get_stride(pixels_.get());
  auto x = static_cast<int>(offset.x) + box.left;
  auto y = static_cast<int>(offset.y);
  for (int row = box.top; row < box.bottom; ++row)
    std::memcpy(to + row * to_stride + box.left * 4,
                from + (y + row) * from_stride + x * 4,
                static_cast<size_t>(box.right - box.left) * 4);
  cairo_surface_mark_dirty(frame);
}

void background::convert() {
  auto data = cairo_image_surface_get_data(pixels_.get());
  auto width = static_cast<size_t>(cairo_image_surface_get_width(
    pixels_.get()));
  auto height = static_cast<size_t>(cairo_image_surface_get_height(
    pixels_.get()));
  auto stride = static_cast<size_t>(cairo_image_surface_get_stride(
    pixels_.get()));
  planes_.resize(width * height * 3 / 2);
  auto y = planes_.data();
  auto u = y + width * height;
  to_i420({data, stride, static_cast<uint32_t>(width),
           static_cast<uint32_t>(height)},
          {y, u, u + width * height / 4, width, width / 2, width / 2});
}

void background::copy_planes(const i420_target& frame, point offset) {
  if (planes_.empty())
    convert();
  auto width = static_cast<size_t>(cairo_image_surface_get_width(
    pixels_.get()));
  auto height = planes_.size() / width * 2 / 3;
  auto plane = [](const uint8_t* from, size_t from_stride, uint8_t* to,
                  size_t to_stride, size_t columns, size_t rows) {
    for (size_t row = 0; row < rows; ++row)
      std::memcpy(to + row * to_stride, from + row * from_stride, columns);
  };
  auto x = static_cast<size_t>(offset.x);
  auto y = static_cast<size_t>(offset.y);
  auto chroma = planes_.data() + width * height + y / 2 * (width / 2) + x / 2;
  plane(planes_.data() + y * width + x, width, frame.y, frame.y_stride, width_,
        height_);
  plane(chroma, width / 2, frame.u, frame.u_stride, width_ / 2, height_ / 2);
  plane(chroma + width * height / 4, width / 2, frame.v, frame.v_stride,
        width_ / 2, height_ / 2);
}

} // namespace troupe::media
