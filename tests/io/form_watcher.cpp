#define CAF_SUITE form_watcher
#include "tests/support/test.hpp"

#include "io/routes.hpp"
#include "tests/io/http_call.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace troupe;
using namespace troupe::test;

namespace {

const session_id id{"0123456789abcdef0123456789abcdef"};

struct config : caf::actor_system_config {
  config() {
    add_message_types<caf::id_block::troupe>();
    add_message_types<caf::id_block::troupe_actors>();
  }
};

/// What the fakes were asked, and who watches.
struct seen {
  std::vector<session_request> requests;
  watcher_actor watcher;
};

session_actor::behavior_type fake_session(session_actor::pointer,
                                          std::shared_ptr<seen> notes) {
  return {
    [](const session_command&) -> caf::result<uint64_t> {
      CAF_FAIL("a form gives no commands");
      return uint64_t{0};
    },
    [notes](atom::watch, const watcher_actor& watcher, uint64_t since,
            watch_mode mode) {
      CAF_CHECK_EQUAL(since, 0u);
      CAF_CHECK(mode == watch_mode::events);
      notes->watcher = watcher;
      return uint64_t{2};
    },
    [](atom::unwatch, const watcher_actor&) {},
    [](atom::tick) { return session_progress{}; },
    [](const stage_report&) {},
    [](const session_progress&) {},
    [](atom::record, const piece_record&) {},
    [](atom::shutdown, const std::string&) {},
    [](atom::internal, atom::idle) {},
  };
}

registry_actor::behavior_type fake_registry(registry_actor::pointer,
                                            std::shared_ptr<seen> notes,
                                            session_actor film,
                                            error refusal) {
  return {
    [=](atom::create, const session_request& request)
      -> caf::result<session_id, session_actor> {
      notes->requests.push_back(request);
      if (refusal)
        return refusal;
      return {id, film};
    },
    [](atom::find, const session_id&) -> caf::result<session_actor> {
      return make_error(ec::not_found, "No such session");
    },
    [](atom::list, uint32_t) { return std::vector<session_summary>{}; },
    [](atom::list, const session_id&) -> caf::result<session_summary> {
      return make_error(ec::not_found, "No such session");
    },
    [](atom::list, const session_query&) { return session_page{}; },
    [](atom::find, const session_id&,
       const user_id&) -> caf::result<session_actor> {
      return make_error(ec::not_found, "No such session");
    },
    [](atom::tick, const session_id&) -> caf::result<session_progress> {
      return make_error(ec::not_found, "The session is not in memory");
    },
    [](atom::remove, const session_id&, const user_id&) {
      return atom::done_v;
    },
    [](atom::done, const session_id&) {},
    [](atom::drain, const std::string&) { return atom::done_v; },
  };
}

struct fixture : test_coordinator_fixture<config> {
  void start(error refusal = {}) {
    film = sys.spawn(fake_session, notes);
    route_context context;
    context.options.videos = folder.path();
    context.films = sys.spawn(fake_registry, notes, film, refusal);
    context.counters = std::make_shared<metrics>();
    context.system = &sys;
    routes = make_router(std::move(context));
  }

  /// Posts a JSON form; the answer arrives in `box`.
  void post(std::string target, std::string body) {
    routes(*make_request("POST", target,
                         {{"Content-Type", "application/json"}},
                         std::move(body)),
           box.taker());
    sched.run();
  }

  void tell(event_kind kind, std::string body) {
    session_event event;
    event.session = id;
    event.seq = ++seq;
    event.kind = kind;
    event.body = std::move(body);
    caf::anon_send(notes->watcher, std::move(event));
    sched.run();
  }

  json answer() {
    CAF_REQUIRE(box.has_answer());
    auto body = json::parse(body_of(box.answer()));
    CAF_REQUIRE(body);
    return *body;
  }

  std::shared_ptr<seen> notes = std::make_shared<seen>();
  session_actor film;
  temporary_folder folder;
  request_handler routes;
  answer_box box;
  uint64_t seq = 0;
};

constexpr auto moa = R"({"drug_name":"Metformin","condition":"diabetes"})";

} // namespace

CAF_TEST_FIXTURE_SCOPE(forms, fixture)

CAF_TEST(a film is made without review and answered when it is done) {
  start();
  post("/create-moa", moa);
  CAF_REQUIRE_EQUAL(notes->requests.size(), 1u);
  auto& request = notes->requests[0];
  CAF_CHECK(request.type == video_type::moa);
  CAF_CHECK(request.policy == review_policy::accept_all);
  CAF_CHECK_EQUAL(json::parse(request.payload)->text("drug_name"),
                  "Metformin");
  tell(event_kind::session_started, "{}");
  tell(event_kind::stage_running, R"({"stage":"render","version":1})");
  tell(event_kind::stage_completed,
       R"({"stage":"render","version":1,"data":{"captions_url":"/c.vtt",)"
       R"("poster_url":"/p.jpg","duration":61.5}})");
  CAF_CHECK(!box.has_answer());
  tell(event_kind::pipeline_complete, R"({"video_path":"/data/final.mp4"})");
  auto body = answer();
  CAF_CHECK_EQUAL(box.answer().status, 200u);
  CAF_CHECK_EQUAL(body.text("status"), "complete");
  CAF_CHECK_EQUAL(body.text("video_id"), id.str());
  CAF_CHECK_EQUAL(body.text("video_type"), "moa");
  CAF_CHECK_EQUAL(body.text("video_path"), "/data/final.mp4");
  CAF_CHECK_EQUAL(body.text("video_url"),
                  "/outputs/videos/" + id.str() + "/final.mp4");
  CAF_CHECK_EQUAL(body.at("assets").text("captions"), "/c.vtt");
  CAF_CHECK_EQUAL(body.at("assets").text("poster"), "/p.jpg");
  CAF_CHECK(body.at("elapsed_seconds").is_number());
}

CAF_TEST(each path makes its type of film) {
  start();
  post("/create", R"({"topic":"a","brand_name":"b"})");
  post("/create-compliance", R"({"prompt":"a","brand_name":"b"})");
  post("/create-doctor", R"({"drug_name":"a","indication":"b"})");
  post("/create-sm", R"({"drug_name":"a","indication":"b"})");
  post("/create-sm-rm", R"({"drug_name":"a","indication":"b"})");
  std::vector<video_type> types;
  for (auto& x : notes->requests)
    types.push_back(x.type);
  CAF_CHECK(types
            == (std::vector{video_type::product_ad,
                            video_type::compliance_video,
                            video_type::doctor_ad, video_type::social_media,
                            video_type::social_media}));
}

CAF_TEST(missing fields are named all at once) {
  start();
  post("/create-moa", R"({"drug_name":"  "})");
  CAF_CHECK(notes->requests.empty());
  CAF_CHECK_EQUAL(box.answer().status, 422u);
  auto body = answer();
  auto& errors = body.at("errors");
  CAF_REQUIRE_EQUAL(errors.size(), 2u);
  CAF_CHECK_EQUAL(errors.at(size_t{0}).text("pointer"), "/drug_name");
  CAF_CHECK_EQUAL(errors.at(size_t{1}).text("pointer"), "/condition");
  CAF_CHECK_EQUAL(body.text("detail"),
                  "Missing required field: drug_name, condition");
}

CAF_TEST(a wrong value is named by its field) {
  start();
  post("/create-moa",
       R"({"drug_name":"a","condition":"b","quality":"splendid"})");
  CAF_CHECK(notes->requests.empty());
  CAF_CHECK_EQUAL(box.answer().status, 422u);
  CAF_CHECK_EQUAL(answer().at("errors").at(size_t{0}).text("pointer"),
                  "/quality");
}

CAF_TEST(a stage that fails is told with the session to go on with) {
  start();
  post("/create-moa", moa);
  tell(event_kind::stage_failed, R"({"stage":"tts","error":"no voice"})");
  CAF_CHECK_EQUAL(box.answer().status, 500u);
  auto body = answer();
  CAF_CHECK_EQUAL(body.text("detail"), "Stage tts failed: no voice");
  CAF_CHECK_EQUAL(body.text("session_id"), id.str());
}

CAF_TEST(a film that a person stopped is a conflict) {
  start();
  post("/create-moa", moa);
  tell(event_kind::stopped, "{}");
  CAF_CHECK_EQUAL(box.answer().status, 409u);
}

CAF_TEST(a full registry is told as it is) {
  start(make_error(ec::limit_exceeded, "Too many sessions"));
  post("/create-moa", moa);
  CAF_CHECK_EQUAL(box.answer().status, 429u);
  CAF_CHECK(box.answer().headers.has("Retry-After"));
  CAF_CHECK_EQUAL(answer().text("detail"), "Too many sessions");
}

CAF_TEST(a session that leaves early is told) {
  start();
  post("/create-moa", moa);
  caf::anon_send(notes->watcher, atom::unwatch_v, id,
                 std::string{"shutting down"});
  sched.run();
  CAF_CHECK_EQUAL(box.answer().status, 503u);
  CAF_CHECK_EQUAL(answer().text("session_id"), id.str());
}

CAF_TEST(a session that dies is told) {
  start();
  post("/create-moa", moa);
  caf::anon_send_exit(film, caf::exit_reason::kill);
  sched.run();
  CAF_CHECK_EQUAL(box.answer().status, 503u);
}

CAF_TEST_FIXTURE_SCOPE_END()
