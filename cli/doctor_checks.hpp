/// What `troupe doctor` looks at. Blocking, under a second; any thread.
#pragma once

#include "cli/config.hpp"
#include "cli/machine.hpp"

namespace troupe {

/// Settings, encoders, voices, fonts, processor, data folder, disk, port,
/// clock, in this order.
std::vector<finding> examine(const config_outcome& loaded);

/// The parts that depend on settings only.
finding examine_folder(const std::filesystem::path& folder);
finding examine_disk(const std::filesystem::path& folder,
                     uint64_t reserve_bytes);
finding examine_port(const std::string& address, uint16_t port);
finding examine_clock(int64_t seconds_since_1970);

} // namespace troupe
