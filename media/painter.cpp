#include "media/painter.hpp"

#include "media/painter_background.hpp"
#include "media/painter_captions.hpp"
#include "media/painter_check.hpp"
#include "media/painter_frame.hpp"
#include "media/painter_scene.hpp"

#include <algorithm>
#include <cmath>
#include <new>

namespace troupe::media {

namespace {

/// How far a scene rises while it leaves, in design units.
constexpr double leave_rise = 18;

/// A last scene stays: the end card is to be read, and a player that stops on
/// the last frame shows something. Other transitions than fading need the
/// scene as it is.
bool fades_out(const composition& x) {
  return x.index + 1 < x.count && x.leave == transition_kind::fade;
}

/// Seconds by which the items are ahead of the clock when the scene begins:
/// something must be there already when the scene is seen at once.
double head_start(const composition& x) {
  if (needs_segment(x.enter))
    return 0.5;
  // The first frame of a film is what players show before it runs.
  return x.index == 0 || x.enter == transition_kind::cut ? 0.25 : 0;
}

/// The items' clock. It never stands or turns back, and is right again before
/// a word could be missed.
double ahead(double t, double start) {
  return t + start * (1 - ramp(t, 0, 3 * start));
}

} // namespace

struct painter::parts {
  parts(const composition& x, const scene_timing& timing, text_setter& setter,
        const picture_shelf& shelf)
      : time(timing),
        made(lay_out(x, time, setter, shelf)),
        scene(*made.scene),
        builder(*made.builder),
        ground(builder),
        spoken(builder),
        frame(x.format.width, x.format.height, ground),
        families(setter.families()) {}

  /// Everything at a moment, `rise` pixels higher than it rests.
  frame_content content(const moment& now, double rise) {
    frame_content out;
    out.items = made.plan.items.size();
    out.paint = [this, now, rise](cairo_t* cr, size_t item) {
      cairo_translate(cr, 0, -rise);
      made.plan.items[item].paint(cr, now);
    };
    return out;
  }

  frame_content content_of(uint32_t number) {
    moment now;
    now.life = builder.life;
    auto t = static_cast<double>(number) / scene.format.fps;
    now.t = ahead(t, head_start(scene));
    now.frame = number;
    auto step = std::max(1U, (scene.format.fps + idle_rate / 2) / idle_rate);
    auto idle = static_cast<double>(number / step * step) / scene.format.fps;
    now.idle = ahead(idle, head_start(scene));
    auto leave = builder.speed.leave;
    auto gone = fades_out(scene) ? ramp(t, now.life - leave, leave - 0.034)
                                 : 0.0;
    auto rises = gone > 0 && builder.speed.drift > 0;
    auto rise = rises ? std::round(builder.u(leave_rise) * gone * gone) : 0.0;
    auto out = content(now, rise);
    out.offset = ground.offset_at(idle / now.life);
    out.gone = gone;
    // Captions are the uppermost item, and stay where they are.
    out.paint = [this, t, n = out.items, items = std::move(out.paint)](
                  cairo_t* cr, size_t item) {
      if (item == n)
        spoken.draw(cr, t);
      else
        items(cr, item);
    };
    ++out.items;
    return out;
  }

  error check_number(uint32_t number) const {
    if (number < time.frames)
      return {};
    return make_error(ec::invalid_argument,
                      "frame: must be below " + std::to_string(time.frames));
  }

  /// Items can't say that a clip's file broke while they painted.
  template <class View>
  result<View> whole(result<View> painted) const {
    auto failure = made.pictures->failure();
    return failure ? result<View>{failure} : painted;
  }

  scene_timing time;
  laid_out made;
  const composition& scene;
  scene_builder& builder;
  background ground;
  captions spoken;
  painted_frame frame;
  std::vector<std::string> families;
};

painter::painter(std::unique_ptr<parts> x) : parts_(std::move(x)) {}

painter::~painter() = default;

result<std::unique_ptr<painter>> painter::make(const composition& scene,
                                               const scene_timing& timing,
                                               const picture_shelf& shelf) {
  if (auto ok = check_limits(scene, timing); !ok)
    return ok.error();
  try {
    text_setter setter;
    if (!setter.draws())
      return make_error(ec::media_failed, "painter: no font draws anything; "
                                          "install fonts-inter");
    return std::unique_ptr<painter>{
      new painter(std::make_unique<parts>(scene, timing, setter, shelf))};
  } catch (const std::bad_alloc&) {
    return make_error(ec::media_failed, "painter: out of memory");
  }
}

const std::vector<std::string>& painter::families() const {
  return parts_->families;
}

uint32_t painter::frames() const {
  return parts_->time.frames;
}

result<bgra_view> painter::draw(uint32_t number) {
  if (auto err = parts_->check_number(number))
    return err;
  return parts_->whole(parts_->frame.pixels(parts_->content_of(number)));
}

result<i420_view> painter::draw_planes(uint32_t number) {
  if (auto err = parts_->check_number(number))
    return err;
  return parts_->whole(parts_->frame.planes(parts_->content_of(number)));
}

result<bgra_view> painter::draw_poster() {
  moment now;
  now.life = parts_->builder.life;
  now.t = now.idle = 20;
  now.at_rest = true;
  auto content = parts_->content(now, 0);
  content.offset = parts_->ground.offset_at(0.5);
  return parts_->whole(parts_->frame.pixels(content));
}

result<std::vector<finding>> painter::findings() const {
  auto& x = *parts_;
  try {
    return check_scene(x.made, x.ground,
                       x.time.frames > 1 ? check_times::yes : check_times::no);
  } catch (const std::bad_alloc&) {
    return make_error(ec::media_failed, "painter: out of memory");
  }
}

double painter::repainted() const {
  return parts_->frame.repainted();
}

} // namespace troupe::media
