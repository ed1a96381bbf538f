#define CAF_SUITE routes
#include "tests/support/test.hpp"

#include "io/home_page.hpp"
#include "io/router.hpp"
#include "io/routes_parts.hpp"
#include "protocol/defaults.hpp"
#include "tests/io/http_call.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace troupe;
using namespace troupe::test;

namespace {

struct config : caf::actor_system_config {
  config() {
    add_message_types<caf::id_block::troupe>();
    add_message_types<caf::id_block::troupe_actors>();
  }
};

registry_actor::behavior_type fake_registry(registry_actor::pointer,
                                            uint32_t films) {
  return {
    [](atom::create, const session_request&)
      -> caf::result<session_id, session_actor> {
      return make_error(ec::limit_exceeded, "Too many sessions");
    },
    [](atom::find, const session_id&) -> caf::result<session_actor> {
      return make_error(ec::not_found, "No such session");
    },
    [](atom::list, uint32_t) { return std::vector<session_summary>{}; },
    [](atom::list, const session_id&) -> caf::result<session_summary> {
      return make_error(ec::not_found, "No such session");
    },
    [films](atom::list, const session_query& query) {
      session_summary film;
      film.session = session_id{"0123456789abcdef0123456789abcdef"};
      film.type = video_type::moa;
      film.last_event = event_kind::pipeline_complete;
      film.last_seq = 12;
      film.updated_ms = 784111777'000;
      session_page page;
      page.lines.assign(std::min(query.limit, films), film);
      page.total = films;
      return page;
    },
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

storekeeper_actor::behavior_type fake_store(storekeeper_actor::pointer,
                                            bool works) {
  return {
    [](atom::append, const std::vector<session_event>&) { return uint64_t{0}; },
    [](atom::record, const session_id&, const piece_record&) {
      return atom::done_v;
    },
    [](atom::load, const session_id&) { return session_log{}; },
    [](atom::remove, const session_id&) { return atom::done_v; },
    [](atom::list, uint32_t) { return std::vector<session_summary>{}; },
    [](atom::list, atom::run) { return std::vector<session_summary>{}; },
    [](atom::list, const session_id&) { return session_summary{}; },
    [](atom::list, const session_query&) { return session_page{}; },
    [works](atom::ping) -> caf::result<atom::done> {
      if (!works)
        return make_error(ec::store_failed, "disk I/O error");
      return atom::done_v;
    },
  };
}

media_pool_actor::behavior_type fake_pool(media_pool_actor::pointer,
                                          uint64_t waiting) {
  return {
    [](atom::submit, const piece_job&, const stage_actor&) {
      return piece_record{};
    },
    [](atom::submit, const session_id&, const std::string&) {
      return atom::done_v;
    },
    [](atom::cancel, const session_id&) {},
    [](atom::idle, const media_worker_actor&) {},
    [](atom::done, const session_id&, const piece_record&) {},
    [](atom::failed, const session_id&, const content_key&,
       const caf::error&) {},
    [](atom::tick, const session_id&, const content_key&, double) {},
    [waiting](atom::ping) -> caf::result<uint64_t, uint64_t> {
      return {waiting, uint64_t{2}};
    },
    [](atom::shutdown) { return atom::done_v; },
  };
}

struct fixture : test_coordinator_fixture<config> {
  request_handler router(bool store_works = true, uint64_t waiting = 3,
                         bool machine_is_ok = true) {
    route_context context;
    context.options.videos = folder.path();
    context.options.allowed_origins = {"https://studio.example"};
    context.options.libraries = json::make_object({{"caf", "0.17.6"}});
    context.options.readiness = [machine_is_ok] {
      return std::vector{
        health_check{"fonts", machine_is_ok, "install fonts-inter"}};
    };
    context.films = sys.spawn(fake_registry, 2u);
    context.store = sys.spawn(fake_store, store_works);
    context.pool = sys.spawn(fake_pool, waiting);
    context.counters = std::make_shared<metrics>();
    context.system = &sys;
    return make_router(std::move(context));
  }

  http_response wait_for(const request_handler& handler, std::string method,
                         std::string_view target, http_headers headers = {},
                         std::string body = {}) {
    auto request = make_request(std::move(method), target, std::move(headers),
                                std::move(body));
    answer_box box;
    handler(std::move(*request), box.taker());
    sched.run();
    return box.has_answer() ? box.answer()
                            : http_response{0, {}, "no answer"};
  }

  temporary_folder folder;
};

json parsed(const http_response& response) {
  auto body = json::parse(body_of(response));
  return body ? *body : json{};
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(endpoints, fixture)

CAF_TEST(programs get the endpoints as JSON and browsers a page) {
  auto routes = router();
  auto response = call(routes, "GET", "/");
  auto index = parsed(response);
  auto& creator = index.at("endpoints").at("creator_mode");
  CAF_CHECK_EQUAL(index.text("service"), "troupe");
  CAF_CHECK_EQUAL(creator.text("method"), "WebSocket");
  CAF_CHECK_EQUAL(creator.text("path"), "/ws/creator");
  response = call(routes, "GET", "/",
                  {{"Accept", "text/html,application/xhtml+xml"}});
  auto page = body_of(response);
  CAF_CHECK(page.starts_with("<!doctype html>"));
  CAF_CHECK(page.find("<script") == std::string::npos);
  CAF_CHECK(response.headers.get("Content-Security-Policy")
              .find("default-src 'none'")
            != std::string_view::npos);
  CAF_CHECK(response.headers.get("Vary") == "Accept");
}

CAF_TEST(every endpoint is listed and every listed one is there) {
  class router routes;
  auto context = std::make_shared<const route_context>();
  add_home_routes(routes);
  add_form_routes(routes, context);
  add_file_routes(routes, context);
  add_health_routes(routes, context);
  add_list_routes(routes, context);
  std::vector<std::string> listed{"GET /", "GET /home.css"};
  auto index = home_index();
  for (auto& [name, entry] : index.at("endpoints").as_object())
    if (name != "creator_mode")
      listed.push_back(entry.text("method") + ' ' + entry.text("path"));
  auto present = routes.endpoints();
  std::ranges::sort(listed);
  std::ranges::sort(present);
  CAF_CHECK_EQUAL(listed, present);
}

CAF_TEST(an unknown path is a problem document) {
  auto response = call(router(), "GET", "/nothing/here");
  CAF_CHECK_EQUAL(response.status, 404u);
  CAF_CHECK(response.headers.get("Content-Type")
            == "application/problem+json");
  auto body = parsed(response);
  CAF_CHECK_EQUAL(body.integer("status"), 404);
  CAF_CHECK_EQUAL(body.text("request_id"), "r1");
  CAF_CHECK_EQUAL(body.text("instance"), "/nothing/here");
}

CAF_TEST(a wrong method says which are right) {
  auto routes = router();
  auto response = call(routes, "GET", "/create");
  CAF_CHECK_EQUAL(response.status, 405u);
  CAF_CHECK(response.headers.get("Allow") == "POST, OPTIONS");
  response = call(routes, "DELETE", "/version");
  CAF_CHECK_EQUAL(response.status, 405u);
  CAF_CHECK(response.headers.get("Allow") == "GET, HEAD, OPTIONS");
  response = call(routes, "OPTIONS", "/version");
  CAF_CHECK_EQUAL(response.status, 204u);
  CAF_CHECK(response.headers.get("Allow") == "GET, HEAD, OPTIONS");
  CAF_CHECK_EQUAL(call(routes, "HEAD", "/version").status, 200u);
  CAF_CHECK_EQUAL(call(routes, "get", "/version").status, 405u);
  CAF_CHECK_EQUAL(call(routes, "GET", "/version/").status, 404u);
}

CAF_TEST(pages of other sites can not start films) {
  auto routes = router();
  auto post = [&](const char* origin) {
    return call(routes, "POST", "/create",
                {{"Origin", origin}, {"Content-Type", "text/plain"}}, "x");
  };
  for (auto origin : {"https://evil.example", "null", "",
                      "http://127.0.0.1:8000.evil.example",
                      "http://127.0.0.1:9000", "https://studio.example:444"}) {
    CAF_MESSAGE(origin);
    auto response = post(origin);
    CAF_CHECK_EQUAL(response.status, 403u);
    CAF_CHECK(!response.headers.has("Access-Control-Allow-Origin"));
  }
  // These come through to the form, which refuses the type of the body.
  for (auto origin : {"http://127.0.0.1:8000", "https://studio.example"}) {
    CAF_MESSAGE(origin);
    auto response = post(origin);
    CAF_CHECK_EQUAL(response.status, 415u);
    CAF_CHECK(response.headers.get("Access-Control-Allow-Origin") == origin);
  }
}

CAF_TEST(regions and ids) {
  auto routes = router();
  auto regions = parsed(call(routes, "GET", "/supported-regions"));
  CAF_CHECK_EQUAL(regions.at("supported_regions").size(), 9u);
  CAF_CHECK_EQUAL(regions.at("supported_regions").at(size_t{0}).as_string(),
                  "india");
  auto& europe = regions.at("region_details").at("europe");
  CAF_CHECK(!europe.text("description").empty());
  CAF_CHECK_GREATER(europe.at("modifiers").size(), 0u);
  CAF_CHECK(!regions.text("usage").empty());
  auto one = parsed(call(routes, "GET", "/generate-user-id")).text("user_id");
  auto two = parsed(call(routes, "GET", "/generate-user-id")).text("user_id");
  CAF_CHECK_EQUAL(one.size(), 32u);
  CAF_CHECK_NOT_EQUAL(one, two);
}

CAF_TEST(sessions are listed newest first up to a limit) {
  auto routes = router();
  auto list = parsed(wait_for(routes, "GET", "/sessions"));
  CAF_CHECK_EQUAL(list.at("sessions").size(), 2u);
  auto& film = list.at("sessions").at(size_t{0});
  CAF_CHECK_EQUAL(film.text("video_type"), "moa");
  CAF_CHECK_EQUAL(film.text("last_event"), "pipeline_complete");
  CAF_CHECK_EQUAL(film.text("updated_at"), "1994-11-06T08:49:37Z");
  CAF_CHECK(film.text("video_url").ends_with("/final.mp4"));
  auto one = parsed(wait_for(routes, "GET", "/sessions?limit=1"));
  CAF_CHECK_EQUAL(one.at("sessions").size(), 1u);
  for (auto bad : {"0", "101", "-1", "x", "", "1x"}) {
    CAF_MESSAGE(bad);
    auto status = call(routes, "GET", std::string{"/sessions?limit="} + bad)
                    .status;
    CAF_CHECK_EQUAL(status, 422u);
  }
}

CAF_TEST(healthz and version) {
  auto routes = router(false);
  CAF_CHECK_EQUAL(call(routes, "GET", "/healthz").status, 200u);
  auto version = parsed(call(routes, "GET", "/version"));
  CAF_CHECK(!version.text("version").empty());
  CAF_CHECK(!version.text("engine_version").empty());
  CAF_CHECK_EQUAL(version.at("libraries").text("caf"), "0.17.6");
}

CAF_TEST(ready when all checks pass) {
  auto response = wait_for(router(), "GET", "/readyz");
  CAF_CHECK_EQUAL(response.status, 200u);
  auto body = parsed(response);
  CAF_CHECK_EQUAL(body.text("status"), "ready");
  std::vector<std::string> names;
  for (auto& x : body.at("checks").as_array()) {
    names.push_back(x.text("name"));
    CAF_CHECK(x.flag("ok"));
  }
  std::ranges::sort(names);
  CAF_CHECK_EQUAL(names, (std::vector<std::string>{"disk", "fonts",
                                                   "media_pool", "store"}));
}

CAF_TEST(not ready when one check fails and which) {
  auto failed = [&](request_handler routes) {
    auto response = wait_for(routes, "GET", "/readyz");
    CAF_CHECK_EQUAL(response.status, 503u);
    CAF_CHECK(response.headers.has("Retry-After"));
    std::string names;
    auto body = parsed(response);
    for (auto& x : body.at("checks").as_array())
      if (!x.flag("ok"))
        names += x.text("name");
    return names;
  };
  auto store = failed(router(false));
  auto pool = failed(router(true, defaults::pool_queue_limit));
  auto fonts = failed(router(true, 0, false));
  CAF_CHECK_EQUAL(store, "store");
  CAF_CHECK_EQUAL(pool, "media_pool");
  CAF_CHECK_EQUAL(fonts, "fonts");
}

CAF_TEST(a store that does not answer is not ready) {
  route_context context;
  context.options.videos = folder.path();
  using promises = std::vector<caf::response_promise>;
  auto silent = sys.spawn(
    [](caf::event_based_actor* self,
       const std::shared_ptr<promises>& kept) -> caf::behavior {
      return {[=](atom::ping) {
        kept->push_back(self->make_response_promise());
      }};
    },
    std::make_shared<promises>());
  context.store = caf::actor_cast<storekeeper_actor>(silent);
  context.pool = sys.spawn(fake_pool, 0u);
  context.counters = std::make_shared<metrics>();
  context.system = &sys;
  auto routes = make_router(std::move(context));
  answer_box box;
  routes(*make_request("GET", "/readyz"), box.taker());
  sched.run();
  CAF_CHECK(!box.has_answer());
  sched.advance_time(std::chrono::seconds{3});
  sched.run();
  CAF_REQUIRE(box.has_answer());
  CAF_CHECK_EQUAL(box.answer().status, 503u);
  // Its promises hold it; the system waits for all actors at its end.
  caf::anon_send_exit(silent, caf::exit_reason::kill);
  sched.run();
}

CAF_TEST_FIXTURE_SCOPE_END()
