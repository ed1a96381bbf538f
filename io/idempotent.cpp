#include "io/idempotent.hpp"

#include "io/problem.hpp"
#include "protocol/defaults.hpp"
#include "protocol/digest.hpp"

#include <caf/event_based_actor.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>

namespace troupe {

namespace {

/// Headers of a reply that are about the job, not about this one exchange.
constexpr std::string_view kept_headers[] = {"Content-Type", "Location",
                                             "Cache-Control", "ETag"};

bool is_key(std::string_view text) {
  return !text.empty() && text.size() <= defaults::job_key_max_bytes
         && std::ranges::all_of(
           text, [](unsigned char c) { return c > 0x20 && c < 0x7F; });
}

std::string without(std::string text, const std::string& part) {
  if (part.empty())
    return text;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at))
    text.erase(at, part.size());
  return text;
}

/// The boundary of a multipart body, or empty.
std::string boundary_of(const http_request& request) {
  std::string type{request.headers.get("Content-Type")};
  auto at = type.find("boundary=");
  if (at == type.npos)
    return {};
  auto value = type.substr(at + 9);
  value = value.substr(0, value.find(';'));
  return without(std::move(value), "\"");
}

job_key key_of(const http_request& request) {
  job_key out;
  out.owner = request.who.user;
  out.key = request.headers.get("Idempotency-Key");
  out.fingerprint = sha256_hex(request.method + '\n' + request.target + '\n'
                               + without(request.body, boundary_of(request)));
  return out;
}

stored_reply kept(const http_response& response) {
  stored_reply out;
  out.status = response.status;
  for (auto name : kept_headers)
    if (auto value = response.headers.find(name))
      out.headers.emplace_back(name, *value);
  if (auto text = std::get_if<std::string>(&response.body))
    out.body = *text;
  return out;
}

http_response again(const stored_reply& reply) {
  http_response out;
  out.status = reply.status;
  for (auto& [name, value] : reply.headers)
    out.headers.add(name, value);
  out.headers.add("Idempotent-Replayed", "true");
  out.body = reply.body;
  return out;
}

/// One request with a key: asks for the claim, makes or repeats, keeps the
/// reply before it goes out. Copies of its answer may outlive it.
struct job_door {
  http_request request;
  job_key key;
  respond answer;
  job_maker make;
  repeats how;
  account_keeper_actor keeper;
  caf::actor_system* system = nullptr;
};

using job_door_ptr = std::shared_ptr<const job_door>;

/// Tells the keeper and answers when it is on disk.
template <class... Message>
void keep_then_answer(const job_door_ptr& door, http_response response,
                      Message... message) {
  auto reply = std::make_shared<http_response>(std::move(response));
  auto send = [door, reply](caf::event_based_actor* self, Message... xs) {
    self->request(door->keeper, defaults::call_deadline, xs...)
      .then([door, reply](atom::done) { door->answer(std::move(*reply)); },
            [door, reply](const error& err) {
              // The job is made; only a repeat will not know it.
              spdlog::error("io: {}: an Idempotency-Key is not settled: {}",
                            door->request.request_id, text_of(err));
              door->answer(std::move(*reply));
            });
  };
  door->system->spawn(std::move(send), std::move(message)...);
}

void settle(const job_door_ptr& door, http_response response) {
  if (response.status < 200 || response.status > 299)
    return keep_then_answer(door, std::move(response), atom::cancel_v,
                            door->key);
  auto reply =
    door->how == repeats::reply ? kept(response) : stored_reply{200, {}, {}};
  keep_then_answer(door, std::move(response), atom::done_v, door->key,
                   std::move(reply));
}

void begin(const job_door_ptr& door, const job_claim& claim) {
  auto& request = door->request;
  auto follows = door->how == repeats::follow;
  switch (claim.state) {
    case job_claim::is::fresh:
      return door->make({claim.session, false}, respond{[door](auto response) {
                          settle(door, std::move(response));
                        }});
    case job_claim::is::under_way: {
      if (follows)
        return door->make({claim.session, true}, door->answer);
      auto response = make_problem(
        request, 409, "A request with this Idempotency-Key is under way");
      response.headers.set("Retry-After", "1");
      return door->answer(std::move(response));
    }
    case job_claim::is::done:
      if (follows)
        return door->make({claim.session, true}, door->answer);
      return door->answer(again(claim.reply));
    case job_claim::is::other:
      return door->answer(make_problem(
        request, 422, "This Idempotency-Key was used for another request"));
  }
}

} // namespace

void make_once(const route_context& context, const http_request& request,
               respond answer, job_maker make, repeats how) {
  auto count = request.headers.count("Idempotency-Key");
  if (count == 0)
    return make({make_session_id(), false}, std::move(answer));
  if (count > 1 || !is_key(request.headers.get("Idempotency-Key")))
    return answer(make_problem(request, 400,
                               "Idempotency-Key must be 1 to 255 visible ASCII "
                               "characters, once"));
  if (!context.accounts)
    return answer(
      make_problem(request, 503, "Idempotency-Key can't be honoured now"));
  auto shared = std::make_shared<job_door>(
    job_door{request, key_of(request), std::move(answer), std::move(make), how,
             context.accounts, context.system});
  // The fingerprint has it; megabytes need not wait for a film.
  shared->request.body.clear();
  job_door_ptr door = std::move(shared);
  context.system->spawn(
    [](caf::event_based_actor* self, const job_door_ptr& door) {
      self
        ->request(door->keeper, defaults::call_deadline, atom::submit_v,
                  door->key)
        .then([door](const job_claim& claim) { begin(door, claim); },
              [door](const error& err) {
                door->answer(make_problem(door->request, err));
              });
    },
    door);
}

} // namespace troupe
