#include "providers/film_manifest.hpp"

#include "media/narrator.hpp"
#include "media/painter.hpp"
#include "media/whole_file.hpp"
#include "protocol/digest.hpp"
#include "protocol/version.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace troupe {

namespace {

namespace fs = std::filesystem;

constexpr const char* described[] = {
  "film.mp4",        "captions.vtt",     "captions.srt",
  "poster.jpg",      "thumb_small.jpg",  "thumb_medium.jpg",
  "thumb_large.jpg", "sprites.jpg",      "sprites.vtt"};

/// A film of 120 scenes with everything that is known of them: about 1 MiB.
constexpr json_limits manifest_limits{16 * 1024 * 1024, 64, 1'000'000, 1'000};

/// Null when there is no such file.
json file_json(const fs::path& folder, const std::string& name) {
  std::ifstream in{folder / name, std::ios::binary};
  if (!in)
    return {};
  std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  return json::make_object({{"name", name},
                            {"bytes", static_cast<int64_t>(bytes.size())},
                            {"sha256", sha256_hex(bytes)}});
}

json files_json(const fs::path& folder) {
  auto list = json::make_array();
  for (auto name : described)
    if (auto file = file_json(folder, name); file.is_object())
      list.push_back(std::move(file));
  return list;
}

/// Every piece with its key; what the checker found stands by itself.
json pieces_json(const piece_job& job, json& findings) {
  auto list = json::make_array();
  for (auto& need : job.needs) {
    auto parsed = json::parse(need.meta);
    auto meta = parsed ? *parsed : json::make_object();
    // The opening is a part of the first scene, which tells the same.
    for (auto& text : meta.at("findings").as_array())
      if (need.name != "opening")
        findings.push_back(
          json::make_object({{"piece", need.name}, {"finding", text}}));
    meta.erase("findings");
    meta.erase("thumbnail_every");
    meta.erase("fonts");
    list.push_back(json::make_object({{"name", need.name},
                                      {"kind", to_string(need.kind)},
                                      {"key", need.key.str()},
                                      {"meta", meta}}));
  }
  return list;
}

void add_once(json& list, json x) {
  auto& items = list.items();
  if (std::ranges::find(items, x) == items.end())
    list.push_back(std::move(x));
}

/// Whose fonts, voices and music these are, and on what terms.
json sources_json(const film_spec& film, const piece_job& job) {
  std::set<std::string> families;
  for (auto& need : job.needs)
    if (auto meta = json::parse(need.meta))
      for (auto& family : meta->at("fonts").as_array())
        families.insert(family.as_string());
  auto fonts = json::make_array();
  for (auto& family : families) {
    auto licence = media::licence_of_family(family);
    fonts.push_back(json::make_object(
      {{"family", family},
       {"licence", std::string{licence.empty() ? "unknown" : licence}}}));
  }
  auto voices = json::make_array();
  for (auto& voice : film.about.at("voices").as_array())
    for (auto& x : voice_sources())
      if (x.name == voice.as_string())
        add_once(voices, json::make_object({{"voice", voice},
                                            {"source", std::string{x.source}},
                                            {"licence",
                                             std::string{x.licence}}}));
  auto out = json::make_object({{"fonts", fonts}, {"voices", voices}});
  if (auto mood = film.about.text("music", "none"); mood != "none")
    out["music"] = json::make_object(
      {{"mood", mood},
       {"seed", film.about.integer("music_seed")},
       {"source", "composed by troupe " + std::string{version}
                    + " from mood and seed; no recordings"}});
  return out;
}

/// As measured on the finished track.
json sound_json(const piece_job& job) {
  for (auto& need : job.needs)
    if (need.kind == piece_kind::soundtrack)
      if (auto meta = json::parse(need.meta))
        return json::make_object(
          {{"loudness_lufs", meta->number("loudness_lufs")},
           {"true_peak_db", meta->number("true_peak_db")}});
  return json::make_object();
}

} // namespace

result<void> write_manifest(const film_spec& film, const piece_job& job,
                            const film_info& info, const workbench& bench) {
  auto findings = json::make_array();
  auto pieces = pieces_json(job, findings);
  auto manifest = json::make_object(
    {{"title", film.title},
     {"video_type", to_string(film.type)},
     {"language", film.language},
     {"format", to_json(film.format)},
     {"frames", info.frames},
     {"duration_us", info.duration.count()},
     {"bytes", info.bytes},
     {"engine", std::string{"troupe "} + std::string{version}},
     {"engine_version", engine_version},
     {"digital_source_type", digital_source_type},
     {"makers",
      json::make_object({{"writer", "embedded"},
                         {"narrator", "flite"},
                         {"painter", "embedded"},
                         {"music", "embedded"}})},
     {"about", film.about},
     {"sources", sources_json(film, job)},
     {"sound", sound_json(job)},
     {"findings", findings},
     {"files", files_json(bench.folder)},
     {"key", job.work.key.str()},
     {"pieces", pieces}});
  return write_whole_file(bench.folder / "manifest.json",
                          manifest.dump() + "\n");
}

result<void> extend_manifest(const fs::path& of_film, const piece_job& job,
                             const std::string& file, const workbench& bench) {
  std::ifstream in{of_film, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  auto manifest = json::parse(text, manifest_limits);
  if (!manifest)
    return make_error(ec::io_failed, "The film's manifest can't be read: "
                                       + text_of(manifest.error()));
  (*manifest)["files"].push_back(file_json(bench.folder, file));
  (*manifest)["delivery"] = json::make_object(
    {{"file", file}, {"key", job.work.key.str()}});
  return write_whole_file(bench.folder / "manifest.json",
                          manifest->dump() + "\n");
}

} // namespace troupe
