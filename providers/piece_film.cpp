#include "providers/piece_works.hpp"

#include "media/muxer.hpp"
#include "media/painter.hpp"
#include "media/picture_file.hpp"
#include "media/whole_file.hpp"
#include "protocol/piece_spec.hpp"
#include "providers/film_manifest.hpp"
#include "providers/film_sprites.hpp"
#include "providers/film_thumbnails.hpp"

namespace troupe {

namespace {

bool is_picture(const piece_record& x) {
  return x.kind == piece_kind::segment || x.kind == piece_kind::transition;
}

/// The files of the needed pieces, in the order of the film.
film_request request_of(const film_spec& spec, const piece_job& job,
                        const workbench& bench) {
  film_request request;
  request.format = spec.format;
  request.title = spec.title;
  request.language = spec.language;
  for (auto& need : job.needs) {
    auto folder = bench.pieces / need.key.str();
    if (is_picture(need))
      request.segments.push_back(folder / "scene.mp4");
    else if (need.kind == piece_kind::soundtrack)
      request.soundtrack = folder / "soundtrack.m4a";
  }
  for (size_t i = 0; i < spec.slots.size() && i < spec.chapters.size(); ++i)
    request.chapters.push_back({spec.chapters[i], spec.slots[i].first_frame});
  request.captions = film_cues(spec.slots, spec.format);
  request.has_caption_track = spec.has_captions;
  return request;
}

result<void> write_poster(const film_spec& spec, const workbench& bench) {
  auto painter = media::painter::make(spec.poster, {},
                                     media::picture_shelf{bench.pieces});
  if (!painter)
    return painter.error();
  auto picture = (*painter)->draw_poster();
  if (!picture)
    return picture.error();
  auto written = media::write_jpeg(bench.folder / "poster.jpg", *picture);
  return written ? write_thumbnails(*picture, bench.folder) : written;
}

} // namespace

result<json> make_film(const piece_job& job, const json& spec,
                       const workbench& bench) {
  auto film = film_spec_from(spec);
  if (!film)
    return film.error();
  auto info = mux_film(request_of(*film, job, bench), bench.folder, bench.stop,
                       bench.progress);
  if (!info)
    return info.error();
  if (film->has_thumbnails) {
    if (auto done = write_poster(*film, bench); !done)
      return done.error();
    if (auto done = write_sprites(*film, job, bench); !done)
      return done.error();
  }
  // Last: it has the hashes of all other files.
  if (auto done = write_manifest(*film, job, *info, bench); !done)
    return done.error();
  return json::make_object({{"frames", info->frames},
                            {"duration_us", info->duration.count()},
                            {"bytes", info->bytes}});
}

} // namespace troupe
