#include "media/picture_shelf.hpp"

#include "media/whole_file.hpp"
#include "protocol/piece_spec.hpp"

#include <array>
#include <fstream>
#include <string>

namespace troupe::media {

namespace {

std::string_view text_of(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

result<std::shared_ptr<const raw_picture>>
picture_shelf::find(std::string_view key) const {
  if (!is_content_key(key))
    return make_error(ec::invalid_argument, "picture: not a content key");
  if (pieces_.empty())
    return make_error(ec::not_found, "picture: there is no shelf");
  std::ifstream in{pieces_ / std::string{key} / raw_picture_file,
                   std::ios::binary};
  if (!in)
    return make_error(ec::not_found, "picture: there is none of that key");
  std::array<uint8_t, raw_header_size> header{};
  in.read(reinterpret_cast<char*>(header.data()), header.size());
  auto picture = read_raw_header(
    std::span{header}.first(static_cast<size_t>(in.gcount())));
  if (!picture)
    return picture.error();
  auto size = static_cast<std::streamsize>(picture->pixels.size());
  in.read(reinterpret_cast<char*>(picture->pixels.data()), size);
  if (in.gcount() != size || in.peek() != std::ifstream::traits_type::eof())
    return make_error(ec::media_failed, "picture: its file is not whole");
  return std::make_shared<const raw_picture>(std::move(*picture));
}

result<std::shared_ptr<clip_file>>
picture_shelf::open_clip(std::string_view key) const {
  if (!is_content_key(key))
    return make_error(ec::invalid_argument, "clip: not a content key");
  if (pieces_.empty())
    return make_error(ec::not_found, "clip: there is no shelf");
  auto file = clip_file::open(pieces_ / std::string{key} / clip_file_name);
  if (!file)
    return file.error();
  return std::shared_ptr<clip_file>{std::move(*file)};
}

result<void> write_raw_picture(const std::filesystem::path& path,
                               const raw_picture& picture) {
  auto file = whole_file::create(path);
  if (!file)
    return file.error();
  if (auto done = file->write(text_of(raw_header_of(picture))); !done)
    return done;
  if (auto done = file->write(text_of(picture.pixels)); !done)
    return done;
  return file->commit();
}

} // namespace troupe::media
