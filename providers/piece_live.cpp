#include "media/whole_file.hpp"
#include "providers/live_stream.hpp"
#include "providers/piece_works.hpp"

#include <algorithm>

namespace troupe {

result<json> make_live(const piece_job& job, const json& spec,
                       const workbench& bench) {
  auto live = live_spec_from(spec);
  if (!live)
    return live.error();
  auto sound = std::ranges::find(job.needs, piece_kind::soundtrack,
                                 &piece_record::kind);
  if (sound == job.needs.end())
    return make_error(ec::internal, "A live film without its sound track");
  auto written = write_whole_file(bench.folder / live_plan_file,
                                  live_plan_text(*live, sound->key));
  if (!written)
    return written.error();
  return json::make_object(
    {{"parts", static_cast<int64_t>(live->parts.size())}});
}

} // namespace troupe
