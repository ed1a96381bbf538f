/// A scene laid out for one format: items to draw from bottom to top, and
/// where its texts rest. Layouts build it with a scene_builder; the painter
/// draws it, the checker reads it. Belongs to its painter's thread.
#pragma once

#include "media/painter.hpp"
#include "media/painter_brush.hpp"
#include "media/painter_canvas.hpp"
#include "media/painter_motion.hpp"
#include "media/painter_pictures.hpp"
#include "media/text.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::media {

enum class frame_shape : uint8_t { wide, square, tall, portrait };

/// The grid. Design units: the short side is 1080.
struct geometry {
  explicit geometry(const composition& x);
  frame_shape shape = frame_shape::wide;
  /// Pixels a design unit.
  double k = 1;
  double width = 1920;
  double height = 1080;
  double margin = 136;
  double kicker_y = 142;
  double title_y = 200;
  /// Nothing but captions comes below.
  double bottom = 880;
  /// Bottom edge, size and lines of the captions.
  double caption_bottom = 1004;
  double caption_size = 44;
  int caption_lines = 1;
  double inner_width() const { return width - 2 * margin; }
  bool upright() const {
    return shape == frame_shape::tall || shape == frame_shape::portrait;
  }
};

enum class text_role : uint8_t {
  display, ///< the headline of a title
  h1,      ///< the headline above something
  h2,
  body,
  small,
  label,
  kicker,
  footnote,
  caption,
  button,
};

using painting = std::function<void(cairo_t*, const moment&)>;

struct scene_item {
  painting paint;
  bool is_text = false;
};

/// A text where it rests, for the checker. Pixels.
struct placed_text {
  std::string what;
  rect ink;
  rect room;
  double size = 0;
  color shown;
  int missing = 0;
  bool cut = false;
  /// Seconds at which it begins to appear.
  double start = 0;
  std::string text;
};

/// A line that leads the eye, for the checker: it must not cross a text.
struct placed_line {
  std::string what;
  std::vector<point> through;
};

struct scene_plan {
  std::vector<scene_item> items;
  std::vector<placed_text> texts;
  std::vector<placed_line> lines;
};

/// Where and when a text comes in.
struct text_entry {
  point at;
  color ink;
  double start = 0;
  std::string_view what;
};

class scene_builder {
 public:
  /// `tightness` 0..1 makes texts smaller than the theme wants, for scenes
  /// that hold more than fits.
  scene_builder(const composition& scene, const scene_timing& timing,
                text_setter& setter, picture_desk& pictures,
                double tightness = 0);

  /// Lays the scene out.
  scene_plan build();

  const composition& scene;
  const theme look;
  const geometry grid;
  const pace speed;
  /// Length in seconds.
  const double life;
  const std::vector<spoken_word>& words;
  const std::string& loudness;
  /// Where the scene's pictures are.
  picture_desk& pictures;
  const double tightness;
  /// The scene is written from right to left: layouts stay as they are, what
  /// they add is mirrored, texts excepted.
  const bool rtl;

  /// Design units to pixels.
  double u(double design) const { return design * grid.k; }
  text_style style(text_role role) const;
  /// Smallest size of a role in pixels.
  double smallest(text_role role) const;
  text_block fit(text_role role, std::string_view text, double width,
                 int lines, double height = 1e9, align to = align::left);
  text_block fit(text_style with, std::string_view text, text_room room);
  text_setter& setter() { return setter_; }

  void add(painting x);
  void add_text(painting x);
  /// What must not be mirrored in a scene from right to left (pictures, codes,
  /// numbers) only changes sides with the room it takes.
  void add_upright(const rect& room, painting x);
  void add_upright_text(const rect& room, painting x);
  /// For texts that draw themselves, and appear from `start` on.
  void note(const text_block& x, point at, color shown, std::string_view what,
            double start = 0);
  void note_line(std::vector<point> through, std::string_view what);
  /// Draws and notes a text that enters word by word.
  void place(const text_block& x, const text_entry& entry);

  /// Kicker and headline on top; the y below them, in pixels.
  double place_header(double width_share = 1.0);
  /// A kicker with its rule; the y below it.
  double place_kicker(double x, double y, align to = align::left);
  double kicker_height() const;
  /// The word "Illustration", its left, center or right at x.
  void place_illustration_label(double x, double y, align to);
  /// Small print, its bottom at y; the y of its top.
  double place_legal(double left, double width, double bottom,
                     align to = align::left);

  /// Content area below a header.
  rect content(double top) const;
  /// Words and picture change sides, for variety.
  bool mirrored() const { return scene.variation % 2 == 1; }
  /// 0..1: how far something that came at `start` is there.
  double seen(const moment& now, double start) const;

 private:
  text_setter& setter_;
  scene_plan plan_;
};

// One for each layout_kind, in painter_layout_*.cpp.
void lay_out_title(scene_builder& to);
void lay_out_rows(scene_builder& to);
void lay_out_steps(scene_builder& to);
void lay_out_statement(scene_builder& to);
void lay_out_number(scene_builder& to);
void lay_out_quote(scene_builder& to);
void lay_out_compare(scene_builder& to);
void lay_out_diagram(scene_builder& to);
void lay_out_product(scene_builder& to);
void lay_out_logo(scene_builder& to);
void lay_out_cta(scene_builder& to);
void lay_out_safety(scene_builder& to);
void lay_out_chart(scene_builder& to);
void lay_out_gauge(scene_builder& to);
void lay_out_timeline(scene_builder& to);
void lay_out_process(scene_builder& to);
void lay_out_callout(scene_builder& to);
void lay_out_location(scene_builder& to);
void lay_out_formula(scene_builder& to);
void lay_out_code(scene_builder& to);
void lay_out_end_card(scene_builder& to);
void lay_out_picture(scene_builder& to);
void lay_out_lower_third(scene_builder& to);
void lay_out_presenter(scene_builder& to);
/// A product scene that has a picture, a logo scene that has a logo.
void lay_out_shot(scene_builder& to);
void lay_out_brand(scene_builder& to);

/// A scene whose texts don't touch each other: laid out again, tighter and at
/// last with fewer words, until that is so.
struct laid_out {
  std::unique_ptr<picture_desk> pictures;
  std::unique_ptr<const composition> scene;
  std::unique_ptr<scene_builder> builder;
  scene_plan plan;
  /// Words were left out.
  bool is_shortened = false;
};

laid_out lay_out(const composition& scene, const scene_timing& timing,
                 text_setter& setter, const picture_shelf& shelf = {});

/// ec::invalid_argument when a format or timing is out of range.
result<void> check_limits(const composition& scene,
                          const scene_timing& timing);

/// Just before a word that begins with one of the stems is heard, from `after`
/// on; nothing when it isn't said.
std::optional<double> heard_at(const std::vector<spoken_word>& words,
                               const std::vector<std::string>& stems,
                               double after = 0);
/// What to listen for when a label is spoken: its longer words, without their
/// endings.
std::vector<std::string> stems_of(std::string_view label);

/// Seconds at which each point appears: just before its cue is spoken, or in
/// an even rhythm.
std::vector<double> reveal_times(const std::vector<composed_point>& points,
                                 const std::vector<spoken_word>& words,
                                 double life);

} // namespace troupe::media

// Items paint with the brush (painter_brush.hpp), or what they paint would not
// be seen to change.
#pragma GCC poison cairo_fill cairo_fill_preserve cairo_stroke
#pragma GCC poison cairo_stroke_preserve cairo_paint cairo_paint_with_alpha
#pragma GCC poison cairo_mask cairo_mask_surface cairo_clip cairo_clip_preserve
#pragma GCC poison cairo_push_group cairo_pop_group cairo_pop_group_to_source
#pragma GCC poison cairo_show_glyphs cairo_show_text
