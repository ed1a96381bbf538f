#define CAF_SUITE transition
#include "tests/support/test.hpp"

#include "media/transition.hpp"
#include "tests/media/pattern.hpp"

using namespace troupe;

namespace {

constexpr transition_kind between[] = {
  transition_kind::crossfade, transition_kind::slide, transition_kind::wipe};

/// One grey level everywhere.
class plain {
 public:
  plain(film_format format, uint8_t level)
    : format_(format),
      y_(size_t{format.width} * format.height, level),
      c_(y_.size() / 4, 128) {}

  frame_source source() {
    return [this](uint32_t) -> result<i420_view> {
      return i420_view{y_.data(),         c_.data(),         c_.data(),
                       format_.width,     format_.width / 2, format_.width / 2};
    };
  }

 private:
  film_format format_;
  std::vector<uint8_t> y_, c_;
};

double mean(const i420_view& x, const film_format& format) {
  double sum = 0;
  for (uint32_t row = 0; row < format.height; ++row)
    for (uint32_t i = 0; i < format.width; ++i)
      sum += x.y[size_t{row} * x.y_stride + i];
  return sum / format.width / format.height;
}

frame_source made(const transition_request& request, frame_source from,
                  frame_source to) {
  auto out = transition_source(request, std::move(from), std::move(to));
  if (!out)
    CAF_FAIL(text_of(out.error()));
  return std::move(*out);
}

std::vector<double> levels(transition_kind kind, film_format format) {
  plain dark{format, 40};
  plain light{format, 200};
  auto source = made({kind, format, 15}, dark.source(), light.source());
  std::vector<double> out;
  for (uint32_t i = 0; i < 15; ++i)
    out.push_back(mean(*source(i), format));
  return out;
}

} // namespace

CAF_TEST(every transition goes from one picture to the other without a step back) {
  for (auto kind : between) {
    for (auto format : {film_format{320, 180, 30}, film_format{180, 320, 30}}) {
      auto seen = levels(kind, format);
      CAF_CHECK_GREATER(seen.front(), 40);
      CAF_CHECK_LESS(seen.front(), 60);
      CAF_CHECK_LESS(seen.back(), 200);
      CAF_CHECK_GREATER(seen.back(), 180);
      for (size_t i = 1; i < seen.size(); ++i)
        CAF_CHECK_GREATER_OR_EQUAL(seen[i], seen[i - 1]);
    }
  }
}

CAF_TEST(a slide shows pieces of both pictures and nothing else) {
  film_format format{320, 180, 30};
  test::pattern first{format, 0};
  test::pattern second{format, 3};
  auto source = made({transition_kind::slide, format, 9}, first.source(),
                     second.source());
  auto view = source(4);
  // Half way both have half of the width.
  auto a = first.draw(4);
  for (uint32_t row : {0u, 90u, 179u}) {
    auto at = size_t{row} * 320;
    CAF_CHECK(std::equal(view->y + at, view->y + at + 160, a.y + at + 160));
  }
  auto b = second.draw(4);
  for (uint32_t row : {0u, 90u, 179u}) {
    auto at = size_t{row} * 320;
    CAF_CHECK(std::equal(view->y + at + 160, view->y + at + 320, b.y + at));
  }
}

CAF_TEST(a crossfade of equal pictures changes nothing) {
  film_format format{128, 72, 30};
  test::pattern first{format, 1};
  test::pattern second{format, 1};
  auto source = made({transition_kind::crossfade, format, 7}, first.source(),
                     second.source());
  for (uint32_t i = 0; i < 7; ++i) {
    auto view = source(i);
    auto same = first.draw(i);
    CAF_CHECK(std::equal(view->y, view->y + 128 * 72, same.y));
    CAF_CHECK(std::equal(view->u, view->u + 64 * 36, same.u));
  }
}

CAF_TEST(kinds without frames and odd lengths are refused) {
  film_format format{128, 72, 30};
  test::pattern any{format};
  auto refused = [&](transition_request x) {
    auto out = transition_source(x, any.source(), any.source());
    return !out && out.error() == ec::invalid_argument;
  };
  CAF_CHECK(refused({transition_kind::fade, format, 15}));
  CAF_CHECK(refused({transition_kind::cut, format, 15}));
  CAF_CHECK(refused({transition_kind::wipe, format, 1}));
  CAF_CHECK(refused({transition_kind::wipe, format, 121}));
}

CAF_TEST(an error of a scene is handed on) {
  film_format format{128, 72, 30};
  test::pattern any{format};
  frame_source broken = [](uint32_t) -> result<i420_view> {
    return make_error(ec::media_failed, "no picture");
  };
  auto source = made({transition_kind::wipe, format, 5}, any.source(), broken);
  CAF_CHECK(!source(0));
}
