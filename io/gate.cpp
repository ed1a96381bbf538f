#include "io/gate.hpp"

#include "io/problem.hpp"
#include "io/signed_links.hpp"
#include "io/unix_time.hpp"

#include <caf/send.hpp>

#include <spdlog/spdlog.h>


namespace troupe {

namespace {

constexpr std::string_view bearer = "Bearer ";
/// Shown, but nothing that could be checked.
constexpr std::string_view unreadable = "?";

bool is_counted(const http_request& request) {
  return request.path.starts_with("/api/") || !request.is_read();
}

void tell_limit(http_response& response, const bucket_state& state) {
  response.headers.set("X-RateLimit-Limit", std::to_string(state.limit));
  response.headers.set("X-RateLimit-Remaining",
                       std::to_string(state.remaining));
  response.headers.set("X-RateLimit-Reset", std::to_string(state.full_at_s));
}

http_response refuse(const http_request& request, bool had_token) {
  if (!had_token && request.path.starts_with("/api/ad-agent/"))
    return make_problem(request, 403, "Not authenticated");
  auto response = make_problem(request, 401,
                               had_token ? "Invalid or expired token"
                                         : "Not authenticated");
  response.headers.add("WWW-Authenticate",
                       had_token ? "Bearer error=\"invalid_token\"" : "Bearer");
  return response;
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

/// One request on its way in.
struct gate::visit {
  http_request request;
  access wanted;
  respond answer;
  next then;
  bool has_token;
};

gate::gate(gate_options options, account_directory_ptr directory,
           account_keeper_actor keeper, outside_keys_ptr outside)
  : options_(std::move(options)),
    directory_(std::move(directory)),
    keeper_(std::move(keeper)),
    outside_(std::move(outside)),
    signer_(directory_->secret_for("signed links")),
    limits_(options_.requests_per_minute) {}

token_verdict gate::look_up(std::string_view token) const {
  auto now = unix_ms();
  auto verdict = directory_->check(token, now / 1000);
  if (!verdict.used_key.empty() && keeper_)
    caf::anon_send(keeper_, atom::record_v, verdict.used_key, now);
  return verdict;
}

void gate::check(std::string token,
                 std::function<void(token_verdict)> answer) const {
  auto verdict = look_up(token);
  if (outside_ && directory_->rules().takes_outside)
    outside_->refresh_if_old(unix_ms());
  if (verdict.state != token_verdict::is::unknown_key || !outside_)
    return answer(std::move(verdict));
  outside_->refresh(unix_ms(), [self = shared_from_this(),
                               token = std::move(token),
                               answer = std::move(answer)] {
    answer(self->look_up(token));
  });
}

void gate::admit(http_request request, access wanted, respond answer,
                 const next& then) const {
  auto token = options_.asks ? shown_token(request) : std::string{};
  auto x = std::make_shared<visit>(visit{std::move(request), wanted,
                                         std::move(answer), then,
                                         !token.empty()});
  if (token.empty())
    return decide(*x, {});
  check(std::move(token), [self = shared_from_this(),
                           x](const token_verdict& verdict) {
    self->decide(*x, verdict);
  });
}

void gate::decide(visit& x, const token_verdict& verdict) const {
  auto& request = x.request;
  if (!options_.asks)
    request.who = local_identity();
  else if (verdict.state == token_verdict::is::accepted)
    request.who = verdict.who;
  else if (x.has_token)
    spdlog::info("io: {} {}: a token was refused: {}", request.request_id,
                 request.path, verdict.why);
  if (!count(x))
    return;
  auto has_link = x.wanted == access::link && request.parameter("signature");
  if (!request.who.is_known() && x.wanted != access::everybody && !has_link)
    return x.answer(refuse(request, x.has_token));
  if (options_.asks && request.who.is_known())
    x.answer = respond{[self = shared_from_this(), to = x.answer,
                        owner = request.who.user](http_response response) {
      sign_links(self->signer_, owner, response);
      to(std::move(response));
    }};
  x.then(request, x.answer);
}

bool gate::count(visit& x) const {
  if (!limits_.is_on() || !is_counted(x.request))
    return true;
  auto is_user = options_.asks && x.request.who.is_known();
  auto name = is_user ? "user " + x.request.who.user.str()
                      : "address " + options_.addresses.of(x.request);
  auto state = limits_.take(name, unix_ms());
  x.answer = respond{[to = x.answer, state](http_response response) {
    tell_limit(response, state);
    to(std::move(response));
  }};
  if (state.is_allowed)
    return true;
  auto response = make_problem(x.request, 429,
                               "Too many requests; the limit is "
                                 + std::to_string(state.limit) + " a minute");
  response.headers.set("Retry-After", std::to_string(state.retry_after_s));
  x.answer(std::move(response));
  return false;
}

} // namespace troupe
