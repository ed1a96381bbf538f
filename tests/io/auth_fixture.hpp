/// Endpoints behind a gate that asks, with a real ACCOUNT_KEEPER on a real
/// file and passwords that cost little; everything runs when it is told to.
#pragma once

#include "tests/support/test.hpp"

#include "actors/account_keeper.hpp"
#include "actors/actor_base.hpp"
#include "io/routes.hpp"
#include "io/unix_time.hpp"
#include "tests/io/http_call.hpp"
#include "tests/support/temporary_folder.hpp"

namespace troupe::test {

struct auth_config : caf::actor_system_config {
  auth_config() {
    add_message_types<caf::id_block::troupe>();
    add_message_types<caf::id_block::troupe_actors>();
  }
};

struct auth_fixture : test_coordinator_fixture<auth_config> {
  explicit auth_fixture(token_rules rules = {}) {
    auto opened =
      account_store::open(folder / "accounts.sqlite", password_cost{8, 1});
    if (!opened)
      CAF_FAIL(text_of(opened.error()));
    std::shared_ptr<account_store> store = std::move(*opened);
    directory = std::make_shared<account_directory>(rules);
    if (auto err = fill_directory(*store, *directory, {}))
      CAF_FAIL(text_of(err));
    keeper = spawn_actor(sys, account_keeper, store, directory);
    sched.run();
  }

  ~auth_fixture() override {
    caf::anon_send_exit(keeper, caf::exit_reason::kill);
    keeper = nullptr;
    context = {};
    sched.run();
  }

  gate_ptr make_gate(uint32_t requests_per_minute = 0,
                     std::vector<std::string> proxies = {}) {
    gate_options options;
    options.asks = true;
    options.requests_per_minute = requests_per_minute;
    if (auto addresses = client_addresses::make(proxies))
      options.addresses = std::move(*addresses);
    else
      CAF_FAIL(text_of(addresses.error()));
    return std::make_shared<const gate>(std::move(options), directory, keeper,
                                        outside);
  }

  route_context make_context(gate_ptr gate) {
    route_context out;
    out.options.videos = folder.path();
    out.counters = std::make_shared<metrics>();
    out.accounts = keeper;
    out.gate = std::move(gate);
    out.tickets = tickets;
    out.system = &sys;
    return out;
  }

  http_response ask(std::string method, std::string_view target,
                    http_headers headers = {}, std::string body = {},
                    std::string peer = "192.0.2.1") {
    auto request = make_request(std::move(method), target, std::move(headers),
                                std::move(body));
    if (!request)
      return {400, {}, text_of(request.error())};
    request->peer = std::move(peer);
    answer_box box;
    handler(std::move(*request), box.taker());
    sched.run();
    return box.has_answer() ? box.answer() : http_response{0, {}, "no answer"};
  }

  http_response post(std::string_view target, const json& body,
                     http_headers headers = {}) {
    headers.add("Content-Type", "application/json");
    return ask("POST", target, std::move(headers), body.dump());
  }

  static json parsed(const http_response& response) {
    auto value = json::parse(body_of(response));
    if (!value)
      CAF_FAIL(response.status << " without JSON: " << body_of(response));
    return *value;
  }

  static http_headers bearer(const std::string& token) {
    return {{"Authorization", "Bearer " + token}};
  }

  /// A token for a new account.
  std::string enroll(const std::string& name) {
    auto answer = post("/api/auth/register",
                       json::make_object({{"email", name + "@films.example"},
                                          {"username", name},
                                          {"password", "a good password"}}));
    if (answer.status != 201)
      CAF_FAIL(answer.status << body_of(answer));
    return parsed(answer).text("access_token");
  }

  temporary_folder folder;
  account_directory_ptr directory;
  account_keeper_actor keeper;
  outside_keys_ptr outside;
  ticket_box_ptr tickets = std::make_shared<ticket_box>();
  route_context context;
  request_handler handler;
};

} // namespace troupe::test
