#include "protocol/webhook.hpp"

namespace troupe {

std::string_view to_string(job_ending x) {
  switch (x) {
    case job_ending::completed: return "completed";
    case job_ending::failed: return "failed";
    case job_ending::cancelled: return "cancelled";
  }
  return "unknown";
}

std::string_view to_string(delivery_state x) {
  switch (x) {
    case delivery_state::pending: return "pending";
    case delivery_state::delivered: return "delivered";
    case delivery_state::failed: return "failed";
  }
  return "unknown";
}

} // namespace troupe
