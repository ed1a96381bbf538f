#define CAF_SUITE painter
#include "tests/support/test.hpp"

#include "media/painter.hpp"
#include "media/captions.hpp"
#include "media/painter_captions.hpp"
#include "media/painter_check.hpp"
#include "media/painter_scene.hpp"

#include <set>
#include <thread>

using namespace troupe;
using namespace troupe::media;
using std::chrono::microseconds;

namespace {

composition scene(layout_kind layout) {
  composition x;
  x.type = video_type::moa;
  x.layout = layout;
  x.format = {320, 180, 30};
  x.count = 3;
  x.index = 1;
  x.name = "Lisinopril";
  x.illustration = "Illustration";
  x.kicker = "The drug";
  x.title = "How lisinopril works";
  x.points = {{"The kidneys release renin", "kidneys"},
              {"ACE makes angiotensin II", "enzyme"},
              {"Blood vessels tighten", "vessels"}};
  x.figure = composed_figure{"42", "%", "of people reached the goal"};
  x.quote = composed_quote{"It has made my mornings easier.", "A person"};
  x.left = composed_column{"Before", {"Narrow vessels", "High pressure"}};
  x.right = composed_column{"After", {"Wider vessels", "Lower pressure"}};
  x.diagram = composed_diagram{diagram_kind::enzyme, "Lisinopril", "ACE",
                               "Less angiotensin II"};
  x.cta = "Ask your doctor";
  x.legal = "For education only.";
  return x;
}

constexpr layout_kind all_layouts[] = {
  layout_kind::title,  layout_kind::bullets, layout_kind::steps,
  layout_kind::statement, layout_kind::number, layout_kind::quote,
  layout_kind::compare, layout_kind::diagram, layout_kind::product,
  layout_kind::logo,   layout_kind::cta,     layout_kind::safety,
};

std::vector<spoken_word> words_of(std::initializer_list<const char*> texts) {
  std::vector<spoken_word> out;
  auto at = microseconds{400'000};
  for (auto text : texts) {
    out.push_back({text, at, at + microseconds{300'000}});
    at += microseconds{350'000};
  }
  return out;
}

scene_timing spoken() {
  return {150, words_of({"Your", "kidneys", "release", "renin.", "An",
                         "enzyme", "makes", "vessels", "tighten."})};
}

using bytes = std::vector<uint8_t>;

bytes copy_of(const bgra_view& x) {
  bytes out;
  for (uint32_t y = 0; y < x.height; ++y)
    out.insert(out.end(), x.data + y * x.stride,
               x.data + y * x.stride + size_t{x.width} * 4);
  return out;
}

std::unique_ptr<painter> painter_of(const composition& x,
                                    const scene_timing& timing) {
  auto made = painter::make(x, timing);
  if (!made)
    CAF_FAIL(text_of(made.error()));
  return std::move(*made);
}

bytes frame_of(painter& from, uint32_t number) {
  auto view = from.draw(number);
  if (!view)
    CAF_FAIL(text_of(view.error()));
  return copy_of(*view);
}

bytes poster_of(const composition& x, const scene_timing& timing) {
  auto from = painter_of(x, timing);
  auto view = from->draw_poster();
  if (!view)
    CAF_FAIL(text_of(view.error()));
  return copy_of(*view);
}

/// Share of pixels that clearly differ.
double difference(const bytes& a, const bytes& b) {
  size_t differ = 0;
  for (size_t i = 0; i < a.size(); i += 4)
    for (size_t c = 0; c < 3; ++c)
      if (std::abs(int{a[i + c]} - int{b[i + c]}) > 12) {
        ++differ;
        break;
      }
  return static_cast<double>(differ) / static_cast<double>(a.size() / 4);
}

std::string described(const std::vector<finding>& found) {
  std::string out;
  for (auto& x : found)
    out += std::string{to_string(x.what)} + ": " + x.detail + "; ";
  return out;
}

std::string findings_of(const composition& x) {
  auto found = check_layout(x);
  return found ? described(*found) : text_of(found.error());
}

} // namespace

CAF_TEST(frames are the same in any order and from any painter) {
  for (auto layout : all_layouts) {
    auto first = painter_of(scene(layout), spoken());
    auto second = painter_of(scene(layout), spoken());
    std::vector<bytes> forwards;
    for (uint32_t i : {0u, 20u, 75u, 149u})
      forwards.push_back(frame_of(*first, i));
    auto at = forwards.rbegin();
    for (uint32_t i : {149u, 75u, 20u, 0u})
      if (frame_of(*second, i) != *at++)
        CAF_FAIL(to_string(layout) << ": frame " << i << " differs");
    if (forwards[1] == forwards[2])
      CAF_FAIL(to_string(layout) << ": nothing moves");
  }
}

CAF_TEST(four threads draw the same bytes as one) {
  auto draw_all = [](std::vector<bytes>& out) {
    for (auto layout : {layout_kind::title, layout_kind::diagram,
                        layout_kind::number}) {
      auto from = painter::make(scene(layout), spoken());
      if (!from)
        return;
      for (uint32_t i : {10u, 60u})
        if (auto view = (*from)->draw(i))
          out.push_back(copy_of(*view));
    }
  };
  std::vector<bytes> alone;
  draw_all(alone);
  CAF_REQUIRE_EQUAL(alone.size(), 6u);
  std::vector<std::vector<bytes>> together(4);
  {
    std::vector<std::jthread> threads;
    for (auto& out : together)
      threads.emplace_back([&] { draw_all(out); });
  }
  for (auto& out : together)
    CAF_CHECK(out == alone);
}

CAF_TEST(every frame is opaque and has the size asked for) {
  auto from = painter_of(scene(layout_kind::cta), spoken());
  auto view = from->draw(40);
  CAF_REQUIRE(view);
  CAF_CHECK_EQUAL(view->width, 320u);
  CAF_CHECK_EQUAL(view->height, 180u);
  auto pixels = copy_of(*view);
  for (size_t i = 3; i < pixels.size(); i += 4)
    if (pixels[i] != 255)
      CAF_FAIL("a transparent pixel");
}

CAF_TEST(formats and timings out of range are refused) {
  auto x = scene(layout_kind::title);
  auto refused = [](const composition& x, const scene_timing& timing) {
    auto made = painter::make(x, timing);
    return !made && code_of(made.error()) == ec::invalid_argument;
  };
  x.format = {321, 180, 30};
  CAF_CHECK(refused(x, spoken()));
  x.format = {9000, 180, 30};
  CAF_CHECK(refused(x, spoken()));
  x.format = {320, 180, 0};
  CAF_CHECK(refused(x, spoken()));
  x.format = {320, 180, 30};
  CAF_CHECK(refused(x, {0, {}}));
  auto from = painter_of(x, {10, {}});
  CAF_CHECK(!from->draw(10));
  CAF_CHECK(from->draw(9));
}

CAF_TEST(no layout has a fault in any shape) {
  constexpr film_format shapes[] = {
    {854, 480, 30}, {480, 854, 30}, {480, 480, 30}, {480, 600, 30}};
  size_t turn = 0;
  for (auto layout : all_layouts)
    for (auto format : shapes) {
      auto x = scene(layout);
      x.format = format;
      x.type = all_video_types()[turn % 5];
      x.theme = theme_names()[turn++ % theme_names().size()];
      auto found = findings_of(x);
      if (!found.empty())
        CAF_ERROR(to_string(layout) << " " << format.width << "x"
                                    << format.height << " " << x.theme << ": "
                                    << found);
    }
}

CAF_TEST(texts of any length and script leave no fault but the one reported) {
  auto x = scene(layout_kind::bullets);
  x.format = {480, 480, 30};
  x.text_scale = 1.4;
  for (auto& point : x.points)
    point.text = "Cardiovascular complications become considerably rarer";
  x.title = "Understanding hyperlipoproteinaemia";
  CAF_CHECK_EQUAL(findings_of(x), "");
  x.title = "\u0643\u064A\u0641 \u064A\u0639\u0645\u0644 "
            "\u0627\u0644\u062F\u0648\u0627\u0621";
  x.points[0].text = "\u0930\u0915\u094D\u0924\u091A\u093E\u092A";
  x.points[1].text = "\u041A\u0440\u043E\u0432\u044F\u043D\u043E\u0435";
  CAF_CHECK_EQUAL(findings_of(x), "");
  x.title = "Strange \U000187FF sign";
  auto found = check_layout(x);
  CAF_REQUIRE(found);
  CAF_REQUIRE_EQUAL(found->size(), 1u);
  CAF_CHECK(found->front().what == finding::kind::missing_glyph);
}

CAF_TEST(whatever colours are asked for the text stays readable) {
  for (auto accent : {"", "#0a1330", "#ffffff", "#808080", "#ffff00"})
    for (auto ground : {"", "#ffff00", "#7f7f7f", "#ff0000", "#101010"}) {
      auto x = scene(layout_kind::cta);
      x.format = {480, 270, 30};
      x.accent = accent;
      x.background = ground;
      auto found = findings_of(x);
      if (!found.empty())
        CAF_ERROR("accent '" << accent << "' ground '" << ground << "': "
                             << found);
    }
}

CAF_TEST(a look changes what is seen) {
  auto base = scene(layout_kind::title);
  auto before = poster_of(base, spoken());
  auto changed = [&](auto&& change) {
    auto x = base;
    change(x);
    return difference(before, poster_of(x, spoken()));
  };
  CAF_CHECK(changed([](auto& x) { x.accent = "#ff3366"; }) > 0.01);
  CAF_CHECK(changed([](auto& x) { x.background = "#401060"; }) > 0.5);
  CAF_CHECK(changed([](auto& x) { x.theme = "clinical_light"; }) > 0.9);
  CAF_CHECK(changed([](auto& x) { x.variation = 1; }) > 0.05);
  CAF_CHECK(changed([](auto& x) { x.text_scale = 0.8; }) > 0.005);
  CAF_CHECK(changed([](auto& x) { x.title = "Another"; }) > 0.005);
}

CAF_TEST(motion styles differ visibly) {
  auto frame = [](motion_style motion, uint32_t number) {
    auto x = scene(layout_kind::title);
    x.motion = motion;
    auto from = painter_of(x, {150, {}});
    return frame_of(*from, number);
  };
  CAF_CHECK(difference(frame(motion_style::calm, 9),
                       frame(motion_style::lively, 9)) > 0.001);
  CAF_CHECK(difference(frame(motion_style::calm, 9),
                       frame(motion_style::still, 9)) > 0.001);
  CAF_CHECK(frame(motion_style::still, 60) == frame(motion_style::still, 100));
  CAF_CHECK(frame(motion_style::calm, 60) != frame(motion_style::calm, 100));
}

CAF_TEST(a poster depends neither on timing nor on words) {
  auto x = scene(layout_kind::bullets);
  auto long_one = poster_of(x, spoken());
  auto short_one = poster_of(x, {1, {}});
  CAF_CHECK(long_one == short_one);
}

CAF_TEST(captions follow the words and can be off) {
  auto x = scene(layout_kind::title);
  auto silent = painter_of(x, {150, {}});
  auto speaking = painter_of(x, spoken());
  CAF_CHECK(frame_of(*silent, 40) != frame_of(*speaking, 40));
  CAF_CHECK(frame_of(*silent, 2) == frame_of(*speaking, 2));
  x.captions = false;
  auto off = painter_of(x, spoken());
  auto off_silent = painter_of(x, {150, {}});
  CAF_CHECK(frame_of(*off, 40) == frame_of(*off_silent, 40));
}

CAF_TEST(a longer scene ends on the same ground as a shorter one) {
  // The last frame of a scene that left is the ground alone.
  auto x = scene(layout_kind::logo);
  auto short_one = painter_of(x, {90, {}});
  auto long_one = painter_of(x, {150, {}});
  auto a = frame_of(*short_one, 89);
  auto b = frame_of(*long_one, 149);
  CAF_CHECK(difference(a, b) < 0.001);
}

CAF_TEST(points appear just before their cue is spoken) {
  auto words = words_of({"Your", "kidneys", "release", "renin.", "An",
                         "enzyme", "makes", "vessels", "tighten."});
  std::vector<composed_point> points = {{"a", "Kidneys"}, {"b", "enzyme"},
                                        {"c", "vessels tighten"}};
  auto times = reveal_times(points, words, 8);
  CAF_REQUIRE_EQUAL(times.size(), 3u);
  CAF_CHECK(std::abs(times[0] - 0.63) < 1e-6);
  CAF_CHECK(std::abs(times[1] - 2.03) < 1e-6);
  CAF_CHECK(std::abs(times[2] - 2.73) < 1e-6);
}

CAF_TEST(a point is seen in the frame of its word) {
  for (auto motion : {motion_style::still, motion_style::calm,
                      motion_style::lively})
    for (uint32_t fps : {24u, 30u, 60u}) {
      auto x = scene(layout_kind::bullets);
      x.format = {640, 360, fps};
      x.motion = motion;
      x.captions = false;
      x.points = {{"First", "kidneys"}, {"Second", "enzyme"}};
      scene_timing timing{fps * 5, spoken().words};
      auto on_time = painter_of(x, timing);
      auto said = reveal_times(x.points, timing.words, 5).back();
      x.points.back().cue = "tighten";
      auto later = painter_of(x, timing);
      uint32_t frame = 0;
      while (frame < timing.frames
             && frame_of(*on_time, frame) == frame_of(*later, frame))
        ++frame;
      CAF_MESSAGE(fps << " frames a second: said at " << said << ", seen at "
                      << static_cast<double>(frame) / fps);
      CAF_CHECK_LESS_OR_EQUAL(
        std::abs(static_cast<double>(frame) - said * fps), 1.0);
      // The point comes as its word is heard, not after it.
      auto heard = static_cast<double>(timing.words[5].start.count()) / 1e6;
      CAF_CHECK_LESS_OR_EQUAL(static_cast<double>(frame) / fps, heard);
    }
}

CAF_TEST(points without a cue keep an even rhythm and their order) {
  std::vector<composed_point> points = {{"a", ""}, {"b", "nowhere"}, {"c", ""},
                                        {"d", ""}};
  auto even = reveal_times(points, {}, 10);
  CAF_REQUIRE_EQUAL(even.size(), 4u);
  for (size_t i = 1; i < 4; ++i)
    CAF_CHECK(std::abs((even[i] - even[i - 1]) - (even[1] - even[0])) < 1e-6);
  CAF_CHECK(even.back() < 9);
  for (double life : {0.5, 1.0, 2.0, 60.0}) {
    auto times = reveal_times(points, words_of({"nowhere"}), life);
    CAF_CHECK(std::is_sorted(times.begin(), times.end()));
  }
}

CAF_TEST(captions in the picture are the cues of the caption files) {
  for (auto [width, height] : {std::pair{640u, 360u}, {360u, 360u},
                               {360u, 640u}}) {
    auto x = scene(layout_kind::title);
    x.motion = motion_style::still;
    x.format = {width, height, 30};
    scene_timing timing{210, words_of({"High", "blood", "pressure", "often",
                                       "has", "no", "symptoms.", "Yet", "it",
                                       "harms", "the", "heart,", "the",
                                       "brain", "and", "the", "kidneys."})};
    auto cues = caption_cues(timing.words, microseconds{7'000'000}, caption_shape_of(x.format));
    CAF_REQUIRE_GREATER(cues.size(), 1u);
    auto with = painter_of(x, timing);
    auto without = painter_of(x, {timing.frames, {}});
    for (uint32_t frame = 20; frame < 190; ++frame) {
      auto now = time_of(frame, 30);
      auto shown = std::ranges::any_of(cues, [&](auto& cue) {
        return cue.start < now && now < cue.end;
      });
      auto near_edge = std::ranges::any_of(cues, [&](auto& cue) {
        auto off = [&](auto time) { return std::abs((time - now).count()); };
        return std::min(off(cue.start), off(cue.end)) <= 33'400;
      });
      if (near_edge)
        continue;
      auto drawn = frame_of(*with, frame) != frame_of(*without, frame);
      if (drawn != shown)
        CAF_FAIL(width << "x" << height << " frame " << frame << ": cue "
                       << shown << ", drawn " << drawn);
    }
  }
}

CAF_TEST(captions stay in the room that is theirs) {
  scene_timing timing{300, words_of({"Electroencephalographically,",
                                     "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
                                     "measured", "pneumonoultramicroscopic",
                                     "dust", "harms", "the", "lungs,", "the",
                                     "heart", "and", "the", "vessels", "of",
                                     "many", "people.", "Yes."})};
  for (auto [width, height] : {std::pair{640u, 360u}, {360u, 360u},
                               {360u, 640u}, {360u, 450u}})
    for (auto text_scale : {0.8, 1.0, 1.4}) {
      auto x = scene(layout_kind::title);
      x.motion = motion_style::still;
      x.format = {width, height, 30};
      x.text_scale = text_scale;
      auto with = painter_of(x, timing);
      auto without = painter_of(x, {timing.frames, {}});
      text_setter setter;
      auto laid = lay_out(x, timing, setter);
      auto room = captions::area(*laid.builder);
      CAF_CHECK_GREATER_OR_EQUAL(room.x, 0.0);
      CAF_CHECK_LESS_OR_EQUAL(room.y + room.h, static_cast<double>(height));
      size_t drawn = 0;
      for (uint32_t frame = 20; frame < 220; frame += 7) {
        auto a = frame_of(*with, frame);
        auto b = frame_of(*without, frame);
        for (size_t i = 0; i < a.size(); i += 4) {
          if (std::equal(a.begin() + static_cast<std::ptrdiff_t>(i),
                         a.begin() + static_cast<std::ptrdiff_t>(i + 4),
                         b.begin() + static_cast<std::ptrdiff_t>(i)))
            continue;
          ++drawn;
          auto px = static_cast<double>(i / 4 % width);
          auto py = static_cast<double>(i / 4 / width);
          if (px < room.x - 1 || px > room.x + room.w + 1 || py < room.y - 1
              || py > room.y + room.h + 1)
            CAF_FAIL(width << "x" << height << " at " << text_scale
                           << ": frame " << frame << " draws at " << px << ", "
                           << py);
        }
      }
      CAF_CHECK_GREATER(drawn, 1'000u);
    }
}

CAF_TEST(without karaoke a caption stands still) {
  auto x = scene(layout_kind::title);
  x.motion = motion_style::still;
  auto lit = painter_of(x, spoken());
  x.karaoke = false;
  auto plain = painter_of(x, spoken());
  auto cues = caption_cues(spoken().words, time_of(150, x.format.fps),
                           caption_shape_of(x.format));
  // By the last cue everything else has come.
  CAF_REQUIRE(!cues.empty());
  auto& words = cues.back().words;
  CAF_REQUIRE_GREATER(words.size(), 2u);
  auto frame_at = [&](microseconds time) {
    return static_cast<uint32_t>(time.count() * x.format.fps / 1'000'000);
  };
  auto early = frame_at(words[0].end), late = frame_at(words[2].end);
  CAF_CHECK(frame_of(*lit, early) != frame_of(*lit, late));
  CAF_CHECK(frame_of(*plain, early) == frame_of(*plain, late));
}

namespace {

check_frame plain_frame() {
  check_frame in;
  in.width = 1000;
  in.height = 500;
  in.margin = 10;
  in.smallest = 20;
  in.large = 36;
  in.captions = {200, 420, 600, 60};
  in.grounds = [](const placed_text&) {
    return std::vector<color>{rgb(0x000000)};
  };
  return in;
}

placed_text text_at(double x, double y) {
  placed_text out;
  out.what = "title";
  out.ink = {x, y, 200, 30};
  out.room = out.ink;
  out.size = 30;
  out.shown = rgb(0xFFFFFF);
  return out;
}

std::set<finding::kind> kinds(const std::vector<placed_text>& texts,
                              const std::vector<placed_line>& lines = {},
                              const check_frame& in = plain_frame()) {
  std::set<finding::kind> out;
  scene_plan plan;
  plan.texts = texts;
  plan.lines = lines;
  for (auto& x : check_plan(plan, in))
    out.insert(x.what);
  return out;
}

} // namespace

CAF_TEST(the checker finds every planted fault) {
  using kind = finding::kind;
  using found = std::set<finding::kind>;
  CAF_CHECK(kinds({text_at(100, 100), text_at(100, 140)}) == found{});
  CAF_CHECK(kinds({text_at(100, 100), text_at(150, 120)})
            == found{kind::overlap});
  CAF_CHECK(kinds({text_at(900, 100)}) == found{kind::clipped});
  CAF_CHECK(kinds({text_at(100, 5)}) == found{kind::clipped});
  CAF_CHECK(kinds({text_at(300, 410)}) == found{kind::in_captions});
  auto small = text_at(100, 100);
  small.size = 12;
  CAF_CHECK(kinds({small}) == found{kind::too_small});
  auto grey = text_at(100, 100);
  grey.shown = rgb(0x666666);
  CAF_CHECK(kinds({grey}) == found{kind::low_contrast});
  grey.size = 40;
  CAF_CHECK(kinds({grey}) == found{});
  auto holes = text_at(100, 100);
  holes.missing = 2;
  CAF_CHECK(kinds({holes}) == found{kind::missing_glyph});
  auto cut = text_at(100, 100);
  cut.cut = true;
  CAF_CHECK(kinds({cut}) == found{kind::left_out});
  placed_line beside{"line", {{50, 50}, {90, 200}, {400, 200}}};
  CAF_CHECK(kinds({text_at(100, 100)}, {beside}) == found{});
  placed_line through{"line", {{50, 50}, {350, 160}}};
  CAF_CHECK(kinds({text_at(100, 100)}, {through}) == found{kind::crossed});
}

CAF_TEST(text that goes before it is read is found) {
  using kind = finding::kind;
  using found = std::set<finding::kind>;
  auto in = plain_frame();
  in.end = 6;
  auto legal = text_at(100, 100);
  legal.text = "Do not take it when you are pregnant or allergic to it";
  legal.start = 1;
  CAF_CHECK(kinds({legal}, {}, in) == found{});
  legal.start = 3;
  CAF_CHECK(kinds({legal}, {}, in) == found{kind::too_short});
  // What is also heard needs half the time.
  in.heard = "do not take it when you are pregnant or allergic to it.";
  CAF_CHECK(kinds({legal}, {}, in) == found{});
  CAF_CHECK(std::abs(reading_seconds("three words here") - 1) < 1e-9);
  CAF_CHECK(std::abs(reading_seconds("\u9AD8\u8840\u5727\u3092\u9759\u304B")
                     - 1)
            < 1e-9);
}

CAF_TEST(callouts come when the voice names what they name) {
  auto x = scene(layout_kind::diagram);
  x.format = {854, 480, 30};
  auto words = words_of({"An", "enzyme", "called", "ACE", "makes", "it.",
                         "Lisinopril", "blocks", "this", "enzyme.", "So",
                         "less", "angiotensin", "is", "made."});
  text_setter setter;
  auto made = lay_out(x, {420, words}, setter);
  auto start_of = [&](std::string_view what) {
    for (auto& text : made.plan.texts)
      if (text.what == what)
        return text.start;
    return -1.0;
  };
  auto said = [&](size_t i) {
    return static_cast<double>(words[i].start.count()) / 1e6;
  };
  // The line begins just before the word; its text follows.
  constexpr double ahead = 0.12;
  constexpr double line = 0.3;
  CAF_CHECK(std::abs(start_of("target") - line - (said(3) - ahead)) < 1.0 / 30);
  CAF_CHECK(std::abs(start_of("actor") - line - (said(7) - ahead)) < 1.0 / 30);
  CAF_CHECK(std::abs(start_of("effect") - line - (said(11) - ahead))
            < 1.0 / 30);
}

CAF_TEST(a real scene that is too short is found) {
  auto x = scene(layout_kind::cta);
  x.legal = "Do not take it during pregnancy or when you had swelling of the "
            "face before. It may cause cough, dizziness or headache. Talk to "
            "your doctor about other medicines that you take.";
  x.format = {854, 480, 30};
  auto kinds_at = [&](uint32_t frames) {
    std::set<finding::kind> out;
    auto found = check_layout(x, {frames, {}});
    CAF_REQUIRE(found);
    for (auto& one : *found)
      out.insert(one.what);
    return out;
  };
  using found = std::set<finding::kind>;
  CAF_CHECK(kinds_at(90) == found{finding::kind::too_short});
  CAF_CHECK(kinds_at(600) == found{});
}

CAF_TEST(a scene from right to left is mirrored and its texts are not) {
  auto x = scene(layout_kind::bullets);
  x.captions = false;
  x.format = {854, 480, 30};
  auto place_of = [&](const composition& of) {
    text_setter setter;
    auto made = lay_out(of, {150, {}}, setter);
    for (auto& text : made.plan.texts)
      if (text.what == "title")
        return text.room;
    return rect{};
  };
  auto english = place_of(x);
  CAF_CHECK(english.x < 100);
  x.title = "\u0643\u064A\u0641 \u064A\u0639\u0645\u0644 "
            "\u0627\u0644\u062F\u0648\u0627\u0621";
  auto arabic = place_of(x);
  CAF_CHECK(arabic.right() > 754);
  CAF_CHECK_EQUAL(findings_of(x), "");
}

CAF_TEST(the fonts of this machine are complete) {
  auto ok = check_fonts();
  CAF_CHECK_EQUAL(ok ? std::string{} : text_of(ok.error()), "");
}
