#include "io/gate.hpp"

#include "io/problem.hpp"

#include <caf/send.hpp>

#include <spdlog/spdlog.h>

#include <chrono>

namespace troupe {

namespace {

constexpr std::string_view bearer = "Bearer ";
/// Shown, but nothing that could be checked.
constexpr std::string_view unreadable = "?";

int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch())
    .count();
}

} // namespace

std::string shown_token(const http_request& request) {
  auto& headers = request.headers;
  auto count = headers.count("Authorization") + headers.count("X-API-Key");
  if (count == 0)
    return {};
  if (count > 1)
    return std::string{unreadable};
  if (auto key = headers.find("X-API-Key"))
    return key->starts_with(api_key_mark) ? *key : std::string{unreadable};
  auto value = headers.get("Authorization");
  if (value.size() <= bearer.size()
      || !equal_ignoring_case(value.substr(0, bearer.size()), bearer))
    return std::string{unreadable};
  return std::string{value.substr(bearer.size())};
}

gate::gate(gate_options options, account_directory_ptr directory,
           account_keeper_actor keeper)
  : options_(std::move(options)), directory_(std::move(directory)),
    keeper_(std::move(keeper)) {
}

token_verdict gate::check(std::string_view token) const {
  auto now = now_ms();
  auto verdict = directory_->check(token, now / 1000);
  if (!verdict.used_key.empty() && keeper_)
    caf::anon_send(keeper_, atom::record_v, verdict.used_key, now);
  return verdict;
}

void gate::admit(http_request request, access wanted, respond answer,
                 const next& then) const {
  if (!options_.asks) {
    request.who = local_identity();
    return then(request, std::move(answer));
  }
  auto token = shown_token(request);
  auto verdict = token.empty() ? token_verdict{} : check(token);
  if (verdict.state == token_verdict::is::accepted)
    request.who = std::move(verdict.who);
  else if (!token.empty())
    spdlog::info("io: {} {}: a token was refused: {}", request.request_id,
                 request.path, verdict.why);
  auto has_link = wanted == access::link && request.parameter("signature");
  if (!request.who.is_known() && wanted != access::everybody && !has_link)
    return answer(refuse(request, !token.empty()));
  then(request, std::move(answer));
}

http_response gate::refuse(const http_request& request, bool had_token) const {
  auto is_ad = request.path.starts_with("/api/ad-agent/");
  if (!had_token && is_ad)
    return make_problem(request, 403, "Not authenticated");
  auto response = make_problem(
    request, 401, had_token ? "Invalid or expired token" : "Not authenticated");
  response.headers.add("WWW-Authenticate",
                       had_token ? "Bearer error=\"invalid_token\"" : "Bearer");
  return response;
}

} // namespace troupe
