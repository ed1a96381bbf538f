#include "protocol/composition.hpp"

#include <algorithm>
#include <array>

namespace troupe {

namespace {

/// Texts in a composition are cleaned; this only bounds what a hand-made
/// document may cost.
constexpr size_t text_max_bytes = 2'000;
constexpr size_t list_max = 8;

json point_to_json(const composed_point& x) {
  return json::make_object({{"text", x.text}, {"cue", x.cue}});
}

json texts_to_json(const std::vector<std::string>& x) {
  return json{json::array(x.begin(), x.end())};
}

json column_to_json(const composed_column& x) {
  return json::make_object(
    {{"title", x.title}, {"points", texts_to_json(x.points)}});
}

/// Reads members and keeps the first complaint.
class reader {
 public:
  explicit reader(const json& from) : from_(from) {}

  std::string text(const json& from, std::string_view key) {
    auto value = from.find(key);
    if (value == nullptr)
      return {};
    if (!value->is_string())
      refuse(key, "must be a text");
    else if (value->as_string().size() > text_max_bytes)
      refuse(key, "is too long");
    return value->as_string();
  }

  std::string text(std::string_view key) { return text(from_, key); }

  uint32_t count(std::string_view key) {
    auto value = from_.integer(key);
    if (value < 0 || value > 1'000'000)
      refuse(key, "is out of range");
    return static_cast<uint32_t>(value);
  }

  const json::array& list(const json& from, std::string_view key) {
    auto& items = from.at(key).as_array();
    if (items.size() > list_max)
      refuse(key, "has too many elements");
    return items;
  }

  template <class Enum>
  void choose(Enum& out, const json& from, std::string_view key, Enum last) {
    auto name = from.text(key);
    for (int i = 0; i <= static_cast<int>(last); ++i) {
      if (to_string(static_cast<Enum>(i)) == name) {
        out = static_cast<Enum>(i);
        return;
      }
    }
    refuse(key, "has an unknown value");
  }

  void refuse(std::string_view key, std::string_view why) {
    if (!failure_)
      failure_ = make_error(ec::invalid_argument, "composition: "
                                                    + std::string{key} + ' '
                                                    + std::string{why});
  }

  const json& from() const { return from_; }
  const error& failure() const { return failure_; }

 private:
  const json& from_;
  error failure_;
};

std::optional<composed_column> column_from(reader& in, const json& x) {
  if (!x.is_object())
    return std::nullopt;
  composed_column out;
  out.title = in.text(x, "title");
  for (auto& point : in.list(x, "points"))
    out.points.push_back(point.as_string());
  return out;
}

void read_looks(reader& in, composition& out) {
  out.format = film_format_from(in.from().at("format"));
  out.theme = in.text("theme");
  out.accent = in.text("accent");
  out.background = in.text("background");
  out.text_scale = std::clamp(in.from().number("text_scale", 1.0), 0.8, 1.4);
  in.choose(out.motion, in.from(), "motion", motion_style::still);
  out.captions = in.from().flag("captions");
  out.variation = in.count("variation");
  out.index = in.count("index");
  out.count = in.count("count");
}

void read_contents(reader& in, composition& out) {
  auto& from = in.from();
  out.name = in.text("name");
  out.illustration = in.text("illustration");
  out.kicker = in.text("kicker");
  out.title = in.text("title");
  for (auto& x : in.list(from, "points"))
    out.points.push_back({in.text(x, "text"), in.text(x, "cue")});
  if (auto& x = from.at("figure"); x.is_object())
    out.figure = composed_figure{in.text(x, "value"), in.text(x, "unit"),
                                 in.text(x, "label")};
  if (auto& x = from.at("quote"); x.is_object())
    out.quote = composed_quote{in.text(x, "text"), in.text(x, "by")};
  out.left = column_from(in, from.at("left"));
  out.right = column_from(in, from.at("right"));
  if (auto& x = from.at("diagram"); x.is_object()) {
    out.diagram.emplace();
    in.choose(out.diagram->kind, x, "kind", diagram_kind::generic);
    out.diagram->actor = in.text(x, "actor");
    out.diagram->target = in.text(x, "target");
    out.diagram->effect = in.text(x, "effect");
  }
  out.cta = in.text("cta");
  out.legal = in.text("legal");
}

} // namespace

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

std::string_view to_string(motion_style x) {
  switch (x) {
    case motion_style::calm: return "calm";
    case motion_style::lively: return "lively";
    case motion_style::still: return "still";
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
  }
  return "clinical_dark";
}

json to_json(const composition& x) {
  auto out = json::make_object({
    {"type", to_string(x.type)},
    {"layout", to_string(x.layout)},
    {"format", to_json(x.format)},
    {"theme", x.theme},
    {"accent", x.accent},
    {"background", x.background},
    {"text_scale", x.text_scale},
    {"motion", to_string(x.motion)},
    {"captions", x.captions},
    {"variation", x.variation},
    {"index", x.index},
    {"count", x.count},
    {"name", x.name},
    {"illustration", x.illustration},
    {"kicker", x.kicker},
    {"title", x.title},
    {"points", json::array{}},
    {"cta", x.cta},
    {"legal", x.legal},
  });
  for (auto& point : x.points)
    out["points"].push_back(point_to_json(point));
  if (x.figure)
    out["figure"] = json::make_object({{"value", x.figure->value},
                                       {"unit", x.figure->unit},
                                       {"label", x.figure->label}});
  if (x.quote)
    out["quote"] = json::make_object(
      {{"text", x.quote->text}, {"by", x.quote->by}});
  if (x.left)
    out["left"] = column_to_json(*x.left);
  if (x.right)
    out["right"] = column_to_json(*x.right);
  if (x.diagram)
    out["diagram"] = json::make_object({{"kind", to_string(x.diagram->kind)},
                                        {"actor", x.diagram->actor},
                                        {"target", x.diagram->target},
                                        {"effect", x.diagram->effect}});
  return out;
}

result<composition> composition_from(const json& x) {
  if (!x.is_object())
    return make_error(ec::invalid_argument, "composition: must be an object");
  reader in{x};
  composition out;
  in.choose(out.type, x, "type", video_type::social_media);
  in.choose(out.layout, x, "layout", layout_kind::safety);
  read_looks(in, out);
  read_contents(in, out);
  if (in.failure())
    return in.failure();
  return out;
}

} // namespace troupe
