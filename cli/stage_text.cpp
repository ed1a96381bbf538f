#include "cli/stage_text.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/session_history.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace troupe {

namespace {

constexpr std::string_view scene_mark = "# Scene ";

void indent_into(std::string& out, const json& value, size_t level) {
  auto pad = std::string(2 * (level + 1), ' ');
  auto end = '\n' + std::string(2 * level, ' ');
  if (value.is_object() && value.size() > 0) {
    auto separator = "{\n";
    for (auto& [key, member] : value.as_object()) {
      out += separator + pad + json{key}.dump() + ": ";
      indent_into(out, member, level + 1);
      separator = ",\n";
    }
    out += end + '}';
  } else if (value.is_array() && value.size() > 0) {
    auto separator = "[\n";
    for (auto& item : value.as_array()) {
      out += separator + pad;
      indent_into(out, item, level + 1);
      separator = ",\n";
    }
    out += end + ']';
  } else {
    out += value.dump();
  }
}

std::string script_text(const json& data) {
  std::string out = "Each scene's words stand below its line. Keep the lines "
                    "that begin with '#'.\n";
  for (auto& x : data.at("script").as_array())
    out += '\n' + std::string{scene_mark} + std::to_string(x.integer("scene_id"))
           + '\n' + x.text("script") + '\n';
  return out;
}

std::optional<int64_t> scene_of(std::string_view line) {
  line.remove_prefix(scene_mark.size());
  int64_t id = 0;
  auto [at, code] = std::from_chars(line.data(), line.data() + line.size(), id);
  auto rest = std::string_view{at, line.data() + line.size()};
  if (code != std::errc{} || rest.find_first_not_of(" \r") != rest.npos)
    return std::nullopt;
  return id;
}

result<std::map<int64_t, std::string>> words_by_scene(std::string_view text) {
  std::map<int64_t, std::string> out;
  std::string* words = nullptr;
  while (!text.empty()) {
    auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(scene_mark)) {
      auto id = scene_of(line);
      if (!id || out.contains(*id))
        return make_error(ec::invalid_argument,
                          "Line \"" + std::string{line}
                            + "\" names no scene, or one that came before");
      words = &out[*id];
    } else if (words) {
      *words += std::string{line} + '\n';
    }
  }
  return out;
}

result<json> script_data(const json& old_data, std::string_view text) {
  auto words = words_by_scene(text);
  if (!words)
    return words.error();
  auto data = old_data;
  for (auto& x : data["script"].items()) {
    auto id = x.integer("scene_id");
    auto found = words->find(id);
    if (found == words->end())
      return make_error(ec::invalid_argument,
                        "The line \"# Scene " + std::to_string(id)
                          + "\" is gone");
    x["script"] = clean_text(found->second, text_lines::many);
    words->erase(found);
  }
  if (!words->empty())
    return make_error(ec::invalid_argument,
                      "There is no scene "
                        + std::to_string(words->begin()->first));
  return data;
}

} // namespace

std::string indented(const json& value) {
  std::string out;
  indent_into(out, value, 0);
  return out + '\n';
}

std::string stage_text(const std::string& stage, const json& data) {
  return stage == "script" ? script_text(data) : indented(data);
}

result<json> stage_data(const std::string& stage, const json& old_data,
                        std::string_view text) {
  if (stage == "script")
    return script_data(old_data, text);
  auto data = json::parse(text, log_limits);
  if (!data)
    return data.error();
  if (!data->is_object())
    return make_error(ec::invalid_argument, "The text must stay an object");
  return *data;
}

} // namespace troupe
