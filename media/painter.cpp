#include "media/painter.hpp"

#include "media/painter_background.hpp"
#include "media/painter_captions.hpp"
#include "media/painter_scene.hpp"

#include <algorithm>
#include <cmath>
#include <new>
#include <optional>

namespace troupe::media {

namespace {

/// How far a scene rises while it leaves, in design units.
constexpr double leave_rise = 18;

/// A last scene stays: the end card is to be read, and a player that stops on
/// the last frame shows something.
bool leaves(const composition& x) {
  return x.index + 1 < x.count;
}

} // namespace

struct painter::parts {
  parts(const composition& x, const scene_timing& timing, text_setter& setter)
      : time(timing),
        made(lay_out(x, time, setter)),
        scene(*made.scene),
        builder(*made.builder),
        ground(builder),
        spoken(builder),
        frame(make_surface(CAIRO_FORMAT_ARGB32,
                           static_cast<int>(x.format.width),
                           static_cast<int>(x.format.height))) {}

  bgra_view view() const {
    cairo_surface_flush(frame.get());
    return {cairo_image_surface_get_data(frame.get()),
            static_cast<size_t>(cairo_image_surface_get_stride(frame.get())),
            scene.format.width, scene.format.height};
  }

  void paint_items(cairo_t* cr, const moment& now) const {
    for (auto& item : made.plan.items) {
      cairo_save(cr);
      item.paint(cr, now);
      cairo_restore(cr);
    }
  }

  result<bgra_view> finished(cairo_t* cr) const {
    if (auto status = cairo_status(cr); status != CAIRO_STATUS_SUCCESS)
      return make_error(ec::media_failed, std::string{"painter: "}
                                            + cairo_status_to_string(status));
    return view();
  }

  scene_timing time;
  laid_out made;
  const composition& scene;
  scene_builder& builder;
  background ground;
  captions spoken;
  surface frame;
};

painter::painter(std::unique_ptr<parts> x) : parts_(std::move(x)) {}

painter::~painter() = default;

result<std::unique_ptr<painter>> painter::make(const composition& scene,
                                               const scene_timing& timing) {
  if (auto ok = check_limits(scene, timing); !ok)
    return ok.error();
  try {
    text_setter setter;
    if (!setter.draws())
      return make_error(ec::media_failed, "painter: no font draws anything; "
                                          "install fonts-inter");
    return std::unique_ptr<painter>{
      new painter(std::make_unique<parts>(scene, timing, setter))};
  } catch (const std::bad_alloc&) {
    return make_error(ec::media_failed, "painter: out of memory");
  }
}

uint32_t painter::frames() const {
  return parts_->time.frames;
}

result<bgra_view> painter::draw(uint32_t number) {
  auto& x = *parts_;
  if (number >= x.time.frames)
    return make_error(ec::invalid_argument,
                      "frame: must be below " + std::to_string(x.time.frames));
  auto life = x.builder.life;
  moment now;
  now.t = static_cast<double>(number) / x.scene.format.fps;
  now.life = life;
  auto offset = x.ground.offset_at(now.t / life);
  x.ground.copy(x.frame.get(), offset);
  auto cr = draw_on(x.frame);
  auto leave = x.builder.speed.leave;
  auto gone = leaves(x.scene) ? ramp(now.t, life - leave, leave - 0.034) : 0;
  // The first frame of a film is what players show before it runs: something
  // must be there already.
  if (x.scene.index == 0)
    now.t += 0.25;
  cairo_save(cr.get());
  if (gone > 0 && x.builder.speed.drift > 0)
    cairo_translate(cr.get(), 0,
                    -std::round(x.builder.u(leave_rise) * gone * gone));
  x.paint_items(cr.get(), now);
  cairo_restore(cr.get());
  if (x.scene.index == 0)
    now.t -= 0.25;
  x.spoken.draw(cr.get(), now.t);
  if (gone > 0) {
    // Fading out is the ground coming back.
    cairo_set_source_surface(cr.get(), x.ground.pixels().get(), -offset.x,
                             -offset.y);
    cairo_paint_with_alpha(cr.get(), gone);
  }
  return x.finished(cr.get());
}

result<bgra_view> painter::draw_poster() {
  auto& x = *parts_;
  moment now;
  now.life = x.builder.life;
  now.t = 20;
  now.at_rest = true;
  x.ground.copy(x.frame.get(), x.ground.offset_at(0.5));
  auto cr = draw_on(x.frame);
  x.paint_items(cr.get(), now);
  return x.finished(cr.get());
}

} // namespace troupe::media
