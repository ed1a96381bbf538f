#define CAF_SUITE document_text
#include "tests/support/test.hpp"

#include "media/document_text.hpp"

#include <zip.h>
#include <zlib.h>

using namespace troupe;
using namespace troupe::media;

namespace {

std::span<const uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

struct part {
  std::string name;
  std::string text;
};

/// A ZIP archive with these parts.
std::string zipped(const std::vector<part>& parts) {
  zip_error_t failed;
  zip_error_init(&failed);
  auto source = zip_source_buffer_create(nullptr, 0, 0, &failed);
  zip_source_keep(source);
  auto archive = zip_open_from_source(source, ZIP_TRUNCATE, &failed);
  for (auto& x : parts) {
    auto data = zip_source_buffer(archive, x.text.data(), x.text.size(), 0);
    zip_file_add(archive, x.name.c_str(), data, ZIP_FL_ENC_UTF_8);
  }
  CAF_REQUIRE_EQUAL(zip_close(archive), 0);
  zip_source_open(source);
  zip_source_seek(source, 0, SEEK_END);
  auto size = zip_source_tell(source);
  zip_source_seek(source, 0, SEEK_SET);
  std::string out(static_cast<size_t>(size), '\0');
  zip_source_read(source, out.data(), out.size());
  zip_source_close(source);
  zip_source_free(source);
  return out;
}

std::string document_xml(const std::string& body,
                         const std::string& head = {}) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + head
         + "<w:document xmlns:w=\"http://schemas.openxmlformats.org/"
           "wordprocessingml/2006/main\"><w:body>"
         + body + "</w:body></w:document>";
}

std::string paragraph(const std::string& text, const std::string& style = {}) {
  return "<w:p>" + style + "<w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

std::string docx(const std::string& body, const std::string& head = {}) {
  return zipped({{"[Content_Types].xml", "<Types/>"},
                 {"word/document.xml", document_xml(body, head)}});
}

/// A PDF of one page with this content stream.
std::string pdf(const std::string& content, const std::string& filter = {}) {
  std::string out = "%PDF-1.4\n";
  std::vector<size_t> places;
  auto object = [&](const std::string& text) {
    places.push_back(out.size());
    out += std::to_string(places.size()) + " 0 obj\n" + text + "\nendobj\n";
  };
  object("<</Type/Catalog/Pages 2 0 R>>");
  object("<</Type/Pages/Kids[3 0 R]/Count 1>>");
  object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
         "/Resources<</Font<</F1 5 0 R>>>>>>");
  object("<</Length " + std::to_string(content.size()) + filter + ">>stream\n"
         + content + "\nendstream");
  object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
  auto start = out.size();
  out += "xref\n0 6\n0000000000 65535 f \n";
  for (auto place : places) {
    auto digits = std::to_string(place);
    out += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  return out + "trailer<</Size 6/Root 1 0 R>>\nstartxref\n"
         + std::to_string(start) + "\n%%EOF\n";
}

std::string deflated(const std::string& text) {
  std::string out(compressBound(text.size()), '\0');
  auto size = static_cast<uLongf>(out.size());
  compress2(reinterpret_cast<Bytef*>(out.data()), &size,
            reinterpret_cast<const Bytef*>(text.data()), text.size(), 9);
  out.resize(size);
  return out;
}

struct fixture {
  fixture() {
    options.program = TROUPE_DECODE_CHILD;
    options.cpu_seconds = 3;
  }

  result<std::string> read(const std::string& bytes, document_kind kind) {
    return read_document(bytes_of(bytes), kind, options, {});
  }

  std::string refusal(const std::string& bytes, document_kind kind) {
    auto out = read(bytes, kind);
    if (out)
      return "(read) " + out->substr(0, 80);
    CAF_CHECK(code_of(out.error()) == ec::invalid_argument
              || code_of(out.error()) == ec::limit_exceeded);
    return text_of(out.error());
  }

  /// False on a machine without Poppler: then its tests say so.
  bool reads_pdf() {
    auto out = read(pdf("BT /F1 9 Tf (x) Tj ET"), document_kind::pdf);
    if (out || code_of(out.error()) != ec::unavailable)
      return true;
    CAF_MESSAGE(text_of(out.error()));
    return false;
  }

  document_options options;
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(document_text_tests, fixture)

CAF_TEST(plain text comes back clean) {
  auto out = read("One\r\nTwo\n\nThree\u202e", document_kind::text);
  CAF_REQUIRE(out);
  CAF_CHECK(has(*out, "One\nTwo\n\nThree"));
  CAF_CHECK(!has(*out, "\u202e"));
  options.limits.text_bytes = 4;
  auto cut = read("ab\u00E9\u00E9", document_kind::text);
  CAF_REQUIRE(cut);
  CAF_CHECK_EQUAL(*cut, "ab\u00E9");
  CAF_CHECK(has(refusal(" \n ", document_kind::text), "no text"));
}

CAF_TEST(paragraphs headings and lists of a DOCX are lines) {
  auto out =
    read(docx(paragraph("Ice", "<w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>")
              + paragraph("Ice floats &amp; melts.")
              + paragraph("cold", "<w:pPr><w:numPr/></w:pPr>")
              + paragraph("white", "<w:pPr><w:numPr/></w:pPr>") + "<w:p/>"
              + "<w:p><w:r><w:t>Two</w:t></w:r><w:r><w:tab/><w:t>parts</w:t>"
                "</w:r></w:p>"),
         document_kind::docx);
  CAF_REQUIRE(out);
  CAF_CHECK_EQUAL(*out, "# Ice\n\nIce floats & melts.\n- cold\n- white\n\n"
                        "Two parts");
}

CAF_TEST(archives that want more than to be read are refused) {
  auto is = [this](const std::string& bytes) {
    return refusal(bytes, document_kind::docx);
  };
  CAF_CHECK(has(is("PK\x03\x04 and nothing"), "archive"));
  CAF_CHECK(has(is(zipped({{"evil.exe", "MZ"}})), "no DOCX"));
  CAF_CHECK(has(is(zipped({{"../word/document.xml", "x"}})), "no DOCX"));
  CAF_CHECK(has(is(docx("<w:p>")), "XML"));
  // A billion laughs, and a file of ours.
  CAF_CHECK(has(is(docx(paragraph("&b;"),
                        "<!DOCTYPE w:document [<!ENTITY a \"ha\"><!ENTITY b "
                        "\"&a;&a;&a;\">]>")),
                "entities"));
  CAF_CHECK(has(is(docx(paragraph("&x;"), "<!DOCTYPE w [<!ENTITY x SYSTEM "
                                          "\"file:///etc/passwd\">]>")),
                "entities"));
  std::string deep;
  for (int i = 0; i < 5'000; ++i)
    deep += "<w:p>";
  CAF_CHECK(has(is(docx(deep)), "deeply"));
  // A bomb: 80 MiB of blanks in a few kilobytes, in text or in markup.
  options.limits.unpacked_bytes = 8 * 1024 * 1024;
  auto bomb = docx("<w:p>" + std::string(80 * 1024 * 1024, ' ') + "</w:p>");
  CAF_CHECK(bomb.size() < 200'000);
  CAF_CHECK(has(is(bomb), "unpacks to more"));
  // Much text is cut and not refused.
  options.limits.text_bytes = 1'000;
  auto cut =
    read(docx(paragraph(std::string(100'000, 'x'))), document_kind::docx);
  CAF_REQUIRE(cut);
  CAF_CHECK(cut->size() <= 1'000);
}

CAF_TEST(the words of a PDF are read page by page) {
  if (!reads_pdf())
    return;
  auto out = read(pdf("BT /F1 18 Tf 20 100 Td (Ice floats on water.) Tj ET"),
                  document_kind::pdf);
  CAF_REQUIRE(out);
  CAF_CHECK(has(*out, "Ice floats on water."));
  auto packed = deflated("BT /F1 18 Tf 20 100 Td (Packed words.) Tj ET");
  out = read(pdf(packed, "/Filter/FlateDecode"), document_kind::pdf);
  CAF_REQUIRE(out);
  CAF_CHECK(has(*out, "Packed words."));
}

CAF_TEST(evil PDFs cost their child its life and nothing else) {
  if (!reads_pdf())
    return;
  auto is = [this](const std::string& bytes) {
    return refusal(bytes, document_kind::pdf);
  };
  CAF_CHECK(!has(is("%PDF-1.4 and nothing"), "(read)"));
  CAF_CHECK(!has(is("%PDF-1.7\n" + std::string(1'000'000, '(')), "(read)"));
  // A page without words, as scans have them.
  CAF_CHECK(has(is(pdf("0 0 10 10 re f")), "no text"));
  // Hundreds of megabytes of drawing in a few hundred kilobytes.
  std::string line = "0 0 m 1 1 l S ";
  std::string many;
  while (many.size() < 60 * 1024 * 1024)
    many += line;
  options.cpu_seconds = 1;
  CAF_CHECK(!has(is(pdf(deflated(many), "/Filter/FlateDecode")), "(read)"));
  // Pages that hold themselves.
  auto loop = pdf("BT (x) Tj ET");
  auto at = loop.find("/Kids[3 0 R]");
  loop.replace(at, 12, "/Kids[2 0 R]");
  CAF_CHECK(!is(loop).empty());
}

CAF_TEST(too much input is refused without a child and a stop ends one) {
  options.limits.bytes = 10;
  options.program = "/nonexistent";
  CAF_CHECK(
    has(refusal(std::string(11, 'x'), document_kind::pdf), "more than"));
  options.limits.bytes = 1'000'000;
  auto none = read(pdf("x"), document_kind::pdf);
  CAF_CHECK(!none && code_of(none.error()) == ec::media_failed);
  std::stop_source stop;
  stop.request_stop();
  options.program = TROUPE_DECODE_CHILD;
  auto stopped = read_document(bytes_of(docx("x")), document_kind::docx,
                               options, stop.get_token());
  CAF_CHECK(!stopped && code_of(stopped.error()) == ec::cancelled);
}

CAF_TEST_FIXTURE_SCOPE_END()
