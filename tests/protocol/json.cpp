#define CAF_SUITE json
#include "tests/support/test.hpp"

#include "protocol/json.hpp"

using troupe::json;

CAF_TEST(a document comes back as it was written) {
  auto text = R"({"a":[1,-2,2.5,true,null,"\u00e9"],"b":{"c":""}})";
  auto doc = json::parse(text);
  CAF_REQUIRE(doc);
  CAF_CHECK_EQUAL(doc->dump(), R"({"a":[1,-2,2.5,true,null,"é"],"b":{"c":""}})");
  auto again = json::parse(doc->dump());
  CAF_REQUIRE(again);
  CAF_CHECK(*again == *doc);
  CAF_CHECK_EQUAL(doc->at("a").at(2).as_number(), 2.5);
  CAF_CHECK_EQUAL(doc->at("b").at("nothing").text("x", "y"), "y");
}

CAF_TEST(what is not exactly one value is refused) {
  for (auto text : {"", " ", "{", "[1,]", "{\"a\":1}x", "012", "\xEF\xBB\xBF{}",
                    "nul", "\"\xff\"", "{\"a\":1,\"a\":2}", "NaN"}) {
    CAF_MESSAGE(text);
    CAF_CHECK(!json::parse(text));
  }
  CAF_CHECK(!json::parse(std::string_view{"1\0", 2}));
}

CAF_TEST(limits hold before memory is spent) {
  CAF_CHECK(!json::parse(std::string(100'000, '[')));
  CAF_CHECK(!json::parse(std::string(33, '[') + std::string(33, ']')));
  CAF_CHECK(json::parse(std::string(32, '[') + std::string(32, ']')));
  std::string many = "[0";
  for (int i = 0; i < 30'000; ++i)
    many += ",0";
  CAF_CHECK(!json::parse(many + "]"));
  CAF_CHECK(!json::parse("[\"" + std::string(1024 * 1024, 'x') + "\"]"));
}

CAF_TEST(doubles that do not fit an integer fall back) {
  CAF_CHECK_EQUAL(json{1e300}.as_integer(7), 7);
  CAF_CHECK_EQUAL(json{-9.9}.as_integer(), -9);
}
