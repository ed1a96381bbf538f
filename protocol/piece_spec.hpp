/// The specs of the pieces that media makes: what stage_plan writes into
/// piece::spec and the piece maker reads. A spec holds everything the bytes
/// depend on and nothing else, so equal specs mean equal bytes. JSON both
/// ways; reading checks every range, because people may edit stage data.
/// Pure; any thread.
#pragma once

#include "protocol/composition.hpp"
#include "protocol/film_style.hpp"
#include "protocol/ids.hpp"
#include "protocol/timeline.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

/// piece_kind::still and piece_kind::motion: a preview of one scene.
struct preview_spec {
  composition picture;
  bool operator==(const preview_spec&) const = default;
};

/// piece_kind::narration.
struct narration_spec {
  std::string text;
  voice_style voice;
  bool operator==(const narration_spec&) const = default;
};

/// piece_kind::segment.
struct segment_spec {
  composition picture;
  uint32_t frames = 1;
  /// Relative to the start of the scene.
  std::vector<spoken_word> words;
  bool operator==(const segment_spec&) const = default;
};

/// A narration, made in an earlier stage, on the film's time line.
struct placed_voice {
  /// Key of a narration piece of the same session.
  content_key narration;
  /// From the start of the film.
  std::chrono::microseconds start{0};
  /// Relative to the start of the narration.
  std::vector<spoken_word> words;
  bool operator==(const placed_voice&) const = default;
};

/// piece_kind::soundtrack.
struct soundtrack_spec {
  std::vector<placed_voice> voices;
  uint32_t frames = 1;
  uint32_t fps = 30;
  mix_style mix;
  uint64_t seed = 0;
  std::vector<std::chrono::microseconds> scene_starts;
  bool operator==(const soundtrack_spec&) const = default;
};

/// piece_kind::film. Its needs are the segments in order, then the sound track.
struct film_spec {
  film_format format;
  std::string title;
  std::string language = "en";
  video_type type = video_type::product_ad;
  /// One a scene: title and place.
  std::vector<std::string> chapters;
  std::vector<scene_slot> slots;
  /// Drawn as the poster.
  composition poster;
  bool operator==(const film_spec&) const = default;
};

json to_json(const preview_spec& x);
json to_json(const narration_spec& x);
json to_json(const segment_spec& x);
json to_json(const soundtrack_spec& x);
json to_json(const film_spec& x);

result<preview_spec> preview_spec_from(const json& x);
result<narration_spec> narration_spec_from(const json& x);
result<segment_spec> segment_spec_from(const json& x);
result<soundtrack_spec> soundtrack_spec_from(const json& x);
result<film_spec> film_spec_from(const json& x);

/// True for exactly 64 lower-case hex digits: the only form of a key that may
/// be used in a path.
bool is_content_key(std::string_view text);

} // namespace troupe
