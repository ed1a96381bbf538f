// What durability costs: events a second through STOREKEEPER with 1, 10 and
// 100 sessions that each wait for the answer before the next event, beside one
// commit for each event and beside the same without fsync. All in one run,
// taking turns, because disks differ from hour to hour; compare the ratios.
//
//   log_cost [folder [rounds]]
#include "actors/actor_base.hpp"
#include "actors/storekeeper.hpp"

#include "protocol/defaults.hpp"
#include "store/sqlite_store.hpp"
#include "tests/store/faulty_disk.hpp"
#include "tests/store/sample_events.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>

using namespace troupe;

namespace {

/// A stage's data of a film of a few scenes.
constexpr size_t body_bytes = 2'000;

session_event event_of(const session_id& id, uint64_t seq) {
  if (seq == 1)
    return test::started(id);
  auto event = test::event_of(id, seq);
  event.body.append(body_bytes, ' ');
  return event;
}

using writer_actor = caf::typed_actor<caf::reacts_to<atom::run>>;

/// Appends event after event to one session.
struct writer_state {
  static inline const char* name = "writer";
  explicit writer_state(writer_actor::pointer owner) : self(owner) {}

  void next() {
    if (++seq > events) {
      self->quit();
      return;
    }
    self
      ->request(store, defaults::store_deadline, atom::append_v,
                std::vector{event_of(id, seq)})
      .then([this](uint64_t) { next(); },
            [](const caf::error& err) {
              std::fprintf(stderr, "%s\n", text_of(err).c_str());
              std::_Exit(1);
            });
  }

  writer_actor::pointer self;
  storekeeper_actor store;
  session_id id;
  uint64_t events = 0;
  uint64_t seq = 0;
};

writer_actor::behavior_type
writer(writer_actor::stateful_pointer<writer_state> self,
       storekeeper_actor store, session_id id, uint64_t events) {
  self->state.store = std::move(store);
  self->state.id = std::move(id);
  self->state.events = events;
  return {
    [self](atom::run) { self->state.next(); },
  };
}

/// A log in a folder of its own, gone afterwards.
struct fresh_log {
  explicit fresh_log(const std::filesystem::path& parent) {
    auto pattern = (parent / "log-cost-XXXXXX").string();
    if (!mkdtemp(pattern.data())) {
      std::perror(pattern.c_str());
      std::exit(1);
    }
    path = pattern;
    auto data = data_folder::open(path, 0);
    auto opened = data ? open_sqlite_store(*data) : data.error();
    if (!opened) {
      std::fprintf(stderr, "%s\n", text_of(opened.error()).c_str());
      std::exit(1);
    }
    store = std::move(*opened);
  }
  ~fresh_log() {
    store = nullptr;
    std::filesystem::remove_all(path);
  }

  std::filesystem::path path;
  std::shared_ptr<event_store> store;
};

struct figure {
  double events_per_second = 0;
  double events_per_commit = 0;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  std::chrono::duration<double> spent =
    std::chrono::steady_clock::now() - start;
  return spent.count();
}

figure one_commit_each(const std::filesystem::path& parent, uint64_t events) {
  fresh_log log{parent};
  auto id = test::id_of(0);
  auto start = std::chrono::steady_clock::now();
  for (uint64_t seq = 1; seq <= events; ++seq)
    if (!test::do_one(*log.store, test::append({event_of(id, seq)})))
      std::exit(1);
  return {static_cast<double>(events) / seconds_since(start), 1};
}

figure through_storekeeper(caf::actor_system& sys,
                           const std::filesystem::path& parent,
                           unsigned sessions, uint64_t events) {
  fresh_log log{parent};
  auto numbers = std::make_shared<metrics>();
  caf::scoped_actor self{sys};
  auto keeper =
    spawn_actor<caf::detached>(sys, storekeeper, log.store, numbers);
  auto start = std::chrono::steady_clock::now();
  for (unsigned n = 0; n < sessions; ++n) {
    auto one = spawn_actor(sys, writer, keeper, test::id_of(n), events);
    self->monitor(one);
    self->send(one, atom::run_v);
  }
  for (unsigned n = 0; n < sessions; ++n)
    self->receive([](const caf::down_msg&) {});
  auto spent = seconds_since(start);
  self->monitor(keeper);
  self->send_exit(keeper, caf::exit_reason::user_shutdown);
  self->receive([](const caf::down_msg&) {});
  auto total = static_cast<double>(sessions * events);
  return {total / spent, total / static_cast<double>(numbers->commits.load())};
}

figure median(std::vector<figure> all) {
  std::ranges::sort(all, {}, &figure::events_per_second);
  return all[all.size() / 2];
}

} // namespace

int main(int argc, char** argv) {
  std::filesystem::path parent = argc > 1 ? argv[1] : ".";
  auto rounds = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 5;
  test::faulty_disk disk;
  caf::actor_system_config cfg;
  cfg.set("scheduler.policy", caf::atom("sharing"));
  cfg.set("scheduler.max-threads", 2);
  caf::actor_system sys{cfg};
  std::map<std::string, std::vector<figure>> figures;
  for (unsigned long round = 0; round < std::max(rounds, 1UL); ++round) {
    figures["1 one commit an event"].push_back(one_commit_each(parent, 300));
    for (auto [sessions, events] :
         {std::pair{1U, 300UL}, {10U, 100UL}, {100U, 30UL}}) {
      auto name = std::to_string(sessions) + " sessions";
      figures["2 group commit, " + name].push_back(
        through_storekeeper(sys, parent, sessions, events));
      disk.skip_syncs(true);
      figures["3 without fsync, " + name].push_back(
        through_storekeeper(sys, parent, sessions, events));
      disk.skip_syncs(false);
    }
  }
  auto base = median(figures.begin()->second).events_per_second;
  std::printf("%-32s %10s %8s %14s\n", "medians of taking turns", "events/s",
              "ratio", "events/commit");
  for (const auto& [name, all] : figures) {
    auto x = median(all);
    std::printf("%-32s %10.0f %8.2f %14.1f\n", name.c_str() + 2,
                x.events_per_second, x.events_per_second / base,
                x.events_per_commit);
  }
}
