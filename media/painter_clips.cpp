#include "media/painter_clips.hpp"

#include "media/painter_brush.hpp"
#include "media/picture_scale.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// A frame for every second of most clips; more are a matter of time only.
constexpr uint32_t most_samples = 16;
/// Enough to tell a bright sky from dark ground.
constexpr double sample_width = 320;

} // namespace

moving_picture::moving_picture(std::shared_ptr<clip_file> file)
  : file_(std::move(file)) {}

/// A still shows what the clip comes to, not how it begins.
uint32_t moving_picture::number_at(const moment& now) const {
  auto number = now.at_rest ? file_->frames() / 3 : now.frame;
  return number % file_->frames();
}

cairo_surface_t* moving_picture::surface_of(uint32_t number) {
  auto frame = file_->frame(number);
  if (!frame) {
    if (!failure_)
      failure_ = frame.error();
    return nullptr;
  }
  // Only read from; Cairo takes what it draws on and what it draws alike.
  shown_.reset(cairo_image_surface_create_for_data(
                 const_cast<uint8_t*>(frame->data), CAIRO_FORMAT_RGB24,
                 static_cast<int>(frame->width),
                 static_cast<int>(frame->height),
                 static_cast<int>(frame->stride)),
               cairo_surface_destroy);
  return shown_.get();
}

void moving_picture::paint(cairo_t* cr, const rect& room, const moment& now) {
  auto number = number_at(now);
  changing_pixels pixels;
  pixels.width = static_cast<int>(file_->width());
  pixels.height = static_cast<int>(file_->height());
  pixels.version = number;
  pixels.now = [this, number] { return surface_of(number); };
  auto scale = std::max(room.w / width(), room.h / height());
  // It was decoded for this room; only sizes were rounded up.
  if (scale <= 1 && width() - room.w < 4 && height() - room.h < 4)
    scale = 1;
  cairo_save(cr);
  cairo_rectangle(cr, room.x, room.y, room.w, room.h);
  clip(cr);
  auto left = room.x + (room.w - width() * scale) / 2;
  auto top = room.y + (room.h - height() * scale) / 2;
  if (scale == 1) {
    left = std::floor(left);
    top = std::floor(top);
  }
  cairo_translate(cr, left, top);
  cairo_scale(cr, scale, scale);
  paint_changing(cr, pixels, 0, 0);
  cairo_restore(cr);
}

const std::vector<fitted_picture>& moving_picture::samples(const rect& room) {
  if (sampled_ == room && !samples_.empty())
    return samples_;
  sampled_ = room;
  samples_.clear();
  auto count = std::min(most_samples, file_->frames());
  auto density = std::min(1.0, sample_width / room.w);
  for (uint32_t i = 0; i < count; ++i) {
    auto wanted = uint64_t{i} * file_->frames() / count;
    auto frame = file_->frame(
      file_->key_before(static_cast<uint32_t>(wanted)));
    if (!frame) {
      failure_ = frame.error();
      break;
    }
    auto scale = std::max(room.w / width(), room.h / height());
    picture_part part{0, 0, room.w / scale, room.h / scale};
    part.x = (width() - part.w) / 2;
    part.y = (height() - part.h) / 2;
    auto size = [&](double x) {
      return std::max(1, static_cast<int>(std::ceil(x * density)));
    };
    fitted_picture small;
    small.density = density;
    small.pixels = make_surface(CAIRO_FORMAT_RGB24, size(room.w), size(room.h));
    cairo_surface_flush(small.pixels.get());
    scale_picture(*frame, part, static_cast<uint32_t>(size(room.w)),
                  static_cast<uint32_t>(size(room.h)),
                  cairo_image_surface_get_data(small.pixels.get()),
                  static_cast<size_t>(
                    cairo_image_surface_get_stride(small.pixels.get())));
    cairo_surface_mark_dirty(small.pixels.get());
    samples_.push_back(std::move(small));
  }
  return samples_;
}

} // namespace troupe::media
