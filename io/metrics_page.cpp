#include "io/metrics_page.hpp"

#include "protocol/version.hpp"

#include <prometheus/collectable.h>
#include <prometheus/text_serializer.h>

namespace troupe {

namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;

/// How one member of `metrics` is shown.
struct entry {
  const char* name;
  const char* help;
  MetricType type;
  metrics::counter metrics::*value;
  /// From the member's unit to the one in the name.
  double factor = 1;
};

constexpr auto total = MetricType::Counter;
constexpr auto gauge = MetricType::Gauge;

constexpr entry entries[] = {
  {"troupe_sessions_started_total", "Films that were begun.", total,
   &metrics::sessions_started},
  {"troupe_sessions_restored_total", "Sessions brought back from the log.",
   total, &metrics::sessions_restored},
  {"troupe_sessions_completed_total", "Films that were finished.", total,
   &metrics::sessions_completed},
  {"troupe_sessions_stopped_total", "Films stopped by a person.", total,
   &metrics::sessions_stopped},
  {"troupe_sessions_failed_total", "Unattended films that failed.", total,
   &metrics::sessions_failed},
  {"troupe_sessions_active", "Sessions in memory now.", gauge,
   &metrics::sessions_active},
  {"troupe_stages_completed_total", "Stage runs that gave a version.", total,
   &metrics::stages_completed},
  {"troupe_stages_failed_total", "Stage runs that failed.", total,
   &metrics::stages_failed},
  {"troupe_pieces_made_total", "Pieces (scenes, voices, segments) made.",
   total, &metrics::pieces_made},
  {"troupe_pieces_reused_total", "Pieces that were there already.", total,
   &metrics::pieces_reused},
  {"troupe_pieces_cached_total", "Pieces taken from the cache.", total,
   &metrics::pieces_cached},
  {"troupe_pieces_failed_total", "Pieces that failed.", total,
   &metrics::pieces_failed},
  {"troupe_pieces_queued", "Pieces that wait for a worker now.", gauge,
   &metrics::pieces_queued},
  {"troupe_pieces_running", "Pieces being made now.", gauge,
   &metrics::pieces_running},
  {"troupe_store_events_total", "Events made durable.", total,
   &metrics::events_committed},
  {"troupe_store_commits_total", "Commits; one may hold many events.", total,
   &metrics::commits},
  {"troupe_store_commit_seconds_total", "Time spent in commits.", total,
   &metrics::commit_microseconds, 1e-6},
  {"troupe_connections_open", "Connections now.", gauge,
   &metrics::connections_open},
  {"troupe_connections_total", "Connections taken.", total,
   &metrics::connections_total},
  {"troupe_connections_refused_total", "Connections over a limit.", total,
   &metrics::connections_refused},
  {"troupe_websocket_open", "WebSockets now.", gauge,
   &metrics::websocket_open},
  {"troupe_websocket_messages_received_total", "Messages from clients.",
   total, &metrics::websocket_messages_in},
  {"troupe_websocket_messages_sent_total", "Messages to clients.", total,
   &metrics::websocket_messages_out},
  {"troupe_websocket_progress_dropped_total",
   "Progress messages a slow client did not get.", total,
   &metrics::websocket_dropped_progress},
  {"troupe_websocket_slow_closed_total",
   "WebSockets closed because the client did not read.", total,
   &metrics::slow_watchers_closed},
  {"troupe_http_requests_total", "HTTP requests answered.", total,
   &metrics::http_requests},
  {"troupe_http_client_errors_total", "Answers 400 to 499.", total,
   &metrics::http_client_errors},
  {"troupe_http_server_errors_total", "Answers 500 to 599.", total,
   &metrics::http_server_errors},
};

MetricFamily build_info() {
  prometheus::ClientMetric metric;
  metric.label = {{"version", std::string{version}},
                  {"engine_version", std::string{engine_version}}};
  metric.gauge.value = 1;
  return {"troupe_build_info", "What this build calls itself; always 1.",
          MetricType::Gauge, {metric}};
}

/// What prometheus-cpp's own exposers and serializers read.
class counters_of : public prometheus::Collectable {
 public:
  explicit counters_of(const metrics& counters) : counters_(counters) {}

  std::vector<MetricFamily> Collect() const override {
    std::vector<MetricFamily> out{build_info()};
    for (auto& x : entries) {
      prometheus::ClientMetric metric;
      auto value = static_cast<double>((counters_.*x.value).load()) * x.factor;
      if (x.type == MetricType::Counter)
        metric.counter.value = value;
      else
        metric.gauge.value = value;
      out.push_back({x.name, x.help, x.type, {metric}});
    }
    return out;
  }

 private:
  const metrics& counters_;
};

} // namespace

std::string metrics_page(const metrics& counters) {
  return prometheus::TextSerializer{}.Serialize(
    counters_of{counters}.Collect());
}

} // namespace troupe
