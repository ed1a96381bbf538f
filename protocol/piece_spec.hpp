/// The specs of the pieces that media makes: what stage_plan writes into
/// piece::spec and the piece maker reads. A spec holds everything the bytes
/// depend on and nothing else, so equal specs mean equal bytes. JSON both
/// ways; reading checks every range, because people may edit stage data.
/// Pure; any thread.
#pragma once

#include "protocol/composition.hpp"
#include "protocol/film_delivery.hpp"
#include "protocol/film_style.hpp"
#include "protocol/ids.hpp"
#include "protocol/music.hpp"
#include "protocol/timeline.hpp"
#include "protocol/transition.hpp"

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
  /// Lines of the user's lexicon that concern these words, see
  /// pronunciations.
  std::vector<std::string> lexicon = {};
  bool operator==(const narration_spec&) const = default;
};

/// piece_kind::segment: a scene, or the part of it that it has for itself.
struct segment_spec {
  composition picture;
  /// Of the whole scene, with what it gives to transitions.
  uint32_t frames = 1;
  /// Relative to the start of the scene.
  std::vector<spoken_word> words;
  /// Of the voice from the start of the scene (voice_loudness.hpp), where the
  /// picture follows it.
  std::string loudness = {};
  /// What is encoded: `count` frames from `first` on; 0 = up to the end.
  uint32_t first = 0;
  uint32_t count = 0;

  uint32_t encoded() const { return count == 0 ? frames - first : count; }
  bool operator==(const segment_spec&) const = default;
};

/// piece_kind::transition: the last frames of one scene become the first ones
/// of the next.
struct transition_spec {
  transition_kind kind = transition_kind::crossfade;
  uint32_t frames = 1;
  /// Whole scenes; their windows mean nothing here.
  segment_spec from;
  segment_spec to;
  bool operator==(const transition_spec&) const = default;
};

/// piece_kind::animatic. Its needs are the narrations of the scenes that have
/// one, in the film's order.
struct animatic_spec {
  film_format format;
  std::string title;
  std::string language = "en";
  struct scene {
    int32_t id = 0;
    composition picture;
    /// Shortest time on screen.
    std::chrono::microseconds at_least{0};
    /// False for a silent scene.
    bool is_spoken = false;
    /// Silence behind the words.
    std::chrono::microseconds pause_after{0};
    /// See scene_voice.
    double breath = 1;
    bool operator==(const scene&) const = default;
  };
  std::vector<scene> scenes;
  bool operator==(const animatic_spec&) const = default;
};

/// piece_kind::live. It needs the sound track.
struct live_spec {
  film_format format;
  struct part {
    /// Of a segment or transition, made or not.
    content_key key;
    uint32_t frames = 1;
    bool operator==(const part&) const = default;
  };
  /// In the film's order.
  std::vector<part> parts;
  bool operator==(const live_spec&) const = default;
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

/// piece_kind::music: the whole bed, at one loudness. It depends on how long
/// the scenes are and what they ask of the music, not on words or captions.
struct music_spec {
  /// One of music_moods.
  std::string mood = "calm";
  uint64_t seed = 0;
  uint32_t frames = 1;
  uint32_t fps = 30;
  std::vector<music_section> sections;
  bool operator==(const music_spec&) const = default;
};

/// piece_kind::soundtrack. It needs the music piece, if there is music.
struct soundtrack_spec {
  std::vector<placed_voice> voices;
  uint32_t frames = 1;
  uint32_t fps = 30;
  mix_style mix;
  std::vector<effect_cue> effects;
  bool operator==(const soundtrack_spec&) const = default;
};

/// piece_kind::film. Its needs are segments and transitions in the film's
/// order, then the sound track.
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
  /// For the manifest: voices, music, whose pictures. Any object.
  json about;
  /// Whether the captions are a track of the film.
  bool has_captions = true;
  /// Whether poster, thumbnails and sprites are made.
  bool has_thumbnails = true;
  bool operator==(const film_spec&) const = default;
};

/// piece_kind::delivery. It needs the film.
struct delivery_spec {
  /// Not mp4: that is the film itself.
  film_container container = film_container::mov;
  film_format format;
  uint32_t frames = 1;
  std::string title;
  std::string language = "en";
  bool operator==(const delivery_spec&) const = default;
};

/// piece_kind::picture: a picture that came with the payload, decoded.
struct picture_spec {
  /// Its id: see protocol/payload_pictures.hpp.
  std::string upload;
  /// Scaled down to this many pixels.
  uint32_t longest_side = 1;
  bool operator==(const picture_spec&) const = default;
};

/// piece_kind::clip: a clip of a film that was written down, decoded for one
/// room at the film's rate.
struct clip_spec {
  /// The SHA-256 of the file.
  std::string upload;
  /// The room in pixels, even.
  uint32_t width = 2;
  uint32_t height = 2;
  uint32_t fps = 30;
  /// No more than these are ever shown.
  uint32_t frames = 1;
  /// What is left out at its beginning.
  std::chrono::microseconds start{0};
  double focus_x = 0.5;
  double focus_y = 0.5;
  /// False: a clip of another shape takes one side of the room.
  bool fills = false;
  bool operator==(const clip_spec&) const = default;
};

json to_json(const preview_spec& x);
json to_json(const narration_spec& x);
json to_json(const segment_spec& x);
json to_json(const music_spec& x);
json to_json(const soundtrack_spec& x);
json to_json(const film_spec& x);
json to_json(const transition_spec& x);
json to_json(const animatic_spec& x);
json to_json(const live_spec& x);
json to_json(const picture_spec& x);
json to_json(const clip_spec& x);
json to_json(const delivery_spec& x);

result<preview_spec> preview_spec_from(const json& x);
result<narration_spec> narration_spec_from(const json& x);
result<segment_spec> segment_spec_from(const json& x);
result<music_spec> music_spec_from(const json& x);
result<soundtrack_spec> soundtrack_spec_from(const json& x);
result<film_spec> film_spec_from(const json& x);
result<transition_spec> transition_spec_from(const json& x);
result<animatic_spec> animatic_spec_from(const json& x);
result<live_spec> live_spec_from(const json& x);
result<picture_spec> picture_spec_from(const json& x);
result<clip_spec> clip_spec_from(const json& x);
result<delivery_spec> delivery_spec_from(const json& x);

/// True for exactly 64 lower-case hex digits: the only form of a key that may
/// be used in a path.
bool is_content_key(std::string_view text);

} // namespace troupe
