#define CAF_SUITE session_machine
#include "tests/support/test.hpp"

#include "tests/protocol/session_fixture.hpp"

using namespace troupe;
using namespace troupe::test;

CAF_TEST_FIXTURE_SCOPE(session_machine_tests, session_fixture)

CAF_TEST(a start runs the first stage) {
  CAF_REQUIRE_EQUAL(last.size(), 3u);
  CAF_REQUIRE_EQUAL(log.size(), 2u);
  CAF_CHECK(log[0].kind == event_kind::session_started);
  CAF_CHECK_EQUAL(
    log[0].body,
    R"({"video_id":"0123456789abcdef0123456789abcdef",)"
    R"("video_type":"product_ad","stage_order":["scenes","script","visuals",)"
    R"("animations","tts","render"],"current_stage":"scenes","payload":)"
    R"({"topic":"t","brand_name":"b","drug_name":"d","condition":"c","indication":"i",)"
    R"("persona":"professional narrator","tone":"clear and engaging",)"
    R"("quality":"medium","aspect_ratio":"16:9","seed":7},"owner":"u",)"
    R"("policy":"wait_for_accept","seed":7,"engine_version":"7",)"
                  R"("door":"creator","priority":"normal","about":{},)"
                  R"("group":""})");
  CAF_CHECK_EQUAL(log[1].seq, 2u);
  CAF_CHECK_EQUAL(log[1].at_ms, 5);
  auto in = inputs();
  CAF_CHECK_EQUAL(in.integer("seed"), 7);
  CAF_CHECK_EQUAL(in.text("session"), id.str());
  CAF_CHECK(in.at("previous").is_null());
  CAF_CHECK_EQUAL(in.at("upstream").size(), 0u);
  in.erase("session");
  auto text = in.dump();
  CAF_CHECK(text.find(id.str()) == std::string::npos);
}

CAF_TEST(a start with a bad payload starts nothing) {
  auto out = session_machine::start(
    id, {video_type::moa, user_id{"u"}, R"({"drug_name":"d"})", {}}, 1);
  CAF_REQUIRE(!out);
  auto text = text_of(out.error());
  CAF_CHECK_EQUAL(text, "Missing required field: condition");
  CAF_CHECK(!session_machine::start(
    id, {video_type::moa, user_id{"u"}, "no json", {}}, 1));
}

CAF_TEST(accepting every stage makes a film) {
  for (auto at : {stage::scenes, stage::script, stage::visuals,
                  stage::animations, stage::tts, stage::render}) {
    CAF_CHECK(machine.history().current_stage() == at);
    done();
    CAF_CHECK(send(command_kind::accept));
  }
  CAF_CHECK(machine.publishing());
  CAF_REQUIRE(has<publish_film>(last));
  CAF_CHECK_EQUAL(std::get<publish_film>(last[0]).data,
                  made(stage::render, "m"));
  CAF_CHECK(!send(command_kind::accept));
  CAF_CHECK_EQUAL(refusal, "The film is being published; wait for it or stop");
  take(machine.published({}, 9));
  CAF_CHECK_EQUAL(
    log.back().body,
    R"({"video_id":"0123456789abcdef0123456789abcdef",)"
    R"("video_path":"/f/final.mp4",)"
    R"("message":"All stages complete! Video is ready.","version":1,)"
    R"("video_url":"/outputs/f/final.mp4","duration":14.5})");
  CAF_REQUIRE(has<finish_session>(last));
  CAF_CHECK(machine.ended());
  for (auto kind :
       {command_kind::accept, command_kind::regenerate, command_kind::edit,
        command_kind::go_to, command_kind::accept_all, command_kind::stop}) {
    CAF_CHECK(!send(kind));
    CAF_CHECK_EQUAL(refusal, "No active session");
    CAF_CHECK(refused_with == ec::invalid_state);
  }
}

CAF_TEST(accept before output is refused) {
  CAF_CHECK(!send(command_kind::accept));
  CAF_CHECK_EQUAL(refusal,
                  "Stage scenes is still running; wait for it or stop");
  CAF_CHECK(!send(regenerate("x")));
  CAF_CHECK(!send(edit(stage::scenes, "{}")));
  CAF_CHECK(!send(go_to(stage::scenes, 1)));
  CAF_CHECK(refused_with == ec::invalid_state);
}

CAF_TEST(accept in the error state is refused and regenerate tries again) {
  walk_to(stage::scenes);
  CAF_CHECK(send(command_kind::accept));
  fail();
  CAF_CHECK_EQUAL(log.back().body,
                  R"({"stage":"script","version":1,"error":"API timeout",)"
                  R"("publishing":false})");
  CAF_CHECK(!send(command_kind::accept));
  CAF_CHECK_EQUAL(refusal, "Stage script failed; regenerate it or stop");
  CAF_CHECK(!send(command_kind::accept_all));
  CAF_CHECK(send(command_kind::regenerate));
  CAF_CHECK_EQUAL(stands(), "running script 2");
  done();
  CAF_CHECK(send(command_kind::accept));
  CAF_CHECK_EQUAL(stands(), "running visuals 1");
}

CAF_TEST(stop ends a running stage at once) {
  CAF_CHECK(send(command_kind::stop));
  CAF_REQUIRE_EQUAL(last.size(), 3u);
  CAF_CHECK(std::holds_alternative<cancel_stage>(last[0]));
  CAF_CHECK(std::holds_alternative<finish_session>(last[2]));
  CAF_CHECK(kind() == event_kind::stopped);
  // Whatever still comes from the stage is late.
  CAF_CHECK(
    machine
      .apply(stage_report{stage::scenes, 1, stage_outcome::completed, "{}", {}},
             9)
      .empty());
  CAF_CHECK(!send(command_kind::stop));
  CAF_CHECK_EQUAL(refusal, "No active session");
}

CAF_TEST(stop in review cancels nothing) {
  walk_to(stage::scenes);
  CAF_CHECK(send(command_kind::stop));
  CAF_CHECK(!has<cancel_stage>(last));
}

CAF_TEST(stop while the film is published ends the session) {
  walk_to(stage::render);
  CAF_CHECK(send(command_kind::accept));
  CAF_CHECK(send(command_kind::stop));
  CAF_CHECK(kind() == event_kind::stopped);
  CAF_CHECK(machine.published({}, 9).empty());
}

CAF_TEST(a film that can not be published can be tried again) {
  walk_to(stage::render);
  CAF_CHECK(send(command_kind::accept));
  take(machine.published(make_error(ec::no_space, "The disk is full"), 9));
  CAF_CHECK_EQUAL(log.back().body,
                  R"({"stage":"render","version":1,"error":"The disk is full",)"
                  R"("publishing":true})");
  CAF_CHECK(!send(command_kind::accept));
  CAF_CHECK(send(go_to(stage::render, 1)));
  CAF_CHECK(send(command_kind::accept));
  take(machine.published(make_error(ec::no_space, "The disk is full"), 9));
  CAF_CHECK(send(command_kind::regenerate));
  CAF_CHECK_EQUAL(stands(), "running render 2");
}

CAF_TEST(animations are skipped and never fail) {
  walk_to(stage::visuals);
  CAF_CHECK(send(command_kind::accept));
  fail("no GPU");
  CAF_CHECK_EQUAL(stands(), "review animations 1");
  CAF_CHECK_EQUAL(
    log.back().body,
    R"({"stage":"animations","version":1,"outcome":"skipped",)"
    R"("data":{"status":"skipped","message":"no GPU"},)"
    R"("progress":{"current":4,"total":6},"edited":false,"base":0,)"
    R"("made_from":{"scenes":1,"script":1,"visuals":1}})");
  CAF_CHECK(send(command_kind::regenerate));
  report(stage_outcome::skipped,
         R"({"status":"complete","message":"Not wanted"})");
  auto data = body().at("data").dump();
  CAF_CHECK_EQUAL(data, R"({"status":"skipped","message":"Not wanted"})");
  CAF_CHECK(send(command_kind::accept));
  CAF_CHECK_EQUAL(stands(), "running tts 1");
}

CAF_TEST(a stage that gives no data has failed) {
  report(stage_outcome::completed, "[1]");
  CAF_CHECK_EQUAL(stands(), "failed scenes 1");
  CAF_CHECK_EQUAL(body().text("error"), "Stage scenes gave no usable data");
  CAF_CHECK(send(command_kind::regenerate));
  fail("");
  CAF_CHECK_EQUAL(body().text("error"), "Stage scenes failed");
}

CAF_TEST(reasons that are no text do not spoil the log) {
  fail("no \xff disk\u202e " + std::string(3'000, 'x'));
  auto text = body().text("error");
  CAF_CHECK_EQUAL(text.size(), 2'000u);
  CAF_CHECK(text.starts_with("no  disk x"));
  CAF_CHECK(session_machine::replay(log));
  CAF_CHECK(!session_machine::start(
    test::id, {video_type::moa, user_id{"\xff"}, "{}", {}}, 1));
}

CAF_TEST(auto accepts from here on) {
  walk_to(stage::scenes);
  CAF_CHECK(send(command_kind::accept_all));
  CAF_CHECK_EQUAL(stands(), "running script 1");
  CAF_CHECK(send(command_kind::accept_all));
  CAF_CHECK(last.empty());
  done();
  CAF_CHECK_EQUAL(stands(), "running visuals 1");
  fail();
  CAF_CHECK_EQUAL(stands(), "failed visuals 1");
  CAF_CHECK(send(command_kind::regenerate));
  for (int i = 0; i < 4; ++i)
    done();
  CAF_CHECK(machine.publishing());
}

CAF_TEST(auto takes up what fits and runs the rest) {
  walk_to(stage::visuals);
  CAF_CHECK(send(go_to(stage::scenes, 1)));
  CAF_CHECK(send(command_kind::accept_all));
  CAF_CHECK_EQUAL(stands(), "running animations 1");
}

CAF_TEST(a session that accepts by itself needs nobody) {
  begin(video_type::moa, review_policy::accept_all);
  for (int i = 0; i < 5; ++i)
    done();
  take(machine.published({}, 1));
  CAF_CHECK(kind() == event_kind::pipeline_complete);
}

CAF_TEST(an unattended session ends with the stage that fails) {
  begin(video_type::moa, review_policy::unattended);
  done();
  fail("The disk is full");
  CAF_REQUIRE_EQUAL(log.size(), 6u);
  CAF_CHECK(log[4].kind == event_kind::stage_failed);
  CAF_CHECK(log[5].kind == event_kind::pipeline_failed);
  auto body = json::parse(log[5].body);
  CAF_REQUIRE(body);
  CAF_CHECK_EQUAL(body->text("stage"), "script");
  CAF_CHECK_EQUAL(body->text("error"), "The disk is full");
  CAF_CHECK(machine.ended());
  CAF_CHECK(!send(command_kind::regenerate));
  CAF_CHECK_EQUAL(refusal, "No active session");
  auto copy = session_machine::replay(log);
  CAF_REQUIRE(copy);
  CAF_CHECK(*copy == machine);
  // A crash between the two events.
  log.pop_back();
  copy = session_machine::replay(log);
  CAF_REQUIRE(copy);
  auto out = copy->resume(9);
  CAF_REQUIRE_EQUAL(out.size(), 2u);
  CAF_CHECK(std::get<persist_event>(out[0]).event.kind
            == event_kind::pipeline_failed);
  CAF_CHECK(copy->ended());
}

CAF_TEST(an unattended film that can not be published ends too) {
  begin(video_type::moa, review_policy::unattended);
  for (int i = 0; i < 5; ++i)
    done();
  take(machine.published(make_error(ec::no_space, "full"), 1));
  CAF_CHECK(kind() == event_kind::pipeline_failed);
  CAF_CHECK(machine.ended());
}

CAF_TEST(a replayed session goes on where it was) {
  walk_to(stage::script);
  CAF_CHECK(send(regenerate("shorter")));
  auto run = std::get<run_stage>(last.back());
  auto copy = session_machine::replay(log);
  CAF_REQUIRE(copy);
  CAF_CHECK(*copy == machine);
  auto again = copy->resume(99);
  CAF_REQUIRE_EQUAL(again.size(), 1u);
  CAF_CHECK(std::get<run_stage>(again[0]) == run);
  CAF_CHECK(*copy == machine);
  done();
  copy = session_machine::replay(log);
  CAF_REQUIRE(copy);
  CAF_CHECK(copy->resume(99).empty());
}

CAF_TEST(what a crash cut off is done after replay) {
  // Only session_started became durable.
  auto copy = session_machine::replay({log[0]});
  CAF_REQUIRE(copy);
  CAF_CHECK(!copy->apply(ask(command_kind::accept), 1));
  auto out = copy->resume(2);
  CAF_REQUIRE_EQUAL(out.size(), 2u);
  CAF_CHECK(std::holds_alternative<run_stage>(out[1]));
  // With auto: completed, but the next stage is not yet there.
  begin(video_type::moa, review_policy::accept_all);
  done();
  log.pop_back();
  copy = session_machine::replay(log);
  CAF_REQUIRE(copy);
  out = copy->resume(3);
  CAF_CHECK_EQUAL(out.size(), 2u);
  CAF_CHECK(copy->history().current_stage() == stage::script);
}

CAF_TEST(a damaged log is refused) {
  walk_to(stage::script);
  CAF_CHECK(!session_machine::replay({}));
  auto broken = log;
  broken.erase(broken.begin() + 2);
  auto out = session_machine::replay(broken);
  CAF_REQUIRE(!out);
  CAF_CHECK(code_of(out.error()) == ec::store_failed);
  CAF_CHECK_EQUAL(text_of(out.error()),
                  "Event 4 (stage_running) can't follow: seq 3 comes next");
  broken = log;
  broken[2].body = "{\"stage\":\"scenes\"";
  CAF_CHECK(!session_machine::replay(broken));
  broken = log;
  broken[1].body.replace(broken[1].body.find(":1"), 2, ":2");
  CAF_CHECK(!session_machine::replay({broken[0], broken[1]}));
  broken = log;
  broken[2].session = session_id{"f"};
  CAF_CHECK(!session_machine::replay(broken));
  broken = log;
  broken[3] = broken[2];
  broken[3].seq = 4;
  CAF_CHECK(!session_machine::replay(broken));
  broken = log;
  broken[3].kind = event_kind::pipeline_complete;
  CAF_CHECK(!session_machine::replay(broken));
}

CAF_TEST_FIXTURE_SCOPE_END()
