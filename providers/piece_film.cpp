#include "providers/piece_works.hpp"

#include "media/muxer.hpp"
#include "media/painter.hpp"
#include "media/picture_file.hpp"
#include "media/whole_file.hpp"
#include "protocol/piece_spec.hpp"
#include "protocol/version.hpp"

namespace troupe {

namespace {

/// The files of the needed pieces, in the order of the film.
film_request request_of(const film_spec& spec, const piece_job& job,
                        const workbench& bench) {
  film_request request;
  request.format = spec.format;
  request.title = spec.title;
  request.language = spec.language;
  for (auto& need : job.needs) {
    auto folder = bench.pieces / need.key.str();
    if (need.kind == piece_kind::segment)
      request.segments.push_back(folder / "scene.mp4");
    else if (need.kind == piece_kind::soundtrack)
      request.soundtrack = folder / "soundtrack.wav";
  }
  for (size_t i = 0; i < spec.slots.size() && i < spec.chapters.size(); ++i)
    request.chapters.push_back({spec.chapters[i], spec.slots[i].first_frame});
  auto end = time_of(frame_count(spec.slots), spec.format.fps);
  request.captions = caption_cues(film_words(spec.slots, spec.format.fps), end);
  return request;
}

result<void> write_poster(const film_spec& spec, const workbench& bench) {
  auto painter = media::painter::make(spec.poster, {});
  if (!painter)
    return painter.error();
  auto picture = (*painter)->draw_poster();
  if (!picture)
    return picture.error();
  return media::write_jpeg(bench.folder / "poster.jpg", *picture);
}

/// What a film is made of, for machines. Holds no date and no session, so
/// equal films have equal manifests.
json manifest_of(const film_spec& spec, const piece_job& job,
                 const film_info& info) {
  auto pieces = json::make_array();
  for (auto& need : job.needs) {
    auto meta = json::parse(need.meta);
    pieces.push_back(
      json::make_object({{"name", need.name},
                         {"kind", to_string(need.kind)},
                         {"key", need.key.str()},
                         {"meta", meta ? *meta : json{}}}));
  }
  return json::make_object(
    {{"title", spec.title},
     {"video_type", to_string(spec.type)},
     {"language", spec.language},
     {"format", to_json(spec.format)},
     {"frames", info.frames},
     {"duration_us", info.duration.count()},
     {"bytes", info.bytes},
     {"engine", std::string{"troupe "} + std::string{version}},
     {"engine_version", engine_version},
     {"digital_source_type", digital_source_type},
     {"makers",
      json::make_object({{"writer", "embedded"},
                         {"narrator", "flite"},
                         {"painter", "embedded"},
                         {"music", "embedded"}})},
     {"key", job.work.key.str()},
     {"pieces", pieces}});
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
  if (auto done = write_poster(*film, bench); !done)
    return done.error();
  auto manifest = manifest_of(*film, job, *info);
  if (auto done = write_whole_file(bench.folder / "manifest.json",
                                   manifest.dump() + "\n");
      !done)
    return done.error();
  return json::make_object({{"frames", info->frames},
                            {"duration_us", info->duration.count()},
                            {"bytes", info->bytes}});
}

} // namespace troupe
