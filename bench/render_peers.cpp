// A bullets scene as FFmpeg's drawtext and MLT draw it: gradient ground, four
// cards that fade in one after the other, kicker, title, captions.

#include "bench/render.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>

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
  // Captions in chunks of six words.
  auto& words = x.timing.words;
  for (size_t i = 0; i < words.size(); i += 6) {
    auto last = std::min(i + 6, words.size());
    std::string text;
    for (auto k = i; k < last; ++k)
      text += (text.empty() ? "" : " ") + plain(words[k].text);
    out.push_back({text, 600, 950, 44,
                   static_cast<double>(words[i].start.count()) / 1e6,
                   static_cast<double>(words[last - 1].end.count()) / 1e6
                     + 0.3,
                   false});
  }
  return out;
}

std::string filters_of(const scene_sample& x) {
  auto k = x.picture.format.height / 1080.0;
  std::string out = "[0:v]crop=w=iw/1.1:h=ih/1.1:x=(iw-ow)*t/20:y=(ih-oh)*t/20";
  for (int i = 0; i < 4; ++i)
    out += ",drawbox=x=" + number(136 * k) + ":y=" + number((370 + i * 130) * k)
           + ":w=" + number(1200 * k) + ":h=" + number(110 * k)
           + ":color=0x1A2A5A@0.6:t=fill:enable='gte(t," + number(0.8 + i)
           + ")'";
  for (auto& line : lines_of(x)) {
    auto alpha = "min(1\\,max(0\\,(t-" + number(line.from) + ")/0.4))";
    out += ",drawtext=font=Inter:text='" + line.text + "':fontcolor="
           + (line.accent ? "0x3CE0C8" : "0xF5F8FF") + ":fontsize="
           + number(line.size * k) + ":x=" + number(line.x * k) + ":y="
           + number(line.y * k) + "+20*(1-" + alpha + "):alpha='" + alpha
           + "':enable='between(t," + number(line.from) + "\\,"
           + number(line.to) + ")'";
  }
  return out + "[v]";
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
  if (!is_installed("ffmpeg") || !make_ground(x, ground))
    return std::nullopt;
  return cpu_of({"ffmpeg", "-nostdin", "-y", "-loop", "1", "-framerate", "30",
                 "-t", seconds_of(x), "-i", ground, "-filter_complex",
                 filters_of(x), "-map", "[v]", "-c:v", "libx264", "-preset",
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
  // The same number of texts at a time as MLT's users would stack: kicker,
  // title and rows; captions are left to the others.
  auto count = std::min<size_t>(lines.size(), 2 + x.picture.points.size());
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

} // namespace troupe::bench
