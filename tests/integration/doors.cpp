// The ads and videos doors of a real server, from a request to a real film.
#define CAF_SUITE doors
#include "tests/support/test.hpp"

#include "tests/integration/event_client.hpp"
#include "tests/integration/nginx.hpp"
#include "tests/integration/troupe_server.hpp"
#include "tests/support/temporary_folder.hpp"

#include "protocol/base64.hpp"
#include "protocol/job.hpp"

#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <thread>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

std::string face() {
  std::ifstream file{std::string{TROUPE_SOURCE_DIR}
                       + "/docs/films/shore/hill.jpg",
                     std::ios::binary};
  std::string bytes{std::istreambuf_iterator<char>{file}, {}};
  CAF_REQUIRE(!bytes.empty());
  return "data:image/jpeg;base64," + to_base64(bytes);
}

std::string ad_body() {
  return json::make_object(
           {{"script", "Meet the kettle that knows your morning, and knows it "
                       "well. It boils a litre of water in ninety seconds.\n\n"
                       "It switches itself off, so that nobody has to think of "
                       "it again.\n\nOrder yours today, and sleep a little "
                       "longer."},
            {"character_image", face()},
            {"character_name", "Ada"},
            {"resolution", "480p"}})
    .dump();
}

std::string job_body(const std::string& topic,
                     const std::string& rank = "normal") {
  return R"({"configuration":{"topic":")" + topic
         + R"(","context":"Water boils at 100 degrees. Steam is a gas.",)"
           R"("quality":"low","custom_config":{"duration":15}},"priority":")"
         + rank + R"("})";
}

struct fixture {
  temporary_folder folder;
  std::unique_ptr<troupe_server> server;
  uint16_t port = 0;

  fixture() { start(); }

  void start() {
    server.reset();
    server = std::make_unique<troupe_server>(
      folder.path() / "data", std::map<std::string, std::string>{}, port);
    port = server->port();
  }

  answer get(const std::string& target, const std::string& headers = {}) {
    return call(port, "GET", target, {}, headers);
  }

  std::string new_job(const std::string& topic) {
    auto made = call(port, "POST", "/api/v1/videos/generate", job_body(topic));
    CAF_REQUIRE_EQUAL(made.status, 201u);
    return made.parsed().text("job_id");
  }

  /// All of a stream, to its end.
  std::vector<seen_event> follow(const std::string& request) {
    raw_socket client{port};
    client.send(request);
    std::string text;
    for (;;) {
      auto more = client.read(1);
      if (more.empty())
        break;
      text += more;
    }
    return events_in(text);
  }

  json status_of(const std::string& job) {
    return get("/api/v1/videos/jobs/" + job + "/status").parsed();
  }

  /// Follows a job to its end.
  std::vector<seen_event> finish(const std::string& job) {
    return follow(
      stream_request("GET", "/api/v1/videos/jobs/" + job + "/events"));
  }
};

std::vector<std::string> names_of(const std::vector<seen_event>& events) {
  std::vector<std::string> out;
  for (auto& x : events)
    out.push_back(x.name);
  return out;
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(doors_tests, fixture)

CAF_TEST(a job of the videos door is made and everything of it can be had) {
  auto made = call(port, "POST", "/api/v1/videos/generate",
                   job_body("Why water boils", "high"));
  CAF_REQUIRE_EQUAL(made.status, 201u);
  auto job = made.parsed();
  auto id = job.text("job_id");
  CAF_CHECK_EQUAL(job.text("status"), "queued");
  CAF_CHECK_EQUAL(job.text("priority"), "high");
  CAF_CHECK_EQUAL(job.at("progress").at("percentage").as_number(), 5.0);
  CAF_CHECK_EQUAL(job.at("progress").text("current_stage"), "initializing");
  CAF_CHECK(job.has("estimated_completion"));
  CAF_CHECK(job.has("batch_id"));
  auto path = "/api/v1/videos/jobs/" + id;
  auto early = get(path + "/video-url");
  CAF_CHECK_EQUAL(early.status, 409u);
  CAF_CHECK(!early.parsed().at("detail").text("current_stage").empty());
  auto events = finish(id);
  CAF_REQUIRE(!events.empty());
  CAF_CHECK_EQUAL(events.front().name, "queued");
  CAF_CHECK_EQUAL(events.back().name, "completed");
  double percent = 0;
  std::set<std::string> stages;
  for (auto& x : events) {
    auto data = json::parse(x.data);
    CAF_REQUIRE(data);
    auto now = data->at("progress").at("percentage").as_number();
    CAF_CHECK(now >= percent);
    percent = now;
    stages.insert(data->at("progress").text("current_stage"));
  }
  CAF_CHECK_EQUAL(percent, 100.0);
  for (auto stage : {"initializing", "generating_scenarios", "generating_code",
                     "video_rendering", "completed"})
    CAF_CHECK(stages.contains(stage));
  auto status = status_of(id);
  CAF_CHECK_EQUAL(status.text("status"), "completed");
  CAF_CHECK_EQUAL(status.text("topic"), "Why water boils");
  auto video = get(path + "/video-url");
  CAF_CHECK_EQUAL(video.status, 200u);
  CAF_CHECK(video.parsed().at("metadata").at("duration").as_number() > 5);
  auto film = get(path + "/stream");
  CAF_CHECK_EQUAL(film.status, 200u);
  CAF_CHECK_EQUAL(film.headers["content-type"], "video/mp4");
  CAF_CHECK(film.body.substr(4, 4) == "ftyp");
  auto part = get(path + "/stream", "Range: bytes=4-7\r\n");
  CAF_CHECK_EQUAL(part.status, 206u);
  CAF_CHECK_EQUAL(part.body, "ftyp");
  auto saved = get(path + "/download");
  CAF_CHECK(saved.headers["content-disposition"].starts_with("attachment"));
  CAF_CHECK_EQUAL(saved.body.size(), film.body.size());
  auto shown = get(path + "/download?inline=true");
  CAF_CHECK(!shown.headers["content-disposition"].starts_with("attachment"));
  auto head = call(port, "HEAD", path + "/stream");
  CAF_CHECK_EQUAL(head.headers["content-length"],
                  std::to_string(film.body.size()));
  CAF_CHECK(get(path + "/captions.vtt").body.starts_with("WEBVTT"));
  CAF_CHECK_EQUAL(get(path + "/captions.srt").status, 200u);
  CAF_CHECK_EQUAL(get(path + "/metadata").parsed().text("status"),
                  "completed");
  auto scenes = get(path + "/scenes").parsed();
  CAF_CHECK(scenes.at("scenes").size() > 1);
  CAF_CHECK(!scenes.at("scenes").as_array()[0].text("script").empty());
  auto logs = get("/api/v1/jobs/" + id + "/logs?limit=3").parsed();
  CAF_CHECK_EQUAL(logs.at("logs").size(), 3u);
  auto list = get("/api/v1/jobs?status=completed&items_per_page=1");
  CAF_CHECK_EQUAL(list.parsed().integer("total_count"), 1);
  auto again = get("/api/v1/jobs?status=completed&items_per_page=1",
                   "If-None-Match: " + list.headers["etag"] + "\r\n");
  CAF_CHECK_EQUAL(again.status, 304u);
  // Who follows a film that is done is told not to come back.
  auto last = call(port, "GET", path + "/events", {},
                   "Last-Event-ID: " + events.back().id + "\r\n");
  CAF_CHECK_EQUAL(last.status, 204u);
  CAF_CHECK_EQUAL(call(port, "POST", "/api/v1/jobs/" + id + "/cancel").status,
                  409u);
  CAF_CHECK_EQUAL(call(port, "DELETE", "/api/v1/jobs/" + id).status, 204u);
  CAF_CHECK_EQUAL(get(path + "/status").status, 404u);
  CAF_CHECK_EQUAL(get(path + "/stream").status, 404u);
}

CAF_TEST(a cancelled job stops and says so everywhere) {
  auto id = new_job("How a kettle works");
  auto cancelled = call(port, "POST", "/api/v1/jobs/" + id + "/cancel");
  CAF_CHECK_EQUAL(cancelled.status, 200u);
  CAF_CHECK_EQUAL(cancelled.parsed().text("new_status"), "cancelled");
  CAF_CHECK_EQUAL(status_of(id).text("status"), "cancelled");
  CAF_CHECK_EQUAL(finish(id).back().name, "cancelled");
  CAF_CHECK_EQUAL(call(port, "POST", "/api/v1/jobs/" + id + "/cancel").status,
                  409u);
}

CAF_TEST(what is wrong with a request is named) {
  auto missing = call(port, "POST", "/api/v1/videos/generate",
                      R"({"configuration":{}})");
  CAF_CHECK_EQUAL(missing.status, 422u);
  CAF_CHECK_EQUAL(
    missing.parsed().at("errors").as_array()[0].text("pointer"),
    "/configuration/topic");
  auto ad = call(port, "POST", "/api/ad-agent/create-stream", "{}");
  CAF_CHECK_EQUAL(ad.status, 422u);
  CAF_CHECK_EQUAL(ad.parsed().text("error"), "Validation Error");
  auto first = ad.parsed().at("detail").as_array()[0];
  CAF_CHECK_EQUAL(first.at("loc").dump(), R"(["body","script"])");
  CAF_CHECK_EQUAL(first.text("msg"), "field required");
  CAF_CHECK_EQUAL(first.text("type"), "value_error.missing");
  CAF_CHECK_EQUAL(get("/api/v1/jobs?items_per_page=101").status, 400u);
  auto unknown = get("/api/v1/videos/jobs/"
                     "f81d4fae-7dec-41d0-a765-00a0c91e6bf6/status");
  CAF_CHECK_EQUAL(unknown.status, 404u);
  CAF_CHECK_EQUAL(unknown.parsed().text("detail"),
                  "Job f81d4fae-7dec-41d0-a765-00a0c91e6bf6 not found");
  CAF_CHECK_EQUAL(get("/api/ad-agent/jobs/ad_1").parsed().text("detail"),
                  "Job not found");
}

CAF_TEST(an ad streams its steps and its film can be had) {
  auto events = follow(
    stream_request("POST", "/api/ad-agent/create-stream", ad_body()));
  CAF_REQUIRE(events.size() > 6);
  auto names = names_of(events);
  auto clips = std::ranges::count(names, "step2_clip");
  CAF_CHECK(clips >= 2);
  std::vector<std::string> expected{"step1", "step1_complete"};
  expected.insert(expected.end(), static_cast<size_t>(clips), "step2_clip");
  for (auto name : {"step3", "step4", "step5", "complete"})
    expected.emplace_back(name);
  CAF_CHECK(names == expected);
  int64_t progress = 0;
  for (auto& x : events) {
    auto data = json::parse(x.data);
    CAF_REQUIRE(data);
    auto now = data->integer("progress", 100);
    CAF_CHECK(now >= progress);
    progress = now;
  }
  auto end = json::parse(events.back().data);
  CAF_REQUIRE(end);
  auto job = end->text("job_id");
  auto state = get("/api/ad-agent/jobs/" + job).parsed();
  CAF_CHECK_EQUAL(state.text("status"), "completed");
  CAF_CHECK_EQUAL(state.integer("progress"), 100);
  CAF_CHECK_EQUAL(get("/api/ad-agent/jobs/" + job + "/download").status, 307u);
  auto film = get(end->text("final_video_url"));
  CAF_CHECK_EQUAL(film.status, 200u);
  // The same stream again, from anywhere, gives the same rest.
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  for (int i = 0; i < 20; ++i) {
    auto seen = random() % events.size();
    auto rest = follow(stream_request(
      "GET", "/api/ad-agent/jobs/" + job + "/events", {},
      seen == 0 ? ""
                : "Last-Event-ID: " + events[seen - 1].id + "\r\n"));
    CAF_REQUIRE(rest
                == std::vector<seen_event>(
                  events.begin() + static_cast<std::ptrdiff_t>(seen),
                  events.end()));
  }
}

CAF_TEST(a stream that is cut again and again has no gap and no double) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  std::vector<seen_event> all;
  std::string location;
  auto request
    = stream_request("POST", "/api/ad-agent/create-stream", ad_body());
  for (int cuts = 0; all.empty() || all.back().name != "complete"; ++cuts) {
    CAF_REQUIRE(cuts < 400);
    raw_socket client{port};
    client.send(request);
    std::string text;
    // Head and events up to a random place, then the socket goes.
    size_t budget = (location.empty() ? 700 : 300) + random() % 500;
    while (text.size() < budget) {
      auto more = client.read(1);
      if (more.empty())
        break;
      text += more;
    }
    if (location.empty()) {
      auto at = text.find("Location: ");
      CAF_REQUIRE(at != text.npos);
      location = text.substr(at + 10, text.find("\r\n", at) - at - 10);
    }
    auto body = text.find("\r\n\r\n");
    if (body != text.npos)
      for (auto& x : events_in(text.substr(body + 4)))
        all.push_back(x);
    request = stream_request(
      "GET", location, {},
      all.empty() ? "" : "Last-Event-ID: " + all.back().id + "\r\n");
  }
  std::set<std::string> ids;
  for (auto& x : all)
    CAF_CHECK(ids.insert(x.id).second);
  auto data = json::parse(all.back().data);
  CAF_REQUIRE(data);
  auto whole = follow(stream_request("GET", location));
  CAF_CHECK(all == whole);
  // One job, whatever was cut.
  auto list = get("/sessions").parsed();
  CAF_CHECK_EQUAL(list.at("sessions").size(), 1u);
}

CAF_TEST(a killed server makes the jobs it has taken) {
  std::vector<std::string> jobs;
  for (auto topic : {"Tides", "Magnets", "Yeast"})
    jobs.push_back(new_job(topic));
  raw_socket ad{port};
  ad.send(stream_request("POST", "/api/ad-agent/create-stream", ad_body()));
  std::string text;
  while (text.find("event: step1\n") == text.npos) {
    auto more = ad.read(1);
    CAF_REQUIRE(!more.empty());
    text += more;
  }
  auto at = text.find("Location: ");
  auto location = text.substr(at + 10, text.find("\r\n", at) - at - 10);
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  for (int kills = 0; kills < 3; ++kills) {
    server->wait_a_while(std::chrono::milliseconds{300 + random() % 1500});
    server->kill();
    start();
  }
  for (auto& job : jobs) {
    auto events = finish(job);
    CAF_REQUIRE(!events.empty());
    CAF_CHECK_EQUAL(events.back().name, "completed");
    auto names = names_of(events);
    CAF_CHECK_EQUAL(std::ranges::count(names, "completed"), 1);
    CAF_CHECK_EQUAL(std::ranges::count(names, "queued"), 1);
  }
  auto events = follow(stream_request("GET", location));
  CAF_CHECK_EQUAL(events.front().name, "step1");
  CAF_CHECK_EQUAL(events.back().name, "complete");
  CAF_CHECK_EQUAL(get("/api/v1/jobs").parsed().integer("total_count"), 3);
}

CAF_TEST(a batch is made with one request and a repeat makes no other) {
  auto body = R"({"jobs":[)" + job_body("Tides") + "," + job_body("Yeast")
              + "]}";
  auto key = std::string{"Idempotency-Key: 5f2c\r\n"};
  auto made = call(port, "POST", "/api/v1/videos/batch", body, key);
  CAF_REQUIRE_EQUAL(made.status, 201u);
  auto batch = made.parsed();
  CAF_CHECK_EQUAL(batch.integer("created"), 2);
  auto again = call(port, "POST", "/api/v1/videos/batch", body, key);
  CAF_CHECK_EQUAL(again.status, 201u);
  CAF_CHECK_EQUAL(again.body, made.body);
  auto other = call(port, "POST", "/api/v1/videos/batch",
                    R"({"jobs":[)" + job_body("Other") + "]}", key);
  CAF_CHECK_EQUAL(other.status, 422u);
  CAF_CHECK_EQUAL(get("/api/v1/jobs").parsed().integer("total_count"), 2);
  for (auto& job : batch.at("jobs").as_array()) {
    CAF_CHECK_EQUAL(job.text("batch_id"), batch.text("batch_id"));
    call(port, "POST", "/api/v1/jobs/" + job.text("job_id") + "/cancel");
  }
}

CAF_TEST(an ad streams through nginx as it comes) {
  // nginx as it is by default: HTTP/1.0 upstream, and it buffers.
  nginx proxy{"location / { proxy_pass http://127.0.0.1:"
              + std::to_string(port) + "; }"};
  raw_socket client{proxy.port()};
  client.send(
    stream_request("POST", "/api/ad-agent/create-stream", ad_body()));
  std::string text;
  while (text.find("event: step1\n") == text.npos) {
    auto more = client.read(1);
    CAF_REQUIRE(!more.empty());
    text += more;
  }
  auto at = text.find("Location: ");
  CAF_REQUIRE(at != text.npos);
  auto location = text.substr(at + 10, text.find("\r\n", at) - at - 10);
  auto job = location.substr(location.find("/api/"));
  job.resize(job.rfind('/'));
  CAF_CHECK(get(job).parsed().text("status") != "completed");
  text += client.read_all();
  auto events = events_in(text.substr(text.find("\r\n\r\n") + 4));
  CAF_REQUIRE(!events.empty());
  CAF_CHECK_EQUAL(events.front().name, "step1");
  CAF_CHECK_EQUAL(events.back().name, "complete");
  CAF_CHECK(events == follow(stream_request("GET", job + "/events")));
}

CAF_TEST(a client that asks for it takes the job with it) {
  std::string location;
  {
    raw_socket client{port};
    client.send(stream_request(
      "POST", "/api/ad-agent/create-stream?on_disconnect=cancel", ad_body()));
    std::string text;
    while (text.find("event: step1\n") == text.npos) {
      auto more = client.read(1);
      CAF_REQUIRE(!more.empty());
      text += more;
    }
    auto at = text.find("Location: ");
    location = text.substr(at + 10, text.find("\r\n", at) - at - 10);
  }
  auto events = follow(stream_request("GET", location));
  CAF_CHECK_EQUAL(events.back().name, "error");
  CAF_CHECK(events.back().data.find("cancelled") != std::string::npos);
}

CAF_TEST_FIXTURE_SCOPE_END()
