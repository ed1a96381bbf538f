/// A TOML file as flat keys with their places. Pure but for reading the file;
/// any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace troupe {

struct config_entry {
  /// "server.port".
  std::string key;
  /// One for scalars, any number for arrays.
  std::vector<std::string> items;
  bool is_array = false;
  /// "troupe.toml:3", as the file was named.
  std::string place;
};

struct config_file_content {
  std::vector<config_entry> entries;
  /// Empty when the file could be read.
  std::string error;
};

config_file_content read_config_file(const std::filesystem::path& path);

} // namespace troupe
