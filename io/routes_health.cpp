#include "io/metrics_page.hpp"
#include "io/routes_parts.hpp"
#include "protocol/defaults.hpp"
#include "protocol/version.hpp"

#include <caf/event_based_actor.hpp>

#include <algorithm>

namespace troupe {

namespace {

using namespace std::chrono_literals;

/// A load balancer gives up after a few seconds; by then we say which check
/// did not answer.
constexpr auto probe_deadline = 2s;

/// Waits for the actors' answers and then tells all of it. One a request.
struct readiness_probe {
  readiness_probe(std::vector<health_check> known, respond answer)
    : checks(std::move(known)), answer(std::move(answer)) {}

  void add(health_check check) {
    checks.push_back(std::move(check));
    if (--open > 0)
      return;
    auto ready = std::ranges::all_of(checks, &health_check::is_ok);
    auto list = json::make_array();
    for (auto& x : checks)
      list.push_back(json::make_object(
        {{"name", x.name}, {"ok", x.is_ok}, {"detail", x.detail}}));
    auto response = json_response(
      json::make_object({{"status", ready ? "ready" : "unavailable"},
                         {"checks", std::move(list)}}),
      ready ? 200 : 503);
    if (!ready)
      response.headers.add("Retry-After", "5");
    answer(std::move(response));
  }

  int open = 2;
  std::vector<health_check> checks;
  respond answer;
};

health_check store_check(const error& err) {
  return {"store", !err,
          err ? "the event log can't be written: " + text_of(err)
              : "the event log can be written"};
}

health_check pool_check(uint64_t waiting, uint64_t running) {
  return {"media_pool", waiting < defaults::pool_queue_limit,
          std::to_string(running) + " pieces being made, "
            + std::to_string(waiting) + " of "
            + std::to_string(defaults::pool_queue_limit) + " places taken"};
}

health_check disk_check(const std::filesystem::path& folder) {
  constexpr uint64_t mebibyte = 1024 * 1024;
  auto free = free_bytes(folder);
  if (!free)
    return {"disk", false, "the data folder is gone or not readable"};
  return {"disk", *free >= defaults::disk_reserve_bytes,
          std::to_string(*free / mebibyte) + " MiB free, "
            + std::to_string(defaults::disk_reserve_bytes / mebibyte)
            + " MiB are kept in reserve"};
}

void probe(const route_context& context, respond answer) {
  std::vector<health_check> known;
  if (context.options.readiness)
    known = context.options.readiness();
  known.push_back(disk_check(context.options.videos));
  auto state
    = std::make_shared<readiness_probe>(std::move(known), std::move(answer));
  context.system->spawn(
    [](caf::event_based_actor* self, const storekeeper_actor& store,
       const pool_meter_actor& pool,
       const std::shared_ptr<readiness_probe>& state) {
      self->request(store, probe_deadline, atom::ping_v)
        .then([state](atom::done) { state->add(store_check({})); },
              [state](const error& err) { state->add(store_check(err)); });
      self->request(pool, probe_deadline, atom::ping_v)
        .then(
          [state](uint64_t waiting, uint64_t running) {
            state->add(pool_check(waiting, running));
          },
          [state](const error& err) {
            state->add({"media_pool", false, text_of(err)});
          });
    },
    context.store, context.pool, state);
}

json version_body(const json& libraries) {
  return json::make_object({{"service", "troupe"},
                            {"version", version},
                            {"engine_version", engine_version},
                            {"libraries", libraries}});
}

} // namespace

void add_health_routes(router& routes, const route_context_ptr& context) {
  routes.add("GET", "/healthz", [](auto&, auto&, auto answer) {
    answer(json_response(json::make_object({{"status", "alive"}})));
  }, access::everybody);
  routes.add("GET", "/readyz", [context](auto&, auto&, auto answer) {
    probe(*context, std::move(answer));
  }, access::everybody);
  routes.add("GET", "/version", [context](auto&, auto&, auto answer) {
    answer(json_response(version_body(context->options.libraries)));
  }, access::everybody);
  routes.add("GET", "/metrics", [context](auto&, auto&, auto answer) {
    answer({200,
            {{"Content-Type", metrics_content_type},
             {"Cache-Control", "no-store"}},
            metrics_page(*context->counters)});
  }, access::everybody);
}

} // namespace troupe
