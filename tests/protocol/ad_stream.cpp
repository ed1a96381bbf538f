#define CAF_SUITE ad_stream
#include "tests/support/test.hpp"

#include "protocol/ad_stream.hpp"
#include "protocol/job.hpp"
#include "protocol/json.hpp"

#include <random>
#include <variant>

using namespace troupe;

namespace {

const session_id id{"f81d4fae7dec41d0a76500a0c91e6bf6"};

using said = std::variant<session_event, session_progress>;

session_event event(uint64_t seq, event_kind kind, const std::string& body) {
  return {id, seq, kind, 1000 + static_cast<int64_t>(seq), body};
}

session_event done(uint64_t seq, std::string_view stage,
                   const std::string& data) {
  return event(seq, event_kind::stage_completed,
               R"({"stage":")" + std::string{stage} + R"(","data":)" + data
                 + "}");
}

session_progress made(uint32_t clips, uint32_t transitions, uint32_t sound) {
  return {id, stage::render, 1, 50, "Rendering", 3, {},
          {{piece_kind::segment, clips, 3},
           {piece_kind::transition, transitions, 2},
           {piece_kind::soundtrack, sound, 1}}};
}

/// A film of three clips from its beginning to its end.
std::vector<said> whole_film() {
  return {
    event(1, event_kind::session_started,
          R"({"video_type":"presenter_ad","owner":"u","policy":"unattended",)"
          R"("door":"ads","payload":{}})"),
    event(2, event_kind::stage_running, R"({"stage":"scenes"})"),
    done(3, "scenes", R"({"scene_count":3})"),
    done(4, "script", "{}"),
    done(5, "visuals", "{}"),
    done(6, "tts", "{}"),
    event(7, event_kind::stage_running, R"({"stage":"render"})"),
    made(0, 0, 0),
    made(1, 0, 1),
    made(3, 0, 1),
    made(3, 2, 1),
    done(8, "render", "{}"),
    event(9, event_kind::pipeline_complete,
          R"({"video_url":"/outputs/x/final.mp4"})"),
  };
}

std::vector<stream_event> heard(ad_stream& stream,
                                const std::vector<said>& film) {
  std::vector<stream_event> out;
  for (auto& x : film)
    for (auto& event :
         std::visit([&](auto& y) { return stream.take(y); }, x))
      out.push_back(event);
  return out;
}

std::string line(const stream_event& x) {
  return x.id + " " + x.name + " " + x.data;
}

} // namespace

CAF_TEST(a film is told in the order and words of the door) {
  ad_stream stream{0};
  auto events = heard(stream, whole_film());
  std::vector<std::string> lines;
  for (auto& x : events)
    lines.push_back(line(x));
  std::vector<std::string> expected{
    R"(1 step1 {"step":1,"message":"Generating video prompts...","progress":10})",
    R"(2 step1_complete {"step":1,"message":"Generated 3 video prompts","total_clips":3,"progress":20})",
    R"(3 step2_clip {"step":2,"message":"Generating clip 1/3","current_clip":1,"total_clips":3,"progress":30})",
    R"(4 step2_clip {"step":2,"message":"Generating clip 2/3","current_clip":2,"total_clips":3,"progress":36})",
    R"(5 step2_clip {"step":2,"message":"Generating clip 3/3","current_clip":3,"total_clips":3,"progress":43})",
    R"(6 step3 {"step":3,"message":"Merging video clips...","progress":60})",
    R"(7 step4 {"step":4,"message":"Enhancing voice with Flite...","progress":80})",
    R"(8 step5 {"step":5,"message":"Finalizing...","progress":95})",
    R"(1000000 complete {"status":"completed","final_video_url":"/outputs/videos/f81d4fae7dec41d0a76500a0c91e6bf6/final.mp4","job_id":")"
      + ad_job_id(id) + "\"}"};
  CAF_REQUIRE_EQUAL(lines.size(), expected.size());
  for (size_t i = 0; i < lines.size(); ++i)
    CAF_CHECK_EQUAL(lines[i], expected[i]);
  CAF_CHECK(stream.ended());
}

CAF_TEST(whoever comes back gets exactly the rest) {
  ad_stream whole{0};
  auto all = heard(whole, whole_film());
  for (size_t seen = 0; seen <= all.size(); ++seen) {
    auto after = seen == 0 ? 0 : std::stoull(all[seen - 1].id);
    // After a crash, progress that was told may not be told again.
    auto film = whole_film();
    std::erase_if(film, [](auto& x) {
      return std::holds_alternative<session_progress>(x);
    });
    for (auto& said : {whole_film(), film}) {
      ad_stream rest{after};
      auto events = heard(rest, said);
      CAF_REQUIRE_EQUAL(events.size(), all.size() - seen);
      for (size_t i = 0; i < events.size(); ++i)
        CAF_CHECK(events[i] == all[seen + i]);
    }
  }
}

CAF_TEST(any mix of progress gives the same stream) {
  ad_stream whole{0};
  auto all = heard(whole, whole_film());
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  for (int round = 0; round < 500; ++round) {
    auto film = whole_film();
    for (int i = 0; i < 5; ++i) {
      auto at = random() % (film.size() + 1);
      film.insert(film.begin() + static_cast<std::ptrdiff_t>(at),
                  made(random() % 4, random() % 3, random() % 2));
    }
    ad_stream stream{0};
    CAF_REQUIRE(heard(stream, film) == all);
  }
}

CAF_TEST(a failure ends the stream with its reason) {
  auto film = whole_film();
  film.resize(8);
  film.push_back(event(8, event_kind::stage_failed,
                       R"({"stage":"render","error":"The disk is full"})"));
  film.push_back(event(9, event_kind::pipeline_failed,
                       R"({"stage":"render","error":"The disk is full"})"));
  ad_stream stream{0};
  auto events = heard(stream, film);
  CAF_REQUIRE(!events.empty());
  CAF_CHECK_EQUAL(
    line(events.back()),
    R"(1000000 error {"message":"Failed to generate video: The disk is full"})");
  CAF_CHECK(stream.ended());
  // Clips that were told before the crash and are unknown now do no harm.
  ad_stream rest{5};
  events = heard(rest, film);
  CAF_REQUIRE_EQUAL(events.size(), 1u);
  CAF_CHECK_EQUAL(events[0].name, "error");
}

CAF_TEST(a job that is cancelled ends the stream) {
  auto film = whole_film();
  film.resize(4);
  film.push_back(event(5, event_kind::stopped, R"({"message":"x"})"));
  ad_stream stream{0};
  auto events = heard(stream, film);
  CAF_CHECK_EQUAL(events.back().name, "error");
  CAF_CHECK_EQUAL(
    events.back().data,
    R"({"message":"Failed to generate video: Job was cancelled"})");
}
