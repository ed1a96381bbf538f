#define CAF_SUITE creator_connection
#include "tests/support/test.hpp"

#include "io/creator_connection.hpp"
#include "io/websocket_pipe.hpp"
#include "protocol/json.hpp"

#include <caf/send.hpp>

#include <random>

using namespace troupe;
using namespace std::chrono_literals;

namespace {

const session_id first_id{"0123456789abcdef0123456789abcdef"};
const session_id second_id{"fedcba9876543210fedcba9876543210"};

struct config : caf::actor_system_config {
  config() {
    add_message_types<caf::id_block::troupe>();
    add_message_types<caf::id_block::troupe_actors>();
  }
};

/// A socket that remembers what it was told.
struct fake_outlet final : outlet {
  void send(outgoing x) override { sent.push_back(std::move(x)); }
  void read_next() override { ++credits; }
  void close(uint16_t code, std::string) override { closed.push_back(code); }

  std::vector<outgoing> sent;
  std::vector<uint16_t> closed;
  int credits = 0;
};

/// What a fake session was asked, and what it answers.
struct session_notes {
  std::vector<command_kind> commands;
  std::vector<watcher_actor> watchers;
  std::vector<uint64_t> sinces;
  watch_mode mode = watch_mode::events;
  int unwatched = 0;
  uint64_t last_seq = 0;
  error refusal;
  bool is_silent = false;
};

using notes_ptr = std::shared_ptr<session_notes>;

session_actor::behavior_type fake_session(session_actor::pointer self,
                                          notes_ptr notes) {
  using answer = caf::result<uint64_t>;
  return {
    [self, notes](const session_command& x) -> answer {
      notes->commands.push_back(x.kind);
      if (notes->is_silent)
        return self->make_response_promise<uint64_t>();
      if (notes->refusal)
        return notes->refusal;
      return notes->last_seq;
    },
    [notes](atom::watch, const watcher_actor& x, uint64_t since,
            watch_mode mode) -> answer {
      notes->watchers.push_back(x);
      notes->sinces.push_back(since);
      notes->mode = mode;
      if (since > notes->last_seq)
        return make_error(ec::invalid_argument, "since is beyond the log");
      return notes->last_seq;
    },
    [notes](atom::unwatch, const watcher_actor&) { ++notes->unwatched; },
    [](atom::tick) { return session_progress{}; },
    [](const stage_report&) {},
    [](const session_progress&) {},
    [](atom::record, const piece_record&) {},
    [](atom::shutdown, const std::string&) {},
    [](atom::internal, atom::idle) {},
  };
}

struct registry_notes {
  std::vector<session_request> created;
  std::vector<std::pair<session_id, session_actor>> sessions;
  error refusal;
  bool is_silent = false;
};

registry_actor::behavior_type
fake_registry(registry_actor::pointer self,
              std::shared_ptr<registry_notes> notes) {
  return {
    [=](atom::create, const session_request& x)
      -> caf::result<session_id, session_actor> {
      notes->created.push_back(x);
      if (notes->is_silent)
        return self->make_response_promise<session_id, session_actor>();
      if (notes->refusal)
        return notes->refusal;
      auto& [id, handle] = notes->sessions.at(notes->created.size() - 1);
      return {id, handle};
    },
    [=](atom::find, const session_id& id) -> caf::result<session_actor> {
      for (auto& [known, handle] : notes->sessions)
        if (known == id)
          return handle;
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

const std::string start_text
  = R"({"action":"start","video_type":"moa","payload":)"
    R"({"drug_name":"Aurelin","condition":"asthma"}})";

std::string resume_text(const session_id& id, int since) {
  return R"({"action":"resume","session_id":")" + id.str() + R"(","since":)"
         + std::to_string(since) + "}";
}

std::string action(std::string_view name) {
  return R"({"action":")" + std::string{name} + "\"}";
}

struct fixture : test_coordinator_fixture<config> {
  fixture() {
    for (auto& notes : {first, second}) {
      auto handle = sys.spawn(fake_session, notes);
      registry->sessions.emplace_back(
        registry->sessions.empty() ? first_id : second_id, handle);
    }
    auto registry_handle = sys.spawn(fake_registry, registry);
    aut = sys.spawn(creator_connection, registry_handle, out,
                    user_id{"local"}, gate_ptr{});
    sched.run();
  }

  ~fixture() {
    caf::anon_send_exit(aut, caf::exit_reason::kill);
    sched.run();
  }

  void frame(const std::string& text) {
    caf::anon_send(aut, atom::internal_v, text);
    sched.run();
  }

  void event(uint64_t seq, event_kind kind = event_kind::stage_running,
             const session_id& id = first_id) {
    session_event x;
    x.session = id;
    x.seq = seq;
    x.kind = kind;
    x.body = R"({"stage":"scenes","version":1,"message":"m","video_id":")"
             + id.str() + "\"}";
    caf::anon_send(aut, x);
    sched.run();
  }

  void start_and_see_first_event() {
    frame(start_text);
    event(1, event_kind::session_started);
    out->sent.clear();
  }

  /// Takes what was sent since the last call.
  std::vector<json> sent() {
    std::vector<json> list;
    for (auto& x : out->sent)
      list.push_back(*json::parse(x.text));
    out->sent.clear();
    return list;
  }

  std::string only_error() {
    auto list = sent();
    if (list.size() != 1 || list[0].text("status") != "error")
      CAF_FAIL("not one error message but " << list.size() << " messages");
    return list[0].text("error");
  }

  bool is_alive() {
    using caf::abstract_actor;
    return !caf::actor_cast<abstract_actor*>(aut)->getf(
      abstract_actor::is_terminated_flag);
  }

  std::shared_ptr<fake_outlet> out = std::make_shared<fake_outlet>();
  notes_ptr first = std::make_shared<session_notes>();
  notes_ptr second = std::make_shared<session_notes>();
  std::shared_ptr<registry_notes> registry = std::make_shared<registry_notes>();
  connection_actor aut;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(creator_connection_tests, fixture)

CAF_TEST(start creates a session of the owner and watches it from the start) {
  frame(start_text);
  CAF_REQUIRE_EQUAL(registry->created.size(), 1u);
  CAF_CHECK_EQUAL(registry->created[0].owner.str(), "local");
  CAF_CHECK(registry->created[0].type == video_type::moa);
  std::vector<uint64_t> from_start{0};
  CAF_CHECK_EQUAL(first->sinces, from_start);
  CAF_CHECK(first->mode == watch_mode::events);
  CAF_CHECK_EQUAL(out->credits, 1);
  event(1, event_kind::session_started);
  event(2);
  auto list = sent();
  CAF_REQUIRE_EQUAL(list.size(), 2u);
  CAF_CHECK_EQUAL(list[0].text("status"), "session_started");
  CAF_CHECK_EQUAL(list[1].text("status"), "stage_running");
}

CAF_TEST(each event goes out once and in order) {
  start_and_see_first_event();
  event(2);
  event(2);
  event(1);
  event(3);
  event(3, event_kind::stage_running, second_id);
  auto list = sent();
  CAF_REQUIRE_EQUAL(list.size(), 2u);
  CAF_CHECK_EQUAL(list[0].integer("seq"), 2);
  CAF_CHECK_EQUAL(list[1].integer("seq"), 3);
}

CAF_TEST(events that were missed are asked for again) {
  first->last_seq = 9;
  start_and_see_first_event();
  event(4);
  CAF_CHECK(sent().empty());
  std::vector<uint64_t> expected{0, 1};
  CAF_CHECK_EQUAL(first->sinces, expected);
  for (auto seq = 2u; seq < 5; ++seq)
    event(seq);
  CAF_CHECK_EQUAL(sent().size(), 3u);
}

CAF_TEST(commands without a session are told so) {
  for (auto name : {"accept", "regenerate"}) {
    frame(action(name));
    CAF_CHECK_EQUAL(only_error(), "No active session");
  }
  start_and_see_first_event();
  event(2, event_kind::pipeline_complete);
  sent();
  frame(action("accept"));
  CAF_CHECK_EQUAL(only_error(), "No active session");
  CAF_CHECK(first->commands.empty());
}

CAF_TEST(malformed frames are answered and the session lives on) {
  start_and_see_first_event();
  for (auto& text : {std::string{"{"}, std::string(100'000, '['),
                     action("zzz"), std::string{"{}"}, std::string{}}) {
    frame(text);
    CAF_CHECK(!only_error().empty());
  }
  caf::anon_send(aut, atom::internal_v, atom::failed_v);
  sched.run();
  CAF_CHECK_EQUAL(only_error(), "Frames must be text");
  frame(action("accept"));
  CAF_REQUIRE_EQUAL(first->commands.size(), 1u);
  CAF_CHECK(first->commands[0] == command_kind::accept);
  CAF_CHECK_EQUAL(out->credits, 8);
  CAF_CHECK(out->closed.empty());
}

CAF_TEST(what the session refuses is told in its words) {
  start_and_see_first_event();
  first->refusal = make_error(ec::invalid_state, "no output to accept");
  frame(action("accept"));
  CAF_CHECK_EQUAL(only_error(), "no output to accept");
  registry->refusal = make_error(ec::limit_exceeded, "too many sessions");
  event(2, event_kind::pipeline_complete);
  sent();
  frame(start_text);
  CAF_CHECK_EQUAL(only_error(), "too many sessions");
}

CAF_TEST(stop is answered by the event and the socket closes) {
  start_and_see_first_event();
  frame(action("stop"));
  CAF_REQUIRE_EQUAL(first->commands.size(), 1u);
  CAF_CHECK(out->closed.empty());
  event(2, event_kind::stopped);
  auto list = sent();
  CAF_REQUIRE_EQUAL(list.size(), 1u);
  CAF_CHECK_EQUAL(list[0].text("status"), "stopped");
  std::vector<uint16_t> expected{close_code::normal};
  CAF_CHECK_EQUAL(out->closed, expected);
}

CAF_TEST(stop without a session says stopped and closes) {
  frame(action("stop"));
  auto list = sent();
  CAF_REQUIRE_EQUAL(list.size(), 1u);
  CAF_CHECK_EQUAL(list[0].text("status"), "stopped");
  CAF_CHECK_EQUAL(list[0].text("message"), "Session terminated by user");
  CAF_CHECK_EQUAL(out->closed.size(), 1u);
}

CAF_TEST(stop overtakes a command that is not answered) {
  start_and_see_first_event();
  first->is_silent = true;
  frame(action("accept"));
  frame(action("regenerate"));
  frame(action("stop"));
  std::vector<command_kind> expected{command_kind::accept, command_kind::stop};
  CAF_CHECK(first->commands == expected);
}

CAF_TEST(stop while a session is being made ends that session too) {
  registry->is_silent = true;
  frame(start_text);
  frame(action("stop"));
  auto list = sent();
  CAF_REQUIRE_EQUAL(list.size(), 1u);
  CAF_CHECK_EQUAL(list[0].text("status"), "stopped");
  CAF_CHECK_EQUAL(out->closed.size(), 1u);
  caf::anon_send(aut, atom::internal_v, atom::done_v);
  sched.run();
  // It waits for the session, no longer than the deadline.
  CAF_CHECK(is_alive());
  sched.advance_time(20s);
  sched.run();
  CAF_CHECK(!is_alive());
}

CAF_TEST(a session that comes after stop is stopped) {
  // Stepwise: start has gone to the registry, the answer has not come.
  caf::anon_send(aut, atom::internal_v, start_text);
  sched.run_once();
  caf::anon_send(aut, atom::internal_v, action("stop"));
  sched.prioritize(aut);
  sched.run_once();
  sched.run();
  std::vector<command_kind> expected{command_kind::stop};
  CAF_CHECK(first->commands == expected);
  CAF_CHECK(first->watchers.empty());
}

CAF_TEST(commands are done one after the other and not without end) {
  start_and_see_first_event();
  first->is_silent = true;
  for (auto i = 0; i < 17; ++i)
    frame(action("accept"));
  CAF_CHECK_EQUAL(first->commands.size(), 1u);
  CAF_CHECK(sent().empty());
  frame(action("accept"));
  CAF_CHECK(only_error().find("Too many commands") == 0);
  CAF_CHECK_EQUAL(out->credits, 19);
  first->is_silent = false;
  sched.advance_time(20s);
  sched.run();
  CAF_CHECK_EQUAL(first->commands.size(), 17u);
  CAF_CHECK(only_error().find("did not answer in time") != std::string::npos);
}

CAF_TEST(start in mid session ends the running one without a word) {
  start_and_see_first_event();
  frame(start_text);
  std::vector<command_kind> expected{command_kind::stop};
  CAF_CHECK(first->commands == expected);
  CAF_CHECK_EQUAL(first->unwatched, 1);
  event(2, event_kind::stopped, first_id);
  CAF_CHECK(sent().empty());
  CAF_CHECK(out->closed.empty());
  event(1, event_kind::session_started, second_id);
  auto list = sent();
  CAF_REQUIRE_EQUAL(list.size(), 1u);
  CAF_CHECK_EQUAL(list[0].text("video_id"), second_id.str());
}

CAF_TEST(a start that is wrong leaves the running session alone) {
  start_and_see_first_event();
  frame(R"({"action":"start","video_type":"moa","payload":{}})");
  CAF_CHECK(only_error().find("drug_name") != std::string::npos);
  CAF_CHECK(first->commands.empty());
  event(2);
  CAF_CHECK_EQUAL(sent().size(), 1u);
}

CAF_TEST(after the film is complete the socket takes another) {
  start_and_see_first_event();
  event(2, event_kind::pipeline_complete);
  CAF_CHECK_EQUAL(sent().size(), 1u);
  frame(start_text);
  CAF_CHECK(first->commands.empty());
  CAF_CHECK_EQUAL(registry->created.size(), 2u);
  event(1, event_kind::session_started, second_id);
  CAF_CHECK_EQUAL(sent().size(), 1u);
}

CAF_TEST(resume sends the rest and then says that it is live) {
  first->last_seq = 5;
  frame(resume_text(first_id, 3));
  std::vector<uint64_t> expected{3};
  CAF_CHECK_EQUAL(first->sinces, expected);
  CAF_CHECK(sent().empty());
  event(4);
  event(5);
  event(6);
  auto list = sent();
  CAF_REQUIRE_EQUAL(list.size(), 4u);
  CAF_CHECK_EQUAL(list[0].integer("seq"), 4);
  CAF_CHECK_EQUAL(list[1].integer("seq"), 5);
  CAF_CHECK_EQUAL(list[2].text("status"), "session_resumed");
  CAF_CHECK_EQUAL(list[3].integer("seq"), 6);
}

CAF_TEST(resume with nothing missed is live at once) {
  first->last_seq = 5;
  frame(resume_text(first_id, 5));
  auto list = sent();
  CAF_REQUIRE_EQUAL(list.size(), 1u);
  CAF_CHECK_EQUAL(list[0].text("status"), "session_resumed");
}

CAF_TEST(resume of what is not there or beyond its end is an error) {
  frame(resume_text(session_id{std::string(32, 'a')}, 0));
  CAF_CHECK_EQUAL(only_error(), "No such session");
  first->last_seq = 5;
  frame(resume_text(first_id, 6));
  CAF_CHECK_EQUAL(only_error(), "since is beyond the log");
  frame(action("accept"));
  CAF_CHECK_EQUAL(only_error(), "No active session");
}

CAF_TEST(resume leaves the former session running) {
  start_and_see_first_event();
  frame(resume_text(second_id, 0));
  CAF_CHECK(first->commands.empty());
  CAF_CHECK_EQUAL(first->unwatched, 1);
  event(2, event_kind::stage_running, first_id);
  sent();
  event(1, event_kind::session_started, second_id);
  CAF_CHECK_EQUAL(sent().size(), 1u);
}

CAF_TEST(progress goes out when it was asked for) {
  auto text = start_text;
  text.insert(1, R"("progress":true,)");
  frame(text);
  CAF_CHECK(first->mode == watch_mode::events_and_progress);
  session_progress x;
  x.session = first_id;
  x.percent = 42;
  caf::anon_send(aut, x);
  sched.run();
  CAF_REQUIRE_EQUAL(out->sent.size(), 1u);
  CAF_CHECK(out->sent[0].is_progress);
}

CAF_TEST(a closed socket leaves the session running) {
  start_and_see_first_event();
  caf::anon_send(aut, atom::internal_v, atom::done_v);
  sched.run();
  CAF_CHECK_EQUAL(first->unwatched, 1);
  CAF_CHECK(first->commands.empty());
  CAF_CHECK(!is_alive());
}

CAF_TEST(a session that dies is told with how to go on) {
  start_and_see_first_event();
  first->is_silent = true;
  frame(action("accept"));
  caf::anon_send_exit(registry->sessions[0].second, caf::exit_reason::kill);
  sched.run();
  auto text = only_error();
  CAF_CHECK(text.find(first_id.str()) != std::string::npos);
  CAF_CHECK(text.find("\"since\":1}") != std::string::npos);
  frame(action("accept"));
  CAF_CHECK_EQUAL(only_error(), "No active session");
  CAF_CHECK(out->closed.empty());
}

CAF_TEST(a session that is unloaded is told unless its film is complete) {
  start_and_see_first_event();
  caf::anon_send(aut, atom::unwatch_v, first_id, std::string{"shutting down"});
  sched.run();
  CAF_CHECK(only_error().find("shutting down") != std::string::npos);
  frame(resume_text(second_id, 0));
  sent();
  event(1, event_kind::pipeline_complete, second_id);
  sent();
  caf::anon_send(aut, atom::unwatch_v, second_id, std::string{"unloaded"});
  sched.run();
  CAF_CHECK(sent().empty());
}

CAF_TEST(strangers do not disturb) {
  start_and_see_first_event();
  caf::anon_send(caf::actor_cast<caf::actor>(aut), 42, "what");
  caf::anon_send(caf::actor_cast<caf::actor>(aut),
                 make_error(ec::internal, "stray"));
  sched.run();
  CAF_CHECK(is_alive());
  event(2);
  CAF_CHECK_EQUAL(sent().size(), 1u);
}

CAF_TEST(random frames and events never break the order) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  int64_t last = 0;
  uint64_t seq = 0;
  registry->sessions.resize(1);
  for (auto i = 0; i < 400; ++i)
    registry->sessions.push_back(registry->sessions[0]);
  first->last_seq = 1'000'000;
  for (auto i = 0; i < 2'000 && out->closed.empty(); ++i) {
    switch (random() % 6) {
      case 0: frame(action("accept")); break;
      case 1: frame("{"); break;
      case 2:
        if (random() % 10 == 0 && registry->created.size() < 300) {
          frame(start_text);
          seq = 0;
          last = 0;
        }
        break;
      default:
        // Some come twice, some again later.
        event(1 + random() % (seq + 1));
        if (random() % 2 == 0)
          event(++seq);
    }
    for (auto& x : sent())
      if (auto number = x.integer("seq")) {
        CAF_CHECK_EQUAL(number, last + 1);
        last = number;
      }
  }
}

CAF_TEST_FIXTURE_SCOPE_END()
