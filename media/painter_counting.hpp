/// Numbers that count up to themselves: what of a text is a number, how it
/// reads on the way, and digits of one width to show it with. Part of the
/// painter; any thread that has its own builder.
#pragma once

#include "media/painter_scene.hpp"

#include <map>
#include <string>

namespace troupe::media {

/// A number in a text.
struct counted {
  std::string before;
  std::string after;
  double value = 0;
  int decimals = 0;
  bool grouped = false;
  /// There is one number in the text, and not "3 in 4" or "5-10".
  bool counts = false;
};

counted parse_number(const std::string& text);
/// The text at a part, 0..1, of the way from another number.
std::string number_text(const counted& x, double part, double from = 0);

/// The characters of running numbers in one style.
class running_digits {
 public:
  running_digits(scene_builder& from, text_style with);

  /// Whether the number is made of nothing but what runs.
  bool can_run(const counted& x) const;
  /// Ends at the right.
  void draw(cairo_t* cr, const std::string& text, point right_top, color ink,
            double alpha) const;

 private:
  std::map<std::string, text_block, std::less<>> set_;
  std::map<std::string, double, std::less<>> advance_;
};

/// A text where it rests, and how it gets there.
struct counting_entry {
  point at;
  color ink;
  double start = 0;
  double length = 1.5;
  std::string_view what;
  /// Where counting begins.
  double from = 0;
};

/// Places a text of one line that counts up if it is a number, and comes in
/// like any other if it isn't.
void place_counting(scene_builder& to, const text_block& x,
                    const running_digits& digits, const counting_entry& entry);

/// The scene's figure with unit and label, as large as a width allows.
struct figure_words {
  text_block whole;
  text_style style;
  text_block unit;
  text_block label;
  double gap = 0;
  double height = 0;
};

figure_words set_figure(scene_builder& to, double width);
/// The y below it.
double place_figure(scene_builder& to, const figure_words& x, double left,
                    double y);

} // namespace troupe::media
