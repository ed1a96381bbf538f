#include "providers/embedded_writer_lines.hpp"

#include "protocol/digest.hpp"
#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_style.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>

namespace troupe::writing {

namespace {

bool suits(const line& x, const film_facts& facts) {
  constexpr std::string_view manners = "FNCL";
  constexpr std::string_view viewers = "hpsc";
  auto has = [](std::string_view list, char c) {
    return list.empty() || list.find(c) != std::string_view::npos;
  };
  return has(x.manners, manners[static_cast<size_t>(facts.sound)])
         && has(x.viewers, viewers[static_cast<size_t>(facts.watched_by)]);
}

std::string_view plain_role(std::string_view role) {
  auto marked = role.starts_with('+') || role.starts_with('!');
  return marked ? role.substr(1) : role;
}

std::string the_product(const film_facts& x) {
  if (x.topic.empty() || x.brand.empty())
    return x.name();
  auto named = says(x.topic, x.brand);
  switch (x.topic_is) {
    case topic_kind::thing:
      return named ? "the " + lower_first(x.topic)
                   : possessive(x.brand) + " " + lower_first(x.topic);
    case topic_kind::name:
      return named ? x.topic : x.topic + " from " + x.brand;
    case topic_kind::subject:
    case topic_kind::question:
    case topic_kind::action:
    case topic_kind::sentence: return {};
  }
  return {};
}

std::string every(const std::string& audience) {
  if (audience.empty() || audience == "general public")
    return audience.empty() ? "" : "everyone";
  return takes_no_article(audience) ? audience : "every " + audience;
}

/// "How to swim", "Why bread rises": the topic is a clause.
bool asks_how(std::string_view topic) {
  auto text = lower(topic);
  return text.starts_with("how ") || text.starts_with("why ")
         || text.starts_with("what ") || text.starts_with("when ")
         || text.starts_with("where ");
}

/// The topic inside a sentence: in lower case, unless it is a name.
std::string topic_inside(const film_facts& x) {
  auto rest = x.topic;
  std::string lead;
  for (auto article : {"The ", "A ", "An "})
    if (rest.starts_with(article)) {
      lead = lower(article);
      rest.erase(0, lead.size());
    }
  auto words = words_of(rest);
  auto named = std::ranges::any_of(words, [&](auto word) {
    return word.data() != rest.data() && word.front() >= 'A'
           && word.front() <= 'Z';
  });
  // Written with a capital in the middle of a sentence: a name too.
  for (auto& block : x.material)
    for (auto& line : block.lines)
      if (auto at = line.find(rest);
          at != std::string::npos && at > 0 && line[at - 1] == ' ')
        named = true;
  auto known = lead.empty() && !x.material.empty();
  if (asks_how(rest))
    return lower_first(rest);
  // The material knows which article it has.
  for (auto& block : x.material)
    for (auto& line : block.lines)
      for (auto article : {"the ", "a ", "an "})
        if (lead.empty() && lower(line).starts_with(article + lower(rest) + " "))
          lead = article;
  return lead + (named || !(known || words.size() > 1) ? rest
                                                       : lower_first(rest));
}

} // namespace

line_source::line_source(const film_facts& facts, uint32_t version)
  : facts_(facts), version_(version) {
  auto& x = facts;
  auto topic_as = [&](topic_kind kind) {
    return x.topic_is == kind ? lower_first(x.topic) : std::string{};
  };
  auto goal = x.condition_is_goal;
  auto with = [&](std::string_view noun) {
    return x.condition.empty() ? std::string{}
                               : std::string{noun}
                                   + (goal ? " looking for " : " with ")
                                   + x.condition;
  };
  slots_ = {
    {"name", x.name()},
    {"it", x.subject_is_plural() ? "they" : "it"},
    {"fits", x.subject_is_plural() ? "fit" : "fits"},
    {"does", x.subject_is_plural() ? "do" : "does"},
    {"can_do", x.subject_is_plural() ? "do" : "does"},
    {"merits", x.subject_is_plural() ? "merit" : "merits"},
    {"this_is", x.subject_is_plural() ? "these are" : "this is"},
    {"brand", x.brand},
    {"brands", x.brand.empty() ? "" : possessive(x.brand)},
    {"drug", x.drug},
    {"product", the_product(x)},
    {"thing", topic_as(topic_kind::thing)},
    {"generic", x.topic_is == topic_kind::thing && !says(x.topic, x.brand)
                  ? with_article(lower_first(x.topic))
                  : ""},
    {"called", x.topic_is == topic_kind::name ? x.topic : ""},
    {"subject", topic_as(topic_kind::subject)},
    {"question", topic_as(topic_kind::question)},
    {"action", topic_as(topic_kind::action)},
    {"thought", x.topic_is == topic_kind::sentence ? x.topic : ""},
    {"topic", x.topic},
    {"matter", lower_first(x.prompt_subject)},
    {"condition", x.condition},
    {"condition_name", x.condition_name},
    {"people", with("people")},
    {"patients", with("patients")},
    {"a_patient", with("a patient")},
    {"living", x.condition.empty()
                 ? ""
                 : (goal ? "looking for " : "living with ") + x.condition},
    {"disease", goal ? "" : x.condition},
    {"goal", goal ? x.condition : ""},
    {"indicated", x.indicated},
    {"in_full", x.indicated.empty()
                  ? ""
                  : (goal ? "for " : "in ") + x.indicated},
    {"in", x.condition.empty() ? "" : (goal ? "for " : "in ") + x.condition},
    {"audience", every(x.audience)},
    {"about", x.type == video_type::explainer
                  && x.topic_is == topic_kind::subject
                ? topic_inside(x)
                : std::string{}},
    {"topic_noun", x.type == video_type::explainer
                    && x.topic_is == topic_kind::subject && !asks_how(x.topic)
                  ? topic_inside(x)
                  : std::string{}},
    {"topic_how", x.type == video_type::explainer
                           && x.topic_is == topic_kind::subject
                           && asks_how(x.topic)
                         ? topic_inside(x)
                         : std::string{}},
    {"question", x.type == video_type::explainer
                     && x.topic_is == topic_kind::question
                   ? x.topic
                   : std::string{}},
    {"thought", x.type == video_type::explainer
                    && x.topic_is == topic_kind::sentence
                  ? x.topic
                  : std::string{}},
    {"topic_name", x.topic},
  };
}

std::span<const line> line_source::table() const {
  switch (facts_.type) {
    case video_type::product_ad: return product_ad_lines();
    case video_type::compliance_video: return compliance_lines();
    case video_type::moa: return moa_lines();
    case video_type::doctor_ad: return doctor_ad_lines();
    case video_type::social_media: return social_media_lines();
    // Nothing is said that isn't in the script.
    case video_type::presenter_ad: break;
    case video_type::explainer: return explainer_lines();
  }
  return {};
}

std::string line_source::fill(std::string_view text) const {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    if (text[i] != '{') {
      out += text[i++];
      continue;
    }
    auto end = text.find('}', i);
    auto found = slots_.find(text.substr(i + 1, end - i - 1));
    if (found == slots_.end() || found->second.empty())
      return {};
    out += found->second;
    i = end + 1;
  }
  return out;
}

std::vector<written_line> line_source::choices(std::string_view role,
                                               place where) const {
  std::vector<written_line> out;
  size_t order = 0;
  for (auto& x : table()) {
    ++order;
    auto limit = x.role.front();
    auto again = seen(role);
    if ((limit == '+' && !again) || (limit == '!' && again)
        || plain_role(x.role) != role || x.where != where
        || !suits(x, facts_)
        || (facts_.is_foreign && !x.text.starts_with("{topic_name}")))
      continue;
    auto text = fill(x.text);
    auto screen = fill(x.screen);
    if (!text.empty() && (x.screen.empty() || !screen.empty())
        && !used(text))
      out.push_back({std::move(text), std::move(screen), order});
  }
  if (out.size() > 1) {
    auto key = std::to_string(facts_.seed) + std::string{role}
               + std::to_string(static_cast<int>(where));
    auto turn = (stable_seed(key) % 1'000'000 + version_) % out.size();
    std::ranges::rotate(out, out.begin() + static_cast<std::ptrdiff_t>(turn));
  }
  return out;
}

bool line_source::is_own(std::string_view role, place where,
                         std::string_view sentence) const {
  auto wanted = lower(bare(expanded(std::string{sentence})));
  for (auto& x : table()) {
    if (plain_role(x.role) != role || x.where != where)
      continue;
    if (auto text = fill(x.text);
        !text.empty() && lower(bare(expanded(text))) == wanted)
      return true;
  }
  return false;
}

std::string line_source::take_short(std::string_view role, place where,
                                    size_t max_length) {
  for (auto& x : choices(role, where))
    if (length_of(x.text) <= max_length) {
      mark_used(x.text);
      return x.text;
    }
  return {};
}

void line_source::finish_scene(const std::string& type) {
  seen_.push_back(type);
}

bool line_source::seen(std::string_view role) const {
  return std::ranges::find(seen_, role) != seen_.end();
}

void line_source::mark_used(const std::string& text) {
  used_.push_back(lower(bare(expanded(text))));
}

bool line_source::used(const std::string& text) const {
  auto wanted = lower(bare(expanded(text)));
  return std::ranges::find(used_, wanted) != used_.end();
}

} // namespace troupe::writing
