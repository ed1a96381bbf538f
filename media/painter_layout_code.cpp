// A code to scan, and the words that say what for.

#include "media/painter_closing.hpp"
#include "media/painter_data.hpp"
#include "media/painter_link.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// Lines of text below each other, with a button among them.
struct column_of_words {
  text_block title;
  text_block under;
  text_block address;
  button press;
  double gap = 0;
  double height = 0;
};

column_of_words set_words(scene_builder& to, double width, double room,
                          align side) {
  column_of_words out;
  out.gap = to.u(30);
  auto wide = to.grid.shape == frame_shape::wide;
  out.press = set_button(to, width);
  auto address = to.style(text_role::body);
  address.weight = 600;
  address.to = side;
  out.address = to.fit(address, link_text(*to.scene.link),
                       {width, 1e9,
                        to.grid.shape == frame_shape::square ? 1 : 2,
                        to.u(26), false});
  out.under = to.scene.points.empty()
                ? text_block{}
                : to.fit(text_role::body, to.scene.points[0].text, width, 3,
                         1e9, side);
  double fixed = 0;
  for (auto height : {out.press.height, out.address.height, out.under.height})
    fixed += height > 0 ? height + out.gap : 0;
  auto role = wide ? text_role::display : text_role::h1;
  out.title = to.fit(role, to.scene.title, width, 3,
                     std::max(to.u(64), room - fixed), side);
  out.height = out.title.height + fixed;
  return out;
}

void place_words(scene_builder& to, const column_of_words& x, double left,
                 double width, double y, align side) {
  auto at = [&](double own) {
    return side == align::center ? left + (width - own) / 2 : left;
  };
  to.place(x.title, {{at(x.title.width), y}, to.look.ink, 0.22, "title"});
  y += x.title.height + x.gap;
  to.place(x.under, {{at(x.under.width), y}, to.look.secondary, 0.6, "under"});
  y += x.under.height > 0 ? x.under.height + x.gap : 0;
  to.place(x.address, {{at(x.address.width), y}, to.look.accent, 0.8,
                       "address"});
  y += x.address.height + x.gap;
  place_button(to, x.press, at(x.press.width), y);
}

/// Whether the kicker keeps to a width; it has one line and one size.
bool kicker_fits(scene_builder& to, double width) {
  auto style = to.style(text_role::kicker);
  return to.scene.kicker.empty()
         || to.setter().width_of(to.scene.kicker, style) + to.u(90) <= width;
}

/// Words at one side, the code at the other; false when the words need more
/// width than that leaves.
bool place_beside(scene_builder& to, double top, double room) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto& link = *to.scene.link;
  auto most = std::min({room, inner * 0.42, to.u(600)});
  auto size = code_size(link, most);
  auto apart = to.u(90);
  auto width = inner - size - apart;
  auto x = set_words(to, width, room - to.kicker_height(), align::left);
  auto whole = to.kicker_height() + x.height;
  if (x.title.cut || x.under.cut || x.press.label.cut
      || x.address.cut || whole > room
      || !kicker_fits(to, width))
    return false;
  auto words_x = to.mirrored() ? left + size + apart : left;
  auto y = to.place_kicker(words_x, top + (room - whole) / 2);
  place_words(to, x, words_x, width, y, align::left);
  place_code(to, link, {to.mirrored() ? left : left + inner - size,
                        top + (room - size) / 2}, most, 0.35);
  return true;
}

} // namespace

void lay_out_code(scene_builder& to) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto upright = to.grid.upright();
  auto top = to.u(upright ? to.grid.kicker_y - 30 : 92);
  auto bottom = to.place_legal(left, inner, to.u(to.grid.bottom));
  if (bottom < to.u(to.grid.bottom))
    bottom -= to.u(28);
  auto room = bottom - top;
  auto& link = *to.scene.link;
  if (!upright && place_beside(to, top, room))
    return;
  auto least = to.u(190);
  auto x = set_words(to, inner,
                     std::min(room * 0.5,
                              room - least - to.kicker_height()),
                     align::center);
  auto spare = room - x.height - to.kicker_height();
  auto gap = spare < to.u(300) ? to.u(28) : to.u(56);
  auto most = std::clamp(spare - gap, to.u(160),
                         std::min(inner * 0.66, to.u(600)));
  auto size = code_size(link, most);
  auto whole = to.kicker_height() + size + gap + x.height;
  auto y = top + std::max(0.0, (room - whole) * 0.45);
  y = to.place_kicker(left + inner / 2, y, align::center);
  place_code(to, link, {left + (inner - size) / 2, y}, most, 0.35);
  place_words(to, x, left, inner, y + size + gap, align::center);
}

} // namespace troupe::media
