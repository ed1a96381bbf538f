#include "media/delivery.hpp"
#include "media/whole_file.hpp"
#include "protocol/piece_spec.hpp"
#include "providers/film_manifest.hpp"
#include "providers/piece_works.hpp"

namespace troupe {

result<json> make_delivery(const piece_job& job, const json& spec,
                           const workbench& bench) {
  auto wanted = delivery_spec_from(spec);
  if (!wanted)
    return wanted.error();
  if (job.needs.size() != 1 || job.needs.front().kind != piece_kind::film)
    return make_error(ec::internal, "A delivery needs its film");
  auto film = bench.pieces / job.needs.front().key.str();
  auto name = file_in(wanted->container, "film");
  auto bytes = deliver_film({film / "film.mp4", wanted->container,
                             wanted->format, wanted->frames, wanted->title,
                             wanted->language},
                            bench.folder / name, bench.stop, bench.progress);
  if (!bytes)
    return bytes.error();
  if (auto done = extend_manifest(film / "manifest.json", job, name, bench);
      !done)
    return done.error();
  return json::make_object({{"container", to_string(wanted->container)},
                            {"frames", wanted->frames},
                            {"bytes", *bytes}});
}

} // namespace troupe
