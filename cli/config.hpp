/// The values in force and where each came from: flag > environment > file >
/// default. Made once at the start, then only read; any thread.
#pragma once

#include "cli/setting.hpp"
#include "protocol/json.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// Flags as given, by key of the setting; those of lists may come often.
using given_flags = std::map<std::string, std::vector<std::string>>;

struct config_sources {
  given_flags flags;
  /// All variables of the process; only TROUPE_* are looked at.
  std::map<std::string, std::string> environment;
  /// Of --config or TROUPE_CONFIG; it must exist then.
  std::optional<std::filesystem::path> file;
};

struct config_value {
  const setting* row = nullptr;
  std::vector<std::string> items;
  /// "default", "flag --port", "environment TROUPE_PORT", "troupe.toml:3".
  std::string origin = "default";
};

class config {
 public:
  std::string text(std::string_view key) const;
  int64_t number(std::string_view key) const;
  bool is_on(std::string_view key) const;
  const std::vector<std::string>& list(std::string_view key) const;
  const std::string& origin(std::string_view key) const;

  /// In the order of the table.
  const std::vector<config_value>& values() const { return values_; }
  /// Not wrong, but probably not meant: unknown TROUPE_* variables.
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  friend struct config_loader;
  const config_value& value(std::string_view key) const;

  std::vector<config_value> values_;
  std::vector<std::string> warnings_;
};

/// All values, or everything that is wrong: one line each, naming the key and
/// where it stands.
struct config_outcome {
  config values;
  std::vector<std::string> errors;
};

config_outcome load_config(const config_sources& sources,
                           std::span<const setting> table = all_settings());

/// The variables of this process.
std::map<std::string, std::string> process_environment();

/// --config, else TROUPE_CONFIG, else none.
std::optional<std::filesystem::path>
config_file_of(const std::string& flag,
               const std::map<std::string, std::string>& environment);

} // namespace troupe
