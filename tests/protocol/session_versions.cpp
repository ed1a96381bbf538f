#define CAF_SUITE session_versions
#include "tests/support/test.hpp"

#include "tests/protocol/session_fixture.hpp"

using namespace troupe;
using namespace troupe::test;

CAF_TEST_FIXTURE_SCOPE(session_versions_tests, session_fixture)

CAF_TEST(regenerate runs the stage again with the feedback) {
  walk_to(stage::script);
  CAF_CHECK(send(regenerate("  make it\u202e shorter \n", {2})));
  CAF_CHECK_EQUAL(
    log.back().body,
    R"({"stage":"script","version":2,"message":"Executing script...",)"
    R"("feedback":"make it shorter","scenes":[2],"base":1,)"
    R"("made_from":{"scenes":1}})");
  auto in = inputs();
  CAF_CHECK_EQUAL(in.text("feedback"), "make it shorter");
  auto previous = in.at("previous").dump();
  CAF_CHECK_EQUAL(previous, made(stage::script, "m"));
  auto upstream = in.at("upstream").dump();
  CAF_CHECK_EQUAL(upstream, "{\"scenes\":" + made(stage::scenes, "m") + "}");
}

CAF_TEST(a failed run is tried again as it was asked) {
  walk_to(stage::script);
  CAF_CHECK(send(regenerate("shorter", {1})));
  fail();
  CAF_CHECK(send(command_kind::regenerate));
  auto in = inputs();
  CAF_CHECK_EQUAL(in.text("feedback"), "shorter");
  CAF_CHECK_EQUAL(in.at("scenes").size(), 1u);
  CAF_CHECK(!in.at("previous").is_null());
  CAF_CHECK_EQUAL(stands(), "running script 3");
  fail();
  CAF_CHECK(send(regenerate("longer")));
  in = inputs();
  CAF_CHECK_EQUAL(in.text("feedback"), "longer");
  CAF_CHECK_EQUAL(in.at("scenes").size(), 0u);
}

CAF_TEST(the scenes of regenerate must exist) {
  walk_to(stage::script);
  struct row {
    std::vector<int32_t> scenes;
    const char* text;
  };
  for (auto& [scenes, text] : {
         row{{3}, "Field scenes names scene 3, which does not exist"},
         row{{0}, "Field scenes must hold scene ids from 1"},
         row{{1, 1}, "Field scenes names scene 1 twice"},
         row{std::vector<int32_t>(121, 1),
             "Field scenes may name at most 120 scenes"},
       }) {
    CAF_CHECK(!send(regenerate("", scenes)));
    CAF_CHECK_EQUAL(refusal, text);
    CAF_CHECK(refused_with == ec::invalid_argument);
  }
  CAF_CHECK(send(regenerate("", {1, 2})));
}

CAF_TEST(scenes need a version whose others can stay) {
  fail();
  CAF_CHECK(!send(regenerate("", {1})));
  CAF_CHECK_EQUAL(refusal,
                  "Field scenes can't be used: stage scenes has no finished "
                  "version whose other scenes could stay");
}

CAF_TEST(long feedback is refused) {
  walk_to(stage::scenes);
  CAF_CHECK(!send(regenerate(std::string(4'001, 'x'))));
  CAF_CHECK_EQUAL(refusal, "Field feedback must be at most 4000 bytes");
  CAF_CHECK(send(regenerate(std::string(4'000, 'x'))));
}

CAF_TEST(goto takes an older version and what was made from it) {
  walk_to(stage::visuals);
  CAF_CHECK(send(go_to(stage::scenes, 1)));
  CAF_CHECK(send(regenerate("other")));
  done("second");
  CAF_CHECK(send(command_kind::accept));
  CAF_CHECK_EQUAL(stands(), "running script 2");
  // Walking on writes anew: the old script is about other scenes.
  CAF_CHECK(inputs().at("previous").is_null());
  done("second");
  CAF_CHECK(send(go_to(stage::scenes, 1)));
  CAF_CHECK(body().at("data").text("mark") == "m");
  CAF_CHECK(!body().flag("reused", true));
  CAF_CHECK_EQUAL(stands(), "review scenes 1");
  CAF_CHECK(send(command_kind::accept));
  CAF_CHECK_EQUAL(stands(), "review script 1");
  CAF_CHECK(kind() == event_kind::version_selected);
  CAF_CHECK(body().flag("reused"));
  CAF_CHECK(!has<run_stage>(last));
  CAF_CHECK(send(command_kind::accept));
  CAF_CHECK_EQUAL(stands(), "review visuals 1");
  CAF_CHECK(send(command_kind::accept));
  CAF_CHECK_EQUAL(stands(), "running animations 1");
}

CAF_TEST(goto a version brings the versions it was made from) {
  walk_to(stage::script);
  CAF_CHECK(send(go_to(stage::scenes, 1)));
  CAF_CHECK(send(regenerate("other")));
  done("second");
  CAF_CHECK(send(go_to(stage::script, 1)));
  CAF_CHECK_EQUAL(machine.history().selected[0], 1u);
  CAF_CHECK(send(command_kind::accept));
  auto used = inputs().at("upstream").at("scenes").text("mark");
  CAF_CHECK_EQUAL(used, "m");
}

CAF_TEST(the newest version that fits is taken up again) {
  walk_to(stage::script);
  CAF_CHECK(send(regenerate("a")));
  done("two");
  CAF_CHECK(send(go_to(stage::scenes, 1)));
  CAF_CHECK(send(regenerate("other")));
  done();
  CAF_CHECK(send(command_kind::accept));
  done("three");
  CAF_CHECK(send(go_to(stage::scenes, 1)));
  CAF_CHECK(send(command_kind::accept));
  CAF_CHECK_EQUAL(stands(), "review script 2");
  // The one chosen last goes before newer ones.
  CAF_CHECK(send(go_to(stage::script, 1)));
  CAF_CHECK(send(go_to(stage::scenes, 1)));
  CAF_CHECK(send(command_kind::accept));
  CAF_CHECK_EQUAL(stands(), "review script 1");
}

CAF_TEST(goto refuses what is not there) {
  walk_to(stage::script);
  CAF_CHECK(send(regenerate("x")));
  fail();
  CAF_CHECK(!send(go_to(stage::script, 3)));
  CAF_CHECK_EQUAL(refusal, "Stage script has no version 3 (it has 2)");
  CAF_CHECK(refused_with == ec::not_found);
  CAF_CHECK(!send(go_to(stage::tts, 1)));
  CAF_CHECK(!send(go_to(stage::script, 2)));
  CAF_CHECK_EQUAL(refusal,
                  "Version 2 of stage script failed; there is nothing to go "
                  "to");
  CAF_CHECK(send(go_to(stage::script, 1)));
  CAF_CHECK(!send(go_to(stage::script, 1)));
  CAF_CHECK_EQUAL(refusal, "Version 1 of stage script is the one in review");
  CAF_CHECK(send(command_kind::accept));
  begin(video_type::moa);
  walk_to(stage::scenes);
  CAF_CHECK(!send(go_to(stage::animations, 1)));
  CAF_CHECK_EQUAL(refusal, "Field stage: this film has no stage animations");
}

CAF_TEST(an edited script is a version that keeps the other scenes) {
  walk_to(stage::script);
  CAF_CHECK(send(edit(
    stage::script, R"({"script":[{"scene_id":2,"script":"my own words"}]})")));
  CAF_CHECK_EQUAL(stands(), "review script 2");
  CAF_CHECK_EQUAL(
    log.back().body,
    R"({"stage":"script","version":2,"outcome":"completed","data":{"script":[)"
    R"({"scene_id":1,"script":"a b c"},)"
    R"({"scene_id":2,"script":"my own words"}],"script_count":2,)"
    R"("word_count":6,"estimated_duration_sec":3.0,"mark":"m","notes":[]},)"
    R"("progress":{"current":2,"total":6},"edited":true,"base":1,)"
    R"("made_from":{"scenes":1}})");
  CAF_CHECK(send(command_kind::accept));
  auto words = inputs().at("upstream").at("script").at("script").at(1);
  CAF_CHECK_EQUAL(words.text("script"), "my own words");
}

CAF_TEST(an edit of an earlier stage moves back to it) {
  walk_to(stage::visuals);
  CAF_CHECK(send(edit(
    stage::scenes,
    R"({"scenes_data":{"title":"New","scenes":[{"scene_id":2,"title":"2!"},)"
    R"({"scene_id":5,"concept":"more","duration_sec":4.5}]}})")));
  CAF_CHECK_EQUAL(stands(), "review scenes 2");
  auto data = body().at("data");
  CAF_CHECK_EQUAL(data.integer("scene_count"), 2);
  auto plan = data.at("scenes_data");
  CAF_CHECK_EQUAL(plan.text("title"), "New");
  CAF_CHECK_EQUAL(plan.number("total_duration_sec"), 10.5);
  auto scene = plan.at("scenes").at(0).dump();
  CAF_CHECK_EQUAL(scene, R"({"scene_id":2,"title":"2!","type":"cta",)"
                         R"("duration_sec":6,"concept":"2!",)"
                         R"("visual_description":"2!",)"
                         R"("narration_key_points":[],)"
                         R"("pexels_search_terms":[],"layout":"title"})");
  CAF_CHECK(send(command_kind::accept));
  CAF_CHECK_EQUAL(stands(), "running script 2");
}

CAF_TEST(an edit mends a failed stage) {
  walk_to(stage::scenes);
  CAF_CHECK(send(command_kind::accept));
  fail();
  CAF_CHECK(
    !send(edit(stage::script, R"({"script":[{"scene_id":2,"script":"x"}]})")));
  CAF_CHECK_EQUAL(refusal, "Field data.script lacks scene 1");
  CAF_CHECK(
    send(edit(stage::script, R"({"script":[{"scene_id":2,"script":"x"},)"
                             R"({"scene_id":1,"script":"y"}]})")));
  CAF_CHECK_EQUAL(stands(), "review script 2");
  CAF_CHECK(send(command_kind::accept));
}

CAF_TEST(bad edits are refused with the field) {
  walk_to(stage::visuals);
  struct row {
    stage at;
    std::string data;
    const char* text;
  };
  auto many = std::string{R"({"script":[)"};
  for (int i = 1; i <= 121; ++i)
    many += (i > 1 ? "," : "") + std::string{R"({"scene_id":)"}
            + std::to_string(i) + "}";
  many += "]}";
  for (auto& [at, data, text] : {
         row{stage::script, "{",
             "Field data: Invalid JSON at byte 1: Missing "
             "a name for object member."},
         row{stage::script, "[]", "Field data must be an object"},
         row{stage::script, "{}",
             "Field data.script must be a list of 1 to 120 scenes"},
         row{stage::script, many,
             "Field data.script must be a list of 1 to 120 scenes"},
         row{stage::script, R"({"script":[{"script":"x"}]})",
             "Field data.script[0].scene_id must be a whole number from 1"},
         row{stage::script,
             R"({"script":[{"scene_id":1,"script":"x"},{"scene_id":1}]})",
             "Field data.script[1].scene_id 1 is there twice"},
         row{stage::script, R"({"script":[{"scene_id":9,"script":"x"}]})",
             "Field data.script names scene 9, which does not exist"},
         row{stage::script, R"({"script":[{"scene_id":1,"script":5}]})",
             "Field data.script of scene 1 must be text"},
         row{stage::scenes, R"({"scenes_data":[]})",
             "Field data.scenes_data must be an object"},
         row{stage::scenes, R"({"scenes_data":{"scenes":[]}})",
             "Field data.scenes_data.scenes must be a list of 1 to 120 scenes"},
         row{stage::scenes, R"({"scenes_data":{"scenes":[{"scene_id":7}]}})",
             "Field data.scenes_data.scenes[0].title or concept must say what "
             "is shown"},
         row{stage::scenes,
             R"({"scenes_data":{"scenes":[{"scene_id":1,"duration_sec":99}]}})",
             "Field data.scenes_data.scenes[0].duration_sec must be a number "
             "from 1 to 60"},
         row{stage::scenes,
             R"({"scenes_data":{"scenes":[{"scene_id":1,"title":[]}]}})",
             "Field data.scenes_data.scenes[0].title must be text"},
         row{stage::visuals, "{}",
             "Stage visuals can't be edited; regenerate it with feedback "
             "(scenes and script can)"},
         row{stage::tts, "{}",
             "Stage tts comes after the current stage visuals; accept up to "
             "it first"},
       }) {
    CAF_CHECK(!send(edit(at, data)));
    CAF_CHECK_EQUAL(refusal, text);
  }
  auto long_text = R"({"script":[{"scene_id":1,"script":")"
                   + std::string(20'001, 'x') + "\"}]}";
  CAF_CHECK(!send(edit(stage::script, long_text)));
}

CAF_TEST(versions have a limit) {
  walk_to(stage::scenes);
  for (uint32_t i = 1; i < defaults::version_limit; ++i) {
    CAF_REQUIRE(send(command_kind::regenerate));
    done();
  }
  CAF_CHECK(!send(command_kind::regenerate));
  CAF_CHECK(refused_with == ec::limit_exceeded);
  CAF_CHECK_EQUAL(refusal, "Stage scenes has 200 versions, no more are kept; "
                           "goto one of them");
  CAF_CHECK(
    !send(edit(stage::scenes,
               R"({"scenes_data":{"scenes":[{"scene_id":1,"title":"x"}]}})")));
  CAF_CHECK(send(go_to(stage::scenes, 3)));
}

CAF_TEST(walking back and forth has a limit) {
  walk_to(stage::scenes);
  CAF_REQUIRE(send(command_kind::regenerate));
  done();
  uint32_t taken = 0;
  while (send(go_to(stage::scenes, 1 + taken % 2)))
    ++taken;
  CAF_CHECK(refused_with == ec::limit_exceeded);
  CAF_CHECK_EQUAL(machine.history().last_seq, defaults::event_limit);
  CAF_CHECK(send(command_kind::accept));
}

CAF_TEST_FIXTURE_SCOPE_END()
