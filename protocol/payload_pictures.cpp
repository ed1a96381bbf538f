#include "protocol/payload_pictures.hpp"

#include "protocol/base64.hpp"
#include "protocol/clean_text.hpp"
#include "protocol/defaults.hpp"
#include "protocol/digest.hpp"
#include "protocol/piece_spec.hpp"

#include <algorithm>
#include <array>

namespace troupe {

namespace {

constexpr std::array<std::string_view, 3> single_fields{
  "logo", "product_image", "avatar"};
constexpr std::array<std::string_view, 2> list_fields{"product_images",
                                                      "pictures"};
constexpr std::string_view scheme = "data:";

struct picture_type {
  std::string_view name;
  /// What such a file begins with.
  std::string_view magic;
};
constexpr std::array<picture_type, 4> types{{{"image/png", "\x89PNG\r\n"},
                                             {"image/jpeg", "\xFF\xD8\xFF"},
                                             {"image/jpg", "\xFF\xD8\xFF"},
                                             {"image/webp", "RIFF"}}};

error refuse(const std::string& field, std::string_view must) {
  return make_error(ec::invalid_argument, "Field " + field + " must be "
                                            + std::string{must});
}

constexpr std::string_view accepted
  = "a picture as a data: URI (image/png, image/jpeg or image/webp, base64) "
    "or the id of an uploaded picture (letters, digits, - and _)";

bool is_word(std::string_view text) {
  return text.size() <= 128 && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                  || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

/// The bytes behind "data:<type>;base64,".
result<std::string> bytes_of(const std::string& field, std::string_view uri) {
  uri.remove_prefix(scheme.size());
  // A type is short; anything may follow here.
  auto comma = uri.substr(0, 128).find(',');
  auto head = uri.substr(0, comma == std::string_view::npos ? 0 : comma);
  auto type = std::ranges::find_if(types, [&](auto& x) {
    return lower_ascii(std::string{head})
           == std::string{x.name} + ";base64";
  });
  if (type == types.end())
    return refuse(field, accepted);
  uri.remove_prefix(comma + 1);
  constexpr auto limit = defaults::picture_max_bytes;
  // Two characters more may be padding.
  if (base64_bytes(uri.size()) > limit + 2)
    return refuse(field, "at most " + std::to_string(limit >> 20)
                           + " MiB large; it has "
                           + std::to_string(base64_bytes(uri.size()) >> 10)
                           + " KiB");
  auto bytes = from_base64(uri);
  if (!bytes || bytes->empty())
    return refuse(field, "proper base64 behind \"data:"
                           + std::string{type->name} + ";base64,\"");
  if (!bytes->starts_with(type->magic))
    return refuse(field, "the " + std::string{type->name}
                           + " that it says it is; its bytes are of another "
                             "kind");
  return std::move(*bytes);
}

result<json> check_one(const std::string& field, const json& value) {
  auto& text = value.as_string();
  if (text.starts_with(scheme)) {
    if (auto bytes = bytes_of(field, text); !bytes)
      return bytes.error();
    return value;
  }
  if (text.starts_with("http://") || text.starts_with("https://"))
    return refuse(field, "the picture itself as a data: URI; addresses of the "
                         "web are not fetched");
  auto word = clean_text(text, text_lines::one);
  if (!value.is_string() || !is_word(word))
    return refuse(field, accepted);
  return word.empty() ? json{} : json{word};
}

std::string item_name(std::string_view list, size_t index) {
  return std::string{list} + "[" + std::to_string(index) + "]";
}

/// Calls `visit(field, value)` for every picture of a payload.
template <class Json, class Visit>
void each_picture(Json& payload, Visit visit) {
  for (auto name : single_fields)
    if (auto value = payload.find(name))
      visit(std::string{name}, *value);
  for (auto name : list_fields)
    if (auto list = payload.find(name); list && list->is_array())
      for (size_t i = 0; i < list->size(); ++i) {
        if constexpr (std::is_const_v<Json>)
          visit(item_name(name, i), list->at(i));
        else
          visit(item_name(name, i), list->items()[i]);
      }
}

} // namespace

bool is_picture_field(std::string_view name) {
  return std::ranges::find(single_fields, name) != single_fields.end();
}

bool is_picture_list(std::string_view name) {
  return std::ranges::find(list_fields, name) != list_fields.end();
}

result<json> check_pictures(std::string_view name, const json& value) {
  if (is_picture_field(name))
    return check_one(std::string{name}, value);
  auto list = value.is_string() ? json::make_array({value}) : value;
  if (!list.is_array() || list.size() > defaults::picture_limit)
    return refuse(std::string{name},
                  "a list of at most " + std::to_string(defaults::picture_limit)
                    + " pictures");
  auto out = json::make_array();
  for (size_t i = 0; i < list.size(); ++i) {
    auto one = check_one(item_name(name, i), list.at(i));
    if (!one)
      return one;
    if (!one->is_null())
      out.push_back(std::move(*one));
  }
  return out.size() == 0 ? json{} : out;
}

size_t picture_text_bytes(const json& payload) {
  size_t out = 0;
  each_picture(payload, [&](const std::string&, const json& value) {
    if (value.as_string().starts_with(scheme))
      out += value.as_string().size();
  });
  return out;
}

bool may_hold_pictures(std::string_view payload) {
  return payload.find("\"data:") != std::string_view::npos;
}

result<std::vector<sent_picture>> take_pictures(json& payload) {
  std::vector<sent_picture> out;
  error failure;
  each_picture(payload, [&](const std::string& field, json& value) {
    if (failure || !value.as_string().starts_with(scheme))
      return;
    auto bytes = bytes_of(field, value.as_string());
    if (!bytes) {
      failure = bytes.error();
      return;
    }
    auto id = sha256_hex(*bytes);
    value = json{id};
    auto known = std::ranges::find(out, id, &sent_picture::id) != out.end();
    if (!known)
      out.push_back({field, id, std::move(*bytes)});
  });
  if (failure)
    return failure;
  if (out.size() > defaults::picture_limit)
    return make_error(ec::limit_exceeded,
                      "A film may have at most "
                        + std::to_string(defaults::picture_limit)
                        + " pictures; this one has "
                        + std::to_string(out.size()));
  return out;
}

std::vector<named_picture> pictures_in(const json& payload) {
  std::vector<named_picture> out;
  each_picture(payload, [&](const std::string& field, const json& value) {
    if (is_content_key(value.as_string()))
      out.push_back({field, value.as_string()});
  });
  return out;
}

} // namespace troupe
