// A bullets scene as FFmpeg's filters and MLT draw it: a ground that pans, rows
// that fade in one after the other, kicker, a title whose words come one by one,
// captions whose words light up as they are said (FFmpeg only).

#include "bench/render.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace troupe::bench {

namespace {

/// drawtext and XML: plain words only, so that nothing has to be escaped.
std::string plain(const std::string& text) {
  std::string out;
  for (unsigned char c : text)
    if (std::isalnum(c) || c == ' ' || c == '.')
      out += static_cast<char>(c);
  return out;
}

std::string number(double x) {
  auto out = std::to_string(x);
  return out.substr(0, out.find('.') + 3);
}

std::string even(double x) {
  return std::to_string(static_cast<int>(x / 2) * 2);
}

struct line {
  std::string text;
  double x, y, size;
  double from, to;
  bool accent;
};

/// What the scene says, where and when, in units of 1080 lines.
std::vector<line> lines_of(const scene_sample& x) {
  auto life = static_cast<double>(x.timing.frames) / x.picture.format.fps;
  std::vector<line> out;
  out.push_back({plain(x.picture.kicker), 210, 140, 27, 0.1, life, true});
  out.push_back({plain(x.picture.title), 136, 200, 76, 0.2, life, false});
  double y = 400;
  double start = 0.8;
  for (auto& point : x.picture.points) {
    out.push_back({plain(point.text), 270, y, 42, start, life, false});
    y += 130;
    start += life / 6;
  }
  return out;
}

/// The title's words come 75 ms after each other. Where each begins is known
/// to whoever writes such a command: half the size a letter.
std::vector<line> by_words(const line& x) {
  std::vector<line> out;
  std::istringstream words{x.text};
  auto next = x;
  for (std::string word; words >> word;) {
    next.text = word;
    out.push_back(next);
    next.x += (static_cast<double>(word.size()) + 0.6) * x.size * 0.52;
    next.from += 0.075;
  }
  return out;
}

std::string ass_time(std::chrono::microseconds x) {
  auto cs = x.count() / 10'000;
  auto two = [](int64_t n) {
    return (n < 10 ? "0" : "") + std::to_string(n);
  };
  return "0:" + two(cs / 6000) + ":" + two(cs / 100 % 60) + "." + two(cs % 100);
}

/// Captions in chunks of six words, karaoke by the clock of each word.
bool write_captions(const scene_sample& x, const std::string& path) {
  std::ofstream out{path};
  out << "[Script Info]\nScriptType: v4.00+\nPlayResX: 1920\nPlayResY: 1080\n"
         "[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, "
         "SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
         "BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV\n"
         "Style: Default,Inter,44,&H00FFF8F5,&H00A67F6F,&H60140A06,&H60140A06,"
         "1,0,3,14,0,2,100,100,84\n"
         "[Events]\nFormat: Layer, Start, End, Style, Text\n";
  auto& words = x.timing.words;
  for (size_t i = 0; i < words.size(); i += 6) {
    auto last = std::min(i + 6, words.size());
    out << "Dialogue: 0," << ass_time(words[i].start) << ','
        << ass_time(words[last - 1].end) << ",Default,";
    for (auto k = i; k < last; ++k) {
      auto next = k + 1 < last ? words[k + 1].start : words[k].end;
      out << "{\\k" << (next - words[k].start).count() / 10'000 << '}'
          << plain(words[k].text) << ' ';
    }
    out << '\n';
  }
  return out.good();
}

/// [0] is the ground, [1] and so on are the rows' cards.
std::string filters_of(const scene_sample& x, const std::string& captions) {
  auto k = x.picture.format.height / 1080.0;
  std::string out = "[0:v]crop=w=iw/1.1:h=ih/1.1:x=(iw-ow)*t/20:y=(ih-oh)*t/20"
                    "[ground0];";
  auto rows = x.picture.points.size();
  auto life = static_cast<double>(x.timing.frames) / x.picture.format.fps;
  for (size_t i = 0; i < rows; ++i) {
    auto n = std::to_string(i);
    auto from = number(0.8 + static_cast<double>(i) * life / 6);
    out += "color=c=0x1A2A5A@0.6:s=" + even(1200 * k) + "x" + even(110 * k)
           + ":r=30,format=rgba,fade=in:st=" + from + ":d=0.4:alpha=1[card" + n
           + "];[ground" + n + "][card" + n + "]overlay=shortest=1:x="
           + number(136 * k) + ":y="
           + number((370 + static_cast<double>(i) * 130) * k) + "[ground"
           + std::to_string(i + 1) + "];";
  }
  out += "[ground" + std::to_string(rows) + "]null";
  auto lines = lines_of(x);
  auto words = by_words(lines[1]);
  lines.erase(lines.begin() + 1);
  lines.insert(lines.end(), words.begin(), words.end());
  for (auto& line : lines) {
    auto alpha = "min(1\\,max(0\\,(t-" + number(line.from) + ")/0.4))";
    out += ",drawtext=font=Inter:text='" + line.text + "':fontcolor="
           + (line.accent ? "0x3CE0C8" : "0xF5F8FF") + ":fontsize="
           + number(line.size * k) + ":x=" + number(line.x * k) + ":y="
           + number(line.y * k) + "+20*(1-" + alpha + "):alpha='" + alpha
           + "':enable='between(t," + number(line.from) + "\\,"
           + number(line.to) + ")'";
  }
  return out + ",ass=" + captions + "[v]";
}

std::string seconds_of(const scene_sample& x) {
  return number(static_cast<double>(x.timing.frames) / x.picture.format.fps);
}

/// A larger ground than the frame, to pan over.
bool make_ground(const scene_sample& x, const std::string& path) {
  auto& format = x.picture.format;
  auto size = std::to_string(format.width * 11 / 20 * 2) + "x"
              + std::to_string(format.height * 11 / 20 * 2);
  return cpu_of({"ffmpeg", "-nostdin", "-y", "-f", "lavfi", "-i",
                 "gradients=s=" + size
                   + ":c0=0x0A1330:c1=0x0C1A3E:x0=0:y0=0:x1=900:y1=700",
                 "-frames:v", "1", path})
    .has_value();
}

} // namespace

std::optional<double> run_ffmpeg(const scene_sample& x,
                                 const std::string& folder) {
  auto ground = folder + "/ground.png";
  auto captions = folder + "/captions.ass";
  if (!is_installed("ffmpeg") || !make_ground(x, ground)
      || !write_captions(x, captions))
    return std::nullopt;
  return cpu_of({"ffmpeg", "-nostdin", "-y", "-loop", "1", "-framerate", "30",
                 "-t", seconds_of(x), "-i", ground, "-filter_complex",
                 filters_of(x, captions), "-map", "[v]", "-c:v", "libx264", "-preset",
                 "veryfast", "-crf", "21", "-x264-params",
                 "subme=1:aq-mode=3", "-threads", "1", "-pix_fmt", "yuv420p",
                 folder + "/ffmpeg.mp4"});
}

std::optional<double> run_melt(const scene_sample& x,
                               const std::string& folder) {
  auto ground = folder + "/ground.png";
  if (!is_installed("melt") || !make_ground(x, ground))
    return std::nullopt;
  auto& format = x.picture.format;
  auto width = std::to_string(format.width);
  auto height = std::to_string(format.height);
  auto k = format.height / 1080.0;
  auto last = std::to_string(x.timing.frames - 1);
  std::ofstream out{folder + "/scene.mlt"};
  out << "<mlt><profile width=\"" << width << "\" height=\"" << height
      << "\" progressive=\"1\" sample_aspect_num=\"1\" sample_aspect_den=\"1\" "
         "display_aspect_num=\"16\" display_aspect_den=\"9\" "
         "frame_rate_num=\"30\" frame_rate_den=\"1\" colorspace=\"709\"/>\n"
      << "<producer id=\"ground\" out=\"" << last
      << "\"><property name=\"mlt_service\">pixbuf</property>"
         "<property name=\"resource\">"
      << ground << "</property></producer>\n";
  auto lines = lines_of(x);
  // As MLT's users would stack them: kicker, title and rows; captions are left
  // to the others.
  auto count = lines.size();
  for (size_t i = 0; i < count; ++i)
    out << "<producer id=\"t" << i << "\" out=\"" << last
        << "\"><property name=\"mlt_service\">pango</property>"
           "<property name=\"text\">"
        << lines[i].text << "</property><property name=\"family\">Inter"
        << "</property><property name=\"size\">"
        << static_cast<int>(lines[i].size * k)
        << "</property><property name=\"fgcolour\">#FFF5F8FF</property>"
           "<property name=\"bgcolour\">#00000000</property></producer>\n";
  out << "<tractor id=\"film\" out=\"" << last
      << "\"><multitrack><track producer=\"ground\"/>";
  for (size_t i = 0; i < count; ++i)
    out << "<track producer=\"t" << i << "\"/>";
  out << "</multitrack>\n";
  for (size_t i = 0; i < count; ++i) {
    auto in = static_cast<int>(lines[i].from * 30);
    auto at = number(lines[i].x * k) + "/" + number(lines[i].y * k);
    out << "<transition><property name=\"mlt_service\">composite</property>"
           "<property name=\"a_track\">0</property><property "
           "name=\"b_track\">"
        << i + 1 << "</property><property name=\"geometry\">" << in << "="
        << at << ":100%x100%:0; " << in + 12 << "=" << at
        << ":100%x100%:100</property><property name=\"distort\">0</property>"
           "</transition>\n";
  }
  out << "</tractor></mlt>\n";
  out.close();
  return cpu_of({"melt", folder + "/scene.mlt", "-consumer",
                 "avformat:" + folder + "/melt.mp4", "vcodec=libx264",
                 "preset=veryfast", "crf=21", "threads=1", "real_time=-1",
                 "an=1", "terminate_on_pause=1"});
}

std::optional<double> run_program(const std::string& program,
                                  const scene_sample& x,
                                  const std::string& folder) {
  auto points = json::make_array();
  for (auto& point : x.picture.points)
    points.push_back(json::make_object({{"text", point.text}}));
  std::string script;
  for (auto& word : x.timing.words)
    script += (script.empty() ? "" : " ") + word.text;
  auto lines = std::to_string(x.picture.format.height) + "p";
  auto film = json::make_object(
    {{"title", x.picture.title},
     {"format", json::make_object({{"aspect_ratio", "16:9"},
                                   {"quality", lines}})},
     {"scenes", json::make_array({json::make_object(
                  {{"layout", "bullets"},
                   {"kicker", x.picture.kicker},
                   {"title", x.picture.title},
                   {"points", points},
                   {"script", script}})})}});
  std::ofstream{folder + "/film.json"} << film.dump();
  // Everything anew: nothing may come out of a cache.
  auto data = folder + "/data";
  std::filesystem::remove_all(data);
  return cpu_of({program, "render", folder + "/film.json", "--data", data, "-o",
                 folder + "/program.mp4"});
}

} // namespace troupe::bench
