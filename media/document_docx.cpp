#include "media/document_reader.hpp"

#include <array>
#include <cstring>
#include <utility>

#include <expat.h>
#include <zip.h>

namespace troupe::media {

namespace {

constexpr const char* main_part = "word/document.xml";
constexpr zip_int64_t most_entries = 10'000;
/// Elements inside each other; Word uses about a dozen.
constexpr int most_depth = 200;
/// Namespace and name of an element, as expat joins them.
constexpr char joint = '|';
constexpr std::string_view word_space =
  "http://schemas.openxmlformats.org/wordprocessingml/2006/main|";

error refused(std::string_view what) {
  return make_error(ec::invalid_argument, std::string{what});
}

struct discard_archive {
  void operator()(zip_t* x) const { zip_discard(x); }
};
struct close_entry {
  void operator()(zip_file_t* x) const { zip_fclose(x); }
};
struct free_parser {
  void operator()(XML_ParserStruct* x) const { XML_ParserFree(x); }
};

/// Collects paragraphs while expat walks through the part.
struct paragraphs {
  XML_Parser parser = nullptr;
  uint64_t limit = 0;
  std::string text;
  std::string line;
  std::string prefix;
  int depth = 0;
  bool in_text = false;
  const char* fault = nullptr;

  void stop(const char* why) {
    fault = why;
    XML_StopParser(parser, XML_FALSE);
  }
};

std::string_view local_name(const XML_Char* name) {
  std::string_view out{name};
  return out.starts_with(word_space) ? out.substr(word_space.size())
                                     : std::string_view{};
}

/// The attribute w:val.
std::string_view value_of(const XML_Char** attributes) {
  for (auto x = attributes; *x; x += 2)
    if (local_name(x[0]) == "val")
      return x[1];
  return {};
}

void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
  auto& to = *static_cast<paragraphs*>(data);
  if (++to.depth > most_depth)
    return to.stop("the document is nested too deeply");
  auto what = local_name(name);
  if (what == "t")
    to.in_text = true;
  else if (what == "tab" || what == "br")
    to.line += ' ';
  else if (what == "numPr")
    to.prefix = "- ";
  else if (what == "pStyle") {
    auto style = value_of(attributes);
    if (style.starts_with("Heading") || style.starts_with("Title"))
      to.prefix = "# ";
  }
}

void on_end(void* data, const XML_Char* name) {
  auto& to = *static_cast<paragraphs*>(data);
  --to.depth;
  auto what = local_name(name);
  if (what == "t")
    to.in_text = false;
  if (what != "p")
    return;
  auto prefix = std::exchange(to.prefix, {});
  auto line = std::exchange(to.line, {});
  if (line.find_first_not_of(' ') == std::string::npos)
    return;
  // Items of a list belong together, paragraphs don't.
  auto item = prefix == "- ";
  to.text += (to.text.empty() ? "" : item ? "\n" : "\n\n") + prefix + line;
  if (to.text.size() > to.limit)
    XML_StopParser(to.parser, XML_FALSE);
}

void on_text(void* data, const XML_Char* text, int size) {
  auto& to = *static_cast<paragraphs*>(data);
  if (!to.in_text)
    return;
  to.line.append(text, static_cast<size_t>(size));
  if (to.line.size() > to.limit)
    XML_StopParser(to.parser, XML_FALSE);
}

/// Whoever declares entities wants something else than to be read.
void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*,
                int) {
  static_cast<paragraphs*>(data)->stop("the document declares entities");
}

result<std::string> read_part(zip_file_t* part, const document_limits& limits) {
  std::unique_ptr<XML_ParserStruct, free_parser> parser{
    XML_ParserCreateNS("UTF-8", joint)};
  if (!parser)
    return refused("the document takes too much memory to read");
  paragraphs to;
  to.parser = parser.get();
  to.limit = limits.text_bytes;
  XML_SetUserData(parser.get(), &to);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  std::array<char, 16 * 1024> buffer;
  uint64_t unpacked = 0;
  for (;;) {
    auto count = zip_fread(part, buffer.data(), buffer.size());
    if (count < 0)
      return refused("the document is a damaged archive");
    unpacked += static_cast<uint64_t>(count);
    if (unpacked > limits.unpacked_bytes)
      return refused("the document unpacks to more than "
                     + std::to_string(limits.unpacked_bytes >> 20U) + " MiB");
    auto parsed = XML_Parse(parser.get(), buffer.data(),
                            static_cast<int>(count), count == 0);
    if (parsed != XML_STATUS_OK) {
      if (to.fault)
        return refused(to.fault);
      if (XML_GetErrorCode(parser.get()) == XML_ERROR_ABORTED)
        return std::move(to.text.empty() ? to.line : to.text);
      return refused("the document holds XML that can't be read");
    }
    if (count == 0)
      return std::move(to.text);
  }
}

} // namespace

result<std::string> docx_text(std::span<const uint8_t> bytes,
                              const document_limits& limits) {
  zip_error_t failed;
  zip_error_init(&failed);
  auto source =
    zip_source_buffer_create(bytes.data(), bytes.size(), 0, &failed);
  if (!source)
    return refused("the document takes too much memory to read");
  std::unique_ptr<zip_t, discard_archive> archive{
    zip_open_from_source(source, ZIP_RDONLY, &failed)};
  if (!archive) {
    zip_source_free(source);
    return refused("the document is no archive that can be read");
  }
  if (zip_get_num_entries(archive.get(), 0) > most_entries)
    return refused("the document has too many parts");
  std::unique_ptr<zip_file_t, close_entry> part{
    zip_fopen(archive.get(), main_part, 0)};
  if (!part)
    return refused("the document is an archive, but no DOCX: it has no "
                   "word/document.xml");
  return read_part(part.get(), limits);
}

} // namespace troupe::media
