/// Whoever speaks, as a designer would show them: a card, a medallion or one
/// side of the frame, with light, shadow, a slow camera and a voice that can
/// be seen. Never distorted, never blown up until it blurs. Part of the
/// painter; any thread that has its own builder.
#pragma once

#include "media/painter_scene.hpp"

namespace troupe::media {

enum class portrait_shape : uint8_t { card, disc };

/// The part of a box, about its centre, that the scene's picture fills
/// without being enlarged too much.
rect sharp_within(scene_builder& to, const rect& box);
/// The picture in a rounded card or a disc. It enters unless the scene goes
/// on from one where it stood already.
void add_portrait(scene_builder& to, const rect& box, portrait_shape shape);

/// Rings around a disc that swell with the voice.
void add_voice_rings(scene_builder& to, point center, double radius);

/// Which of a room's edges melts into the ground.
enum class soft_edge : uint8_t { left, right, bottom };

/// The picture over a room that touches the frame's edges; a cut-out stands on
/// the room's bottom before the film's colour.
void add_side_portrait(scene_builder& to, const rect& room, soft_edge edge);

/// Name and role on a plate, as in the lower third of a broadcast.
struct name_plate {
  text_block name;
  text_block role;
  double width = 0;
  double height = 0;
};

/// Width 0 when the scene names nobody.
name_plate set_name_plate(scene_builder& to, double width);
void place_name_plate(scene_builder& to, const name_plate& x, double left,
                      double y);

/// What the scene asks for: a button, an address and its code. Height 0 when
/// it asks for nothing.
struct asking {
  text_block label;
  text_block contact;
  double button_width = 0;
  double button_height = 0;
  double code = 0;
  double width = 0;
  double height = 0;
};

asking set_asking(scene_builder& to, double width, double most_code);
void place_asking(scene_builder& to, const asking& x, double left,
                  double width, double y, align side);

/// The same arrangements for words alone, when nobody is to be seen.
void lay_out_voice(scene_builder& to);

/// A figure, rows or a quote lead and the presenter is small beside them.
void lay_out_led(scene_builder& to);

} // namespace troupe::media
