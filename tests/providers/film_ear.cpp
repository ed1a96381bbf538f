#include "tests/providers/film_ear.hpp"

#include "tests/support/process.hpp"
#include "tests/support/test.hpp"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

namespace troupe::test {

namespace {

namespace fs = std::filesystem;

std::string output_of(const std::vector<std::string>& argv) {
  auto done = run(argv);
  if (done.code != 0)
    CAF_FAIL(argv.front() << ": " << done.err);
  return done.out;
}

/// Where a file beside the film may be written by ffmpeg.
class aside {
 public:
  explicit aside(const fs::path& film) : path_(film.string() + ".seen") {}
  ~aside() {
    std::error_code ec;
    fs::remove(path_, ec);
  }
  std::string path() const { return path_.string(); }
  std::string bytes() const {
    std::ifstream in{path_, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

 private:
  fs::path path_;
};

void decode(const fs::path& film, const std::vector<std::string>& options,
            const aside& to) {
  std::vector<std::string> argv{"ffmpeg", "-nostdin", "-v", "error", "-xerror",
                                "-y", "-i", film.string()};
  argv.insert(argv.end(), options.begin(), options.end());
  argv.push_back(to.path());
  output_of(argv);
}

std::string text_of_file(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// "01:02:03.456" or with a comma, or "02:03.456".
int64_t to_ms(const std::string& stamp) {
  int64_t out = 0;
  std::string digits;
  int64_t part = 0;
  for (auto c : stamp) {
    if (c == ':') {
      out = (out + part) * 60;
      part = 0;
    } else if (c == '.' || c == ',') {
      out = (out + part) * 1000;
      part = 0;
    } else {
      part = part * 10 + (c - '0');
    }
  }
  return out + part;
}

std::string replaced(std::string text, std::string_view from,
                     std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

/// Without <...>, with &lt; &gt; &amp; as what they stand for.
std::string plain(const std::string& text) {
  std::string out;
  auto inside = false;
  for (auto c : text) {
    if (c == '<')
      inside = true;
    else if (c == '>')
      inside = false;
    else if (!inside)
      out += c;
  }
  out = replaced(out, "&lt;", "<");
  out = replaced(out, "&gt;", ">");
  return replaced(out, "&amp;", "&");
}

std::vector<read_cue> cues_in(const fs::path& file, bool has_tags) {
  std::vector<read_cue> out;
  std::istringstream in{text_of_file(file)};
  read_cue* open = nullptr;
  for (std::string line; std::getline(in, line);) {
    auto arrow = line.find(" --> ");
    if (arrow != line.npos) {
      out.push_back({to_ms(line.substr(0, arrow)), to_ms(line.substr(arrow + 5)),
                     {}});
      open = &out.back();
    } else if (line.empty()) {
      open = nullptr;
    } else if (open) {
      open->text += (open->text.empty() ? "" : "\n")
                    + (has_tags ? plain(line) : line);
    }
  }
  return out;
}

} // namespace

std::vector<int16_t> heard_samples(const fs::path& film) {
  aside to{film};
  decode(film, {"-vn", "-ac", "1", "-ar", "48000", "-f", "s16le"}, to);
  auto bytes = to.bytes();
  std::vector<int16_t> out(bytes.size() / 2);
  std::memcpy(out.data(), bytes.data(), out.size() * 2);
  return out;
}

std::vector<seen_frame> seen_frames(const fs::path& film) {
  constexpr size_t pixels = 16;
  aside to{film};
  decode(film,
         {"-an", "-sn", "-vf", "scale=4:4:flags=area,format=gray", "-fps_mode",
          "passthrough", "-f", "rawvideo"},
         to);
  auto bytes = to.bytes();
  std::istringstream times{output_of(
    {"ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
     "packet=pts_time", "-of", "csv=p=0", film.string()})};
  std::vector<double> stamps;
  for (std::string line; std::getline(times, line);)
    if (!line.empty())
      stamps.push_back(std::strtod(line.c_str(), nullptr));
  std::sort(stamps.begin(), stamps.end());
  if (stamps.size() * pixels != bytes.size())
    CAF_FAIL(stamps.size() << " packets, " << bytes.size() / pixels
                           << " frames");
  std::vector<seen_frame> out;
  for (size_t i = 0; i < stamps.size(); ++i) {
    int sum = 0;
    for (size_t k = 0; k < pixels; ++k)
      sum += static_cast<uint8_t>(bytes[i * pixels + k]);
    out.push_back({stamps[i], sum / static_cast<int>(pixels)});
  }
  return out;
}

heard_loudness heard_loudness_of(const fs::path& film) {
  auto done = run({"ffmpeg", "-nostdin", "-hide_banner", "-i", film.string(),
                   "-vn", "-af", "ebur128=peak=true", "-f", "null", "-"});
  auto summary = done.err.rfind("Summary:");
  if (done.code != 0 || summary == std::string::npos)
    CAF_FAIL("ebur128: " << done.err);
  auto text = done.err.substr(summary);
  auto behind = [&](const char* name) {
    auto at = text.find(name);
    if (at == text.npos)
      CAF_FAIL("no " << name << " in " << text);
    return std::strtod(text.c_str() + at + std::strlen(name), nullptr);
  };
  return {behind("I:"), behind("Peak:")};
}

std::vector<read_cue> track_cues(const fs::path& film) {
  aside to{film};
  decode(film, {"-map", "0:s:0", "-c", "copy", "-f", "data"}, to);
  auto bytes = to.bytes();
  std::istringstream packets{output_of(
    {"ffprobe", "-v", "error", "-select_streams", "s:0", "-show_entries",
     "packet=pts,duration,size:stream=time_base", "-of", "csv=p=0",
     film.string()})};
  std::vector<read_cue> out;
  size_t at = 0;
  std::vector<std::array<int64_t, 3>> rows;
  int64_t scale = 0;
  for (std::string line; std::getline(packets, line);) {
    std::array<long long, 3> x{};
    if (std::sscanf(line.c_str(), "%lld,%lld,%lld", &x[0], &x[1], &x[2]) == 3)
      rows.push_back({x[0], x[1], x[2]});
    else if (std::sscanf(line.c_str(), "1/%lld", &x[0]) == 1)
      scale = x[0];
  }
  if (scale <= 0)
    CAF_FAIL("the captions have no time scale");
  for (auto& [pts, duration, size] : rows) {
    auto length = static_cast<size_t>(size);
    if (at + length > bytes.size() || length < 2)
      CAF_FAIL("a caption is cut off");
    auto text_size = static_cast<size_t>(static_cast<uint8_t>(bytes[at]) << 8
                                         | static_cast<uint8_t>(bytes[at + 1]));
    auto text = bytes.substr(at + 2, text_size);
    at += length;
    // A tick that is no whole millisecond is a cue that is somewhere else.
    if (pts * 1000 % scale != 0 || (pts + duration) * 1000 % scale != 0)
      CAF_FAIL("a caption at " << pts << "/" << scale);
    if (!text.empty())
      out.push_back({pts * 1000 / scale, (pts + duration) * 1000 / scale, text});
  }
  return out;
}

std::vector<read_cue> vtt_cues(const fs::path& file) {
  return cues_in(file, true);
}

std::vector<read_cue> srt_cues(const fs::path& file) {
  auto out = cues_in(file, false);
  for (auto& cue : out)
    cue.text = replaced(replaced(cue.text, "\u2039", "<"), "\u203A", ">");
  return out;
}

std::string tag_of(const fs::path& film, const std::string& name) {
  auto out = output_of({"ffprobe", "-v", "error", "-show_entries",
                        "format_tags=" + name, "-of",
                        "default=nokey=1:noprint_wrappers=1", film.string()});
  while (out.ends_with('\n'))
    out.pop_back();
  return out;
}

std::vector<std::string> uuid_boxes(const fs::path& film) {
  auto bytes = text_of_file(film);
  std::vector<std::string> out;
  auto number = [&](size_t at, size_t size) {
    uint64_t x = 0;
    for (size_t i = 0; i < size; ++i)
      x = x << 8 | static_cast<uint8_t>(bytes[at + i]);
    return x;
  };
  size_t at = 0;
  while (at + 8 <= bytes.size()) {
    auto size = number(at, 4);
    size_t head = 8;
    if (size == 1 && at + 16 <= bytes.size()) {
      size = number(at + 8, 8);
      head = 16;
    }
    if (size < head || at + size > bytes.size())
      return {};
    if (bytes.compare(at + 4, 4, "uuid") == 0)
      out.push_back(bytes.substr(at + head, size - head));
    at += size;
  }
  return at == bytes.size() ? out : std::vector<std::string>{};
}

int64_t offset_of(std::span<const int16_t> part, std::span<const int16_t> whole,
                  int64_t expected, int64_t reach) {
  auto best = reach + 1;
  double most = 0.5;
  for (auto shift = -reach; shift <= reach; ++shift) {
    auto from = expected + shift;
    double both = 0, left = 1, right = 1;
    for (size_t i = 0; i < part.size(); i += 3) {
      auto at = from + static_cast<int64_t>(i);
      if (at < 0 || at >= static_cast<int64_t>(whole.size()))
        continue;
      double a = part[i], b = whole[static_cast<size_t>(at)];
      both += a * b;
      left += a * a;
      right += b * b;
    }
    if (auto alike = both / std::sqrt(left * right); alike > most) {
      most = alike;
      best = shift;
    }
  }
  return best;
}

} // namespace troupe::test
