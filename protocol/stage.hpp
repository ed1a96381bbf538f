/// The stages a film passes through, and the video types that order them.
/// Pure values; any thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace troupe {

/// One step of a film that a person can review.
enum class stage : uint8_t { scenes, script, visuals, animations, tts, render };

std::string_view to_string(stage x);
result<stage> parse_stage(std::string_view text);

/// The kind of film.
enum class video_type : uint8_t {
  product_ad,
  compliance_video,
  moa,
  doctor_ad,
  social_media,
  presenter_ad,
  explainer,
};

std::string_view to_string(video_type x);
result<video_type> parse_video_type(std::string_view text);

/// All of them, in the order of the enum.
const std::vector<video_type>& all_video_types();

/// The stages of a type, in order. Source: docs/creator.md.
std::vector<stage> stages_of(video_type x);

} // namespace troupe
