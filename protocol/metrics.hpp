/// Counters that actors and connections bump and GET /metrics reads. One
/// object a process, made by the composition root and shared; every member is
/// atomic, so any thread may use it. Names on the wire: io/metrics_page.cpp.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace troupe {

struct metrics {
  using counter = std::atomic<uint64_t>;

  counter sessions_started{0};
  counter sessions_restored{0};
  counter sessions_completed{0};
  counter sessions_stopped{0};
  counter sessions_failed{0};
  counter sessions_active{0};      ///< gauge: actors in memory
  counter stages_completed{0};
  counter stages_failed{0};
  counter pieces_made{0};
  counter pieces_reused{0};
  counter pieces_cached{0};        ///< taken from the cache
  counter pieces_failed{0};
  counter pieces_queued{0};        ///< gauge
  counter pieces_running{0};       ///< gauge
  counter events_committed{0};
  counter commits{0};              ///< fsyncs: fewer than events under load
  counter commit_microseconds{0};
  counter connections_open{0};     ///< gauge
  counter connections_total{0};
  counter connections_refused{0};
  counter websocket_open{0};       ///< gauge
  counter websocket_messages_in{0};
  counter websocket_messages_out{0};
  counter websocket_dropped_progress{0};
  counter slow_watchers_closed{0};
  counter http_requests{0};
  counter http_client_errors{0};
  counter http_server_errors{0};
};

using metrics_ptr = std::shared_ptr<metrics>;

} // namespace troupe
