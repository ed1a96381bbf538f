#define CAF_SUITE data_folder
#include "tests/support/test.hpp"

#include "store/data_folder.hpp"

#include "tests/store/sample_events.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

using namespace troupe;
using namespace troupe::test;

namespace fs = std::filesystem;

namespace {

struct fixture {
  temporary_folder folder;
  fs::path root = folder / "deep/data";

  std::shared_ptr<const data_folder> open(uint64_t reserve = 0) {
    auto data = data_folder::open(root, reserve);
    if (!data)
      CAF_FAIL(text_of(data.error()));
    return *data;
  }

  static void write(const fs::path& file) { std::ofstream{file} << "x"; }

  static unsigned mode_of(const fs::path& path) {
    struct stat info {};
    CAF_REQUIRE_EQUAL(lstat(path.c_str(), &info), 0);
    return info.st_mode & 0777U;
  }

  template <class T>
  static void refused(const result<T>& answer, ec code,
                      const std::string& part) {
    if (answer)
      CAF_FAIL("was not refused");
    auto text = text_of(answer.error());
    CAF_MESSAGE(text);
    CAF_CHECK(code_of(answer.error()) == code);
    CAF_CHECK(text.find(part) != std::string::npos);
  }
};

const auto a = id_of(1);

} // namespace

CAF_TEST_FIXTURE_SCOPE(data_folder_tests, fixture)

CAF_TEST(it makes its folders for the owner and the group only) {
  auto data = open();
  CAF_CHECK(data->root() == root);
  CAF_CHECK(data->log_file() == root / "log.sqlite");
  auto session = data->session_folder(a);
  CAF_REQUIRE(session);
  CAF_CHECK(*session == root / "outputs/videos" / a.str());
  for (auto path : {root, root / "outputs", data->videos(), *session,
                    *session / "pieces"}) {
    CAF_CHECK(fs::is_directory(path));
    CAF_CHECK_EQUAL(mode_of(path) & ~0750U, 0u);
  }
  CAF_CHECK_EQUAL(mode_of(root / "lock"), 0600u);
  auto again = data->session_folder(a);
  CAF_REQUIRE(again);
  CAF_CHECK(*again == *session);
}

CAF_TEST(a second owner of the folder is refused by name and process) {
  auto data = open();
  auto second = data_folder::open(root, 0);
  refused(second, ec::unavailable, root.string());
  auto process = "process " + std::to_string(getpid());
  refused(second, ec::unavailable, process);
  data = nullptr;
  open();
}

CAF_TEST(a link to the data folder is followed) {
  open();
  fs::create_directory_symlink(root, folder / "link");
  auto data = data_folder::open(folder / "link", 0);
  CAF_REQUIRE(data);
  CAF_CHECK((*data)->root() == root);
}

CAF_TEST(links inside are refused) {
  auto data = open();
  auto elsewhere = folder / "elsewhere";
  fs::create_directories(elsewhere / "pieces");
  write(elsewhere / ".tmp-x");
  auto session = data->videos() / a.str();
  fs::create_directory_symlink(elsewhere, session);
  refused(data->session_folder(a), ec::io_failed, session.string());
  refused(data->remove_temporary(a), ec::io_failed, session.string());
  fs::remove(session);
  fs::create_directory(session);
  fs::create_directory_symlink(elsewhere, session / "pieces");
  refused(data->session_folder(a), ec::io_failed, "pieces");
  refused(data->remove_temporary(a), ec::io_failed, "pieces");
  CAF_CHECK(fs::exists(elsewhere / ".tmp-x"));
  data = nullptr;
  fs::remove_all(root / "outputs");
  fs::create_directory_symlink(elsewhere, root / "outputs");
  refused(data_folder::open(root, 0), ec::io_failed, "outputs");
}

CAF_TEST(a file in place of a folder is refused) {
  write(folder / "file");
  refused(data_folder::open(folder / "file", 0), ec::io_failed, "file");
  refused(data_folder::open("", 0), ec::invalid_argument, "no name");
}

CAF_TEST(only session ids make a path) {
  auto data = open();
  for (std::string text : {"", "..", "../../etc", "ABCDEF", "0", "a/b"}) {
    refused(data->session_folder(session_id{text}), ec::invalid_argument,
            "session_id");
    refused(data->remove_temporary(session_id{text}), ec::invalid_argument,
            "session_id");
  }
  CAF_CHECK(fs::is_empty(data->videos()));
}

CAF_TEST(what a crash left unfinished is deleted and nothing else) {
  auto data = open();
  auto none = data->remove_temporary(a);
  CAF_REQUIRE(none);
  CAF_CHECK_EQUAL(*none, 0u);
  auto session = *data->session_folder(a);
  auto other = *data->session_folder(id_of(2));
  fs::create_directories(session / "pieces/.tmp-k1/deep");
  write(session / "pieces/.tmp-k1/deep/file");
  fs::create_directories(session / "pieces/k2");
  write(session / "pieces/k2/.tmp-inside");
  write(session / ".tmp-final.mp4");
  write(session / "final.mp4");
  write(other / ".tmp-final.mp4");
  fs::create_directory_symlink(other, session / ".tmp-link");
  auto count = data->remove_temporary(a);
  CAF_REQUIRE(count);
  CAF_CHECK_EQUAL(*count, 3u);
  CAF_CHECK(!fs::exists(session / "pieces/.tmp-k1"));
  CAF_CHECK(!fs::exists(fs::symlink_status(session / ".tmp-link")));
  CAF_CHECK(!fs::exists(session / ".tmp-final.mp4"));
  CAF_CHECK(fs::exists(session / "final.mp4"));
  CAF_CHECK(fs::exists(session / "pieces/k2/.tmp-inside"));
  CAF_CHECK(fs::exists(other / ".tmp-final.mp4"));
}

CAF_TEST(the reserve of the disk is kept) {
  auto data = open(1);
  CAF_CHECK(data->check_space(0));
  CAF_CHECK(data->check_space(1));
  refused(data->check_space(UINT64_MAX), ec::no_space, "are needed");
  data = nullptr;
  refused(open(UINT64_MAX)->check_space(0), ec::no_space, "kept for the log");
}

CAF_TEST_FIXTURE_SCOPE_END()
