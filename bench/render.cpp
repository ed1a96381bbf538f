// What drawing, converting and encoding a film cost, beside encoding the same
// frames alone and beside what others take for a comparable scene, in one run.
// Usage: render SCENES_DIR [type=moa] [lines=720,1080] [frames=150]
// [rounds=3] [peers=1] [program=build/release/troupe]

#include "bench/render.hpp"

#include "media/encoder.hpp"
#include "media/probe.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <unistd.h>

using namespace troupe;
using namespace troupe::bench;

namespace {

namespace fs = std::filesystem;
using options = std::map<std::string, std::string>;

template <class T>
T must(result<T> x) {
  if (x)
    return std::move(*x);
  std::fprintf(stderr, "render: %s\n", text_of(x.error()).c_str());
  std::exit(1);
}

double timed(const std::function<void()>& what) {
  auto start = cpu_now();
  what();
  return cpu_now() - start;
}

/// CPU seconds of a scene's parts.
struct costs {
  std::vector<double> make, whole_frames, planes, film, encode;
  double repainted = 0;
};

/// All frames of a scene as they go into the encoder.
class kept_frames {
 public:
  kept_frames(media::painter& from, const film_format& format)
      : format_(format),
        size_(size_t{format.width} * format.height * 3 / 2),
        bytes_(size_ * from.frames()) {
    for (uint32_t i = 0; i < from.frames(); ++i) {
      auto view = must(from.draw_planes(i));
      std::copy_n(view.y, size_, bytes_.data() + i * size_);
    }
  }

  result<i420_view> operator()(uint32_t index) const {
    auto y = bytes_.data() + index * size_;
    auto luma = size_t{format_.width} * format_.height;
    return i420_view{y, y + luma, y + luma + luma / 4, format_.width,
                     format_.width / 2, format_.width / 2};
  }

 private:
  film_format format_;
  size_t size_;
  std::vector<uint8_t> bytes_;
};

void measure(const scene_sample& x, const fs::path& folder, int rounds,
             costs& out) {
  auto frames = x.timing.frames;
  auto& format = x.picture.format;
  auto paint = [&] { return must(media::painter::make(x.picture, x.timing)); };
  kept_frames kept{*paint(), format};
  for (int round = 0; round < rounds; ++round) {
    std::unique_ptr<media::painter> painter;
    out.make.push_back(timed([&] { painter = paint(); }));
    out.planes.push_back(timed([&] {
      for (uint32_t i = 0; i < frames; ++i)
        must(painter->draw_planes(i));
    }));
    double sum = 0;
    for (uint32_t i = 0; i < frames; ++i) {
      must(painter->draw_planes(i));
      sum += painter->repainted();
    }
    out.repainted = sum / frames;
    // A tenth of the frames stands for all: painting them whole is slow.
    out.whole_frames.push_back(10 * timed([&] {
      for (uint32_t i = 0; i < frames; i += 10)
        must(painter->draw(i));
    }));
    out.film.push_back(timed([&] {
      auto fresh = paint();
      must(encode_segment(
        {format, frames},
        [&](uint32_t i) { return fresh->draw_planes(i); },
        folder / "ours.mp4"));
    }));
    out.encode.push_back(timed([&] {
      must(encode_segment({format, frames}, std::cref(kept),
                          folder / "kept.mp4"));
    }));
  }
}

void report(const char* name, const costs& x, uint32_t frames) {
  auto ms = [&](const std::vector<double>& of) {
    return best(of) * 1e3 / frames;
  };
  std::printf("%-16s %7.1f %9.2f %9.3f %9.3f %9.3f %7.2f %6.0f%%\n", name,
              best(x.make) * 1e3, ms(x.whole_frames), ms(x.planes),
              ms(x.film), ms(x.encode),
              best(x.encode) / best(x.film), x.repainted * 100);
}

void measure_film(const std::vector<scene_sample>& film, const fs::path& folder,
                  int rounds) {
  std::printf("%-16s %7s %9s %9s %9s %9s %7s %7s\n", "scene", "make ms",
              "whole", "draw+conv", "d+c+enc", "encode", "bound", "painted");
  double film_cpu = 0, encode_cpu = 0, draw_cpu = 0;
  uint32_t frames = 0;
  for (auto& x : film) {
    costs spent;
    measure(x, folder, rounds, spent);
    report(x.name.c_str(), spent, x.timing.frames);
    film_cpu += best(spent.film);
    encode_cpu += best(spent.encode);
    draw_cpu += best(spent.planes) + best(spent.make);
    frames += x.timing.frames;
  }
  auto seconds = static_cast<double>(frames) / film.front().picture.format.fps;
  std::printf("all: draw+convert with make %.3f ms a frame; draw+convert+encode"
              " reaches %.2f of encoding alone; %.3f CPU s a second of film "
              "(pictures)\n",
              draw_cpu * 1e3 / frames, encode_cpu / film_cpu,
              film_cpu / seconds);
}

void measure_peers(const std::vector<scene_sample>& film,
                   const fs::path& folder, int rounds,
                   const std::string& program) {
  auto bullets = std::find_if(film.begin(), film.end(), [](auto& x) {
    return x.picture.layout == layout_kind::bullets;
  });
  if (bullets == film.end())
    return;
  std::vector<double> ours, ffmpeg, melt, whole;
  for (int i = 0; i < rounds; ++i) {
    ours.push_back(timed([&] {
      auto painter = must(media::painter::make(bullets->picture,
                                               bullets->timing));
      must(encode_segment(
        {bullets->picture.format, bullets->timing.frames},
        [&](uint32_t n) { return painter->draw_planes(n); },
        folder / "ours.mp4"));
    }));
    if (auto cpu = run_ffmpeg(*bullets, folder.string()))
      ffmpeg.push_back(*cpu);
    if (auto cpu = run_melt(*bullets, folder.string()))
      melt.push_back(*cpu);
    if (!program.empty())
      if (auto cpu = run_program(program, *bullets, folder.string()))
        whole.push_back(*cpu);
  }
  std::printf("bullets scene, %u frames, CPU s: ours %.2f",
              bullets->timing.frames, best(ours));
  auto peer = [&](const char* name, const std::vector<double>& x) {
    if (x.empty())
      std::printf(", %s did not run", name);
    else
      std::printf(", %s %.2f (%.1fx)", name, best(x),
                  best(x) / best(ours));
  };
  peer("ffmpeg with drawtext", ffmpeg);
  peer("melt", melt);
  std::printf("\n");
  if (whole.empty())
    return;
  // The voice decides how long its film is.
  auto seen = must(probe_film(folder / "program.mp4"));
  auto each = [&](const std::vector<double>& x, uint32_t frames) {
    return x.empty() ? 0 : best(x) * 1e3 / frames;
  };
  auto own = each(whole, seen.frames);
  auto frames = bullets->timing.frames;
  std::printf("the whole program with speech, music and sound, %u frames: "
              "%.2f CPU s, %.2f ms a frame; ffmpeg %.2f (%.1fx), melt %.2f "
              "(%.1fx), both without sound\n",
              seen.frames, best(whole), own, each(ffmpeg, frames),
              each(ffmpeg, frames) / own, each(melt, frames),
              each(melt, frames) / own);
}

std::string option(const options& from, const std::string& key,
                   const std::string& fallback) {
  auto found = from.find(key);
  return found == from.end() ? fallback : found->second;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s SCENES_DIR [key=value...]\n", argv[0]);
    return 2;
  }
  options with;
  for (int i = 2; i < argc; ++i) {
    std::string text = argv[i];
    if (auto equal = text.find('='); equal != std::string::npos)
      with[text.substr(0, equal)] = text.substr(equal + 1);
  }
  auto rounds = std::max(1, std::atoi(option(with, "rounds", "3").c_str()));
  auto frames = static_cast<uint32_t>(
    std::max(0, std::atoi(option(with, "frames", "150").c_str())));
  auto folder = fs::temp_directory_path()
                / ("troupe_render_" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::istringstream sizes{option(with, "lines", "720,1080")};
  for (std::string one; std::getline(sizes, one, ',');) {
    auto lines = static_cast<uint32_t>(std::atoi(one.c_str()));
    auto film = scenes_of(argv[1], option(with, "type", "moa"), lines, frames);
    if (film.empty()) {
      std::fprintf(stderr, "render: no scenes in %s\n", argv[1]);
      return 1;
    }
    std::printf("%u lines, CPU ms a frame\n", lines);
    measure_film(film, folder, rounds);
    if (option(with, "peers", "1") == "1")
      measure_peers(film, folder, rounds, option(with, "program", ""));
  }
  fs::remove_all(folder);
  return 0;
}
