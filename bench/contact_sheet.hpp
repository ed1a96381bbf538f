/// A film's scenes as stills beside each other, with what the checker finds in
/// them. For contact_sheets; one thread.
#pragma once

#include "media/painter.hpp"
#include "protocol/json.hpp"

#include <map>
#include <string>
#include <vector>

namespace troupe {

using options = std::map<std::string, std::string>;

std::string option(const options& from, const std::string& key,
                   const std::string& fallback);

struct sheet_film {
  std::vector<composition> scenes;
  std::vector<media::scene_timing> timings;
};

/// A look as chosen on the command line.
look_style look_of(const options& with, video_type type);

/// The scenes with a narration of about the right length: `script` in each
/// scene is what is said.
sheet_film film_of(const json& scenes_data, video_type type,
                   const film_format& format, const look_style& look);

/// Draws the sheet and prints the findings; their number, or -1 when
/// something could not be drawn.
int draw_sheet(const sheet_film& of, const std::string& path,
               const options& with);

/// Every type with several payloads, as the embedded writer makes them: each
/// theme, each shape of frame. The number of findings, or -1.
int draw_matrix(const std::string& payloads, const std::string& folder,
                const options& with);

} // namespace troupe
