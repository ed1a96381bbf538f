#include "bench/picture_sheet.hpp"

#include "media/painter_canvas.hpp"
#include "media/picture_file.hpp"
#include "media/picture_shelf.hpp"
#include "protocol/digest.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <string>

namespace troupe {

using namespace media;

namespace {

namespace fs = std::filesystem;

std::string key_for(const std::string& name) {
  return sha256_hex(name);
}

raw_picture drawn(int width, int height, const drawing& draw) {
  auto pixels = make_surface(CAIRO_FORMAT_ARGB32, width, height);
  draw(draw_on(pixels).get());
  cairo_surface_flush(pixels.get());
  raw_picture out{static_cast<uint32_t>(width), static_cast<uint32_t>(height),
                  false,
                  {}};
  auto data = cairo_image_surface_get_data(pixels.get());
  auto stride = cairo_image_surface_get_stride(pixels.get());
  for (int row = 0; row < height; ++row)
    out.pixels.insert(out.pixels.end(), data + row * stride,
                      data + row * stride + width * 4);
  for (size_t i = 3; i < out.pixels.size(); i += 4)
    out.has_alpha |= out.pixels[i] < 255;
  return out;
}

void ramp_down(cairo_t* cr, double height, uint32_t top, uint32_t bottom) {
  auto shade = cairo_pattern_create_linear(0, 0, 0, height);
  add_stop(shade, 0, rgb(top));
  add_stop(shade, 1, rgb(bottom));
  cairo_rectangle(cr, 0, 0, 4000, height);
  cairo_set_source(cr, shade);
  cairo_fill(cr);
  cairo_pattern_destroy(shade);
}

/// A bright day: the hardest ground for light words.
void draw_landscape(cairo_t* cr) {
  ramp_down(cr, 1600, 0x7FC4F5, 0xFFF2D8);
  circle(cr, {1750, 380}, 130);
  set_color(cr, rgb(0xFFFDF0));
  cairo_fill(cr);
  dice luck{7};
  for (int layer = 0; layer < 5; ++layer) {
    cairo_move_to(cr, 0, 1600);
    auto base = 780.0 + layer * 150;
    for (int x = 0; x <= 2400; x += 40)
      cairo_line_to(cr, x,
                    base + 110 * std::sin(x * 0.0021 * (layer + 1) + layer * 2)
                      + luck.between(-14, 14));
    cairo_line_to(cr, 2400, 1600);
    cairo_close_path(cr);
    set_color(cr, mix(rgb(0xA9D5C8), rgb(0x1F5B46), layer / 4.0));
    cairo_fill(cr);
  }
}

void draw_portrait(cairo_t* cr) {
  ramp_down(cr, 1600, 0xDCE6EE, 0xB9C9D6);
  dice luck{3};
  for (int i = 0; i < 14; ++i) {
    circle(cr, {luck.between(0, 1200), luck.between(0, 1100)},
           luck.between(40, 150));
    set_color(cr, rgb(0xFFFFFF), 0.25);
    cairo_fill(cr);
  }
  auto oval = [&](double x, double y, double w, double h, uint32_t tint) {
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, w, h);
    circle(cr, {0, 0}, 1);
    cairo_restore(cr);
    set_color(cr, rgb(tint));
    cairo_fill(cr);
  };
  oval(600, 1620, 470, 560, 0xF4F7FA);
  oval(600, 1150, 110, 160, 0xD9A683);
  oval(600, 640, 290, 330, 0x3B2A20);
  oval(600, 700, 235, 300, 0xE8B994);
  oval(510, 670, 20, 26, 0x2B2420);
  oval(690, 670, 20, 26, 0x2B2420);
  cairo_arc(cr, 600, 800, 90, 0.35, std::numbers::pi - 0.35);
  set_color(cr, rgb(0xA8584E));
  cairo_set_line_width(cr, 16);
  cairo_stroke(cr);
}

void draw_bottle(cairo_t* cr) {
  auto body = cairo_pattern_create_linear(150, 0, 650, 0);
  add_stop(body, 0, rgb(0x0E5A78));
  add_stop(body, 0.35, rgb(0x58C3DD));
  add_stop(body, 1, rgb(0x0B4258));
  rounded(cr, {150, 420, 500, 940}, 110);
  cairo_set_source(cr, body);
  cairo_fill(cr);
  rounded(cr, {290, 180, 220, 260}, 40);
  cairo_set_source(cr, body);
  cairo_fill(cr);
  rounded(cr, {270, 60, 260, 170}, 36);
  set_color(cr, rgb(0x20262E));
  cairo_fill(cr);
  rounded(cr, {150, 720, 500, 360}, 10);
  set_color(cr, rgb(0xF6F9FA));
  cairo_fill(cr);
  rounded(cr, {220, 800, 360, 44}, 10);
  set_color(cr, rgb(0x0E5A78));
  cairo_fill(cr);
  for (int i = 0; i < 3; ++i) {
    rounded(cr, {220, 890.0 + i * 50, 300.0 - i * 70, 20}, 10);
    set_color(cr, rgb(0x9DB4BF));
    cairo_fill(cr);
  }
  cairo_pattern_destroy(body);
}

/// A kettle on a white sweep, as shops photograph things.
void draw_kettle(cairo_t* cr) {
  ramp_down(cr, 1200, 0xFFFFFF, 0xE4E6E9);
  cairo_save(cr);
  cairo_translate(cr, 800, 1010);
  cairo_scale(cr, 420, 40);
  circle(cr, {0, 0}, 1);
  cairo_restore(cr);
  set_color(cr, rgb(0xB9BEC4));
  cairo_fill(cr);
  cairo_arc(cr, 800, 480, 250, std::numbers::pi * 0.95, std::numbers::pi * 0.05);
  set_color(cr, rgb(0x23272E));
  cairo_set_line_width(cr, 52);
  cairo_stroke(cr);
  ball(cr, {800, 720}, 300, rgb(0xC8452F));
  smooth_path(cr, {{520, 640}, {420, 560}, {350, 520}, {390, 640}, {520, 780}});
  set_color(cr, rgb(0xA93622));
  cairo_fill(cr);
}

void draw_word(cairo_t* cr, uint32_t sign, uint32_t letters) {
  circle(cr, {130, 130}, 110);
  set_color(cr, rgb(sign));
  cairo_fill(cr);
  cairo_move_to(cr, 80, 180);
  cairo_line_to(cr, 130, 60);
  cairo_line_to(cr, 180, 180);
  cairo_close_path(cr);
  set_color(cr, rgb(letters));
  cairo_fill(cr);
  for (int i = 0; i < 6; ++i) {
    rounded(cr, {290.0 + i * 110, 70, 80, 130}, 22);
    set_color(cr, rgb(letters));
    cairo_fill(cr);
  }
}

/// The same person without a background, as avatars often come.
void draw_cut_out(cairo_t* cr) {
  auto oval = [&](double x, double y, double w, double h, uint32_t tint) {
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, w, h);
    circle(cr, {0, 0}, 1);
    cairo_restore(cr);
    set_color(cr, rgb(tint));
    cairo_fill(cr);
  };
  oval(500, 1240, 430, 440, 0x24506B);
  oval(500, 860, 100, 150, 0xA9714F);
  oval(500, 440, 270, 320, 0x1D1714);
  oval(500, 500, 215, 280, 0xBC835E);
  oval(420, 470, 18, 24, 0x201814);
  oval(580, 470, 18, 24, 0x201814);
  cairo_arc(cr, 500, 590, 80, 0.35, std::numbers::pi - 0.35);
  set_color(cr, rgb(0x8E3F36));
  cairo_set_line_width(cr, 14);
  cairo_stroke(cr);
}

/// Somebody in a room, from a camera that lies on its side.
void draw_wide_portrait(cairo_t* cr) {
  ramp_down(cr, 1080, 0x35424F, 0x7C6A58);
  dice luck{9};
  for (int i = 0; i < 24; ++i) {
    circle(cr, {luck.between(0, 1920), luck.between(0, 900)},
           luck.between(30, 120));
    set_color(cr, rgb(0xFFD9A0), 0.14);
    cairo_fill(cr);
  }
  cairo_translate(cr, 460, -90);
  cairo_scale(cr, 0.95, 0.95);
  draw_cut_out(cr);
}

/// The sheet's own pixels: each still at half its size.
struct sheet {
  uint32_t width = 0, height = 0;
  std::vector<uint8_t> pixels;

  void put(const bgra_view& x, uint32_t left, uint32_t top) {
    for (uint32_t row = 0; row < x.height / 2; ++row)
      for (uint32_t column = 0; column < x.width / 2; ++column)
        for (uint32_t c = 0; c < 4; ++c) {
          auto from = x.data + size_t{row} * 2 * x.stride + size_t{column} * 8
                      + c;
          auto sum = from[0] + from[4] + from[x.stride] + from[x.stride + 4];
          pixels[(size_t{top + row} * width + left + column) * 4 + c]
            = static_cast<uint8_t>(sum / 4);
        }
  }
};

} // namespace

void fill_shelf(const std::filesystem::path& folder) {
  auto put = [&](const std::string& name, const raw_picture& x) {
    auto at = folder / key_for(name);
    fs::create_directories(at);
    if (auto done = write_raw_picture(at / raw_picture_file, x); !done)
      std::fprintf(stderr, "%s\n", text_of(done.error()).c_str());
  };
  put("landscape", drawn(2400, 1600, draw_landscape));
  put("portrait", drawn(1200, 1600, draw_portrait));
  put("wide_portrait", drawn(1920, 1080, draw_wide_portrait));
  put("cut_out", drawn(1000, 1400, draw_cut_out));
  put("small", drawn(200, 200, [](cairo_t* cr) {
        cairo_scale(cr, 1 / 6.0, 1 / 6.0);
        cairo_translate(cr, 0, -180);
        draw_portrait(cr);
      }));
  put("bottle", drawn(800, 1400, draw_bottle));
  put("kettle", drawn(1600, 1200, draw_kettle));
  put("dark_word", drawn(980, 260, [](cairo_t* cr) {
        draw_word(cr, 0xE85D2A, 0x14213D);
      }));
  put("light_word", drawn(980, 260, [](cairo_t* cr) {
        draw_word(cr, 0x2BB3A3, 0xFFFFFF);
      }));
  put("sign", drawn(400, 400, [](cairo_t* cr) {
        cairo_rectangle(cr, 0, 0, 400, 400);
        set_color(cr, rgb(0x5B2BE0));
        cairo_fill(cr);
        circle(cr, {200, 200}, 120);
        set_color(cr, rgb(0xFFFFFF));
        cairo_fill(cr);
      }));
}

composed_picture picture(const std::string& name, double x, double y) {
  composed_picture out;
  out.key = key_for(name);
  out.focus_x = x;
  out.focus_y = y;
  return out;
}

scene_timing timing(uint32_t fps) {
  scene_timing out;
  auto at = std::chrono::microseconds{300'000};
  for (auto word : {"Nobody", "remembers", "the", "first", "mile", "but",
                    "everybody", "feels", "the", "last", "one", "of", "them"}) {
    out.words.push_back({word, at, at + std::chrono::microseconds{330'000}});
    at += std::chrono::microseconds{400'000};
  }
  out.frames = fps * 7;
  return out;
}

int draw_sheet(const std::vector<composition>& all, const picture_shelf& shelf,
               const std::filesystem::path& path, double part) {
  auto format = all.front().format;
  constexpr uint32_t gap = 8;
  uint32_t columns = format.width > format.height ? 3 : 6;
  auto rows = (static_cast<uint32_t>(all.size()) + columns - 1) / columns;
  sheet out;
  out.width = columns * (format.width / 2 + gap);
  out.height = rows * (format.height / 2 + gap);
  out.pixels.assign(size_t{out.width} * out.height * 4, 255);
  for (uint32_t i = 0; i < all.size(); ++i) {
    auto painter = painter::make(all[i], timing(format.fps), shelf);
    if (!painter)
      return std::fprintf(stderr, "%s\n", text_of(painter.error()).c_str()), 1;
    auto last = static_cast<double>((*painter)->frames() - 1);
    auto frame = part < 0 ? (*painter)->draw_poster()
                          : (*painter)->draw(static_cast<uint32_t>(part * last));
    if (!frame)
      return std::fprintf(stderr, "%s\n", text_of(frame.error()).c_str()), 1;
    out.put(*frame, i % columns * (format.width / 2 + gap),
            i / columns * (format.height / 2 + gap));
    auto found = check_layout(all[i], shelf);
    if (!found)
      return std::fprintf(stderr, "%s\n", text_of(found.error()).c_str()), 1;
    for (auto& x : *found)
      std::printf("scene %u %s: %s %s\n", i + 1,
                  std::string{to_string(all[i].layout)}.c_str(),
                  std::string{to_string(x.what)}.c_str(), x.detail.c_str());
  }
  bgra_view view{out.pixels.data(), size_t{out.width} * 4, out.width,
                 out.height};
  return write_png(path, view) ? 0 : 1;
}

} // namespace troupe
