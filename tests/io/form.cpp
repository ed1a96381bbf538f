#define CAF_SUITE form
#include "tests/support/test.hpp"

#include "io/form.hpp"
#include "io/multipart.hpp"
#include "tests/io/http_call.hpp"

using namespace troupe;

namespace {

std::variant<json, form_failure> read(std::string type, std::string body) {
  auto request = test::make_request(
    "POST", "/create", {{"Content-Type", std::move(type)}}, std::move(body));
  return read_form(*request);
}

std::string text_in(std::string type, std::string body) {
  auto form = read(std::move(type), std::move(body));
  if (auto failure = std::get_if<form_failure>(&form))
    return std::to_string(failure->status) + ' ' + failure->field;
  return std::get<json>(form).dump();
}

/// A multipart body with the boundary "b", from the parts' texts.
std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (auto& part : parts)
    out += "--b\r\n" + part + "\r\n";
  return out + "--b--\r\n";
}

std::string field(const std::string& name, const std::string& value) {
  return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n"
         + value;
}

std::string file(const std::string& name, const std::string& file_name,
                 const std::string& type, const std::string& data) {
  return "Content-Disposition: form-data; name=\"" + name + "\"; filename=\""
         + file_name + "\"\r\nContent-Type: " + type + "\r\n\r\n" + data;
}

constexpr auto multipart = "multipart/form-data; boundary=b";
constexpr auto urlencoded = "application/x-www-form-urlencoded";

} // namespace

CAF_TEST(the same fields arrive in all three forms) {
  auto expected = R"({"topic":"Tea & more","brand_name":"Größe"})";
  auto a = text_in("application/json", expected);
  auto b = text_in(urlencoded, "topic=Tea+%26+more&brand_name=Gr%C3%B6%C3%9Fe");
  auto c = text_in("Multipart/Form-Data; charset=utf-8; boundary=\"b\"",
                   joined({field("topic", "Tea & more"),
                           field("brand_name", "Größe")}));
  CAF_CHECK_EQUAL(a, expected);
  CAF_CHECK_EQUAL(b, expected);
  CAF_CHECK_EQUAL(c, expected);
}

CAF_TEST(a name that comes twice becomes a list) {
  auto form = text_in(urlencoded, "a=1&a=2&a=3&b=");
  CAF_CHECK_EQUAL(form, R"({"a":["1","2","3"],"b":""})");
}

CAF_TEST(a value may hold line breaks and what looks like a boundary) {
  auto value = text_in(multipart, joined({field("a", "one\r\n-b\r\ntwo")}));
  CAF_CHECK_EQUAL(value, R"({"a":"one\r\n-b\r\ntwo"})");
}

CAF_TEST(a text file stands for its content) {
  for (auto type : {"text/plain", "text/markdown; charset=utf-8"}) {
    auto form = text_in(multipart,
                        joined({file("reference_docs", "a.txt", type,
                                     "facts")}));
    CAF_CHECK_EQUAL(form, R"({"reference_docs":"facts"})");
  }
  auto form = text_in(multipart,
                      joined({file("reference_docs", "a.md",
                                   "application/octet-stream", "facts")}));
  CAF_CHECK_EQUAL(form, R"({"reference_docs":"facts"})");
}

CAF_TEST(a file that was not chosen is no file) {
  auto form = text_in(
    multipart, joined({field("topic", "x"),
                       file("logo", "", "application/octet-stream", "")}));
  CAF_CHECK_EQUAL(form, R"({"topic":"x"})");
}

CAF_TEST(other files are refused by name) {
  auto picture = text_in(
    multipart, joined({file("docs", "l.png", "image/png", "\x89PNG")}));
  CAF_CHECK_EQUAL(picture, "415 docs");
  auto large = text_in(multipart, joined({file("docs", "l.png", "image/png",
                                               std::string(900'000, 'x'))}));
  CAF_CHECK_EQUAL(large, "415 docs");
  auto disguised = text_in(
    multipart, joined({file("docs", "a.txt", "text/plain", "\xff\xfe")}));
  CAF_CHECK_EQUAL(disguised, "415 docs");
}

CAF_TEST(a picture in its field stands as the payload takes it) {
  auto form = text_in(
    multipart, joined({file("logo", "l.png", "image/png", "\x89PNG")}));
  CAF_CHECK_EQUAL(form, R"({"logo":"data:image/png;base64,iVBORw=="})");
  auto json = text_in("application/json",
                      R"({"logo":"data:image/png;base64,)"
                        + std::string(400 * 1024, 'A') + "\"}");
  CAF_CHECK(json.starts_with(R"({"logo":"data:image/png;base64,AAAA)"));
}

CAF_TEST(what is too large is refused) {
  std::string large(300 * 1024, 'x');
  auto a = text_in(urlencoded, "a=" + large);
  auto b = text_in(multipart, joined({field("a", large)}));
  auto c = text_in("application/json", "{\"a\":\"" + large + "\"}");
  for (auto& text : {a, b, c})
    CAF_CHECK_EQUAL(text, "413 ");
  std::string many;
  for (int i = 0; i < 300; ++i)
    many += "a" + std::to_string(i) + "=1&";
  auto fields = text_in(urlencoded, many);
  CAF_CHECK_EQUAL(fields, "400 ");
}

CAF_TEST(malformed bodies are refused) {
  struct row {
    const char* type;
    std::string body;
  };
  for (auto& [type, body] : {
         row{urlencoded, "a=%4"},
         row{urlencoded, "a=%zz"},
         row{urlencoded, "a=%ff"},
         row{"application/json", "{"},
         row{"application/json", ""},
         row{"multipart/form-data", joined({field("a", "b")})},
         row{"multipart/form-data; boundary=c", joined({field("a", "b")})},
         row{multipart, ""},
         row{multipart, "--b\r\n" + field("a", "b")},
         row{multipart, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n"
                        "--b--"},
         row{multipart, joined({"Content-Type: text/plain\r\n\r\nx"})},
         row{multipart, joined({"Content-Disposition: form-data\r\n\r\nx"})},
         row{multipart, joined({"Content-Disposition: form-data; name=\"a\"\r\n"
                                "Content-Transfer-Encoding: base64\r\n\r\nx"})},
         row{multipart, joined({"X: " + std::string(5000, 'y') + "\r\n"
                                + field("a", "b")})},
       }) {
    CAF_MESSAGE(body.substr(0, 60));
    auto text = text_in(type, body);
    CAF_CHECK_EQUAL(text.substr(0, 3), "400");
  }
}

CAF_TEST(other types of body are refused) {
  auto text = text_in("text/xml", "<a/>");
  CAF_CHECK_EQUAL(text, "415 ");
  auto none = text_in("", "a=b");
  CAF_CHECK_EQUAL(none, "415 ");
  auto list = text_in("application/json", "[1]");
  CAF_CHECK_EQUAL(list, "422 ");
}

CAF_TEST(parameters of a header are found and unquoted) {
  auto value = R"(form-data; name="a;b\"c"; filename=x.txt)";
  auto name = parameter_of(value, "name");
  auto file_name = parameter_of(value, "FILENAME");
  CAF_CHECK_EQUAL(name, "a;b\"c");
  CAF_CHECK_EQUAL(file_name, "x.txt");
  CAF_CHECK(parameter_of(value, "other").empty());
}
