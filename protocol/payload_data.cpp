#include "protocol/payload_data.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/composition_parts.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace troupe {

namespace {

using namespace composing;

constexpr size_t list_max_bytes = 4'000;

/// What a value may have around it: "$12.50", "34 %".
struct written_value {
  double number = 0;
  std::string unit;
};

error refuse(const std::string& field, const std::string& must) {
  return make_error(ec::invalid_argument, "Field " + field + " must " + must);
}

size_t characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(
    text.begin(), text.end(),
    [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string trimmed(std::string_view text) {
  return clean_text(text, text_lines::one);
}

result<json> short_text(const std::string& field, const json& value,
                        size_t longest) {
  if (value.is_integer())
    return json{std::to_string(value.as_integer())};
  if (!value.is_string())
    return refuse(field, "be text");
  auto text = trimmed(value.as_string());
  if (characters(text) > longest)
    return refuse(field, "have at most " + std::to_string(longest)
                           + " characters");
  return json{text};
}

/// Copies members that are short texts; refuses those that nobody knows.
struct member_rule {
  std::string_view name;
  /// 0: read by somebody else.
  size_t longest;
};

result<json> short_members(const std::string& field, const json& from,
                           const std::vector<member_rule>& rules) {
  auto out = json::make_object();
  for (auto& [name, value] : from.as_object()) {
    auto rule = std::find_if(rules.begin(), rules.end(),
                             [&](auto& x) { return x.name == name; });
    if (rule == rules.end()) {
      std::string known;
      for (auto& x : rules)
        known += (known.empty() ? "" : ", ") + std::string{x.name};
      return refuse(field, "not have a member " + trimmed(name)
                             + "; it knows " + known);
    }
    if (rule->longest == 0 || value.is_null())
      continue;
    auto text = short_text(field + '.' + name, value, rule->longest);
    if (!text)
      return text;
    if (!text->as_string().empty())
      out[name] = std::move(*text);
  }
  return out;
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto end = std::min(text.find(at), text.size());
    if (auto part = trimmed(text.substr(0, end)); !part.empty())
      out.push_back(std::move(part));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

/// The number in "$1,200.50" or "34 %", and what stands around it.
std::optional<written_value> value_in(std::string_view text) {
  written_value out;
  std::string rest{text};
  for (std::string_view sign : {"$", "\u20AC", "\u00A3"})
    if (rest.starts_with(sign)) {
      out.unit = sign;
      rest = trimmed(rest.substr(sign.size()));
    }
  // A true minus is as good as a hyphen.
  if (rest.starts_with("\u2212"))
    rest = "-" + rest.substr(3);
  auto number = leading_number(rest);
  if (!number)
    return std::nullopt;
  out.number = *number;
  auto end = rest.find_first_not_of("0123456789.,+-");
  if (end != std::string::npos) {
    if (!out.unit.empty())
      return std::nullopt;
    out.unit = trimmed(rest.substr(end));
  }
  return out;
}

json number_json(double x) {
  constexpr double exact = 9e15;
  return std::abs(x) < exact && std::trunc(x) == x
           ? json{static_cast<int64_t>(x)}
           : json{x};
}

/// One value of a chart while it is read.
struct read_datum {
  std::string label;
  written_value value;
  std::string shown;
};

error read_label(const std::string& field, const json& from,
                 read_datum& out) {
  auto label = short_text(field + ".label", from, datum_length);
  if (!label)
    return label.error();
  out.label = label->as_string();
  return {};
}

error read_value(const std::string& field, const json& from,
                 read_datum& out) {
  auto value = from.is_number()
                 ? std::optional{written_value{from.as_number(), {}}}
                 : value_in(trimmed(from.as_string()));
  if (!value || !(std::abs(value->number) <= 1e12))
    return refuse(field + ".value", "be a number");
  out.value = std::move(*value);
  if (characters(out.value.unit) > unit_length)
    return refuse(field + ".value", "have a unit of at most "
                                      + std::to_string(unit_length)
                                      + " characters");
  return {};
}

/// "Placebo: 12%, Drug: 34%"; with ; between them, values may hold commas.
result<std::vector<read_datum>> data_from_list(const std::string& text) {
  std::vector<read_datum> out;
  auto mark = text.find(';') != std::string::npos ? ';' : ',';
  for (auto& part : split(text, mark)) {
    auto field = "chart[" + std::to_string(out.size()) + "]";
    auto at = part.find_last_of(":=");
    if (at == std::string::npos || at == 0)
      return refuse(field, "be a label and a value, as in Placebo: 12");
    read_datum x;
    if (auto err = read_label(field, json{part.substr(0, at)}, x))
      return err;
    if (auto err = read_value(field, json{trimmed(part.substr(at + 1))}, x))
      return err;
    out.push_back(std::move(x));
  }
  return out;
}

result<std::vector<read_datum>> data_from(const json& value) {
  if (value.is_string())
    return data_from_list(value.as_string());
  std::vector<read_datum> out;
  // {"Placebo": 12} is how people write it by hand.
  for (auto& [label, number] : value.as_object()) {
    auto field = "chart.data[" + std::to_string(out.size()) + "]";
    read_datum x;
    if (auto err = read_label(field, json{label}, x))
      return err;
    if (auto err = read_value(field, number, x))
      return err;
    out.push_back(std::move(x));
  }
  for (auto& item : value.as_array()) {
    auto field = "chart.data[" + std::to_string(out.size()) + "]";
    if (!item.is_object())
      return refuse(field, "be an object with label and value");
    read_datum x;
    if (item.has("label"))
      if (auto err = read_label(field, item.at("label"), x))
        return err;
    if (auto err = read_value(field, item.at("value"), x))
      return err;
    auto other = short_members(field, item,
                               {{"label", 0}, {"value", 0},
                                {"shown", value_length}});
    if (!other)
      return other.error();
    x.shown = other->text("shown");
    out.push_back(std::move(x));
  }
  return out;
}

/// A unit that all values have belongs to the chart; different ones stay with
/// their values.
void settle_units(std::vector<read_datum>& data, std::string& unit) {
  auto same = std::all_of(data.begin(), data.end(), [&](auto& x) {
    return x.value.unit == data.front().value.unit;
  });
  if (same) {
    if (unit.empty())
      unit = data.front().value.unit;
    return;
  }
  for (auto& x : data)
    if (x.shown.empty() && !x.value.unit.empty()) {
      auto number = json{number_json(x.value.number)}.dump();
      auto in_front = x.value.unit == "$" || x.value.unit == "\u20AC"
                      || x.value.unit == "\u00A3";
      x.shown = in_front             ? x.value.unit + number
                : x.value.unit == "%" ? number + "%"
                                      : number + ' ' + x.value.unit;
    }
}

/// JSON in a text, as command lines and forms send it.
result<json> unpacked(std::string_view name, const json& value) {
  if (!value.is_string())
    return value;
  auto text = trimmed(value.as_string());
  if (text.size() > list_max_bytes)
    return refuse(std::string{name}, "have at most "
                                       + std::to_string(list_max_bytes)
                                       + " bytes");
  if (!text.starts_with('{') && !text.starts_with('['))
    return json{text};
  auto out = json::parse(text);
  if (!out)
    return make_error(ec::invalid_argument, "Field " + std::string{name}
                                              + ": " + text_of(out.error()));
  return out;
}

result<json> chart_field(const json& value) {
  auto given = value.is_array() ? json::make_object({{"data", value}}) : value;
  if (!given.is_string() && !given.is_object())
    return refuse("chart", "be an object, a list of values or a text such as "
                           "Placebo: 12, Drug: 34");
  if (given.is_string())
    given = json::make_object({{"data", given}});
  else if (!given.has("data") && !given.has("kind"))
    given = json::make_object({{"data", given}});
  auto out = short_members("chart", given,
                           {{"kind", 8}, {"title", title_length}, {"data", 0},
                            {"unit", unit_length}, {"source", source_length},
                            {"note", source_length}});
  if (!out)
    return out;
  auto kind = out->text("kind");
  if (kind == "donut" || kind == "pie chart")
    kind = "pie";
  else if (kind == "bar")
    kind = "bars";
  else if (kind == "line")
    kind = "lines";
  if (!kind.empty() && !named(lower(kind), chart_kind::pie))
    return refuse("chart.kind", "be bars, lines or pie");
  auto data = data_from(given.at("data"));
  if (!data)
    return data.error();
  if (data->empty() || data->size() > max_data)
    return refuse("chart", "have 1 to " + std::to_string(max_data)
                             + " values");
  auto unit = out->text("unit");
  settle_units(*data, unit);
  auto list = json::make_array();
  for (auto& x : *data) {
    list.push_back(json::make_object({{"label", x.label},
                                      {"value", number_json(x.value.number)}}));
    if (!x.shown.empty())
      list.items().back()["shown"] = x.shown;
  }
  auto chart = json::make_object(
    {{"kind", kind.empty() ? "bars" : lower(kind)}});
  for (auto name : {"title", "source", "note"})
    if (out->has(name))
      chart[name] = out->at(name);
  if (!unit.empty())
    chart["unit"] = unit;
  chart["data"] = std::move(list);
  return chart;
}

result<json> timeline_field(const json& value) {
  auto list = value;
  if (value.is_string()) {
    list = json::make_array();
    for (auto& part : split(value.as_string(), ';')) {
      auto at = part.find(':');
      if (at == std::string::npos)
        return refuse("timeline[" + std::to_string(list.size()) + "]",
                      "be a time and what happened, as in 2009: found");
      list.push_back(json::make_object({{"when", part.substr(0, at)},
                                        {"text", part.substr(at + 1)}}));
    }
  }
  if (!list.is_array() || list.size() < 2 || list.size() > max_moments)
    return refuse("timeline", "be a list of 2 to "
                                + std::to_string(max_moments)
                                + " moments, or a text such as 2009: found; "
                                  "2021: approved");
  auto out = json::make_array();
  for (auto& item : list.as_array()) {
    auto field = "timeline[" + std::to_string(out.size()) + "]";
    if (!item.is_object())
      return refuse(field, "be an object with when and text");
    auto moment = short_members(field, item,
                                {{"when", when_length},
                                 {"text", moment_length},
                                 {"cue", cue_length}});
    if (!moment)
      return moment;
    if (moment->text("when").empty() && moment->text("text").empty())
      return refuse(field, "say when or what");
    out.push_back(std::move(*moment));
  }
  return out;
}

result<json> website_field(const json& value) {
  auto text = trimmed(value.as_string());
  if (value.is_string() && text.find("://") == std::string::npos)
    text = "https://" + text;
  if (!value.is_string() || !is_web_address(text)
      || text.find('.') == std::string::npos)
    return refuse("website", "be an address such as https://example.org, of "
                             "at most 300 bytes");
  return json{text};
}

result<json> location_field(const json& value) {
  auto given = value.is_string() ? json::make_object({{"address", value}})
                                 : value;
  if (!given.is_object())
    return refuse("location", "be an address, or an object with name, "
                              "address, hours and phone");
  auto out = short_members("location", given,
                           {{"name", name_length},
                            {"address", address_length}, {"hours", 0},
                            {"phone", phone_length}});
  if (!out)
    return out;
  auto& hours = given.at("hours");
  auto list = json::make_array();
  for (auto& line : hours.is_array() ? hours.as_array() : json::array{hours}) {
    if (line.is_null())
      continue;
    auto text = short_text("location.hours", line, hours_length);
    if (!text)
      return text;
    if (!text->as_string().empty())
      list.push_back(std::move(*text));
  }
  if (list.size() > max_hours)
    return refuse("location.hours", "have at most "
                                      + std::to_string(max_hours) + " lines");
  if (list.size() > 0)
    (*out)["hours"] = std::move(list);
  if (out->text("name").empty() && out->text("address").empty())
    return refuse("location", "have a name or an address");
  return out;
}

} // namespace

bool is_data_field(std::string_view name) {
  return name == "chart" || name == "timeline" || name == "website"
         || name == "location";
}

result<json> check_data_field(std::string_view name, const json& value) {
  if (value.is_string() && !is_utf8(value.as_string()))
    return refuse(std::string{name}, "be valid UTF-8");
  auto given = unpacked(name, value);
  if (!given)
    return given;
  if (given->is_string() && given->as_string().empty())
    return json{};
  if (name == "chart")
    return chart_field(*given);
  if (name == "timeline")
    return timeline_field(*given);
  if (name == "location")
    return location_field(*given);
  return website_field(*given);
}

} // namespace troupe
