#define CAF_SUITE messages
#include "tests/support/test.hpp"

#include "protocol/actors.hpp"

#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>

#include <set>

using namespace troupe;

namespace {

struct config : caf::actor_system_config {
  config() {
    add_message_types<caf::id_block::troupe>();
    add_message_types<caf::id_block::troupe_actors>();
  }
};

struct fixture {
  config cfg;
  caf::actor_system sys{cfg};
  std::set<caf::type_id_t> seen;

  /// Through the wire format and back: an unannounced type comes back as an
  /// empty message, without an error.
  template <class T>
  void round_trip(const T& value) {
    seen.insert(caf::type_id<T>::value);
    std::vector<char> buffer;
    caf::binary_serializer out{sys, buffer};
    auto original = caf::make_message(value);
    CAF_REQUIRE(!out(original));
    caf::binary_deserializer in{sys, buffer};
    caf::message copy;
    CAF_REQUIRE(!in(copy));
    CAF_REQUIRE_EQUAL(copy.size(), 1u);
    CAF_REQUIRE(copy.match_elements<T>());
    CAF_CHECK(copy.get_as<T>(0) == value);
  }
};

const session_id id{"0123456789abcdef0123456789abcdef"};

const piece some_piece{piece_kind::segment, "scene_3",  "{\"a\":1}",
                       {"scene_2"},         content_key{"k"}, 2.5};
const piece_record some_record{content_key{"k"}, piece_kind::film, "film",
                               "{\"m\":2}", {"final.mp4", "poster.jpg"}};
const session_event some_event{id, 7, event_kind::stage_failed, 123, "{}"};
const session_summary some_summary{
  id, user_id{"u"}, video_type::moa, review_policy::accept_all, 9,
  event_kind::stopped, 5, front_door::ads, priority::high, film_state::stopped,
  stage::tts, 4, "title", "{}", "group", "failure", "{\"a\":1}"};
const work_count some_count{piece_kind::segment, 2, 7};
const job_notice some_notice{id, user_id{"u"}, "ad", "moa",
                             job_ending::failed, 12, 5, "{\"a\":1}",
                             "https://x.example/", "whsec_AAAA"};
const webhook some_webhook{"wh_1", user_id{"u"}, "https://x.example/",
                           {"ad.*"}, "whsec_AAAA", false, "gone", 7};
const webhook_delivery some_delivery{
  "msg_1", "wh_1", "ad.failed", id, delivery_state::failed, 3, 410, "gone",
  7, 8};

} // namespace

CAF_TEST_FIXTURE_SCOPE(messages_tests, fixture)

CAF_TEST(every announced type survives the wire) {
  round_trip(command_kind::accept_all);
  round_trip(content_key{"abc"});
  round_trip(delivery_state::failed);
  round_trip(event_kind::pipeline_complete);
  round_trip(film_state::abandoned);
  round_trip(front_door::videos);
  round_trip(job_ending::cancelled);
  round_trip(some_notice);
  round_trip(some_piece);
  round_trip(piece_job{id, user_id{"u"}, some_piece, {some_record},
                       priority::high, true});
  round_trip(piece_kind::soundtrack);
  round_trip(some_record);
  round_trip(priority::urgent);
  round_trip(review_policy::accept_all);
  round_trip(session_command{command_kind::regenerate, true, stage::tts, 3,
                             "slower", {1, 3}, "{\"x\":[]}"});
  round_trip(some_event);
  round_trip(id);
  round_trip(session_log{id, {some_event}, {some_record}});
  round_trip(session_page{{some_summary}, 7});
  round_trip(session_progress{id, stage::render, 2, 41.5, "scene 3", 12,
                              "/live.m3u8", {some_count}});
  round_trip(session_query{user_id{"u"},
                           {front_door::ads},
                           {film_state::review},
                           {video_type::moa},
                           {priority::low},
                           3,
                           4,
                           5,
                           6});
  round_trip(session_request{video_type::moa, user_id{"u"}, "{\"a\":1}",
                             review_policy::unattended, front_door::ads,
                             priority::high, "{\"b\":2}", id, "batch"});
  round_trip(some_summary);
  round_trip(stage::render);
  round_trip(stage_outcome::skipped);
  round_trip(stage_report{stage::tts, 4, stage_outcome::failed, "{}", "no"});
  round_trip(stage_run{id, user_id{"u"}, stage::tts, 4, "{\"seed\":1}",
                       priority::urgent});
  round_trip(user_id{"u"});
  round_trip(video_type::social_media);
  round_trip(watch_mode::events_and_progress);
  round_trip(some_count);
  round_trip(some_webhook);
  round_trip(some_delivery);
  round_trip(std::vector<piece_record>{some_record, some_record});
  round_trip(std::vector<session_event>{some_event});
  round_trip(std::vector<session_summary>{some_summary});
  round_trip(std::vector<webhook>{some_webhook});
  round_trip(std::vector<webhook_delivery>{some_delivery});
  round_trip(librarian_actor{});
  round_trip(media_pool_actor{});
  round_trip(media_worker_actor{});
  round_trip(registry_actor{});
  round_trip(session_actor{});
  round_trip(stage_actor{});
  round_trip(storekeeper_actor{});
  round_trip(watcher_actor{});
  round_trip(webhooks_actor{});
  // Not one fewer than announced.
  auto announced = (caf::id_block::troupe::end - caf::id_block::troupe::begin)
                   + (caf::id_block::troupe_actors::end
                      - caf::id_block::troupe_actors::begin);
  CAF_CHECK_EQUAL(seen.size(), static_cast<size_t>(announced));
}

CAF_TEST_FIXTURE_SCOPE_END()
