// Every endpoint there is, asked by its owner, by somebody else and by nobody.
// It walks the router's own list, so that a new endpoint can't be forgotten.
#define CAF_SUITE owner_matrix
#include "tests/io/auth_fixture.hpp"

#include "io/signed_links.hpp"
#include "protocol/job.hpp"

#include <algorithm>
#include <fstream>
#include <set>

using namespace troupe;
using namespace troupe::test;

namespace {

const session_id created{"11111111111111111111111111111111"};
const session_id advertised{"22222222222222222222222222222222"};
const session_id queued{"33333333333333333333333333333333"};
const std::string canary = "ann-has-a-secret-kettle";

/// Whoever may see this sees the canary.
struct films {
  user_id owner;

  result<session_summary> line(const session_id& id) const {
    session_summary out;
    out.session = id;
    out.owner = owner;
    out.type = video_type::moa;
    out.title = canary;
    out.about = json::make_object({{"topic", canary}}).dump();
    out.created_ms = out.updated_ms = 1'790'000'000'000;
    out.last_seq = 3;
    if (id == created)
      out.door = front_door::creator;
    else if (id == advertised)
      out.door = front_door::ads;
    else if (id == queued)
      out.door = front_door::videos;
    else
      return make_error(ec::not_found, "No such session");
    return out;
  }

  session_page page(const session_query& query) const {
    session_page out;
    for (auto& id : {created, advertised, queued})
      if (query.owner.empty() || query.owner == owner)
        out.lines.push_back(*line(id));
    out.total = out.lines.size();
    return out;
  }
};

registry_actor::behavior_type fake_films(registry_actor::pointer,
                                         const films& x) {
  auto none = [] { return make_error(ec::unavailable, "no sessions here"); };
  return {
    [x](atom::list, const session_id& id) -> caf::result<session_summary> {
      auto line = x.line(id);
      if (!line)
        return line.error();
      return *line;
    },
    [x](atom::list, const session_query& query) { return x.page(query); },
    [none](atom::create, const session_request&)
      -> caf::result<session_id, session_actor> { return none(); },
    [none](atom::find, const session_id&) -> caf::result<session_actor> {
      return none();
    },
    [x, none](atom::find, const session_id&,
              const user_id& asker) -> caf::result<session_actor> {
      if (asker != x.owner)
        return make_error(ec::forbidden, "The session is somebody else's");
      return none();
    },
    [](atom::tick, const session_id&) -> caf::result<session_progress> {
      return make_error(ec::not_found, "The session is not in memory");
    },
    [x](atom::remove, const session_id&,
        const user_id& asker) -> caf::result<atom::done> {
      if (asker != x.owner)
        return make_error(ec::forbidden, "The session is somebody else's");
      return atom::done_v;
    },
    [x](atom::list, uint32_t) { return x.page({}).lines; },
    [](atom::done, const session_id&) {},
    [](atom::drain, const std::string&) { return atom::done_v; },
  };
}

webhooks_actor::behavior_type fake_webhooks(webhooks_actor::pointer,
                                            const user_id& owner) {
  auto mine = [owner](const user_id& asker) -> caf::result<webhook> {
    if (asker != owner)
      return make_error(ec::not_found, "No such webhook");
    webhook out;
    out.url = "https://" + canary + ".example/";
    return out;
  };
  return {
    [](const job_notice&) { return atom::done_v; },
    [](atom::create, const webhook& x) { return x; },
    [](atom::list, const user_id&) { return std::vector<webhook>{}; },
    [mine](atom::find, const user_id& asker, const std::string&) {
      return mine(asker);
    },
    [owner](atom::remove, const user_id& asker,
            const std::string&) -> caf::result<atom::done> {
      if (asker != owner)
        return make_error(ec::not_found, "No such webhook");
      return atom::done_v;
    },
    [](atom::ping, const user_id&,
       const std::string&) -> caf::result<webhook_delivery> {
      return make_error(ec::not_found, "No such webhook");
    },
    [](atom::list, const user_id&, const std::string&,
       uint32_t) -> caf::result<std::vector<webhook_delivery>> {
      return make_error(ec::not_found, "No such webhook");
    },
  };
}

struct fixture : auth_fixture {
  fixture() {
    context = make_context(make_gate());
    handler = make_router(context);
    ann = enroll("ann");
    bob = enroll("bob");
    films mine{directory->check(ann, unix_s()).who.user};
    context.films = sys.spawn(fake_films, mine);
    context.webhooks = sys.spawn(fake_webhooks, mine.owner);
    auto routes = make_router(context);
    endpoints = routes.endpoints();
    admitted = routes.admitted();
    handler = routes;
    key = parsed(post("/api/v1/auth/keys",
                      json::make_object({{"name", canary}}), bearer(ann)))
            .text("id");
    auto place = folder.path() / created.str();
    std::filesystem::create_directories(place);
    std::ofstream{place / "final.mp4"} << canary;
  }

  ~fixture() override {
    caf::anon_send_exit(context.films, caf::exit_reason::kill);
    caf::anon_send_exit(context.webhooks, caf::exit_reason::kill);
    context.webhooks = nullptr;
    handler = nullptr;
    context.films = nullptr;
  }

  /// A path with ids of ann's in it.
  std::string anns(std::string pattern) const {
    auto id = pattern.starts_with("/api/ad-agent/") ? ad_job_id(advertised)
              : pattern.starts_with("/api/v1/auth/keys/") ? key
              : pattern.starts_with("/api/v1/")           ? video_job_id(queued)
                                                          : created.str();
    for (auto at = pattern.find('{'); at != pattern.npos;
         at = pattern.find('{')) {
      auto end = pattern.find('}');
      auto is_path = pattern.substr(at, end - at).ends_with("...");
      pattern.replace(at, end + 1 - at, is_path ? "final.mp4" : id);
    }
    return pattern;
  }

  /// Method and pattern of the nth endpoint.
  std::pair<std::string, std::string> endpoint_at(size_t n) const {
    auto space = endpoints[n].find(' ');
    return {endpoints[n].substr(0, space), endpoints[n].substr(space + 1)};
  }

  std::string ann;
  std::string bob;
  std::string key;
  std::vector<std::string> endpoints;
  std::vector<troupe::access> admitted;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(owner_matrix_tests, fixture)

CAF_TEST(what is open to everybody is known by name) {
  std::set<std::string> open;
  for (size_t i = 0; i < endpoints.size(); ++i)
    if (admitted[i] == troupe::access::everybody)
      open.insert(endpoints[i]);
  const std::set<std::string> meant{
    "GET /openapi.json", "GET /asyncapi.json","GET /",
                                    "GET /home.css",
                                    "GET /healthz",
                                    "GET /readyz",
                                    "GET /version",
                                    "GET /metrics",
                                    "GET /supported-regions",
                                    "GET /generate-user-id",
                                    "POST /api/auth/register",
                                    "POST /api/auth/login",
                                    "GET /api/v1/auth/status",
                                    "GET /api/ad-agent/health",
                                    "GET /api/v1/health",
                                    "GET /api/v1/health/detailed",
                                    "GET /api/v1/system/health"};
  for (auto& name : open)
    if (!meant.contains(name))
      CAF_ERROR("open to everybody: " << name);
  for (auto& name : meant)
    if (!open.contains(name))
      CAF_ERROR("no longer open: " << name);
}

CAF_TEST(nobody gets in anywhere else) {
  for (size_t i = 0; i < endpoints.size(); ++i) {
    if (admitted[i] == troupe::access::everybody)
      continue;
    auto [method, pattern] = endpoint_at(i);
    auto answer = ask(method, anns(pattern));
    if (answer.status != 401 && answer.status != 403)
      CAF_ERROR(endpoints[i] << " answers nobody with " << answer.status);
    CAF_CHECK(body_of(answer).find(canary) == std::string::npos);
    // A signature that is none opens nothing.
    auto linked = ask(method, anns(pattern) + "?expires=1&key=2&signature=3");
    if (linked.status / 100 == 2)
      CAF_ERROR(endpoints[i] << " opens by a bad link");
    CAF_CHECK(body_of(linked).find(canary) == std::string::npos);
  }
}

CAF_TEST(what belongs to ann is not there for bob) {
  size_t checked = 0;
  for (size_t i = 0; i < endpoints.size(); ++i) {
    auto [method, pattern] = endpoint_at(i);
    if (admitted[i] == troupe::access::everybody)
      continue;
    auto has_id = pattern.find('{') != pattern.npos;
    if (!has_id && method != "GET")
      continue; // makes something of bob's own
    auto answer = ask(method, anns(pattern), bearer(bob));
    // This server keeps no files; whose they are is tested in routes_uploads.
    if (pattern.starts_with("/api/v1/files/") && answer.status == 503)
      continue;
    if (has_id && answer.status != 403 && answer.status != 404)
      CAF_ERROR(endpoints[i] << " answers bob with " << answer.status << ": "
                             << body_of(answer));
    CAF_CHECK(body_of(answer).find(canary) == std::string::npos);
    checked += has_id;
  }
  CAF_MESSAGE(checked << " endpoints with an id of ann's");
  CAF_CHECK(checked >= 10u);
}

CAF_TEST(ann sees what is hers) {
  for (auto path : {std::string{"/sessions"}, "/video/" + created.str(),
                    "/outputs/videos/" + created.str() + "/final.mp4",
                    "/api/v1/jobs/" + video_job_id(queued),
                    "/api/v1/videos/jobs/" + video_job_id(queued) + "/status",
                    "/api/ad-agent/jobs/" + ad_job_id(advertised),
                    std::string{"/api/v1/auth/keys"}}) {
    auto answer = ask("GET", path, bearer(ann));
    if (answer.status != 200)
      CAF_ERROR(path << " answers ann with " << answer.status << ": "
                     << body_of(answer));
  }
  CAF_CHECK(body_of(ask("GET", "/video/" + created.str(), bearer(ann)))
            == canary);
}

CAF_TEST(a link opens one file for who has it and nothing else) {
  auto& signer = context.gate->signer();
  auto owner = directory->check(ann, unix_s()).who.user;
  auto path = "/outputs/videos/" + created.str() + "/final.mp4";
  auto link = signer.sign(path, owner, unix_s());
  CAF_CHECK_EQUAL(body_of(ask("GET", link)), canary);
  CAF_CHECK_EQUAL(ask("HEAD", link).status, 200u);
  CAF_CHECK_EQUAL(body_of(ask("GET", link + "&download=1")), canary);
  auto query = link.substr(path.size());
  CAF_CHECK_EQUAL(ask("GET", "/video/" + created.str() + query).status, 404u);
  CAF_CHECK_EQUAL(ask("GET", "/sessions" + query).status, 401u);
  CAF_CHECK_EQUAL(ask("GET", link + "&expires=99").status, 404u);
  auto theirs =
    signer.sign(path, directory->check(bob, unix_s()).who.user, unix_s());
  CAF_CHECK_EQUAL(ask("GET", theirs).status, 404u);
  CAF_CHECK_EQUAL(ask("GET", signer.sign(path, owner, unix_s() - 3600)).status,
                  404u);
}

CAF_TEST(links in answers are signed for who asked) {
  auto owner = directory->check(ann, unix_s()).who.user;
  auto value = json::make_object(
    {{"video_url", "/outputs/videos/x/final.mp4"},
     {"list", json::make_array({"/video/x", "/api/v1/videos/jobs/y/stream"})},
     {"other", "/api/v1/videos/jobs/y/status"},
     {"signed", "/video/x?expires=1"},
     {"text", "see /video/x"}});
  auto& signer = context.gate->signer();
  sign_links(signer, owner, value);
  auto is_signed = [](const json& x) {
    return x.as_string().find("&signature=") != std::string::npos;
  };
  CAF_CHECK(is_signed(value.at("video_url")));
  CAF_CHECK(is_signed(value.at("list").at(0)));
  CAF_CHECK(is_signed(value.at("list").at(1)));
  CAF_CHECK(!is_signed(value.at("other")));
  CAF_CHECK_EQUAL(value.text("signed"), "/video/x?expires=1");
  CAF_CHECK_EQUAL(value.text("text"), "see /video/x");
}

CAF_TEST_FIXTURE_SCOPE_END()
