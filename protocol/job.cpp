#include "protocol/job.hpp"

#include "protocol/digest.hpp"
#include "protocol/ids.hpp"

#include <algorithm>
#include <array>

namespace troupe {

namespace {

constexpr std::string_view ad_prefix = "ad_";

/// Where the dashes of a UUID are.
constexpr std::array<size_t, 4> dashes{8, 13, 18, 23};

unsigned value_of(char digit) {
  return static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/// From 0 to 15 per digit, the highest first: times `by` plus `more`.
void multiply_add(std::string& hex, unsigned by, unsigned more) {
  for (auto i = hex.rbegin(); i != hex.rend(); ++i) {
    auto sum = value_of(*i) * by + more;
    *i = "0123456789abcdef"[sum & 15U];
    more = sum >> 4;
  }
}

/// The stages that people see, where each ends, in percent.
struct seen_stage {
  std::string_view name;
  double end;
};
constexpr std::array<seen_stage, 8> seen_stages{{{"initializing", 5},
                                                 {"planning", 15},
                                                 {"generating_scenarios", 30},
                                                 {"generating_code", 50},
                                                 {"video_rendering", 80},
                                                 {"combining_scenes", 90},
                                                 {"uploading", 95},
                                                 {"completed", 100}}};

enum seen : size_t {
  initializing,
  planning,
  scenarios,
  code,
  rendering,
  combining,
  uploading,
  completed,
};

struct seen_place {
  seen at = initializing;
  /// 0..1 of it.
  double done = 1;
};

double share(const session_progress& now, stage at) {
  return now.at == at && !now.message.empty()
           ? std::clamp(now.percent / 100, 0.0, 1.0)
           : 0;
}

bool all_made(const session_progress& now,
              std::initializer_list<piece_kind> kinds) {
  return !now.work.empty()
         && std::ranges::all_of(kinds, [&](auto kind) {
              auto x = work_of(now, kind);
              return x.made == x.total;
            });
}

bool pictures_are_made(const session_progress& now) {
  return all_made(now, {piece_kind::segment, piece_kind::transition,
                        piece_kind::soundtrack});
}

seen_place place_in_render(const session_summary& line,
                           const session_progress& now) {
  // Done and accepted: it is being published.
  if (line.last_event == event_kind::stage_completed
      || line.last_event == event_kind::version_selected)
    return {uploading, 1};
  auto done = share(now, stage::render);
  if (now.at == stage::render && pictures_are_made(now))
    return {combining, done};
  return {rendering, done};
}

seen_place place_of(const session_summary& line, const session_progress& now) {
  if (line.state == film_state::complete)
    return {completed, 1};
  if (line.state == film_state::queued)
    return {initializing, 1};
  switch (line.at) {
    case stage::scenes: return {planning, share(now, line.at)};
    case stage::script: return {scenarios, share(now, line.at)};
    case stage::visuals: return {code, share(now, line.at) * 0.4};
    case stage::animations: return {code, 0.4 + share(now, line.at) * 0.2};
    case stage::tts: return {code, 0.6 + share(now, line.at) * 0.4};
    case stage::render: return place_in_render(line, now);
  }
  return {};
}

json facts_of(const session_summary& line) {
  auto facts = json::parse(line.facts);
  return facts && facts->is_object() ? std::move(*facts)
                                     : json::make_object();
}

job_ending ending_of(film_state x) {
  if (x == film_state::complete)
    return job_ending::completed;
  return x == film_state::stopped ? job_ending::cancelled : job_ending::failed;
}

} // namespace

// -- ids ----------------------------------------------------------------------

std::string video_job_id(const session_id& id) {
  auto text = id.str();
  for (auto place : dashes)
    if (place <= text.size())
      text.insert(place, 1, '-');
  return text;
}

result<session_id> parse_video_job_id(std::string_view text) {
  std::string digits;
  for (size_t i = 0; i < text.size() && text.size() == 36; ++i) {
    auto is_dash = std::ranges::find(dashes, i) != dashes.end();
    if (is_dash != (text[i] == '-'))
      break;
    if (!is_dash)
      digits += text[i];
  }
  if (!is_session_id(digits))
    return make_error(ec::not_found, "A job id is a UUID in lower case");
  return session_id{std::move(digits)};
}

std::string ad_job_id(const session_id& id) {
  std::string decimal;
  auto number = id.str();
  // Long division by 10 until nothing is left.
  while (!number.empty()) {
    unsigned rest = 0;
    std::string quotient;
    for (auto digit : number) {
      auto part = rest * 16 + value_of(digit);
      rest = part % 10;
      auto next = "0123456789abcdef"[part / 10];
      if (!quotient.empty() || next != '0')
        quotient += next;
    }
    decimal += static_cast<char>('0' + rest);
    number = std::move(quotient);
  }
  std::ranges::reverse(decimal);
  return std::string{ad_prefix} + decimal;
}

result<session_id> parse_ad_job_id(std::string_view text) {
  auto refuse = [] { return make_error(ec::not_found, "Job not found"); };
  // 2^128 has 39 digits.
  if (!text.starts_with(ad_prefix) || text.size() < 4 || text.size() > 3 + 39)
    return refuse();
  std::string hex(33, '0');
  for (auto digit : text.substr(ad_prefix.size())) {
    if (digit < '0' || digit > '9')
      return refuse();
    multiply_add(hex, 10, static_cast<unsigned>(digit - '0'));
  }
  session_id id{hex.substr(1)};
  // Nor leading zeros, nor more than 128 bits.
  if (hex.front() != '0' || ad_job_id(id) != text)
    return refuse();
  return id;
}

session_id numbered_session_id(const session_id& from, size_t n) {
  auto text = sha256_hex(from.str() + '/' + std::to_string(n)).substr(0, 32);
  text[12] = '4';
  text[16] = "89ab"[value_of(text[16]) & 3U];
  return session_id{std::move(text)};
}

std::string film_url(const session_summary& line) {
  auto folder = "/outputs/videos/" + line.session.str() + "/";
  auto url = facts_of(line).text("download_url");
  return url.starts_with(folder) ? url : folder + "final.mp4";
}

// -- how far ------------------------------------------------------------------

std::string_view job_status(film_state x) {
  switch (x) {
    case film_state::queued: return "queued";
    case film_state::working:
    case film_state::review: return "processing";
    case film_state::complete: return "completed";
    case film_state::stopped: return "cancelled";
    case film_state::failed:
    case film_state::abandoned: return "failed";
  }
  return "unknown";
}

work_count work_of(const session_progress& now, piece_kind kind) {
  auto found = std::ranges::find(now.work, kind, &work_count::kind);
  return found == now.work.end() ? work_count{kind, 0, 0} : *found;
}

job_progress progress_of(const session_summary& line,
                         const session_progress& now) {
  auto [at, done] = place_of(line, now);
  auto start = at == initializing ? 0.0 : seen_stages[at - 1].end;
  job_progress out;
  out.percentage = start + (seen_stages[at].end - start) * done;
  out.stage = std::string{seen_stages[at].name};
  for (size_t i = 0; i < at; ++i)
    out.completed.emplace_back(seen_stages[i].name);
  if (at == completed)
    out.completed.emplace_back(seen_stages[at].name);
  if (line.state == film_state::working && now.at == stage::render)
    out.seconds_left = now.eta_seconds;
  return out;
}

std::string_view ad_status(const session_summary& line,
                           const session_progress& now) {
  switch (line.state) {
    case film_state::queued: return "pending";
    case film_state::complete: return "completed";
    case film_state::stopped: return "cancelled";
    case film_state::failed:
    case film_state::abandoned: return "failed";
    case film_state::working:
    case film_state::review: break;
  }
  switch (line.at) {
    case stage::scenes: return "analyzing_script";
    case stage::script: return "generating_prompts";
    case stage::visuals:
    case stage::animations:
    case stage::tts: return "generating_videos";
    case stage::render: break;
  }
  if (line.last_event == event_kind::stage_completed
      || line.last_event == event_kind::version_selected)
    return "finalizing";
  if (now.at != stage::render || !all_made(now, {piece_kind::segment}))
    return "generating_videos";
  if (!all_made(now, {piece_kind::transition}))
    return "merging_videos";
  return all_made(now, {piece_kind::soundtrack}) ? "finalizing"
                                                 : "enhancing_voice";
}

// -- the end ------------------------------------------------------------------

job_notice notice_of(const session_summary& line) {
  auto is_ad = line.door == front_door::ads;
  auto about = json::parse(line.about);
  auto facts = facts_of(line);
  job_notice out;
  out.session = line.session;
  out.owner = line.owner;
  out.door = is_ad ? "ad" : "video";
  out.kind = std::string{to_string(line.type)};
  out.ending = ending_of(line.state);
  out.seq = line.last_seq;
  out.at_ms = line.updated_ms;
  auto body = json::make_object(
    {{"job_id", is_ad ? ad_job_id(line.session) : video_job_id(line.session)},
     {"status", job_status(line.state)},
     {"title", line.title},
     {"created_at", utc_time(line.created_ms)},
     {"completed_at", utc_time(line.updated_ms)}});
  if (line.state == film_state::complete) {
    body["video_url"] = film_url(line);
    body["format"] = facts.text("output_format", "mp4");
    if (auto duration = facts.find("duration"))
      body["duration"] = *duration;
  }
  if (!line.failure.empty())
    body["error"] = line.failure;
  out.body = body.dump();
  if (about) {
    out.webhook_url = about->text("webhook_url");
    out.webhook_secret = about->text("webhook_secret");
  }
  return out;
}

} // namespace troupe
