#include "cli/picture_argument.hpp"

#include "protocol/base64.hpp"
#include "protocol/defaults.hpp"
#include "protocol/payload_pictures.hpp"

#include <fstream>
#include <iterator>

namespace troupe {

namespace {

struct picture_type {
  std::string_view magic;
  std::string_view name;
};
constexpr picture_type types[] = {{"\x89PNG\r\n", "image/png"},
                                  {"\xFF\xD8\xFF", "image/jpeg"},
                                  {"RIFF", "image/webp"}};

} // namespace

result<std::string> picture_argument(std::string_view field,
                                     std::string value) {
  auto is_picture = is_picture_field(field) || is_picture_list(field);
  if (!is_picture || !value.starts_with('@'))
    return value;
  auto path = value.substr(1);
  auto bad = [&](const std::string& why) {
    return make_error(ec::invalid_argument, "Field " + std::string{field}
                                              + ": " + path + " " + why);
  };
  std::ifstream in{path, std::ios::binary};
  if (!in)
    return bad("can't be read");
  std::string bytes;
  bytes.resize(defaults::picture_max_bytes + 1);
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(in.gcount()));
  if (bytes.size() > defaults::picture_max_bytes)
    return bad("is larger than "
               + std::to_string(defaults::picture_max_bytes >> 20) + " MiB");
  for (auto& [magic, name] : types)
    if (bytes.starts_with(magic))
      return "data:" + std::string{name} + ";base64," + to_base64(bytes);
  return bad("is not a PNG, JPEG or WebP file");
}

} // namespace troupe
