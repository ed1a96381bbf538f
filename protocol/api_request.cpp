#include "protocol/api_request.hpp"

#include "protocol/film_schema_text.hpp"
#include "protocol/json_schema.hpp"
#include "protocol/payload.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace troupe {

namespace {

using complaints = std::vector<request_complaint>;
using names = std::pair<std::string_view, std::string_view>;

/// What the ads door calls a member of the payload.
constexpr std::array<names, 3> ad_names{{{"character_image", "avatar"},
                                         {"resolution", "quality"},
                                         {"logo_image", "logo"}}};

/// Members of an ad that are not about the film.
constexpr std::array<std::string_view, 6> ad_about{
  "campaign_id", "enable_verification", "verification_threshold",
  "webhook_url", "webhook_secret",      "priority"};

/// Members of a configuration that are not about the film.
constexpr std::array<std::string_view, 3> configuration_about{
  "model", "use_context_learning", "template_id"};

json_schema schema_of(std::string_view definition) {
  auto root = R"({"$ref":"api.schema.json#/$defs/)" + std::string{definition}
              + R"("})";
  auto made = json_schema::make(
    {{"api.schema.json", api_schema_text}, {"root.json", root}}, "root.json");
  // Built in and tested: only a broken build gets here.
  if (!made)
    std::abort();
  return *made;
}

/// Null is another way to leave a member out.
json without_nulls(const json& x) {
  if (!x.is_object())
    return x;
  auto out = json::make_object();
  for (auto& [name, value] : x.as_object())
    if (!value.is_null())
      out.members().emplace_back(name, without_nulls(value));
  return out;
}

/// "/a~1b/c" -> {"a/b", "c"}.
std::vector<std::string> path_of(std::string_view pointer) {
  std::vector<std::string> out;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    auto end = std::min(pointer.find('/'), pointer.size());
    std::string part;
    for (size_t i = 0; i < end; ++i) {
      auto is_escape = pointer[i] == '~' && i + 1 < end;
      part += !is_escape ? pointer[i] : pointer[i + 1] == '1' ? '/' : '~';
      i += is_escape ? 1 : 0;
    }
    out.push_back(std::move(part));
    pointer.remove_prefix(end);
  }
  return out;
}

complaints check(const json_schema& schema, const json& body) {
  constexpr std::string_view missing = "needs the member ";
  complaints out;
  for (auto& x : schema.check(body)) {
    request_complaint complaint{path_of(x.pointer), x.text, false};
    if (x.text.starts_with(missing)) {
      complaint.path.push_back(x.text.substr(missing.size()));
      complaint.text = "field required";
      complaint.is_missing = true;
    }
    out.push_back(std::move(complaint));
  }
  return out;
}

/// Payload rules name the field in their sentence: "Field tone must ...".
request_complaint complaint_of(const error& why, std::string_view parent,
                               const auto& renamed) {
  auto sentence = text_of(why);
  request_complaint out;
  if (!parent.empty())
    out.path.emplace_back(parent);
  out.text = sentence;
  for (std::string_view start : {"Missing required field: ", "Field "}) {
    if (!sentence.starts_with(start))
      continue;
    auto rest = std::string_view{sentence}.substr(start.size());
    auto name = rest.substr(0, rest.find_first_of(" :.["));
    out.is_missing = start.starts_with("Missing");
    for (auto& [ours, payload] : renamed)
      if (payload == name) {
        name = ours;
        break;
      }
    out.path.emplace_back(name);
    break;
  }
  return out;
}

/// Whether about has a use for it.
bool is_among(const auto& list, std::string_view name) {
  return std::ranges::find(list, name) != list.end();
}

void take_rank(session_request& out, const json& body) {
  if (auto rank = parse_priority(body.text("priority")))
    out.rank = *rank;
}

/// Checked and canonical, or what is wrong with it.
complaints take_payload(session_request& out, const json& payload,
                        std::string_view parent, const auto& renamed) {
  auto checked = check_payload(out.type, payload);
  if (!checked)
    return {complaint_of(checked.error(), parent, renamed)};
  out.payload = checked->dump();
  return {};
}

session_request job_of(video_type type, front_door door) {
  session_request out;
  out.type = type;
  out.door = door;
  out.policy = review_policy::unattended;
  return out;
}

/// A configuration as the payload of an explainer. custom_config comes first,
/// so that named members win.
json payload_of(const json& configuration) {
  auto payload = json::make_object();
  for (auto& [name, value] : configuration.at("custom_config").as_object())
    payload[name] = value;
  for (auto& [name, value] : configuration.as_object())
    if (name != "custom_config" && !is_among(configuration_about, name))
      payload[name] = value;
  return payload;
}

request_outcome<session_request> job_from(const json& body) {
  constexpr std::array<names, 0> as_they_are{};
  auto& configuration = body.at("configuration");
  auto out = job_of(video_type::explainer, front_door::videos);
  take_rank(out, body);
  auto about = json::make_object();
  for (auto name : configuration_about)
    if (auto value = configuration.find(name))
      about[name] = *value;
  for (auto name : {"webhook_url", "webhook_secret"})
    if (auto value = body.find(name))
      about[name] = *value;
  out.about = about.dump();
  auto wrong = take_payload(out, payload_of(configuration), "configuration",
                            as_they_are);
  if (!wrong.empty())
    return wrong;
  return out;
}

} // namespace

std::string_view api_schema() {
  return api_schema_text;
}

std::string pointer_of(const request_complaint& x) {
  std::string out;
  for (auto& part : x.path) {
    out += '/';
    for (auto c : part)
      out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return out;
}

request_outcome<session_request> read_ad_request(const json& sent,
                                                 ad_form form) {
  static const auto stream = schema_of("ad_request");
  static const auto campaign = schema_of("ad_campaign_request");
  auto body = without_nulls(sent);
  auto wrong = check(form == ad_form::stream ? stream : campaign, body);
  if (!wrong.empty())
    return wrong;
  auto out = job_of(video_type::presenter_ad, front_door::ads);
  take_rank(out, body);
  auto about = json::make_object();
  auto payload = json::make_object();
  for (auto& [name, value] : body.as_object()) {
    if (is_among(ad_about, name)) {
      about[name] = value;
      continue;
    }
    auto renamed = std::ranges::find(ad_names, name, &names::first);
    payload[renamed == ad_names.end() ? std::string_view{name}
                                      : renamed->second] = value;
  }
  out.about = about.dump();
  wrong = take_payload(out, payload, {}, ad_names);
  if (!wrong.empty())
    return wrong;
  return out;
}

request_outcome<session_request> read_generate_request(const json& sent) {
  static const auto schema = schema_of("generate_request");
  auto body = without_nulls(sent);
  auto wrong = check(schema, body);
  if (!wrong.empty())
    return wrong;
  return job_from(body);
}

request_outcome<std::vector<session_request>>
read_batch_request(const json& sent) {
  static const auto schema = schema_of("batch_request");
  auto body = without_nulls(sent);
  if (auto jobs = body.find("jobs"); jobs && jobs->is_array()) {
    auto cleaned = json::make_array();
    for (auto& job : jobs->as_array())
      cleaned.push_back(without_nulls(job));
    body["jobs"] = std::move(cleaned);
  }
  auto wrong = check(schema, body);
  if (!wrong.empty())
    return wrong;
  std::vector<session_request> out;
  size_t index = 0;
  for (auto job : body.at("jobs").as_array()) {
    for (auto name : {"priority", "webhook_url", "webhook_secret"})
      if (auto common = body.find(name); common && !job.has(name))
        job[name] = *common;
    auto one = job_from(job);
    if (auto why = std::get_if<complaints>(&one)) {
      for (auto& x : *why)
        x.path.insert(x.path.begin(), {"jobs", std::to_string(index)});
      return std::move(*why);
    }
    out.push_back(std::move(std::get<session_request>(one)));
    ++index;
  }
  return out;
}

} // namespace troupe
