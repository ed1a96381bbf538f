/// The rules of the layout checker, apart from how a scene is laid out: a
/// test plants faults, check_scene() brings real scenes. Any thread that owns
/// the scene.
#pragma once

#include "media/painter_background.hpp"
#include "media/painter_scene.hpp"

namespace troupe::media {

/// What the texts of a scene stand in.
struct check_frame {
  double width = 0;
  double height = 0;
  /// Nearest that a text may come to the frame's edge.
  double margin = 0;
  /// Smallest readable size.
  double smallest = 0;
  /// From this size on, 3 : 1 is enough.
  double large = 0;
  /// Where captions can appear; empty when they are off.
  rect captions;
  /// When texts begin to go, in seconds; 0 when there are no times.
  double end = 0;
  /// What is said in the scene, in lower case: a text that is also heard is
  /// read in half the time.
  std::string heard;
  /// Mean and unkindest ground behind a text.
  std::function<std::vector<color>(const placed_text&)> grounds;
};

/// Seconds that reading takes: three words, or six Han characters, a second.
double reading_seconds(std::string_view text);

std::vector<finding> check_plan(const scene_plan& plan, const check_frame& in);

/// Texts that touch, leave the frame or lost words, but for contrast and time:
/// what laying out again, tighter, can mend.
bool is_tidy(const scene_builder& of, const scene_plan& plan);

enum class check_times : uint8_t { yes, no };

/// A scene upon its own ground.
std::vector<finding> check_scene(const laid_out& scene,
                                 const background& ground, check_times times);

} // namespace troupe::media
