#include "protocol/json_schema_parts.hpp"
#include "protocol/nearest_name.hpp"

#include <algorithm>
#include <cstdio>
#include <regex>
#include <set>

namespace troupe::schema {

namespace {

/// Deeper than any schema of ours; ends a $ref that leads to itself.
constexpr int max_depth = 64;

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

class checker {
 public:
  checker(const file_set& files, size_t limit) : files_(files), limit_(limit) {}

  void check(const json& x, place at, const std::string& pointer, int depth) {
    if (depth > max_depth || found_.size() >= limit_)
      return;
    auto& schema = *at.schema;
    auto before = found_.size();
    if (auto target = target_of(files_, at); target.schema)
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
    if (auto target = target_of(files_, at); target.schema)
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

} // namespace

std::vector<schema_complaint> check(const file_set& files, place root,
                                    const json& document, size_t limit) {
  checker own{files, limit};
  own.check(document, root, "", 0);
  return own.take();
}

} // namespace troupe::schema
