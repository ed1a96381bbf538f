// Kills a process that writes through a STOREKEEPER at every point where it
// commits. What it had been answered must be in the log afterwards.
#define CAF_SUITE storekeeper_crash
#include "tests/support/test.hpp"

#include "store/sqlite_store.hpp"
#include "tests/store/sample_events.hpp"
#include "tests/support/temporary_folder.hpp"

#include <csignal>
#include <map>
#include <sstream>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace troupe;
using namespace troupe::test;

namespace {

struct ended_process {
  int status = 0;
  std::string output;
};

/// Runs the writer to its end, killed or not.
ended_process run_writer(const std::filesystem::path& folder,
                         const std::string& failpoint) {
  int ends[2];
  CAF_REQUIRE_EQUAL(pipe(ends), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  std::string program = STOREKEEPER_CRASH_WRITER;
  auto path = folder.string();
  auto variable = "TROUPE_FAILPOINT=" + failpoint;
  char* arguments[] = {program.data(), path.data(), nullptr};
  char* environment[] = {variable.data(), nullptr};
  pid_t child = 0;
  auto code = posix_spawn(&child, program.c_str(), &actions, nullptr, arguments,
                          environment);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  CAF_REQUIRE_EQUAL(code, 0);
  ended_process ended;
  char buffer[4096];
  for (ssize_t size; (size = read(ends[0], buffer, sizeof(buffer))) > 0;)
    ended.output.append(buffer, static_cast<size_t>(size));
  close(ends[0]);
  CAF_REQUIRE_EQUAL(waitpid(child, &ended.status, 0), child);
  return ended;
}

/// The highest seq that each session was answered.
std::map<session_id, uint64_t> answers_in(const std::string& output) {
  std::map<session_id, uint64_t> answers;
  std::istringstream lines{output};
  std::string id;
  uint64_t seq = 0;
  while (lines >> id >> seq)
    answers[session_id{id}] = seq;
  return answers;
}

struct fixture {
  temporary_folder folder;

  static std::unique_ptr<event_store> open(const temporary_folder& folder) {
    auto data = data_folder::open(folder.path(), 0);
    CAF_REQUIRE(data);
    auto store = open_sqlite_store(*data);
    if (!store)
      CAF_FAIL(text_of(store.error()));
    return std::move(*store);
  }

  /// All that was answered is there; answers how many events there are.
  static uint64_t check_kept(const temporary_folder& folder,
                             const std::map<session_id, uint64_t>& answers) {
    auto store = open(folder);
    uint64_t total = 0;
    for (const auto& [id, seq] : answers) {
      auto log = store->load(id);
      CAF_REQUIRE(log);
      CAF_REQUIRE(log->events.size() >= seq);
    }
    auto lines = store->list(100);
    CAF_REQUIRE(lines);
    for (const auto& line : *lines) {
      auto log = store->load(line.session);
      CAF_REQUIRE(log);
      for (size_t i = 0; i < log->events.size(); ++i)
        CAF_REQUIRE_EQUAL(log->events[i].seq, i + 1);
      // A piece is recorded after the answer of its event.
      CAF_REQUIRE(log->pieces.size() <= log->events.size());
      CAF_REQUIRE(log->pieces.size() + 1 >= log->events.size());
      total += log->events.size();
    }
    return total;
  }
};

bool was_killed(int status) {
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(storekeeper_crash_tests, fixture)

CAF_TEST(without a crash everything is answered and kept) {
  auto ended = run_writer(folder.path(), "");
  CAF_REQUIRE_EQUAL(ended.status, 0);
  auto answers = answers_in(ended.output);
  CAF_CHECK_EQUAL(answers.size(), 4u);
  CAF_CHECK_EQUAL(check_kept(folder, answers), 200u);
}

CAF_TEST(killed before the first commit nothing is there) {
  auto ended = run_writer(folder.path(), "store.before_commit:1");
  CAF_CHECK(was_killed(ended.status));
  CAF_CHECK(ended.output.empty());
  CAF_CHECK_EQUAL(check_kept(folder, {}), 0u);
}

CAF_TEST(killed after the first commit it is there though nobody knew) {
  auto ended = run_writer(folder.path(), "store.after_commit:1");
  CAF_CHECK(was_killed(ended.status));
  CAF_CHECK(ended.output.empty());
  CAF_CHECK(check_kept(folder, {}) > 0);
}

CAF_TEST(killed anywhere all that was answered is there) {
  for (std::string point : {"store.before_commit:", "store.after_commit:"})
    for (auto count : {2, 3, 5, 9, 17, 33, 65}) {
      temporary_folder fresh;
      auto ended = run_writer(fresh.path(), point + std::to_string(count));
      CAF_REQUIRE(was_killed(ended.status));
      auto total = check_kept(fresh, answers_in(ended.output));
      CAF_MESSAGE(point << count << ": " << total << " events");
    }
}

CAF_TEST(killed again and again on one folder it is never lost) {
  std::map<session_id, uint64_t> answers;
  for (auto count : {1, 4, 9, 16, 25}) {
    auto point =
      count % 2 == 0 ? "store.before_commit:" : "store.after_commit:";
    auto ended = run_writer(folder.path(), point + std::to_string(count));
    // Events that are there already need no commit: it may end before.
    CAF_REQUIRE(was_killed(ended.status) || ended.status == 0);
    for (auto [id, seq] : answers_in(ended.output))
      answers[id] = std::max(answers[id], seq);
    check_kept(folder, answers);
  }
  auto ended = run_writer(folder.path(), "");
  CAF_REQUIRE_EQUAL(ended.status, 0);
  CAF_CHECK_EQUAL(check_kept(folder, answers_in(ended.output)), 200u);
}

CAF_TEST_FIXTURE_SCOPE_END()
