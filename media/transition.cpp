#include "media/transition.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

namespace troupe {

namespace {

constexpr uint32_t shortest = 2;
constexpr uint32_t longest = 120;
/// Weights are parts of this.
constexpr uint32_t whole = 256;
/// Width of a wipe's soft edge, as a part of the frame's.
constexpr double softness = 0.16;

struct plane {
  const uint8_t* from = nullptr;
  const uint8_t* to = nullptr;
  uint32_t from_stride = 0;
  uint32_t to_stride = 0;
  uint8_t* out = nullptr;
  uint32_t width = 0;
  uint32_t height = 0;

  const uint8_t* from_row(uint32_t y) const {
    return from + size_t{y} * from_stride;
  }
  const uint8_t* to_row(uint32_t y) const { return to + size_t{y} * to_stride; }
  uint8_t* out_row(uint32_t y) const { return out + size_t{y} * width; }
};

uint8_t blended(uint32_t a, uint32_t b, uint32_t weight) {
  return static_cast<uint8_t>((a * (whole - weight) + b * weight + whole / 2)
                              / whole);
}

/// Starts and ends gently, but with the first frame.
double eased(double x) {
  return x * x * (3 - 2 * x);
}

class blender {
public:
  blender(const transition_request& request, frame_source from,
          frame_source to)
    : request_(request),
      from_(std::move(from)),
      to_(std::move(to)),
      bytes_(size_t{request.format.width} * request.format.height * 3 / 2) {}

  result<i420_view> draw(uint32_t index) {
    auto a = from_(index);
    if (!a)
      return a.error();
    auto b = to_(index);
    if (!b)
      return b.error();
    auto part = eased((index + 1.0) / (request_.frames + 1.0));
    auto width = request_.format.width;
    auto height = request_.format.height;
    auto y = bytes_.data();
    auto u = y + size_t{width} * height;
    auto v = u + size_t{width / 2} * (height / 2);
    blend({a->y, b->y, a->y_stride, b->y_stride, y, width, height}, part, 1);
    blend({a->u, b->u, a->u_stride, b->u_stride, u, width / 2, height / 2},
          part, 2);
    blend({a->v, b->v, a->v_stride, b->v_stride, v, width / 2, height / 2},
          part, 2);
    return i420_view{y, u, v, width, width / 2, width / 2};
  }

private:
  void blend(const plane& x, double part, uint32_t step) {
    switch (request_.kind) {
      case transition_kind::slide: return slide(x, part, step);
      case transition_kind::wipe: return wipe(x, part, step);
      default: return crossfade(x, part);
    }
  }

  void crossfade(const plane& x, double part) {
    auto weight = static_cast<uint32_t>(std::lround(part * whole));
    for (uint32_t row = 0; row < x.height; ++row) {
      auto a = x.from_row(row);
      auto b = x.to_row(row);
      auto out = x.out_row(row);
      for (uint32_t i = 0; i < x.width; ++i)
        out[i] = blended(a[i], b[i], weight);
    }
  }

  /// The next picture pushes this one out: upwards in upright films, where a
  /// thumb does it.
  void slide(const plane& x, double part, uint32_t step) {
    auto upright = request_.format.portrait();
    auto side = upright ? request_.format.height : request_.format.width;
    // Even pixels, so that chroma moves with luma.
    auto moved = static_cast<uint32_t>(std::lround(part * side / 2)) * 2 / step;
    if (upright) {
      for (uint32_t row = 0; row < x.height; ++row) {
        auto at = row + moved;
        auto source = at < x.height ? x.from_row(at) : x.to_row(at - x.height);
        std::memcpy(x.out_row(row), source, x.width);
      }
      return;
    }
    for (uint32_t row = 0; row < x.height; ++row) {
      auto out = x.out_row(row);
      std::memcpy(out, x.from_row(row) + moved, x.width - moved);
      std::memcpy(out + x.width - moved, x.to_row(row), moved);
    }
  }

  /// A soft edge from left to right, behind it the next picture.
  void wipe(const plane& x, double part, uint32_t step) {
    auto width = static_cast<double>(request_.format.width);
    auto soft = width * softness;
    auto edge = part * (width + soft);
    weights_.resize(x.width);
    for (uint32_t i = 0; i < x.width; ++i) {
      auto behind = std::clamp((edge - i * static_cast<double>(step)) / soft,
                               0.0, 1.0);
      weights_[i] = static_cast<uint32_t>(std::lround(eased(behind) * whole));
    }
    for (uint32_t row = 0; row < x.height; ++row) {
      auto a = x.from_row(row);
      auto b = x.to_row(row);
      auto out = x.out_row(row);
      for (uint32_t i = 0; i < x.width; ++i)
        out[i] = blended(a[i], b[i], weights_[i]);
    }
  }

  transition_request request_;
  frame_source from_;
  frame_source to_;
  std::vector<uint8_t> bytes_;
  std::vector<uint32_t> weights_;
};

} // namespace

result<frame_source> transition_source(const transition_request& request,
                                       frame_source from, frame_source to) {
  if (!needs_segment(request.kind))
    return make_error(ec::invalid_argument,
                      "transition.kind: " + std::string{to_string(request.kind)}
                        + " has no frames of its own");
  if (request.frames < shortest || request.frames > longest)
    return make_error(ec::invalid_argument,
                      "transition.frames must be 2 to 120");
  auto made = std::make_shared<blender>(request, std::move(from),
                                        std::move(to));
  return frame_source{
    [made](uint32_t index) { return made->draw(index); }};
}

} // namespace troupe
