#include "protocol/composition_parts.hpp"

#include "protocol/formula.hpp"
#include "protocol/piece_spec.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace troupe::composing {

namespace {

constexpr double value_max = 1e12;
constexpr size_t url_max_bytes = 300;

/// Text of a string or number; people write both.
std::string text_of(const json& x) {
  if (x.is_string())
    return x.as_string();
  if (x.is_integer())
    return std::to_string(x.as_integer());
  if (x.is_number() && std::isfinite(x.as_number())) {
    std::array<char, 40> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.10g", x.as_number());
    return buffer.data();
  }
  return {};
}

std::optional<composed_column> column_of(const json& x) {
  composed_column out;
  out.title = clean(x.at("title"), name_length);
  for (auto& point : x.at("points").as_array()) {
    if (out.points.size() == max_column_points)
      break;
    auto text = clean(point.is_object() ? point.at("text") : point,
                      point_length);
    if (!text.empty())
      out.points.push_back(std::move(text));
  }
  if (out.title.empty() && out.points.empty())
    return std::nullopt;
  return out;
}

/// A number, or a text that begins with one.
std::optional<double> number_of(const json& x) {
  return leading_number(text_of(x));
}

std::optional<composed_figure> figure_of(const json& x) {
  composed_figure out;
  out.value = clean(x.at("value"), value_length);
  out.unit = clean(x.at("unit"), unit_length);
  out.label = clean(x.at("label"), label_length);
  auto low = number_of(x.at("low")).value_or(0);
  if (auto high = number_of(x.at("high")); high && low < *high) {
    out.low = low;
    out.high = *high;
  }
  if (out.value.empty())
    return std::nullopt;
  return out;
}

std::optional<composed_chart> chart_of(const json& x) {
  composed_chart out;
  out.kind = named(lower(x.text("kind")), chart_kind::pie)
               .value_or(chart_kind::bars);
  for (auto& datum : x.at("data").as_array()) {
    if (out.data.size() == max_data)
      break;
    auto& value = datum.at("value");
    auto number = number_of(value);
    if (!number)
      continue;
    auto shown = clean(datum.at("shown"), value_length);
    if (shown.empty() && value.is_string())
      shown = clean(value, value_length);
    out.data.push_back({clean(datum.at("label"), datum_length), *number,
                        std::move(shown)});
  }
  out.unit = clean(x.at("unit"), unit_length);
  out.source = clean(x.at("source"), source_length);
  out.note = clean(x.at("note"), source_length);
  if (out.data.empty())
    return std::nullopt;
  return out;
}

/// One moment is no timeline.
std::vector<composed_moment> timeline_of(const json& from) {
  std::vector<composed_moment> out;
  for (auto& x : from.as_array()) {
    if (out.size() == max_moments)
      break;
    composed_moment moment{clean(x.at("when"), when_length),
                           clean(x.at("text"), moment_length),
                           clean(x.at("cue"), cue_length)};
    if (!moment.when.empty() || !moment.text.empty())
      out.push_back(std::move(moment));
  }
  if (out.size() < 2)
    out.clear();
  return out;
}

std::optional<composed_link> link_of(const json& x) {
  composed_link out{clean(x.at("text"), link_length), x.text("url")};
  if (!is_web_address(out.url))
    return std::nullopt;
  return out;
}

std::optional<composed_place> place_of(const json& x) {
  composed_place out;
  out.name = clean(x.at("name"), name_length);
  out.address = clean(x.at("address"), address_length);
  auto& hours = x.at("hours");
  for (auto& line : hours.is_array() ? hours.as_array() : json::array{hours}) {
    auto text = clean(line, hours_length);
    if (!text.empty() && out.hours.size() < max_hours)
      out.hours.push_back(std::move(text));
  }
  out.phone = clean(x.at("phone"), phone_length);
  if (out.name.empty() && out.address.empty())
    return std::nullopt;
  return out;
}

/// One that can be read, or none.
std::string formula_of(const json& x) {
  auto text = clean(x, formula_length);
  return parse_formula(text) ? text : std::string{};
}

double share_of(const json& x) {
  auto value = x.as_number(0.5);
  return value >= 0 && value <= 1 ? value : 0.5;
}

std::optional<composed_picture> picture_of(const json& x) {
  composed_picture out;
  out.key = x.text("key");
  out.focus_x = share_of(x.at("focus_x"));
  out.focus_y = share_of(x.at("focus_y"));
  out.credit = clean(x.at("credit"), name_length);
  out.alt = clean(x.at("alt"), alt_length);
  if (!is_content_key(out.key))
    return std::nullopt;
  return out;
}

} // namespace

std::string lower(std::string_view text) {
  std::string out{text};
  for (auto& c : out)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string clean(const json& x, size_t length) {
  return screen_text(text_of(x), length);
}

std::optional<double> leading_number(std::string_view text) {
  std::string digits;
  for (char c : text) {
    if (c == ',')
      continue;
    if (!std::isdigit(static_cast<unsigned char>(c)) && c != '.' && c != '-'
        && c != '+' && c != 'e')
      break;
    digits += c;
  }
  double out = 0;
  auto end = digits.data() + digits.size();
  auto [rest, code] = std::from_chars(digits.data(), end, out);
  // Written so that a NaN is refused too.
  if (code != std::errc{} || !(std::abs(out) <= value_max))
    return std::nullopt;
  return out;
}

void read_points(const json& from, size_t most, composition& out) {
  for (auto& x : from.as_array()) {
    if (out.points.size() == most)
      break;
    composed_point point{clean(x.is_object() ? x.at("text") : x, point_length),
                         clean(x.at("cue"), cue_length)};
    if (!point.text.empty())
      out.points.push_back(std::move(point));
  }
}

void read_parts(const json& scene, composition& out) {
  out.figure = figure_of(scene.at("figure"));
  composed_quote quote{clean(scene.at("quote").at("text"), quote_length),
                       clean(scene.at("quote").at("by"), name_length)};
  if (!quote.text.empty())
    out.quote = std::move(quote);
  out.left = column_of(scene.at("compare").at("left"));
  out.right = column_of(scene.at("compare").at("right"));
  if (auto& drawn = scene.at("diagram"); drawn.is_object())
    out.diagram = composed_diagram{
      named(lower(drawn.text("kind")), diagram_kind::generic)
        .value_or(diagram_kind::generic),
      clean(drawn.at("actor"), name_length),
      clean(drawn.at("target"), name_length),
      clean(drawn.at("effect"), effect_length)};
  out.chart = chart_of(scene.at("chart"));
  out.timeline = timeline_of(scene.at("timeline"));
  out.link = link_of(scene.at("link"));
  composed_person person{clean(scene.at("person").at("name"), name_length),
                         clean(scene.at("person").at("role"), role_length)};
  if (!person.name.empty())
    out.person = std::move(person);
  out.place = place_of(scene.at("place"));
  out.formula = formula_of(scene.at("formula"));
  out.picture = picture_of(scene.at("picture"));
  out.clip = picture_of(scene.at("clip"));
  out.stand = named(lower(scene.text("stand")), presenter_stand::alone)
                .value_or(presenter_stand::beside);
  out.goes_on = scene.flag("goes_on");
}

} // namespace troupe::composing

namespace troupe {

bool is_web_address(std::string_view text) {
  if (text.size() > composing::url_max_bytes)
    return false;
  for (std::string_view scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme))
      continue;
    auto rest = text.substr(scheme.size());
    auto host = rest.substr(0, rest.find_first_of("/?#"));
    auto plain = std::all_of(text.begin(), text.end(), [](char c) {
      return c > 0x20 && c < 0x7F && c != '"' && c != '\'' && c != '<'
             && c != '>' && c != '\\';
    });
    return plain && !host.empty()
           && std::isalnum(static_cast<unsigned char>(host.front())) != 0
           && host.find('@') == std::string_view::npos;
  }
  return false;
}

} // namespace troupe
