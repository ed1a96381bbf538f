#define CAF_SUITE program
#include "tests/support/test.hpp"

#include "cli/setting.hpp"
#include "protocol/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

#include <csignal>
#include <fstream>

using namespace std::chrono_literals;
using namespace troupe;
using namespace troupe::test;

namespace {

exit_state troupe_with(std::vector<std::string> arguments,
                       const std::map<std::string, std::string>& env = {},
                       const std::string& folder = {}) {
  arguments.insert(arguments.begin(), TROUPE_BINARY);
  return process{arguments, env, folder}.wait(60s);
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

} // namespace

CAF_TEST(version and help are said and that is all) {
  auto version = troupe_with({"--version"});
  CAF_CHECK_EQUAL(version.code, 0);
  CAF_CHECK(version.out.starts_with("troupe 0."));
  CAF_CHECK(version.err.empty());
  auto help = troupe_with({"--help"});
  CAF_CHECK_EQUAL(help.code, 0);
  for (auto command : {"serve", "make", "render", "create", "doctor", "config"}) {
    CAF_CHECK(holds(help.out, command));
    auto own = troupe_with({command, "--help"});
    CAF_CHECK_EQUAL(own.code, 0);
    CAF_CHECK(own.out.size() > 100);
  }
}

CAF_TEST(a server has an option for every setting) {
  auto help = troupe_with({"serve", "--help"}).out;
  for (auto& x : all_settings()) {
    CAF_MESSAGE(x.flag);
    CAF_CHECK(holds(help, std::string{x.flag}));
  }
}

CAF_TEST(a wrong call is told from a failure by its code) {
  for (auto& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"dance"},
                                             {"serve", "--dance"},
                                             {"serve", "--port", "x"},
                                             {"serve", "--port", "70000"},
                                             {"make"},
                                             {"make", "movie"},
                                             {"make", "moa"},
                                             {"make", "moa", "x"},
                                             {"create"},
                                             {"create", "--resume", "x"},
                                             {"create", "moa", "drug_name=x"},
                                             {"config"}}) {
    CAF_MESSAGE((arguments.empty() ? "(nothing)" : arguments.back()));
    auto end = troupe_with(arguments);
    CAF_CHECK_EQUAL(end.code, 2);
    CAF_CHECK(!end.err.empty());
    CAF_CHECK(end.out.empty());
  }
}

CAF_TEST(a misspelt command is named with the nearest one) {
  auto end = troupe_with({"sreve"});
  CAF_CHECK_EQUAL(end.code, 2);
  CAF_CHECK_EQUAL(end.err, "troupe: there is no command sreve; did you mean "
                           "serve?\n");
}

CAF_TEST(config check and print) {
  temporary_folder folder;
  std::ofstream{folder / "good.toml"} << "[server]\nport = 1234\n";
  std::ofstream{folder / "bad.toml"} << "[server]\nprot = 1234\n";
  auto good = (folder / "good.toml").string();
  auto bad = (folder / "bad.toml").string();
  auto check = troupe_with({"config", "check", "--config", good});
  CAF_CHECK_EQUAL(check.code, 0);
  check = troupe_with({"config", "check", "--config", bad});
  CAF_CHECK_EQUAL(check.code, 1);
  CAF_CHECK(holds(check.err, bad + ":2: unknown key server.prot; did you mean "
                                   "server.port?"));
  auto print = troupe_with({"config", "print", "--json", "--bind", "::1"},
                           {{"TROUPE_CONFIG", good}, {"TROUPE_WORKERS", "3"}});
  CAF_CHECK_EQUAL(print.code, 0);
  auto values = json::parse(print.out);
  CAF_REQUIRE(values);
  CAF_CHECK_EQUAL(values->at("server.port").integer("value"), 1234);
  CAF_CHECK(holds(values->at("server.port").text("origin"), "good.toml:2"));
  CAF_CHECK_EQUAL(values->at("engine.workers").text("origin"),
                  "environment TROUPE_WORKERS");
  CAF_CHECK_EQUAL(values->at("server.bind").text("origin"), "flag --bind");
  CAF_CHECK_EQUAL(values->at("log.level").text("origin"), "default");
}

CAF_TEST(others are not let in by accident) {
  temporary_folder folder;
  auto data = (folder / "data").string();
  for (auto address : {"0.0.0.0", "::", "192.0.2.1"}) {
    CAF_MESSAGE(address);
    auto end = troupe_with({"serve", "--bind", address, "--data", data});
    CAF_CHECK_EQUAL(end.code, 2);
    CAF_CHECK(holds(end.err, "--allow-unauthenticated"));
  }
  CAF_CHECK(!std::filesystem::exists(data));
}

CAF_TEST(a server says where it is and leaves when it is told to) {
  temporary_folder folder;
  process server{{TROUPE_BINARY, "serve", "--port", "0"}, {},
                 folder.path().string()};
  auto ready = server.wait_for_line("is ready at http://127.0.0.1:", 30s);
  CAF_REQUIRE(ready);
  CAF_REQUIRE(server.wait_for_line("ws://127.0.0.1:", 5s));
  auto data = server.wait_for_line("data folder", 5s);
  CAF_REQUIRE(data);
  CAF_CHECK(holds(*data, (folder / "troupe-data").string()));
  auto port = ready->substr(ready->rfind(':') + 1);
  port.pop_back();
  auto second = troupe_with({"serve", "--port", port}, {},
                            (folder.path()).string());
  // The same folder: its lock is met first.
  CAF_CHECK_EQUAL(second.code, 1);
  temporary_folder other;
  second = troupe_with({"serve", "--port", port}, {}, other.path().string());
  CAF_CHECK_EQUAL(second.code, 1);
  CAF_CHECK(holds(second.err, port));
  CAF_CHECK(holds(second.err, "--port"));
  server.signal(SIGTERM);
  auto end = server.wait(30s);
  CAF_CHECK_EQUAL(end.code, 0);
}

CAF_TEST(the doctor finds this machine fit) {
  temporary_folder folder;
  auto end = troupe_with({"doctor", "--json", "--port", "0"}, {},
                         folder.path().string());
  auto report = json::parse(end.out);
  CAF_REQUIRE(report);
  for (auto& x : report->at("checks").as_array())
    CAF_MESSAGE(x.text("level") << "  " << x.text("name") << ": "
                                << x.text("detail"));
  CAF_CHECK_EQUAL(end.code, 0);
  CAF_CHECK_GREATER(report->at("checks").size(), 6u);
  CAF_CHECK(!std::filesystem::exists(folder / "troupe-data"));
}

CAF_TEST(the doctor finds wrong settings) {
  auto end = troupe_with({"doctor", "--json"}, {{"TROUPE_PORT", "x"}});
  CAF_CHECK_EQUAL(end.code, 1);
  CAF_CHECK(holds(end.out, "server.port must be"));
}

CAF_TEST(without a server create says how to start one) {
  auto end = troupe_with({"create", "moa", "drug_name=x", "condition=y",
                          "--url", "ws://127.0.0.1:1"});
  CAF_CHECK_EQUAL(end.code, 1);
  CAF_CHECK(holds(end.err, "troupe serve"));
}
