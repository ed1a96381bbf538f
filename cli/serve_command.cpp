#include "cli/commands.hpp"
#include "cli/door_gate.hpp"
#include "cli/engine.hpp"
#include "cli/leave.hpp"
#include "cli/machine.hpp"
#include "cli/signals.hpp"
#include "io/origin.hpp"
#include "io/routes.hpp"
#include "io/server.hpp"
#include "protocol/defaults.hpp"
#include "protocol/version.hpp"
#include "store/file_store.hpp"

#include <future>
#include <iostream>

#include <spdlog/spdlog.h>

namespace troupe {

namespace {

server_options server_options_of(const config& values) {
  server_options out;
  out.bind = values.text("server.bind");
  out.port = static_cast<uint16_t>(values.number("server.port"));
  out.allowed_hosts = values.list("server.allow_hosts");
  out.allowed_origins = values.list("server.allow_origins");
  out.limits.connections
    = static_cast<size_t>(values.number("server.connections"));
  out.limits.connections_per_address
    = static_cast<size_t>(values.number("server.connections_per_address"));
  // A form has a little more than its file.
  constexpr uint64_t form_bytes = 64 * 1024;
  out.limits.body_bytes
    = std::max(out.limits.body_bytes,
               file_store_limits{}.file_bytes + form_bytes);
  return out;
}

/// "::1" is a host only in brackets.
std::string host_of(const std::string& address) {
  return address.find(':') == std::string::npos ? address
                                                : '[' + address + ']';
}

std::vector<health_check> checks_of(const std::vector<finding>& findings,
                                    bool is_draining) {
  std::vector<health_check> out;
  for (auto& x : findings)
    out.push_back({x.name, x.is == finding::level::ok,
                   x.remedy.empty() ? x.detail : x.detail + "; " + x.remedy});
  out.push_back({"accepting", !is_draining,
                 is_draining ? "shutting down" : "new films are taken"});
  return out;
}

void greet(const server& door, const config& values, const engine& films) {
  auto place = host_of(values.text("server.bind")) + ':'
               + std::to_string(door.port());
  std::cout << "Troupe " << version << " is ready at http://" << place << "/\n"
            << "  creator mode  ws://" << place << "/ws/creator\n"
            << "  data folder   " << films.folder().root().string() << "\n"
            << "  stop with Ctrl-C" << std::endl;
}

int refuse_bind(const config& values) {
  std::cerr << "troupe: " << values.text("server.bind")
            << " can be reached by others, and nobody is asked who they are.\n"
               "  Add --auth accounts (docs/auth.md), or "
               "--allow-unauthenticated if everybody may use it.\n";
  return exit_usage;
}

} // namespace

int serve(const config& values) {
  if (is_reachable_by_others(values)
      && !asks_who(values) && !values.is_on("server.allow_unauthenticated"))
    return refuse_bind(values);
  signal_waiter signals;
  auto machine = std::async(std::launch::async, look_at_machine);
  auto options = engine_options_of(values);
  options.has_webhooks = true;
  auto films = engine::open(options);
  auto failure = films ? (*films)->open_accounts(values) : films.error();
  if (failure) {
    std::cerr << "troupe: " << text_of(failure) << '\n';
    return exit_failure;
  }
  auto& actors = **films;
  auto guard_at_door = make_gate(values, actors);
  if (!guard_at_door) {
    std::cerr << "troupe: " << text_of(guard_at_door.error()) << '\n';
    return exit_usage;
  }
  auto draining = std::make_shared<std::atomic<bool>>(false);
  route_context context;
  context.options.videos = actors.folder().videos();
  context.options.allowed_origins = values.list("server.allow_origins");
  context.options.libraries = library_versions();
  context.options.readiness
    = [draining, findings = machine.get()] { return checks_of(findings, *draining); };
  context.films = actors.node();
  context.store = actors.store();
  context.pool = actors.node();
  context.counters = actors.counters();
  context.files = std::make_shared<file_desk>(actors.files());
  context.accounts = actors.accounts();
  context.webhooks = actors.webhooks();
  context.options.has_registration
    = values.text("auth.registration") == "open";
  context.gate = *guard_at_door;
  context.tickets = std::make_shared<ticket_box>();
  auto doors = server_options_of(values);
  doors.gate = context.gate;
  doors.tickets = context.tickets;
  context.system = &actors.system();
  for (auto& x : context.options.readiness())
    if (!x.is_ok)
      spdlog::warn("{}: {}", x.name, x.detail);
  server door{std::move(doors), actors.system(), actors.node(),
              make_router(std::move(context)), actors.counters()};
  if (auto err = door.start()) {
    std::cerr << "troupe: " << text_of(err) << '\n';
    return exit_failure;
  }
  greet(door, values, actors);
  auto number = signals.wait();
  spdlog::info("stopping: {}", actors.has_failed() ? "the store has failed"
                                                   : strsignal(number));
  leave_guard guard{signals};
  *draining = true;
  auto stopped = actors.stop();
  door.stop();
  if (stopped)
    spdlog::error("stop: {}", text_of(stopped));
  auto code = stopped || actors.has_failed() ? exit_failure : exit_ok;
  // Destructors of the actor system may wait for ever; everything that
  // matters is on disk.
  leave_now(code);
}

} // namespace troupe
