/// The plan of each stage, and what they share. Internal to stage_plan. Pure;
/// any thread.
#pragma once

#include "protocol/composition.hpp"
#include "protocol/piece.hpp"
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
