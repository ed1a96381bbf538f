#include "protocol/film_files.hpp"
#include "protocol/payload_pictures.hpp"
#include "protocol/piece_spec.hpp"
#include "protocol/stage_plan_parts.hpp"

#include <algorithm>

namespace troupe::plan {

namespace {

/// A slow camera comes nearer by up to this.
constexpr double camera_room = 1.15;
/// What a 2160p frame needs, and what a logo ever takes of it.
constexpr double longest_picture = 3840;
constexpr double longest_logo = 1280;
/// Decoding against drawing one preview, for progress only.
constexpr double upload_cost = 0.5;

/// Faces are above the middle of portraits.
constexpr double portrait_focus_y = 0.4;

bool is_logo(const named_picture& x) {
  return x.field == "logo" || x.field == "/logo/file";
}

/// What came with the payload, and what a written film names.
std::vector<named_picture> pictures_of_film(const film_inputs& inputs) {
  auto out = pictures_in(inputs.payload);
  for (auto& x : inputs.all.at("files").as_array())
    if (x.text("role") != to_string(film_file_role::clip)
        && is_content_key(x.text("id")))
      out.push_back({x.text("field"), x.text("id")});
  return out;
}

struct upload {
  named_picture named;
  piece made;
};

upload upload_of(const film_inputs& inputs, const named_picture& named) {
  auto side = std::max(inputs.format.width, inputs.format.height);
  auto most = is_logo(named) ? longest_logo : longest_picture;
  picture_spec spec{
    named.id, static_cast<uint32_t>(std::min(side * camera_room, most))};
  piece_list one;
  add(one, piece_kind::picture, named.field, to_json(spec), upload_cost);
  return {named, std::move(one.front())};
}

std::vector<upload> uploads_of(const film_inputs& inputs) {
  std::vector<upload> out;
  for (auto& named : pictures_of_film(inputs))
    out.push_back(upload_of(inputs, named));
  return out;
}

bool is_of(const named_picture& x, std::string_view field) {
  return x.field == field
         || (x.field.starts_with(field) && x.field[field.size()] == '[');
}

std::vector<std::string> ids_of(const film_inputs& inputs,
                                std::initializer_list<std::string_view> of) {
  std::vector<std::string> out;
  for (auto field : of)
    for (auto& named : pictures_in(inputs.payload))
      if (is_of(named, field)
          && std::ranges::find(out, named.id) == out.end())
        out.push_back(named.id);
  return out;
}

/// Who shows what: one entry a scene, empty where nothing is cast.
struct part {
  std::string id;
  std::string layout;
};

bool shows_product(const json& scene) {
  return scene.text("layout") == "product" || scene.text("type") == "product";
}

/// Scenes that are made of words alone: a picture takes nothing from them.
bool has_room(const json& scene) {
  auto layout = scene.text("layout");
  auto type = scene.text("type");
  if (type == "logo" || type == "cta" || type == "safety" || type == "product")
    return false;
  // Rows on a picture are three at most.
  return layout.empty() || layout == "title" || layout == "statement"
         || (layout == "presenter" && scene.at("points").size() == 0
             && !scene.has("figure") && !scene.has("quote"))
         || (layout == "bullets" && scene.at("points").size() <= 3);
}

std::vector<part> cast_of(const film_inputs& inputs) {
  auto& scenes = inputs.scenes;
  std::vector<part> out(scenes.size());
  auto is_free = [&](size_t i) {
    auto& scene = scenes.at(i);
    return out[i].id.empty() && !scene.has("picture") && !scene.has("clip");
  };
  auto products = ids_of(inputs, {"product_image", "product_images"});
  size_t next = 0;
  for (size_t i = 0; i < scenes.size() && !products.empty(); ++i)
    if (is_free(i) && shows_product(scenes.at(i)))
      out[i] = {products[next++ % products.size()], "product"};
  // The presenter opens the film, and comes back before its end if it is long.
  std::vector<size_t> rooms;
  for (size_t i = 0; i < scenes.size(); ++i)
    if (is_free(i) && has_room(scenes.at(i)))
      rooms.push_back(i);
  auto avatars = ids_of(inputs, {"avatar"});
  if (inputs.type == video_type::presenter_ad) {
    // The first clip introduces who speaks.
    if (!rooms.empty() && rooms.front() == 0)
      rooms.erase(rooms.begin());
  } else if (!avatars.empty() && !rooms.empty()) {
    out[rooms.front()] = {avatars.front(), "presenter"};
    if (rooms.size() > 3) {
      out[rooms.back()] = {avatars.front(), "presenter"};
      rooms.pop_back();
    }
    rooms.erase(rooms.begin());
  }
  auto pictures = ids_of(inputs, {"pictures"});
  // Product pictures that no product scene took are pictures like others.
  for (; next < products.size(); ++next)
    pictures.push_back(products[next]);
  auto count = std::min(pictures.size(), rooms.size());
  for (size_t i = 0; i < count; ++i)
    out[rooms[i * rooms.size() / count]] = {pictures[i], "picture"};
  for (size_t i = 0; i < scenes.size(); ++i)
    if (inputs.type == video_type::presenter_ad && !avatars.empty()
        && is_free(i) && scenes.at(i).text("layout") == "presenter")
      out[i] = {avatars.front(), "presenter"};
  return out;
}

/// "of": "pictures[1]" or "avatar" instead of an id.
void name_by_id(const film_inputs& inputs, json& scene) {
  auto picture = scene.find("picture");
  if (!picture || !picture->is_object() || picture->has("key"))
    return;
  for (auto& named : pictures_in(inputs.payload))
    if (named.field == picture->text("of"))
      (*picture)["key"] = named.id;
}

} // namespace

json cast_scene(const film_inputs& inputs, uint32_t index) {
  auto scene = inputs.scenes.at(index);
  auto given = cast_of(inputs)[index];
  if (given.id.empty()) {
    name_by_id(inputs, scene);
    return scene;
  }
  auto is_portrait = given.layout == "presenter";
  scene["picture"] = json::make_object(
    {{"key", given.id}, {"focus_y", is_portrait ? portrait_focus_y : 0.5}});
  scene["layout"] = given.layout;
  if (is_portrait && !scene.has("person")
      && inputs.type != video_type::presenter_ad)
    scene["person"]
      = json::make_object({{"name", inputs.payload.text("presenter_name")},
                           {"role", inputs.payload.text("presenter_role")}});
  return scene;
}

void use_uploads(const film_inputs& inputs, composition& x) {
  auto all = uploads_of(inputs);
  for (auto shown : {&x.picture, &x.logo}) {
    if (!*shown)
      continue;
    auto found = std::ranges::find_if(all, [&](auto& upload) {
      return upload.named.id == (*shown)->key
             && is_logo(upload.named) == (shown == &x.logo);
    });
    if (found == all.end())
      shown->reset();
    else
      (*shown)->key = found->made.key.str();
  }
  // How many of its frames are wanted isn't known yet: see use_clips().
  if (x.clip && !names_clip(inputs, x.clip->key))
    x.clip.reset();
}

std::optional<composed_picture> logo_of(const film_inputs& inputs) {
  auto all = pictures_of_film(inputs);
  auto found = std::ranges::find_if(all, is_logo);
  if (found == all.end())
    return std::nullopt;
  composed_picture out;
  out.key = found->id;
  return out;
}

void note_colors(const std::vector<piece_record>& stills, notes_list& notes) {
  for (auto& still : stills) {
    auto meta = json::parse(still.meta);
    if (!meta)
      continue;
    for (auto& moved : meta->at("moved_colors").as_array())
      notes.push_back("The colour " + moved.text("asked")
                      + " could not be read on its ground; "
                      + moved.text("shown") + " is shown instead.");
    if (auto accent = meta->text("logo_color"); !accent.empty())
      notes.push_back("The logo's colour " + accent + " leads; say another "
                      "accent to change it.");
  }
}

bool need(piece_list& pieces, const piece& made) {
  bool is_shown = false;
  for (auto& x : pieces)
    if (x.spec.find(made.key.str()) != std::string::npos) {
      x.needs.push_back(made.name);
      is_shown = true;
    }
  return is_shown;
}

piece_list with_uploads(const film_inputs& inputs, piece_list pieces) {
  piece_list out;
  for (auto& upload : uploads_of(inputs)) {
    auto& made = upload.made;
    // The same picture twice at the same size is made once.
    auto is_known = std::ranges::find(out, made.key, &piece::key) != out.end();
    if (!is_known && need(pieces, made))
      out.push_back(made);
  }
  std::ranges::move(pieces, std::back_inserter(out));
  return out;
}

} // namespace troupe::plan
