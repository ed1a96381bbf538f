/// Draws one scene: a pure function of (composition, timing, frame number).
/// make() lays the scene out and rasterises what doesn't change; draw() paints
/// a frame, draw_planes() what is new since the frame before. Any order of
/// frame numbers gives the same bytes. A painter belongs to one thread at a
/// time; any number of painters may work on as many threads.
#pragma once

#include "media/frame.hpp"
#include "media/picture_shelf.hpp"
#include "media/picture_view.hpp"
#include "protocol/composition.hpp"
#include "protocol/timeline.hpp"

#include <memory>
#include <string>
#include <vector>

namespace troupe::media {

/// When things happen in a scene.
struct scene_timing {
  /// Length of the scene, at least 1.
  uint32_t frames = 1;
  /// Relative to the start of the scene; may be empty.
  std::vector<spoken_word> words;
  /// Of the voice, from the start of the scene (voice_loudness.hpp); may be
  /// empty.
  std::string loudness = {};

  bool operator==(const scene_timing&) const = default;
};

struct finding;

class painter {
 public:
  /// Pictures come from the shelf; without them layouts do without.
  /// ec::invalid_argument for a format out of range, ec::media_failed when
  /// text can't be set (no fonts) or memory is short.
  static result<std::unique_ptr<painter>> make(const composition& scene,
                                               const scene_timing& timing,
                                               const picture_shelf& shelf = {});
  ~painter();
  painter(const painter&) = delete;
  painter& operator=(const painter&) = delete;

  /// The frame, 0-based. The view is valid until the next call or the
  /// painter's end.
  result<bgra_view> draw(uint32_t frame);
  /// The same frame, as the encoder takes it: pixel for pixel what converting
  /// draw() gives, for a fraction of the cost.
  result<i420_view> draw_planes(uint32_t frame);

  /// The scene at its best: everything there, no captions.
  result<bgra_view> draw_poster();

  /// What a strict reader would complain about, in milliseconds. Without
  /// times (a scene of one frame) nothing is too short.
  result<std::vector<finding>> findings() const;

  uint32_t frames() const;
  /// Families of the fonts that its texts are set in, sorted.
  const std::vector<std::string>& families() const;
  /// Share of the frame that the last call painted.
  double repainted() const;

 private:
  struct parts;
  explicit painter(std::unique_ptr<parts> x);
  std::unique_ptr<parts> parts_;
};

/// Something a viewer would complain about.
struct finding {
  enum class kind : uint8_t {
    clipped,       ///< text leaves the frame
    left_out,      ///< words were left out because there is no room
    overlap,       ///< two texts share pixels
    crossed,       ///< a line runs through a text
    in_captions,   ///< text where captions come
    too_small,     ///< below the smallest readable size
    low_contrast,  ///< below WCAG AA against what lies behind it
    missing_glyph, ///< a character that no font has
    too_short      ///< not long enough on the screen to be read
  };
  kind what = kind::clipped;
  /// Which text, and the numbers.
  std::string detail;
};

std::string_view to_string(finding::kind x);

/// Looks at a laid-out scene as a strict reader would. Empty = nothing to
/// complain about. Error when the scene can't be laid out at all. Without
/// times nothing is too short.
result<std::vector<finding>> check_layout(const composition& scene,
                                          const picture_shelf& shelf = {});
result<std::vector<finding>> check_layout(const composition& scene,
                                          const scene_timing& timing,
                                          const picture_shelf& shelf = {});

/// SPDX name of the licence that a family comes under in Debian, or empty for
/// one that no theme asks for.
std::string_view licence_of_family(std::string_view family);

/// ec::media_failed with a sentence that names the missing font and package:
/// Pango draws nothing and reports success when there is no font.
result<void> check_fonts();

} // namespace troupe::media
