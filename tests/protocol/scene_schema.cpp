#define CAF_SUITE scene_schema
#include "tests/support/test.hpp"

#include "protocol/composition.hpp"
#include "protocol/json_schema.hpp"
#include "protocol/scene_schema.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

using namespace troupe;

namespace {

std::string text_of_file(const std::string& path) {
  std::ifstream in{std::string{TROUPE_SOURCE_DIR} + "/" + path};
  std::string out{std::istreambuf_iterator<char>{in}, {}};
  if (out.empty())
    CAF_FAIL("cannot read " << path);
  return out;
}

json parsed(std::string_view text) {
  auto out = json::parse(text);
  if (!out)
    CAF_FAIL(text_of(out.error()));
  return *out;
}

/// A scene of a sample: nothing that the schema doesn't know but its script.
const json_schema& schema() {
  static const auto text = text_of_file("docs/schema/scene.schema.json");
  static const auto made = json_schema::make(
    {{"scene.schema.json", text},
     {"sample", R"({"allOf":[{"$ref":"scene.schema.json"}],
                    "unevaluatedProperties":false,
                    "properties":{"script":{"type":"string"}}})"}},
    "sample");
  if (!made)
    CAF_FAIL(text_of(made.error()));
  return *made;
}

std::string complaints(const json& scene) {
  std::string out;
  for (auto& x : schema().check(scene))
    out += x.pointer + ' ' + x.text + '\n';
  return out;
}

std::set<std::string> names_at(std::string_view pointer) {
  std::set<std::string> out;
  auto& found = schema().at("scene.schema.json", pointer);
  for (auto& x : found.as_array())
    out.insert(x.as_string());
  for (auto& [name, value] : found.as_object())
    out.insert(name);
  return out;
}

template <class Enum>
std::set<std::string> names_of(Enum last) {
  std::set<std::string> out;
  for (int i = 0; i <= static_cast<int>(last); ++i)
    out.insert(std::string{to_string(static_cast<Enum>(i))});
  return out;
}

/// A scene with one text of so many characters, deep inside.
json with_text(const std::vector<std::string>& path, size_t length) {
  json out{std::string(length, 'x')};
  for (auto at = path.rbegin(); at != path.rend(); ++at)
    out = *at == "[]" ? json::make_array({out, out})
                      : json::make_object({{*at, out}});
  // What other members of its object need to count.
  if (path.front() == "chart" && path[1] != "data")
    out["chart"]["data"] = json::make_array(
      {json::make_object({{"label", "a"}, {"value", 1}})});
  if (path.front() == "chart" && path[1] == "data")
    for (auto& x : out["chart"]["data"].items())
      x["value"] = 1;
  if (path.front() == "place" && path[1] != "name")
    out["place"]["name"] = "a";
  if (path.front() == "person" && path[1] != "name")
    out["person"]["name"] = "a";
  if (path.front() == "quote" && path[1] != "text")
    out["quote"]["text"] = "a";
  if (path.front() == "figure" && path[1] != "value")
    out["figure"]["value"] = 1;
  if (path.front() == "link")
    out["link"]["url"] = "https://a.b";
  return out;
}

} // namespace

CAF_TEST(the schema names every layout and kind) {
  CAF_CHECK(names_at("/properties/layout/enum")
            == names_of(layout_kind::lower_third));
  CAF_CHECK(names_at("/$defs/chart/properties/kind/enum")
            == names_of(chart_kind::pie));
  CAF_CHECK(names_at("/properties/diagram/properties/kind/enum")
            == names_of(diagram_kind::generic));
}

CAF_TEST(every member that compose reads is in the schema) {
  auto known = names_at("/properties");
  std::regex reading{R"rx(scene\.(?:at|text|integer|flag)\("([a-z_]+)"\))rx"};
  std::set<std::string> read;
  for (auto file : {"composition_compose.cpp", "composition_parts.cpp"}) {
    auto source = text_of_file(std::string{"protocol/"} + file);
    for (std::sregex_iterator at{source.begin(), source.end(), reading}, end;
         at != end; ++at)
      read.insert((*at)[1]);
  }
  CAF_CHECK(read.size() > 15);
  for (auto& name : read)
    if (!known.contains(name))
      CAF_ERROR("not in the schema: " << name);
}

CAF_TEST(every sample scene keeps to the schema) {
  size_t scenes = 0;
  auto folder = std::string{TROUPE_SOURCE_DIR} + "/bench/scenes";
  for (auto& entry : std::filesystem::directory_iterator{folder}) {
    if (entry.path().extension() != ".json")
      continue;
    auto name = entry.path().filename().string();
    auto film = parsed(text_of_file("bench/scenes/" + name));
    for (auto& scene : film.at("scenes").as_array()) {
      ++scenes;
      if (auto wrong = complaints(scene); !wrong.empty())
        CAF_ERROR(name << " scene " << scene.integer("scene_id") << ": "
                       << wrong);
    }
  }
  CAF_CHECK(scenes >= 60);
}

CAF_TEST(texts of the longest allowed length are shown whole) {
  struct row {
    std::vector<std::string> path;
    size_t longest;
  };
  for (auto& [path, longest] : {
         row{{"kicker"}, 36},
         row{{"cta"}, 36},
         row{{"legal"}, 260},
         row{{"points", "[]"}, 84},
         row{{"points", "[]", "text"}, 84},
         row{{"quote", "text"}, 220},
         row{{"quote", "by"}, 40},
         row{{"figure", "unit"}, 14},
         row{{"figure", "label"}, 90},
         row{{"diagram", "actor"}, 40},
         row{{"diagram", "effect"}, 64},
         row{{"chart", "unit"}, 14},
         row{{"chart", "source"}, 120},
         row{{"chart", "note"}, 120},
         row{{"chart", "data", "[]", "label"}, 32},
         row{{"chart", "data", "[]", "shown"}, 14},
         row{{"timeline", "[]", "when"}, 18},
         row{{"timeline", "[]", "text"}, 72},
         row{{"link", "text"}, 60},
         row{{"person", "name"}, 40},
         row{{"person", "role"}, 60},
         row{{"place", "name"}, 40},
         row{{"place", "address"}, 110},
         row{{"place", "hours"}, 48},
         row{{"place", "phone"}, 24},
       }) {
    auto whole = with_text(path, longest);
    auto longer = with_text(path, longest + 1);
    CAF_CHECK_EQUAL(complaints(whole), "");
    CAF_CHECK(!complaints(longer).empty());
    auto shown = to_json(compose(whole, {})).dump();
    auto cut = to_json(compose(longer, {})).dump();
    auto all = std::string(longest, 'x');
    if (shown.find(all) == std::string::npos
        || cut.find(all) != std::string::npos)
      CAF_ERROR("another limit than the schema's: " << path.front() << ' '
                                                   << path.back());
  }
}

CAF_TEST(a scene of a session names pictures that came with its payload) {
  auto why = [](const char* picture) {
    auto scene = json::parse(std::string{R"({"picture":)"} + picture + "}");
    CAF_REQUIRE(scene);
    auto err = check_scene_data(*scene, "scenes[1]");
    return err ? text_of(err) : std::string{};
  };
  CAF_CHECK_EQUAL(why(R"({"of":"pictures[1]","focus_x":0.7})"), "");
  CAF_CHECK_EQUAL(why(R"({"file":"a.jpg"})"),
                  "Field scenes[1].picture.file is for films that are written "
                  "down; a session names what came with its payload");
  CAF_CHECK_EQUAL(why(R"({"alt":"A hill"})"),
                  "Field scenes[1].picture needs the member of or key");
}

CAF_TEST(what cannot be shown is named by its place) {
  auto why = [](std::string_view scene) {
    return complaints(parsed(scene));
  };
  CAF_CHECK(why(R"({"chart":{"data":[{"label":"a","value":"much"}]}})")
              .find("/chart/data/0/value") != std::string::npos);
  CAF_CHECK(why(R"x({"link":{"url":"javascript:alert(1)"}})x")
              .find("/link/url") != std::string::npos);
  CAF_CHECK(why(R"({"chrat":{}})").find("chrat") != std::string::npos);
  CAF_CHECK(why(R"({"timeline":[{"when":"now"}]})").find("/timeline")
            != std::string::npos);
}
