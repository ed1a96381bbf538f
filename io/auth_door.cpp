#include "io/auth_door.hpp"

#include "io/form.hpp"
#include "io/problem.hpp"
#include "io/routes_parts.hpp"
#include "protocol/clean_text.hpp"
#include "protocol/defaults.hpp"
#include "protocol/digest.hpp"

#include <caf/event_based_actor.hpp>

#include <algorithm>
#include <ctime>

namespace troupe {

namespace {

/// Strangers can't lock people out for longer than a minute; an address that
/// guesses waits up to a quarter of an hour.
constexpr guard_rules account_rules{5, 60, 3600, 50'000};
constexpr guard_rules address_rules{20, 900, 3600, 50'000};

/// Asks the keeper; the answer and the error go to callables.
template <class... Message, class Good, class Bad>
void ask_keeper(const route_context& context, Good good, Bad bad,
                Message... message) {
  context.system->spawn(
    [good, bad](caf::event_based_actor* self,
                const account_keeper_actor& keeper, const Message&... xs) {
      self->request(keeper, defaults::call_deadline, xs...).then(good, bad);
    },
    context.accounts, std::move(message)...);
}

/// The fields of a small body, or the answer to a bad one.
std::variant<json, http_response> fields_of(const http_request& request) {
  if (request.body.size() > defaults::auth_body_max_bytes)
    return make_problem(request, 413, "This body may have 16 KiB at most");
  auto form = read_form(request);
  if (auto why = std::get_if<form_failure>(&form))
    return make_problem(request, why->status, why->detail);
  return std::get<json>(std::move(form));
}

http_response refuse_field(const http_request& request, const error& err) {
  auto detail = text_of(err);
  auto field = detail.starts_with("Field ") ? detail.substr(6) : std::string{};
  field = field.substr(0, field.find(' '));
  if (field.empty())
    return make_problem(request, err);
  return make_problem(
    request, http_status(code_of(err)), detail,
    {{"errors", json::make_array({json::make_object(
                  {{"pointer", '/' + field}, {"detail", detail}})})}});
}

/// The first of these fields that is a text other than "".
std::string text_at(const json& fields,
                    std::initializer_list<std::string_view> names) {
  for (auto name : names)
    if (auto text = fields.text(name); !text.empty())
      return text;
  return {};
}

std::string utc(int64_t milliseconds) {
  auto seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  return {text,
          std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

json key_body(const api_key& x) {
  return json::make_object(
    {{"id", x.id},
     {"name", x.name},
     {"prefix", x.prefix},
     {"created_at", utc(x.created_ms)},
     {"last_used_at", x.used_ms == 0 ? json{} : json{utc(x.used_ms)}}});
}

http_response too_many(const http_request& request, int64_t wait) {
  auto response = make_problem(request, 429,
                               "Too many wrong passwords; wait "
                                 + std::to_string(wait) + " s");
  response.headers.set("Retry-After", std::to_string(wait));
  return response;
}

auto problem_to(const http_request& request, const respond& answer) {
  return [head = request, answer](const error& err) {
    answer(make_problem(head, err));
  };
}

http_request without_body(const http_request& request) {
  auto out = request;
  out.body.clear();
  return out;
}

} // namespace

auth_door::auth_door(std::shared_ptr<const route_context> context, clock now)
  : context_(std::move(context)), now_(std::move(now)),
    accounts_(account_rules), addresses_(address_rules) {
}

auth_door::place auth_door::take_place() {
  if (waiting_.fetch_add(1) >= defaults::password_queue_limit) {
    --waiting_;
    return nullptr;
  }
  return {static_cast<void*>(this),
          [self = shared_from_this()](void*) { --self->waiting_; }};
}

std::string auth_door::address_of(const http_request& request) const {
  return context_->gate ? context_->gate->address_of(request) : request.peer;
}

int64_t auth_door::begin_try(const std::string& login,
                             const std::string& address) {
  auto now = now_();
  std::lock_guard guard{mutex_};
  if (auto wait = addresses_.begin(address, now))
    return wait;
  auto wait = accounts_.begin(login, now);
  if (wait > 0)
    addresses_.take_back(address);
  return wait;
}

void auth_door::end_try(const std::string& login, const std::string& address,
                        bool was_right) {
  std::lock_guard guard{mutex_};
  if (was_right)
    accounts_.forget(login);
  else
    accounts_.take_back(login);
  addresses_.take_back(address);
}

http_response auth_door::token_response(const account& who,
                                        unsigned status) const {
  auto& directory = context_->gate->directory();
  return json_response(
    json::make_object({{"access_token", directory.make_token(who, now_())},
                       {"token_type", "bearer"},
                       {"expires_in", directory.rules().lifetime.count()},
                       {"user_id", who.id.str()},
                       {"email", who.email},
                       {"username", who.username},
                       {"name", who.name}}),
    status);
}

// -- accounts -----------------------------------------------------------------

void auth_door::enroll(const http_request& request, respond answer) {
  if (!context_->options.has_registration)
    return answer(make_problem(request, 403,
                               "Accounts are not made here by oneself; ask "
                               "who runs this server"));
  auto fields = fields_of(request);
  if (auto refused = std::get_if<http_response>(&fields))
    return answer(std::move(*refused));
  auto& form = std::get<json>(fields);
  registration wanted{form.text("email"), form.text("username"),
                      text_at(form, {"name", "full_name"}),
                      form.text("password")};
  if (auto err = check_registration(wanted))
    return answer(refuse_field(request, err));
  auto queued = take_place();
  if (!queued)
    return answer(make_problem(request, 503, "Too many logins at once"));
  ask_keeper(
    *context_,
    [self = shared_from_this(), answer, queued](const account& who) {
      answer(self->token_response(who, 201));
    },
    problem_to(without_body(request), answer), atom::create_v,
    std::move(wanted));
}

void auth_door::log_in(const http_request& request, respond answer) {
  auto fields = fields_of(request);
  if (auto refused = std::get_if<http_response>(&fields))
    return answer(std::move(*refused));
  auto& form = std::get<json>(fields);
  credentials given{text_at(form, {"email", "username"}),
                    form.text("password")};
  if (given.login.empty() || given.password.empty())
    return answer(refuse_field(
      request,
      make_error(ec::invalid_argument,
                 given.login.empty() ? "Field email must be there, or username"
                                     : "Field password must be there")));
  auto queued = take_place();
  if (!queued)
    return answer(make_problem(request, 503, "Too many logins at once"));
  // Of any length, and never to be seen in a dump of memory.
  auto login = sha256_hex(lower_ascii(given.login));
  auto address = address_of(request);
  if (auto wait = begin_try(login, address))
    return answer(too_many(request, wait));
  ask_keeper(
    *context_,
    [self = shared_from_this(), answer, queued, login,
     address](const account& who) {
      self->end_try(login, address, true);
      answer(self->token_response(who, 200));
    },
    [self = shared_from_this(), answer, queued, login, address,
     head = without_body(request)](const error& err) {
      if (code_of(err) == ec::forbidden)
        return answer(make_problem(head, 401, text_of(err)));
      self->end_try(login, address, false);
      answer(make_problem(head, err));
    },
    atom::find_v, std::move(given));
}

void auth_door::log_out(const http_request& request, respond answer) {
  if (request.who.how == proof::api_key)
    return answer(make_problem(request, 400,
                               "API keys don't log out; remove them at "
                               "/api/v1/auth/keys"));
  auto done = [answer](atom::done) {
    answer(json_response(json::make_object({{"message", "Logged out"}})));
  };
  if (request.who.token_id.empty())
    return done(atom::done_v);
  ask_keeper(*context_, done, problem_to(without_body(request), answer),
             atom::cancel_v,
             revoked_token{request.who.token_id, request.who.expires_s});
}

http_response auth_door::make_ticket(const http_request& request) {
  auto ticket = context_->tickets
                  ? context_->tickets->make(request.who, now_())
                  : std::nullopt;
  if (!ticket)
    return make_problem(request, 503, "Too many tickets are unused");
  return json_response(
    json::make_object(
      {{"ticket", *ticket}, {"expires_in", ticket_box::lifetime.count()}}),
    201);
}

// -- keys ---------------------------------------------------------------------

std::string auth_door::no_keys_for(const identity& who) const {
  if (who.how == proof::password_token)
    return {};
  return who.how == proof::api_key
           ? "An API key can't manage keys; log in with the password"
           : "API keys are for accounts of this server";
}

void auth_door::make_key(const http_request& request, respond answer) {
  if (auto why = no_keys_for(request.who); !why.empty())
    return answer(make_problem(request, 403, why));
  auto fields = fields_of(request);
  if (auto refused = std::get_if<http_response>(&fields))
    return answer(std::move(*refused));
  auto head = without_body(request);
  ask_keeper(
    *context_,
    [answer](const new_api_key& key) {
      auto body = key_body(key.about);
      body["key"] = key.text;
      answer(json_response(body, 201));
    },
    [answer, head](const error& err) { answer(refuse_field(head, err)); },
    atom::create_v, request.who.user, std::get<json>(fields).text("name"));
}

void auth_door::list_keys(const http_request& request, respond answer) {
  if (auto why = no_keys_for(request.who); !why.empty())
    return answer(make_problem(request, 403, why));
  ask_keeper(
    *context_,
    [answer](const std::vector<api_key>& keys) {
      auto list = json::make_array();
      for (auto& x : keys)
        list.push_back(key_body(x));
      answer(json_response(json::make_object({{"keys", std::move(list)}})));
    },
    problem_to(request, answer), atom::list_v, request.who.user);
}

void auth_door::remove_key(const http_request& request, const std::string& id,
                           respond answer) {
  if (auto why = no_keys_for(request.who); !why.empty())
    return answer(make_problem(request, 403, why));
  ask_keeper(
    *context_,
    [answer](atom::done) {
      answer(http_response{204, {}, {}});
    },
    problem_to(request, answer), atom::cancel_v, request.who.user, id);
}

} // namespace troupe
