#include "providers/piece_works.hpp"

#include "media/picture_decode.hpp"
#include "media/picture_shelf.hpp"
#include "media/picture_stats.hpp"
#include "protocol/defaults.hpp"
#include "protocol/digest.hpp"
#include "protocol/piece_spec.hpp"

#include <fstream>
#include <iterator>

namespace troupe {

namespace {

/// What was sent, as it was sent: the name is the hash.
result<std::string> read_upload(const std::filesystem::path& folder,
                                const std::string& id) {
  std::ifstream in{folder / id, std::ios::binary};
  if (!in)
    return make_error(ec::not_found, "there is no picture of this id");
  std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  if (bytes.size() > defaults::picture_max_bytes || sha256_hex(bytes) != id)
    return make_error(ec::io_failed, "the kept picture is not what was sent");
  return bytes;
}

json colors_of(const media::picture_stats& stats) {
  auto list = json::make_array();
  for (auto& [shown, share] : stats.colors)
    list.push_back(media::hex_of(shown));
  return list;
}

} // namespace

result<json> make_picture(const piece_job& job, const json& spec,
                          const workbench& bench) {
  // The piece is named like the payload's field.
  auto with_field = [&](const error& why) {
    return make_error(code_of(why),
                      "Field " + job.work.name + ": " + text_of(why));
  };
  auto wanted = picture_spec_from(spec);
  if (!wanted)
    return wanted.error();
  auto bytes = read_upload(bench.uploads, wanted->upload);
  if (!bytes)
    return with_field(bytes.error());
  media::decode_options options;
  options.longest_side = wanted->longest_side;
  options.program = bench.decoder;
  auto picture = media::decode_picture(
    {reinterpret_cast<const uint8_t*>(bytes->data()), bytes->size()}, options,
    bench.stop);
  if (!picture)
    return with_field(picture.error());
  auto written = media::write_raw_picture(
    bench.folder / media::raw_picture_file, *picture);
  if (!written)
    return written.error();
  auto stats = media::stats_of(picture->view());
  return json::make_object({{"width", picture->width},
                            {"height", picture->height},
                            {"has_alpha", picture->has_alpha},
                            {"luminance", stats.luminance},
                            {"colors", colors_of(stats)}});
}

} // namespace troupe
