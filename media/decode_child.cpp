#include "media/decode_child.hpp"

#include "media/decode_sandbox.hpp"
#include "media/document_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <string>

#include <unistd.h>

extern "C" {
#include <libavutil/log.h>
}

namespace troupe::media {

namespace {

/// True when all of it came.
bool read_all(uint8_t* to, size_t size) {
  while (size > 0) {
    auto count = ::read(STDIN_FILENO, to, size);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    to += count;
    size -= static_cast<size_t>(count);
  }
  return true;
}

bool write_all(int to, const uint8_t* from, size_t size) {
  while (size > 0) {
    auto count = ::write(to, from, size);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    from += count;
    size -= static_cast<size_t>(count);
  }
  return true;
}

/// Nothing that runs at exit is of any use in here.
[[noreturn]] void leave(int code, const std::string& why) {
  write_all(STDERR_FILENO, reinterpret_cast<const uint8_t*>(why.data()),
            why.size());
  ::_exit(code);
}

bool write_out(std::span<const uint8_t> bytes) {
  return write_all(STDOUT_FILENO, bytes.data(), bytes.size());
}

/// False when nobody reads it.
result<bool> give_picture(const decode_order& order,
                          std::span<const uint8_t> bytes) {
  auto picture = decode_in_this_process(bytes, order.limits,
                                        order.longest_side);
  if (!picture)
    return picture.error();
  return write_out(raw_header_of(*picture)) && write_out(picture->pixels);
}

result<bool> give_clip(const decode_order& order,
                       std::span<const uint8_t> bytes) {
  auto given = decode_clip_in_this_process(bytes, order.clip_limit, order.clip,
                                           write_out);
  if (given)
    return true;
  if (code_of(given.error()) == ec::cancelled)
    return false;
  return given.error();
}

/// What the text or the refusal is goes ahead of it: libraries write to 2 as
/// they like.
result<bool> give_document(const decode_order& order, const pdf_library* pdf,
                           std::span<const uint8_t> bytes) {
  auto text = pdf ? pdf->text_of(bytes, order.document_limit)
                  : docx_text(bytes, order.document_limit);
  auto out = text ? 'T' + *text : 'R' + text_of(text.error());
  cut_text(out, order.document_limit.text_bytes + 1);
  return write_out({reinterpret_cast<const uint8_t*>(out.data()), out.size()});
}

size_t limit_of(const decode_order& order) {
  switch (order.what) {
    case decode_kind::picture: return order.limits.bytes;
    case decode_kind::clip: return order.clip_limit.bytes;
    case decode_kind::document: return order.document_limit.bytes;
  }
  return 0;
}

} // namespace

void run_decode_child() {
  av_log_set_level(AV_LOG_QUIET);
  decode_order order;
  if (!read_all(reinterpret_cast<uint8_t*>(&order), sizeof order)
      || order.bytes > limit_of(order))
    leave(decode_broken, "no request on descriptor 0");
  // Loading opens files, which is over after the next lines.
  std::unique_ptr<pdf_library> pdf;
  auto is_document = order.what == decode_kind::document;
  if (is_document && order.document == document_kind::pdf) {
    auto loaded = pdf_library::load();
    if (!loaded) {
      auto why = 'U' + text_of(loaded.error());
      write_out({reinterpret_cast<const uint8_t*>(why.data()), why.size()});
      ::_exit(decode_done);
    }
    pdf = std::move(*loaded);
  }
  if (auto done = limit_process({order.memory_bytes, order.cpu_seconds}); !done)
    leave(decode_broken, text_of(done.error()));
  std::vector<uint8_t> bytes(order.bytes);
  if (auto done = forbid_everything(is_document ? forbidden::fails
                                                : forbidden::ends);
      !done)
    leave(decode_broken, text_of(done.error()));
  // From here on only bytes come in and go out.
  if (!read_all(bytes.data(), bytes.size()))
    leave(decode_broken, "less input than announced");
  auto is_clip = order.what == decode_kind::clip;
  try {
    auto given = is_document ? give_document(order, pdf.get(), bytes)
                 : is_clip   ? give_clip(order, bytes)
                             : give_picture(order, bytes);
    if (!given)
      leave(decode_refused, text_of(given.error()));
    if (!*given)
      leave(decode_broken, "nobody reads the pixels");
  } catch (const std::bad_alloc&) {
    leave(decode_refused, std::string{is_document ? "the document"
                                      : is_clip   ? "the clip"
                                                  : "the picture"}
                            + " takes too much memory to decode");
  }
  ::_exit(decode_done);
}

} // namespace troupe::media
