#include "providers/film_sprites.hpp"

#include "media/picture_file.hpp"
#include "media/thumbnail.hpp"
#include "media/whole_file.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace troupe {

namespace {

/// A sheet of a film of ten minutes stays below 2000 pixels.
constexpr uint32_t columns = 10;
/// JPEGs end at 65,500 lines; a film of so many pictures is hours long.
constexpr size_t most_pictures = 4'000;

struct sprite {
  uint32_t first_frame = 0;
  std::string pixels;
};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// Thumbnails of all segments, with the frame of the film from which on they
/// stand for what is to be seen.
std::vector<sprite> sprites_of(const film_spec& film, const piece_job& job,
                               const workbench& bench) {
  auto size = media::thumbnail_size_of(film.format);
  auto bytes = size_t{size.width} * size.height * 4;
  std::vector<sprite> out;
  uint32_t first = 0;
  for (auto& need : job.needs) {
    auto meta = json::parse(need.meta);
    if (!meta || !meta->has("frames"))
      continue;
    auto every = static_cast<uint32_t>(
      std::max<int64_t>(meta->integer("thumbnail_every"), 1));
    if (need.kind == piece_kind::segment) {
      auto all = read_file(bench.pieces / need.key.str() / "thumbnails.bgra");
      for (size_t i = 0; (i + 1) * bytes <= all.size(); ++i)
        out.push_back({first + static_cast<uint32_t>(i) * every,
                       all.substr(i * bytes, bytes)});
    }
    if (need.kind == piece_kind::segment
        || need.kind == piece_kind::transition)
      first += static_cast<uint32_t>(meta->integer("frames"));
  }
  if (out.size() > most_pictures)
    out.resize(most_pictures);
  if (!out.empty())
    out.front().first_frame = 0;
  return out;
}

std::string time_text(uint32_t frame, uint32_t fps) {
  auto ms = time_of(frame, fps).count() / 1'000;
  char text[32];
  std::snprintf(text, sizeof(text), "%02d:%02d:%02d.%03d",
                static_cast<int>(ms / 3'600'000),
                static_cast<int>(ms / 60'000 % 60),
                static_cast<int>(ms / 1'000 % 60),
                static_cast<int>(ms % 1'000));
  return text;
}

} // namespace

result<void> write_sprites(const film_spec& film, const piece_job& job,
                           const workbench& bench) {
  auto sprites = sprites_of(film, job, bench);
  auto size = media::thumbnail_size_of(film.format);
  media::contact_sheet sheet{size, static_cast<uint32_t>(sprites.size()),
                             columns};
  auto end = frame_count(film.slots);
  std::string list = "WEBVTT\n";
  for (uint32_t i = 0; i < sprites.size(); ++i) {
    sheet.put(i, reinterpret_cast<const uint8_t*>(sprites[i].pixels.data()));
    auto until = i + 1 < sprites.size() ? sprites[i + 1].first_frame : end;
    list += "\n" + time_text(sprites[i].first_frame, film.format.fps) + " --> "
            + time_text(until, film.format.fps) + "\nsprites.jpg#xywh="
            + std::to_string(sheet.x_of(i)) + ","
            + std::to_string(sheet.y_of(i)) + "," + std::to_string(size.width)
            + "," + std::to_string(size.height) + "\n";
  }
  auto drawn = media::write_jpeg(bench.folder / "sprites.jpg", sheet.view(), 80);
  if (!drawn)
    return drawn;
  return write_whole_file(bench.folder / "sprites.vtt", list);
}

} // namespace troupe
