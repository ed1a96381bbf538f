#define CAF_SUITE stage_plan_uploads
#include "tests/support/test.hpp"

#include "protocol/digest.hpp"
#include "protocol/piece_spec.hpp"
#include "protocol/stage_plan.hpp"

#include <algorithm>

using namespace troupe;

namespace {

std::string id_of(const char* name) {
  return sha256_hex(name);
}

json scene(int number, const char* type, const char* layout) {
  return json::make_object({{"scene_id", number},
                            {"type", type},
                            {"layout", layout},
                            {"title", "Scene " + std::to_string(number)}});
}

json inputs_with(const json& more) {
  auto scenes = json::make_array(
    {scene(1, "hook", "title"), scene(2, "benefit", "statement"),
     scene(3, "proof", "number"), scene(4, "product", "product"),
     scene(5, "story", "statement"), scene(6, "logo", "logo")});
  auto data = json::make_object({{"title", "A film"}, {"scenes", scenes}});
  auto payload = json::make_object(
    {{"topic", "Trail shoes"}, {"brand_name", "Northway"}});
  for (auto& [name, value] : more.as_object())
    payload[name] = value;
  return json::make_object(
    {{"video_type", "product_ad"},
     {"payload", payload},
     {"seed", 5},
     {"feedback", ""},
     {"scenes", json::make_array()},
     {"previous", json{}},
     {"upstream", json::make_object({{"scenes", json::make_object({{
                                                  "scenes_data", data}})}})}});
}

std::vector<piece> planned(const json& inputs) {
  auto pieces = plan_stage(stage::visuals, inputs);
  CAF_REQUIRE(pieces);
  return *pieces;
}

composition picture_in(const std::vector<piece>& pieces,
                       const std::string& name) {
  auto found = std::ranges::find(pieces, name, &piece::name);
  CAF_REQUIRE(found != pieces.end());
  auto spec = json::parse(found->spec);
  CAF_REQUIRE(spec);
  auto still = preview_spec_from(*spec);
  CAF_REQUIRE(still);
  return still->picture;
}

} // namespace

CAF_TEST(a film without pictures has no pieces for them) {
  for (auto& piece : planned(inputs_with(json{})))
    CAF_CHECK(piece.kind == piece_kind::still);
}

CAF_TEST(each picture is a piece that the scenes with it need) {
  auto pieces = planned(inputs_with(json::make_object(
    {{"logo", id_of("logo")},
     {"product_image", id_of("shoe")},
     {"pictures", json::make_array({json{id_of("hill")}})}})));
  CAF_REQUIRE_EQUAL(pieces.size(), 9u);
  CAF_CHECK_EQUAL(pieces[0].name, "logo");
  CAF_CHECK(pieces[0].kind == piece_kind::picture);
  CAF_CHECK_EQUAL(pieces[1].name, "product_image");
  CAF_CHECK_EQUAL(pieces[2].name, "pictures[0]");
  auto product = picture_in(pieces, "scene_4");
  CAF_REQUIRE(product.picture);
  CAF_CHECK(product.layout == layout_kind::product);
  CAF_CHECK_EQUAL(product.picture->key, pieces[1].key.str());
  auto hill = picture_in(pieces, "scene_1");
  CAF_REQUIRE(hill.picture);
  CAF_CHECK(hill.layout == layout_kind::picture);
  CAF_CHECK_EQUAL(hill.picture->key, pieces[2].key.str());
  for (auto& piece : pieces) {
    if (piece.kind == piece_kind::picture)
      continue;
    auto needs = piece.needs;
    CAF_CHECK(std::ranges::find(needs, "logo") != needs.end());
    auto shows = std::ranges::find(needs, "product_image") != needs.end();
    CAF_CHECK_EQUAL(shows, piece.name == "scene_4");
  }
  // A number has no room for a picture.
  CAF_CHECK(!picture_in(pieces, "scene_3").picture);
}

CAF_TEST(an avatar presents the film and has a name) {
  auto pieces = planned(inputs_with(json::make_object(
    {{"avatar", id_of("face")},
     {"presenter_name", "Dr. M. Okonkwo"},
     {"presenter_role", "Cardiologist"}})));
  auto first = picture_in(pieces, "scene_1");
  CAF_CHECK(first.layout == layout_kind::presenter);
  CAF_REQUIRE(first.person);
  CAF_CHECK_EQUAL(first.person->name, "Dr. M. Okonkwo");
  CAF_CHECK_EQUAL(first.person->role, "Cardiologist");
}

CAF_TEST(a scene that says what it shows is left as it is) {
  auto inputs = inputs_with(json::make_object(
    {{"pictures", json::make_array({json{id_of("hill")}, json{id_of("sea")}})}}));
  auto& scenes = inputs["upstream"]["scenes"]["scenes_data"]["scenes"].items();
  scenes[2]["picture"]
    = json::make_object({{"of", "pictures[1]"}, {"focus_x", 0.25}});
  scenes[2]["layout"] = "picture";
  scenes[4]["picture"] = json::make_object({{"key", id_of("stranger")}});
  auto pieces = planned(inputs);
  auto own = picture_in(pieces, "scene_3");
  CAF_REQUIRE(own.picture);
  CAF_CHECK_EQUAL(own.picture->focus_x, 0.25);
  auto sea = std::ranges::find(pieces, "pictures[1]", &piece::name);
  CAF_REQUIRE(sea != pieces.end());
  CAF_CHECK_EQUAL(own.picture->key, sea->key.str());
  // Keys that nobody sent lead nowhere.
  CAF_CHECK(!picture_in(pieces, "scene_5").picture);
}

CAF_TEST(colours that had to give way are told once) {
  auto inputs = inputs_with(json{});
  auto pieces = planned(inputs);
  std::vector<piece_record> records;
  for (auto& x : pieces)
    records.push_back({x.key, x.kind, x.name,
                       R"({"logo_color":"#e85d2a","moved_colors":[{"what":)"
                       R"("accent","asked":"#101030","shown":"#8090f0"}]})",
                       {"preview.jpg"}});
  auto data = assemble_stage(stage::visuals, inputs,
                             session_id{std::string(32, 'a')}, "/f", records);
  CAF_REQUIRE(data);
  auto& notes = data->at("notes");
  CAF_REQUIRE_EQUAL(notes.size(), 2u);
  CAF_CHECK_EQUAL(notes.at(size_t{0}).as_string(),
                  "The colour #101030 could not be read on its ground; "
                  "#8090f0 is shown instead.");
}

CAF_TEST(brand colours are the looks of the first version) {
  auto pieces = planned(inputs_with(json::make_object(
    {{"brand_colors", json::make_array({json{"#ffffff"}, json{"#c8102e"}})}})));
  auto first = picture_in(pieces, "scene_1");
  CAF_CHECK_EQUAL(first.accent, "#c8102e");
  CAF_CHECK_EQUAL(first.background, "#ffffff");
}
