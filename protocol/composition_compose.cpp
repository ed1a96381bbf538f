#include "protocol/composition.hpp"

#include "protocol/composition_parts.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace troupe {

using namespace composing;

namespace {

bool is_color(const std::string& x) {
  return x.size() == 7 && x[0] == '#'
         && std::all_of(x.begin() + 1, x.end(), [](unsigned char c) {
              return std::isxdigit(c) != 0;
            });
}

std::string color_or_nothing(const std::string& x) {
  return is_color(x) ? lower(x) : std::string{};
}

/// When nobody said how: from the kind of scene and what it holds.
layout_kind likely_layout(const json& scene, const composition& x) {
  auto type = lower(scene.text("type"));
  for (auto kind : {layout_kind::product, layout_kind::logo, layout_kind::cta,
                    layout_kind::safety, layout_kind::steps,
                    layout_kind::statement, layout_kind::process,
                    layout_kind::callout, layout_kind::gauge,
                    layout_kind::code, layout_kind::end_card,
                    layout_kind::presenter, layout_kind::lower_third})
    if (type == to_string(kind))
      return kind;
  if (x.chart)
    return layout_kind::chart;
  if (!x.timeline.empty())
    return layout_kind::timeline;
  if (!x.formula.empty())
    return layout_kind::formula;
  if (x.place)
    return layout_kind::location;
  if (x.diagram)
    return layout_kind::diagram;
  if (x.clip)
    return layout_kind::footage;
  if (x.picture)
    return x.person ? layout_kind::presenter : layout_kind::picture;
  if (x.figure)
    return layout_kind::number;
  if (x.quote)
    return layout_kind::quote;
  if (x.left && x.right)
    return layout_kind::compare;
  return x.points.empty() ? layout_kind::title : layout_kind::bullets;
}

layout_kind layout_of(const json& scene, const composition& x) {
  auto wanted = named(lower(scene.text("layout")), layout_kind::lower_third);
  return affordable(wanted.value_or(likely_layout(scene, x)), x);
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
  out.motion = named(look.motion, motion_style::still)
                 .value_or(motion_style::calm);
  out.captions = look.captions;
  out.karaoke = look.karaoke;
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
  auto name = lower(scene.text("layout"));
  auto most = name == "process" ? max_stages : max_points;
  read_points(scene.at("points"), most, out);
  read_parts(scene, out);
  if (out.points.empty()
      && (name == "bullets" || name == "steps" || name == "process"))
    read_points(scene.at("narration_key_points"), most, out);
  out.logo = context.logo;
  if (out.logo)
    out.logo_at = context.logo_at;
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
                  || type == video_type::compliance_video
                  || type == video_type::presenter_ad;
  for (auto key : {of_brand ? "brand_name" : "drug_name",
                   of_brand ? "drug_name" : "brand_name", "topic"}) {
    if (out.name.empty())
      out.name = scenes_data.text(key);
  }
  return out;
}

} // namespace troupe
