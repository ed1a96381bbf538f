// What a change costs: a film of 20 scenes is rendered, then rendered again
// with one text on screen changed, with one spoken sentence changed, and with
// nothing changed. Prints CPU and wall time of each, how many pieces were made,
// and whether the packets of the other scenes are the same. Exit code 1 when
// one of the promises in docs/film.md is broken.
//
//   incremental [LINES=360]

#include "cli/film_render.hpp"
#include "protocol/digest.hpp"
#include "protocol/film_document.hpp"
#include "providers/piece_maker.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <sys/resource.h>

using namespace troupe;
namespace fs = std::filesystem;

namespace {

constexpr int scenes = 20;

const char* const sentences[] = {
  "A kettle is the loudest thing in most kitchens before seven.",
  "We measured forty of them, in homes and in the laboratory.",
  "Half of the noise is the wall, and half of it is the water.",
  "A second wall keeps the first half in.",
  "Heating slowly at the beginning takes care of the rest.",
};

json film(const std::string& lines) {
  auto list = json::make_array();
  for (int i = 0; i < scenes; ++i) {
    auto scene = json::make_object(
      {{"title", "Chapter " + std::to_string(i + 1)},
       {"script", std::string{sentences[i % std::size(sentences)]} + ' '
                    + sentences[(i + 2) % std::size(sentences)]}});
    if (i % 3 == 1)
      scene["points"] = json::make_array({"Two walls", "A slow start"});
    list.push_back(std::move(scene));
  }
  return json::make_object(
    {{"title", "A quieter kettle"},
     {"seed", 5},
     {"format", json::make_object({{"quality", lines + "p"}})},
     {"scenes", list}});
}

double cpu_seconds() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  auto seconds = [](const timeval& x) {
    return static_cast<double>(x.tv_sec) + static_cast<double>(x.tv_usec) / 1e6;
  };
  return seconds(use.ru_utime) + seconds(use.ru_stime);
}

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "incremental: %s\n", why.c_str());
  std::exit(1);
}

/// What is in the film: digests of its pictures' packets, in order.
std::vector<std::string> packets_of(const fs::path& film) {
  auto command = "ffmpeg -v error -i '" + film.string()
                 + "' -map 0:v -c copy -f framemd5 - ";
  auto pipe = ::popen(command.c_str(), "r");
  if (!pipe)
    fail("can't run ffmpeg");
  std::vector<std::string> out;
  char line[512];
  while (std::fgets(line, sizeof(line), pipe)) {
    std::string text{line};
    if (!text.starts_with('#'))
      out.push_back(text.substr(text.rfind(' ') + 1));
  }
  ::pclose(pipe);
  return out;
}

struct outcome {
  double cpu = 0;
  double wall = 0;
  uint64_t cached = 0;
  size_t pieces = 0;
  /// Segments that lie in this session and in no other.
  size_t new_segments = 0;
  std::map<std::string, std::string> segments;
  std::string film_digest;
  std::vector<std::string> packets;
  json data;
};

class studio {
 public:
  explicit studio(fs::path folder) : folder_(std::move(folder)) {}

  outcome render(const json& document) {
    auto counters = std::make_shared<metrics>();
    auto makes = make_piece_maker({.data_folder = folder_,
                                   .reserve_bytes = 0,
                                   .cache_folder = folder_ / "cache",
                                   .cache_bytes = uint64_t{8} << 30U,
                                   .is_lasting = false,
                                   .counters = counters});
    film_render_options options;
    options.session = make_session_id();
    options.folder = folder_ / "outputs" / "videos" / options.session.str();
    options.workers = 2;
    auto before = cpu_seconds();
    auto begun = std::chrono::steady_clock::now();
    auto data = render_film(*makes, inputs_of_document(document), options);
    outcome out;
    out.wall = std::chrono::duration<double>(std::chrono::steady_clock::now()
                                             - begun)
                 .count();
    out.cpu = cpu_seconds() - before;
    if (!data)
      fail(text_of(data.error()));
    out.data = *data;
    out.cached = counters->pieces_cached;
    look(options.folder, out);
    return out;
  }

 private:
  void look(const fs::path& session, outcome& out) {
    for (auto& piece : fs::directory_iterator{session / "pieces"}) {
      ++out.pieces;
      std::ifstream in{piece.path() / "scene.mp4", std::ios::binary};
      if (!in)
        continue;
      auto key = piece.path().filename().string();
      out.segments[key]
        = sha256_hex(std::string{std::istreambuf_iterator<char>{in}, {}});
      out.new_segments += known_.insert(key).second ? 1U : 0U;
    }
    std::ifstream in{session / "final.mp4", std::ios::binary};
    out.film_digest
      = sha256_hex(std::string{std::istreambuf_iterator<char>{in}, {}});
    out.packets = packets_of(session / "final.mp4");
  }

  fs::path folder_;
  std::set<std::string> known_;
};

size_t shared(const outcome& a, const outcome& b) {
  return static_cast<size_t>(std::ranges::count_if(a.segments, [&](auto& x) {
    auto found = b.segments.find(x.first);
    return found != b.segments.end() && found->second == x.second;
  }));
}

/// Packets that both films have, in order: from the front and from the back.
size_t same_packets(const outcome& a, const outcome& b) {
  auto [front, other]
    = std::ranges::mismatch(a.packets, b.packets);
  auto head = static_cast<size_t>(front - a.packets.begin());
  auto tail = size_t{0};
  while (tail + head < std::min(a.packets.size(), b.packets.size())
         && a.packets[a.packets.size() - 1 - tail]
              == b.packets[b.packets.size() - 1 - tail])
    ++tail;
  return head + tail;
}

void report(const char* what, const outcome& x, const outcome& full) {
  std::printf("%-28s %7.2f s CPU %6.1f %%  %7.3f s wall  %2zu segments encoded, "
              "%2zu identical, %4zu of %4zu packets identical\n",
              what, x.cpu, 100 * x.cpu / full.cpu, x.wall, x.new_segments,
              shared(full, x), same_packets(full, x), x.packets.size());
}

int promises_broken = 0;

void promise(bool kept, const char* what) {
  if (kept)
    return;
  ++promises_broken;
  std::printf("BROKEN: %s\n", what);
}

} // namespace

int main(int argc, char** argv) {
  std::string lines = argc > 1 ? argv[1] : "360";
  auto pattern
    = (fs::temp_directory_path() / "troupe-incremental-XXXXXX").string();
  if (!::mkdtemp(pattern.data()))
    fail("no temporary folder");
  fs::path folder{pattern};
  {
    studio room{folder};
    auto document = film(lines);
    auto full = room.render(document);
    std::printf("%d scenes, %s lines, %.1f s of film\n", scenes, lines.c_str(),
                full.data.number("duration"));
    report("everything", full, full);
    auto title = document;
    title["scenes"].items()[9]["title"] = "Another caption";
    auto changed = room.render(title);
    report("one caption on screen", changed, full);
    auto script = document;
    script["scenes"].items()[9]["script"]
      = std::string{sentences[4]} + " It is that simple.";
    auto spoken = room.render(script);
    report("one spoken sentence", spoken, full);
    auto again = room.render(document);
    report("nothing", again, full);
    promise(changed.new_segments == 1 && spoken.new_segments == 1,
            "exactly one segment is encoded");
    // The opening of the first scene is a segment of its own.
    auto others = full.segments.size() - 1;
    promise(shared(full, changed) == others && shared(full, spoken) == others,
            "the other segments are identical");
    promise(changed.cpu <= 0.15 * full.cpu, "a caption costs at most 15 %");
    promise(again.new_segments == 0 && again.film_digest == full.film_digest,
            "nothing changed gives the same film");
    promise(again.wall <= 0.05, "nothing changed takes at most 50 ms");
  }
  fs::remove_all(folder);
  return promises_broken == 0 ? 0 : 1;
}
