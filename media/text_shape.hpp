/// Letters to glyphs: measures a text once for all sizes, tells where its
/// lines may end, and rasterises lines unit by unit (a word, a phrase where
/// words have no blanks), so that joined letters stay joined when units
/// appear one by one. For media/text.cpp; one thread at a time.
#pragma once

#include "media/text.hpp"
#include "media/text_breaks.hpp"

#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace troupe::media {

struct object_deleter {
  void operator()(gpointer x) const { g_object_unref(x); }
};
using layout_ptr = std::unique_ptr<PangoLayout, object_deleter>;

/// A text in its final spelling, with all that depends on no size.
struct shaped_text {
  std::string text;
  bool rtl = false;
  /// Characters that no font has; they are left out.
  int missing = 0;
  double least_leading = 0;
  std::vector<text_atom> atoms;
  /// Advance of each cluster, in sizes, by its first byte.
  std::vector<std::pair<size_t, double>> clusters;
  double hyphen = 0;

  double width(size_t first, size_t last) const;
};

class text_shaper {
 public:
  text_shaper();

  /// Forms of Han characters: "ja", "ko", "zh-cn", "zh-tw".
  void use_language(std::string_view han);
  const shaped_text& shape(std::string_view raw, const text_style& style);
  /// Adds a line's units to the block. Its baseline lies at y, its left edge
  /// at x; a hyphen may follow the last byte.
  void add_line(text_block& to, const shaped_text& from, size_t first,
                size_t last, bool with_hyphen, const text_style& style,
                double x, double y, int number) const;
  /// Whether the family itself is installed.
  bool has(std::string_view family) const;

 private:
  layout_ptr layout(std::string_view text, const text_style& style) const;
  std::string drawable(const std::string& text, const text_style& style,
                       int& missing) const;
  shaped_text make(std::string_view raw, const text_style& style) const;

  PangoFontMap* map_; // the thread's
  std::unique_ptr<PangoContext, object_deleter> context_;
  std::string han_ = "ja";
  std::unordered_map<std::string, shaped_text> known_;
};

/// The same atoms with ends of lines inside the words that are wider than the
/// room (in sizes): at hyphens, or anywhere.
enum class divide : uint8_t { at_hyphens, anywhere };
std::vector<text_atom> divided(const shaped_text& x, double room, divide how);

} // namespace troupe::media
