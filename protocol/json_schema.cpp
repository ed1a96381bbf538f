#include "protocol/json_schema.hpp"

#include "protocol/json_schema_parts.hpp"

#include <algorithm>

namespace troupe {

namespace schema {

namespace {

std::string unescaped(std::string_view key) {
  std::string out;
  for (size_t i = 0; i < key.size(); ++i) {
    if (key[i] == '~' && i + 1 < key.size())
      out += key[++i] == '1' ? '/' : '~';
    else
      out += key[i];
  }
  return out;
}

} // namespace

const json& resolve(const json& root, std::string_view pointer) {
  static const json nothing;
  auto at = &root;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    auto end = std::min(pointer.find('/'), pointer.size());
    auto key = unescaped(pointer.substr(0, end));
    pointer.remove_prefix(end);
    auto next = at->find(key);
    if (!next)
      return nothing;
    at = next;
  }
  return *at;
}

place target_of(const file_set& files, place at) {
  auto ref = at.schema->text("$ref");
  if (ref.empty())
    return {nullptr, nullptr};
  auto hash = std::min(ref.find('#'), ref.size());
  auto file = hash == 0 ? *at.file : ref.substr(0, hash);
  auto found = files.find(file);
  if (found == files.end())
    return {nullptr, nullptr};
  auto pointer = hash < ref.size() ? ref.substr(hash + 1) : std::string{};
  return {&resolve(found->second, pointer), &found->first};
}

} // namespace schema

namespace {

constexpr std::string_view rules[] = {
  "$ref",          "allOf",         "anyOf",
  "type",          "enum",          "const",
  "properties",    "required",      "additionalProperties",
  "unevaluatedProperties",          "propertyNames",
  "items",         "minItems",      "maxItems",
  "minLength",     "maxLength",     "minimum",
  "maximum",       "exclusiveMinimum", "pattern",
};
/// For readers of the schema.
constexpr std::string_view remarks[] = {
  "$schema", "$id", "$defs", "$comment", "title", "description", "default",
  "examples",
};

/// The first rule that nobody would heed, or a reference to nothing.
std::string unknown_rule(const schema::file_set& files, const std::string& file,
                         const json& own) {
  if (own.is_array()) {
    for (auto& part : own.as_array())
      if (auto bad = unknown_rule(files, file, part); !bad.empty())
        return bad;
    return {};
  }
  for (auto& [key, value] : own.as_object()) {
    std::string bad;
    if (std::ranges::find(remarks, key) != std::end(remarks)
        && key != "$defs")
      continue;
    if (key == "properties" || key == "$defs") {
      for (auto& [name, part] : value.as_object())
        if (bad.empty())
          bad = unknown_rule(files, file, part);
    } else if (std::ranges::find(rules, key) == std::end(rules)) {
      bad = key;
    } else if (key == "$ref") {
      auto target = schema::target_of(files, {&own, &file});
      if (!target.schema || target.schema->is_null())
        bad = "$ref " + value.as_string();
    } else if (key != "enum" && key != "const") {
      bad = unknown_rule(files, file, value);
    }
    if (!bad.empty())
      return bad;
  }
  return {};
}

} // namespace

result<json_schema>
json_schema::make(const std::map<std::string, std::string_view>& files,
                  const std::string& root) {
  schema::file_set parsed;
  for (auto& [name, text] : files) {
    auto own = json::parse(text, {1024 * 1024, 64, 100'000, 1'000});
    if (!own)
      return make_error(ec::internal, name + ": " + text_of(own.error()));
    parsed.emplace(name, std::move(*own));
  }
  if (!parsed.contains(root))
    return make_error(ec::internal, "no schema " + root);
  for (auto& [name, own] : parsed)
    if (auto bad = unknown_rule(parsed, name, own); !bad.empty())
      return make_error(ec::internal,
                        "schema " + name + " uses the unknown rule " + bad);
  json_schema out;
  out.files_ = std::make_shared<schema::file_set>(std::move(parsed));
  out.root_ = root;
  return out;
}

std::vector<schema_complaint> json_schema::check(const json& document,
                                                 size_t limit) const {
  auto root = files_->find(root_);
  return schema::check(*files_, {&root->second, &root->first}, document, limit);
}

const json& json_schema::at(const std::string& file,
                            std::string_view pointer) const {
  static const json nothing;
  auto found = files_->find(file);
  return found == files_->end() ? nothing
                                : schema::resolve(found->second, pointer);
}

} // namespace troupe
