#define CAF_SUITE creator_codec
#include "tests/support/test.hpp"

#include "protocol/creator_codec.hpp"
#include "protocol/json.hpp"
#include "protocol/payload.hpp"
#include "tests/protocol/session_fixture.hpp"

#include <cstdlib>
#include <random>

using namespace troupe;
using namespace troupe::creator_codec;

namespace {

const std::string tail = R"("session_id":"0123456789abcdef0123456789abcdef")";

std::string refusal_of(std::string_view frame) {
  auto out = decode(frame);
  return out ? "(accepted)" : text_of(out.error());
}

session_command command_in(std::string_view frame) {
  auto out = decode(frame);
  CAF_REQUIRE(out);
  CAF_REQUIRE(std::holds_alternative<session_command>(*out));
  return std::get<session_command>(*out);
}

/// The members of a message that the protocol has always had: what stands
/// before "seq".
std::string old_part(const std::string& message) {
  return message.substr(0, message.find(",\"seq\":"));
}

} // namespace

CAF_TEST(start has defaults) {
  auto out =
    decode(R"({"action":"start","payload":{"topic":"t","brand_name":"b"}})");
  CAF_REQUIRE(out);
  auto& x = std::get<start>(*out);
  CAF_CHECK(x.request.type == video_type::product_ad);
  CAF_CHECK(x.request.policy == review_policy::wait_for_accept);
  CAF_CHECK(x.request.owner.empty());
  CAF_CHECK(!x.progress);
  CAF_CHECK_EQUAL(x.request.payload,
                  R"({"topic":"t","brand_name":"b",)"
                  R"("persona":"professional narrator",)"
                  R"("tone":"clear and engaging","quality":"medium",)"
                  R"("aspect_ratio":"16:9"})");
  for (auto frame :
       {R"({"action":"start"})",
        R"({"action":"start","video_type":null,"payload":null})"}) {
    auto text = refusal_of(frame);
    CAF_CHECK_EQUAL(text, "Missing required field: topic");
  }
}

CAF_TEST(start names type and progress) {
  auto out = decode(R"({"action":"start","video_type":"moa","progress":true,)"
                    R"("payload":{"drug_name":"d","condition":"c"}})");
  CAF_REQUIRE(out);
  auto& x = std::get<start>(*out);
  CAF_CHECK(x.request.type == video_type::moa);
  CAF_CHECK(x.progress);
}

CAF_TEST(commands are read with their members) {
  CAF_CHECK(command_in(R"({"action":"accept"})").kind == command_kind::accept);
  CAF_CHECK(command_in(R"({"action":"stop"})").kind == command_kind::stop);
  CAF_CHECK(command_in(R"({"action":"auto"})").kind
            == command_kind::accept_all);
  auto x = command_in(R"({"action":"regenerate"})");
  CAF_CHECK(x.kind == command_kind::regenerate);
  CAF_CHECK(x.feedback.empty());
  x = command_in(R"({"action":"regenerate","feedback":"text","scenes":[3,1]})");
  CAF_CHECK_EQUAL(x.feedback, "text");
  CAF_CHECK(x.scenes == (std::vector<int32_t>{3, 1}));
  x = command_in(R"({"action":"edit","stage":"script","data":{"a":[1]}})");
  CAF_CHECK(x.kind == command_kind::edit);
  CAF_CHECK(x.has_stage);
  CAF_CHECK(x.at == stage::script);
  CAF_CHECK_EQUAL(x.data, R"({"a":[1]})");
  x = command_in(R"({"action":"goto","version":2})");
  CAF_CHECK(x.kind == command_kind::go_to);
  CAF_CHECK(!x.has_stage);
  CAF_CHECK_EQUAL(x.version, 2u);
}

CAF_TEST(resume takes either name of the id) {
  for (auto name : {"session_id", "video_id"}) {
    auto out = decode(R"({"action":"resume",")" + std::string{name}
                      + R"(":"0123456789abcdef0123456789abcdef","since":7})");
    CAF_REQUIRE(out);
    auto& x = std::get<resume>(*out);
    CAF_CHECK_EQUAL(x.session.str(), "0123456789abcdef0123456789abcdef");
    CAF_CHECK_EQUAL(x.since, 7u);
  }
}

CAF_TEST(bad frames are refused in words that clients know) {
  struct row {
    std::string frame;
    const char* text;
  };
  for (auto& [frame, text] : {
         row{"{}", "Unknown action: None"},
         row{R"({"action":null})", "Unknown action: None"},
         row{R"({"action":"zzz"})", "Unknown action: zzz"},
         row{R"({"action":5})", "Unknown action: 5"},
         row{R"({"action":["start"]})", R"(Unknown action: ["start"])"},
         row{R"({"action":""})", "Unknown action: "},
         row{R"({"action":")" + std::string(70, 'z') + "\"}",
             "Unknown action: zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
             "zzzzzzzzzzzzzzz"},
         row{"[]", "A message must be a JSON object"},
         row{"\"accept\"", "A message must be a JSON object"},
         row{"", "Invalid JSON at byte 0: The document is empty."},
         row{"{\"action\"", "Invalid JSON at byte 9: Missing a colon after a "
                            "name of object member."},
         row{R"({"action":"start","video_type":"musical"})",
             "Unsupported video_type: musical (one of product_ad, "
             "compliance_video, moa, doctor_ad, social_media, "
             "presenter_ad, explainer)"},
         row{R"({"action":"start","video_type":7})",
             "Field video_type must be text"},
         row{R"({"action":"start","payload":"topic"})",
             "Field payload must be an object"},
         row{R"({"action":"start","video_type":"moa","payload":)"
             R"({"drug_name":"x"}})",
             "Missing required field: condition"},
         row{R"({"action":"start","progress":"yes","payload":)"
             R"({"topic":"t","brand_name":"b"}})",
             "Field progress must be true or false"},
         row{R"({"action":"regenerate","feedback":{"a":1}})",
             "Field feedback must be text"},
         row{R"({"action":"regenerate","scenes":3})",
             "Field scenes must be a list of scene ids"},
         row{R"({"action":"regenerate","scenes":[0]})",
             "Field scenes must be a list of scene ids, whole numbers from 1"},
         row{R"({"action":"regenerate","scenes":[4294967297]})",
             "Field scenes must be a list of scene ids, whole numbers from 1"},
         row{R"({"action":"edit"})", "Field data must be an object"},
         row{R"({"action":"edit","stage":"music","data":{}})",
             "Unknown stage: music (one of scenes, script, visuals, "
             "animations, tts, render)"},
         row{R"({"action":"edit","stage":1,"data":{}})",
             "Field stage must be text"},
         row{R"({"action":"goto"})",
             "Field version must be a whole number from 1"},
         row{R"({"action":"goto","version":0})",
             "Field version must be a whole number from 1"},
         row{R"({"action":"goto","version":1.5})",
             "Field version must be a whole number from 1"},
         row{R"({"action":"goto","version":4294967296})",
             "Field version must be a whole number from 1"},
         row{R"({"action":"resume"})",
             "Field session_id must be 32 hex digits, as in session_started"},
         row{R"({"action":"resume","session_id":"../../etc/passwd"})",
             "Field session_id must be 32 hex digits, as in session_started"},
         row{R"({"action":"resume","session_id":)"
             R"("0123456789abcdef0123456789abcdef","since":-1})",
             "Field since must be a whole number from 0"},
       }) {
    auto refusal = refusal_of(frame);
    CAF_CHECK_EQUAL(refusal, text);
  }
  CAF_CHECK(!decode(std::string(100'000, '[')));
  CAF_CHECK(!decode("{\"action\":\"\xff\"}"));
}

CAF_TEST(damaged frames do no harm) {
  auto given = std::getenv("TROUPE_TEST_SEED");
  auto seed = given ? std::strtoull(given, nullptr, 10)
                    : uint64_t{std::random_device{}()};
  CAF_MESSAGE("TROUPE_TEST_SEED=" << seed);
  std::mt19937_64 random{seed};
  const std::vector<std::string> frames{
    R"({"action":"start","video_type":"moa","payload":{"drug_name":"d\u00e9",)"
    R"("condition":"c","duration":"30s","seed":7,"language":"en-GB",)"
    R"("region":"east asia","x":{"y":[1,"z"]},"product_images":["a"]}})",
    R"({"action":"regenerate","feedback":"shorter","scenes":[1,22]})",
    R"({"action":"edit","stage":"script","data":{"script":[{"scene_id":1}]}})",
    R"({"action":"goto","stage":"tts","version":12})",
    R"({"action":"resume","session_id":"0123456789abcdef0123456789abcdef",)"
    R"("since":12})",
  };
  size_t accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto frame = frames[random() % frames.size()];
    for (auto flips = random() % 4; flips > 0; --flips)
      frame[random() % frame.size()] = static_cast<char>(random());
    auto out = decode(frame);
    if (!out) {
      CAF_REQUIRE(!text_of(out.error()).empty());
      continue;
    }
    ++accepted;
    if (auto x = std::get_if<start>(&*out)) {
      // What was let in once is let in as it is.
      auto again = check_payload_text(x->request.type, x->request.payload);
      CAF_REQUIRE(again && again->dump() == x->request.payload);
    }
  }
  CAF_CHECK(accepted > 5'000);
}

CAF_TEST(answers outside of a log) {
  auto text = encode_error("No active session");
  CAF_CHECK_EQUAL(text, R"({"status":"error","error":"No active session"})");
  text = encode_error("quote \" and\nline");
  CAF_CHECK_EQUAL(text, R"({"status":"error","error":"quote \" and\nline"})");
  text = encode_stopped();
  CAF_CHECK_EQUAL(
    text, R"({"status":"stopped","message":"Session terminated by user"})");
  text = encode_resumed(test::id, 9);
  CAF_CHECK_EQUAL(text,
                  R"({"status":"session_resumed",)"
                  R"("video_id":"0123456789abcdef0123456789abcdef","seq":9,)"
                    + tail + "}");
}

CAF_TEST(progress is a message of its own) {
  session_progress x{test::id, stage::render, 2, 41.26, "Scene 3 of 7", 12.34};
  auto text = encode(x);
  CAF_CHECK_EQUAL(text, R"({"status":"stage_progress","stage":"render",)"
                        R"("version":2,"percent":41.3,)"
                        R"("message":"Scene 3 of 7",)"
                          + tail + R"(,"eta_seconds":12.3})");
  x.eta_seconds = -1;
  text = encode(x);
  CAF_CHECK(text.find("eta") == std::string::npos);
}

CAF_TEST_FIXTURE_SCOPE(creator_codec_messages, test::session_fixture)

CAF_TEST(a film from start to end in the words of the protocol) {
  begin(video_type::moa);
  auto text = encode(log[0]);
  CAF_CHECK_EQUAL(
    text,
    R"({"status":"session_started",)"
    R"("video_id":"0123456789abcdef0123456789abcdef","video_type":"moa",)"
    R"("stage_order":["scenes","script","visuals","tts","render"],)"
    R"("current_stage":"scenes","seq":1,)"
      + tail
      + R"(,"policy":"wait_for_accept","seed":7,"payload":{"topic":"t",)"
        R"("brand_name":"b","drug_name":"d","condition":"c","indication":"i",)"
        R"("persona":"professional medical narrator",)"
        R"("tone":"clear and educational",)"
        R"("target_audience":"healthcare professionals",)"
        R"("quality":"medium","aspect_ratio":"16:9","seed":7},)"
                      R"("door":"creator"})");
  text = encode(log[1]);
  CAF_CHECK_EQUAL(
    text, R"({"status":"stage_running","stage":"scenes","version":1,)"
          R"("message":"Executing scenes...","seq":2,)"
            + tail + R"(,"feedback":"","scenes":[],"base":0,"made_from":{}})");
  report(stage_outcome::completed, R"({"scene_count":0})");
  text = encode(log[2]);
  CAF_CHECK_EQUAL(text, R"({"stage":"scenes","version":1,"status":"completed",)"
                        R"("data":{"scene_count":0},)"
                        R"("next_actions":["accept","regenerate"],)"
                        R"("progress":{"current":1,"total":5},"seq":3,)"
                          + tail
                          + R"(,"edited":false,"base":0,"made_from":{}})");
  CAF_REQUIRE(send(command_kind::accept));
  fail("API timeout");
  text = encode(log.back());
  CAF_CHECK_EQUAL(text, R"({"stage":"script","version":1,"status":"error",)"
                        R"("error":"API timeout",)"
                        R"("next_actions":["regenerate","stop"],"seq":5,)"
                          + tail + R"(,"publishing":false})");
  CAF_REQUIRE(send(command_kind::regenerate));
  walk_to(stage::render);
  CAF_REQUIRE(send(command_kind::accept));
  take(machine.published({}, 1));
  text = encode(log.back());
  CAF_CHECK_EQUAL(text,
                  R"({"status":"pipeline_complete",)"
                  R"("video_id":"0123456789abcdef0123456789abcdef",)"
                  R"("video_path":"/f/final.mp4",)"
                  R"("message":"All stages complete! Video is ready.",)"
                  R"("seq":14,)"
                    + tail
                    + R"(,"version":1,"video_url":"/outputs/f/final.mp4",)"
                      R"("duration":14.5})");
}

CAF_TEST(a stop in the words of the protocol) {
  CAF_REQUIRE(send(command_kind::stop));
  auto text = encode(log.back());
  CAF_CHECK_EQUAL(text, R"({"status":"stopped",)"
                        R"("message":"Session terminated by user","seq":3,)"
                          + tail + "}");
}

CAF_TEST(skipped animations are completed for old clients) {
  walk_to(stage::visuals);
  CAF_REQUIRE(send(command_kind::accept));
  fail("no GPU");
  auto text = old_part(encode(log.back()));
  CAF_CHECK_EQUAL(text,
                  R"({"stage":"animations","version":1,"status":"completed",)"
                  R"("data":{"status":"skipped","message":"no GPU"},)"
                  R"("next_actions":["accept","regenerate"],)"
                  R"("progress":{"current":4,"total":6})");
}

CAF_TEST(a version taken up again looks like one just made) {
  walk_to(stage::script);
  CAF_REQUIRE(send(test::go_to(stage::scenes, 1)));
  auto text = encode(log.back());
  auto made = test::made(stage::scenes, "m");
  CAF_CHECK_EQUAL(text, R"({"stage":"scenes","version":1,"status":"completed",)"
                        R"("data":)"
                          + made
                          + R"(,"next_actions":["accept","regenerate"],)"
                            R"("progress":{"current":1,"total":6},"seq":6,)"
                          + tail + R"(,"reused":false,"made_from":{}})");
  CAF_REQUIRE(send(command_kind::accept));
  text = encode(log.back());
  CAF_CHECK(text.ends_with(R"(,"reused":true,"made_from":{"scenes":1}})"));
}

CAF_TEST(auto is told) {
  CAF_REQUIRE(send(command_kind::accept_all));
  auto text = encode(log.back());
  CAF_CHECK_EQUAL(
    text, R"({"status":"auto_enabled",)"
          R"("message":"All stages from here on are accepted automatically",)"
          R"("seq":3,)"
            + tail + "}");
}

CAF_TEST_FIXTURE_SCOPE_END()
