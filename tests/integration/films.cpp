#define CAF_SUITE films
#include "tests/support/test.hpp"

#include "tests/integration/creator_client.hpp"
#include "tests/integration/troupe_server.hpp"
#include "tests/support/temporary_folder.hpp"

#include "protocol/stage.hpp"

#include <cmath>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

struct fixture {
  temporary_folder folder;
  troupe_server server{folder.path() / "data"};
};

/// What an independent reader says of a file.
json ffprobe(const std::string& file) {
  auto done = run({"ffprobe", "-v", "error", "-count_packets", "-show_format",
                   "-show_streams", "-show_chapters", "-of", "json", file});
  CAF_REQUIRE_EQUAL(done.code, 0);
  CAF_CHECK_EQUAL(done.err, "");
  auto doc = json::parse(done.out);
  CAF_REQUIRE(doc);
  return *doc;
}

const json& stream(const json& probe, const char* kind) {
  for (auto& x : probe.at("streams").as_array())
    if (x.text("codec_type") == kind)
      return x;
  CAF_FAIL("no stream of this kind: " << kind);
  return probe;
}

double seconds(const json& x, const char* key) {
  return std::atof(x.text(key).c_str());
}

void check_film(const json& complete, const json& render) {
  auto path = complete.text("video_path");
  auto probe = ffprobe(path);
  auto& video = stream(probe, "video");
  auto& audio = stream(probe, "audio");
  CAF_CHECK_EQUAL(video.text("codec_name"), "h264");
  CAF_CHECK_EQUAL(video.text("pix_fmt"), "yuv420p");
  CAF_CHECK_EQUAL(audio.text("codec_name"), "aac");
  constexpr auto frame = 1.0 / 30;
  auto planned = render.number("duration");
  CAF_CHECK(std::abs(seconds(video, "duration") - planned) <= frame);
  CAF_CHECK(std::abs(seconds(audio, "duration") - planned) <= frame);
  CAF_CHECK(std::abs(seconds(video, "duration") - seconds(audio, "duration"))
            <= frame);
  stream(probe, "subtitle");
  CAF_CHECK(probe.at("chapters").size() >= 3);
  auto decoded = run({"ffmpeg", "-v", "error", "-xerror", "-i", path, "-f",
                      "null", "-"});
  CAF_CHECK_EQUAL(decoded.code, 0);
  CAF_CHECK_EQUAL(decoded.err, "");
}

/// The whole conversation, message by message.
void make_film(uint16_t port, video_type type) {
  auto name = std::string{to_string(type)};
  CAF_MESSAGE(name);
  creator_client client{port};
  client.start(name, short_payload(name));
  auto started = client.next();
  CAF_CHECK_EQUAL(started.text("status"), "session_started");
  CAF_CHECK_EQUAL(started.text("video_type"), name);
  CAF_CHECK_EQUAL(started.text("current_stage"), "scenes");
  auto stages = stages_of(type);
  CAF_REQUIRE_EQUAL(started.at("stage_order").size(), stages.size());
  json render;
  for (size_t i = 0; i < stages.size(); ++i) {
    auto stage = std::string{to_string(stages[i])};
    CAF_CHECK_EQUAL(started.at("stage_order").at(i).as_string(), stage);
    auto running = client.next();
    CAF_CHECK_EQUAL(running.text("status"), "stage_running");
    CAF_CHECK_EQUAL(running.text("stage"), stage);
    CAF_CHECK_EQUAL(running.integer("version"), 1);
    CAF_CHECK_EQUAL(running.text("message"), "Executing " + stage + "...");
    auto done = client.next();
    CAF_MESSAGE(done.dump().substr(0, 2000));
    CAF_REQUIRE_EQUAL(done.text("status"), "completed");
    CAF_CHECK_EQUAL(done.text("stage"), stage);
    CAF_CHECK_EQUAL(done.at("progress").integer("current"),
                    static_cast<int64_t>(i + 1));
    CAF_CHECK_EQUAL(done.at("progress").integer("total"),
                    static_cast<int64_t>(stages.size()));
    CAF_CHECK_EQUAL(done.at("next_actions").dump(),
                    R"(["accept","regenerate"])");
    render = done.at("data");
    client.action("accept");
  }
  auto complete = client.next();
  CAF_REQUIRE_EQUAL(complete.text("status"), "pipeline_complete");
  CAF_CHECK_EQUAL(complete.text("video_id"), client.session());
  CAF_CHECK_EQUAL(complete.text("message"),
                  "All stages complete! Video is ready.");
  check_film(complete, render);
  auto film = http_get(port, "/video/" + client.session());
  CAF_CHECK_EQUAL(film.substr(4, 4), "ftyp");
  auto captions = http_get(port, render.text("captions_url"));
  CAF_CHECK_EQUAL(captions.substr(0, 6), "WEBVTT");
  auto poster = http_get(port, render.text("poster_url"));
  CAF_CHECK_EQUAL(poster.substr(0, 3), "\xff\xd8\xff");
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(films_tests, fixture)

CAF_TEST(every video type goes from start to a film that plays) {
  for (auto type : all_video_types())
    make_film(server.port(), type);
}

CAF_TEST(feedback at a late stage remakes only what it changes) {
  creator_client client{server.port()};
  client.start("social_media", short_payload("social_media"));
  for (int i = 0; i < 4; ++i) {
    client.until("completed");
    client.action("accept");
  }
  auto first = client.until("completed").at("data");
  client.regenerate("louder music");
  auto second = client.until("completed");
  CAF_CHECK_EQUAL(second.integer("version"), 2);
  CAF_CHECK(second.at("data").at("mix").number("music_gain_db")
            > first.at("mix").number("music_gain_db"));
  CAF_CHECK(second.at("data").text("film_key") != first.text("film_key"));
  client.send(*json::parse(R"({"action":"goto","stage":"render","version":1})"));
  auto back = client.until("completed");
  CAF_CHECK_EQUAL(back.integer("version"), 1);
  CAF_CHECK(back.at("data") == first);
  client.action("accept");
  client.until("pipeline_complete");
  // The accepted version is the public one.
  auto film = http_get(server.port(),
                       "/outputs/videos/" + client.session() + "/final.mp4");
  auto piece = http_get(server.port(), first.text("video_url"));
  CAF_CHECK(film == piece);
}

CAF_TEST_FIXTURE_SCOPE_END()
