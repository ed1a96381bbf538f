/// The plan of each stage, and what they share. Internal to stage_plan. Pure;
/// any thread.
#pragma once

#include "protocol/composition.hpp"
#include "protocol/piece.hpp"
#include "protocol/pronunciations.hpp"
#include "protocol/scene_styles.hpp"
#include "protocol/timeline.hpp"

#include <string>
#include <vector>

namespace troupe::plan {

using piece_list = std::vector<piece>;

/// Where the results of a run can be found.
struct place {
  const session_id& session;
  /// The session's folder on disk.
  const std::string& folder;

  std::string url(const piece_record& record, std::string_view file) const;
  std::string path(const piece_record& record, std::string_view file) const;
};

/// Inputs every stage reads, taken apart once.
struct film_inputs {
  explicit film_inputs(const json& inputs);

  const json& all;
  /// Set while pieces are planned; null where only data is read.
  const pronunciations* lexicon = nullptr;
  video_type type = video_type::product_ad;
  const json& payload;
  uint64_t seed = 0;
  const json& previous;
  const json& upstream;
  /// upstream.scenes.scenes_data
  const json& scenes_data;
  /// scenes_data.scenes
  const json& scenes;
  film_format format;

  bool has_previous() const { return previous.is_object(); }
  /// What regenerate asked.
  restyle_request wishes() const;
};

/// Adds a piece with its key.
void add(piece_list& pieces, piece_kind kind, std::string name,
         const json& spec, double cost,
         const std::vector<std::string>& needs = {});

/// The same shape with at most so many lines on the short side.
film_format scaled(const film_format& format, uint32_t side);

/// Sorted out, in order of first mention.
json notes_json(const notes_list& notes);

// -- looks: data of visuals, changed by animations and render -----------------

using look_styles = scene_styles<look_style>;

/// As chosen in the visuals stage with these inputs, and what was noted.
look_styles looks_of_visuals(const film_inputs& inputs, notes_list& notes);
/// From a stage's data: style, scenes[].style.
look_styles looks_from(const json& data);
/// The scene's picture in this look.
composition picture_of(const film_inputs& inputs, const look_style& look,
                       uint32_t index);

// -- pictures: one piece a scene, and one where two scenes share frames --------

/// How long a scene has to be seen: as its author says, by the rule of its
/// kind, or until its text is read.
std::chrono::microseconds shortest(video_type film, const json& scene,
                                   const composition& picture);

struct film_pictures {
  /// In the film's order.
  piece_list pieces;
  std::vector<uint32_t> frames;
};
film_pictures pictures_of(const film_inputs& inputs, const look_styles& looks,
                          const std::vector<composition>& scenes,
                          const std::vector<scene_slot>& slots);

/// The film's first picture as a thumbnail: its title, larger, alone.
composition poster_of(const composition& first, const std::string& title);

// -- uploads: pictures that came with the payload ------------------------------

/// The scene as it is shown: the payload's pictures are given to the scenes
/// that have use for them, unless a scene says itself what it shows.
json cast_scene(const film_inputs& inputs, uint32_t index);
/// Scenes name uploads by id; compositions name decoded pictures by key. What
/// is neither is left out.
void use_uploads(const film_inputs& inputs, composition& x);
/// The logo, if there is one.
std::optional<composed_picture> logo_of(const film_inputs& inputs);
/// True when a written film names a clip of this id.
bool names_clip(const film_inputs& inputs, std::string_view id);
/// Compositions that name a clip by its id name it by key from here on: as many
/// frames as its scene shows. Answers the pieces that decode them.
piece_list use_clips(const film_inputs& inputs,
                     std::vector<composition>& scenes,
                     const std::vector<scene_slot>& slots);
/// Those that show a made picture or clip need it; true when there are any.
bool need(piece_list& pieces, const piece& made);
/// What previews tell of colours that had to give way.
void note_colors(const std::vector<piece_record>& stills, notes_list& notes);
/// The pieces, after those of the uploads that they show.
piece_list with_uploads(const film_inputs& inputs, piece_list pieces);

// -- stages -------------------------------------------------------------------

piece_list words(stage at, const json& inputs);

result<piece_list> visuals(const film_inputs& inputs);
json visuals_data(const film_inputs& inputs, const place& at,
                  const std::vector<piece_record>& records);

result<piece_list> animations(const film_inputs& inputs);
json animations_data(const film_inputs& inputs, const place& at,
                     const std::vector<piece_record>& records);

result<piece_list> tts(const film_inputs& inputs);
json tts_data(const film_inputs& inputs, const place& at,
              const std::vector<piece_record>& records);

result<piece_list> render(const film_inputs& inputs);
json render_data(const film_inputs& inputs, const place& at,
                 const std::vector<piece_record>& records);

} // namespace troupe::plan
