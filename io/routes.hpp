/// All HTTP endpoints but the WebSocket: GET / lists them, docs/operations.md
/// explains them. Built once by the composition root; any thread.
#pragma once

#include "io/file_desk.hpp"
#include "io/gate.hpp"
#include "io/router.hpp"
#include "io/session_owners.hpp"
#include "io/ticket_box.hpp"
#include "protocol/actors.hpp"
#include "protocol/json.hpp"
#include "protocol/metrics.hpp"

#include <caf/actor_system.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace troupe {

/// One line of /readyz.
struct health_check {
  std::string name;
  bool is_ok = false;
  /// What was seen; when it is not ok, also how to mend it.
  std::string detail;
};

struct route_options {
  /// The folder whose files are public: <data>/outputs/videos.
  std::filesystem::path videos;
  /// Pages of these origins may use the forms, besides our own.
  std::vector<std::string> allowed_origins;
  /// Name -> version of the libraries in use, for /version.
  json libraries;
  /// Whether people may make accounts themselves.
  bool has_registration = true;
  /// What the program knows of itself (encoders, fonts, shutting down).
  /// Called on an io thread for each /readyz, so it must be quick.
  std::function<std::vector<health_check>()> readiness;
};

/// What the endpoints work with. Shared by all, never changed.
struct route_context {
  route_options options;
  films_actor films;
  storekeeper_actor store;
  pool_meter_actor pool;
  metrics_ptr counters;
  /// Null in tests of endpoints that need no accounts.
  account_keeper_actor accounts;
  /// Null: nobody is asked, everybody is local_identity().
  gate_ptr gate;
  /// Null: there are no webhooks.
  webhooks_actor webhooks;
  /// For sockets that show one.
  ticket_box_ptr tickets;
  std::shared_ptr<session_owners> owners = std::make_shared<session_owners>();
  /// Null: uploads are answered with 503.
  file_desk_ptr files;
  /// Outlives the server: spawns the small actors that wait for answers.
  caf::actor_system* system = nullptr;
};

/// All endpoints; a request_handler.
router make_router(route_context context);

} // namespace troupe
