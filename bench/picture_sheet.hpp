/// Scenes with pictures beside each other, and the pictures, drawn here. For
/// picture_sheets and presenter_sheets; one thread.
#pragma once

#include "media/painter.hpp"
#include "media/picture_shelf.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace troupe {

/// Draws all pictures into a folder of pieces.
void fill_shelf(const std::filesystem::path& folder);

/// One of them by its name.
composed_picture picture(const std::string& name, double x = 0.5,
                         double y = 0.5);

/// Seven seconds with thirteen words.
media::scene_timing timing(uint32_t fps);

/// Stills at half their size; `part` 0..1 of a scene's length, below 0 at
/// rest. Prints what the checker finds; 1 when something can't be drawn.
int draw_sheet(const std::vector<composition>& all,
               const media::picture_shelf& shelf,
               const std::filesystem::path& path, double part);

} // namespace troupe
