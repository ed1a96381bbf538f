/// Setting text: measures, breaks, balances and rasterises it through Pango
/// and Cairo. Never markup. A setter owns its own font map and belongs to one
/// thread at a time; the blocks it gives are values that draw without it.
#pragma once

#include "media/painter_canvas.hpp"
#include "media/painter_motion.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::media {

enum class typeface : uint8_t { text, display, serif };
enum class align : uint8_t { left, center, right };

struct text_style {
  typeface face = typeface::text;
  int weight = 400;
  /// Pixels.
  double size = 42;
  /// Letter spacing in ems.
  double tracking = 0;
  /// Line height in sizes.
  double leading = 1.3;
  align to = align::left;
  /// Digits of one width, for numbers that run.
  bool tabular = false;
  bool caps = false;
};

/// Room for a text. Sizes in pixels.
struct text_room {
  double width = 1000;
  double height = 1e9;
  int lines = 2;
  /// The text shrinks down to this before long words are divided anywhere and
  /// at last words are dropped.
  double smallest = 20;
  /// Lines of about the same length (headlines), instead of filled ones.
  bool balanced = false;
};

/// What appears at once: a word, or a phrase where words have no blanks.
struct text_word {
  /// Its letters as a mask; a picture in its own colours when is_coloured
  /// (emoji).
  surface mask;
  bool is_coloured = false;
  int x = 0;
  int y = 0;
  int line = 0;
  /// Bytes in the block's text.
  size_t first = 0;
  size_t last = 0;
};

/// A text at its final size. (0, 0) is the top left of its first line box.
/// Words are in the order in which they are read, whatever its direction.
struct text_block {
  std::vector<text_word> words;
  double width = 0;
  double height = 0;
  double size = 0;
  int lines = 0;
  /// Pixels that letters cover.
  rect ink;
  /// Characters that no font has; they are left out.
  int missing = 0;
  /// Words were dropped.
  bool cut = false;
  /// Written from right to left.
  bool rtl = false;
  std::string text;
  /// Families that its letters come from, sorted.
  std::vector<std::string> families;
};

class text_setter {
 public:
  text_setter();
  ~text_setter();
  text_setter(const text_setter&) = delete;
  text_setter& operator=(const text_setter&) = delete;

  /// Whose forms Han characters take: "ja", "ko", "zh-cn", "zh-tw".
  void use_language(std::string_view han);
  /// The largest setting of at most the style's size that fits the room:
  /// lines without a lonely word, numbers beside their units, long words
  /// divided with a hyphen when they have to be.
  text_block fit(std::string_view text, text_style style,
                 const text_room& room);
  /// Width of a single line in pixels.
  double width_of(std::string_view text, const text_style& style);
  /// Families of all that it set, sorted.
  const std::vector<std::string>& families() const;
  /// Whether anything at all comes out: Pango draws nothing, and reports
  /// success, when there is no font.
  bool draws();

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

/// All of it, at rest. On a mirrored canvas the block stands in the mirrored
/// place and reads as ever.
void draw_text(cairo_t* cr, const text_block& x, point at, color ink,
               double alpha = 1);

/// One of its words, of its own colour.
void draw_text_word(cairo_t* cr, const text_block& x, size_t word, point at,
                    color ink, double alpha = 1);

/// Word after word: each rises and appears from `start` on.
void draw_text_entering(cairo_t* cr, const text_block& x, point at, color ink,
                        const moment& now, double start, const pace& with,
                        double alpha = 1);

} // namespace troupe::media
