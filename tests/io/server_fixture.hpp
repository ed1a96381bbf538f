/// A server on a free port of 127.0.0.1 with a fake registry behind it, for
/// suites that speak to it through real sockets.
#pragma once

#include "tests/support/test.hpp"

#include "io/server.hpp"
#include "tests/support/raw_socket.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>

namespace troupe::test {

struct io_config : caf::actor_system_config {
  io_config() {
    add_message_types<caf::id_block::troupe>();
    add_message_types<caf::id_block::troupe_actors>();
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads", 2u);
  }
};

/// A registry without sessions. With an argument: CAF 0.17.6 dereferences a
/// null pointer to the arguments of functions that have none.
inline registry_actor::behavior_type
empty_registry(registry_actor::pointer, int) {
  return {
    [](atom::create,
       const session_request&) -> caf::result<session_id, session_actor> {
      return make_error(ec::unavailable, "no sessions here");
    },
    [](atom::find, const session_id&) -> caf::result<session_actor> {
      return make_error(ec::not_found, "no such session");
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

struct server_fixture {
  server_fixture() { options.port = 0; }

  /// Starts a server with `options`; what came before ends.
  void serve(request_handler handler, registry_actor registry = {}) {
    running.reset();
    if (!registry)
      registry = system.spawn(empty_registry, 0);
    counters = std::make_shared<metrics>();
    running = std::make_unique<server>(options, system, registry,
                                       std::move(handler), counters);
    if (auto err = running->start())
      CAF_FAIL("the server does not start: " << text_of(err));
  }

  uint16_t port() const { return running->port(); }
  raw_socket connect() const { return raw_socket{port()}; }

  io_config config;
  caf::actor_system system{config};
  server_options options;
  metrics_ptr counters;
  std::unique_ptr<server> running;
};

} // namespace troupe::test
