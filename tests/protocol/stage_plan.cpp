#define CAF_SUITE stage_plan
#include "tests/support/test.hpp"

#include "protocol/stage_plan.hpp"

#include "protocol/piece_spec.hpp"
#include "protocol/stage_edit.hpp"

#include <cmath>
#include <map>

using namespace troupe;

namespace {

const session_id id{"0123456789abcdef0123456789abcdef"};
const std::string folder = "/data/outputs/videos/" + id.str();

json scene(int number, const char* type, const char* title) {
  return json::make_object({{"scene_id", number},
                            {"type", type},
                            {"layout", "bullets"},
                            {"title", title},
                            {"points", json::make_array()},
                            {"duration_sec", 8}});
}

json film_inputs() {
  auto scenes = json::make_array(
    {scene(1, "hook", "One"), scene(2, "benefit", "Two"),
     scene(3, "logo", "Three")});
  auto data = json::make_object({{"video_type", "doctor_ad"},
                                 {"title", "A film"},
                                 {"scenes", scenes}});
  auto script = json::make_array(
    {json::make_object({{"scene_id", 1}, {"script", "First words."}}),
     json::make_object({{"scene_id", 2}, {"script", "Other words."}}),
     json::make_object({{"scene_id", 3}, {"script", ""}})});
  auto upstream = json::make_object(
    {{"scenes", json::make_object({{"scenes_data", data}})},
     {"script", json::make_object({{"script", script}})}});
  return json::make_object(
    {{"video_type", "doctor_ad"},
     {"payload", json::make_object(
                   {{"drug_name", "Examplin"}, {"indication", "something"}})},
     {"seed", 5},
     {"version", 1},
     {"feedback", ""},
     {"scenes", json::make_array()},
     {"previous", json{}},
     {"upstream", upstream},
     {"session", id.str()}});
}

/// Runs a stage with pieces of which only the keys are real.
json run(stage at, json& inputs) {
  auto pieces = plan_stage(at, inputs);
  CAF_REQUIRE(pieces);
  std::vector<piece_record> records;
  for (auto& x : *pieces) {
    auto meta = x.kind == piece_kind::narration
                  ? R"({"duration_us":2500000,"words":[{"text":"First","start_us":0,"end_us":400000}]})"
                  : "{}";
    records.push_back({x.key, x.kind, x.name, meta, {}});
  }
  auto data = assemble_stage(at, inputs, id, folder, records);
  CAF_REQUIRE(data);
  inputs["upstream"][to_string(at)] = *data;
  return *data;
}

std::map<std::string, content_key> keys(stage at, const json& inputs) {
  auto pieces = plan_stage(at, inputs);
  CAF_REQUIRE(pieces);
  std::map<std::string, content_key> out;
  for (auto& x : *pieces)
    out.emplace(x.name, x.key);
  return out;
}

json whole_film() {
  auto inputs = film_inputs();
  run(stage::visuals, inputs);
  run(stage::tts, inputs);
  return inputs;
}

/// The same stage again, asked for something.
json again(stage at, const json& inputs, const char* feedback,
           json::array only = {}) {
  auto next = inputs;
  next["previous"] = inputs.at("upstream").at(to_string(at));
  next["feedback"] = feedback;
  next["scenes"] = json{std::move(only)};
  next["version"] = 2;
  return next;
}

} // namespace

CAF_TEST(no key depends on the session) {
  auto one = whole_film();
  auto other = one;
  other["session"] = "ffffffffffffffffffffffffffffffff";
  for (auto at : {stage::visuals, stage::animations, stage::tts, stage::render})
    CAF_CHECK(keys(at, one) == keys(at, other));
}

CAF_TEST(a changed line changes one narration one segment and what joins them) {
  auto inputs = whole_film();
  auto before_tts = keys(stage::tts, inputs);
  auto before_film = keys(stage::render, inputs);
  inputs["upstream"]["script"]["script"].items()[1]["script"] = "New words.";
  auto after_tts = keys(stage::tts, inputs);
  CAF_CHECK(before_tts.at("scene_1") == after_tts.at("scene_1"));
  CAF_CHECK(before_tts.at("scene_2") != after_tts.at("scene_2"));
  inputs["upstream"]["tts"]["scenes"].items()[1]["duration_us"] = 9'000'000;
  auto after_film = keys(stage::render, inputs);
  CAF_CHECK(before_film.at("scene_1") == after_film.at("scene_1"));
  CAF_CHECK(before_film.at("scene_2") != after_film.at("scene_2"));
  CAF_CHECK(before_film.at("soundtrack") != after_film.at("soundtrack"));
  CAF_CHECK(before_film.at("scene_3") == after_film.at("scene_3"));
  CAF_CHECK(before_film.at("film") != after_film.at("film"));
}

CAF_TEST(a wish for one scene leaves the others as they are) {
  auto inputs = whole_film();
  auto before = keys(stage::visuals, inputs);
  for (auto& asked :
       {again(stage::visuals, inputs, "make scene 2 blue"),
        again(stage::visuals, inputs, "make it blue", {json{2}})}) {
    auto after = keys(stage::visuals, asked);
    CAF_CHECK(before.at("scene_1") == after.at("scene_1"));
    CAF_CHECK(before.at("scene_2") != after.at("scene_2"));
    CAF_CHECK(before.at("scene_3") == after.at("scene_3"));
  }
  auto all = keys(stage::visuals, again(stage::visuals, inputs, "make it blue"));
  for (auto& [name, key] : before)
    CAF_CHECK(all.at(name) != key);
}

CAF_TEST(slower speech is a wish of the whole film) {
  auto inputs = whole_film();
  auto asked = again(stage::tts, inputs, "slower please");
  CAF_CHECK(keys(stage::tts, asked).at("scene_1")
            != keys(stage::tts, inputs).at("scene_1"));
  auto data = run(stage::tts, asked);
  CAF_CHECK(data.at("voice_style").number("rate") < 1.0);
}

CAF_TEST(captions can be switched off in the last stage) {
  auto inputs = whole_film();
  run(stage::render, inputs);
  auto asked = again(stage::render, inputs, "no captions, and louder music");
  auto data = run(stage::render, asked);
  CAF_CHECK(!data.at("looks").at("style").flag("captions", true));
  CAF_CHECK(data.at("mix").number("music_gain_db") > 0);
  auto other_words = run(stage::render, inputs = again(stage::render, inputs,
                                                       "more formal"));
  CAF_CHECK(other_words.at("notes").size() > 0);
}

CAF_TEST(a format is one more piece and its data says where it is) {
  auto inputs = whole_film();
  auto plain = plan_stage(stage::render, inputs);
  inputs["payload"]["output_format"] = "webm";
  auto plan = plan_stage(stage::render, inputs);
  CAF_REQUIRE(plain && plan);
  CAF_REQUIRE_EQUAL(plan->size(), plain->size() + 1);
  auto& last = plan->back();
  CAF_CHECK(last.kind == piece_kind::delivery);
  CAF_CHECK(last.needs == std::vector<std::string>{"film"});
  for (size_t i = 0; i < plain->size(); ++i)
    CAF_CHECK((*plain)[i].key == (*plan)[i].key);
  std::vector<piece_record> records;
  for (auto& x : *plan)
    records.push_back({x.key, x.kind, x.name, "{}", {}});
  auto data = assemble_stage(stage::render, inputs, id, folder, records);
  CAF_REQUIRE(data);
  auto at = "/outputs/videos/" + id.str() + "/pieces/" + last.key.str();
  CAF_CHECK_EQUAL(data->text("output_format"), "webm");
  CAF_CHECK_EQUAL(data->text("download_url"), at + "/film.webm");
  CAF_CHECK_EQUAL(data->text("download_path"),
                  folder + "/pieces/" + last.key.str() + "/film.webm");
  CAF_CHECK_EQUAL(data->text("manifest_url"), at + "/manifest.json");
  CAF_CHECK_EQUAL(data->text("delivery_key"), last.key.str());
  CAF_CHECK(data->text("video_url").ends_with("/film.mp4"));
  CAF_CHECK(data->at("thumbnails").text("small").ends_with("thumb_small.jpg"));
}

CAF_TEST(without subtitles nothing is burned in and no track is made) {
  auto inputs = film_inputs();
  inputs["payload"]["enable_subtitles"] = false;
  inputs["payload"]["enable_thumbnails"] = false;
  auto looks = run(stage::visuals, inputs);
  CAF_CHECK(!looks.at("style").flag("captions", true));
  run(stage::tts, inputs);
  auto plan = plan_stage(stage::render, inputs);
  CAF_REQUIRE(plan);
  auto film = json::parse(plan->back().spec);
  CAF_REQUIRE(film);
  CAF_CHECK(!film->flag("captions", true));
  CAF_CHECK(!film->flag("thumbnails", true));
  std::vector<piece_record> records;
  for (auto& x : *plan)
    records.push_back({x.key, x.kind, x.name, "{}", {}});
  auto data = assemble_stage(stage::render, inputs, id, folder, records);
  CAF_REQUIRE(data);
  CAF_CHECK(!data->has("poster_url"));
  CAF_CHECK(!data->has("thumbnails"));
}

CAF_TEST(cards stay as long as their rule says) {
  auto inputs = whole_film();
  auto pieces = plan_stage(stage::render, inputs);
  CAF_REQUIRE(pieces);
  auto named = [&](std::string_view name) {
    auto found = std::ranges::find(*pieces, name, &piece::name);
    if (found == pieces->end())
      CAF_FAIL("no piece " << std::string{name});
    return json::parse(found->spec);
  };
  auto logo = named("scene_3");
  CAF_REQUIRE(logo);
  CAF_CHECK_EQUAL(logo->integer("frames"), 6 * 30);
  auto film = json::parse(pieces->back().spec);
  CAF_REQUIRE(film);
  auto spec = film_spec_from(*film);
  CAF_REQUIRE(spec);
  uint32_t frames = 0;
  for (auto& slot : spec->slots) {
    CAF_CHECK_EQUAL(slot.first_frame, frames);
    frames += slot.frames;
  }
  for (auto name : {"soundtrack", "music"}) {
    auto sound = named(name);
    CAF_REQUIRE(sound);
    CAF_CHECK_EQUAL(sound->integer("frames"), static_cast<int64_t>(frames));
  }
}

CAF_TEST(a stage without what it needs says what to do) {
  auto empty = json::make_object({{"video_type", "moa"}});
  for (auto at : {stage::script, stage::visuals, stage::tts, stage::render})
    CAF_CHECK(!plan_stage(at, empty));
  auto mute = film_inputs();
  mute["upstream"].erase("script");
  CAF_CHECK(!plan_stage(stage::tts, mute));
  CAF_CHECK(!plan_stage(stage::render, mute));
}

CAF_TEST(keys in edited data can not leave the folder) {
  auto inputs = whole_film();
  inputs["upstream"]["tts"]["scenes"].items()[0]["narration"] = "../../etc";
  auto pieces = plan_stage(stage::render, inputs);
  CAF_REQUIRE(pieces);
  for (auto& x : *pieces)
    CAF_CHECK(x.spec.find("..") == std::string::npos);
}

CAF_TEST(a wish for transitions changes the film at render and before) {
  auto inputs = whole_film();
  auto names = [](const json& x) {
    std::string out;
    for (auto& [name, key] : keys(stage::render, x))
      if (name.starts_with("into_"))
        out += name + " ";
    return out;
  };
  CAF_CHECK_EQUAL(names(inputs), "");
  run(stage::render, inputs);
  for (auto feedback : {"use cross-fades", "slide between the scenes"})
    CAF_CHECK_EQUAL(names(again(stage::render, inputs, feedback)),
                    "into_scene_2 into_scene_3 ");
  CAF_CHECK_EQUAL(names(again(stage::render, inputs,
                              "wipe between scenes 1 and 2")),
                  "into_scene_2 ");
  auto cut = again(stage::render, inputs, "no transitions");
  CAF_CHECK_EQUAL(names(cut), "");
  CAF_CHECK(keys(stage::render, cut) != keys(stage::render, inputs));
  auto data = run(stage::render, cut);
  CAF_CHECK_EQUAL(data.at("notes").size(), 0u);
  // Chosen with the looks, it reaches the film.
  auto early = whole_film();
  auto visuals = again(stage::visuals, early, "use wipes between the scenes");
  early["upstream"]["visuals"] = run(stage::visuals, visuals);
  CAF_CHECK_EQUAL(names(early), "into_scene_2 into_scene_3 ");
  // And back again.
  run(stage::render, early);
  CAF_CHECK_EQUAL(names(again(stage::render, early, "no wipe transitions")), "");
}

CAF_TEST(wishes for captions and karaoke change all pictures and are kept) {
  auto inputs = whole_film();
  run(stage::render, inputs);
  auto before = keys(stage::render, inputs);
  for (auto feedback : {"without captions", "no karaoke"}) {
    auto next = again(stage::render, inputs, feedback);
    auto after = keys(stage::render, next);
    for (auto name : {"scene_1", "scene_2", "scene_3"})
      CAF_CHECK(before.at(name) != after.at(name));
    CAF_CHECK(before.at("soundtrack") == after.at("soundtrack"));
    auto data = run(stage::render, next);
    CAF_CHECK_EQUAL(data.at("notes").size(), 0u);
    auto back = again(stage::render, next, "add captions with karaoke");
    CAF_CHECK(keys(stage::render, back).at("scene_2") == before.at("scene_2"));
  }
}

CAF_TEST(a line of the script has its own pace and pause) {
  auto inputs = whole_film();
  auto before_tts = keys(stage::tts, inputs);
  run(stage::render, inputs);
  auto before = inputs.at("upstream").at("render").number("duration");
  auto& lines = inputs["upstream"]["script"]["script"].items();
  lines[1]["rate"] = 0.8;
  auto slower = keys(stage::tts, inputs);
  CAF_CHECK(before_tts.at("scene_1") == slower.at("scene_1"));
  CAF_CHECK(before_tts.at("scene_2") != slower.at("scene_2"));
  lines[0]["pause_after_sec"] = 1.5;
  auto paused = keys(stage::tts, inputs);
  CAF_CHECK(paused.at("scene_1") == slower.at("scene_1"));
  CAF_CHECK(paused.at("animatic") != slower.at("animatic"));
  auto data = run(stage::tts, inputs);
  CAF_CHECK_EQUAL(data.at("scenes").at(0).integer("pause_after_us"), 1'500'000);
  run(stage::render, inputs);
  auto after = inputs.at("upstream").at("render").number("duration");
  CAF_CHECK_LESS(std::abs(after - before - 1.5), 0.04);
}

CAF_TEST(a pause behind a scene may be asked for when it is heard) {
  auto inputs = whole_film();
  auto next = again(stage::tts, inputs,
                    "a pause of 2 seconds after scene 2, slower in scene 1");
  auto data = run(stage::tts, next);
  auto& scenes = data.at("scenes");
  CAF_CHECK(!scenes.at(0).has("pause_after_us"));
  CAF_CHECK_EQUAL(scenes.at(1).integer("pause_after_us"), 2'000'000);
  CAF_CHECK_EQUAL(data.at("notes").size(), 0u);
  CAF_CHECK_LESS(scenes.at(0).at("voice_style").number("rate"), 1.0);
  // No more than that: it isn't added up.
  auto more = again(stage::tts, next, "a pause of 90 seconds after scene 2");
  auto limited = run(stage::tts, more);
  CAF_CHECK_EQUAL(limited.at("scenes").at(1).integer("pause_after_us"),
                  10'000'000);
  CAF_CHECK_EQUAL(limited.at("notes").size(), 1u);
  auto last = again(stage::tts, more, "no pause after scene 2");
  auto none = run(stage::tts, last);
  CAF_CHECK(!none.at("scenes").at(1).has("pause_after_us"));
}

CAF_TEST(pace and pause of an edited line are checked by name) {
  auto base = film_inputs().at("upstream").at("script");
  auto edited = [&](const char* text) {
    return edit_stage(stage::script, base, *json::parse(text), {1, 2, 3});
  };
  auto good = edited(R"({"script":[{"scene_id":2,"script":"Other words.",
                         "rate":0.8,"pause_after_sec":2}]})");
  CAF_REQUIRE(good);
  CAF_CHECK_EQUAL(good->at("script").at(1).number("rate"), 0.8);
  auto refused = [&](const char* member, std::string_view says) {
    auto text = std::string{R"({"script":[{"scene_id":2,"script":"x",)"}
                + member + "}]}";
    auto out = edited(text.c_str());
    CAF_REQUIRE(!out);
    CAF_MESSAGE(text_of(out.error()));
    CAF_CHECK(text_of(out.error()).find(says) != std::string::npos);
  };
  refused(R"("rate":3)", "rate must be a number from 0.6 to 1.6");
  refused(R"("rate":"fast")", "rate must be a number");
  refused(R"("pause_after_sec":-1)", "pause_after_sec must be a number from 0");
}
