#include "cli/film_fields.hpp"

#include "cli/picture_argument.hpp"
#include "cli/setting.hpp"
#include "protocol/clean_text.hpp"
#include "protocol/payload.hpp"
#include "protocol/payload_field.hpp"

#include <algorithm>

namespace troupe {

namespace {

error bad(std::string what) {
  return make_error(ec::invalid_argument, std::move(what));
}

void add_field(json& payload, const std::string& name, std::string value) {
  auto old = payload.find(name);
  if (!old)
    payload[name] = std::move(value);
  else if (old->is_array())
    old->push_back(std::move(value));
  else
    *old = json::make_array({std::move(*old), json{std::move(value)}});
}

result<json> payload_of(const std::vector<std::string>& fields) {
  auto payload = json::make_object();
  for (auto& field : fields) {
    auto equals = field.find('=');
    if (equals == std::string::npos || equals == 0)
      return bad("\"" + field + "\" is not key=value");
    if (!is_utf8(field))
      return bad("Field " + field.substr(0, equals) + " is not UTF-8");
    auto name = field.substr(0, equals);
    auto value = picture_argument(name, field.substr(equals + 1));
    if (!value)
      return value.error();
    add_field(payload, name, std::move(*value));
  }
  return payload;
}

/// What a newcomer has to write, all of it at once.
std::string missing_fields(video_type type, const json& payload) {
  std::string missing;
  std::string example = std::string{to_string(type)};
  for (auto& name : required_fields(type)) {
    if (payload.text(name).empty())
      missing += (missing.empty() ? "" : " and ") + name;
    example += ' ' + name + "=\"...\"";
  }
  return missing.empty() ? ""
                         : "Missing " + missing + ": write " + example;
}

} // namespace

result<film_fields> read_film_fields(const std::string& type,
                                     const std::vector<std::string>& fields) {
  film_fields out;
  auto parsed = parse_video_type(type);
  if (!parsed)
    return parsed.error();
  out.film.type = *parsed;
  auto payload = payload_of(fields);
  if (!payload)
    return payload.error();
  if (auto missing = missing_fields(*parsed, *payload); !missing.empty())
    return bad(std::move(missing));
  auto checked = check_payload(*parsed, *payload);
  if (!checked)
    return checked.error();
  auto& known = known_payload_fields();
  std::vector<std::string> names{known.begin(), known.end()};
  for (auto& [name, value] : payload->as_object())
    if (std::ranges::find(names, name) == names.end()) {
      auto near = nearest_name(name, names);
      out.warnings.push_back(
        "field " + name + " means nothing to a film"
        + (near.empty() ? "" : "; did you mean " + near + "?"));
    }
  out.film.payload = checked->dump();
  return out;
}

} // namespace troupe
