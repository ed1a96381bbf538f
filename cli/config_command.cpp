#include "cli/commands.hpp"

#include <algorithm>
#include <iostream>

namespace troupe {

namespace {

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (auto& x : items)
    out += (out.empty() ? "" : ",") + x;
  return out;
}

/// Set or not is all that may be seen of a secret.
std::string shown(const config_value& x) {
  auto text = joined(x.items);
  return x.row->is_secret && !text.empty() ? "********" : text;
}

json json_value(const config_value& x) {
  if (x.row->is_secret)
    return shown(x);
  switch (x.row->kind) {
    case setting_kind::list: {
      auto list = json::make_array();
      for (auto& item : x.items)
        list.push_back(item);
      return list;
    }
    case setting_kind::number: return json::parse(x.items.front()).value();
    case setting_kind::yes_or_no:
    case setting_kind::text:
    case setting_kind::choice: break;
  }
  return x.items.front();
}

void complain(const config_outcome& loaded) {
  for (auto& x : loaded.errors)
    std::cerr << "troupe: " << x << '\n';
  for (auto& x : loaded.values.warnings())
    std::cerr << "warning: " << x << '\n';
}

} // namespace

int check_config(const config_outcome& loaded) {
  complain(loaded);
  if (!loaded.errors.empty())
    return exit_failure;
  auto set = std::ranges::count_if(loaded.values.values(), [](auto& x) {
    return x.origin != "default";
  });
  std::cout << "The settings are fine: " << set << " of "
            << loaded.values.values().size()
            << " are set, the others have their defaults.\n";
  return exit_ok;
}

int print_config(const config_outcome& loaded, bool as_json) {
  complain(loaded);
  if (!loaded.errors.empty())
    return exit_failure;
  if (as_json) {
    auto out = json::make_object();
    for (auto& x : loaded.values.values())
      out[x.row->key] = json::make_object(
        {{"value", json_value(x)}, {"origin", x.origin}});
    std::cout << out.dump() << '\n';
    return exit_ok;
  }
  size_t width = 0;
  for (auto& x : loaded.values.values())
    width = std::max(width, x.row->key.size());
  for (auto& x : loaded.values.values()) {
    auto text = shown(x);
    std::cout << x.row->key << std::string(width - x.row->key.size() + 2, ' ')
              << (text.empty() ? "(none)" : text) << "   [" << x.origin
              << "]\n";
  }
  return exit_ok;
}

} // namespace troupe
