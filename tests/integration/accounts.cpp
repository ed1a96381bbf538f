#define CAF_SUITE accounts
#include "tests/support/test.hpp"

#include "io/http_types.hpp"
#include "protocol/base64.hpp"
#include "tests/integration/creator_client.hpp"
#include "tests/integration/troupe_server.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

const std::string password = "canary-password-7431";

struct answer {
  int status = 0;
  std::string head;
  json body;
};

struct fixture {
  fixture() { start(); }

  void start() {
    server = std::make_unique<troupe_server>(folder.path() / "data", env());
  }

  static std::map<std::string, std::string> env() {
    return {{"TROUPE_AUTH", "accounts"}, {"TROUPE_LOG_LEVEL", "debug"}};
  }

  answer ask(const std::string& method, const std::string& target,
             const std::string& token = {}, const std::string& body = {}) {
    auto text = http_exchange(
      server->port(),
      method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n"
        + (token.empty() ? "" : "Authorization: Bearer " + token + "\r\n")
        + "Content-Type: application/json\r\nContent-Length: "
        + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
    auto end = text.find("\r\n\r\n");
    answer out;
    out.status = text.size() > 12 ? std::atoi(text.c_str() + 9) : 0;
    out.head = text.substr(0, end);
    if (end != text.npos)
      if (auto value = json::parse(text.substr(end + 4)))
        out.body = *value;
    return out;
  }

  std::string enroll(const std::string& name) {
    auto made = ask("POST", "/api/auth/register", {},
                    json::make_object({{"email", name + "@films.example"},
                                       {"username", name},
                                       {"password", password}})
                      .dump());
    CAF_REQUIRE_EQUAL(made.status, 201);
    return made.body.text("access_token");
  }

  result<websocket_client> socket(http_headers headers = {},
                                  const std::string& query = {}) {
    websocket_target target;
    target.port = server->port();
    target.path += query;
    target.headers = std::move(headers);
    return websocket_client::connect(target);
  }

  static json next(websocket_client& socket) {
    auto text = socket.receive(patience);
    if (!text)
      CAF_FAIL("no message: " << text_of(text.error()) << ", closed with "
                              << socket.close_code());
    return json::parse(*text).value();
  }

  static json until(websocket_client& socket, const std::string& status) {
    for (;;) {
      auto message = next(socket);
      if (message.text("status") == status)
        return message;
      if (message.text("status") == "error")
        CAF_FAIL(message.dump());
    }
  }

  static std::string start_film(websocket_client& socket) {
    auto err =
      socket.send(json::make_object({{"action", "start"},
                                     {"video_type", "moa"},
                                     {"payload", short_payload("moa")}})
                    .dump());
    CAF_REQUIRE(!err);
    return until(socket, "session_started").text("video_id");
  }

  temporary_folder folder;
  std::unique_ptr<troupe_server> server;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(accounts_tests, fixture)

CAF_TEST(sockets take a token in four ways and close with 1008 without one) {
  auto ann = enroll("ann");
  auto asks_nothing = [&](result<websocket_client> opened) {
    CAF_REQUIRE(opened);
    CAF_REQUIRE(!opened->send("{\"action\":\"accept\"}"));
    // Nobody unknown gets this far.
    CAF_CHECK_EQUAL(next(*opened).text("error"), "No active session");
  };
  asks_nothing(socket({{"Authorization", "Bearer " + ann}}));
  asks_nothing(socket({{"Sec-WebSocket-Protocol",
                        "troupe.v1, base64url.bearer." + to_base64url(ann)}}));
  asks_nothing(
    socket({{"Sec-WebSocket-Protocol", "troupe.v1, base64url.bearer." + ann}}));
  auto ticket = ask("POST", "/ws-tickets", ann).body.text("ticket");
  CAF_REQUIRE(!ticket.empty());
  asks_nothing(socket({}, "?ticket=" + ticket));

  auto first = socket();
  CAF_REQUIRE(first);
  CAF_REQUIRE(
    !first->send(json::make_object({{"type", "auth"}, {"token", ann}}).dump()));
  CAF_CHECK_EQUAL(next(*first).text("status"), "authenticated");
  CAF_REQUIRE(!first->send("{\"action\":\"accept\"}"));
  CAF_CHECK_EQUAL(next(*first).text("error"), "No active session");

  auto is_closed = [&](result<websocket_client> opened,
                       const std::string& message = {}) {
    CAF_REQUIRE(opened);
    if (!message.empty())
      CAF_REQUIRE(!opened->send(message));
    CAF_CHECK(opened->wait_until_closed(20s));
    CAF_CHECK_EQUAL(opened->close_code(), 1008);
  };
  is_closed(socket({}, "?ticket=" + ticket)); // used already
  is_closed(socket({}, "?ticket=x"));
  is_closed(socket({{"Authorization", "Bearer x"}}));
  is_closed(
    socket({{"Sec-WebSocket-Protocol", "troupe.v1, base64url.bearer.x"}}));
  is_closed(socket(), "{\"action\":\"start\"}");
  is_closed(socket(), "{\"type\":\"auth\",\"token\":\"x\"}");
  is_closed(socket(), "{\"type\":\"auth\"}");
  is_closed(socket()); // says nothing
}

CAF_TEST(a film belongs to its maker and to nobody else) {
  auto ann = enroll("ann");
  auto bob = enroll("bob");
  auto mine = socket({{"Authorization", "Bearer " + ann}});
  CAF_REQUIRE(mine);
  auto id = start_film(*mine);
  until(*mine, "completed");
  CAF_REQUIRE(!mine->send("{\"action\":\"auto\"}"));
  auto done = until(*mine, "pipeline_complete");

  // The link in the message opens the film without a token, and only it.
  auto link = done.text("video_url");
  CAF_REQUIRE(link.find("&signature=") != std::string::npos);
  CAF_CHECK_EQUAL(ask("HEAD", link).status, 200);
  auto plain = link.substr(0, link.find('?'));
  CAF_CHECK_EQUAL(ask("HEAD", plain, ann).status, 200);
  CAF_CHECK_EQUAL(ask("HEAD", "/video/" + id, ann).status, 200);
  CAF_CHECK_EQUAL(ask("GET", plain).status, 401);
  CAF_CHECK_EQUAL(ask("GET", plain, bob).status, 404);
  CAF_CHECK_EQUAL(ask("GET", "/video/" + id, bob).status, 404);
  CAF_CHECK_EQUAL(
    ask("GET", "/video/" + id + link.substr(plain.size()), bob).status, 404);
  // A foreign film and one that never was look the same.
  auto missing = std::string(32, 'a');
  auto foreign = ask("GET", "/video/" + id, bob).body;
  auto none = ask("GET", "/video/" + missing, bob).body;
  auto blur = [](json body, const std::string& name) {
    body.erase("request_id");
    auto text = body.dump();
    for (auto at = text.find(name); at != text.npos; at = text.find(name))
      text.replace(at, name.size(), "ID");
    return text;
  };
  CAF_CHECK_EQUAL(blur(foreign, id), blur(none, missing));

  auto theirs = socket({{"Authorization", "Bearer " + bob}});
  CAF_REQUIRE(theirs);
  auto resume = [&](const std::string& session) {
    CAF_REQUIRE(!theirs->send(
      json::make_object({{"action", "resume"}, {"session_id", session}})
        .dump()));
    auto answer = next(*theirs);
    CAF_CHECK_EQUAL(answer.text("status"), "error");
    return blur(answer, session);
  };
  CAF_CHECK_EQUAL(resume(id), resume(missing));
  auto list = ask("GET", "/sessions", bob).body;
  CAF_CHECK_EQUAL(list.at("sessions").size(), 0u);
  CAF_CHECK_EQUAL(ask("GET", "/sessions", ann).body.at("sessions").size(), 1u);
}

CAF_TEST(tokens outlive a kill and logged-out ones do not come back) {
  auto kept = enroll("ann");
  auto gone =
    ask("POST", "/api/auth/login", {},
        json::make_object({{"username", "ann"}, {"password", password}}).dump())
      .body.text("access_token");
  CAF_REQUIRE(!gone.empty());
  auto key = ask("POST", "/api/v1/auth/keys", kept, "{\"name\":\"laptop\"}")
               .body.text("key");
  CAF_REQUIRE(!key.empty());
  CAF_CHECK_EQUAL(ask("POST", "/api/auth/logout", gone).status, 200);
  server->kill();
  start();
  CAF_CHECK_EQUAL(ask("GET", "/api/auth/me", kept).status, 200);
  CAF_CHECK_EQUAL(ask("GET", "/api/auth/me", key).status, 200);
  CAF_CHECK_EQUAL(ask("GET", "/api/auth/me", gone).status, 401);
}

CAF_TEST(one address has its hundred requests a minute) {
  int refused = 0;
  answer last;
  for (int i = 0; i < 130; ++i) {
    auto got = ask("GET", "/api/v1/auth/status");
    if (got.status == 429) {
      ++refused;
      last = got;
    }
  }
  // A slow machine refills a few meanwhile.
  CAF_CHECK(refused > 0);
  CAF_CHECK(last.head.find("Retry-After: ") != std::string::npos);
  CAF_CHECK(last.head.find("X-RateLimit-Limit: 100") != std::string::npos);
  CAF_CHECK(last.head.find("X-RateLimit-Remaining: 0") != std::string::npos);
}

CAF_TEST(no log and no file holds what must stay secret) {
  auto ann = enroll("ann");
  auto key = ask("POST", "/api/v1/auth/keys", ann, "{\"name\":\"laptop\"}")
               .body.text("key");
  auto ticket = ask("POST", "/ws-tickets", ann).body.text("ticket");
  ask("POST", "/api/auth/login", {},
      json::make_object({{"username", "ann"}, {"password", password + "x"}})
        .dump());
  ask("GET", "/api/auth/me", ann + "x");
  ask("GET", "/api/auth/me", key + "x");
  auto opened = socket({}, "?ticket=" + ticket);
  CAF_REQUIRE(opened);
  opened->close();
  auto end = server->terminate();
  CAF_CHECK_EQUAL(end.code, 0);
  std::string seen = end.out + end.err;
  for (auto name : {"accounts.sqlite", "accounts.sqlite-wal", "log.sqlite"}) {
    std::ifstream in{folder.path() / "data" / name, std::ios::binary};
    seen.append(std::istreambuf_iterator<char>{in}, {});
  }
  CAF_CHECK(seen.find("ann@films.example") != seen.npos);
  auto dot = ann.rfind('.');
  for (auto& secret : {password, ann.substr(dot + 1), key.substr(12), ticket})
    CAF_CHECK(seen.find(secret) == seen.npos);
}

CAF_TEST(accounts of a folder are managed while no server runs) {
  auto data = (folder.path() / "data").string();
  auto busy = run({troupe_binary(), "user", "list", "--data", data});
  CAF_CHECK_EQUAL(busy.code, 1);
  CAF_CHECK(busy.err.find("in use by process") != std::string::npos);
  CAF_CHECK(busy.err.find("Stop the server first") != std::string::npos);
  CAF_CHECK_EQUAL(server->terminate().code, 0);
  auto troupe = [&](const std::string& words) {
    return run({"/bin/sh", "-c",
                "printf '" + password + "\\n' | '" + troupe_binary() + "' user "
                  + words + " --data '" + data + "'"});
  };
  auto made = troupe("add eve --email eve@films.example --name Eve");
  CAF_CHECK_EQUAL(made.code, 0);
  CAF_CHECK(is_session_id(made.out.substr(0, 32)));
  CAF_CHECK_EQUAL(troupe("add eve --email e@films.example").code, 1);
  CAF_CHECK_EQUAL(troupe("add x --email e@films.example").code, 2);
  CAF_CHECK_EQUAL(troupe("add joe").code, 2);
  auto list = troupe("list");
  CAF_CHECK(list.out.find("eve  eve@films.example\n") != std::string::npos);
  auto key = troupe("key eve --name ci");
  CAF_CHECK_EQUAL(key.code, 0);
  CAF_CHECK(key.out.starts_with("trp_"));
  auto text = key.out.substr(0, key.out.size() - 1);
  start();
  CAF_CHECK_EQUAL(ask("GET", "/api/auth/me", text).body.text("username"),
                  "eve");
  CAF_CHECK_EQUAL(server->terminate().code, 0);
  CAF_CHECK_EQUAL(troupe("remove eve@films.example").code, 0);
  CAF_CHECK_EQUAL(troupe("remove eve").code, 1);
  start();
  CAF_CHECK_EQUAL(ask("GET", "/api/auth/me", text).status, 401);
}

CAF_TEST(the commands of the document work as they stand) {
  std::ifstream in{TROUPE_SOURCE_DIR "/docs/auth.md"};
  std::string line;
  std::string script = "set -euo pipefail\n";
  auto is_code = false;
  while (std::getline(in, line)) {
    if (line.starts_with("```"))
      is_code = line == "```sh";
    else if (is_code)
      script += line + '\n';
  }
  CAF_REQUIRE(script.find("/api/auth/login") != script.npos);
  // The port is free by now, and stays so for a moment.
  auto port = std::to_string(server->port());
  server->terminate();
  for (auto at = script.find("8000"); at != script.npos;
       at = script.find("8000", at))
    script.replace(at, 4, port);
  auto place = std::filesystem::path{troupe_binary()}.parent_path().string();
  auto end =
    run({"/bin/bash", "-c", script}, {{"PATH", place + ":/usr/bin:/bin"}}, 180s,
        folder.path().string());
  CAF_CHECK_EQUAL(end.code, 0);
  if (end.code != 0)
    CAF_MESSAGE(end.out << end.err);
  CAF_CHECK(end.out.find("\"username\":\"ann\"") != end.out.npos);
  CAF_CHECK(end.out.find("\"sessions\":[]") != end.out.npos);
  CAF_CHECK(end.out.find("bob  bob@films.example") != end.out.npos);
}

CAF_TEST_FIXTURE_SCOPE_END()
