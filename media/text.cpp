#include "media/text.hpp"

#include "media/text_shape.hpp"

#include <algorithm>
#include <iterator>
#include <cmath>
#include <optional>

namespace troupe::media {

namespace {

/// Height of capitals in sizes: what the eye centres on.
constexpr double cap_height = 0.72;
/// One step smaller.
constexpr double step = 0.96;
/// Words are divided only when a text would have to shrink below this.
constexpr double worth_dividing = 0.7;
/// What it may cost to bring a lonely word back: a headline of two lines onto
/// one, longer ones onto one line fewer.
constexpr double worth_one_line = 0.74;
constexpr double worth_fewer_lines = 0.84;

struct setting {
  double size = 0;
  std::vector<text_atom> atoms;
  std::vector<text_line> lines;
};

class fitting {
 public:
  fitting(const shaped_text& text, const text_style& style,
          const text_room& room)
      : text_(text),
        room_(room),
        leading_(std::max(style.leading, text.least_leading)) {}

  double leading() const { return leading_; }

  double line_height(double size) const {
    return std::round(leading_ * size);
  }

  std::optional<setting> at(double size, std::vector<text_atom> atoms,
                            int lines) const {
    auto rows = static_cast<int>(
      std::min(100.0, (room_.height + 0.5) / line_height(size)));
    rows = std::min(rows, lines);
    if (rows < 1)
      return std::nullopt;
    auto found = break_lines(atoms, {room_.width / size, rows,
                                     room_.balanced});
    if (!found)
      return std::nullopt;
    return setting{size, std::move(atoms), std::move(*found)};
  }

  /// The largest size that fits, from `most` down to `least`.
  template <class Atoms>
  std::optional<setting> largest(double most, double least,
                                 Atoms&& atoms) const {
    for (auto size = most;; size = std::max(least, size * step)) {
      if (auto out = at(size, atoms(size), room_.lines))
        return out;
      if (size <= least)
        return std::nullopt;
    }
  }

  std::optional<setting> best(double most, double least) const {
    auto whole = [&](double) { return text_.atoms; };
    auto at_hyphens = [&](double size) {
      return divided(text_, room_.width / size, divide::at_hyphens);
    };
    auto anywhere = [&](double size) {
      return divided(text_, room_.width / size, divide::anywhere);
    };
    auto undivided = std::max(least, most * worth_dividing);
    if (auto out = largest(most, undivided, whole))
      return tidied(std::move(*out), least);
    if (auto out = largest(most, least, at_hyphens))
      return tidied(std::move(*out), least);
    return largest(least, least, anywhere);
  }

 private:
  /// A line of one word looks lost: without it, when that costs little.
  setting tidied(setting x, double least) const {
    auto n = static_cast<int>(x.lines.size());
    if (n < 2 || (!room_.balanced && n == 2))
      return x;
    auto lonely = stands_alone(x.atoms, x.lines.back())
                  || (room_.balanced
                      && stands_alone(x.atoms, x.lines.front()));
    if (!lonely)
      return x;
    auto worth = n == 2 ? worth_one_line : worth_fewer_lines;
    for (auto size = x.size * step; size >= x.size * worth && size >= least;
         size *= step)
      if (auto fewer = at(size, text_.atoms, n - 1))
        return std::move(*fewer);
    return x;
  }

  const shaped_text& text_;
  const text_room& room_;
  double leading_;
};

/// The text without its last word, with an ellipsis.
std::string without_last(const shaped_text& x, size_t atoms) {
  auto out = x.text.substr(0, x.atoms[atoms - 1].last);
  while (!out.empty()
         && std::string_view{",;:-. "}.find(out.back())
              != std::string_view::npos)
    out.pop_back();
  return out + "\u2026";
}

} // namespace

struct text_setter::parts {
  text_shaper shaper;
  std::vector<std::string> families;

  void remember(const std::vector<std::string>& more) {
    std::vector<std::string> all;
    std::ranges::set_union(families, more, std::back_inserter(all));
    families = std::move(all);
  }

  text_block block(const shaped_text& from, text_style style,
                   const setting& as, double line_height) const {
    text_block out;
    style.size = as.size;
    for (auto& line : as.lines)
      out.width = std::max(out.width, std::ceil(line.width * as.size - 1e-4));
    int number = 0;
    for (auto& line : as.lines) {
      auto spare = out.width - line.width * as.size;
      auto left = style.to == align::center                  ? spare / 2
                  : (style.to == align::right) != from.rtl ? spare
                                                             : 0.0;
      auto baseline = number * line_height
                      + std::round((line_height + cap_height * as.size) / 2);
      auto& end = as.atoms[line.last - 1];
      auto is_divided = end.hyphen > 0
                        && static_cast<size_t>(number) + 1 < as.lines.size();
      shaper.add_line(out, from, as.atoms[line.first].first, end.last,
                      is_divided, style, left, baseline, number);
      ++number;
    }
    out.lines = number;
    out.height = number * line_height;
    out.size = as.size;
    out.rtl = from.rtl;
    out.text = from.text;
    out.missing = from.missing;
    return out;
  }
};

text_setter::text_setter() : parts_(std::make_unique<parts>()) {}

text_setter::~text_setter() = default;

void text_setter::use_language(std::string_view han) {
  parts_->shaper.use_language(han);
}

text_block text_setter::fit(std::string_view raw, text_style style,
                            const text_room& room) {
  text_block out;
  if (raw.empty() || room.width < 1)
    return out;
  auto& shaper = parts_->shaper;
  auto smallest = std::min(room.smallest, style.size);
  auto text = shaper.shape(raw, style);
  if (text.atoms.empty()) {
    out.missing = text.missing;
    return out;
  }
  auto best = fitting{text, style, room}.best(style.size, smallest);
  auto missing = text.missing;
  auto cut = false;
  while (!best && text.atoms.size() > 1) {
    cut = true;
    auto shorter = without_last(text, text.atoms.size() - 1);
    text = shaper.shape(shorter, style);
    // The ellipsis must not become an atom that is all that is left.
    if (text.atoms.empty())
      break;
    best = fitting{text, style, room}.best(smallest, smallest);
  }
  if (!best) {
    // Not even one word fits: it is set, and reported.
    cut = true;
    auto as_one = text_room{1e9, 1e9, 1, smallest, false};
    best = fitting{text, style, as_one}.at(smallest, text.atoms, 1);
    if (!best)
      return out;
  }
  fitting used{text, style, room};
  out = parts_->block(text, style, *best, used.line_height(best->size));
  out.missing = missing;
  out.cut = cut;
  parts_->remember(out.families);
  return out;
}

const std::vector<std::string>& text_setter::families() const {
  return parts_->families;
}

double text_setter::width_of(std::string_view text, const text_style& style) {
  auto& x = parts_->shaper.shape(text, style);
  return x.width(0, x.text.size()) * style.size;
}

bool text_setter::draws() {
  return !fit("Ag", {}, {}).words.empty();
}

} // namespace troupe::media
