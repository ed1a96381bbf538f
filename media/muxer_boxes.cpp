#include "media/muxer_parts.hpp"
#include "media/whole_file.hpp"

#include <array>
#include <cerrno>
#include <fstream>
#include <functional>

namespace troupe {

namespace {

struct box {
  std::string name;
  uint64_t payload;
  uint64_t end;
};

/// Calls back for each box between two places of a file. Sizes of 64 bits
/// are for mdat only, which isn't looked into.
void walk(std::fstream& file, uint64_t from, uint64_t to,
          const std::function<void(const box&)>& visit) {
  std::array<unsigned char, 8> head{};
  while (from + 8 <= to) {
    file.seekg(static_cast<std::streamoff>(from));
    if (!file.read(reinterpret_cast<char*>(head.data()), 8))
      return;
    auto size = uint64_t{head[0]} << 24 | uint64_t{head[1]} << 16
                | uint64_t{head[2]} << 8 | head[3];
    if (size < 8 || from + size > to)
      return;
    visit({{reinterpret_cast<const char*>(head.data()) + 4, 4},
           from + 8,
           from + size});
    from += size;
  }
}

/// Four letters at a place.
std::string read_name(std::fstream& file, uint64_t at) {
  std::string out(4, '\0');
  file.seekg(static_cast<std::streamoff>(at));
  file.read(out.data(), 4);
  return out;
}

} // namespace

result<void> switch_off_captions(const std::filesystem::path& film) {
  std::fstream file{film, std::ios::in | std::ios::out | std::ios::binary};
  file.seekg(0, std::ios::end);
  auto size = static_cast<uint64_t>(file.tellg());
  if (!file)
    return file_failure(errno, "open the film again");
  std::vector<uint64_t> flags;
  walk(file, 0, size, [&](const box& top) {
    if (top.name != "moov")
      return;
    walk(file, top.payload, top.end, [&](const box& track) {
      if (track.name != "trak")
        return;
      uint64_t header = 0;
      auto is_text = false;
      walk(file, track.payload, track.end, [&](const box& part) {
        if (part.name == "tkhd")
          header = part.payload;
        else if (part.name == "mdia")
          walk(file, part.payload, part.end, [&](const box& media) {
            // Version and flags, a field of zeros, then the kind.
            if (media.name == "hdlr")
              is_text = read_name(file, media.payload + 8) == "sbtl";
          });
      });
      if (is_text && header != 0)
        flags.push_back(header + 3);
    });
  });
  for (auto at : flags) {
    file.clear();
    file.seekg(static_cast<std::streamoff>(at));
    auto value = file.get();
    file.seekp(static_cast<std::streamoff>(at));
    // Bit 0: the track is on.
    file.put(static_cast<char>(value & ~1));
  }
  file.flush();
  if (!file)
    return file_failure(errno, "change the film's index");
  return {};
}

} // namespace troupe
