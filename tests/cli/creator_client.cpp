#define CAF_SUITE creator_client
#include "tests/support/test.hpp"

#include "cli/creator_talk.hpp"
#include "cli/creator_view.hpp"
#include "cli/review_answer.hpp"
#include "cli/stage_text.hpp"

using namespace troupe;

namespace {

json parsed(const char* text) {
  auto value = json::parse(text);
  CAF_REQUIRE(value);
  return *value;
}

std::string shown(const char* message) {
  return show_message(parsed(message), {"http://h:1", 60});
}

std::string frame_of(std::string_view line) {
  auto answer = parse_review_answer(line);
  return answer ? review_frame(*answer).dump() : text_of(answer.error());
}

constexpr auto id = "0123456789abcdef0123456789abcdef";

} // namespace

CAF_TEST(what is typed becomes a frame) {
  struct row {
    const char* line;
    const char* expected;
  };
  for (auto& [line, expected] : {
         row{"a", R"({"action":"accept"})"},
         row{"  ACCEPT ", R"({"action":"accept"})"},
         row{"r", R"({"action":"regenerate"})"},
         row{"r shorter, and \"warm\"",
             R"({"action":"regenerate","feedback":"shorter, and \"warm\""})"},
         row{"regenerate scene 3 slower",
             R"({"action":"regenerate","feedback":"scene 3 slower"})"},
         row{"b 2", R"({"action":"goto","version":2})"},
         row{"back script 1",
             R"({"action":"goto","stage":"script","version":1})"},
         row{"u", R"({"action":"auto"})"},
         row{"s", R"({"action":"stop"})"},
         row{"e", "null"},
         row{"v", "null"},
         row{"q", "null"},
         row{"?", "null"},
         row{"b", "Write which version: b 1, or b script 1"},
         row{"b 0", "Write which version: b 1, or b script 1"},
         row{"b x", "Write which version: b 1, or b script 1"},
         row{"", "Write one of these letters"},
         row{"yes", "\"yes\" is none of these"},
         row{"a bit shorter", "Nothing follows accept; feedback goes with r: r "
                              "a bit shorter"},
       }) {
    auto frame = frame_of(line);
    CAF_CHECK_EQUAL(frame, expected);
  }
  CAF_CHECK(frame_of("b song 1").starts_with("Unknown stage: song"));
}

CAF_TEST(scenes are read as a list) {
  auto text = shown(
    R"({"stage":"scenes","version":2,"status":"completed","progress":)"
    R"({"current":1,"total":5},"data":{"scenes_data":{"scenes":[)"
    R"({"scene_id":1,"type":"hook","title":"A quiet morning","concept":)"
    R"("Steam rises and nobody wakes up from it, not even the cat",)"
    R"("duration_sec":8.5,"narration_key_points":["It is quiet"]}]},)"
    R"("scene_count":1,"notes":["Can't sing"]}})");
  CAF_CHECK_EQUAL(text, "\nscenes, version 2 (stage 1 of 5)\n"
                        "  1. A quiet morning (hook, 8.5 s)\n"
                        "     Steam rises and nobody wakes up from it, not "
                        "even the\n"
                        "     cat\n"
                        "     - It is quiet\n"
                        "  Note: Can't sing\n");
}

CAF_TEST(the script is read scene by scene) {
  auto text = shown(
    R"({"stage":"script","version":1,"status":"completed","data":{"script":)"
    R"([{"scene_id":1,"script":"One."},{"scene_id":2,"script":"Two."}],)"
    R"("word_count":2,"estimated_duration_sec":65}})");
  CAF_CHECK_EQUAL(text, "\nscript, version 1\n  Scene 1\n    One.\n  Scene 2\n"
                        "    Two.\n  2 words, about 1 min 5 s\n");
}

CAF_TEST(pictures sounds and films are links) {
  auto visuals = shown(
    R"({"stage":"visuals","version":1,"status":"completed","data":{"message":)"
    R"("Painted","scenes":[{"scene_id":1,"preview_url":"/a.jpg"}]}})");
  CAF_CHECK(visuals.find("scene 1  http://h:1/a.jpg\n") != std::string::npos);
  auto done = shown(R"({"status":"pipeline_complete","video_path":"/d/f.mp4",)"
                    R"("video_url":"/f.mp4","captions_url":"/c.vtt"})");
  CAF_CHECK(done.find("http://h:1/f.mp4") != std::string::npos);
  CAF_CHECK(done.find("http://h:1/c.vtt") != std::string::npos);
}

CAF_TEST(a server can not write to the terminal) {
  auto text = shown(R"({"status":"error","error":"\u001b]0;x\u0007\u001b[2J"})");
  CAF_CHECK(text.find('\x1b') == std::string::npos);
  CAF_CHECK(text.find('\x07') == std::string::npos);
}

CAF_TEST(long lines are broken at spaces by characters) {
  CAF_CHECK_EQUAL(wrapped("aa bb cc", 2, 7), "  aa bb\n  cc\n");
  CAF_CHECK_EQUAL(wrapped("ää öö", 0, 5), "ää öö\n");
  CAF_CHECK_EQUAL(wrapped("abcdefghij", 0, 4), "abcdefghij\n");
  CAF_CHECK_EQUAL(wrapped("a\n\nb", 1, 9), " a\n\n b\n");
  CAF_CHECK_EQUAL(wrapped("", 3, 9), "");
}

CAF_TEST(the script comes back from the editor) {
  auto data = parsed(R"({"script":[{"scene_id":1,"script":"One."},)"
                     R"({"scene_id":2,"script":"Two."}],"word_count":2})");
  auto text = stage_text("script", data);
  auto same = stage_data("script", data, text);
  CAF_REQUIRE(same);
  CAF_CHECK(*same == data);
  auto at = text.find("Two.");
  text.replace(at, 4, "Deux.\nEt demi.");
  auto changed = stage_data("script", data, text);
  CAF_REQUIRE(changed);
  CAF_CHECK_EQUAL(changed->at("script").at(size_t{1}).text("script"),
                  "Deux.\nEt demi.");
  CAF_CHECK_EQUAL(changed->at("script").at(size_t{0}).text("script"), "One.");
}

CAF_TEST(a script that lost its order is refused) {
  auto data = parsed(R"({"script":[{"scene_id":1,"script":"One."}]})");
  for (auto text : {"", "One.", "# Scene 2\nOne.\n", "# Scene x\n",
                    "# Scene 1\na\n# Scene 1\nb\n",
                    "# Scene 1\na\n# Scene 2\nb\n"}) {
    CAF_MESSAGE(text);
    CAF_CHECK(!stage_data("script", data, text));
  }
}

CAF_TEST(other stages are edited as JSON) {
  auto data = parsed(R"({"a":[1,{"b":"c"}],"d":{},"e":[]})");
  auto text = stage_text("scenes", data);
  CAF_CHECK_EQUAL(text, "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"c\"\n"
                        "    }\n  ],\n  \"d\": {},\n  \"e\": []\n}\n");
  auto same = stage_data("scenes", data, text);
  CAF_REQUIRE(same);
  CAF_CHECK(*same == data);
  CAF_CHECK(!stage_data("scenes", data, "[1]"));
  CAF_CHECK(!stage_data("scenes", data, "{"));
}

CAF_TEST(a talk begins waits for review and ends) {
  creator_talk talk{parsed(R"({"action":"start"})")};
  CAF_CHECK_EQUAL(talk.opening().text("action"), "start");
  talk.take(parsed(R"({"status":"session_started","seq":1,"video_id":)"
                   R"("0123456789abcdef0123456789abcdef"})"));
  CAF_CHECK_EQUAL(talk.session(), id);
  talk.take(parsed(R"({"status":"stage_running","seq":2,"stage":"scenes"})"));
  CAF_CHECK(talk.is() == creator_talk::state::listening);
  talk.take(parsed(R"({"stage":"scenes","status":"completed","seq":3})"));
  CAF_CHECK(talk.is() == creator_talk::state::review);
  talk.answered();
  CAF_CHECK(talk.is() == creator_talk::state::listening);
  // A refusal: the stage waits still.
  talk.take(parsed(R"({"status":"error","error":"no"})"));
  CAF_CHECK(talk.is() == creator_talk::state::review);
  talk.take(parsed(R"({"status":"pipeline_complete","seq":9})"));
  CAF_CHECK(talk.is() == creator_talk::state::complete);
}

CAF_TEST(what the server accepts is not asked for) {
  creator_talk talk{parsed(R"({"action":"start"})")};
  talk.opening();
  talk.take(parsed(R"({"stage":"scenes","status":"completed","seq":3})"));
  CAF_CHECK(talk.is() == creator_talk::state::review);
  talk.take(parsed(R"({"status":"auto_enabled","seq":4})"));
  CAF_CHECK(talk.is() == creator_talk::state::listening);
  talk.take(parsed(R"({"stage":"script","status":"completed","seq":6})"));
  CAF_CHECK(talk.is() == creator_talk::state::listening);
  talk.take(parsed(R"({"stage":"visuals","status":"error","seq":8})"));
  CAF_CHECK(talk.is() == creator_talk::state::review);
}

CAF_TEST(after a cut it goes on where it was) {
  creator_talk talk{parsed(R"({"action":"start"})")};
  talk.opening();
  talk.take(parsed(R"({"status":"session_started","seq":1,"video_id":)"
                   R"("0123456789abcdef0123456789abcdef"})"));
  talk.take(parsed(R"({"stage":"scenes","status":"completed","seq":3})"));
  auto opening = talk.opening();
  CAF_CHECK_EQUAL(opening.text("action"), "resume");
  CAF_CHECK_EQUAL(opening.text("session_id"), id);
  CAF_CHECK_EQUAL(opening.integer("since"), 3);
  CAF_CHECK(!talk.is_live());
  talk.take(parsed(R"({"stage":"script","status":"completed","seq":5})"));
  CAF_CHECK(!talk.is_live());
  talk.take(parsed(R"({"status":"session_resumed","seq":5})"));
  CAF_CHECK(talk.is_live());
  CAF_CHECK(talk.is() == creator_talk::state::review);
  CAF_CHECK_EQUAL(talk.opening().integer("since"), 5);
}

CAF_TEST(a refused start or resume is the end) {
  creator_talk fresh{parsed(R"({"action":"start"})")};
  fresh.opening();
  fresh.take(parsed(R"({"status":"error","error":"no"})"));
  CAF_CHECK(fresh.is() == creator_talk::state::refused);
  creator_talk old{std::string{id}};
  old.opening();
  old.take(parsed(R"({"status":"error","error":"no such session"})"));
  CAF_CHECK(old.is() == creator_talk::state::refused);
}
