#include "io/routes_parts.hpp"
#include "protocol/api_request.hpp"
#include "protocol/version.hpp"

#include "io/api_documents_text.hpp"

#include <cstdlib>

namespace troupe {

namespace {

/// Ours, built in and tested: only a broken build can't be read.
json parsed(std::string_view text) {
  auto x = json::parse(text);
  if (!x)
    std::abort();
  return std::move(*x);
}

/// A schema of docs/schema/api.schema.json as a component of OpenAPI.
json as_component(const json& x) {
  constexpr std::string_view ours = "#/$defs/";
  if (x.is_array()) {
    auto out = json::make_array();
    for (auto& item : x.as_array())
      out.push_back(as_component(item));
    return out;
  }
  if (!x.is_object())
    return x;
  auto out = json::make_object();
  for (auto& [name, value] : x.as_object())
    if (name == "$ref" && value.as_string().starts_with(ours))
      out[name] = "#/components/schemas/"
                  + value.as_string().substr(ours.size());
    else
      out.members().emplace_back(name, as_component(value));
  return out;
}

json openapi() {
  auto document = parsed(openapi_text);
  document["info"]["version"] = version;
  auto schemas = parsed(api_schema());
  for (auto& [name, schema] : schemas.at("$defs").as_object())
    document["components"]["schemas"][name] = as_component(schema);
  return document;
}

json asyncapi() {
  auto document = parsed(asyncapi_text);
  document["info"]["version"] = version;
  return document;
}

http_response document(const std::string& text) {
  return {200,
          {{"Content-Type", "application/json"},
           {"Cache-Control", "no-cache"}},
          text};
}

} // namespace

void add_document_routes(router& routes) {
  routes.add(
    "GET", "/openapi.json",
    [text = openapi().dump()](auto&, auto&, auto answer) {
      answer(document(text));
    },
    access::everybody);
  routes.add(
    "GET", "/asyncapi.json",
    [text = asyncapi().dump()](auto&, auto&, auto answer) {
      answer(document(text));
    },
    access::everybody);
}

} // namespace troupe
