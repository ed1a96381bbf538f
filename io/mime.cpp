#include "io/mime.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace troupe {

namespace {

using entry = std::pair<std::string_view, std::string_view>;

constexpr std::array<entry, 20> types{{
  {"avi", "video/x-msvideo"},
  {"css", "text/css; charset=utf-8"},
  {"html", "text/html; charset=utf-8"},
  {"jpg", "image/jpeg"},
  {"jpeg", "image/jpeg"},
  {"js", "text/javascript; charset=utf-8"},
  {"json", "application/json"},
  {"m3u8", "application/vnd.apple.mpegurl"},
  {"m4a", "audio/mp4"},
  {"m4s", "video/mp4"},
  {"mov", "video/quicktime"},
  {"mp3", "audio/mpeg"},
  {"mp4", "video/mp4"},
  {"png", "image/png"},
  {"srt", "application/x-subrip; charset=utf-8"},
  {"txt", "text/plain; charset=utf-8"},
  {"vtt", "text/vtt; charset=utf-8"},
  {"wav", "audio/wav"},
  {"webm", "video/webm"},
  {"webp", "image/webp"},
}};

} // namespace

std::string_view mime_type_of(std::string_view file_name) {
  auto dot = file_name.rfind('.');
  if (dot == std::string_view::npos)
    return "application/octet-stream";
  std::string extension{file_name.substr(dot + 1)};
  std::ranges::transform(extension, extension.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  auto i = std::ranges::find(types, extension, &entry::first);
  return i == types.end() ? "application/octet-stream" : i->second;
}

} // namespace troupe
