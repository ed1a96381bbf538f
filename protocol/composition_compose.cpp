#include "protocol/composition.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace troupe {

namespace {

/// Longest texts in code points. Wider than what the writer aims at: people
/// edit, and the painter shrinks within its type scale first.
constexpr size_t kicker_length = 36;
constexpr size_t title_length = 80;
constexpr size_t statement_length = 240;
constexpr size_t point_length = 84;
constexpr size_t cue_length = 80;
constexpr size_t value_length = 14;
constexpr size_t unit_length = 14;
constexpr size_t label_length = 90;
constexpr size_t quote_length = 220;
constexpr size_t name_length = 40;
constexpr size_t effect_length = 64;
constexpr size_t cta_length = 36;
constexpr size_t legal_length = 260;
constexpr size_t max_points = 4;
constexpr size_t max_column_points = 3;

std::string lower(std::string_view text) {
  std::string out{text};
  for (auto& c : out)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

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

std::string clean(const json& x, size_t length) {
  return screen_text(text_of(x), length);
}

bool is_color(const std::string& x) {
  return x.size() == 7 && x[0] == '#'
         && std::all_of(x.begin() + 1, x.end(), [](unsigned char c) {
              return std::isxdigit(c) != 0;
            });
}

std::string color_or_nothing(const std::string& x) {
  return is_color(x) ? lower(x) : std::string{};
}

template <class Enum, size_t N>
Enum parse(std::string_view text, const std::array<Enum, N>& all,
           Enum fallback) {
  for (auto x : all)
    if (to_string(x) == text)
      return x;
  return fallback;
}

constexpr std::array all_diagrams = {
  diagram_kind::receptor,   diagram_kind::enzyme,   diagram_kind::channel,
  diagram_kind::transporter, diagram_kind::membrane, diagram_kind::vessel,
  diagram_kind::cell,       diagram_kind::pathway,  diagram_kind::synapse,
  diagram_kind::antibody,   diagram_kind::generic,
};

constexpr std::array all_layouts = {
  layout_kind::title,   layout_kind::bullets, layout_kind::steps,
  layout_kind::statement, layout_kind::number, layout_kind::quote,
  layout_kind::compare, layout_kind::diagram, layout_kind::product,
  layout_kind::logo,    layout_kind::cta,     layout_kind::safety,
};

void read_points(const json& from, composition& out) {
  for (auto& x : from.as_array()) {
    if (out.points.size() == max_points)
      break;
    composed_point point{clean(x.is_object() ? x.at("text") : x, point_length),
                         clean(x.at("cue"), cue_length)};
    if (!point.text.empty())
      out.points.push_back(std::move(point));
  }
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

void read_parts(const json& scene, composition& out) {
  composed_figure figure{clean(scene.at("figure").at("value"), value_length),
                         clean(scene.at("figure").at("unit"), unit_length),
                         clean(scene.at("figure").at("label"), label_length)};
  if (!figure.value.empty())
    out.figure = std::move(figure);
  composed_quote quote{clean(scene.at("quote").at("text"), quote_length),
                       clean(scene.at("quote").at("by"), name_length)};
  if (!quote.text.empty())
    out.quote = std::move(quote);
  out.left = column_of(scene.at("compare").at("left"));
  out.right = column_of(scene.at("compare").at("right"));
  auto& drawn = scene.at("diagram");
  if (drawn.is_object())
    out.diagram = composed_diagram{
      parse(lower(drawn.text("kind")), all_diagrams, diagram_kind::generic),
      clean(drawn.at("actor"), name_length),
      clean(drawn.at("target"), name_length),
      clean(drawn.at("effect"), effect_length)};
}

/// The layout that the scene's content can carry.
layout_kind affordable(layout_kind wanted, const composition& x) {
  auto list_or_title = x.points.empty() ? layout_kind::title
                                        : layout_kind::bullets;
  switch (wanted) {
    case layout_kind::bullets:
    case layout_kind::steps:
      return x.points.empty() ? layout_kind::title : wanted;
    case layout_kind::number:
      return x.figure ? wanted : list_or_title;
    case layout_kind::quote:
      return x.quote ? wanted : layout_kind::statement;
    case layout_kind::compare:
      return x.left && x.right ? wanted : list_or_title;
    case layout_kind::title:
    case layout_kind::statement:
    case layout_kind::diagram:
    case layout_kind::product:
    case layout_kind::logo:
    case layout_kind::cta:
    case layout_kind::safety:
      return wanted;
  }
  return layout_kind::title;
}

/// When nobody said how: from the kind of scene and what it holds.
layout_kind likely_layout(const json& scene, const composition& x) {
  auto type = lower(scene.text("type"));
  for (auto kind : {layout_kind::product, layout_kind::logo, layout_kind::cta,
                    layout_kind::safety, layout_kind::steps,
                    layout_kind::statement})
    if (type == to_string(kind))
      return kind;
  if (x.diagram)
    return layout_kind::diagram;
  if (x.figure)
    return layout_kind::number;
  if (x.quote)
    return layout_kind::quote;
  if (x.left && x.right)
    return layout_kind::compare;
  return x.points.empty() ? layout_kind::title : layout_kind::bullets;
}

layout_kind layout_of(const json& scene, const composition& x) {
  auto name = lower(scene.text("layout"));
  for (auto kind : all_layouts)
    if (to_string(kind) == name)
      return affordable(kind, x);
  return affordable(likely_layout(scene, x), x);
}

/// No layout may come out empty: the headline falls back to whatever the
/// scene says of itself.
void fill_title(const json& scene, composition& x) {
  auto limit = x.layout == layout_kind::statement ? statement_length
                                                  : title_length;
  if (x.title.empty() && x.layout == layout_kind::statement && x.quote)
    x.title = x.quote->text;
  if (x.title.empty())
    x.title = clean(scene.at("concept"), limit);
  if (x.title.empty())
    x.title = clean(scene.at("narration_key_points").at(size_t{0}), limit);
  if (x.title.empty())
    x.title = x.name;
}

struct translation {
  std::string_view prefix;
  std::string_view word;
};

/// Spelling of "Illustration" by the start of the language's code or name.
std::string illustration_in(std::string_view language) {
  static constexpr translation words[] = {
    {"es", "Ilustraci\u00F3n"},   {"spa", "Ilustraci\u00F3n"},
    {"it", "Illustrazione"},      {"pt", "Ilustra\u00E7\u00E3o"},
    {"por", "Ilustra\u00E7\u00E3o"}, {"nl", "Illustratie"},
    {"dut", "Illustratie"},       {"pl", "Ilustracja"},
    {"hi", "\u091A\u093F\u0924\u094D\u0930\u0923"},
  };
  auto name = lower(language);
  for (auto& x : words)
    if (name.starts_with(x.prefix))
      return std::string{x.word};
  return "Illustration";
}

void read_look(const look_style& look, composition& out) {
  auto& names = theme_names();
  auto known = std::find(names.begin(), names.end(), look.theme) != names.end();
  out.theme = known ? look.theme : std::string{default_theme(out.type)};
  out.accent = color_or_nothing(look.accent);
  out.background = color_or_nothing(look.background);
  out.text_scale = std::isfinite(look.text_scale)
                     ? std::clamp(look.text_scale, 0.8, 1.4)
                     : 1.0;
  out.motion = parse(look.motion,
                     std::array{motion_style::calm, motion_style::lively,
                                motion_style::still},
                     motion_style::calm);
  out.captions = look.captions;
  out.variation = look.variation;
}

} // namespace

composition compose(const json& scene, const compose_context& context) {
  composition out;
  out.type = context.type;
  out.format = context.format;
  out.index = context.index;
  out.count = std::max(context.count, context.index + 1);
  out.name = screen_text(context.name, name_length);
  out.illustration = illustration_in(context.language);
  read_look(context.look, out);
  read_points(scene.at("points"), out);
  read_parts(scene, out);
  auto name = lower(scene.text("layout"));
  if (out.points.empty() && (name == "bullets" || name == "steps"))
    read_points(scene.at("narration_key_points"), out);
  out.layout = layout_of(scene, out);
  out.kicker = clean(scene.at("kicker"), kicker_length);
  out.title = clean(scene.at("title"),
                    out.layout == layout_kind::statement ? statement_length
                                                         : title_length);
  auto& titles = context.look.titles;
  auto id = static_cast<int32_t>(scene.integer("scene_id"));
  if (auto found = titles.find(id); found != titles.end())
    out.title = screen_text(found->second, title_length);
  fill_title(scene, out);
  out.cta = clean(scene.at("cta"), cta_length);
  out.legal = clean(scene.at("legal"), legal_length);
  if (out.layout == layout_kind::diagram) {
    if (!out.diagram)
      out.diagram = composed_diagram{};
    if (out.diagram->actor.empty())
      out.diagram->actor = out.name;
  }
  return out;
}

compose_context context_of(const json& scenes_data, uint32_t index,
                           video_type type, const film_format& format,
                           const look_style& look) {
  compose_context out;
  out.type = type;
  out.format = format;
  out.look = look;
  out.index = index;
  out.count = static_cast<uint32_t>(scenes_data.at("scenes").size());
  out.language = scenes_data.text("language", "en");
  auto of_brand = type == video_type::product_ad
                  || type == video_type::compliance_video;
  for (auto key : {of_brand ? "brand_name" : "drug_name",
                   of_brand ? "drug_name" : "brand_name", "topic"}) {
    if (out.name.empty())
      out.name = scenes_data.text(key);
  }
  return out;
}

} // namespace troupe
