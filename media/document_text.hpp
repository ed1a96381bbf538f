/// The words of a document that somebody sent. PDF and DOCX are read in a child
/// process with nothing but memory and time (see docs/pictures.md); what comes
/// back is cleaned text. Blocking; any thread, several at once.
#pragma once

#include "protocol/document_kind.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>

namespace troupe::media {

struct document_limits {
  uint64_t bytes = 20ULL * 1024 * 1024;
  /// Of a PDF; what comes behind is not read.
  uint32_t pages = 300;
  /// What a part of a DOCX may unpack to.
  uint64_t unpacked_bytes = 64ULL * 1024 * 1024;
  /// Of the text; more is cut at a character.
  uint64_t text_bytes = 1024ULL * 1024;
};

struct document_options {
  document_limits limits;
  uint64_t memory_bytes = 1'024ULL * 1024 * 1024;
  uint64_t cpu_seconds = 10;
  std::chrono::milliseconds deadline{20'000};
  /// See decode_options::program.
  std::filesystem::path program = "/proc/self/exe";
};

/// Lines of the text; headings of a DOCX begin with '#', items of its lists
/// with '-'. invalid_argument with a sentence about "the document" for what is
/// wrong with it, unavailable when this machine has no reader for PDF,
/// ec::cancelled within 50 ms after `stop`.
result<std::string> read_document(std::span<const uint8_t> bytes,
                                  document_kind kind,
                                  const document_options& options,
                                  std::stop_token stop);

} // namespace troupe::media
