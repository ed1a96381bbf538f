/// One session and the commands that tests give it: shared by the suites of
/// the session rules. Include after tests/support/test.hpp.
#pragma once

#include "protocol/defaults.hpp"
#include "protocol/session_machine.hpp"

#include <string>
#include <utility>
#include <vector>

namespace troupe::test {

inline const session_id id{"0123456789abcdef0123456789abcdef"};

inline session_command ask(command_kind kind) {
  session_command x;
  x.kind = kind;
  return x;
}

inline session_command regenerate(std::string feedback,
                                  std::vector<int32_t> scenes = {}) {
  auto x = ask(command_kind::regenerate);
  x.feedback = std::move(feedback);
  x.scenes = std::move(scenes);
  return x;
}

inline session_command go_to(stage at, uint32_t version) {
  auto x = ask(command_kind::go_to);
  x.has_stage = true;
  x.at = at;
  x.version = version;
  return x;
}

inline session_command edit(stage at, std::string data) {
  auto x = ask(command_kind::edit);
  x.has_stage = true;
  x.at = at;
  x.data = std::move(data);
  return x;
}

/// Data of a stage as a maker would report it.
inline std::string made(stage at, const std::string& mark) {
  if (at == stage::scenes)
    return R"({"scenes_data":{"title":"T","scenes":[)"
           R"({"scene_id":1,"title":"one","type":"hook","duration_sec":8},)"
           R"({"scene_id":2,"title":"two","type":"cta","duration_sec":6}]},)"
           R"("scene_count":2,"mark":")"
           + mark + "\"}";
  if (at == stage::script)
    return R"({"script":[{"scene_id":1,"script":"a b c"},)"
           R"({"scene_id":2,"script":"d"}],"script_count":2,"word_count":4,)"
           R"("estimated_duration_sec":2.0,"mark":")"
           + mark + "\"}";
  if (at == stage::render)
    return R"({"status":"complete","video_path":"/f/final.mp4",)"
           R"("video_url":"/outputs/f/final.mp4","duration":14.5,"mark":")"
           + mark + "\"}";
  return R"({"status":"complete","mark":")" + mark + "\"}";
}

struct session_fixture {
  session_machine machine;
  std::vector<session_event> log;
  std::vector<effect> last;
  std::string refusal;
  ec refused_with = ec::none;

  session_fixture() { begin(video_type::product_ad); }

  void begin(video_type type,
             review_policy policy = review_policy::wait_for_accept) {
    log.clear();
    session_request request{
      type, user_id{"u"},
      R"({"drug_name":"d","condition":"c","indication":"i","topic":"t",)"
      R"("brand_name":"b",)"
      R"("seed":7})",
      policy};
    auto started = session_machine::start(id, request, 5);
    CAF_REQUIRE(started);
    machine = std::move(started->machine);
    take(std::move(started->effects));
  }

  void take(std::vector<effect> effects) {
    last = std::move(effects);
    for (auto& x : last)
      if (auto event = std::get_if<persist_event>(&x))
        log.push_back(event->event);
  }

  bool send(const session_command& command) {
    auto before = machine;
    auto out = machine.apply(command, 6);
    refusal = out ? "" : text_of(out.error());
    refused_with = out ? ec::none : code_of(out.error());
    if (!out) {
      CAF_CHECK(machine == before);
      return false;
    }
    take(std::move(*out));
    return true;
  }

  bool send(command_kind kind) { return send(ask(kind)); }

  /// The running stage reports.
  void report(stage_outcome outcome, std::string text) {
    auto& x = machine.history();
    CAF_REQUIRE(x.phase == session_phase::running);
    stage_report r{x.current_stage(), x.version, outcome, {}, {}};
    (outcome == stage_outcome::failed ? r.failure : r.data) = std::move(text);
    take(machine.apply(r, 7));
  }

  void done(const std::string& mark = "m") {
    report(stage_outcome::completed,
           made(machine.history().current_stage(), mark));
  }

  void fail(const std::string& why = "API timeout") {
    report(stage_outcome::failed, why);
  }

  /// From the running first stage to the review of this one.
  void walk_to(stage at) {
    while (true) {
      if (machine.history().phase == session_phase::running)
        done();
      if (machine.history().current_stage() == at)
        return;
      CAF_REQUIRE(send(command_kind::accept));
    }
  }

  json inputs() const {
    for (auto& x : last)
      if (auto run = std::get_if<run_stage>(&x))
        return *json::parse(run->run.inputs);
    return {};
  }

  json body() const { return *json::parse(log.back().body); }
  event_kind kind() const { return log.back().kind; }

  /// "running script 2": where the session stands.
  std::string stands() const {
    auto& x = machine.history();
    return std::string{to_string(x.phase)} + " "
           + std::string{to_string(x.current_stage())} + " "
           + std::to_string(x.version);
  }
};

template <class T>
bool has(const std::vector<effect>& effects) {
  for (auto& x : effects)
    if (std::holds_alternative<T>(x))
      return true;
  return false;
}

} // namespace troupe::test
