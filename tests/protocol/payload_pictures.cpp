#define CAF_SUITE payload_pictures
#include "tests/support/test.hpp"

#include "protocol/base64.hpp"
#include "protocol/brand.hpp"
#include "protocol/defaults.hpp"
#include "protocol/digest.hpp"
#include "protocol/payload.hpp"
#include "protocol/payload_pictures.hpp"
#include "protocol/session_machine.hpp"

#include <random>

using namespace troupe;

namespace {

const std::string png = std::string{"\x89PNG\r\n\x1A\n"} + "pixels";

std::string uri(const std::string& bytes,
                const std::string& type = "image/png") {
  return "data:" + type + ";base64," + to_base64(bytes);
}

json payload_with(std::initializer_list<json::member> more) {
  auto out = json::make_object({{"drug_name", "d"}, {"condition", "c"}});
  for (auto& [name, value] : more)
    out[name] = value;
  return out;
}

std::string refusal(std::string_view field, const json& value) {
  auto out = check_pictures(field, value);
  return out ? "accepted" : text_of(out.error());
}

} // namespace

CAF_TEST(base64 goes both ways and takes nothing else) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  for (size_t size = 0; size < 200; ++size) {
    std::string bytes(size, ' ');
    for (auto& c : bytes)
      c = static_cast<char>(random());
    auto text = to_base64(bytes);
    CAF_CHECK(from_base64(text) == bytes);
    auto bare = text.substr(0, text.find('='));
    CAF_CHECK(from_base64(bare) == bytes);
    CAF_CHECK_EQUAL(base64_bytes(bare.size()), size);
  }
  for (auto wrong : {"A", "AA=A", "A A=", "====", "AA-_", "AAA\n", "AAAAA"})
    CAF_CHECK(!from_base64(wrong));
}

CAF_TEST(pictures are taken out of a payload and ids stay) {
  auto jpeg = std::string{"\xFF\xD8\xFF"} + "more";
  auto payload = payload_with(
    {{"logo", uri(png)},
     {"pictures", json::make_array({json{uri(jpeg, "image/jpeg")},
                                    json{uri(png)}})},
     {"topic", "data:image/png;base64,AAAA"}});
  auto checked = check_payload(video_type::moa, payload);
  CAF_REQUIRE(checked);
  CAF_CHECK(may_hold_pictures(checked->dump()));
  auto taken = take_pictures(*checked);
  CAF_REQUIRE(taken);
  CAF_REQUIRE_EQUAL(taken->size(), 2u);
  CAF_CHECK_EQUAL(taken->front().field, "logo");
  CAF_CHECK_EQUAL(taken->front().bytes, png);
  CAF_CHECK_EQUAL(taken->front().id, sha256_hex(png));
  CAF_CHECK_EQUAL(checked->text("logo"), sha256_hex(png));
  CAF_CHECK_EQUAL(picture_text_bytes(*checked), 0u);
  auto named = pictures_in(*checked);
  CAF_REQUIRE_EQUAL(named.size(), 3u);
  CAF_CHECK_EQUAL(named[2].field, "pictures[1]");
  CAF_CHECK_EQUAL(named[2].id, named[0].id);
  // And what is left is a payload as before.
  auto again = check_payload(video_type::moa, *checked);
  CAF_REQUIRE(again);
  CAF_CHECK(*again == *checked);
}

CAF_TEST(wrong pictures are refused by field) {
  CAF_CHECK_EQUAL(refusal("logo", uri(png)), "accepted");
  CAF_CHECK_EQUAL(refusal("logo", uri(png, "image/jpeg")),
                  "Field logo must be the image/jpeg that it says it is; its "
                  "bytes are of another kind");
  CAF_CHECK_EQUAL(refusal("logo", "data:image/png;base64,@@@@"),
                  "Field logo must be proper base64 behind "
                  "\"data:image/png;base64,\"");
  CAF_CHECK_EQUAL(refusal("logo", "data:image/png;base64,"),
                  "Field logo must be proper base64 behind "
                  "\"data:image/png;base64,\"");
  for (auto odd : {"data:", "data:,", "data:image/png,xx", "data:text/html,x",
                   "data:image/png;charset=x;base64,AAAA"})
    CAF_CHECK(refusal("logo", odd).starts_with(
      "Field logo must be a picture as a data: URI"));
  auto heavy = png + std::string(defaults::picture_max_bytes, 'x');
  CAF_CHECK_EQUAL(refusal("avatar", uri(heavy)),
                  "Field avatar must be at most 5 MiB large; it has 5120 KiB");
  auto list = json::make_array();
  for (size_t i = 0; i <= defaults::picture_limit; ++i)
    list.push_back("a");
  CAF_CHECK_EQUAL(refusal("pictures", list),
                  "Field pictures must be a list of at most 8 pictures");
  CAF_CHECK_EQUAL(refusal("pictures", json::make_array(
                                        {json{"a"}, json{"https://x/y.png"}})),
                  "Field pictures[1] must be the picture itself as a data: "
                  "URI; addresses of the web are not fetched");
}

CAF_TEST(a film has no more pictures than its limit) {
  auto many = json::make_array();
  for (size_t i = 0; i < defaults::picture_limit; ++i)
    many.push_back(uri(png + std::to_string(i)));
  auto payload = payload_with({{"pictures", many}, {"logo", uri(png)}});
  auto taken = take_pictures(payload);
  CAF_REQUIRE(!taken);
  CAF_CHECK(code_of(taken.error()) == ec::limit_exceeded);
}

CAF_TEST(no session begins with a picture in its log) {
  session_request request;
  request.type = video_type::moa;
  request.owner = user_id{"u"};
  request.payload = payload_with({{"logo", uri(png)}}).dump();
  auto begun = session_machine::start(session_id{std::string(32, 'a')},
                                      request, 0);
  CAF_REQUIRE(!begun);
  CAF_CHECK(code_of(begun.error()) == ec::internal);
}

CAF_TEST(the most vivid colour of a brand leads) {
  struct row {
    const char* payload;
    const char* accent;
    const char* background;
  };
  for (auto& [payload, accent, background] : {
         row{"{}", "", ""},
         row{R"({"brand_color":"#123456"})", "#123456", ""},
         row{R"({"brand_colors":["#ffffff","#0b5fff","#333333"]})", "#0b5fff",
             "#ffffff"},
         row{R"({"brand_colors":["#101010","#e0e0e0","#cc2244"]})", "#cc2244",
             "#101010"},
         row{R"({"brand_color":"#777777","brand_colors":["#ff0000"]})",
             "#777777", ""},
         row{R"({"brand_colors":"#00bb55"})", "#00bb55", ""},
       }) {
    auto parsed = json::parse(payload);
    CAF_REQUIRE(parsed);
    auto brand = brand_of(*parsed);
    CAF_CHECK_EQUAL(brand.accent, accent);
    CAF_CHECK_EQUAL(brand.background, background);
  }
}
