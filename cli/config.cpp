#include "cli/config.hpp"

#include "cli/config_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include <unistd.h>

namespace troupe {

namespace {

/// Variables that are not settings: the file itself, crash tests, and what
/// clients show.
constexpr std::array<std::string_view, 3> other_variables{
  "TROUPE_CONFIG", "TROUPE_FAILPOINT", "TROUPE_TOKEN"};

/// Empty parts count for nothing: "" is an empty list.
std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto end = std::min(text.find(separator), text.size());
    auto item = text.substr(0, end);
    auto first = item.find_first_not_of(' ');
    if (first != std::string_view::npos)
      out.emplace_back(
        item.substr(first, item.find_last_not_of(' ') - first + 1));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::vector<std::string> items_of(const setting& row, std::string_view text) {
  if (row.kind == setting_kind::list)
    return split(text, ',');
  return {std::string{text}};
}

std::optional<int64_t> parse_number(const std::string& text) {
  int64_t out = 0;
  auto end = text.data() + text.size();
  auto [at, code] = std::from_chars(text.data(), end, out);
  return code == std::errc{} && at == end ? std::optional{out} : std::nullopt;
}

std::optional<bool> parse_flag(const std::string& text) {
  for (auto yes : {"true", "1", "yes", "on"})
    if (text == yes)
      return true;
  for (auto no : {"false", "0", "no", "off"})
    if (text == no)
      return false;
  return std::nullopt;
}

/// What the value must be, when it isn't.
std::string wrong_with(const setting& row, const std::string& text) {
  switch (row.kind) {
    case setting_kind::number: {
      auto number = parse_number(text);
      return number && *number >= row.min && *number <= row.max
               ? ""
               : "a whole number from " + std::to_string(row.min) + " to "
                   + std::to_string(row.max);
    }
    case setting_kind::yes_or_no: return parse_flag(text) ? "" : "true or false";
    case setting_kind::choice: {
      auto choices = split(row.choices, '|');
      if (std::ranges::find(choices, text) != choices.end())
        return "";
      std::string out = "one of";
      for (auto& x : choices)
        out += ' ' + x;
      return out;
    }
    // What is empty by default may be left so.
    case setting_kind::text:
      return text.empty() && !row.default_text.empty() ? "not empty" : "";
    case setting_kind::list: return "";
  }
  return "";
}

std::string did_you_mean(std::string_view wrong,
                         const std::vector<std::string>& names) {
  auto near = nearest_name(wrong, names);
  return near.empty() ? "" : "; did you mean " + near + "?";
}

} // namespace

/// Fills a config source by source, from the weakest to the strongest.
struct config_loader {
  explicit config_loader(std::span<const setting> table) : table(table) {
    for (auto& row : table)
      out.values.values_.push_back({&row, items_of(row, row.default_text)});
  }

  config_value* find(std::string_view key) {
    auto& values = out.values.values_;
    auto i = std::ranges::find_if(
      values, [&](auto& x) { return x.row->key == key; });
    return i == values.end() ? nullptr : &*i;
  }

  void set(config_value& value, std::vector<std::string> items,
           std::string origin) {
    for (auto& item : items)
      if (auto wanted = wrong_with(*value.row, item); !wanted.empty())
        out.errors.push_back(
          std::string{value.row->key} + " must be " + wanted
          + (value.row->is_secret ? "" : ", not \"" + item + '"') + " ("
          + origin + ")");
    value.items = std::move(items);
    value.origin = std::move(origin);
  }

  void take_file(const std::filesystem::path& path) {
    auto content = read_config_file(path);
    if (!content.error.empty())
      out.errors.push_back(content.error);
    std::vector<std::string> keys;
    for (auto& row : table)
      keys.emplace_back(row.key);
    for (auto& entry : content.entries) {
      auto value = find(entry.key);
      if (!value)
        out.errors.push_back(entry.place + ": unknown key " + entry.key
                             + did_you_mean(entry.key, keys));
      else if (entry.is_array != (value->row->kind == setting_kind::list))
        out.errors.push_back(entry.place + ": " + entry.key
                             + (entry.is_array ? " takes one value"
                                               : " takes an array: [\"...\"]"));
      else
        set(*value, std::move(entry.items), entry.place);
    }
  }

  void take_environment(const std::map<std::string, std::string>& variables) {
    std::vector<std::string> names;
    for (auto& row : table)
      names.emplace_back(row.variable);
    for (auto& [name, text] : variables) {
      if (!name.starts_with("TROUPE_")
          || std::ranges::find(other_variables, name) != other_variables.end())
        continue;
      auto row = std::ranges::find(table, name, &setting::variable);
      if (row == table.end())
        out.values.warnings_.push_back("environment variable " + name
                                       + " is not a setting"
                                       + did_you_mean(name, names));
      else
        set(*find(row->key), items_of(*row, text), "environment " + name);
    }
  }

  void take_flags(const given_flags& flags) {
    for (auto& [key, items] : flags)
      if (auto value = find(key))
        set(*value, items, "flag " + std::string{value->row->flag});
  }

  std::span<const setting> table;
  config_outcome out;
};

const config_value& config::value(std::string_view key) const {
  for (auto& x : values_)
    if (x.row->key == key)
      return x;
  std::abort(); // a key in our own code is misspelt
}

std::string config::text(std::string_view key) const {
  return value(key).items.front();
}

int64_t config::number(std::string_view key) const {
  return parse_number(value(key).items.front()).value_or(0);
}

bool config::is_on(std::string_view key) const {
  return parse_flag(value(key).items.front()).value_or(false);
}

const std::vector<std::string>& config::list(std::string_view key) const {
  return value(key).items;
}

const std::string& config::origin(std::string_view key) const {
  return value(key).origin;
}

config_outcome load_config(const config_sources& sources,
                           std::span<const setting> table) {
  config_loader loader{table};
  if (sources.file)
    loader.take_file(*sources.file);
  loader.take_environment(sources.environment);
  loader.take_flags(sources.flags);
  return std::move(loader.out);
}

std::map<std::string, std::string> process_environment() {
  std::map<std::string, std::string> out;
  for (auto i = environ; i && *i; ++i) {
    std::string_view entry{*i};
    if (auto equals = entry.find('='); equals != std::string_view::npos)
      out.emplace(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return out;
}

std::optional<std::filesystem::path>
config_file_of(const std::string& flag,
               const std::map<std::string, std::string>& environment) {
  if (!flag.empty())
    return flag;
  auto i = environment.find("TROUPE_CONFIG");
  if (i != environment.end() && !i->second.empty())
    return i->second;
  return std::nullopt;
}

} // namespace troupe
