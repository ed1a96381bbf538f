#include "media/still_picture.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace troupe {

namespace {

constexpr uint8_t nal_slice = 1;
constexpr uint8_t nal_idr = 5;
constexpr uint8_t nal_parameters = 7;

error refuse(std::string_view why) {
  return make_error(ec::media_failed,
                    "encoder: its stream " + std::string{why});
}

uint8_t byte_at(std::string_view text, size_t i) {
  return static_cast<uint8_t>(text[i]);
}

/// Without the bytes that keep start codes from appearing (7.4.1.1).
std::string unescaped(std::string_view unit) {
  std::string out;
  out.reserve(unit.size());
  size_t zeros = 0;
  for (auto c : unit) {
    if (zeros >= 2 && c == 3) {
      zeros = 0;
      continue;
    }
    zeros = c == 0 ? zeros + 1 : 0;
    out += c;
  }
  return out;
}

std::string escaped(std::string_view unit) {
  std::string out;
  out.reserve(unit.size() + 16);
  size_t zeros = 0;
  for (auto c : unit) {
    if (zeros >= 2 && static_cast<uint8_t>(c) <= 3) {
      out += '\3';
      zeros = 0;
    }
    zeros = c == 0 ? zeros + 1 : 0;
    out += c;
  }
  return out;
}

/// Bits of an unescaped unit behind its first byte. Past the end are zeros.
class bit_reader {
 public:
  explicit bit_reader(std::string_view unit) : unit_(unit) {}

  size_t place() const { return at_; }
  void skip(size_t bits) { at_ += bits; }
  uint32_t bits(uint32_t count) {
    uint32_t out = 0;
    for (; count > 0; --count, ++at_)
      out = out << 1U | bit(at_);
    return out;
  }
  /// Exp-Golomb code, ue(v) of 9.1.
  uint32_t ue() {
    uint32_t zeros = 0;
    while (zeros < 31 && bits(1) == 0)
      ++zeros;
    return (1U << zeros) - 1 + bits(zeros);
  }

 private:
  uint32_t bit(size_t i) const {
    return i / 8 < unit_.size() ? byte_at(unit_, i / 8) >> (7 - i % 8) & 1U
                                : 0U;
  }

  std::string_view unit_;
  size_t at_ = 8;
};

void set_bits(std::string& unit, size_t at, uint32_t count, uint32_t value) {
  for (uint32_t i = 0; i < count; ++i, ++at) {
    auto mask = static_cast<uint8_t>(0x80U >> at % 8);
    auto is_set = (value >> (count - 1 - i) & 1U) != 0;
    auto old = byte_at(unit, at / 8);
    unit[at / 8] = static_cast<char>(is_set ? old | mask : old & ~mask);
  }
}

constexpr std::string_view start_code{"\0\0\1", 3};

/// Calls with each unit of a byte stream, start codes taken off.
template <class F>
error for_each_unit(std::string_view stream, F&& use) {
  auto at = stream.find(start_code);
  while (at != std::string_view::npos) {
    auto begin = at + start_code.size();
    at = stream.find(start_code, begin);
    auto unit = stream.substr(begin, at == std::string_view::npos
                                       ? std::string_view::npos
                                       : at - begin);
    // A start code of four bytes begins with a zero; no unit ends with one.
    while (!unit.empty() && unit.back() == 0)
      unit.remove_suffix(1);
    if (unit.empty())
      continue;
    if (auto err = use(unit))
      return err;
  }
  return {};
}

uint8_t kind_of(std::string_view unit) {
  return byte_at(unit, 0) & 0x1FU;
}

bool is_reference(std::string_view unit) {
  return (byte_at(unit, 0) & 0x60U) != 0;
}

bool has_chroma_fields(uint32_t profile) {
  constexpr std::array<uint32_t, 4> profiles{100, 110, 122, 244};
  return std::find(profiles.begin(), profiles.end(), profile)
         != profiles.end();
}

/// Bits of frame_num from a sequence parameter set (7.3.2.1.1).
result<uint32_t> number_bits(std::string_view escaped_unit) {
  auto unit = unescaped(escaped_unit);
  bit_reader in{unit};
  auto profile = in.bits(8);
  in.skip(16); // constraints, level
  in.ue();     // id
  if (has_chroma_fields(profile)) {
    if (in.ue() != 1)
      return refuse("is not 4:2:0");
    in.ue(); // depth of luma
    in.ue(); // depth of chroma
    in.skip(1);
    if (in.bits(1) != 0)
      return refuse("has scaling matrices");
  }
  auto out = in.ue() + 4;
  if (in.ue() != 2)
    return refuse("has pictures out of order");
  if (out > 16)
    return refuse("has a broken header");
  return out;
}

} // namespace

result<picture_numbers> picture_numbers::read(std::string_view parameters) {
  picture_numbers out;
  auto err = for_each_unit(parameters, [&](std::string_view unit) -> error {
    if (kind_of(unit) != nal_parameters)
      return {};
    auto bits = number_bits(unit);
    if (!bits)
      return bits.error();
    out.bits_ = *bits;
    return {};
  });
  if (err)
    return err;
  if (out.bits_ == 0)
    return refuse("has no parameters");
  return out;
}

result<std::string> picture_numbers::numbered(std::string_view picture) {
  std::string out;
  out.reserve(picture.size() + 16);
  auto slices = 0;
  auto err = for_each_unit(picture, [&](std::string_view unit) -> error {
    out += '\0';
    out += start_code;
    auto kind = kind_of(unit);
    if (kind != nal_slice && kind != nal_idr) {
      out += unit;
      return {};
    }
    if (++slices > 1 || !is_reference(unit))
      return refuse("has pictures of another kind");
    if (kind == nal_idr)
      next_ = 0;
    auto plain = unescaped(unit);
    bit_reader in{plain};
    in.ue(); // first macroblock
    in.ue(); // kind of slice
    in.ue(); // picture parameters
    if (in.place() + bits_ > plain.size() * 8)
      return refuse("has an empty slice");
    set_bits(plain, in.place(), bits_, next_);
    next_ = (next_ + 1) % (1U << bits_);
    out += escaped(plain);
    return {};
  });
  if (err)
    return err;
  if (slices == 0)
    return refuse("has a packet without a picture");
  return out;
}

} // namespace troupe
