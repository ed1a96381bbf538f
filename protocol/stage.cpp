#include "protocol/stage.hpp"

#include <string>

namespace troupe {

std::string_view to_string(stage x) {
  switch (x) {
    case stage::scenes: return "scenes";
    case stage::script: return "script";
    case stage::visuals: return "visuals";
    case stage::animations: return "animations";
    case stage::tts: return "tts";
    case stage::render: return "render";
  }
  return "unknown";
}

result<stage> parse_stage(std::string_view text) {
  for (auto x : {stage::scenes, stage::script, stage::visuals,
                 stage::animations, stage::tts, stage::render})
    if (to_string(x) == text)
      return x;
  return make_error(ec::invalid_argument,
                    "Unknown stage: " + std::string{text}
                      + " (one of scenes, script, visuals, animations, tts, "
                        "render)");
}

std::string_view to_string(video_type x) {
  switch (x) {
    case video_type::product_ad: return "product_ad";
    case video_type::compliance_video: return "compliance_video";
    case video_type::moa: return "moa";
    case video_type::doctor_ad: return "doctor_ad";
    case video_type::social_media: return "social_media";
    case video_type::presenter_ad: return "presenter_ad";
    case video_type::explainer: return "explainer";
  }
  return "unknown";
}

const std::vector<video_type>& all_video_types() {
  static const std::vector<video_type> types{
    video_type::product_ad, video_type::compliance_video, video_type::moa,
    video_type::doctor_ad, video_type::social_media,
    video_type::presenter_ad, video_type::explainer};
  return types;
}

result<video_type> parse_video_type(std::string_view text) {
  for (auto x : all_video_types())
    if (to_string(x) == text)
      return x;
  return make_error(ec::invalid_argument,
                    "Unsupported video_type: " + std::string{text}
                      + " (one of product_ad, compliance_video, moa, "
                        "doctor_ad, social_media, presenter_ad, explainer)");
}

std::vector<stage> stages_of(video_type x) {
  switch (x) {
    case video_type::product_ad:
    case video_type::compliance_video:
      return {stage::scenes,     stage::script, stage::visuals,
              stage::animations, stage::tts,    stage::render};
    case video_type::moa:
    case video_type::doctor_ad:
    case video_type::social_media:
    case video_type::presenter_ad:
    case video_type::explainer:
      return {stage::scenes, stage::script, stage::visuals, stage::tts,
              stage::render};
  }
  return {};
}

} // namespace troupe
