#include "providers/live_stream.hpp"

#include "media/live_part.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

namespace troupe {

namespace {

namespace fs = std::filesystem;

constexpr const char* list_file = "live.m3u8";
constexpr const char* head_file = "head.mp4";

std::string part_file(size_t number) {
  return "part_" + std::to_string(number) + ".m4s";
}

struct plan {
  live_spec spec;
  content_key soundtrack;
};

std::optional<plan> plan_in(const fs::path& folder) {
  std::ifstream in{folder / live_plan_file, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  auto doc = json::parse(text);
  if (!doc)
    return std::nullopt;
  auto spec = live_spec_from(*doc);
  auto soundtrack = doc->text("soundtrack");
  if (!spec || !is_content_key(soundtrack))
    return std::nullopt;
  return plan{std::move(*spec), content_key{soundtrack}};
}

/// Readers see the old text or the new one.
void replace(const fs::path& path, const std::string& text) {
  auto beside = path;
  beside += ".part";
  std::ofstream{beside, std::ios::binary} << text;
  std::error_code ignored;
  fs::rename(beside, path, ignored);
}

/// Seconds with six digits, as HLS wants them.
std::string seconds_text(double seconds) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.6f", seconds);
  return text;
}

std::string list_of(const live_spec& spec, size_t parts) {
  auto fps = static_cast<double>(spec.format.fps);
  uint32_t longest = 1;
  for (auto& part : spec.parts)
    longest = std::max(longest, part.frames);
  auto target = static_cast<long>(longest / fps + 0.999);
  auto text = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:"
              + std::to_string(target)
              // Chromium reads a list again only if it has this number.
              + "\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:EVENT\n"
                "#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-START:TIME-OFFSET=0\n"
                "#EXT-X-MAP:URI=\""
              + head_file + "\"\n";
  for (size_t i = 0; i < parts; ++i)
    text += "#EXTINF:" + seconds_text(spec.parts[i].frames / fps) + ",\n"
            + part_file(i) + '\n';
  if (parts == spec.parts.size())
    text += "#EXT-X-ENDLIST\n";
  return text;
}

/// One list of a session.
class list {
 public:
  list(const fs::path& session, fs::path folder)
    : pieces_(session / "pieces"), folder_(std::move(folder)) {}

  void advance() {
    auto found = plan_in(folder_);
    if (!found)
      return;
    auto& parts = found->spec.parts;
    auto before = listed();
    auto now = before;
    uint32_t first = 0;
    for (size_t i = 0; i < parts.size(); ++i) {
      if (i == now && !add(*found, i, first))
        break;
      now = std::max(now, i + 1);
      first += parts[i].frames;
    }
    if (now != before)
      replace(folder_ / list_file, list_of(found->spec, now));
  }

 private:
  /// Parts that the list has.
  size_t listed() const {
    std::ifstream in{folder_ / list_file};
    size_t count = 0;
    for (std::string line; std::getline(in, line);)
      count += line.starts_with("part_") ? 1U : 0U;
    return count;
  }

  bool add(const plan& x, size_t number, uint32_t first) const {
    auto& own = x.spec.parts[number];
    live_part part;
    part.format = x.spec.format;
    part.segment = pieces_ / own.key.str() / "scene.mp4";
    part.soundtrack = pieces_ / x.soundtrack.str() / "soundtrack.m4a";
    part.number = static_cast<uint32_t>(number);
    part.first_frame = first;
    part.frames = own.frames;
    for (auto& all : x.spec.parts)
      part.film_frames += all.frames;
    std::error_code failed;
    if (!fs::exists(part.segment, failed))
      return false;
    return (number > 0 || write_live_head(part, folder_ / head_file))
           && write_live_part(part, folder_ / part_file(number));
  }

  fs::path pieces_;
  fs::path folder_;
};

} // namespace

std::string live_plan_text(const live_spec& spec,
                           const content_key& soundtrack) {
  auto text = to_json(spec);
  text["soundtrack"] = soundtrack.str();
  return text.dump();
}

void live_stream::open(const fs::path& session, const content_key& live) {
  std::lock_guard lock{mutex_};
  auto all = session / "live";
  auto folder = all / live.str();
  std::error_code failed;
  // The same film again: it plays already.
  if (fs::exists(folder / list_file, failed))
    return;
  fs::remove_all(all, failed);
  fs::create_directories(folder, failed);
  fs::copy_file(session / "pieces" / live.str() / live_plan_file,
                folder / live_plan_file,
                fs::copy_options::overwrite_existing, failed);
  if (auto found = plan_in(folder))
    replace(folder / list_file, list_of(found->spec, 0));
  list{session, folder}.advance();
}

void live_stream::advance(const fs::path& session) {
  std::lock_guard lock{mutex_};
  std::error_code failed;
  for (fs::directory_iterator it{session / "live", failed}, end;
       !failed && it != end; it.increment(failed))
    list{session, it->path()}.advance();
}

} // namespace troupe
