#define CAF_SUITE api_documents
#include "tests/support/test.hpp"

#include "io/router.hpp"
#include "io/routes_parts.hpp"
#include "protocol/json.hpp"
#include "protocol/json_schema.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>

#include <set>

using namespace troupe;

namespace {

http_response get(const router& routes, const std::string& path) {
  http_request request;
  request.method = "GET";
  request.path = request.target = path;
  request.host = "localhost";
  http_response out;
  out.status = 0;
  routes(request, respond{[&out](http_response x) { out = std::move(x); }});
  return out;
}

json document(const std::string& path) {
  router routes;
  add_document_routes(routes);
  auto response = get(routes, path);
  CAF_REQUIRE_EQUAL(response.status, 200u);
  auto text = std::get_if<std::string>(&response.body);
  CAF_REQUIRE(text);
  auto parsed = json::parse(*text);
  CAF_REQUIRE(parsed);
  return *parsed;
}

/// "GET /a/{b...}" -> "get /a/{b}".
std::string as_documented(std::string endpoint) {
  auto space = endpoint.find(' ');
  for (size_t i = 0; i < space; ++i)
    endpoint[i] = static_cast<char>(endpoint[i] + 32);
  if (auto dots = endpoint.find("...}"); dots != endpoint.npos)
    endpoint.erase(dots, 3);
  return endpoint;
}

/// All $ref of a document.
void collect(const json& x, std::set<std::string>& out) {
  for (auto& [name, value] : x.as_object()) {
    if (name == "$ref")
      out.insert(value.as_string());
    collect(value, out);
  }
  for (auto& value : x.as_array())
    collect(value, out);
}

const json* at_pointer(const json& root, const std::string& reference) {
  auto now = &root;
  size_t at = 2;
  while (now && at <= reference.size()) {
    auto end = std::min(reference.find('/', at), reference.size());
    now = now->find(reference.substr(at, end - at));
    at = end + 1;
  }
  return now;
}

} // namespace

CAF_TEST(every endpoint is documented and nothing else is) {
  caf::actor_system_config config;
  caf::actor_system system{config};
  route_context context;
  context.system = &system;
  std::set<std::string> real;
  for (auto& x : all_endpoints(std::move(context)))
    real.insert(as_documented(x));
  std::set<std::string> documented;
  auto whole = document("/openapi.json");
  for (auto& [path, item] : whole.at("paths").as_object())
    for (auto& [method, operation] : item.as_object())
      documented.insert(method + ' ' + path);
  for (auto& x : real)
    if (!documented.contains(x))
      CAF_ERROR("not documented: " << x);
  for (auto& x : documented)
    if (!real.contains(x))
      CAF_ERROR("documented, but not there: " << x);
}

CAF_TEST(every reference of the documents leads somewhere) {
  for (auto path : {"/openapi.json", "/asyncapi.json"}) {
    auto whole = document(path);
    std::set<std::string> references;
    collect(whole, references);
    CAF_CHECK(!references.empty());
    for (auto& x : references)
      if (!x.starts_with("#/") || !at_pointer(whole, x))
        CAF_ERROR(path << ": " << x << " leads nowhere");
  }
}

CAF_TEST(every operation says what it is and what goes wrong) {
  auto whole = document("/openapi.json");
  for (auto& [path, item] : whole.at("paths").as_object())
    for (auto& [method, operation] : item.as_object()) {
      CAF_CHECK(!operation.text("summary").empty());
      CAF_CHECK(operation.at("responses").has("default"));
      // Each name in the path is a parameter.
      size_t named = 0;
      for (auto& x : operation.at("parameters").as_array())
        named += x.text("in") == "path" ? 1 : 0;
      CAF_CHECK_EQUAL(named, static_cast<size_t>(
                               std::ranges::count(path, '{')));
    }
}
