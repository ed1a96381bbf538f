#include "protocol/composition.hpp"

#include "protocol/composition_parts.hpp"
#include "protocol/formula.hpp"
#include "protocol/piece_spec.hpp"

#include <algorithm>

namespace troupe {

namespace {

/// Texts in a composition are cleaned; this only bounds what a hand-made
/// document may cost.
constexpr size_t text_max_bytes = 2'000;
constexpr size_t list_max = 8;
/// Of values, whatever they measure.
constexpr double value_max = 1e12;

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

  double number(const json& from, std::string_view key, double low,
                double high, double fallback) {
    auto value = from.find(key);
    if (value == nullptr)
      return fallback;
    // Written so that a NaN is refused too.
    if (!value->is_number()
        || !(value->as_number() >= low && value->as_number() <= high)) {
      refuse(key, "is out of range");
      return fallback;
    }
    return value->as_number();
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

std::optional<composed_figure> figure_from(reader& in, const json& x) {
  if (!x.is_object())
    return std::nullopt;
  composed_figure out;
  out.value = in.text(x, "value");
  out.unit = in.text(x, "unit");
  out.label = in.text(x, "label");
  out.low = in.number(x, "low", -value_max, value_max, 0);
  out.high = in.number(x, "high", -value_max, value_max, 0);
  return out;
}

std::optional<composed_chart> chart_from(reader& in, const json& x) {
  if (!x.is_object())
    return std::nullopt;
  composed_chart out;
  in.choose(out.kind, x, "kind", chart_kind::pie);
  for (auto& datum : in.list(x, "data"))
    out.data.push_back({in.text(datum, "label"),
                        in.number(datum, "value", -value_max, value_max, 0),
                        in.text(datum, "shown")});
  if (out.data.empty())
    in.refuse("chart", "has no data");
  out.unit = in.text(x, "unit");
  out.source = in.text(x, "source");
  out.note = in.text(x, "note");
  return out;
}

std::optional<composed_link> link_from(reader& in, const json& x) {
  if (!x.is_object())
    return std::nullopt;
  composed_link out{in.text(x, "text"), in.text(x, "url")};
  if (!is_web_address(out.url))
    in.refuse("url", "is no http or https address");
  return out;
}

std::optional<composed_place> place_from(reader& in, const json& x) {
  if (!x.is_object())
    return std::nullopt;
  composed_place out;
  out.name = in.text(x, "name");
  out.address = in.text(x, "address");
  for (auto& line : in.list(x, "hours"))
    out.hours.push_back(line.as_string());
  out.phone = in.text(x, "phone");
  return out;
}

std::optional<composed_picture> picture_from(reader& in, const json& from,
                                             std::string_view key) {
  auto& x = from.at(key);
  if (!x.is_object())
    return std::nullopt;
  composed_picture out;
  out.key = in.text(x, "key");
  if (!is_content_key(out.key))
    in.refuse(key, "has no content key");
  out.focus_x = in.number(x, "focus_x", 0, 1, 0.5);
  out.focus_y = in.number(x, "focus_y", 0, 1, 0.5);
  out.credit = in.text(x, "credit");
  out.alt = in.text(x, "alt");
  return out;
}

void read_data(reader& in, composition& out) {
  auto& from = in.from();
  out.figure = figure_from(in, from.at("figure"));
  out.chart = chart_from(in, from.at("chart"));
  for (auto& x : in.list(from, "timeline"))
    out.timeline.push_back(
      {in.text(x, "when"), in.text(x, "text"), in.text(x, "cue")});
  out.link = link_from(in, from.at("link"));
  if (auto& x = from.at("person"); x.is_object())
    out.person = composed_person{in.text(x, "name"), in.text(x, "role")};
  out.place = place_from(in, from.at("place"));
  out.formula = in.text("formula");
  if (!out.formula.empty() && !parse_formula(out.formula))
    in.refuse("formula", "can't be read");
  out.picture = picture_from(in, from, "picture");
  out.logo = picture_from(in, from, "logo");
  out.clip = picture_from(in, from, "clip");
  if (auto& x = from.at("logo_at"); out.logo && x.is_object()) {
    out.logo_at.emplace();
    in.choose(out.logo_at->corner, x, "corner", logo_corner::center);
    out.logo_at->size = in.number(x, "size", least_logo_size, most_logo_size,
                                  150);
    out.logo_at->opacity = in.number(x, "opacity", 0, 1, 1);
  }
  if (from.has("stand"))
    in.choose(out.stand, from, "stand", presenter_stand::alone);
  out.goes_on = from.flag("goes_on");
}

void read_looks(reader& in, composition& out) {
  out.format = film_format_from(in.from().at("format"));
  out.theme = in.text("theme");
  out.accent = in.text("accent");
  out.background = in.text("background");
  out.text_scale = std::clamp(in.from().number("text_scale", 1.0), 0.8, 1.4);
  in.choose(out.motion, in.from(), "motion", motion_style::still);
  out.captions = in.from().flag("captions");
  out.karaoke = in.from().flag("karaoke", true);
  out.variation = in.count("variation");
  out.index = in.count("index");
  out.count = in.count("count");
  in.choose(out.enter, in.from(), "enter", transition_kind::cut);
  in.choose(out.leave, in.from(), "leave", transition_kind::cut);
}

void read_contents(reader& in, composition& out) {
  auto& from = in.from();
  out.name = in.text("name");
  out.illustration = in.text("illustration");
  out.kicker = in.text("kicker");
  out.title = in.text("title");
  for (auto& x : in.list(from, "points"))
    out.points.push_back({in.text(x, "text"), in.text(x, "cue")});
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
  read_data(in, out);
  out.cta = in.text("cta");
  out.legal = in.text("legal");
}

} // namespace

result<composition> composition_from(const json& x) {
  if (!x.is_object())
    return make_error(ec::invalid_argument, "composition: must be an object");
  reader in{x};
  composition out;
  in.choose(out.type, x, "type", all_video_types().back());
  in.choose(out.layout, x, "layout", layout_kind::lower_third);
  read_looks(in, out);
  read_contents(in, out);
  if (composing::affordable(out.layout, out) != out.layout)
    in.refuse("layout", "needs data that is missing");
  if (in.failure())
    return in.failure();
  return out;
}

} // namespace troupe
