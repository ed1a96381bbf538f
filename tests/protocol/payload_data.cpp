#define CAF_SUITE payload_data
#include "tests/support/test.hpp"

#include "protocol/payload.hpp"
#include "protocol/payload_data.hpp"
#include "protocol/stage_edit.hpp"

using namespace troupe;

namespace {

json parsed(std::string_view text) {
  auto out = json::parse(text);
  if (!out)
    CAF_FAIL(text_of(out.error()));
  return *out;
}

/// The field as it is kept, or why not.
std::string kept(std::string_view name, const json& value) {
  auto out = check_data_field(name, value);
  return out ? out->dump() : text_of(out.error());
}

std::string kept_json(std::string_view name, std::string_view json_text) {
  return kept(name, parsed(json_text));
}

} // namespace

CAF_TEST(a list of values is a chart) {
  constexpr auto chart
    = R"({"kind":"bars","unit":"%","data":[{"label":"Placebo","value":12},)"
      R"({"label":"Drug","value":34.5}]})";
  CAF_CHECK_EQUAL(kept("chart", json{"Placebo:12%,Drug:34.5%"}), chart);
  CAF_CHECK_EQUAL(kept("chart", json{"Placebo = 12 % ; Drug = 34.5 %"}),
                  chart);
  CAF_CHECK_EQUAL(kept_json("chart", R"({"unit":"%","data":{"Placebo":12,
                                    "Drug":34.5}})"),
                  chart);
  CAF_CHECK_EQUAL(kept_json("chart", R"({"Placebo":"12%","Drug":"34.5%"})"), chart);
  CAF_CHECK_EQUAL(kept_json("chart", R"([{"label":"Placebo","value":"12%"},
                                    {"label":"Drug","value":"34.5%"}])"),
                  chart);
  // What a command line sends.
  CAF_CHECK_EQUAL(kept("chart", json{R"({"unit":"%","data":[
    {"label":"Placebo","value":12},{"label":"Drug","value":34.5}]})"}),
                  chart);
}

CAF_TEST(different units stay with their values) {
  CAF_CHECK_EQUAL(kept("chart", json{"Dose: 20 mg; Price: $4"}),
                  R"({"kind":"bars","data":[{"label":"Dose","value":20,)"
                  R"("shown":"20 mg"},{"label":"Price","value":4,)"
                  R"("shown":"$4"}]})");
}

CAF_TEST(what is no chart is named by its member) {
  CAF_CHECK_EQUAL(kept("chart", json{"Placebo 12"}),
                  "Field chart[0] must be a label and a value, as in "
                  "Placebo: 12");
  CAF_CHECK_EQUAL(kept("chart", json{"A: 1, B: much"}),
                  "Field chart[1].value must be a number");
  CAF_CHECK_EQUAL(kept_json("chart", R"({"data":[{"label":"a","value":1e300}]})"),
                  "Field chart.data[0].value must be a number");
  CAF_CHECK_EQUAL(kept_json("chart", R"({"kind":"radar","data":{"a":1}})"),
                  "Field chart.kind must be bars, lines or pie");
  CAF_CHECK_EQUAL(kept_json("chart", R"({"data":{"a":1},"colour":"red"})"),
                  "Field chart must not have a member colour; it knows kind, "
                  "title, data, unit, source, note");
  CAF_CHECK_EQUAL(kept("chart", json{"a:1,b:2,c:3,d:4,e:5,f:6,g:7,h:8,i:9"}),
                  "Field chart must have 1 to 8 values");
  CAF_CHECK(kept("chart", json{"{\"data\""}).starts_with("Field chart: "));
  CAF_CHECK_EQUAL(kept("chart", json{" "}), "null");
}

CAF_TEST(a timeline is a list of moments) {
  CAF_CHECK_EQUAL(kept("timeline", json{"2009: found; 2021: approved"}),
                  R"([{"when":"2009","text":"found"},)"
                  R"({"when":"2021","text":"approved"}])");
  CAF_CHECK_EQUAL(kept_json("timeline", R"([{"when":2009,"text":"found"},
                                       {"text":"approved","cue":"yes"}])"),
                  R"([{"when":"2009","text":"found"},)"
                  R"({"text":"approved","cue":"yes"}])");
  CAF_CHECK(kept("timeline", json{"2009: found"})
              .starts_with("Field timeline must be a list of 2 to 6"));
  CAF_CHECK_EQUAL(kept("timeline", json{"2009 found; 2021: approved"}),
                  "Field timeline[0] must be a time and what happened, as in "
                  "2009: found");
}

CAF_TEST(a website is an address of the web) {
  CAF_CHECK_EQUAL(kept("website", json{" velira.example/start "}),
                  R"("https://velira.example/start")");
  CAF_CHECK_EQUAL(kept("website", json{"http://velira.example"}),
                  R"("http://velira.example")");
  for (auto bad : {"javascript:alert(1)", "ftp://a.b", "no address", "localhost",
                   "https://user@host.example"})
    CAF_CHECK(kept("website", json{bad}).starts_with("Field website must"));
}

CAF_TEST(a location is an address or more) {
  CAF_CHECK_EQUAL(kept("location", json{"14 Quay Street"}),
                  R"({"address":"14 Quay Street"})");
  CAF_CHECK_EQUAL(kept_json("location", R"({"name":"Clinic","hours":"Mon to Fri",
                                       "phone":"1"})"),
                  R"({"name":"Clinic","phone":"1","hours":["Mon to Fri"]})");
  CAF_CHECK_EQUAL(kept_json("location", R"({"phone":"1"})"),
                  "Field location must have a name or an address");
  CAF_CHECK_EQUAL(kept_json("location", R"({"name":"x","hours":["a","b","c","d"]})"),
                  "Field location.hours must have at most 3 lines");
}

CAF_TEST(checking twice changes nothing) {
  for (auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{
         {"chart", "A: 1%, B: 2%"},
         {"chart", "Dose: 20 mg; Price: $4"},
         {"timeline", "2009: found; 2021: approved"},
         {"website", "a.example"},
         {"location", "14 Quay Street"}}) {
    auto once = kept(name, json{value});
    CAF_CHECK_EQUAL(kept(name, parsed(once)), once);
  }
}

CAF_TEST(a payload keeps its data in its form) {
  auto payload = check_payload(
    video_type::doctor_ad,
    parsed(R"({"drug_name":"d","indication":"i","chart":"A: 1, B: 2",
               "website":"a.example"})"));
  CAF_REQUIRE(payload);
  CAF_CHECK_EQUAL(payload->at("chart").at("data").size(), 2u);
  CAF_CHECK_EQUAL(payload->text("website"), "https://a.example");
  auto bad = check_payload(video_type::doctor_ad,
                           parsed(R"({"drug_name":"d","indication":"i",
                                      "chart":{"data":[]}})"));
  CAF_REQUIRE(!bad);
  CAF_CHECK(code_of(bad.error()) == ec::invalid_argument);
}

CAF_TEST(an edit of data is checked and names the member) {
  auto base = parsed(R"({"scenes_data":{"scenes":[{"scene_id":1,
    "title":"T","layout":"chart"}]}})");
  auto edited = [&](std::string_view members) {
    auto scene = R"({"scenes_data":{"scenes":[{"scene_id":1,)"
                 + std::string{members} + "}]}}";
    auto out = edit_stage(stage::scenes, base, parsed(scene), {1});
    return out ? out->at("scenes_data").at("scenes").at(size_t{0}).dump()
               : text_of(out.error());
  };
  auto good = edited(R"("chart":{"data":[{"label":"a","value":1}]})");
  CAF_CHECK(good.find(R"("chart":{"data")") != std::string::npos);
  auto bad = edited(R"("chart":{"data":[{"label":"a","value":"much"}]})");
  CAF_CHECK(bad.starts_with(
    "Field data.scenes_data.scenes[0].chart.data[0].value "));
  auto link = edited(R"x("link":{"url":"javascript:alert(1)"})x");
  CAF_CHECK(link.starts_with("Field data.scenes_data.scenes[0].link.url "));
  auto formula = edited(R"("formula":"a + (b")");
  CAF_CHECK_EQUAL(formula,
                  "Field data.scenes_data.scenes[0].formula: formula: what "
                  "comes at the end needs a closing bracket");
}
