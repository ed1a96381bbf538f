// The process that tests/actors/storekeeper_crash.cpp kills: sessions that
// write through a real STOREKEEPER and print each answer when it has come.
//
//   storekeeper_crash_writer FOLDER      "<session> <seq>" a line on stdout
#include "actors/actor_base.hpp"
#include "actors/storekeeper.hpp"

#include "protocol/defaults.hpp"
#include "store/sqlite_store.hpp"
#include "tests/store/sample_events.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

using namespace troupe;

namespace {

constexpr unsigned writers = 4;
constexpr uint64_t events_each = 50;

using writer_actor = caf::typed_actor<caf::reacts_to<atom::run>>;

struct writer_state {
  static inline const char* name = "writer";
  explicit writer_state(writer_actor::pointer owner) : self(owner) {}

  void next() {
    if (++seq > events_each) {
      self->quit();
      return;
    }
    auto event = seq == 1 ? test::started(id) : test::event_of(id, seq);
    self
      ->request(store, defaults::store_deadline, atom::append_v,
                std::vector{std::move(event)})
      .then([this](uint64_t last) { acknowledged(last); },
            [](const caf::error& err) { fail(err); });
  }

  void acknowledged(uint64_t last) {
    auto line = id.str() + " " + std::to_string(last) + "\n";
    if (write(STDOUT_FILENO, line.data(), line.size()) < 0)
      std::_Exit(3);
    auto piece = test::piece_of(std::to_string(last));
    self->request(store, defaults::store_deadline, atom::record_v, id, piece)
      .then([this](atom::done) { next(); },
            [](const caf::error& err) { fail(err); });
  }

  [[noreturn]] static void fail(const caf::error& err) {
    std::fprintf(stderr, "%s\n", text_of(err).c_str());
    std::_Exit(2);
  }

  writer_actor::pointer self;
  storekeeper_actor store;
  session_id id;
  uint64_t seq = 0;
};

writer_actor::behavior_type
writer(writer_actor::stateful_pointer<writer_state> self,
       storekeeper_actor store, session_id id) {
  self->state.store = std::move(store);
  self->state.id = std::move(id);
  return {
    [self](atom::run) { self->state.next(); },
  };
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 2)
    return 1;
  auto data = data_folder::open(argv[1], 0);
  if (!data)
    writer_state::fail(data.error());
  auto store = open_sqlite_store(*data);
  if (!store)
    writer_state::fail(store.error());
  caf::actor_system_config cfg;
  caf::actor_system sys{cfg};
  auto keeper = spawn_actor<caf::detached>(
    sys, storekeeper, std::shared_ptr<event_store>{std::move(*store)},
    std::make_shared<metrics>());
  {
    caf::scoped_actor self{sys};
    for (unsigned n = 0; n < writers; ++n) {
      auto one = spawn_actor(sys, writer, keeper, test::id_of(n));
      self->monitor(one);
      self->send(one, atom::run_v);
    }
    for (unsigned n = 0; n < writers; ++n)
      self->receive([](const caf::down_msg&) {});
    self->send_exit(keeper, caf::exit_reason::user_shutdown);
  }
  return 0;
}
