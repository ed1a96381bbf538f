#define CAF_SUITE json_schema
#include "tests/support/test.hpp"

#include "protocol/json_schema.hpp"

using namespace troupe;

namespace {

json_schema schema_of(std::string_view text) {
  auto made = json_schema::make(
    {{"root", text},
     {"other", R"({"$defs":{"name":{"type":"string","minLength":1}}})"}},
    "root");
  if (!made)
    CAF_FAIL(text_of(made.error()));
  return *made;
}

/// "pointer text" of every complaint.
std::vector<std::string> complaints(std::string_view schema,
                                    std::string_view document) {
  auto parsed = json::parse(document);
  CAF_REQUIRE(parsed);
  std::vector<std::string> out;
  for (auto& x : schema_of(schema).check(*parsed))
    out.push_back(x.pointer + ' ' + x.text);
  return out;
}

using texts = std::vector<std::string>;

void check_texts(const texts& found, const texts& wanted) {
  CAF_CHECK_EQUAL(found.size(), wanted.size());
  for (size_t i = 0; i < std::min(found.size(), wanted.size()); ++i)
    CAF_CHECK_EQUAL(found[i], wanted[i]);
}

} // namespace

CAF_TEST(every rule says what it wants and what it got) {
  struct line {
    const char* schema;
    const char* document;
    const char* complaint;
  };
  for (auto& x : std::vector<line>{
         {R"({"type":"string"})", "5", " must be a text, not 5"},
         {R"({"type":["string","null"]})", "5",
          " must be a text or null, not 5"},
         {R"({"type":"integer"})", "5.5", " must be a whole number, not 5.5"},
         {R"({"enum":["calm","lively"]})", R"("livly")",
          " must be one of calm, lively, not \"livly\"; did you mean lively?"},
         {R"({"const":1})", "2", " must be 1, not 2"},
         {R"({"minimum":1,"maximum":3})", "4", " must be from 1 to 3, not 4"},
         {R"({"minimum":1})", "0", " must be at least 1, not 0"},
         {R"({"exclusiveMinimum":0})", "0", " must be more than 0, not 0"},
         {R"({"minLength":1})", R"("")", " must not be empty"},
         {R"({"maxLength":2})", R"("äöü")",
          " has 3 characters, at most 2 are allowed"},
         {R"({"pattern":"^#[0-9a-f]{6}$"})", R"("red")",
          " must look like ^#[0-9a-f]{6}$, not \"red\""},
         {R"({"minItems":1})", "[]", " must have at least 1 elements"},
         {R"({"maxItems":1})", "[1,2]",
          " has 2 elements, at most 1 are allowed"},
         {R"({"items":{"type":"integer"}})", R"([1,"x"])",
          "/1 must be a whole number, not \"x\""},
         {R"({"required":["a"]})", "{}", " needs the member a"},
         {R"({"properties":{"a":{"type":"integer"}}})", R"({"a":"x"})",
          "/a must be a whole number, not \"x\""},
         {R"({"$ref":"other#/$defs/name"})", "1", " must be a text, not 1"},
         {R"({"$defs":{"x":{"const":1}},"$ref":"#/$defs/x"})", "2",
          " must be 1, not 2"},
         {R"({"properties":{"title":{},"other":{}},
              "additionalProperties":false})",
          R"({"titel":1})",
          "/titel is not a member that is known here; did you mean title?"},
         {R"({"properties":{},"additionalProperties":{"type":"string"}})",
          R"({"a/b":1})", "/a~1b must be a text, not 1"},
         {R"({"propertyNames":{"pattern":"^[0-9]+$"}})", R"({"x":1})",
          " must look like ^[0-9]+$, not \"x\""},
         {R"({"anyOf":[{"type":"string"},
              {"type":"object","required":["text"]}]})",
          "{}", " needs the member text"},
       }) {
    CAF_MESSAGE(x.schema);
    check_texts(complaints(x.schema, x.document), {x.complaint});
  }
}

CAF_TEST(what is right is not complained of) {
  check_texts(complaints(R"({"anyOf":[{"type":"string"},{"type":"null"}]})",
                         "null"),
              {});
  check_texts(complaints(R"({"type":"number","minimum":-1})", "-1"), {});
  check_texts(complaints(R"({"type":"integer"})", "3"), {});
}

CAF_TEST(a schema that is put together knows the members of all its parts) {
  auto schema = R"({"$defs":{"base":{"properties":{"a":{"type":"integer"}}}},
                    "allOf":[{"$ref":"#/$defs/base"}],
                    "properties":{"b":{}},"unevaluatedProperties":false})";
  check_texts(complaints(schema, R"({"a":1,"b":2})"), {});
  check_texts(complaints(schema, R"({"a":"x","b":2})"),
              {"/a must be a whole number, not \"x\""});
  check_texts(complaints(schema, R"({"a":1,"c":2})"),
              {"/c is not a member that is known here; did you mean a?"});
}

CAF_TEST(complaints come in the order of the document and end somewhere) {
  std::string document = "[";
  for (int i = 0; i < 100; ++i)
    document += i == 0 ? "0" : ",0";
  auto found = complaints(R"({"items":{"type":"string"}})", document + "]");
  CAF_CHECK_EQUAL(found.size(), 20u);
  CAF_CHECK_EQUAL(found[0], "/0 must be a text, not 0");
  CAF_CHECK_EQUAL(found[19], "/19 must be a text, not 0");
}

CAF_TEST(a schema with a rule that nobody heeds is refused) {
  for (auto text : {R"({"minimun":1})", R"({"items":{"oneOf":[]}})",
                    R"({"$ref":"#/$defs/nowhere"})", R"({"$ref":"file"})",
                    R"({"properties":{"a":{"format":"uri"}}})", "{"}) {
    CAF_MESSAGE(text);
    CAF_CHECK(!json_schema::make({{"root", text}}, "root"));
  }
}

CAF_TEST(a schema that refers to itself ends) {
  std::string deep = "1";
  for (int i = 0; i < 25; ++i)
    deep = "[" + deep + "]";
  check_texts(complaints(R"({"items":{"$ref":"#"}})", deep), {});
  check_texts(complaints(R"({"$ref":"#"})", "1"), {});
}
