#include "media/document_reader.hpp"

#include <algorithm>
#include <utility>

#include <dlfcn.h>
#include <poppler.h>

namespace troupe::media {

namespace {

constexpr const char* library_name = "libpoppler-glib.so.8";

struct close_library {
  void operator()(void* x) const { ::dlclose(x); }
};

error refused(std::string_view what) {
  return make_error(ec::invalid_argument, std::string{what});
}

} // namespace

struct pdf_library::functions {
  std::unique_ptr<void, close_library> library;
  decltype(&poppler_document_new_from_bytes) open = nullptr;
  decltype(&poppler_document_get_n_pages) count = nullptr;
  decltype(&poppler_document_get_page) page = nullptr;
  decltype(&poppler_page_get_text) text = nullptr;
  decltype(&g_bytes_new_static) wrap = nullptr;
  decltype(&g_bytes_unref) unwrap = nullptr;
  decltype(&g_object_unref) release = nullptr;
  decltype(&g_free) free = nullptr;
  decltype(&g_error_free) free_error = nullptr;

  template <class F>
  bool find(F& to, const char* name) {
    to = reinterpret_cast<F>(::dlsym(library.get(), name));
    return to != nullptr;
  }

  bool find_all() {
    return find(open, "poppler_document_new_from_bytes")
           && find(count, "poppler_document_get_n_pages")
           && find(page, "poppler_document_get_page")
           && find(text, "poppler_page_get_text")
           && find(wrap, "g_bytes_new_static") && find(unwrap, "g_bytes_unref")
           && find(release, "g_object_unref") && find(free, "g_free")
           && find(free_error, "g_error_free");
  }
};

pdf_library::pdf_library(std::unique_ptr<functions> x) : call_(std::move(x)) {
}

pdf_library::~pdf_library() = default;

result<std::unique_ptr<pdf_library>> pdf_library::load() {
  auto out = std::make_unique<functions>();
  out->library.reset(::dlopen(library_name, RTLD_NOW | RTLD_LOCAL));
  if (!out->library || !out->find_all())
    return make_error(ec::unavailable,
                      "PDF can't be read on this machine: install "
                      "libpoppler-glib8");
  return std::unique_ptr<pdf_library>{new pdf_library{std::move(out)}};
}

result<std::string> pdf_library::text_of(std::span<const uint8_t> bytes,
                                         const document_limits& limits) const {
  auto& call = *call_;
  std::unique_ptr<GBytes, decltype(call.unwrap)> data{
    call.wrap(bytes.data(), bytes.size()), call.unwrap};
  GError* failed = nullptr;
  std::unique_ptr<void, decltype(call.release)> document{
    call.open(data.get(), nullptr, &failed), call.release};
  if (!document) {
    auto locked = failed && failed->code == POPPLER_ERROR_ENCRYPTED;
    if (failed)
      call.free_error(failed);
    return refused(locked ? "the document is locked by a password"
                          : "the document is no PDF that can be read");
  }
  auto as_document = static_cast<PopplerDocument*>(document.get());
  auto pages = std::min(
    static_cast<uint32_t>(std::max(call.count(as_document), 0)), limits.pages);
  std::string out;
  for (uint32_t i = 0; i < pages && out.size() < limits.text_bytes; ++i) {
    std::unique_ptr<void, decltype(call.release)> page{
      call.page(as_document, static_cast<int>(i)), call.release};
    if (!page)
      continue;
    std::unique_ptr<char, decltype(call.free)> text{
      call.text(static_cast<PopplerPage*>(page.get())), call.free};
    if (text)
      out += (out.empty() ? "" : "\n\n") + std::string{text.get()};
  }
  return out;
}

} // namespace troupe::media
