/// Small typed behaviours that stand in for actors of the project.
#pragma once

#include "actors/actor_base.hpp"
#include "protocol/actors.hpp"

#include <caf/send.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace troupe::test {

/// What a watcher heard.
struct watch_notes {
  std::vector<session_event> events;
  std::vector<session_progress> progress;
  std::vector<std::string> goodbyes;

  std::vector<event_kind> kinds() const {
    std::vector<event_kind> out;
    for (auto& x : events)
      out.push_back(x.kind);
    return out;
  }
};

inline watcher_actor::behavior_type
fake_watcher(watcher_actor::pointer, std::shared_ptr<watch_notes> notes) {
  return {
    [notes](const session_event& x) { notes->events.push_back(x); },
    [notes](const session_progress& x) { notes->progress.push_back(x); },
    [notes](atom::unwatch, const session_id&, const std::string& why) {
      notes->goodbyes.push_back(why);
    },
  };
}

/// A piece, or a film, that a held worker was given and has not finished.
struct held_job {
  media_worker_actor worker;
  media_pool_actor pool;
  session_id session;
  piece_job job;
  std::string film;
  std::stop_token stop;
};

/// Where workers lay their jobs until the test finishes them by hand.
struct desk {
  std::deque<held_job> jobs;

  /// The worker of the nth job says so, and asks for more.
  void finish(size_t nth = 0) {
    auto x = take(nth);
    auto record = x.film.empty()
                    ? piece_record{x.job.work.key, x.job.work.kind,
                                   x.job.work.name, "{}", {"x.bin"}}
                    : piece_record{};
    caf::send_as(x.worker, x.pool, atom::done_v, x.session, record);
    caf::send_as(x.worker, x.pool, atom::idle_v, x.worker);
  }

  void fail(const error& why, size_t nth = 0) {
    auto x = take(nth);
    caf::send_as(x.worker, x.pool, atom::failed_v, x.session, x.job.work.key,
                 why);
    caf::send_as(x.worker, x.pool, atom::idle_v, x.worker);
  }

  void tick(double done, size_t nth = 0) {
    auto& x = jobs.at(nth);
    caf::send_as(x.worker, x.pool, atom::tick_v, x.session, x.job.work.key,
                 done);
  }

  held_job take(size_t nth) {
    auto x = jobs.at(nth);
    jobs.erase(jobs.begin() + static_cast<std::ptrdiff_t>(nth));
    return x;
  }

  std::string first_name() const { return names().at(0); }

  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (auto& x : jobs)
      out.push_back(x.film.empty() ? x.job.work.name : "publish");
    return out;
  }
};

inline media_worker_actor::behavior_type
held_worker(media_worker_actor::pointer self, media_pool_actor pool,
            std::shared_ptr<desk> to) {
  if (pool) {
    self->monitor(pool);
    self->set_down_handler([self](caf::down_msg&) { self->quit(); });
    self->send(pool, atom::idle_v, media_worker_actor{self});
  }
  return {
    [self, pool, to](atom::run, const piece_job& job, const cancel_token& x) {
      to->jobs.push_back({self, pool, job.session, job, {}, x.token});
    },
    [self, pool, to](atom::submit, const session_id& id,
                     const std::string& film) {
      to->jobs.push_back({self, pool, id, {}, film, {}});
    },
  };
}

/// What a stage told its session.
struct stage_notes {
  std::vector<stage_report> reports;
  std::vector<session_progress> progress;
  std::vector<piece_record> records;
};

/// Takes what a stage says; anything else fails the test by its error.
inline session_actor::behavior_type
fake_session(session_actor::pointer, std::shared_ptr<stage_notes> notes) {
  auto no = [](auto&&...) -> caf::result<uint64_t> {
    return make_error(ec::internal, "not expected by this test");
  };
  return {
    [no](const session_command& x) { return no(x); },
    [no](atom::watch, const watcher_actor& x, uint64_t, watch_mode) {
      return no(x);
    },
    [](atom::unwatch, const watcher_actor&) {},
    [](atom::tick) { return session_progress{}; },
    [notes](const stage_report& x) { notes->reports.push_back(x); },
    [notes](const session_progress& x) { notes->progress.push_back(x); },
    [notes](atom::record, const piece_record& x) {
      notes->records.push_back(x);
    },
    [](atom::shutdown, const std::string&) {},
    [](atom::internal, atom::idle) {},
  };
}

/// Takes progress; for pieces submitted by the test itself.
inline stage_actor::behavior_type
fake_stage(stage_actor::pointer, std::shared_ptr<std::vector<double>> ticks) {
  return {
    [](atom::run) {},
    [](atom::cancel) {},
    [ticks](atom::tick, const content_key&, double x) { ticks->push_back(x); },
  };
}

} // namespace troupe::test
