// The card at the end of a film: sign, name, claim, button, contact.

#include "media/painter_closing.hpp"
#include "media/painter_link.hpp"
#include "media/painter_logo.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

struct end_words {
  text_block name;
  text_block claim;
  button press;
  text_block contact;
  /// On a line of its own when both are too long for one.
  text_block phone;
  double height = 0;
};

/// Telephone and address, in one line if there is room for it.
std::string contact_text(const composition& x, bool in_one_line) {
  auto link = x.link ? link_text(*x.link) : std::string{};
  auto phone = x.place ? x.place->phone : std::string{};
  if (link.empty() || phone.empty())
    return link + phone;
  return in_one_line ? link + "  \u00B7  " + phone : link;
}

constexpr double name_gap = 16;
constexpr double press_gap = 40;
constexpr double contact_gap = 34;
constexpr double phone_gap = 6;

end_words set_words(scene_builder& to, double width, align side) {
  end_words out;
  auto& x = to.scene;
  auto has_logo = to.pictures.find(x.logo) != nullptr;
  auto name = has_logo && is_wordmark(to) ? std::string{} : x.name;
  out.name = to.fit(text_role::display, name, width, 2, 1e9, side);
  auto claim = x.title == x.name ? std::string{} : x.title;
  out.claim = to.fit(out.name.height > 0 ? text_role::body : text_role::h1,
                     claim, std::min(width, to.u(1100)), 3, 1e9, side);
  out.press = set_button(to, width);
  auto contact = contact_text(x, true);
  auto fits = to.setter().width_of(contact, to.style(text_role::label)) < width;
  out.contact = to.fit(text_role::label, contact_text(x, fits), width, 1, 1e9,
                       side);
  if (!fits && x.place && x.link)
    out.phone = to.fit(text_role::label, x.place->phone, width, 1, 1e9, side);
  auto add = [&](double height, double gap) {
    if (height > 0)
      out.height += height + (out.height > 0 ? to.u(gap) : 0);
  };
  add(out.name.height, 0);
  add(out.claim.height, name_gap);
  add(out.press.height, press_gap);
  add(out.contact.height, contact_gap);
  add(out.phone.height, phone_gap);
  return out;
}

void place_words(scene_builder& to, const end_words& x, double left,
                 double width, double y, align side) {
  auto at = [&](double own) {
    return side == align::center ? left + (width - own) / 2 : left;
  };
  auto first = true;
  auto next = [&](double height, double gap) {
    auto here = y + (first || height <= 0 ? 0 : to.u(gap));
    if (height > 0) {
      y = here + height;
      first = false;
    }
    return here;
  };
  auto name_y = next(x.name.height, 0);
  to.place(x.name, {{at(x.name.width), name_y}, to.look.ink, 0.5, "name"});
  auto claim_y = next(x.claim.height, name_gap);
  to.place(x.claim, {{at(x.claim.width), claim_y}, to.look.secondary, 0.8,
                     "claim"});
  auto press_y = next(x.press.height, press_gap);
  place_button(to, x.press, at(x.press.width), press_y, 1.1);
  auto contact_y = next(x.contact.height, contact_gap);
  to.place(x.contact, {{at(x.contact.width), contact_y}, to.look.ink, 1.4,
                       "contact"});
  auto phone_y = next(x.phone.height, phone_gap);
  to.place(x.phone, {{at(x.phone.width), phone_y}, to.look.ink, 1.5, "phone"});
}

/// The logo, or the tile with the initials and the rings around it.
struct sign {
  double width = 0;
  double height = 0;
  bool is_logo = false;
};

sign sign_of(scene_builder& to, double width, double most) {
  sign out;
  out.is_logo = to.pictures.find(to.scene.logo) != nullptr;
  if (out.is_logo) {
    auto bounds = logo_bounds(to, {0, 0, width, most}, align::left);
    out.width = bounds.w;
    out.height = bounds.h;
  } else {
    out.width = out.height = most;
  }
  return out;
}

void place_sign(scene_builder& to, const sign& x, double left, double y) {
  if (x.is_logo)
    place_logo(to, {left, y, x.width, x.height}, align::left, 0.1);
  else
    place_tile(to, {std::round(left), std::round(y), x.width, x.height},
               std::min(left, y) > x.height * 0.8);
}

} // namespace

void lay_out_end_card(scene_builder& to) {
  auto inner = to.u(to.grid.inner_width());
  auto left = to.u(to.grid.margin);
  auto upright = to.grid.upright();
  auto top = to.u(upright ? to.grid.kicker_y - 20 : 84);
  auto side = to.grid.shape == frame_shape::wide && to.scene.link
                ? align::left
                : align::center;
  auto bottom = to.place_legal(left, inner, to.u(to.grid.bottom), side);
  if (bottom < to.u(to.grid.bottom))
    bottom -= to.u(28);
  auto room = bottom - top;
  if (side == align::left) {
    // Sign above the words, the code at the other side.
    auto most = std::min(room, to.u(460));
    auto code = code_size(*to.scene.link, most);
    auto width = inner - code - to.u(120);
    auto x = set_words(to, width, side);
    auto gap = to.u(44);
    auto mark = sign_of(to, width, std::clamp(room - x.height - gap,
                                              to.u(96), to.u(150)));
    auto y = top + std::max(0.0, (room - mark.height - gap - x.height) / 2);
    place_sign(to, mark, left, y);
    place_words(to, x, left, width, y + mark.height + gap, side);
    place_code(to, *to.scene.link, {left + inner - code,
                                    top + (room - code) / 2}, most, 0.6);
    return;
  }
  auto x = set_words(to, inner, side);
  auto gap = to.u(upright ? 90 : 60);
  auto code_gap = to.u(50);
  auto code_most = to.scene.link && upright ? to.u(300) : 0.0;
  auto code = code_most > 0 ? code_size(*to.scene.link, code_most) : 0.0;
  // Without room for sign, words and code, the words give the address.
  if (room - x.height - gap - code_gap - code - to.u(30) < to.u(110))
    code = 0;
  auto spare = room - x.height - gap - (code > 0 ? code + code_gap + to.u(30) : 0);
  // The rings around the tile need room of their own.
  auto mark = sign_of(to, inner * 0.6,
                      std::clamp(spare * 0.8, to.u(90), to.u(upright ? 240
                                                                     : 190)));
  auto whole = mark.height + gap + x.height
               + (code > 0 ? code_gap + code + to.u(30) : 0);
  auto y = top + std::max(0.0, (room - whole) / 2);
  place_sign(to, mark, left + (inner - mark.width) / 2, y);
  y += mark.height + gap;
  place_words(to, x, left, inner, y, side);
  if (code > 0)
    place_code(to, *to.scene.link, {left + (inner - code) / 2,
                                    y + x.height + code_gap}, code_most, 0.9);
}

} // namespace troupe::media
