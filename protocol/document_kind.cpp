#include "protocol/document_kind.hpp"

#include "protocol/clean_text.hpp"

#include <algorithm>
#include <string>

namespace troupe {

namespace {

std::string ending_of(std::string_view name) {
  auto dot = name.rfind('.');
  return dot == std::string_view::npos
           ? std::string{}
           : lower_ascii(std::string{name.substr(dot + 1)});
}

/// Valid UTF-8 without the control characters that binary files are full of.
bool is_plain_text(std::string_view bytes) {
  return is_utf8(bytes) && std::ranges::none_of(bytes, [](char c) {
           auto byte = static_cast<unsigned char>(c);
           return byte < 0x20 && c != '\n' && c != '\r' && c != '\t'
                  && c != '\f';
         });
}

error named_wrongly(std::string_view ending, std::string_view holds) {
  return make_error(ec::invalid_argument,
                    "The file is named ." + std::string{ending} + " but holds "
                      + std::string{holds});
}

} // namespace

std::string_view to_string(document_kind x) {
  switch (x) {
    case document_kind::text: return "text";
    case document_kind::markdown: return "markdown";
    case document_kind::pdf: return "pdf";
    case document_kind::docx: return "docx";
  }
  return "unknown";
}

result<document_kind> parse_document_kind(std::string_view text) {
  for (auto x : {document_kind::text, document_kind::markdown,
                 document_kind::pdf, document_kind::docx})
    if (to_string(x) == text)
      return x;
  return make_error(ec::invalid_argument,
                    "No such kind of document: " + std::string{text});
}

std::string_view media_type_of(document_kind x) {
  switch (x) {
    case document_kind::text: return "text/plain; charset=utf-8";
    case document_kind::markdown: return "text/markdown; charset=utf-8";
    case document_kind::pdf: return "application/pdf";
    case document_kind::docx:
      return "application/vnd.openxmlformats-officedocument."
             "wordprocessingml.document";
  }
  return "application/octet-stream";
}

result<document_kind> document_kind_of(std::string_view bytes,
                                       std::string_view name) {
  auto ending = ending_of(name);
  auto named_text = ending == "txt" || ending == "md" || ending == "markdown";
  if (bytes.empty())
    return make_error(ec::invalid_argument, "The file is empty");
  if (bytes.starts_with("%PDF-")) {
    if (named_text || ending == "docx")
      return named_wrongly(ending, "a PDF");
    return document_kind::pdf;
  }
  if (bytes.starts_with("PK\x03\x04")) {
    if (named_text || ending == "pdf")
      return named_wrongly(ending, "a ZIP archive");
    return document_kind::docx;
  }
  if (!is_plain_text(bytes))
    return make_error(ec::invalid_argument,
                      "The file is no text in UTF-8, no PDF and no DOCX");
  if (ending == "pdf" || ending == "docx")
    return named_wrongly(ending, "text");
  return ending == "md" || ending == "markdown" ? document_kind::markdown
                                                : document_kind::text;
}

} // namespace troupe
