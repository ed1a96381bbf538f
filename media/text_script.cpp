#include "media/text_script.hpp"

#include <algorithm>
#include <array>

namespace troupe::media {

namespace {

struct script_range {
  char32_t first;
  char32_t last;
  script_kind kind;
};

/// Blocks in their order. What is missing is neutral.
constexpr std::array script_ranges = {
  script_range{0x0041, 0x005A, script_kind::plain},
  script_range{0x0061, 0x007A, script_kind::plain},
  script_range{0x00AA, 0x00AA, script_kind::plain},
  script_range{0x00B5, 0x00B5, script_kind::plain},
  script_range{0x00BA, 0x00BA, script_kind::plain},
  script_range{0x00C0, 0x024F, script_kind::plain},
  script_range{0x0250, 0x02AF, script_kind::plain},
  script_range{0x0370, 0x058F, script_kind::plain},
  script_range{0x0590, 0x05FF, script_kind::hebrew},
  script_range{0x0600, 0x065F, script_kind::arabic},
  script_range{0x066A, 0x06EF, script_kind::arabic},
  script_range{0x06FA, 0x08FF, script_kind::arabic},
  script_range{0x0900, 0x0DFF, script_kind::indic},
  script_range{0x0E00, 0x0EFF, script_kind::unspaced},
  script_range{0x0F00, 0x0FFF, script_kind::indic},
  script_range{0x1000, 0x109F, script_kind::unspaced},
  script_range{0x10A0, 0x10FF, script_kind::plain},
  script_range{0x1100, 0x11FF, script_kind::hangul},
  script_range{0x1200, 0x167F, script_kind::plain},
  script_range{0x1780, 0x17FF, script_kind::unspaced},
  script_range{0x1800, 0x18AF, script_kind::arabic},
  script_range{0x19E0, 0x19FF, script_kind::unspaced},
  script_range{0x1C80, 0x1CCF, script_kind::plain},
  script_range{0x1D00, 0x1FFF, script_kind::plain},
  script_range{0x2E80, 0x2FDF, script_kind::han},
  script_range{0x3005, 0x3007, script_kind::han},
  script_range{0x3041, 0x30FF, script_kind::kana},
  script_range{0x3105, 0x312F, script_kind::han},
  script_range{0x3131, 0x318F, script_kind::hangul},
  script_range{0x31F0, 0x31FF, script_kind::kana},
  script_range{0x3400, 0x9FFF, script_kind::han},
  script_range{0xA960, 0xA97F, script_kind::hangul},
  script_range{0xAC00, 0xD7FF, script_kind::hangul},
  script_range{0xF900, 0xFAFF, script_kind::han},
  script_range{0xFB1D, 0xFB4F, script_kind::hebrew},
  script_range{0xFB50, 0xFDFF, script_kind::arabic},
  script_range{0xFE70, 0xFEFE, script_kind::arabic},
  script_range{0xFF66, 0xFF9F, script_kind::kana},
  script_range{0x20000, 0x3FFFF, script_kind::han},
};

/// Frequent characters that only one of the two Chinese orthographies has.
constexpr std::u32string_view only_traditional
  = U"\u5011\u500B\u9019\u4F86\u6642\u570B\u6703\u5B78\u8AAA\u5C0D\u958B\u95DC"
    U"\u85E5\u58D3\u9AD4\u9EDE\u70BA\u8207\u91AB\u8853\u6A5F\u689D\u7D93\u8B93"
    U"\u9032\u904E\u9084\u767C\u85CD\u8A3A\u7642\u6E1B\u7A69\u9B06\u7DCA\u6548";
constexpr std::u32string_view only_simplified
  = U"\u4EEC\u4E2A\u8FD9\u6765\u65F6\u56FD\u4F1A\u5B66\u8BF4\u5BF9\u5F00\u5173"
    U"\u836F\u538B\u4F53\u70B9\u4E3A\u4E0E\u533B\u672F\u673A\u6761\u7ECF\u8BA9"
    U"\u8FDB\u8FC7\u8FD8\u53D1\u84DD\u8BCA\u7597\u51CF\u7A33\u677E\u7D27";

template <class F>
void each_point(std::string_view text, F&& f) {
  for (size_t at = 0; at < text.size();)
    f(next_point(text, at));
}

} // namespace

script_kind script_of(char32_t x) {
  auto found = std::upper_bound(script_ranges.begin(), script_ranges.end(), x,
                                [](char32_t a, const script_range& b) {
                                  return a < b.first;
                                });
  if (found == script_ranges.begin())
    return script_kind::neutral;
  --found;
  return x <= found->last ? found->kind : script_kind::neutral;
}

char32_t next_point(std::string_view text, size_t& at) {
  auto first = static_cast<unsigned char>(text[at]);
  size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
  length = std::min(length, text.size() - at);
  char32_t out = length == 1 ? first : first & (0xFFU >> (length + 1));
  for (size_t i = 1; i < length; ++i)
    out = (out << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3F);
  at += length;
  return out;
}

size_t count_points(std::string_view text) {
  return static_cast<size_t>(std::count_if(
    text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_rtl(std::string_view text) {
  // In words: names and numbers must not weigh by their length.
  size_t left = 0, right = 0;
  auto begins_right = false, in_word = false;
  each_point(text, [&](char32_t x) {
    auto kind = script_of(x);
    if (kind == script_kind::neutral) {
      in_word = in_word && x != ' ';
      return;
    }
    auto is_right = kind == script_kind::arabic || kind == script_kind::hebrew;
    if (left + right == 0)
      begins_right = is_right;
    if (!in_word)
      ++(is_right ? right : left);
    in_word = true;
  });
  return begins_right ? right * 2 > left : right > left * 2;
}

double least_leading(std::string_view text) {
  auto out = 0.0;
  each_point(text, [&](char32_t x) {
    switch (script_of(x)) {
      case script_kind::neutral:
      case script_kind::plain: break;
      case script_kind::hebrew: out = std::max(out, 1.16); break;
      case script_kind::han:
      case script_kind::kana:
      case script_kind::hangul: out = std::max(out, 1.26); break;
      case script_kind::arabic:
      case script_kind::indic: out = std::max(out, 1.42); break;
      case script_kind::unspaced: out = std::max(out, 1.5); break;
    }
  });
  return out;
}

std::string_view han_language(std::string_view text) {
  size_t han = 0, kana = 0, hangul = 0, traditional = 0, simplified = 0;
  each_point(text, [&](char32_t x) {
    auto kind = script_of(x);
    kana += kind == script_kind::kana ? 1 : 0;
    hangul += kind == script_kind::hangul ? 1 : 0;
    if (kind != script_kind::han)
      return;
    ++han;
    traditional += only_traditional.find(x) != only_traditional.npos ? 1 : 0;
    simplified += only_simplified.find(x) != only_simplified.npos ? 1 : 0;
  });
  if (kana > 0)
    return "ja";
  if (hangul > 0)
    return "ko";
  if (han == 0)
    return {};
  return traditional > simplified ? "zh-tw" : "zh-cn";
}

} // namespace troupe::media
