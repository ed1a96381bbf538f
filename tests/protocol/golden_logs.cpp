#define CAF_SUITE golden_logs
#include "tests/support/test.hpp"

#include "protocol/creator_codec.hpp"
#include "protocol/digest.hpp"
#include "tests/protocol/session_fixture.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace troupe;
using namespace troupe::test;

// Logs written by earlier releases, as they rest on people's disks, and what
// they mean. A release that can't replay one of them has lost its users' work:
// mend the release, never the file. TROUPE_RECORD_GOLDEN=1 adds the logs that
// do not exist yet, and touches no other.

namespace {

std::string path_of(const std::string& name) {
  return std::string{TROUPE_GOLDEN_DIR} + "/" + name;
}

std::string read(const std::string& name) {
  std::ifstream file{path_of(name), std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<session_event> log_in(const std::string& text) {
  std::vector<session_event> log;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    auto row = json::parse(line);
    CAF_REQUIRE(row);
    auto kind = parse_event_kind(row->text("kind"));
    CAF_REQUIRE(kind);
    log.push_back({session_id{row->text("session")},
                   static_cast<uint64_t>(row->integer("seq")), *kind,
                   row->integer("at_ms"), row->at("body").dump()});
  }
  return log;
}

std::string text_of_log(const std::vector<session_event>& log) {
  std::string text;
  for (auto& event : log)
    text += json::make_object({{"session", event.session.str()},
                               {"seq", static_cast<int64_t>(event.seq)},
                               {"kind", to_string(event.kind)},
                               {"at_ms", event.at_ms},
                               {"body", *json::parse(event.body)}})
              .dump()
            + "\n";
  return text;
}

json numbers(const std::vector<uint32_t>& list) {
  auto out = json::make_array();
  for (auto x : list)
    out.push_back(x);
  return out;
}

std::string_view name_of(stage_version::state x) {
  switch (x) {
    case stage_version::state::running: return "running";
    case stage_version::state::completed: return "completed";
    case stage_version::state::skipped: return "skipped";
    case stage_version::state::failed: return "failed";
  }
  return "unknown";
}

json summary_of(const stage_version& x) {
  auto scenes = json::make_array();
  for (auto id : x.scenes)
    scenes.push_back(id);
  return json::make_object({
    {"state", name_of(x.is)},
    {"edited", x.edited},
    {"feedback", x.feedback},
    {"scenes", std::move(scenes)},
    {"base", x.base},
    {"made_from", numbers(x.made_from)},
    {"data_sha256", x.has_data() ? sha256_hex(x.data) : ""},
    {"failure", x.failure},
  });
}

/// Everything a session is, in one line a version.
std::string summary_of(const session_history& x) {
  auto head = json::make_object({
    {"session", x.session.str()},
    {"video_type", to_string(x.type)},
    {"owner", x.owner.str()},
    {"policy", to_string(x.policy)},
    {"seed", static_cast<int64_t>(x.seed)},
    {"payload_sha256", sha256_hex(x.payload)},
    {"phase", to_string(x.phase)},
    {"current", to_string(x.current_stage())},
    {"version", x.version},
    {"automatic", x.automatic},
    {"last_seq", static_cast<int64_t>(x.last_seq)},
    {"last_event", to_string(x.last_event)},
    {"selected", numbers(x.selected)},
  });
  auto text = head.dump() + "\n";
  for (size_t i = 0; i < x.order.size(); ++i)
    for (size_t k = 0; k < x.versions[i].size(); ++k)
      text += std::string{to_string(x.order[i])} + " " + std::to_string(k + 1)
              + " " + summary_of(x.versions[i][k]).dump() + "\n";
  return text;
}

struct fixture : session_fixture {
  /// Replays the log of that name; what the fixture just played through is
  /// what it records when there is none yet.
  void golden(const std::string& name) {
    auto missing = read(name + ".jsonl").empty();
    if (missing && std::getenv("TROUPE_RECORD_GOLDEN")) {
      std::ofstream{path_of(name + ".jsonl")} << text_of_log(log);
      std::ofstream{path_of(name + ".summary")}
        << summary_of(machine.history());
    }
    log = log_in(read(name + ".jsonl"));
    CAF_REQUIRE(!log.empty());
    auto replayed = session_machine::replay(log);
    if (!replayed)
      CAF_FAIL(name << ": " << text_of(replayed.error()));
    machine = std::move(*replayed);
    auto summary = summary_of(machine.history());
    auto recorded = read(name + ".summary");
    CAF_CHECK_EQUAL(summary, recorded);
    for (auto& event : log)
      CAF_CHECK(creator_codec::encode(event).find("can't be read")
                == std::string::npos);
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(golden_logs_tests, fixture)

CAF_TEST(a film that was finished stays finished) {
  walk_to(stage::render);
  CAF_REQUIRE(send(command_kind::accept));
  take(machine.published({}, 8));
  golden("finished-1");
  CAF_CHECK(machine.ended());
  CAF_CHECK(machine.resume(9).empty());
}

CAF_TEST(a session under review goes on) {
  begin(video_type::moa);
  walk_to(stage::script);
  CAF_REQUIRE(send(regenerate("shorter", {2})));
  done("two");
  CAF_REQUIRE(send(
    edit(stage::script, R"({"script":[{"scene_id":1,"script":"by hand"}]})")));
  CAF_REQUIRE(send(command_kind::accept));
  fail("API timeout");
  CAF_REQUIRE(send(command_kind::regenerate));
  done();
  CAF_REQUIRE(send(
    edit(stage::scenes,
         R"({"scenes_data":{"scenes":[{"scene_id":1},{"scene_id":2}]}})")));
  CAF_REQUIRE(send(command_kind::accept));
  done("three");
  CAF_REQUIRE(send(go_to(stage::scenes, 1)));
  CAF_REQUIRE(send(command_kind::accept));
  CAF_REQUIRE(send(go_to(stage::script, 2)));
  golden("review-1");
  CAF_CHECK(machine.resume(9).empty());
  CAF_CHECK(send(command_kind::accept));
  CAF_CHECK_EQUAL(stands(), "running visuals 3");
}

CAF_TEST(a running stage runs again) {
  walk_to(stage::visuals);
  CAF_REQUIRE(send(command_kind::accept));
  fail("no GPU");
  CAF_REQUIRE(send(command_kind::accept_all));
  golden("running-1");
  auto out = machine.resume(9);
  CAF_REQUIRE_EQUAL(out.size(), 1u);
  CAF_CHECK(std::holds_alternative<run_stage>(out[0]));
  CAF_CHECK_EQUAL(stands(), "running tts 1");
}

CAF_TEST(a film that could not be published waits) {
  begin(video_type::social_media, review_policy::accept_all);
  while (machine.history().phase == session_phase::running)
    done();
  take(machine.published(make_error(ec::no_space, "The disk is full"), 8));
  golden("unpublished-1");
  CAF_CHECK(machine.resume(9).empty());
  CAF_CHECK(send(command_kind::regenerate));
  CAF_CHECK_EQUAL(stands(), "running render 2");
}

CAF_TEST(a stopped session stays stopped) {
  CAF_REQUIRE(send(command_kind::stop));
  golden("stopped-1");
  CAF_CHECK(!send(command_kind::accept));
  CAF_CHECK_EQUAL(refusal, "No active session");
}

CAF_TEST_FIXTURE_SCOPE_END()
