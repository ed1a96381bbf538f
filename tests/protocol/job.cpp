#define CAF_SUITE job
#include "tests/support/test.hpp"

#include "protocol/job.hpp"

#include <random>

using namespace troupe;

namespace {

const session_id id{"f81d4fae7dec41d0a76500a0c91e6bf6"};

session_summary line_at(film_state state, stage at = stage::scenes) {
  session_summary out;
  out.session = id;
  out.state = state;
  out.at = at;
  out.last_event = event_kind::stage_running;
  return out;
}

session_progress at(stage where, double percent,
                    std::vector<work_count> work = {}) {
  return {id, where, 1, percent, "Working", 4, {}, std::move(work)};
}

std::string shown(const session_summary& line, const session_progress& now) {
  auto x = progress_of(line, now);
  return x.stage + " " + std::to_string(static_cast<int>(x.percentage + 0.5))
         + " " + std::to_string(x.completed.size());
}

constexpr auto segment = piece_kind::segment;
constexpr auto transition = piece_kind::transition;
constexpr auto soundtrack = piece_kind::soundtrack;

} // namespace

CAF_TEST(a job id is the session id as a uuid) {
  CAF_CHECK_EQUAL(video_job_id(id), "f81d4fae-7dec-41d0-a765-00a0c91e6bf6");
  auto back = parse_video_job_id("f81d4fae-7dec-41d0-a765-00a0c91e6bf6");
  CAF_REQUIRE(back);
  CAF_CHECK(*back == id);
  for (auto text :
       {"", "-", "f81d4fae7dec41d0a76500a0c91e6bf6",
        "F81D4FAE-7DEC-41D0-A765-00A0C91E6BF6",
        "f81d4fae-7dec-41d0-a765-00a0c91e6bf", "../../etc/passwd",
        "f81d4fae-7dec-41d0-a765-00a0c91e6bf60",
        "f81d4fae--7dec41d0-a765-00a0c91e6bf6",
        "f81d4fae-7dec-41d0-a765-00a0c91e6bfg"})
    CAF_CHECK(!parse_video_job_id(text));
}

CAF_TEST(an ad id is the session id as a number) {
  CAF_CHECK_EQUAL(ad_job_id(session_id{std::string(32, '0')}), "ad_0");
  CAF_CHECK_EQUAL(ad_job_id(session_id{std::string(31, '0') + "a"}), "ad_10");
  CAF_CHECK_EQUAL(ad_job_id(session_id{std::string(32, 'f')}),
                  "ad_340282366920938463463374607431768211455");
  for (auto text : {"", "ad_", "ad_-1", "ad_01", "ad_1x", "AD_1", "1",
                    "ad_340282366920938463463374607431768211456",
                    "ad_9999999999999999999999999999999999999999"})
    CAF_CHECK(!parse_ad_job_id(text));
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  for (int i = 0; i < 1000; ++i) {
    auto some = make_session_id();
    auto back = parse_ad_job_id(ad_job_id(some));
    CAF_REQUIRE(back);
    CAF_REQUIRE_EQUAL(back->str(), some.str());
  }
}

CAF_TEST(a fresh session id is a random uuid) {
  for (int i = 0; i < 100; ++i) {
    auto text = make_session_id().str();
    CAF_REQUIRE(is_session_id(text));
    CAF_REQUIRE_EQUAL(text[12], '4');
    CAF_REQUIRE(std::string_view{"89ab"}.find(text[16]) != std::string::npos);
  }
}

CAF_TEST(progress follows the stages in the words of the videos door) {
  CAF_CHECK_EQUAL(shown(line_at(film_state::queued), {}), "initializing 5 0");
  CAF_CHECK_EQUAL(shown(line_at(film_state::working), at(stage::scenes, 50)),
                  "planning 10 1");
  CAF_CHECK_EQUAL(shown(line_at(film_state::working, stage::script),
                        at(stage::script, 0)),
                  "generating_scenarios 15 2");
  CAF_CHECK_EQUAL(
    shown(line_at(film_state::working, stage::tts), at(stage::tts, 50)),
    "generating_code 46 3");
  auto rendering = line_at(film_state::working, stage::render);
  CAF_CHECK_EQUAL(
    shown(rendering, at(stage::render, 50,
                        {{segment, 1, 2}, {soundtrack, 1, 1}})),
    "video_rendering 65 4");
  CAF_CHECK_EQUAL(
    shown(rendering, at(stage::render, 50,
                        {{segment, 2, 2}, {soundtrack, 1, 1}})),
    "combining_scenes 85 5");
  rendering.last_event = event_kind::stage_completed;
  CAF_CHECK_EQUAL(shown(rendering, {}), "uploading 95 6");
  CAF_CHECK_EQUAL(shown(line_at(film_state::complete, stage::render), {}),
                  "completed 100 8");
}

CAF_TEST(what is said of another stage than the current one does not count) {
  CAF_CHECK_EQUAL(shown(line_at(film_state::working, stage::script),
                        at(stage::scenes, 100)),
                  "generating_scenarios 15 2");
}

CAF_TEST(an ad has words of its own) {
  auto line = line_at(film_state::working, stage::render);
  CAF_CHECK_EQUAL(ad_status(line_at(film_state::queued), {}), "pending");
  CAF_CHECK_EQUAL(ad_status(line_at(film_state::working), {}),
                  "analyzing_script");
  CAF_CHECK_EQUAL(
    ad_status(line, at(stage::render, 1,
                       {{segment, 1, 2}, {transition, 0, 1}})),
    "generating_videos");
  CAF_CHECK_EQUAL(
    ad_status(line, at(stage::render, 1,
                       {{segment, 2, 2}, {transition, 0, 1}})),
    "merging_videos");
  CAF_CHECK_EQUAL(
    ad_status(line, at(stage::render, 1,
                       {{segment, 2, 2}, {soundtrack, 0, 1}})),
    "enhancing_voice");
  CAF_CHECK_EQUAL(
    ad_status(line, at(stage::render, 1,
                       {{segment, 2, 2}, {soundtrack, 1, 1}})),
    "finalizing");
  CAF_CHECK_EQUAL(ad_status(line_at(film_state::stopped), {}), "cancelled");
}

CAF_TEST(a notice says how a job ended) {
  auto line = line_at(film_state::abandoned, stage::render);
  line.door = front_door::videos;
  line.failure = "The disk is full";
  line.about = R"({"webhook_url":"https://example.org/hook"})";
  line.last_seq = 9;
  auto notice = notice_of(line);
  CAF_CHECK_EQUAL(notice.door, "video");
  CAF_CHECK(notice.ending == job_ending::failed);
  CAF_CHECK_EQUAL(notice.seq, 9u);
  CAF_CHECK_EQUAL(notice.webhook_url, "https://example.org/hook");
  auto body = json::parse(notice.body);
  CAF_REQUIRE(body);
  CAF_CHECK_EQUAL(body->text("job_id"), video_job_id(id));
  CAF_CHECK_EQUAL(body->text("error"), "The disk is full");
  line.state = film_state::stopped;
  CAF_CHECK(notice_of(line).ending == job_ending::cancelled);
  line.state = film_state::complete;
  body = json::parse(notice_of(line).body);
  CAF_REQUIRE(body);
  auto folder = "/outputs/videos/" + id.str();
  CAF_CHECK_EQUAL(body->text("video_url"), folder + "/final.mp4");
  line.facts = R"({"download_url":")" + folder + R"(/final.webm"})";
  CAF_CHECK_EQUAL(film_url(line), folder + "/final.webm");
  line.facts = R"({"download_url":"/etc/passwd"})";
  CAF_CHECK_EQUAL(film_url(line), folder + "/final.mp4");
}
