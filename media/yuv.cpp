#include "media/yuv.hpp"

#if defined(__x86_64__)
#  include <immintrin.h>
#endif

namespace troupe::media {

namespace {

/// BT.709, limited range, scaled by 2^15. Rows sum up so that grey stays grey.
constexpr int y_b = 2032, y_g = 20127, y_r = 5983;
constexpr int u_b = 14392, u_g = -11094, u_r = -3298;
constexpr int v_b = -1319, v_g = -13073, v_r = 14392;
constexpr int shift = 15;
constexpr int y_bias = (16 << shift) + (1 << (shift - 1));
/// Chroma takes the sum of four pixels: two more bits.
constexpr int c_shift = shift + 2;
constexpr int c_bias = (128 << c_shift) + (1 << (c_shift - 1));

struct rows {
  const uint8_t* top;
  const uint8_t* bottom;
  uint8_t* y_top;
  uint8_t* y_bottom;
  uint8_t* u;
  uint8_t* v;
};

rows rows_at(const bgra_view& from, const i420_target& to, size_t pair) {
  auto line = pair * 2;
  return {from.data + line * from.stride,
          from.data + (line + 1) * from.stride,
          to.y + line * to.y_stride,
          to.y + (line + 1) * to.y_stride,
          to.u + pair * to.u_stride,
          to.v + pair * to.v_stride};
}

uint8_t luma(const uint8_t* p) {
  return static_cast<uint8_t>(
    (y_b * p[0] + y_g * p[1] + y_r * p[2] + y_bias) >> shift);
}

/// Two rows from column x on.
void convert_pair(const rows& r, size_t x, size_t width) {
  for (; x + 1 < width; x += 2) {
    auto a = r.top + x * 4;
    auto b = r.bottom + x * 4;
    r.y_top[x] = luma(a);
    r.y_top[x + 1] = luma(a + 4);
    r.y_bottom[x] = luma(b);
    r.y_bottom[x + 1] = luma(b + 4);
    int sum[3];
    for (int c = 0; c < 3; ++c)
      sum[c] = a[c] + a[c + 4] + b[c] + b[c + 4];
    auto chroma = [&](int cb, int cg, int cr) {
      return static_cast<uint8_t>(
        (cb * sum[0] + cg * sum[1] + cr * sum[2] + c_bias) >> c_shift);
    };
    r.u[x / 2] = chroma(u_b, u_g, u_r);
    r.v[x / 2] = chroma(v_b, v_g, v_r);
  }
}

#if defined(__x86_64__)

#  define TROUPE_AVX2 __attribute__((target("avx2")))

/// Four 16-bit factors for B, G, R and A of every pixel.
TROUPE_AVX2 __m256i factors(int b, int g, int r) {
  auto one = [](int x) { return static_cast<uint64_t>(x) & 0xFFFF; };
  return _mm256_set1_epi64x(
    static_cast<int64_t>(one(b) | one(g) << 16 | one(r) << 32));
}

/// Luma of 8 pixels as 32-bit values in their order.
TROUPE_AVX2 __m256i luma8(const uint8_t* p, __m256i factor, __m256i bias) {
  auto zero = _mm256_setzero_si256();
  auto px = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  auto low = _mm256_madd_epi16(_mm256_unpacklo_epi8(px, zero), factor);
  auto high = _mm256_madd_epi16(_mm256_unpackhi_epi8(px, zero), factor);
  auto sum = _mm256_hadd_epi32(low, high);
  return _mm256_srai_epi32(_mm256_add_epi32(sum, bias), shift);
}

/// 16 lumas to bytes.
TROUPE_AVX2 void luma16(const uint8_t* p, uint8_t* out, __m256i factor,
                        __m256i bias) {
  auto words = _mm256_packs_epi32(luma8(p, factor, bias),
                                  luma8(p + 32, factor, bias));
  words = _mm256_permute4x64_epi64(words, 0xD8);
  auto bytes = _mm_packus_epi16(_mm256_castsi256_si128(words),
                                _mm256_extracti128_si256(words, 1));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);
}

/// Sums of the four 2x2 blocks in 8 columns of two rows, 16 bits a channel.
TROUPE_AVX2 __m256i blocks4(const uint8_t* top, const uint8_t* bottom) {
  auto zero = _mm256_setzero_si256();
  auto a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(top));
  auto b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bottom));
  auto low = _mm256_add_epi16(_mm256_unpacklo_epi8(a, zero),
                              _mm256_unpacklo_epi8(b, zero));
  auto high = _mm256_add_epi16(_mm256_unpackhi_epi8(a, zero),
                               _mm256_unpackhi_epi8(b, zero));
  return _mm256_add_epi16(_mm256_unpacklo_epi64(low, high),
                          _mm256_unpackhi_epi64(low, high));
}

/// 8 chroma bytes from two groups of 4 block sums.
TROUPE_AVX2 void chroma8(__m256i first, __m256i second, uint8_t* out,
                         __m256i factor, __m256i bias) {
  auto sum = _mm256_hadd_epi32(_mm256_madd_epi16(first, factor),
                               _mm256_madd_epi16(second, factor));
  sum = _mm256_permute4x64_epi64(sum, 0xD8);
  sum = _mm256_srai_epi32(_mm256_add_epi32(sum, bias), c_shift);
  auto words = _mm_packs_epi32(_mm256_castsi256_si128(sum),
                               _mm256_extracti128_si256(sum, 1));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(out),
                   _mm_packus_epi16(words, words));
}

TROUPE_AVX2 void convert_avx2(const bgra_view& from, const i420_target& to) {
  auto y_factor = factors(y_b, y_g, y_r);
  auto u_factor = factors(u_b, u_g, u_r);
  auto v_factor = factors(v_b, v_g, v_r);
  auto y_add = _mm256_set1_epi32(y_bias);
  auto c_add = _mm256_set1_epi32(c_bias);
  for (size_t pair = 0; pair < from.height / 2; ++pair) {
    auto r = rows_at(from, to, pair);
    size_t x = 0;
    for (; x + 16 <= from.width; x += 16) {
      luma16(r.top + x * 4, r.y_top + x, y_factor, y_add);
      luma16(r.bottom + x * 4, r.y_bottom + x, y_factor, y_add);
      auto first = blocks4(r.top + x * 4, r.bottom + x * 4);
      auto second = blocks4(r.top + x * 4 + 32, r.bottom + x * 4 + 32);
      chroma8(first, second, r.u + x / 2, u_factor, c_add);
      chroma8(first, second, r.v + x / 2, v_factor, c_add);
    }
    convert_pair(r, x, from.width);
  }
}

#endif

} // namespace

void to_i420_scalar(const bgra_view& from, const i420_target& to) {
  for (size_t pair = 0; pair < from.height / 2; ++pair)
    convert_pair(rows_at(from, to, pair), 0, from.width);
}

void to_i420(const bgra_view& from, const i420_target& to) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    convert_avx2(from, to);
    return;
  }
#endif
  to_i420_scalar(from, to);
}

} // namespace troupe::media
