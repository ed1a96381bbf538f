// Scenes of data that the payload holds: what is said of them is what they
// hold, and nothing else.

#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_structure_parts.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>

namespace troupe::writing {

namespace {

/// So many values can be listed in a sentence that people follow by ear.
constexpr size_t listed_values = 4;

scene_draft data_scene(const film_facts& facts, std::string_view type,
                       std::string_view layout) {
  auto rules = rules_of(facts.type);
  scene_draft out;
  out.type = type;
  out.layout = layout;
  out.shortest = std::max(rules.scene_shortest, 5.0);
  out.longest = rules.scene_longest;
  out.dispensable = 8;
  return out;
}

/// "12%", "4.1 days": a value with its unit, as it is said.
std::string said(const json& datum, const std::string& unit) {
  if (auto shown = datum.text("shown"); !shown.empty())
    return shown;
  auto number = datum.at("value").dump();
  if (unit == "%")
    return number + unit;
  if (unit == "$" || unit == "\u20AC" || unit == "\u00A3")
    return unit + number;
  return unit.empty() ? number : number + ' ' + unit;
}

std::string value_and_label(const json& datum, const std::string& unit) {
  auto label = datum.text("label");
  return said(datum, unit) + (label.empty() ? "" : " for " + label);
}

std::string told_values(const json& chart) {
  auto unit = chart.text("unit");
  auto& data = chart.at("data").as_array();
  if (data.size() <= listed_values) {
    std::string list;
    for (size_t i = 0; i < data.size(); ++i)
      list += (i == 0                  ? ""
               : i + 1 == data.size() ? (i == 1 ? " and " : ", and ")
                                      : ", ")
              + value_and_label(data[i], unit);
    return list;
  }
  auto [low, high] = std::minmax_element(
    data.begin(), data.end(), [](auto& a, auto& b) {
      return a.number("value") < b.number("value");
    });
  return "from " + value_and_label(*low, unit) + " to "
         + value_and_label(*high, unit);
}

scene_draft chart_scene(const film_facts& facts) {
  auto out = data_scene(facts, "evidence", "chart");
  auto chart = facts.chart;
  out.title = chart.text("title", "The numbers");
  chart.erase("title");
  out.keys.push_back({"Here are the numbers: " + told_values(chart) + ".", ""});
  out.data = json::make_object({{"chart", std::move(chart)}});
  return out;
}

scene_draft timeline_scene(const film_facts& facts) {
  auto out = data_scene(facts, "timeline", "timeline");
  out.title = "The timeline";
  for (auto& moment : facts.timeline.as_array()) {
    auto when = moment.text("when");
    auto text = bare(moment.text("text"));
    out.keys.push_back({as_sentence(when.empty() || text.empty()
                                      ? when + text
                                      : when + ": " + text),
                        ""});
  }
  out.data = json::make_object({{"timeline", facts.timeline}});
  return out;
}

scene_draft location_scene(const film_facts& facts) {
  auto out = data_scene(facts, "location", "location");
  out.title = "Where to find us";
  auto name = facts.location.text("name");
  out.keys.push_back({name.empty() ? "This is where you find us."
                                   : "You find us at " + name + ".",
                      ""});
  out.data = json::make_object({{"place", facts.location}});
  if (!facts.website.empty())
    out.data["link"] = json::make_object({{"url", facts.website}});
  return out;
}

/// The last card shows the address as a code, so that nobody has to type it.
void show_website(std::vector<scene_draft>& scenes, const film_facts& facts) {
  if (facts.website.empty() || scenes.empty())
    return;
  auto& last = scenes.back();
  if (last.layout != "cta" && last.layout != "logo")
    return;
  last.layout = "end_card";
  last.data["link"] = json::make_object({{"url", facts.website}});
  if (auto phone = facts.location.text("phone"); !phone.empty())
    last.data["place"] = facts.location;
}

} // namespace

void add_data_scenes(std::vector<scene_draft>& scenes,
                     const film_facts& facts) {
  if (facts.chart.is_object())
    place_extra(scenes, chart_scene(facts));
  if (facts.timeline.is_array())
    place_extra(scenes, timeline_scene(facts));
  if (facts.location.is_object())
    place_extra(scenes, location_scene(facts));
  show_website(scenes, facts);
}

} // namespace troupe::writing
