/// Size, rate and shape of a film, from what the payload asks for. Plain
/// values; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"
#include "protocol/stage.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

struct film_format {
  /// Pixels, both even.
  uint32_t width = 1280;
  uint32_t height = 720;
  /// Whole frames a second.
  uint32_t fps = 30;

  bool portrait() const { return height > width; }
  bool operator==(const film_format&) const = default;
};

/// What a payload or document may ask for.
inline constexpr int64_t film_rates[] = {24, 25, 30, 60};
/// Names first, then lines on the short side: "low" ... "360p" ... "2160p".
const std::vector<std::string>& film_qualities();

/// quality low|medium|high|ultra = 480|720|1080|1440 lines on the short side
/// (720 when missing) or 360p to 2160p, aspect_ratio 16:9|9:16|1:1|4:5 (9:16
/// for social_media, else 16:9), fps 24|25|30|60. All are checked before: by
/// check_payload() or check_film_document().
film_format format_of(video_type type, const json& payload);

json to_json(const film_format& x);
film_format film_format_from(const json& x);

} // namespace troupe
