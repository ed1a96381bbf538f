#include "protocol/payload.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/defaults.hpp"
#include "protocol/digest.hpp"
#include "protocol/payload_field.hpp"
#include "protocol/payload_pictures.hpp"

#include <algorithm>

namespace troupe {

namespace {

/// Names of fields are ours or a client's; they are shown in errors.
constexpr size_t field_name_max_bytes = 64;

/// What a type assumes when the payload does not say.
struct assumptions {
  std::string_view persona;
  std::string_view tone;
  std::string_view audience;
};

assumptions assumptions_of(video_type type) {
  switch (type) {
    case video_type::product_ad:
      return {"professional narrator", "clear and engaging", {}};
    case video_type::compliance_video:
      return {"compliance officer", "formal and precise", {}};
    case video_type::moa:
      return {"professional medical narrator", "clear and educational",
              "healthcare professionals"};
    case video_type::doctor_ad:
      return {
        "professional medical narrator", "scientific and professional", {}};
    case video_type::social_media:
      return {"friendly health narrator", "engaging and conversational",
              "patients"};
    case video_type::presenter_ad:
      return {"presenter", "clear and engaging", {}};
    case video_type::explainer:
      return {"friendly narrator", "clear and curious", "general public"};
  }
  return {};
}

void fill_in(video_type type, json& payload) {
  auto assume = [&](std::string_view name, std::string_view value) {
    if (!value.empty() && payload.text(name).empty())
      payload[name] = value;
  };
  auto assumed = assumptions_of(type);
  assume("persona", assumed.persona);
  assume("tone", assumed.tone);
  assume("target_audience", assumed.audience);
  assume("quality", "medium");
  assume("aspect_ratio", type == video_type::social_media ? "9:16" : "16:9");
}

bool is_blank(const json& x) {
  return x.is_null() || (x.is_string() && x.as_string().empty());
}

error check_names(const json& payload) {
  for (auto& [name, value] : payload.as_object())
    if (name.empty() || name.size() > field_name_max_bytes || !is_utf8(name)
        || clean_text(name, text_lines::one) != name)
      return make_error(ec::invalid_argument,
                        "Payload has a field whose name is not 1 to "
                          + std::to_string(field_name_max_bytes)
                          + " bytes of plain text");
  return {};
}

/// Known fields in their order, then the others by name.
std::vector<std::string_view> names_in_order(const json& payload) {
  auto names = known_payload_fields();
  auto known = static_cast<std::ptrdiff_t>(names.size());
  for (auto& [name, value] : payload.as_object())
    if (std::find(names.begin(), names.begin() + known, name)
        == names.begin() + known)
      names.emplace_back(name);
  std::sort(names.begin() + known, names.end());
  names.erase(std::unique(names.begin() + known, names.end()), names.end());
  return names;
}

json in_order(const json& payload) {
  auto out = json::make_object();
  for (auto name : names_in_order(payload))
    if (auto x = payload.find(name))
      out.members().emplace_back(std::string{name}, *x);
  return out;
}

} // namespace

const std::vector<std::string>& required_fields(video_type type) {
  static const std::vector<std::string> product{"topic", "brand_name"};
  static const std::vector<std::string> compliance{"prompt", "brand_name"};
  static const std::vector<std::string> moa{"drug_name", "condition"};
  static const std::vector<std::string> drug{"drug_name", "indication"};
  static const std::vector<std::string> script{"script"};
  static const std::vector<std::string> explainer{"topic"};
  switch (type) {
    case video_type::product_ad: return product;
    case video_type::compliance_video: return compliance;
    case video_type::moa: return moa;
    case video_type::doctor_ad:
    case video_type::social_media: return drug;
    case video_type::presenter_ad: return script;
    case video_type::explainer: return explainer;
  }
  return product;
}

result<json> check_payload(video_type type, const json& payload) {
  if (!payload.is_object())
    return make_error(ec::invalid_argument, "Field payload must be an object");
  if (auto err = check_names(payload))
    return err;
  auto checked = json::make_object();
  for (auto& [name, value] : payload.as_object()) {
    if (value.is_null())
      continue;
    auto field = check_payload_field(type, name, value);
    if (!field)
      return field.error();
    if (!is_blank(*field))
      checked.members().emplace_back(name, std::move(*field));
  }
  for (auto& name : required_fields(type))
    if (!checked.has(name))
      return make_error(ec::invalid_argument,
                        "Missing required field: " + name);
  fill_in(type, checked);
  checked = in_order(checked);
  auto size = checked.dump().size() - picture_text_bytes(checked);
  if (size > defaults::payload_max_bytes)
    return make_error(ec::invalid_argument,
                      "Field payload must be at most "
                        + std::to_string(defaults::payload_max_bytes)
                        + " bytes as JSON, pictures not counted");
  return checked;
}

result<json> check_payload_text(video_type type, std::string_view text) {
  json_limits limits;
  if (may_hold_pictures(text))
    limits.max_bytes = defaults::payload_with_pictures_max_bytes;
  auto payload = json::parse(text, limits);
  if (!payload)
    return make_error(code_of(payload.error()),
                      "Field payload: " + text_of(payload.error()));
  return check_payload(type, *payload);
}

uint64_t seed_of(const json& payload) {
  if (auto seed = payload.find("seed"); seed && seed->is_integer())
    return static_cast<uint64_t>(
      std::clamp<int64_t>(seed->as_integer(), 0, max_seed));
  return stable_seed(payload.dump()) & static_cast<uint64_t>(max_seed);
}

const world_region& region_of(const json& payload) {
  auto found = find_region(payload.text("region"));
  return found ? *found : *find_region("global");
}

std::string voice_language(const json& payload) {
  auto language = payload.text("language");
  return language.empty() ? region_of(payload).voice : language;
}

} // namespace troupe
