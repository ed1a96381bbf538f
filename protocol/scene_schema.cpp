#include "protocol/scene_schema.hpp"

#include "protocol/formula.hpp"

#include "protocol/film_schema_text.hpp"

#include <cstdlib>

namespace troupe {

namespace {

/// "/chart/data/0/value" as people write it: ".chart.data[0].value".
std::string path_of(std::string_view pointer) {
  std::string out;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    auto end = std::min(pointer.find('/'), pointer.size());
    auto part = std::string{pointer.substr(0, end)};
    auto is_index = part.find_first_not_of("0123456789") == std::string::npos;
    out += is_index && !part.empty() ? '[' + part + ']' : '.' + part;
    pointer.remove_prefix(end);
  }
  return out;
}

} // namespace

const json_schema& scene_schema() {
  static const auto schema = [] {
    auto made = json_schema::make({{"scene.schema.json", scene_schema_text}},
                                  "scene.schema.json");
    // Built in and tested: only a broken build gets here.
    if (!made)
      std::abort();
    return *made;
  }();
  return schema;
}

error check_scene_data(const json& scene, const std::string& field) {
  auto data = json::make_object();
  for (auto name : {"chart", "timeline", "link", "person", "place", "formula",
                    "picture", "clip"})
    if (auto value = scene.find(name); value && !value->is_null())
      data[name] = *value;
  for (auto& x : scene_schema().check(data, 1))
    return make_error(ec::invalid_argument,
                      "Field " + field + path_of(x.pointer) + ' ' + x.text);
  for (auto name : {"picture", "clip"}) {
    auto shown = data.find(name);
    if (shown && shown->has("file"))
      return make_error(ec::invalid_argument,
                        "Field " + field + '.' + name + ".file is for films "
                        "that are written down; a session names what came "
                        "with its payload");
    if (shown && !shown->has("key") && !shown->has("of"))
      return make_error(ec::invalid_argument,
                        "Field " + field + '.' + name
                          + " needs the member of or key");
  }
  if (auto text = data.text("formula"); !text.empty())
    if (auto read = parse_formula(text); !read)
      return make_error(ec::invalid_argument, "Field " + field + ".formula: "
                                                + text_of(read.error()));
  return {};
}

} // namespace troupe
