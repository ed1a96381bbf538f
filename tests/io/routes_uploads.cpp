#define CAF_SUITE routes_uploads
#include "tests/support/test.hpp"

#include "io/file_desk.hpp"
#include "io/routes.hpp"
#include "protocol/digest.hpp"
#include "protocol/json.hpp"
#include "tests/io/http_call.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <fstream>
#include <future>

using namespace troupe;
using namespace troupe::test;

namespace {

/// Files in memory, their bytes also on disk for downloads.
class fake_shelf final : public file_shelf {
public:
  explicit fake_shelf(std::filesystem::path folder)
    : folder_(std::move(folder)) {}

  result<uploaded_file> add(const user_id& owner, std::string name,
                            std::string_view bytes) override {
    auto kind = document_kind_of(bytes, name);
    if (!kind)
      return kind.error();
    uploaded_file x{
      make_session_id().str(), owner, std::move(name), *kind, bytes.size(),
      sha256_hex(bytes),       1'000};
    std::ofstream{folder_ / x.id} << bytes;
    files_.push_back(x);
    return x;
  }
  result<file_page> list(const user_id& owner, uint32_t limit,
                         uint64_t offset) override {
    file_page out;
    for (auto& x : files_)
      if (x.owner == owner && out.total++ >= offset && out.files.size() < limit)
        out.files.push_back(x);
    return out;
  }
  result<uploaded_file> find(const user_id& owner,
                             const std::string& id) override {
    for (auto& x : files_)
      if (x.owner == owner && x.id == id)
        return x;
    return make_error(ec::not_found, "File not found");
  }
  result<std::string> read(const user_id&, const std::string&) override {
    return make_error(ec::internal, "no endpoint reads a file whole");
  }
  result<void> remove(const user_id& owner, const std::string& id) override {
    auto file = find(owner, id);
    if (!file)
      return file.error();
    std::erase_if(files_, [&](auto& x) { return x.id == id; });
    return caf::unit;
  }
  uint64_t file_limit() const override { return 1'000; }
  std::filesystem::path folder() const override { return folder_; }

private:
  std::filesystem::path folder_;
  std::vector<uploaded_file> files_;
};

const std::string form_type = "multipart/form-data; boundary=xyz";

std::string form_of(const std::string& name, const std::string& file_name,
                    const std::string& bytes) {
  return "--xyz\r\nContent-Disposition: form-data; name=\"" + name
         + "\"; filename=\"" + file_name + "\"\r\n\r\n" + bytes
         + "\r\n--xyz--\r\n";
}

struct fixture {
  fixture() {
    route_context context;
    context.options.videos = folder.path();
    context.files = desk;
    routes = make_router(std::move(context));
  }

  http_response ask(std::string method, std::string_view target,
                    http_headers headers = {}, std::string body = {}) {
    auto request = make_request(std::move(method), target, std::move(headers),
                                std::move(body));
    CAF_REQUIRE(request);
    std::promise<http_response> box;
    auto answer = box.get_future();
    routes(std::move(*request),
           respond{[&box](http_response x) { box.set_value(std::move(x)); }});
    return answer.get();
  }

  json ask_json(std::string method, std::string_view target,
                unsigned status = 200) {
    auto answer = ask(std::move(method), target);
    CAF_CHECK_EQUAL(answer.status, status);
    auto body = json::parse(body_of(answer));
    CAF_REQUIRE(body);
    return *body;
  }

  http_response upload(const std::string& file_name, const std::string& bytes,
                       const std::string& part = "file") {
    return ask("POST", "/api/v1/files/upload", {{"Content-Type", form_type}},
               form_of(part, file_name, bytes));
  }

  temporary_folder folder;
  file_desk_ptr desk =
    std::make_shared<file_desk>(std::make_shared<fake_shelf>(folder.path()));
  request_handler routes;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(routes_uploads_tests, fixture)

CAF_TEST(a file goes up and comes down the same) {
  auto made = upload("notes.md", "# Ice\n\nIce floats.");
  CAF_CHECK_EQUAL(made.status, 201u);
  auto about = json::parse(body_of(made));
  CAF_REQUIRE(about);
  auto id = about->text("file_id");
  CAF_CHECK_EQUAL(made.headers.get("Location"), "/api/v1/files/" + id);
  CAF_CHECK_EQUAL(about->text("filename"), "notes.md");
  CAF_CHECK_EQUAL(about->text("type"), "markdown");
  CAF_CHECK_EQUAL(about->integer("size"), 18);
  for (auto path : {"/api/v1/files/" + id, "/api/v1/files/" + id + "/metadata"})
    CAF_CHECK(ask_json("GET", path) == *about);
  auto file = ask("GET", "/api/v1/files/" + id + "/download");
  CAF_CHECK_EQUAL(file.status, 200u);
  CAF_CHECK_EQUAL(body_of(file), "# Ice\n\nIce floats.");
  CAF_CHECK_EQUAL(file.headers.get("Content-Type"),
                  "text/markdown; charset=utf-8");
  CAF_CHECK_EQUAL(file.headers.get("Content-Disposition"),
                  "attachment; filename=\"notes.md\"");
  CAF_CHECK_EQUAL(file.headers.get("X-Content-Type-Options"), "nosniff");
  auto part =
    ask("GET", "/api/v1/files/" + id + "/download", {{"Range", "bytes=2-4"}});
  CAF_CHECK_EQUAL(part.status, 206u);
  CAF_CHECK_EQUAL(body_of(part), "Ice");
}

CAF_TEST(what is uploaded is never shown as a page) {
  auto made = upload("x\"\r\nSet-Cookie: a=b; .html", "<script>x</script>");
  // The name ends where its line does; what follows is another header's.
  CAF_CHECK_EQUAL(made.status, 201u);
  CAF_CHECK(!made.headers.has("Set-Cookie"));
  made = upload("page.html", "<script>alert(1)</script>");
  CAF_REQUIRE_EQUAL(made.status, 201u);
  auto id = json::parse(body_of(made))->text("file_id");
  auto file = ask("GET", "/api/v1/files/" + id + "/download");
  CAF_CHECK_EQUAL(file.headers.get("Content-Type"),
                  "text/plain; charset=utf-8");
  CAF_CHECK(file.headers.get("Content-Disposition").starts_with("attachment"));
}

CAF_TEST(what nobody can quote is answered with 422 and names the part) {
  for (auto& [name, bytes] :
       {std::pair{"x.pdf", "just words"}, std::pair{"x.txt", ""},
        std::pair{"x.png", "\x89PNG\r\n\x1a\n\x01"}}) {
  auto refused = upload(name, bytes);
  CAF_CHECK_EQUAL(refused.status, 422u);
  auto body = json::parse(body_of(refused));
  CAF_REQUIRE(body);
  CAF_CHECK_EQUAL(body->at("errors").at(size_t{0}).text("pointer"), "/file");
  }
  CAF_CHECK_EQUAL(upload("big.txt", std::string(1'001, 'x')).status, 413u);
  CAF_CHECK_EQUAL(ask("POST", "/api/v1/files/upload", {}, "words").status, 422u);
  CAF_CHECK_EQUAL(ask("POST", "/api/v1/files/upload",
                      {{"Content-Type", form_type}},
                      "--xyz\r\nContent-Disposition: form-data; "
                      "name=\"file\"\r\n\r\nno file\r\n--xyz--\r\n")
                    .status,
                  422u);
}

CAF_TEST(files are listed in pages and deleted once) {
  std::string id;
  for (int i = 0; i < 5; ++i)
    id = json::parse(body_of(upload("a.txt", "words")))->text("file_id");
  auto page = ask_json("GET", "/api/v1/files?page=2&items_per_page=2");
  CAF_CHECK_EQUAL(page.integer("total_count"), 5);
  CAF_CHECK_EQUAL(page.at("files").size(), 2u);
  CAF_CHECK(page.flag("has_next"));
  CAF_CHECK(page.flag("has_previous"));
  for (auto query : {"?page=0", "?items_per_page=101", "?page=x", "?page=-1"})
    ask_json("GET", std::string{"/api/v1/files"} + query, 400);
  CAF_CHECK(ask_json("DELETE", "/api/v1/files/" + id).flag("success"));
  ask_json("DELETE", "/api/v1/files/" + id, 404);
  ask_json("GET", "/api/v1/files/" + id, 404);
  ask_json("GET", "/api/v1/files/" + id + "/download", 404);
}

CAF_TEST(ids that are none find nothing) {
  for (auto id : {"..%2f..%2flog.sqlite", "%00", "x", "....", "%2e%2e",
                  "0123456789ABCDEF0123456789ABCDEF"}) {
    auto request =
      make_request("GET", std::string{"/api/v1/files/"} + id + "/download");
    if (request)
      ask_json("GET", std::string{"/api/v1/files/"} + id + "/download", 404);
  }
}

CAF_TEST(a desk with too much to do says so) {
  std::promise<void> hold;
  auto held = hold.get_future().share();
  std::promise<void> begun;
  CAF_CHECK(desk->run([held, &begun](file_shelf&) {
    begun.set_value();
    held.wait();
  }));
  begun.get_future().wait();
  for (size_t i = 0; i < file_desk::longest_queue; ++i)
    CAF_CHECK(desk->run([](file_shelf&) {}));
  CAF_CHECK(!desk->run([](file_shelf&) {}));
  auto busy = ask("GET", "/api/v1/files");
  CAF_CHECK_EQUAL(busy.status, 503u);
  CAF_CHECK_EQUAL(busy.headers.get("Retry-After"), "1");
  hold.set_value();
}

CAF_TEST_FIXTURE_SCOPE_END()
