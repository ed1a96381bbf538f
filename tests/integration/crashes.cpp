#define CAF_SUITE crashes
#include "tests/support/test.hpp"

#include "tests/integration/creator_client.hpp"
#include "tests/integration/stubborn_film.hpp"
#include "tests/integration/troupe_server.hpp"
#include "tests/support/temporary_folder.hpp"

#include "protocol/digest.hpp"
#include "protocol/failpoint.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <thread>

#include <sys/stat.h>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

constexpr auto film_type = "social_media";

std::string digest_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return sha256_hex(std::string{std::istreambuf_iterator<char>{in}, {}});
}

/// key -> inode of every finished piece: a piece that is made again lies in
/// another folder.
std::map<std::string, ino_t> pieces_of(const fs::path& data,
                                       const std::string& session) {
  std::map<std::string, ino_t> found;
  std::error_code ec;
  auto folder = data / "outputs" / "videos" / session / "pieces";
  for (auto& entry : fs::directory_iterator{folder, ec}) {
    struct stat is {};
    if (::stat(entry.path().c_str(), &is) == 0
        && entry.path().filename().string().size() == 64)
      found.emplace(entry.path().filename().string(), is.st_ino);
  }
  return found;
}

stubborn_film film_on(uint16_t port) {
  stubborn_film film;
  film.type = film_type;
  film.payload = short_payload(film_type);
  film.port = port;
  film.deadline = std::chrono::steady_clock::now() + 5min;
  return film;
}

fs::path video(const fs::path& data, const std::string& session,
               const char* name) {
  return data / "outputs" / "videos" / session / name;
}

/// Made without any accident; once for the whole suite.
struct reference {
  std::string film;
  std::string captions;
  size_t pieces = 0;
};

const reference& undisturbed() {
  static const auto made = [] {
    temporary_folder folder;
    auto data = folder / "data";
    troupe_server server{data};
    auto film = film_on(server.port());
    film.make();
    return reference{digest_of(video(data, film.session, "final.mp4")),
                     digest_of(video(data, film.session, "captions.vtt")),
                     pieces_of(data, film.session).size()};
  }();
  return made;
}

void check_equal_to_reference(const fs::path& data, const std::string& id) {
  CAF_CHECK_EQUAL(digest_of(video(data, id, "final.mp4")), undisturbed().film);
  CAF_CHECK_EQUAL(digest_of(video(data, id, "captions.vtt")),
                  undisturbed().captions);
  CAF_CHECK_EQUAL(pieces_of(data, id).size(), undisturbed().pieces);
}

/// Kills the server at a failpoint, starts another one, and the film is the
/// same as if nothing had been.
void crash_at(std::string_view name, int count) {
  CAF_MESSAGE(std::string{name} << " : " << count);
  temporary_folder folder;
  auto data = folder / "data";
  auto armed = std::string{name} + ":" + std::to_string(count);
  auto server = std::make_unique<troupe_server>(
    data, std::map<std::string, std::string>{{"TROUPE_FAILPOINT", armed}});
  auto port = server->port();
  auto film = film_on(port);
  std::string broken;
  std::jthread client{[&] {
    try {
      film.make();
    } catch (const std::exception& x) {
      broken = x.what();
    }
  }};
  auto end = server->wait(4min);
  CAF_REQUIRE_EQUAL(end.code, 128 + SIGKILL);
  std::map<std::string, ino_t> before;
  for (auto& entry : fs::directory_iterator{data / "outputs" / "videos"})
    before = pieces_of(data, entry.path().filename().string());
  server = std::make_unique<troupe_server>(
    data, std::map<std::string, std::string>{}, port);
  client.join();
  if (!broken.empty())
    CAF_FAIL(broken);
  check_equal_to_reference(data, film.session);
  auto after = pieces_of(data, film.session);
  for (auto& [key, inode] : before)
    if (after.contains(key))
      CAF_CHECK_EQUAL(after[key], inode);
}

unsigned number_from(const char* variable, unsigned fallback) {
  auto text = std::getenv(variable);
  return text ? static_cast<unsigned>(std::strtoul(text, nullptr, 10))
              : fallback;
}

} // namespace

CAF_TEST(a crash at any failpoint loses nothing and makes nothing twice) {
  auto only = std::getenv("TROUPE_TEST_FAILPOINT");
  for (auto name : failpoint_names)
    if (!only || name == only)
      crash_at(name, 1);
}

CAF_TEST(later crashes lose nothing either) {
  for (auto name : {"store.after_commit", "session.before_publish",
                    "piece.before_rename", "piece.after_rename",
                    "piece.after_record", "ws.after_write"})
    crash_at(name, 5);
}

CAF_TEST(crashes at random moments with many clients) {
  auto seed = number_from("TROUPE_TEST_SEED", std::random_device{}());
  auto kills = number_from("TROUPE_TEST_KILLS", 6);
  auto clients = number_from("TROUPE_TEST_CLIENTS", 4);
  CAF_MESSAGE("TROUPE_TEST_SEED=" << seed << " kills " << kills << " clients "
                                  << clients);
  std::mt19937 random{seed};
  temporary_folder folder;
  auto data = folder / "data";
  // Every film is made anew: there must be work to be interrupted.
  std::map<std::string, std::string> with{{"TROUPE_CACHE_MIB", "0"}};
  auto server = std::make_unique<troupe_server>(data, with);
  auto port = server->port();
  std::vector<std::vector<std::string>> sessions(clients);
  std::vector<std::string> broken(clients);
  std::atomic<unsigned> killed = 0;
  std::atomic<unsigned> working = clients;
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < clients; ++i)
      threads.emplace_back([&, i] {
        try {
          do {
            auto film = film_on(port);
            film.deadline += 1s * 20 * kills;
            film.make();
            sessions[i].push_back(film.session);
          } while (killed < kills);
        } catch (const std::exception& x) {
          broken[i] = x.what();
        }
        --working;
      });
    while (killed < kills && working > 0) {
      // Waits for the server's end, which does not come: the moment is random.
      server->wait_a_while(std::chrono::milliseconds{random() % 1'500});
      server->kill();
      ++killed;
      server = std::make_unique<troupe_server>(data, with, port);
    }
  }
  size_t films = 0;
  for (unsigned i = 0; i < clients; ++i) {
    if (!broken[i].empty())
      CAF_FAIL(broken[i]);
    for (auto& session : sessions[i]) {
      check_equal_to_reference(data, session);
      ++films;
    }
  }
  CAF_MESSAGE("killed " << killed << " times while " << films
                        << " films were made");
  CAF_CHECK_EQUAL(killed, kills);
}
