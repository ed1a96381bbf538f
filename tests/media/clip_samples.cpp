#include "tests/media/clip_samples.hpp"

#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

namespace troupe::test {

const clip_bytes& made_clip(const std::string& source,
                            const std::vector<std::string>& options,
                            const std::string& extension) {
  static std::map<std::vector<std::string>, clip_bytes> known;
  auto key = options;
  key.push_back(source);
  key.push_back(extension);
  auto& out = known[key];
  if (!out.empty())
    return out;
  temporary_folder folder;
  auto path = (folder / ("clip." + extension)).string();
  std::vector<std::string> command{"ffmpeg", "-v", "error", "-f", "lavfi",
                                   "-i", source};
  command.insert(command.end(), options.begin(), options.end());
  for (auto last : {"-fflags", "+bitexact", "-flags:v", "+bitexact"})
    command.emplace_back(last);
  command.push_back(path);
  auto end = run(command);
  CAF_MESSAGE(end.err);
  CAF_REQUIRE_EQUAL(end.code, 0);
  std::ifstream in{path, std::ios::binary};
  out.assign(std::istreambuf_iterator<char>{in}, {});
  CAF_REQUIRE(!out.empty());
  return out;
}

const clip_bytes& counting_clip(const std::string& size, int fps,
                                double seconds,
                                const std::vector<std::string>& more) {
  auto source = "color=gray:s=" + size + ":r=" + std::to_string(fps)
                + ":d=" + std::to_string(seconds)
                + ",format=yuv420p,geq=lum='16+2*N':cb=128:cr=128";
  std::vector<std::string> options{"-c:v", "libx264", "-preset", "ultrafast",
                                   "-crf", "4", "-pix_fmt", "yuv420p"};
  options.insert(options.end(), more.begin(), more.end());
  return made_clip(source, options, "mp4");
}

clip_bytes patched(clip_bytes x, const std::string& find,
                   const std::string& replace, size_t offset) {
  auto at = std::search(x.begin(), x.end(), find.begin(), find.end());
  CAF_REQUIRE(at != x.end());
  auto from = static_cast<size_t>(at - x.begin()) + offset;
  CAF_REQUIRE(from + replace.size() <= x.size());
  std::copy(replace.begin(), replace.end(),
            x.begin() + static_cast<std::ptrdiff_t>(from));
  return x;
}

} // namespace troupe::test
