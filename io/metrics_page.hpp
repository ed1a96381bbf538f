/// The counters of protocol/metrics.hpp as Prometheus reads them. Names are
/// an interface: dashboards and alerts use them. Pure; any thread.
#pragma once

#include "protocol/metrics.hpp"

#include <string>

namespace troupe {

/// Prometheus text format 0.0.4; its media type is `metrics_content_type`.
std::string metrics_page(const metrics& counters);

inline constexpr const char* metrics_content_type
  = "text/plain; version=0.0.4; charset=utf-8";

} // namespace troupe
