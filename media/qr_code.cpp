#include "media/qr_code.hpp"

#include <memory>
#include <qrencode.h>

namespace troupe::media {

namespace {

constexpr size_t most_bytes = 300;
/// Up to here a code with strong correction still has large modules.
constexpr size_t short_bytes = 60;

struct code_deleter {
  void operator()(QRcode* x) const { QRcode_free(x); }
};

} // namespace

result<qr_code> make_qr_code(std::string_view text) {
  if (text.empty() || text.size() > most_bytes)
    return make_error(ec::invalid_argument,
                      "link: a code holds 1 to 300 bytes");
  auto level = text.size() <= short_bytes ? QR_ECLEVEL_Q : QR_ECLEVEL_M;
  std::unique_ptr<QRcode, code_deleter> code{QRcode_encodeData(
    static_cast<int>(text.size()),
    reinterpret_cast<const unsigned char*>(text.data()), 0, level)};
  if (!code)
    return make_error(ec::media_failed, "link: can't be made into a code");
  qr_code out;
  out.side = code->width;
  auto count = static_cast<size_t>(code->width) * static_cast<size_t>(code->width);
  out.modules.reserve(count);
  for (size_t i = 0; i < count; ++i)
    out.modules.push_back(code->data[i] & 1);
  return out;
}

} // namespace troupe::media
