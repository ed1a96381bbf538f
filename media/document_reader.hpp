/// What the decode child does with documents. Runs in the child and in its
/// tests only.
#pragma once

#include "media/document_text.hpp"

#include <functional>
#include <memory>

namespace troupe::media {

/// Poppler, loaded when a PDF is to be read and never before: the server itself
/// has no part of it. To be made before files are out of reach.
class pdf_library {
public:
  /// ec::unavailable when libpoppler-glib8 is not installed.
  static result<std::unique_ptr<pdf_library>> load();
  ~pdf_library();

  /// The text of its pages, a blank line between them.
  result<std::string> text_of(std::span<const uint8_t> bytes,
                              const document_limits& limits) const;

private:
  struct functions;
  explicit pdf_library(std::unique_ptr<functions> x);
  std::unique_ptr<functions> call_;
};

/// Paragraphs of word/document.xml. No DOCTYPE, so no entity is ever expanded.
result<std::string> docx_text(std::span<const uint8_t> bytes,
                              const document_limits& limits);

/// At most so many bytes, cut before a character.
void cut_text(std::string& text, uint64_t limit);

} // namespace troupe::media
