#include "protocol/json_schema.hpp"

#include "protocol/nearest_name.hpp"

#include <algorithm>
#include <cstdio>
#include <regex>
#include <set>

namespace troupe {

namespace {

using file_set = std::map<std::string, json>;

/// Deeper than any schema of ours; ends a $ref that leads to itself.
constexpr int max_depth = 64;

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

std::string escaped(std::string_view key) {
  std::string out;
  for (char c : key) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

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

/// Code points.
size_t length_of(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string number_text(double x) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.10g", x);
  return text;
}

/// Short enough for a line of a terminal.
std::string shown(const json& x) {
  auto text = x.dump();
  constexpr size_t longest = 60;
  if (text.size() <= longest)
    return text;
  auto size = longest;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
    --size;
  return text.substr(0, size) + "...";
}

bool is_of(const json& x, std::string_view type) {
  if (type == "object")
    return x.is_object();
  if (type == "array")
    return x.is_array();
  if (type == "string")
    return x.is_string();
  if (type == "integer")
    return x.is_integer();
  if (type == "number")
    return x.is_number();
  if (type == "boolean")
    return x.is_bool();
  return type == "null" && x.is_null();
}

std::string in_words(std::string_view type) {
  if (type == "object")
    return "an object";
  if (type == "array")
    return "an array";
  if (type == "string")
    return "a text";
  if (type == "integer")
    return "a whole number";
  if (type == "boolean")
    return "true or false";
  return type == "null" ? "null" : "a number";
}

std::string joined(const json::array& values) {
  std::string out;
  for (auto& x : values)
    out += (out.empty() ? "" : ", ")
           + (x.is_string() ? x.as_string() : x.dump());
  return out;
}

/// A schema and the file that its references are relative to.
struct place {
  const json* schema;
  const std::string* file;
};

class checker {
 public:
  checker(const file_set& files, size_t limit) : files_(files), limit_(limit) {}

  void check(const json& x, place at, const std::string& pointer, int depth) {
    if (depth > max_depth || found_.size() >= limit_)
      return;
    auto& schema = *at.schema;
    auto before = found_.size();
    if (auto target = target_of(at); target.schema)
      check(x, target, pointer, depth + 1);
    for (auto& part : schema.at("allOf").as_array())
      check(x, {&part, at.file}, pointer, depth + 1);
    if (schema.has("anyOf"))
      check_any(x, at, pointer, depth);
    // A value of the wrong type would be blamed again by every other rule.
    if (!check_type(x, schema, pointer) || found_.size() != before)
      return;
    check_scalar(x, schema, pointer);
    if (x.is_array())
      check_items(x, at, pointer, depth);
    if (x.is_object())
      check_members(x, at, pointer, depth);
  }

  std::vector<schema_complaint> take() { return std::move(found_); }

 private:
  void complain(const std::string& pointer, std::string text) {
    if (found_.size() < limit_)
      found_.push_back({pointer, std::move(text)});
  }

  place target_of(place at) const {
    auto ref = at.schema->text("$ref");
    if (ref.empty())
      return {nullptr, nullptr};
    auto hash = std::min(ref.find('#'), ref.size());
    auto file = hash == 0 ? *at.file : ref.substr(0, hash);
    auto found = files_.find(file);
    if (found == files_.end())
      return {nullptr, nullptr};
    auto pointer = hash < ref.size() ? ref.substr(hash + 1) : std::string{};
    return {&resolve(found->second, pointer), &found->first};
  }

  /// The complaints of the choice that came nearest: the one that got furthest
  /// into the value, because its type fits.
  void check_any(const json& x, place at, const std::string& pointer,
                 int depth) {
    std::vector<schema_complaint> best;
    for (auto& choice : at.schema->at("anyOf").as_array()) {
      checker own{files_, limit_};
      own.check(x, {&choice, at.file}, pointer, depth + 1);
      auto found = own.take();
      if (found.empty())
        return;
      auto is_deeper = best.empty()
                       || found.front().pointer.size()
                            > best.front().pointer.size();
      if (is_deeper || is_of(x, choice.text("type")))
        best = std::move(found);
    }
    for (auto& complaint : best)
      complain(complaint.pointer, std::move(complaint.text));
  }

  bool check_type(const json& x, const json& schema,
                  const std::string& pointer) {
    auto type = schema.find("type");
    if (!type)
      return true;
    auto types = type->is_array() ? type->as_array() : json::array{*type};
    std::string wanted;
    for (auto& name : types) {
      if (is_of(x, name.as_string()))
        return true;
      wanted += (wanted.empty() ? "" : " or ") + in_words(name.as_string());
    }
    complain(pointer, "must be " + wanted + ", not " + shown(x));
    return false;
  }

  void check_scalar(const json& x, const json& schema,
                    const std::string& pointer) {
    if (auto only = schema.find("const"); only && *only != x)
      complain(pointer, "must be " + only->dump() + ", not " + shown(x));
    if (auto list = schema.find("enum")) {
      auto& values = list->as_array();
      if (std::ranges::find(values, x) == values.end())
        return complain(pointer, "must be one of " + joined(values) + ", not "
                                   + shown(x) + near_choice(x, values));
    }
    if (x.is_string())
      check_text(x.as_string(), schema, pointer);
    if (x.is_number())
      check_number(x.as_number(), schema, pointer);
  }

  static std::string near_choice(const json& x, const json::array& values) {
    std::vector<std::string> names;
    for (auto& value : values)
      names.push_back(value.as_string());
    auto near = x.is_string() ? nearest_name(x.as_string(), names) : "";
    return near.empty() ? "" : "; did you mean " + near + "?";
  }

  void check_text(const std::string& x, const json& schema,
                  const std::string& pointer) {
    auto length = static_cast<int64_t>(length_of(x));
    if (auto least = schema.integer("minLength"); length < least)
      complain(pointer, least == 1 ? "must not be empty"
                                   : "must have at least "
                                       + std::to_string(least)
                                       + " characters");
    if (schema.has("maxLength") && length > schema.integer("maxLength"))
      return complain(pointer, "has " + std::to_string(length)
                                 + " characters, at most "
                                 + std::to_string(schema.integer("maxLength"))
                                 + " are allowed");
    // Long texts have no patterns: std::regex works on the stack.
    if (auto pattern = schema.find("pattern"))
      if (x.size() > 1'000
          || !std::regex_search(x, std::regex{pattern->as_string(),
                                              std::regex::extended}))
        complain(pointer, "must look like " + pattern->as_string() + ", not "
                            + shown(json{x}));
  }

  void check_number(double x, const json& schema, const std::string& pointer) {
    auto low = schema.find("minimum");
    auto high = schema.find("maximum");
    auto above = schema.find("exclusiveMinimum");
    if ((low && x < low->as_number()) || (high && x > high->as_number())
        || (above && x <= above->as_number())) {
      std::string range;
      if (low && high)
        range = "from " + number_text(low->as_number()) + " to "
                + number_text(high->as_number());
      else if (low || above)
        range = (low ? "at least " : "more than ")
                + number_text((low ? low : above)->as_number());
      else
        range = "at most " + number_text(high->as_number());
      complain(pointer, "must be " + range + ", not " + number_text(x));
    }
  }

  void check_items(const json& x, place at, const std::string& pointer,
                   int depth) {
    auto& schema = *at.schema;
    auto count = static_cast<int64_t>(x.size());
    if (count < schema.integer("minItems"))
      complain(pointer, "must have at least "
                          + std::to_string(schema.integer("minItems"))
                          + " elements");
    if (schema.has("maxItems") && count > schema.integer("maxItems"))
      return complain(pointer, "has " + std::to_string(count)
                                 + " elements, at most "
                                 + std::to_string(schema.integer("maxItems"))
                                 + " are allowed");
    if (auto items = schema.find("items"))
      for (size_t i = 0; i < x.size(); ++i)
        check(x.at(i), {items, at.file}, pointer + '/' + std::to_string(i),
              depth + 1);
  }

  void check_members(const json& x, place at, const std::string& pointer,
                     int depth) {
    auto& schema = *at.schema;
    for (auto& name : schema.at("required").as_array())
      if (!x.has(name.as_string()))
        complain(pointer, "needs the member " + name.as_string());
    auto& known = schema.at("properties");
    for (auto& [key, value] : x.as_object())
      if (auto rule = known.find(key))
        check(value, {rule, at.file}, pointer + '/' + escaped(key), depth + 1);
    auto& names = schema.at("propertyNames");
    if (names.is_object())
      for (auto& [key, value] : x.as_object())
        check_text(key, names, pointer);
    auto others = schema.find("additionalProperties");
    auto is_open = !others;
    if (is_open)
      others = schema.find("unevaluatedProperties");
    if (others)
      check_others(x, *others,
                   is_open ? names_in(at, depth) : own_names(schema), at,
                   pointer, depth);
  }

  void check_others(const json& x, const json& rule,
                    const std::set<std::string>& known, place at,
                    const std::string& pointer, int depth) {
    std::vector<std::string> names{known.begin(), known.end()};
    for (auto& [key, value] : x.as_object()) {
      if (known.contains(key))
        continue;
      if (rule.is_object()) {
        check(value, {&rule, at.file}, pointer + '/' + escaped(key), depth + 1);
      } else if (rule.is_bool() && !rule.as_bool()) {
        auto near = nearest_name(key, names);
        complain(pointer + '/' + escaped(key),
                 "is not a member that is known here"
                   + (near.empty() ? "" : "; did you mean " + near + "?"));
      }
    }
  }

  static std::set<std::string> own_names(const json& schema) {
    std::set<std::string> out;
    for (auto& [key, rule] : schema.at("properties").as_object())
      out.insert(key);
    return out;
  }

  /// Of the schema and of all it is put together from.
  std::set<std::string> names_in(place at, int depth) const {
    auto out = own_names(*at.schema);
    if (depth > max_depth)
      return out;
    if (auto target = target_of(at); target.schema)
      out.merge(names_in(target, depth + 1));
    for (auto rule : {"allOf", "anyOf"})
      for (auto& part : at.schema->at(rule).as_array())
        out.merge(names_in({&part, at.file}, depth + 1));
    return out;
  }

  const file_set& files_;
  size_t limit_;
  std::vector<schema_complaint> found_;
};

/// The first rule that nobody would heed, or a reference to nothing.
std::string unknown_rule(const file_set& files, const std::string& file,
                         const json& schema) {
  if (schema.is_array()) {
    for (auto& part : schema.as_array())
      if (auto bad = unknown_rule(files, file, part); !bad.empty())
        return bad;
    return {};
  }
  for (auto& [key, value] : schema.as_object()) {
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
      auto hash = std::min(value.as_string().find('#'),
                           value.as_string().size());
      auto name = hash == 0 ? file : value.as_string().substr(0, hash);
      auto found = files.find(name);
      auto pointer = hash < value.as_string().size()
                       ? value.as_string().substr(hash + 1)
                       : std::string{};
      if (found == files.end() || resolve(found->second, pointer).is_null())
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
  file_set parsed;
  for (auto& [name, text] : files) {
    auto schema = json::parse(text, {1024 * 1024, 64, 100'000, 1'000});
    if (!schema)
      return make_error(ec::internal, name + ": " + text_of(schema.error()));
    parsed.emplace(name, std::move(*schema));
  }
  if (!parsed.contains(root))
    return make_error(ec::internal, "no schema " + root);
  for (auto& [name, schema] : parsed)
    if (auto bad = unknown_rule(parsed, name, schema); !bad.empty())
      return make_error(ec::internal,
                        "schema " + name + " uses the unknown rule " + bad);
  json_schema out;
  out.files_ = std::make_shared<file_set>(std::move(parsed));
  out.root_ = root;
  return out;
}

std::vector<schema_complaint> json_schema::check(const json& document,
                                                 size_t limit) const {
  auto root = files_->find(root_);
  checker own{*files_, limit};
  own.check(document, {&root->second, &root->first}, "", 0);
  return own.take();
}

const json& json_schema::at(const std::string& file,
                            std::string_view pointer) const {
  static const json nothing;
  auto found = files_->find(file);
  return found == files_->end() ? nothing : resolve(found->second, pointer);
}

} // namespace troupe
