#include "protocol/utc_time.hpp"

#include <ctime>

namespace troupe {

std::string utc_time(int64_t milliseconds) {
  if (milliseconds == 0)
    return {};
  auto seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  return {text,
          std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

} // namespace troupe
