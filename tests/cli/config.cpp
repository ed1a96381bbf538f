#define CAF_SUITE config
#include "tests/support/test.hpp"

#include "cli/config.hpp"
#include "cli/config_file.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <fstream>

using namespace troupe;

namespace {

struct fixture {
  /// Writes a settings file and uses it.
  void file(const std::string& text) {
    auto path = folder / "troupe.toml";
    std::ofstream{path} << text;
    sources.file = path;
  }

  /// All errors in one text, the folder's name left out.
  std::string errors() {
    std::string out;
    for (auto& x : load_config(sources).errors)
      out += x + '\n';
    auto prefix = folder.path().string() + '/';
    for (auto at = out.find(prefix); at != std::string::npos;
         at = out.find(prefix))
      out.erase(at, prefix.size());
    return out;
  }

  test::temporary_folder folder;
  config_sources sources;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(settings, fixture)

CAF_TEST(without any source everything has its default) {
  auto loaded = load_config(sources);
  CAF_CHECK(loaded.errors.empty());
  CAF_CHECK_EQUAL(loaded.values.number("server.port"), 8000);
  CAF_CHECK_EQUAL(loaded.values.text("server.bind"), "127.0.0.1");
  CAF_CHECK(!loaded.values.is_on("server.allow_unauthenticated"));
  CAF_CHECK(loaded.values.list("server.allow_origins").empty());
  for (auto& x : loaded.values.values())
    CAF_CHECK_EQUAL(x.origin, "default");
}

CAF_TEST(a stronger source wins over every weaker one) {
  // Bits: 1 = file, 2 = environment, 4 = flag.
  for (int given = 0; given < 8; ++given) {
    sources = {};
    if (given & 1)
      file("[server]\nport = 1001\n");
    if (given & 2)
      sources.environment["TROUPE_PORT"] = "1002";
    if (given & 4)
      sources.flags["server.port"] = {"1004"};
    auto loaded = load_config(sources);
    CAF_CHECK(loaded.errors.empty());
    auto port = loaded.values.number("server.port");
    auto origin = loaded.values.origin("server.port");
    CAF_MESSAGE("sources " << given << ": " << port << " from " << origin);
    if (given & 4) {
      CAF_CHECK_EQUAL(port, 1004);
      CAF_CHECK_EQUAL(origin, "flag --port");
    } else if (given & 2) {
      CAF_CHECK_EQUAL(port, 1002);
      CAF_CHECK_EQUAL(origin, "environment TROUPE_PORT");
    } else if (given & 1) {
      CAF_CHECK_EQUAL(port, 1001);
      CAF_CHECK(origin.ends_with("troupe.toml:2"));
    } else {
      CAF_CHECK_EQUAL(port, 8000);
    }
  }
}

CAF_TEST(lists come as arrays or with commas) {
  file("[server]\nallow_hosts = [\"a.example\", \"b.example\"]\n");
  sources.environment["TROUPE_ALLOW_ORIGINS"] = "https://a, https://b,";
  auto loaded = load_config(sources);
  CAF_CHECK(loaded.errors.empty());
  CAF_CHECK_EQUAL(loaded.values.list("server.allow_hosts"),
                  (std::vector<std::string>{"a.example", "b.example"}));
  CAF_CHECK_EQUAL(loaded.values.list("server.allow_origins"),
                  (std::vector<std::string>{"https://a", "https://b"}));
}

CAF_TEST(an unknown key is named with its line and the nearest name) {
  file("# hello\n[server]\nprot = 1\n[enigne]\nworkers = 2\n[zzz]\nqqqqqq = 1\n");
  auto text = errors();
  CAF_CHECK(text.find("troupe.toml:3: unknown key server.prot; did you mean "
                      "server.port?\n")
            != std::string::npos);
  CAF_CHECK(text.find("troupe.toml:5: unknown key enigne.workers; did you mean "
                      "engine.workers?\n")
            != std::string::npos);
  CAF_CHECK(text.find("troupe.toml:7: unknown key zzz.qqqqqq\n")
            != std::string::npos);
}

CAF_TEST(wrong values are named with what they may be and where they stand) {
  file("[server]\nport = 65536\nallow_origins = \"x\"\nbind = [\"a\"]\n");
  auto text = errors();
  CAF_CHECK_EQUAL(text,
                  "troupe.toml:3: server.allow_origins takes an array: "
                  "[\"...\"]\n"
                  "troupe.toml:4: server.bind takes one value\n"
                  "server.port must be a whole number from 0 to 65535, not "
                  "\"65536\" (troupe.toml:2)\n");
  sources = {};
  sources.environment = {{"TROUPE_PORT", "80x"},
                         {"TROUPE_LOG_LEVEL", "loud"},
                         {"TROUPE_ALLOW_UNAUTHENTICATED", "maybe"}};
  sources.flags["data.folder"] = {""};
  text = errors();
  CAF_CHECK(text.find("server.port must be a whole number from 0 to 65535, not "
                      "\"80x\" (environment TROUPE_PORT)")
            != std::string::npos);
  CAF_CHECK(text.find("log.level must be one of debug info warn error off")
            != std::string::npos);
  CAF_CHECK(text.find("server.allow_unauthenticated must be true or false")
            != std::string::npos);
  CAF_CHECK(text.find("data.folder must be not empty, not \"\" (flag --data)")
            != std::string::npos);
}

CAF_TEST(what is no TOML is named by line) {
  file("[server]\nport = \n");
  CAF_CHECK(errors().starts_with("troupe.toml:2: "));
  file("[server]\nport = 1979-05-27\n");
  auto text = errors();
  CAF_CHECK(text.find("troupe.toml:2: server.port can't be a date or time")
            != std::string::npos);
  sources.file = folder / "nothing.toml";
  text = errors();
  CAF_CHECK_EQUAL(text, "nothing.toml: no such file, or it can't be read\n");
}

CAF_TEST(an unknown variable is a warning and never an error) {
  sources.environment = {{"TROUPE_PROT", "1"},
                         {"TROUPE_CONFIG", "x"},
                         {"TROUPE_FAILPOINT", "x"},
                         {"HOME", "x"}};
  auto loaded = load_config(sources);
  CAF_CHECK(loaded.errors.empty());
  CAF_REQUIRE_EQUAL(loaded.values.warnings().size(), 1u);
  CAF_CHECK_EQUAL(loaded.values.warnings()[0],
                  "environment variable TROUPE_PROT is not a setting; did you "
                  "mean TROUPE_PORT?");
}

CAF_TEST(a secret is not shown when it is wrong) {
  const setting table[]{{"auth.key", "--key", "TROUPE_KEY",
                         setting_kind::number, "1", "", 1, 2, {}, true}};
  sources.environment["TROUPE_KEY"] = "canary";
  auto loaded = load_config(sources, table);
  CAF_REQUIRE_EQUAL(loaded.errors.size(), 1u);
  CAF_CHECK(loaded.errors[0].find("canary") == std::string::npos);
}

CAF_TEST(the example file names every setting with its default) {
  std::filesystem::path path{TROUPE_SOURCE_DIR "/configs/troupe.toml"};
  sources.file = path;
  auto loaded = load_config(sources);
  CAF_CHECK(loaded.errors.empty());
  auto defaults = load_config({});
  auto content = read_config_file(path);
  for (auto& row : all_settings()) {
    CAF_MESSAGE(row.key);
    CAF_CHECK(std::ranges::find(content.entries, row.key, &config_entry::key)
              != content.entries.end());
    CAF_CHECK_EQUAL(loaded.values.list(row.key), defaults.values.list(row.key));
  }
  std::ifstream in{path};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  for (auto& row : all_settings()) {
    CAF_CHECK(text.find(row.flag) != std::string::npos);
    CAF_CHECK(text.find(row.variable) != std::string::npos);
  }
}

CAF_TEST(the nearest name is near) {
  std::vector<std::string> names{"server.port", "server.bind", "log.level"};
  CAF_CHECK_EQUAL(nearest_name("server.prot", names), "server.port");
  CAF_CHECK_EQUAL(nearest_name("log.lvl", names), "log.level");
  CAF_CHECK_EQUAL(nearest_name("colour", names), "");
}

CAF_TEST_FIXTURE_SCOPE_END()
