#include "protocol/film_delivery.hpp"

namespace troupe {

namespace {

constexpr film_container all[] = {film_container::mp4, film_container::mov,
                                  film_container::webm, film_container::avi};

} // namespace

std::string_view to_string(film_container x) {
  switch (x) {
    case film_container::mp4: return "mp4";
    case film_container::mov: return "mov";
    case film_container::webm: return "webm";
    case film_container::avi: return "avi";
  }
  return "mp4";
}

result<film_container> parse_film_container(std::string_view text) {
  for (auto x : all)
    if (to_string(x) == text)
      return x;
  return make_error(ec::invalid_argument,
                    "Not a format of films: " + std::string{text});
}

const std::vector<std::string>& film_containers() {
  static const auto names = [] {
    std::vector<std::string> out;
    for (auto x : all)
      out.emplace_back(to_string(x));
    return out;
  }();
  return names;
}

film_delivery delivery_of(const json& payload) {
  auto container = parse_film_container(payload.text("output_format", "mp4"));
  return {container ? *container : film_container::mp4,
          payload.flag("enable_subtitles", true),
          payload.flag("enable_thumbnails", true)};
}

std::string file_in(film_container x, std::string_view stem) {
  return std::string{stem} + '.' + std::string{to_string(x)};
}

} // namespace troupe
