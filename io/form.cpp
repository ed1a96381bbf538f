#include "io/form.hpp"

#include "io/multipart.hpp"
#include "io/query.hpp"
#include "protocol/base64.hpp"
#include "protocol/clean_text.hpp"
#include "protocol/defaults.hpp"
#include "protocol/payload_pictures.hpp"

#include <algorithm>
#include <array>

namespace troupe {

namespace {

using answer = std::variant<json, form_failure>;

/// A payload has about 25 fields; a form with hundreds is none of ours.
constexpr size_t field_limit = 200;

constexpr std::array text_types{"text/plain", "text/markdown", "text/csv",
                                "text/x-markdown"};
/// What clients that don't know better call any file.
constexpr std::string_view unnamed_type = "application/octet-stream";

void add_field(json& payload, const std::string& name, std::string value) {
  auto old = payload.find(name);
  if (!old)
    payload[name] = std::move(value);
  else if (old->is_array())
    old->push_back(std::move(value));
  else
    *old = json::make_array({std::move(*old), json{std::move(value)}});
}

bool is_text_file(const form_part& part) {
  auto is_type = [&](auto type) { return part.content_type == type; };
  if (std::ranges::any_of(text_types, is_type))
    return true;
  return part.content_type == unnamed_type
         && (part.file_name.ends_with(".txt")
             || part.file_name.ends_with(".md"));
}

/// A picture of the payload, as the payload takes it.
bool is_picture(const form_part& part) {
  return part.is_file && part.content_type.starts_with("image/")
         && (is_picture_field(part.name) || is_picture_list(part.name));
}

std::string as_data_uri(const form_part& part) {
  return "data:" + part.content_type + ";base64," + to_base64(part.data);
}

form_failure wrong_file(const form_part& part) {
  return {415,
          "The file in field '" + part.name + "' is " + part.content_type
            + "; a form takes UTF-8 text files (.txt, .md), and pictures in "
              "the fields for pictures",
          part.name};
}

form_failure too_large() {
  return {413,
          "The form is larger than "
            + std::to_string(defaults::payload_max_bytes / 1024) + " KiB",
          {}};
}

answer read_multipart(const http_request& request, std::string_view type) {
  auto boundary = multipart_boundary(type);
  if (!boundary)
    return form_failure{400, text_of(boundary.error()), {}};
  auto parts = parse_multipart(request.body, *boundary, field_limit);
  if (!parts)
    return form_failure{400, text_of(parts.error()), {}};
  auto payload = json::make_object();
  size_t size = 0;
  for (auto& part : *parts) {
    // What a browser sends when no file was chosen.
    if (part.is_file && part.file_name.empty() && part.data.empty())
      continue;
    if (is_picture(part)) {
      // Its size and kind are checked with the payload.
      add_field(payload, part.name, as_data_uri(part));
      continue;
    }
    if (part.is_file && !is_text_file(part))
      return wrong_file(part);
    // After the type: a picture is of the wrong type before it is too large.
    size += part.data.size();
    if (size > defaults::payload_max_bytes)
      return too_large();
    if (!is_utf8(part.data))
      return part.is_file
               ? wrong_file(part)
               : form_failure{400, "Field '" + part.name + "' is not UTF-8",
                              part.name};
    add_field(payload, part.name, std::move(part.data));
  }
  return payload;
}

answer read_urlencoded(const http_request& request) {
  auto pairs = parse_urlencoded(request.body, field_limit);
  if (!pairs)
    return form_failure{400, text_of(pairs.error()), {}};
  auto payload = json::make_object();
  for (auto& [name, value] : *pairs)
    add_field(payload, name, std::move(value));
  return payload;
}

answer read_json(const http_request& request) {
  json_limits limits;
  limits.max_bytes = defaults::body_max_bytes;
  auto payload = json::parse(request.body, limits);
  if (!payload)
    return form_failure{400, text_of(payload.error()), {}};
  if (!payload->is_object())
    return form_failure{422, "The body must be a JSON object", {}};
  return *payload;
}

} // namespace

answer read_form(const http_request& request) {
  auto type = request.headers.get("Content-Type");
  auto media_type = media_type_of(type);
  if (media_type == "multipart/form-data")
    return read_multipart(request, type);
  auto is_json = media_type == "application/json";
  if (request.body.size() > defaults::payload_max_bytes
      && !(is_json && may_hold_pictures(request.body)))
    return too_large();
  if (media_type == "application/x-www-form-urlencoded")
    return read_urlencoded(request);
  if (is_json)
    return read_json(request);
  return form_failure{415,
                      "Content-Type must be multipart/form-data, "
                      "application/x-www-form-urlencoded or application/json",
                      {}};
}

} // namespace troupe
