/// What an uploaded document is, by its first bytes and never by its name.
/// Pure; any thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <string_view>

namespace troupe {

enum class document_kind : uint8_t { text, markdown, pdf, docx };

std::string_view to_string(document_kind x);
result<document_kind> parse_document_kind(std::string_view text);

/// "text/plain; charset=utf-8" and so on.
std::string_view media_type_of(document_kind x);

/// The kind of the bytes; a name that ends in .md makes a text Markdown. Or
/// invalid_argument when they are none of these, or when the name ends in what
/// they are not ("notes.pdf" that holds a picture).
result<document_kind> document_kind_of(std::string_view bytes,
                                       std::string_view name);

} // namespace troupe
