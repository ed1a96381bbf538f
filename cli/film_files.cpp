#include "cli/film_files.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace troupe {

namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path{"."};
}

error cannot(const char* what, const fs::path& path, int code) {
  return make_error(code == ENOSPC ? ec::no_space : ec::io_failed,
                    std::string{what} + ' ' + path.string() + ": "
                      + std::strerror(code));
}

error sync_file(const fs::path& path) {
  auto file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  auto failed = file < 0 || ::fsync(file) != 0;
  auto code = errno;
  if (file >= 0)
    ::close(file);
  return failed ? cannot("can't write", path, code) : error{};
}

error copy_beside(const fs::path& from, const fs::path& to) {
  auto half = folder_of(to)
              / ("." + to.filename().string() + "."
                 + std::to_string(::getpid()) + ".part");
  std::error_code code;
  fs::copy_file(from, half, fs::copy_options::overwrite_existing, code);
  error failure;
  if (code)
    failure = cannot("can't write", to, code.value());
  else if (auto err = sync_file(half))
    failure = err;
  else if (fs::rename(half, to, code); code)
    failure = cannot("can't write", to, code.value());
  if (failure)
    fs::remove(half, code);
  return failure;
}

/// The captions beside the film, when the film has them.
result<fs::path> copy_companion(const fs::path& from, const fs::path& film,
                                const char* extension) {
  std::error_code code;
  if (!fs::exists(from, code))
    return fs::path{};
  auto to = film;
  to.replace_extension(extension);
  if (auto err = copy_beside(from, to))
    return err;
  return to;
}

/// ".WebM" -> webm.
result<film_container> format_by_name(const fs::path& film) {
  auto end = film.extension().string();
  for (auto& c : end)
    c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return parse_film_container(end.empty() ? end : end.substr(1));
}

} // namespace

result<film_container> agree_on_format(fs::path& film,
                                       const std::string& output_format) {
  auto asked = parse_film_container(output_format);
  if (film.empty())
    film = file_in(asked ? *asked : film_container::mp4, "film");
  auto named = format_by_name(film);
  if (asked && named && *asked != *named)
    return make_error(ec::invalid_argument,
                      "-o " + film.string() + " is not a name for "
                        + output_format + ", which output_format asks for");
  return asked ? asked : named ? named : film_container::mp4;
}

error check_target(std::string_view flag, const fs::path& file) {
  auto wrong = [&](const std::string& why) {
    return make_error(ec::invalid_argument, std::string{flag} + why);
  };
  std::error_code code;
  auto folder = folder_of(file);
  if (file.filename().empty() || fs::is_directory(file, code))
    return wrong(" names a folder; write a file name");
  if (!fs::is_directory(folder, code))
    return wrong(": there is no folder " + folder.string());
  if (::access(folder.c_str(), W_OK) != 0)
    return wrong(": " + folder.string() + " can't be written");
  return {};
}

error check_film_path(const fs::path& film) {
  if (auto err = check_target("-o", film))
    return err;
  if (film.extension() == ".vtt" || film.extension() == ".srt")
    return make_error(ec::invalid_argument,
                      "-o: the captions need that name; end it in .mp4");
  return {};
}

result<saved_film> save_film(const fs::path& folder, const fs::path& film,
                             film_container format) {
  saved_film out;
  out.film = film;
  if (auto err = copy_beside(folder / file_in(format, "final"), film))
    return err;
  auto captions = copy_companion(folder / "captions.vtt", film, ".vtt");
  if (!captions)
    return captions.error();
  out.captions = *captions;
  auto subtitles = copy_companion(folder / "captions.srt", film, ".srt");
  if (!subtitles)
    return subtitles.error();
  out.subtitles = *subtitles;
  std::error_code code;
  out.bytes = fs::file_size(film, code);
  return out;
}

std::string spoken_size(uint64_t bytes) {
  char text[32];
  if (bytes < 1'000'000)
    std::snprintf(text, sizeof(text), "%.0f kB",
                  static_cast<double>(bytes) / 1e3);
  else if (bytes < 1'000'000'000)
    std::snprintf(text, sizeof(text), "%.1f MB",
                  static_cast<double>(bytes) / 1e6);
  else
    std::snprintf(text, sizeof(text), "%.1f GB",
                  static_cast<double>(bytes) / 1e9);
  return text;
}

} // namespace troupe
