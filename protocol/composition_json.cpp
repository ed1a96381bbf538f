#include "protocol/composition.hpp"

namespace troupe {

namespace {

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

json figure_to_json(const composed_figure& x) {
  auto out = json::make_object(
    {{"value", x.value}, {"unit", x.unit}, {"label", x.label}});
  if (x.low < x.high) {
    out["low"] = x.low;
    out["high"] = x.high;
  }
  return out;
}

json chart_to_json(const composed_chart& x) {
  auto data = json::make_array();
  for (auto& datum : x.data)
    data.push_back(json::make_object({{"label", datum.label},
                                      {"value", datum.value},
                                      {"shown", datum.shown}}));
  return json::make_object({{"kind", to_string(x.kind)},
                            {"data", data},
                            {"unit", x.unit},
                            {"source", x.source},
                            {"note", x.note}});
}

json picture_to_json(const composed_picture& x) {
  return json::make_object({{"key", x.key},
                            {"focus_x", x.focus_x},
                            {"focus_y", x.focus_y},
                            {"credit", x.credit},
                            {"alt", x.alt}});
}

/// Members that few scenes have; missing ones leave no trace, so that a new
/// kind of scene changes no other scene's key.
void add_data(const composition& x, json& out) {
  if (!x.karaoke)
    out["karaoke"] = false;
  if (x.chart)
    out["chart"] = chart_to_json(*x.chart);
  for (auto& moment : x.timeline)
    out["timeline"].push_back(json::make_object({{"when", moment.when},
                                                 {"text", moment.text},
                                                 {"cue", moment.cue}}));
  if (x.link)
    out["link"] = json::make_object(
      {{"text", x.link->text}, {"url", x.link->url}});
  if (x.person)
    out["person"] = json::make_object(
      {{"name", x.person->name}, {"role", x.person->role}});
  if (x.place)
    out["place"] = json::make_object({{"name", x.place->name},
                                      {"address", x.place->address},
                                      {"hours", texts_to_json(x.place->hours)},
                                      {"phone", x.place->phone}});
  if (!x.formula.empty())
    out["formula"] = x.formula;
  if (x.picture)
    out["picture"] = picture_to_json(*x.picture);
  if (x.logo)
    out["logo"] = picture_to_json(*x.logo);
  if (x.logo && x.logo_at)
    out["logo_at"]
      = json::make_object({{"corner", to_string(x.logo_at->corner)},
                           {"size", x.logo_at->size},
                           {"opacity", x.logo_at->opacity}});
  if (x.stand != presenter_stand::beside)
    out["stand"] = to_string(x.stand);
  if (x.goes_on)
    out["goes_on"] = true;
  if (x.clip)
    out["clip"] = picture_to_json(*x.clip);
}

} // namespace

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
    {"enter", to_string(x.enter)},
    {"leave", to_string(x.leave)},
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
    out["figure"] = figure_to_json(*x.figure);
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
  add_data(x, out);
  return out;
}

} // namespace troupe
