#include "media/text_fonts.hpp"

#include "media/painter.hpp"
#include "media/text_shape.hpp"

#include <array>

namespace troupe::media {

namespace {

std::string_view region_of(std::string_view han) {
  return han == "ko"      ? "KR"
         : han == "zh-cn" ? "SC"
         : han == "zh-tw" ? "TC"
                          : "JP";
}

struct needed_font {
  std::string_view family;
  std::string_view package;
  std::string_view what;
};

constexpr std::array needed_fonts = {
  needed_font{"Inter", "fonts-inter", "all texts"},
  needed_font{"Inter Display", "fonts-inter", "headlines"},
  needed_font{"Noto Serif Display", "fonts-noto-core", "editorial headlines"},
  needed_font{"Noto Sans Arabic", "fonts-noto-core", "Arabic"},
  needed_font{"Noto Sans Hebrew", "fonts-noto-core", "Hebrew"},
  needed_font{"Noto Sans Devanagari", "fonts-noto-core", "Hindi"},
  needed_font{"Noto Sans Thai", "fonts-noto-core", "Thai"},
  needed_font{"Noto Sans CJK JP", "fonts-noto-cjk",
              "Chinese, Japanese and Korean"},
  needed_font{"Noto Color Emoji", "fonts-noto-color-emoji", "emoji"},
};

} // namespace

std::string families_of(typeface face, std::string_view han) {
  auto is_serif = face == typeface::serif;
  std::string out;
  switch (face) {
    case typeface::text: out = "Inter"; break;
    case typeface::display: out = "Inter Display,Inter"; break;
    case typeface::serif: out = "Noto Serif Display,Noto Serif"; break;
  }
  out += is_serif ? ",Noto Serif CJK " : ",Noto Sans CJK ";
  out += region_of(han);
  if (is_serif)
    out += ",Noto Naskh Arabic,Noto Serif Hebrew,Noto Serif Devanagari,"
           "Noto Serif Thai,Noto Serif Bengali,Noto Serif Tamil";
  out += ",Noto Sans,Noto Sans Arabic,Noto Sans Hebrew,Noto Sans Devanagari,"
         "Noto Sans Thai,Noto Sans Bengali,Noto Sans Tamil";
  // Pango finds the emoji font for emoji by itself; named here, fontconfig
  // would put it first, and digits would come from it.
  return out;
}

std::string_view licence_of_family(std::string_view family) {
  auto known = family == "Inter" || family.starts_with("Inter ")
               || family.starts_with("Noto ");
  return known ? "OFL-1.1" : "";
}

result<void> check_fonts() {
  text_shaper shaper;
  for (auto& x : needed_fonts)
    if (!shaper.has(x.family))
      return make_error(ec::media_failed,
                        "font \"" + std::string{x.family} + "\" (for "
                          + std::string{x.what} + ") is missing; install "
                          + std::string{x.package});
  return {};
}

} // namespace troupe::media
