#include "io/signed_links.hpp"

#include "io/unix_time.hpp"
#include "protocol/session_history.hpp"

#include <algorithm>
#include <array>

namespace troupe {

namespace {

constexpr std::string_view jobs = "/api/v1/videos/jobs/";
constexpr std::array<std::string_view, 5> job_files{
  "stream", "download", "thumbnail", "captions.vtt", "captions.srt"};

/// A parameter that stands there once; twice is nobody's link.
std::string only_parameter(const http_request& request, std::string_view name) {
  std::string out;
  size_t count = 0;
  for (auto& [key, value] : request.query)
    if (key == name) {
      out = value;
      ++count;
    }
  return count == 1 ? out : std::string{};
}

} // namespace

bool is_linkable(std::string_view path) {
  if (path.find('?') != path.npos)
    return false;
  if (path.starts_with("/outputs/videos/") || path.starts_with("/video/"))
    return true;
  if (!path.starts_with(jobs))
    return false;
  auto rest = path.substr(jobs.size());
  auto slash = rest.find('/');
  return slash != rest.npos
         && std::ranges::find(job_files, rest.substr(slash + 1))
              != job_files.end();
}

void sign_links(const url_signer& signer, const user_id& owner, json& value) {
  if (value.is_string()) {
    if (is_linkable(value.as_string()))
      value = signer.sign(value.as_string(), owner, unix_s());
  } else if (value.is_array()) {
    for (auto& x : value.items())
      sign_links(signer, owner, x);
  } else if (value.is_object()) {
    for (auto& [key, x] : value.members())
      sign_links(signer, owner, x);
  }
}

std::string sign_links(const url_signer& signer, const user_id& owner,
                       std::string text) {
  // Most answers have none, and need not be parsed.
  if (text.find("\"/outputs/videos/") == text.npos
      && text.find("\"/video/") == text.npos && text.find(jobs) == text.npos)
    return text;
  auto value = json::parse(text, log_limits);
  if (!value)
    return text;
  sign_links(signer, owner, *value);
  return value->dump();
}

void sign_links(const url_signer& signer, const user_id& owner,
                http_response& response) {
  if (auto place = response.headers.find("Location");
      place && is_linkable(*place))
    response.headers.set("Location", signer.sign(*place, owner, unix_s()));
  auto text = std::get_if<std::string>(&response.body);
  if (text
      && response.headers.get("Content-Type").starts_with("application/json"))
    *text = sign_links(signer, owner, std::move(*text));
}

bool has_good_link(const url_signer& signer, const http_request& request,
                   const user_id& owner) {
  if (!request.is_read() || !request.parameter("signature"))
    return false;
  link_query query{only_parameter(request, "expires"),
                   only_parameter(request, "key"),
                   only_parameter(request, "signature")};
  return signer.verify(request.path, owner, query, unix_s());
}

} // namespace troupe
