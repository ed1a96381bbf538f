#include "protocol/composition.hpp"

namespace troupe {

std::string_view to_string(layout_kind x) {
  switch (x) {
    case layout_kind::title: return "title";
    case layout_kind::bullets: return "bullets";
    case layout_kind::steps: return "steps";
    case layout_kind::statement: return "statement";
    case layout_kind::number: return "number";
    case layout_kind::quote: return "quote";
    case layout_kind::compare: return "compare";
    case layout_kind::diagram: return "diagram";
    case layout_kind::product: return "product";
    case layout_kind::logo: return "logo";
    case layout_kind::cta: return "cta";
    case layout_kind::safety: return "safety";
    case layout_kind::gauge: return "gauge";
    case layout_kind::chart: return "chart";
    case layout_kind::timeline: return "timeline";
    case layout_kind::process: return "process";
    case layout_kind::callout: return "callout";
    case layout_kind::location: return "location";
    case layout_kind::formula: return "formula";
    case layout_kind::code: return "code";
    case layout_kind::end_card: return "end_card";
    case layout_kind::picture: return "picture";
    case layout_kind::presenter: return "presenter";
    case layout_kind::footage: return "footage";
    case layout_kind::lower_third: return "lower_third";
  }
  return "unknown";
}

std::string_view to_string(diagram_kind x) {
  switch (x) {
    case diagram_kind::receptor: return "receptor";
    case diagram_kind::enzyme: return "enzyme";
    case diagram_kind::channel: return "channel";
    case diagram_kind::transporter: return "transporter";
    case diagram_kind::membrane: return "membrane";
    case diagram_kind::vessel: return "vessel";
    case diagram_kind::cell: return "cell";
    case diagram_kind::pathway: return "pathway";
    case diagram_kind::synapse: return "synapse";
    case diagram_kind::antibody: return "antibody";
    case diagram_kind::generic: return "generic";
  }
  return "unknown";
}

std::string_view to_string(chart_kind x) {
  switch (x) {
    case chart_kind::bars: return "bars";
    case chart_kind::lines: return "lines";
    case chart_kind::pie: return "pie";
  }
  return "unknown";
}

std::string_view to_string(motion_style x) {
  switch (x) {
    case motion_style::calm: return "calm";
    case motion_style::lively: return "lively";
    case motion_style::still: return "still";
  }
  return "unknown";
}

std::string_view to_string(logo_corner x) {
  switch (x) {
    case logo_corner::top_left: return "top-left";
    case logo_corner::top_right: return "top-right";
    case logo_corner::bottom_left: return "bottom-left";
    case logo_corner::bottom_right: return "bottom-right";
    case logo_corner::center: return "center";
  }
  return "unknown";
}

std::string_view to_string(presenter_stand x) {
  switch (x) {
    case presenter_stand::beside: return "beside";
    case presenter_stand::large: return "large";
    case presenter_stand::corner: return "corner";
    case presenter_stand::alone: return "alone";
  }
  return "unknown";
}

const std::vector<std::string>& theme_names() {
  static const std::vector<std::string> names = {
    "clinical_dark", "clinical_light", "editorial",    "formal",
    "social_bold",   "warm",           "high_contrast"};
  return names;
}

std::string_view default_theme(video_type type) {
  switch (type) {
    case video_type::product_ad: return "editorial";
    case video_type::compliance_video: return "formal";
    case video_type::moa: return "clinical_dark";
    case video_type::doctor_ad: return "clinical_light";
    case video_type::social_media: return "social_bold";
    case video_type::presenter_ad: return "editorial";
    case video_type::explainer: return "clinical_light";
  }
  return "clinical_dark";
}

} // namespace troupe
