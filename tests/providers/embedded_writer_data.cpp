#define CAF_SUITE embedded_writer_data
#include "tests/support/test.hpp"

#include "protocol/composition.hpp"
#include "tests/providers/embedded_writer_support.hpp"

using namespace writer_test;

namespace {

/// The type's sample with more fields.
json with(video_type type, std::string_view members) {
  auto payload = sample(type);
  auto more = json::parse(members);
  if (!more)
    CAF_FAIL("the test's own JSON is broken");
  for (auto& [name, value] : more->as_object())
    payload[name] = value;
  auto out = check_payload(type, payload);
  if (!out)
    CAF_FAIL(text_of(out.error()));
  return *out;
}

const json& scene_with(const film& of, std::string_view layout) {
  auto& scenes = of.scenes.at("scenes_data").at("scenes");
  for (auto& scene : scenes.as_array())
    if (scene.text("layout") == layout)
      return scene;
  CAF_FAIL("no scene has the layout " << std::string{layout});
  static const json none;
  return none;
}

std::string said_in(const film& of, int64_t id) {
  for (auto& x : of.script.at("script").as_array())
    if (x.integer("scene_id") == id)
      return x.text("script");
  return {};
}

constexpr auto everything = R"({"chart":"Placebo: 12%, Cardiozol: 34%",
  "timeline":"2009: the receptor is found; 2021: approved in Europe",
  "website":"cardiozol.example","location":{"name":"Harbour Clinic",
  "address":"14 Quay Street","phone":"+44 117 496 0000"}})";

} // namespace

CAF_TEST(data of the payload gets scenes that say and show it) {
  film made{video_type::doctor_ad, with(video_type::doctor_ad, everything)};
  auto& chart = scene_with(made, "chart");
  CAF_CHECK_EQUAL(chart.at("chart").at("unit").as_string(), "%");
  CAF_CHECK_EQUAL(chart.at("chart").at("data").size(), 2u);
  auto said = said_in(made, chart.integer("scene_id"));
  CAF_CHECK(has(said, "12% for Placebo and 34% for Cardiozol"));
  auto& timeline = scene_with(made, "timeline");
  CAF_CHECK_EQUAL(timeline.at("timeline").size(), 2u);
  CAF_CHECK(has(said_in(made, timeline.integer("scene_id")),
                "the receptor is found"));
  auto& place = scene_with(made, "location");
  CAF_CHECK_EQUAL(place.at("place").text("name"), "Harbour Clinic");
  auto& last = scene_with(made, "end_card");
  CAF_CHECK_EQUAL(last.at("link").text("url"), "https://cardiozol.example");
}

CAF_TEST(films of every type take data and compose it) {
  for (auto type : written_types()) {
    film made{type, with(type, everything)};
    auto& data = made.scenes.at("scenes_data");
    auto n = static_cast<uint32_t>(data.at("scenes").size());
    CAF_CHECK(scene_with(made, "chart").has("chart"));
    for (uint32_t i = 0; i < n; ++i) {
      auto& scene = data.at("scenes").at(i);
      auto picture = compose(scene, context_of(data, i, type, {}, {}));
      auto layout = std::string{to_string(picture.layout)};
      CAF_CHECK_EQUAL(layout, scene.text("layout"));
    }
  }
}

CAF_TEST(many values are summed up by their ends) {
  film made{video_type::doctor_ad,
            with(video_type::doctor_ad,
                 R"({"chart":"A: 5, B: 40, C: 7, D: 9, E: 12"})")};
  auto id = scene_with(made, "chart").integer("scene_id");
  CAF_CHECK(has(said_in(made, id), "from 5 for A to 40 for B"));
}

CAF_TEST(a payload without data gets no scene of data) {
  film made{video_type::doctor_ad};
  for (auto& scene :
       made.scenes.at("scenes_data").at("scenes").as_array())
    for (auto member : {"chart", "timeline", "place", "link"})
      CAF_CHECK(!scene.has(member));
}

CAF_TEST(notes on results are true with and without a chart) {
  auto notes = [](std::string_view members) {
    auto payload = sample(video_type::doctor_ad);
    payload.erase("clinical_data");
    auto more = json::parse(members);
    for (auto& [name, value] : more->as_object())
      payload[name] = value;
    film made{video_type::doctor_ad, *check_payload(video_type::doctor_ad,
                                                    payload)};
    auto kinds = 0;
    for (auto& scene :
         made.scenes.at("scenes_data").at("scenes").as_array())
      kinds += scene.text("type") == "evidence";
    CAF_CHECK_EQUAL(kinds, 1);
    return made.scenes.at("notes").dump();
  };
  auto none = notes("{}");
  CAF_CHECK(has(none, "so the film shows none"));
  auto chart = notes(R"({"chart":"Placebo: 12%, Cardiozol: 34%"})");
  CAF_CHECK(!has(chart, "so the film shows none"));
  CAF_CHECK(has(chart, "none beyond its chart"));
  auto result = notes(R"({"clinical_data":"In one study, 42% of patients improved."})");
  CAF_CHECK(!has(result, "clinical_data"));
}
