/// QR codes by libqrencode. Pure; any thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace troupe::media {

struct qr_code {
  int side = 0;
  /// 1 = dark, row by row.
  std::vector<uint8_t> modules;

  bool dark(int row, int column) const {
    return modules[static_cast<size_t>(row * side + column)] != 0;
  }
};

/// Bytes as they are, with as much correction as keeps modules large: a
/// quarter of a short code may be hidden, a seventh of a long one.
/// ec::invalid_argument for an empty text and beyond 300 bytes.
result<qr_code> make_qr_code(std::string_view text);

} // namespace troupe::media
