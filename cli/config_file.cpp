#include "cli/config_file.hpp"

#include <fstream>
#include <iterator>
#include <optional>

#include <toml++/toml.h>

namespace troupe {

namespace {

/// A settings file is a page or two.
constexpr size_t file_max_bytes = 256 * 1024;

std::string place_of(const std::filesystem::path& path,
                     const toml::source_region& source) {
  return path.string() + ':' + std::to_string(source.begin.line);
}

std::optional<std::string> scalar_text(const toml::node& node) {
  if (auto text = node.as_string())
    return text->get();
  if (auto number = node.as_integer())
    return std::to_string(number->get());
  if (auto flag = node.as_boolean())
    return flag->get() ? "true" : "false";
  return std::nullopt;
}

/// A value of a kind no setting has, kept as text that names it.
std::string strange(const toml::node& node) {
  return node.is_floating_point() ? "a number with a fraction"
         : node.is_table()        ? "a table"
         : node.is_array()        ? "an array"
                                  : "a date or time";
}

class collector {
 public:
  collector(const std::filesystem::path& path, config_file_content& out)
    : path_(path), out_(out) {}

  void collect(const toml::table& table, const std::string& prefix) {
    for (auto& [key, node] : table) {
      auto name = prefix + std::string{key.str()};
      if (auto inner = node.as_table())
        collect(*inner, name + '.');
      else
        add(name, node, place_of(path_, key.source()));
    }
  }

 private:
  void add(const std::string& name, const toml::node& node,
           const std::string& place) {
    config_entry entry{name, {}, node.is_array(), place};
    auto add_item = [&](const toml::node& item) {
      if (auto text = scalar_text(item))
        entry.items.push_back(*text);
      else if (out_.error.empty())
        out_.error = place + ": " + name + " can't be " + strange(item);
    };
    if (auto list = node.as_array())
      for (auto& item : *list)
        add_item(item);
    else
      add_item(node);
    out_.entries.push_back(std::move(entry));
  }

  const std::filesystem::path& path_;
  config_file_content& out_;
};

} // namespace

config_file_content read_config_file(const std::filesystem::path& path) {
  config_file_content out;
  std::ifstream in{path, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  std::error_code code;
  if (!in || !std::filesystem::is_regular_file(path, code)) {
    out.error = path.string() + ": no such file, or it can't be read";
    return out;
  }
  if (text.size() > file_max_bytes) {
    out.error = path.string() + ": larger than 256 KiB";
    return out;
  }
  try {
    auto table = toml::parse(text, path.string());
    collector{path, out}.collect(table, {});
  } catch (const toml::parse_error& err) {
    out.error = place_of(path, err.source()) + ": "
                + std::string{err.description()};
  }
  return out;
}

} // namespace troupe
