#define CAF_SUITE film_document
#include "tests/support/test.hpp"

#include "protocol/film_document.hpp"

#include "protocol/composition.hpp"
#include "protocol/film_format.hpp"
#include "protocol/film_style.hpp"
#include "protocol/piece_spec.hpp"
#include "protocol/stage_plan.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace troupe;

namespace {

json parsed(std::string_view text) {
  auto out = json::parse(text);
  if (!out)
    CAF_FAIL(text_of(out.error()));
  return *out;
}

json file(const std::string& name) {
  std::ifstream in{TROUPE_SOURCE_DIR "/docs/films/" + name};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  return parsed(text);
}

std::vector<std::string> complaints(const json& document) {
  std::vector<std::string> out;
  for (auto& x : check_film_document(document))
    out.push_back(x.pointer + ' ' + x.text);
  return out;
}

/// Plans a stage with pieces of which only the keys are real.
std::vector<content_key> run(stage at, json& inputs) {
  auto pieces = plan_stage(at, inputs);
  if (!pieces)
    CAF_FAIL(text_of(pieces.error()));
  std::vector<piece_record> records;
  std::vector<content_key> keys;
  for (auto& x : *pieces) {
    auto meta = x.kind == piece_kind::narration
                  ? R"({"duration_us":2500000,"words":[]})"
                  : "{}";
    records.push_back({x.key, x.kind, x.name, meta, {}});
    keys.push_back(x.key);
  }
  session_id id{"0123456789abcdef0123456789abcdef"};
  auto data = assemble_stage(at, inputs, id, "/data", records);
  CAF_REQUIRE(data);
  inputs["upstream"][to_string(at)] = *data;
  return keys;
}

json choices(std::string_view pointer) {
  auto out = film_schema().at("film.schema.json", pointer);
  CAF_REQUIRE(out.is_array());
  return out;
}

template <class Names>
void check_same(std::string_view pointer, const Names& names) {
  auto list = choices(pointer);
  std::vector<std::string> known;
  for (auto& x : list.as_array())
    known.push_back(x.as_string());
  CAF_MESSAGE(std::string{pointer});
  CAF_CHECK_EQUAL(known.size(), names.size());
  for (auto& name : names)
    CAF_CHECK(std::ranges::find(known, std::string{name}) != known.end());
}

} // namespace

CAF_TEST(the films in the documentation are films) {
  for (auto name : {"kettle.json", "short.json"})
    for (auto& wrong : complaints(file(name)))
      CAF_ERROR(name << ": " << wrong);
}

CAF_TEST(what is wrong is named with its place) {
  struct line {
    const char* document;
    const char* complaint;
  };
  for (auto& x : std::vector<line>{
         {"[]", " must be an object, not []"},
         {"{}", " needs the member scenes"},
         {R"({"scenes":[]})", "/scenes must have at least 1 elements"},
         {R"({"scenes":[{}],"tilte":"x"})",
          "/tilte is not a member that is known here; did you mean title?"},
         {R"({"scenes":[{"titel":"x"}]})",
          "/scenes/0/titel is not a member that is known here; did you mean "
          "title?"},
         {R"({"scenes":[{"transition":"dissolve"}]})",
          "/scenes/0/transition must be one of fade, crossfade, slide, wipe, "
          "cut, not \"dissolve\""},
         {R"({"scenes":[{"scene_id":2},{"scene_id":2}]})",
          "/scenes/1/scene_id is 2 again; every scene has a number of its "
          "own"},
         {R"({"scenes":[{"scene_id":2},{}]})",
          "/scenes/1/scene_id is 2 again; every scene has a number of its "
          "own"},
         {R"({"scenes":[{}],"format":{"fps":29}})",
          "/format/fps must be one of 24, 25, 30, 60, not 29"},
         {R"({"scenes":[{}],"look":{"accent":"red"}})",
          "/look/accent must look like ^(#[0-9A-Fa-f]{6})?$, not \"red\""},
       }) {
    auto found = complaints(parsed(x.document));
    CAF_MESSAGE(x.document);
    CAF_REQUIRE_EQUAL(found.size(), 1u);
    CAF_CHECK_EQUAL(found[0], x.complaint);
  }
}

CAF_TEST(files are named by a path in the folder of the film) {
  auto wrong = [&](const char* entry) {
    auto all = complaints(parsed(std::string{R"({"scenes":[{"picture":)"}
                                 + entry + "}]}"));
    return all.empty() ? std::string{} : all.front();
  };
  CAF_CHECK_EQUAL(wrong(R"({"file":"a/b.jpg","focus_x":0.2})"), "");
  CAF_CHECK_EQUAL(wrong(R"({"file":"..a/.b..jpg"})"), "");
  CAF_CHECK_EQUAL(wrong(R"({"file":"/a.jpg"})"),
                  "/scenes/0/picture/file must be a path within the film's "
                  "folder, not one from the root");
  for (auto out : {R"({"file":"../a.jpg"})", R"({"file":"a/../../b"})",
                   R"({"file":".."})", R"({"file":"a/.."})"})
    CAF_CHECK_EQUAL(wrong(out), "/scenes/0/picture/file must not lead out of "
                                "the film's folder");
  for (auto none : {R"({"file":"a/"})", R"({"file":"a//b"})"})
    CAF_CHECK_EQUAL(wrong(none), "/scenes/0/picture/file must name a file");
  CAF_CHECK_EQUAL(wrong(R"({"file":"a\u0000b"})"),
                  "/scenes/0/picture/file holds characters that no file name "
                  "should have");
  CAF_CHECK_EQUAL(wrong(R"({"alt":"A hill"})"),
                  "/scenes/0/picture needs the member file");
  CAF_CHECK_EQUAL(wrong(R"({"of":"avatar","file":"a"})"),
                  "/scenes/0/picture/of means nothing in a written film; name "
                  "a file");
  auto many = json::make_object({{"scenes", json::make_array()}});
  for (int i = 0; i < 21; ++i)
    many["scenes"].push_back(parsed(R"({"clip":{"file":"a.mp4"}})"));
  CAF_CHECK(complaints(many)
            == std::vector<std::string>{
              "/scenes has 21 clips; at most 20 are possible"});
}

CAF_TEST(what a written film names is decoded for the scenes that show it) {
  auto hill = std::string(64, 'a');
  auto logo = std::string(64, 'b');
  auto waves = std::string(64, 'c');
  auto document = parsed(
    R"({"logo":{"key":")" + logo + R"("},"scenes":[)"
    R"({"title":"Words alone"},)"
    R"({"layout":"callout","points":["a","b"],"picture":{"key":")" + hill
    + R"("}},{"clip":{"key":")" + waves + R"(","start":1.5}},)"
    R"({"layout":"lower_third","person":{"name":"A"},"clip":{"key":")" + waves
    + R"("}}]})");
  auto plan = plan_stage(stage::render, inputs_of_document(document));
  CAF_REQUIRE(plan);
  auto needs_of = [&](const char* name) {
    auto found = std::ranges::find(*plan, name, &piece::name);
    CAF_REQUIRE(found != plan->end());
    auto out = found->needs;
    std::ranges::sort(out);
    return out;
  };
  using names = std::vector<std::string>;
  // Nothing is given away: the first scene has words alone, and the logo.
  CAF_CHECK(needs_of("scene_1") == names{"/logo/file"});
  CAF_CHECK(needs_of("scene_2")
            == (names{"/logo/file", "/scenes/1/picture/file"}));
  CAF_CHECK(needs_of("scene_3")
            == (names{"/logo/file", "/scenes/2/clip/file"}));
  // From another start it is another clip.
  CAF_CHECK(needs_of("scene_4")
            == (names{"/logo/file", "/scenes/3/clip/file"}));
  auto clip = std::ranges::find(*plan, "/scenes/2/clip/file", &piece::name);
  auto spec = json::parse(clip->spec);
  CAF_REQUIRE(spec);
  auto read = clip_spec_from(*spec);
  CAF_REQUIRE(read);
  CAF_CHECK_EQUAL(read->upload, waves);
  CAF_CHECK(read->start == std::chrono::milliseconds{1'500});
  CAF_CHECK(!read->fills);
  CAF_CHECK_EQUAL(read->frames % 30, 0u);
  CAF_CHECK(to_json(*read) == *spec);
}

CAF_TEST(the schema offers what the program knows) {
  check_same("/$defs/look/properties/theme/enum", theme_names());
  std::vector<std::string> moods{music_moods.begin(), music_moods.end()};
  moods.emplace_back("none");
  check_same("/$defs/mix/properties/music/enum", moods);
  std::vector<std::string> types;
  for (auto x : all_video_types())
    types.emplace_back(to_string(x));
  check_same("/properties/video_type/enum", types);
  // Every choice is taken as it is.
  auto qualities = choices("/$defs/format/properties/quality/enum");
  for (auto& quality : qualities.as_array()) {
    auto format = format_of(video_type::product_ad,
                            json::make_object({{"quality", quality},
                                               {"aspect_ratio", "1:1"}}));
    auto lines = std::atoi(quality.as_string().c_str());
    CAF_CHECK(lines == 0 || format.width == static_cast<uint32_t>(lines));
  }
  auto rates = choices("/$defs/format/properties/fps/enum");
  for (auto& fps : rates.as_array()) {
    auto format = format_of(video_type::product_ad,
                            json::make_object({{"fps", fps}}));
    CAF_CHECK_EQUAL(int64_t{format.fps}, fps.as_integer());
  }
  auto voices = choices("/$defs/voice/properties/voice/enum");
  for (auto& voice : voices.as_array()) {
    auto style = voice_style_from(json::make_object({{"voice", voice}}));
    CAF_CHECK_EQUAL(style.voice, voice.as_string());
  }
}

CAF_TEST(a document says how long scenes last at least) {
  auto inputs = inputs_of_document(file("short.json"));
  CAF_CHECK(!is_spoken(inputs));
  auto pieces = plan_stage(stage::render, inputs);
  CAF_REQUIRE(pieces);
  run(stage::render, inputs);
  // 1 s, 1.5 s and the last scene's 1.2 s longer: which it isn't, for its own
  // length is the larger.
  auto duration = inputs.at("upstream").at("render").number("duration");
  CAF_CHECK_EQUAL(static_cast<int>(duration * 1000 + 0.5), 2500);
}

CAF_TEST(a film written down and read again is the same film) {
  auto first = inputs_of_document(file("kettle.json"));
  auto tts = run(stage::tts, first);
  auto render = run(stage::render, first);
  auto payload = first.at("payload");
  auto written = document_of_film(video_type::product_ad, payload,
                                  static_cast<uint64_t>(first.integer("seed")),
                                  first.at("upstream"));
  for (auto& wrong : complaints(written))
    CAF_ERROR(wrong);
  auto second = inputs_of_document(written);
  CAF_CHECK(run(stage::tts, second) == tts);
  CAF_CHECK(run(stage::render, second) == render);
  // And once more: nothing is lost on the way.
  auto again = document_of_film(video_type::product_ad, payload, 7,
                                second.at("upstream"));
  CAF_CHECK_EQUAL(again.dump(), written.dump());
}

CAF_TEST(pace pauses and captions are written down with the film) {
  auto document = file("kettle.json");
  auto& scene = document["scenes"].items()[1];
  scene["rate"] = 0.8;
  scene["pause_after_sec"] = 1.5;
  scene["voice"] = json::make_object({{"pause_after", 0.5}});
  scene["look"] = json::make_object({{"karaoke", false}});
  document["look"]["transition"] = "slide";
  for (auto& wrong : complaints(document))
    CAF_ERROR(wrong);
  auto first = inputs_of_document(document);
  auto tts = run(stage::tts, first);
  auto& entry = first.at("upstream").at("tts").at("scenes").at(1);
  CAF_CHECK_EQUAL(entry.integer("pause_after_us"), 2'000'000);
  auto render = run(stage::render, first);
  auto written = document_of_film(video_type::product_ad, first.at("payload"),
                                  static_cast<uint64_t>(first.integer("seed")),
                                  first.at("upstream"));
  for (auto& wrong : complaints(written))
    CAF_ERROR(wrong);
  CAF_CHECK_EQUAL(written.at("scenes").at(1).number("rate"), 0.8);
  auto second = inputs_of_document(written);
  CAF_CHECK(run(stage::tts, second) == tts);
  CAF_CHECK(run(stage::render, second) == render);
}

CAF_TEST(members of a scene reach its pieces only) {
  auto base = file("kettle.json");
  auto inputs = inputs_of_document(base);
  run(stage::tts, inputs);
  auto plan = plan_stage(stage::render, inputs);
  CAF_REQUIRE(plan);
  // As many words: it has to be seen for as long.
  base["scenes"].items()[1]["title"] = "How quiet is boiling water?";
  auto changed = inputs_of_document(base);
  run(stage::tts, changed);
  auto other = plan_stage(stage::render, changed);
  CAF_REQUIRE(other);
  CAF_REQUIRE_EQUAL(plan->size(), other->size());
  std::vector<std::string> names;
  for (size_t i = 0; i < plan->size(); ++i)
    if ((*plan)[i].key != (*other)[i].key)
      names.push_back((*plan)[i].name);
  std::vector<std::string> wanted{"live", "into_scene_2", "scene_2",
                                  "into_scene_3", "film"};
  CAF_CHECK(names == wanted);
}
