/// Everything that the picture of one scene depends on: what it shows, in
/// which arrangement, theme and format. compose() makes it from one scene of
/// the scenes stage's data and the look; the painter draws it. Equal
/// compositions (and timings) give equal pictures, so its JSON is part of the
/// content keys of pictures. Plain values, pure functions; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/film_format.hpp"
#include "protocol/film_style.hpp"
#include "protocol/json.hpp"
#include "protocol/stage.hpp"
#include "protocol/transition.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// How a scene is arranged.
enum class layout_kind : uint8_t {
  title,     ///< large headline beside a picture
  bullets,   ///< headline and up to four rows, revealed as they are spoken
  steps,     ///< headline and up to four numbered, connected steps
  statement, ///< one sentence, large, for as long as it is spoken
  number,    ///< one figure that counts up, with its label
  quote,     ///< a sentence somebody said
  compare,   ///< two columns
  diagram,   ///< a stylised mechanism, labelled as an illustration
  product,   ///< an abstract pack with the product's name
  logo,      ///< a card with monogram and name
  cta,       ///< headline and a button
  safety,    ///< safety information, easy to read
  gauge,     ///< one figure on a scale
  chart,     ///< bars, lines or a pie of given values
  timeline,  ///< two to six moments in their order
  process,   ///< two to five stages with arrows between them
  callout,   ///< a figure with two to four labels that point at it
  location,  ///< where to find somebody: address, hours, phone
  formula,   ///< a formula and what its letters mean
  code,      ///< a QR code to scan
  end_card,  ///< logo or monogram, name, claim, call to action, contact
  picture,   ///< a picture with a slow camera, and words
  presenter, ///< somebody who speaks, with name and role
  footage,   ///< a clip with text
  lower_third, ///< name and role over a picture or clip
};

/// What a diagram shows.
enum class diagram_kind : uint8_t {
  receptor,
  enzyme,
  channel,
  transporter,
  membrane,
  vessel,
  cell,
  pathway,
  synapse,
  antibody,
  generic,
};

enum class chart_kind : uint8_t { bars, lines, pie };

enum class motion_style : uint8_t { calm, lively, still };

std::string_view to_string(layout_kind x);
std::string_view to_string(diagram_kind x);
std::string_view to_string(chart_kind x);
std::string_view to_string(motion_style x);

/// A row of a list. It appears when the cue is spoken.
struct composed_point {
  std::string text;
  /// Word or words of the script; empty when the row keeps to an even rhythm.
  std::string cue;
  bool operator==(const composed_point&) const = default;
};

struct composed_figure {
  /// As written, e.g. "42", "1,200", "< 0.5": digits count up, the rest stays.
  std::string value;
  std::string unit;
  std::string label;
  /// Ends of a gauge's scale; equal when the scene names none, and then a
  /// percentage goes from 0 to 100 and anything else has no scale.
  double low = 0;
  double high = 0;
  bool operator==(const composed_figure&) const = default;
};

struct composed_quote {
  std::string text;
  std::string by;
  bool operator==(const composed_quote&) const = default;
};

struct composed_column {
  std::string title;
  std::vector<std::string> points;
  bool operator==(const composed_column&) const = default;
};

struct composed_diagram {
  diagram_kind kind = diagram_kind::generic;
  /// What acts (the drug), on what, and what comes of it.
  std::string actor;
  std::string target;
  std::string effect;
  bool operator==(const composed_diagram&) const = default;
};

/// One value of a chart.
struct composed_datum {
  std::string label;
  /// Finite, at most 1e12 in size.
  double value = 0;
  /// The value as the source writes it; empty: written from the value.
  std::string shown;
  bool operator==(const composed_datum&) const = default;
};

/// Values that somebody gave; nothing is drawn that isn't in here.
struct composed_chart {
  chart_kind kind = chart_kind::bars;
  /// 1 to 8.
  std::vector<composed_datum> data;
  std::string unit;
  /// Where the values are from.
  std::string source;
  /// What has to be said about them.
  std::string note;
  bool operator==(const composed_chart&) const = default;
};

/// A moment of a timeline. It appears when the cue is spoken.
struct composed_moment {
  std::string when;
  std::string text;
  std::string cue;
  bool operator==(const composed_moment&) const = default;
};

/// An address of the web, shown as text and as a QR code.
struct composed_link {
  /// As people read it; empty: the address without "https://".
  std::string text;
  /// http or https, at most 300 bytes of printable ASCII.
  std::string url;
  bool operator==(const composed_link&) const = default;
};

struct composed_person {
  std::string name;
  std::string role;
  bool operator==(const composed_person&) const = default;
};

struct composed_place {
  std::string name;
  std::string address;
  /// A line each, at most 3.
  std::vector<std::string> hours;
  std::string phone;
  bool operator==(const composed_place&) const = default;
};

/// A picture or clip that was uploaded or found.
struct composed_picture {
  /// Content key of the decoded picture or clip.
  std::string key;
  /// What must stay in sight when the frame cuts, 0..1 from the top left.
  double focus_x = 0.5;
  double focus_y = 0.5;
  /// Whose work it is, shown small.
  std::string credit;
  /// What it shows, for those who can't see it.
  std::string alt;
  bool operator==(const composed_picture&) const = default;
};

/// Where a logo stands over a scene.
enum class logo_corner : uint8_t {
  top_left,
  top_right,
  bottom_left,
  bottom_right,
  center,
};

std::string_view to_string(logo_corner x);

inline constexpr double least_logo_size = 50;
inline constexpr double most_logo_size = 500;

/// A logo over a scene, as its owner wants it.
struct logo_stand {
  logo_corner corner = logo_corner::top_right;
  /// Its longer side in pixels where the frame's shorter one has 1080, 50 to
  /// 500.
  double size = 150;
  /// 0 to 1.
  double opacity = 0.8;
  bool operator==(const logo_stand&) const = default;
};

/// How a presenter shares the frame with what is said.
enum class presenter_stand : uint8_t {
  beside, ///< a card beside the words
  large,  ///< the picture fills the frame, or one side of it
  corner, ///< small, beside a figure, rows or a quote that lead
  alone,  ///< a medallion and the voice, no words but captions
};

std::string_view to_string(presenter_stand x);

struct composition {
  video_type type = video_type::product_ad;
  layout_kind layout = layout_kind::title;
  film_format format;

  std::string theme = "clinical_dark";
  /// "#rrggbb" or empty for the theme's own.
  std::string accent;
  std::string background;
  double text_scale = 1.0;
  motion_style motion = motion_style::calm;
  bool captions = true;
  /// The spoken word is lit in the captions.
  bool karaoke = true;
  uint32_t variation = 0;

  /// Position in the film. The background's phase depends on it and never on
  /// film time, so a longer scene changes no other scene's picture.
  uint32_t index = 0;
  uint32_t count = 1;
  /// How the scene before gives way to this one, and this one to the next.
  transition_kind enter = transition_kind::fade;
  transition_kind leave = transition_kind::fade;

  /// Brand or drug.
  std::string name;
  /// "Illustration" in the film's language: beside everything stylised.
  std::string illustration;

  std::string kicker;
  std::string title;
  std::vector<composed_point> points;
  std::optional<composed_figure> figure;
  std::optional<composed_quote> quote;
  std::optional<composed_column> left;
  std::optional<composed_column> right;
  std::optional<composed_diagram> diagram;
  std::optional<composed_chart> chart;
  /// 2 to 6, or none.
  std::vector<composed_moment> timeline;
  std::optional<composed_link> link;
  std::optional<composed_person> person;
  std::optional<composed_place> place;
  /// In the grammar of docs/writing.md: "BMI = mass/height^2".
  std::string formula;
  std::optional<composed_picture> picture;
  std::optional<composed_picture> logo;
  /// Nothing: as scenes of its kind show it.
  std::optional<logo_stand> logo_at;
  std::optional<composed_picture> clip;
  std::string cta;
  std::string legal;

  /// Of layout presenter.
  presenter_stand stand = presenter_stand::beside;
  /// The scene begins as the one before ended: its presenter is there already.
  bool goes_on = false;

  bool operator==(const composition&) const = default;
};

/// What compose() needs besides the scene itself.
struct compose_context {
  video_type type = video_type::product_ad;
  film_format format;
  look_style look;
  uint32_t index = 0;
  uint32_t count = 1;
  std::string name;
  std::string language;
  std::optional<composed_picture> logo;
  std::optional<logo_stand> logo_at;
};

/// The composition of one element of scenes_data.scenes. Never fails: people
/// edit scenes, so missing, odd or overlong members give a sane arrangement.
/// Texts come out without control or bidi characters, with single blanks and
/// cut at a word with an ellipsis when too long to be read.
composition compose(const json& scene, const compose_context& context);

/// Context of the scene at a position of scenes_data: name and language are
/// looked up in it.
compose_context context_of(const json& scenes_data, uint32_t index,
                           video_type type, const film_format& format,
                           const look_style& look);

json to_json(const composition& x);
/// Reads what to_json() wrote; the error names the field. Ranges are checked.
result<composition> composition_from(const json& x);

/// Words that a viewer has to read, over all members that the composition's
/// layout shows.
size_t words_on_screen(const composition& x);

/// "http://" or "https://", a host, printable ASCII without blanks and
/// quotes, at most 300 bytes.
bool is_web_address(std::string_view text);

/// clinical_dark, clinical_light, editorial, formal, social_bold, warm,
/// high_contrast.
const std::vector<std::string>& theme_names();
/// The theme of a film when nobody chose one.
std::string_view default_theme(video_type type);

/// Text as it is shown: valid UTF-8, no control, bidi or zero-width
/// characters, blanks folded, at most so many code points; cut at a word with
/// an ellipsis.
std::string screen_text(std::string_view text, size_t max_length);

} // namespace troupe
