#include "protocol/film_files.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/piece_spec.hpp"

#include <algorithm>

namespace troupe {

namespace {

constexpr size_t path_max_bytes = 300;

/// Parts between slashes.
bool has_part(std::string_view path, std::string_view wanted) {
  while (true) {
    auto end = path.find('/');
    if (path.substr(0, end) == wanted)
      return true;
    if (end == std::string_view::npos)
      return false;
    path.remove_prefix(end + 1);
  }
}

} // namespace

std::string_view to_string(film_file_role x) {
  switch (x) {
    case film_file_role::picture: return "picture";
    case film_file_role::logo: return "logo";
    case film_file_role::clip: return "clip";
  }
  return "picture";
}

void each_film_file(json& document, const film_file_visit& visit) {
  if (auto logo = document.find("logo"); logo && logo->is_object())
    visit("/logo", film_file_role::logo, *logo);
  auto scenes = document.find("scenes");
  if (!scenes || !scenes->is_array())
    return;
  for (size_t i = 0; i < scenes->size(); ++i)
    for (auto role : {film_file_role::picture, film_file_role::clip})
      if (auto found = scenes->items()[i].find(to_string(role));
          found && found->is_object())
        visit("/scenes/" + std::to_string(i) + '/'
                + std::string{to_string(role)},
              role, *found);
}

std::vector<film_file> files_of_document(const json& document) {
  std::vector<film_file> out;
  auto copy = document;
  each_film_file(copy, [&](const std::string& at, film_file_role role,
                           json& entry) {
    if (auto path = entry.text("file"); !path.empty())
      out.push_back({at + "/file", role, path});
  });
  return out;
}

std::string complaint_about_path(std::string_view path) {
  if (path.size() > path_max_bytes)
    return "is longer than " + std::to_string(path_max_bytes) + " bytes";
  if (!is_utf8(path)
      || std::ranges::any_of(path, [](unsigned char c) {
           return c < ' ' || c == 0x7F;
         }))
    return "holds characters that no file name should have";
  if (path.starts_with('/'))
    return "must be a path within the film's folder, not one from the root";
  if (has_part(path, ".."))
    return "must not lead out of the film's folder";
  if (path.ends_with('/') || has_part(path, ""))
    return "must name a file";
  return {};
}

json named_files(const json& document) {
  auto out = json::make_array();
  auto copy = document;
  each_film_file(copy, [&](const std::string& at, film_file_role role,
                           json& entry) {
    if (auto id = entry.text("key"); is_content_key(id))
      out.push_back(json::make_object({{"field", at + "/file"},
                                       {"id", id},
                                       {"role", to_string(role)}}));
  });
  return out;
}

} // namespace troupe
