#include "cli/film_render.hpp"

#include "actors/stage_meter.hpp"
#include "protocol/film_document.hpp"
#include "protocol/stage_plan.hpp"
#include "providers/piece_runner.hpp"

#include <algorithm>
#include <chrono>

namespace troupe {

namespace {

using clock = std::chrono::steady_clock;

/// Faster than people read.
constexpr auto progress_interval = std::chrono::milliseconds{100};

class film_run {
 public:
  film_run(maker& makes, json inputs, const film_render_options& options)
    : makes_(makes), inputs_(std::move(inputs)), options_(options) {}

  result<json> all() {
    auto stages = json::make_array();
    if (is_spoken(inputs_))
      stages.push_back(to_string(stage::tts));
    stages.push_back(to_string(stage::render));
    tell(event_kind::session_started,
         json::make_object({{"video_type", inputs_.text("video_type")},
                            {"stage_order", stages}}));
    if (is_spoken(inputs_)) {
      auto voices = run(stage::tts);
      if (!voices)
        return voices;
      inputs_["upstream"]["tts"] = std::move(*voices);
    }
    auto film = run(stage::render);
    if (!film)
      return film;
    auto published = makes_.publish(options_.session, film->dump());
    if (!published)
      return published.error();
    return film;
  }

 private:
  result<json> run(stage at) {
    auto plan = plan_spoken_stage(at, inputs_, options_.lexicon);
    if (!plan)
      return plan.error();
    // Nobody watches a film that is made from a file.
    std::erase_if(*plan, [](auto& x) {
      return x.kind == piece_kind::animatic || x.kind == piece_kind::live;
    });
    auto name = std::string{to_string(at)};
    tell(event_kind::stage_running,
         json::make_object({{"stage", name}, {"version", 1}}));
    auto records = run_pieces(makes_, *plan, options_of(at, *plan));
    if (!records)
      return failed(at, records.error());
    auto data = assemble_stage(at, inputs_, options_.session,
                               options_.folder.string(), *records);
    if (!data)
      return failed(at, data.error());
    tell(event_kind::stage_completed,
         json::make_object({{"stage", name}, {"version", 1}, {"data", *data}}));
    return data;
  }

  run_options options_of(stage at, const std::vector<piece>& plan) {
    run_options out;
    out.session = options_.session;
    out.workers = options_.workers;
    out.stop = options_.stop;
    out.tell = [this, at, meter = stage_meter{plan, clock::now()},
                last = clock::time_point{}](size_t index,
                                            double done) mutable {
      meter.advanced(index, done);
      auto now = clock::now();
      if (now - last < progress_interval || !options_.tell_progress)
        return;
      last = now;
      options_.tell_progress({options_.session, at, 1, meter.percent(),
                              meter.message(index), meter.seconds_left(now)});
    };
    return out;
  }

  error failed(stage at, const error& why) {
    if (code_of(why) != ec::cancelled)
      tell(event_kind::stage_failed,
           json::make_object({{"stage", to_string(at)},
                              {"version", 1},
                              {"error", text_of(why)}}));
    return why;
  }

  void tell(event_kind kind, const json& body) {
    if (options_.tell)
      options_.tell({options_.session, ++seq_, kind, 0, body.dump()});
  }

  maker& makes_;
  json inputs_;
  const film_render_options& options_;
  uint64_t seq_ = 0;
};

} // namespace

result<json> render_film(maker& makes, json inputs,
                         const film_render_options& options) {
  return film_run{makes, std::move(inputs), options}.all();
}

} // namespace troupe
