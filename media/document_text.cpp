#include "media/document_text.hpp"

#include "media/child_process.hpp"
#include "media/decode_child.hpp"
#include "media/decode_report.hpp"
#include "media/document_reader.hpp"
#include "media/picture_decode.hpp"
#include "protocol/clean_text.hpp"

namespace troupe::media {

namespace {

std::string_view as_text(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

result<std::string> cleaned(std::string text, uint64_t limit) {
  if (!is_utf8(text))
    return make_error(ec::invalid_argument,
                      "the document's text is not valid UTF-8");
  cut_text(text, limit);
  auto out = clean_text(text, text_lines::many);
  if (out.empty())
    return make_error(ec::invalid_argument,
                      "the document holds no text (a scan, perhaps)");
  return out;
}

/// The first byte says which it is: 'T' text, 'R' refused, 'U' unavailable.
result<std::string> text_in(const child_report& report, uint64_t limit) {
  if (auto failed = error_of(report, "the document"))
    return failed;
  auto all = as_text(report.output);
  if (all.empty())
    return make_error(ec::media_failed, "the reader gave nothing");
  auto rest = std::string{all.substr(1)};
  switch (all.front()) {
    case 'T': return cleaned(std::move(rest), limit);
    case 'U': return make_error(ec::unavailable, std::move(rest));
    default: return make_error(ec::invalid_argument, std::move(rest));
  }
}

} // namespace

void cut_text(std::string& text, uint64_t limit) {
  if (text.size() <= limit)
    return;
  auto end = static_cast<size_t>(limit);
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  text.resize(end);
}

result<std::string> read_document(std::span<const uint8_t> bytes,
                                  document_kind kind,
                                  const document_options& options,
                                  std::stop_token stop) {
  auto& limits = options.limits;
  if (bytes.size() > limits.bytes)
    return make_error(ec::limit_exceeded,
                      "the document has more than "
                        + std::to_string(limits.bytes >> 20U) + " MiB");
  if (kind == document_kind::text || kind == document_kind::markdown)
    return cleaned(std::string{as_text(bytes)}, limits.text_bytes);
  decode_order order;
  order.what = decode_kind::document;
  order.bytes = bytes.size();
  order.cpu_seconds = options.cpu_seconds;
  order.memory_bytes = options.memory_bytes;
  order.document = kind;
  order.document_limit = limits;
  child_request request;
  request.program = options.program;
  request.arguments = {decode_child_command};
  request.input = {{reinterpret_cast<const uint8_t*>(&order), sizeof order},
                   bytes};
  request.output_limit = 2 * limits.text_bytes + 64 * 1024;
  request.deadline = options.deadline;
  auto report = run_child(request, std::move(stop));
  return report ? text_in(*report, limits.text_bytes) : report.error();
}

} // namespace troupe::media
