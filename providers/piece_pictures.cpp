#include "providers/piece_works.hpp"

#include "media/clip_decode.hpp"
#include "media/clip_file.hpp"
#include "media/encoder.hpp"
#include "media/picture_decode.hpp"
#include "media/picture_shelf.hpp"
#include "media/picture_stats.hpp"
#include "protocol/defaults.hpp"
#include "protocol/digest.hpp"
#include "protocol/piece_spec.hpp"

#include <algorithm>
#include <fstream>

namespace troupe {

namespace {

/// What was sent, as it was sent: the name is the hash.
result<std::string> read_upload(const std::filesystem::path& folder,
                                const std::string& id, size_t most) {
  std::ifstream in{folder / id, std::ios::binary | std::ios::ate};
  if (!in)
    return make_error(ec::not_found, "there is no picture of this id");
  auto size = static_cast<size_t>(std::max<std::streamoff>(in.tellg(), 0));
  std::string bytes(std::min(size, most), '\0');
  in.seekg(0);
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in || size > most || sha256_hex(bytes) != id)
    return make_error(ec::io_failed, "the kept picture is not what was sent");
  return bytes;
}

/// The piece is named like the payload's field, or the document's member.
error with_field(const piece_job& job, const error& why) {
  return make_error(code_of(why),
                    "Field " + job.work.name + ": " + text_of(why));
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
  auto wanted = picture_spec_from(spec);
  if (!wanted)
    return wanted.error();
  auto bytes = read_upload(bench.uploads, wanted->upload,
                           defaults::film_picture_max_bytes);
  if (!bytes)
    return with_field(job, bytes.error());
  media::decode_options options;
  options.longest_side = wanted->longest_side;
  options.program = bench.decoder;
  auto picture = media::decode_picture(
    {reinterpret_cast<const uint8_t*>(bytes->data()), bytes->size()}, options,
    bench.stop);
  if (!picture)
    return with_field(job, picture.error());
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

result<json> make_clip(const piece_job& job, const json& spec,
                       const workbench& bench) {
  auto wanted = clip_spec_from(spec);
  if (!wanted)
    return wanted.error();
  auto bytes = read_upload(bench.uploads, wanted->upload,
                           defaults::film_clip_max_bytes);
  if (!bytes)
    return with_field(job, bytes.error());
  media::clip_wish wish;
  wish.width = wanted->width;
  wish.height = wanted->height;
  wish.fps = wanted->fps;
  wish.frames = wanted->frames;
  wish.start_us = static_cast<uint64_t>(wanted->start.count());
  wish.focus_x = wanted->focus_x;
  wish.focus_y = wanted->focus_y;
  wish.fills = wanted->fills ? 1 : 0;
  media::clip_decode_options options;
  options.limits.bytes = defaults::film_clip_max_bytes;
  options.program = bench.decoder;
  auto clip = media::clip_stream::open(
    {reinterpret_cast<const uint8_t*>(bytes->data()), bytes->size()}, wish,
    options, bench.stop);
  if (!clip)
    return with_field(job, clip.error());
  // The child has them.
  std::string{}.swap(*bytes);
  auto& shape = (*clip)->shape();
  auto kept = encode_segment(
    {{shape.width, shape.height, wish.fps}, shape.frames, coding_aim::keep},
    [&](uint32_t) { return (*clip)->next(); },
    bench.folder / media::clip_file_name, bench.stop, bench.progress);
  if (!kept)
    return with_field(job, kept.error());
  if (auto end = (*clip)->finish(); !end)
    return with_field(job, end.error());
  return json::make_object({{"width", shape.width},
                            {"height", shape.height},
                            {"frames", shape.frames},
                            {"bytes", kept->bytes}});
}

} // namespace troupe
