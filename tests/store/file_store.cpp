#define CAF_SUITE file_store
#include "tests/support/test.hpp"

#include "protocol/digest.hpp"
#include "store/file_store.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <thread>

using namespace troupe;
using namespace troupe::test;

namespace {

const user_id ann{"ann"};
const user_id bob{"bob"};

struct fixture {
  fixture() { open(); }

  void open(file_store_limits limits = {1024, 3}) {
    aut.reset();
    data.reset();
    data = *data_folder::open(folder.path() / "data", 0);
    aut = *open_file_store(data, limits);
  }

  size_t files_on_disk() const {
    size_t count = 0;
    for (auto& x : std::filesystem::directory_iterator{aut->folder()})
      count += x.is_regular_file() ? 1U : 0U;
    return count;
  }

  temporary_folder folder;
  std::shared_ptr<const data_folder> data;
  file_shelf_ptr aut;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(file_store_tests, fixture)

CAF_TEST(a file is there with all that is known of it also after a restart) {
  auto made = aut->add(ann, "notes.md", "# Ice\n\nIce floats.");
  CAF_REQUIRE(made);
  CAF_CHECK(is_session_id(made->id));
  CAF_CHECK(made->kind == document_kind::markdown);
  CAF_CHECK_EQUAL(made->sha256, sha256_hex("# Ice\n\nIce floats."));
  open();
  auto found = aut->find(ann, made->id);
  CAF_REQUIRE(found);
  CAF_CHECK(*found == *made);
  auto bytes = aut->read(ann, made->id);
  CAF_REQUIRE(bytes);
  CAF_CHECK_EQUAL(*bytes, "# Ice\n\nIce floats.");
}

CAF_TEST(a foreign file is as missing as none) {
  auto made = aut->add(ann, "a.txt", "words");
  CAF_REQUIRE(made);
  for (auto id : {made->id, std::string(32, 'f'), std::string{"../../log"},
                  std::string{}}) {
  CAF_CHECK(code_of(aut->find(bob, id).error()) == ec::not_found);
  CAF_CHECK(code_of(aut->read(bob, id).error()) == ec::not_found);
  CAF_CHECK(code_of(aut->remove(bob, id).error()) == ec::not_found);
  }
  CAF_CHECK_EQUAL(aut->list(bob, 10, 0)->total, 0u);
  CAF_CHECK(aut->find(ann, made->id));
}

CAF_TEST(names are for people and never a path) {
  for (auto [given, shown] :
       {std::pair{"../../etc/passwd", "passwd"},
        std::pair{"C:\\docs\\plan.txt", "plan.txt"}, std::pair{"", "file"},
        std::pair{"a\nb\u202e.txt", "a b.txt"}, std::pair{"..", ".."}}) {
    open({1024, 100});
    auto made = aut->add(ann, given, "words");
    CAF_REQUIRE(made);
    CAF_CHECK_EQUAL(made->name, shown);
    CAF_CHECK(std::filesystem::exists(aut->folder() / made->id));
  }
  CAF_CHECK(aut->add(ann, std::string(5'000, 'n'), "words")->name.size()
            <= 200);
}

CAF_TEST(what no film can quote is refused and leaves nothing) {
  struct row {
  const char* name;
  std::string bytes;
  };
  for (auto& [name, bytes] :
       {row{"x.txt", ""}, row{"x.txt", std::string("a\0b", 3)},
        row{"x.png", "\x89PNG\r\n\x1a\n"}, row{"x.pdf", "just words"},
        row{"x.docx", "just words"}, row{"x.txt", "%PDF-1.4"},
        row{"x.md", "PK\x03\x04zip"}, row{"x.txt", "\xFF\xFEw"},
        row{"x.pdf", "PK\x03\x04zip"}, row{"x.docx", "%PDF-1.4"}}) {
  auto out = aut->add(ann, name, bytes);
  if (out)
    CAF_ERROR(name << " was taken");
  else
    CAF_CHECK(code_of(out.error()) == ec::invalid_argument);
  }
  CAF_CHECK_EQUAL(files_on_disk(), 0u);
}

CAF_TEST(limits of size and number hold and deleting makes room) {
  CAF_CHECK(code_of(aut->add(ann, "big.txt", std::string(1025, 'x')).error())
            == ec::limit_exceeded);
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i)
    ids.push_back(aut->add(ann, "a.txt", "words")->id);
  CAF_CHECK(code_of(aut->add(ann, "a.txt", "words").error())
            == ec::limit_exceeded);
  CAF_CHECK(aut->add(bob, "a.txt", "words"));
  CAF_CHECK(aut->remove(ann, ids[1]));
  CAF_CHECK(code_of(aut->find(ann, ids[1]).error()) == ec::not_found);
  CAF_CHECK(aut->add(ann, "a.txt", "words"));
  CAF_CHECK_EQUAL(files_on_disk(), 4u);
}

CAF_TEST(lists come in pages the newest first) {
  open({1024, 50});
  std::vector<std::string> ids;
  for (int i = 0; i < 7; ++i)
    ids.push_back(aut->add(ann, "a.txt", "words")->id);
  auto page = aut->list(ann, 3, 3);
  CAF_REQUIRE(page);
  CAF_CHECK_EQUAL(page->total, 7u);
  CAF_REQUIRE_EQUAL(page->files.size(), 3u);
  CAF_CHECK_EQUAL(page->files[0].id, ids[3]);
  CAF_CHECK_EQUAL(page->files[2].id, ids[1]);
}

CAF_TEST(what a crash left behind goes at the next start) {
  auto made = aut->add(ann, "a.txt", "words");
  std::ofstream{aut->folder() / std::string(32, 'a')} << "no row";
  open();
  CAF_CHECK_EQUAL(files_on_disk(), 1u);
  CAF_CHECK(aut->read(ann, made->id));
}

CAF_TEST(several threads take turns) {
  open({1024, 1'000});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([this] {
      for (int i = 0; i < 10; ++i)
        if (auto made = aut->add(ann, "a.txt", "words"))
          aut->read(ann, made->id);
    });
  for (auto& x : threads)
    x.join();
  CAF_CHECK_EQUAL(aut->list(ann, 1, 0)->total, 40u);
}

CAF_TEST_FIXTURE_SCOPE_END()
