#define CAF_SUITE session_properties
#include "tests/support/test.hpp"

#include "protocol/session_machine.hpp"
#include "tests/protocol/log_checker.hpp"

#include <cstdlib>
#include <random>

using namespace troupe;

namespace {

uint64_t number_from(const char* name, uint64_t fallback) {
  auto text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : fallback;
}

/// One random life of a session, checked after every step.
class random_life {
public:
  random_life(uint64_t seed, video_type type, review_policy policy)
    : type_(type), policy_(policy) {
    // No two tests live the same lives.
    random_.seed(seed * 16 + static_cast<uint64_t>(type) * 2
                 + static_cast<uint64_t>(policy));
  }

  /// Empty, or what is broken and after which steps.
  std::string live() {
    begin();
    auto steps = below(80);
    for (uint64_t i = 0; i < steps && broken_.empty(); ++i) {
      step();
      // A few steps after the end are enough to see that nothing happens.
      if (machine_.ended() && chance(20))
        break;
    }
    if (broken_.empty())
      check_replay();
    return broken_.empty() ? "" : broken_ + "; steps: " + story_;
  }

  size_t events() const { return log_.size(); }
  bool complete() const {
    return machine_.history().last_event == event_kind::pipeline_complete;
  }

private:
  using effects = std::vector<effect>;

  uint64_t below(uint64_t limit) { return random_() % limit; }
  bool chance(uint64_t percent) { return below(100) < percent; }

  void must(bool ok, const char* what) {
    if (!ok && broken_.empty())
      broken_ = what;
  }

  void begin() {
    session_request request;
    request.type = type_;
    request.owner = user_id{"u"};
    request.policy = policy_;
    request.payload = R"({"topic":"t","brand_name":"b","prompt":"p",
      "drug_name":"d","condition":"c","indication":"i"})";
    auto started = session_machine::start(
      session_id{"0123456789abcdef0123456789abcdef"}, request, 1);
    machine_ = std::move(started->machine);
    take(started->effects);
  }

  void step() {
    before_ = machine_;
    auto now = static_cast<int64_t>(log_.size());
    switch (below(10)) {
      case 0:
      case 1:
      case 2:
      case 3: return command(now);
      case 4:
      case 5:
      case 6: return report(now);
      case 7: return foreign_report(now);
      case 8: return publishing(now);
      default: return chance(30) ? crash(now) : report(now);
    }
  }

  // -- what happens ---------------------------------------------------------

  stage any_stage() { return static_cast<stage>(below(6)); }

  session_command any_command() {
    session_command x;
    // stop ends the life: seldom.
    constexpr command_kind kinds[] = {
      command_kind::accept,     command_kind::accept,
      command_kind::accept,     command_kind::regenerate,
      command_kind::regenerate, command_kind::edit,
      command_kind::go_to,      command_kind::go_to,
      command_kind::accept_all, command_kind::stop};
    x.kind = kinds[below(std::size(kinds))];
    if ((x.kind == command_kind::stop || x.kind == command_kind::accept_all)
        && chance(80))
      x.kind = command_kind::accept;
    x.has_stage = chance(70);
    x.at = any_stage();
    x.version = static_cast<uint32_t>(below(5));
    if (chance(50))
      x.feedback = "shorter";
    while (chance(15))
      x.scenes.push_back(static_cast<int32_t>(below(5)));
    x.data = chance(10)
               ? "[]"
               : data_of(chance(50) ? stage::scenes : stage::script).dump();
    return x;
  }

  json data_of(stage at) {
    auto n = static_cast<int64_t>(below(1000));
    auto list = json::make_array();
    auto scenes = 1 + below(3);
    for (uint64_t i = 1; i <= scenes; ++i)
      list.push_back(json::make_object(
        {{"scene_id", i}, {"title", "t"}, {"script", "s"}, {"n", n}}));
    if (at == stage::scenes)
      return json::make_object(
        {{"scenes_data", json::make_object({{"scenes", std::move(list)}})}});
    if (at == stage::script)
      return json::make_object({{"script", std::move(list)}});
    return json::make_object({{"status", "complete"}, {"n", n}});
  }

  void command(int64_t now) {
    auto asked = any_command();
    story_ += std::string{" "} + std::string{to_string(asked.kind)};
    auto failed = machine_.history().phase == session_phase::failed;
    auto ran = machine_.history().phase == session_phase::running;
    auto ended = machine_.ended();
    auto out = machine_.apply(asked, now);
    if (!out) {
      story_ += "(no)";
      must(machine_ == before_ && machine_.publishing() == before_.publishing(),
           "a refused command changes something");
      must(asked.kind != command_kind::stop || ended, "stop is refused");
      must(!text_of(out.error()).empty(), "refused without a sentence");
      if (ended)
        must(text_of(out.error()) == "No active session",
             "another sentence after the end");
      return;
    }
    must(!ended, "a command after the end");
    if (asked.kind == command_kind::accept
        || asked.kind == command_kind::accept_all)
      must(!failed, "accepted in the error state");
    if (asked.kind != command_kind::stop
        && asked.kind != command_kind::accept_all)
      must(!ran && !before_.publishing(), "taken while a stage runs");
    if (asked.kind == command_kind::stop)
      check_stop(*out, ran);
    else
      for (auto& x : *out)
        must(!std::holds_alternative<cancel_stage>(x),
             "cancels without a stop");
    take(*out);
  }

  void check_stop(const effects& out, bool ran) {
    auto cancels =
      !out.empty() && std::holds_alternative<cancel_stage>(out.front());
    must(cancels == ran, "cancel, or not, against what ran");
    must(out.size() == (ran ? 3U : 2U), "stop does more than stop");
  }

  void report(int64_t now) {
    auto& x = machine_.history();
    if (x.phase != session_phase::running)
      return publishing(now);
    stage_report done;
    done.at = x.current_stage();
    done.version = x.version;
    if (chance(20)) {
      done.outcome = stage_outcome::failed;
      done.failure = chance(80) ? "no\xff\n" : "\x01";
    } else if (done.at == stage::animations && chance(30)) {
      done.outcome = stage_outcome::skipped;
    }
    done.data = chance(5) ? "no json" : data_of(done.at).dump();
    story_ += " report:" + std::string{to_string(done.outcome)};
    auto out = machine_.apply(done, now);
    must(!out.empty(), "a report of the running stage is ignored");
    take(out);
  }

  void foreign_report(int64_t now) {
    auto& x = machine_.history();
    stage_report late;
    late.at = any_stage();
    late.version = static_cast<uint32_t>(below(4));
    if (x.phase == session_phase::running && late.at == x.current_stage()
        && late.version == x.version)
      ++late.version;
    late.data = data_of(late.at).dump();
    must(machine_.apply(late, now).empty(), "a foreign report does things");
    must(machine_ == before_, "a foreign report changes something");
  }

  void publishing(int64_t now) {
    auto was = machine_.publishing();
    auto why = chance(30) ? make_error(ec::io_failed, "no disk") : error{};
    auto out = machine_.published(why, now);
    must(out.empty() != was, "published out of turn");
    if (!was)
      must(machine_ == before_, "published out of turn changes something");
    else
      story_ += " published";
    take(out);
  }

  /// The process dies with the newest events lost, or not, and comes back.
  void crash(int64_t now) {
    story_ += " crash";
    log_.resize(log_.size() - below(std::min<size_t>(log_.size(), 3)));
    auto replayed = session_machine::replay(log_);
    must(replayed.engaged(), "replay refuses its own log");
    if (!replayed)
      return;
    machine_ = std::move(*replayed);
    before_ = machine_;
    shadow_ = machine_.history();
    checker_ = {};
    for (auto& event : log_)
      checker_.take(event);
    auto runs = machine_.history().phase == session_phase::running;
    auto out = machine_.resume(now);
    if (runs)
      must(out.size() == 1 && std::holds_alternative<run_stage>(out[0])
             && machine_ == before_,
           "a running stage does not go on as it was");
    take(out);
  }

  // -- what must hold -------------------------------------------------------

  void check_replay() {
    auto copy = session_machine::replay(log_);
    must(copy.engaged(), "replay refuses its own log");
    must(copy && *copy == machine_, "replay of the whole log differs");
  }

  void take(const effects& out) {
    bool finished = false;
    for (auto& x : out) {
      must(!finished, "something comes after finish");
      if (auto event = std::get_if<persist_event>(&x)) {
        log_.push_back(event->event);
        auto wrong = checker_.take(event->event);
        if (!wrong.empty() && broken_.empty())
          broken_ = wrong;
        must(!shadow_.apply(event->event), "the log can't be replayed");
      } else if (auto run = std::get_if<run_stage>(&x)) {
        check_run(run->run);
      } else if (auto film = std::get_if<publish_film>(&x)) {
        check_publish(*film);
      } else if (auto end = std::get_if<finish_session>(&x)) {
        must(checker_.ended() && !log_.empty()
               && log_.back().kind == end->reason,
             "finish without an end");
        finished = true;
      }
    }
    must(machine_.ended() == checker_.ended(), "ended, or not");
    must(finished == (machine_.ended() && !before_.ended()),
         "an end without finish");
    // The log's fold, event by event from the text, is the live machine.
    must(shadow_ == machine_.history(), "replay differs from the live one");
    auto& h = machine_.history();
    must(checker_.runs() == (h.phase == session_phase::running)
           || checker_.ended(),
         "running, or not");
    must(!(h.automatic && h.phase == session_phase::review
           && !machine_.publishing()),
         "auto waits for a person");
  }

  void check_run(const stage_run& run) {
    auto in = json::parse(run.inputs);
    must(in.engaged(), "inputs are no JSON");
    if (!in)
      return;
    auto at = std::string{to_string(run.at)};
    must(checker_.runs() && checker_.current() == at,
         "a run without stage_running");
    must(in->integer("version") == run.version, "inputs of another version");
    for (auto& name : checker_.order()) {
      if (name == at)
        break;
      auto data = checker_.data(name, checker_.selected(name));
      must(data && *data == in->at("upstream").at(name),
           "inputs are not what is selected");
    }
    auto& version = machine_.history().current_version();
    auto base = checker_.data(at, version.base);
    must(in->at("previous") == (base ? *base : json{}),
         "previous is not the base");
  }

  void check_publish(const publish_film& film) {
    auto& last = checker_.order().back();
    must(checker_.current() == last && !checker_.has_failed()
           && !checker_.runs(),
         "publishes what is not done");
    auto data = checker_.data(last, checker_.selected(last));
    must(data && data->dump() == film.data, "publishes something else");
  }

  std::mt19937_64 random_;
  video_type type_;
  review_policy policy_;
  session_machine machine_;
  session_machine before_;
  session_history shadow_;
  test::log_checker checker_;
  std::vector<session_event> log_;
  std::string broken_;
  std::string story_;
};

/// A tenth of the lives: CAF gives each test 30 s.
void live(video_type type, review_policy policy) {
  auto seed = number_from("TROUPE_TEST_SEED", std::random_device{}());
  auto lives = number_from("TROUPE_TEST_LIVES", 2'000);
  CAF_MESSAGE("TROUPE_TEST_SEED=" << seed);
  size_t events = 0;
  size_t complete = 0;
  for (uint64_t i = 0; i < lives; ++i) {
    random_life life{seed + i, type, policy};
    auto broken = life.live();
    if (!broken.empty())
      CAF_FAIL("TROUPE_TEST_SEED=" << seed + i
                                   << " TROUPE_TEST_LIVES=1: " << broken);
    events += life.events();
    complete += life.complete() ? 1 : 0;
  }
  CAF_MESSAGE(events << " events, " << complete << " films");
  // Lives that never get anywhere would prove nothing.
  CAF_CHECK(events >= 6 * lives);
  CAF_CHECK(complete >= lives / 50);
}

} // namespace

CAF_TEST(random reviewed product ads keep every promise) {
  live(video_type::product_ad, review_policy::wait_for_accept);
}

CAF_TEST(random unattended product ads keep every promise) {
  live(video_type::product_ad, review_policy::accept_all);
}

CAF_TEST(random reviewed compliance videos keep every promise) {
  live(video_type::compliance_video, review_policy::wait_for_accept);
}

CAF_TEST(random unattended compliance videos keep every promise) {
  live(video_type::compliance_video, review_policy::accept_all);
}

CAF_TEST(random reviewed mechanism films keep every promise) {
  live(video_type::moa, review_policy::wait_for_accept);
}

CAF_TEST(random unattended mechanism films keep every promise) {
  live(video_type::moa, review_policy::accept_all);
}

CAF_TEST(random reviewed ads for doctors keep every promise) {
  live(video_type::doctor_ad, review_policy::wait_for_accept);
}

CAF_TEST(random unattended ads for doctors keep every promise) {
  live(video_type::doctor_ad, review_policy::accept_all);
}

CAF_TEST(random reviewed social films keep every promise) {
  live(video_type::social_media, review_policy::wait_for_accept);
}

CAF_TEST(random unattended social films keep every promise) {
  live(video_type::social_media, review_policy::accept_all);
}CAF_TEST(lives of films that nobody attends keep the rules) {
  live(video_type::social_media, review_policy::unattended);
}

