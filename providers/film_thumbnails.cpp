#include "providers/film_thumbnails.hpp"

#include "media/picture_file.hpp"
#include "media/picture_scale.hpp"

#include <algorithm>
#include <vector>

namespace troupe {

namespace {

struct thumbnail {
  const char* file;
  uint32_t longer_side;
};
constexpr thumbnail thumbnails[] = {{"thumb_small.jpg", 320},
                                    {"thumb_medium.jpg", 640},
                                    {"thumb_large.jpg", 1280}};

} // namespace

result<void> write_thumbnails(const media::bgra_view& poster,
                              const std::filesystem::path& folder) {
  auto longer = std::max({poster.width, poster.height, 1U});
  for (auto& x : thumbnails) {
    auto side = std::min(x.longer_side, longer);
    auto part = [&](uint32_t pixels) {
      return std::max(
        1U, static_cast<uint32_t>((uint64_t{pixels} * side + longer / 2)
                                  / longer));
    };
    auto width = part(poster.width);
    auto height = part(poster.height);
    std::vector<uint8_t> pixels(size_t{width} * height * 4);
    media::scale_picture(poster,
                         {0, 0, static_cast<double>(poster.width),
                          static_cast<double>(poster.height)},
                         width, height, pixels.data(), size_t{width} * 4);
    auto written = media::write_jpeg(
      folder / x.file, {pixels.data(), size_t{width} * 4, width, height}, 85);
    if (!written)
      return written;
  }
  return caf::unit;
}

} // namespace troupe
