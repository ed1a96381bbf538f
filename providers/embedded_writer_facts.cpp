#include "providers/embedded_writer_facts.hpp"

#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_text.hpp"
#include "providers/explainer_drafts.hpp"

#include <algorithm>
#include <array>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

/// As much of a name as can be said in one breath.
constexpr size_t name_length = 48;
constexpr size_t phrase_length = 72;
/// An explainer's topic is a headline.
constexpr size_t topic_length = 80;
/// A sentence of more is cut; nobody can follow it by ear.
constexpr size_t sentence_length = 420;

/// A name as given, without what belongs to the form it came in.
std::string name_from(const json& payload, std::string_view field,
                      size_t max_length) {
  auto text = tidy(payload.text(field));
  std::ranges::replace(text, '\n', ' ');
  text = bare(text);
  while (text.size() > 1 && (text.front() == '"' || text.front() == '\'')
         && text.back() == text.front())
    text = text.substr(1, text.size() - 2);
  if (std::ranges::count(text, '"') % 2 != 0)
    std::erase(text, '"');
  // What is in brackets goes first.
  if (auto bracket = text.find(" (");
      length_of(text) > max_length && bracket != std::string::npos
      && bracket > 0)
    text = bare(text.substr(0, bracket));
  auto cut = shortened(text, max_length);
  if (!cut.empty() || text.empty())
    return cut;
  // One endless word: the only case in which a word is cut.
  size_t end = 0;
  for (size_t n = 0; end < text.size() && n < max_length - 1; ++n)
    do
      ++end;
    while (end < text.size() && (text[end] & '\xC0') == '\x80');
  return text.substr(0, end) + "\u2026";
}

/// "HYPERTENSION" and "Type 2 Diabetes" as they stand inside a sentence.
std::string inside_sentence(const std::string& name) {
  std::string out;
  auto words = words_of(name);
  auto shouting = std::ranges::none_of(name, [](char c) {
    return c >= 'a' && c <= 'z';
  });
  for (auto word : words) {
    std::string x{word};
    auto loud = std::ranges::none_of(x, [](char c) {
      return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    });
    if ((shouting || loud) && x.size() > 5
        && std::ranges::none_of(x, is_digit))
      x = lower(x);
    else
      x = lower_first(x);
    out += (out.empty() ? "" : " ") + x;
  }
  return out.empty() ? name : out;
}

/// "for the treatment of hypertension in adults" -> "hypertension in adults".
std::string condition_from(std::string text) {
  for (auto again = true; again;) {
    again = false;
    for (auto lead :
         {"indicated for "sv, "indicated in "sv, "for the "sv, "for "sv,
          "in the "sv, "treatment of "sv, "the treatment of "sv,
          "management of "sv, "the management of "sv, "therapy of "sv,
          "used for "sv, "used to treat "sv, "to treat "sv, "treating "sv,
          "patients with "sv, "people with "sv, "adults with "sv})
      if (lower(text).starts_with(lead) && text.size() > lead.size() + 2) {
        text.erase(0, lead.size());
        again = true;
      }
  }
  return text;
}

bool is_goal(const std::string& condition) {
  static constexpr std::array goals{
    "loss"sv,     "cessation"sv, "relief"sv,    "support"sv,   "management"sv,
    "control"sv,  "health"sv,    "wellness"sv,  "growth"sv,    "prevention"sv,
    "contraception"sv, "immunity"sv, "recovery"sv, "care"sv,   "hydration"sv,
    "energy"sv,   "sleep"sv,     "vaccination"sv, "improvement"sv,
    "reduction"sv, "protection"sv, "anaesthesia"sv, "anesthesia"sv,
    "fertility"sv, "nutrition"sv, "balance"sv,  "comfort"sv,   "focus"sv};
  auto words = words_of(condition);
  if (words.empty())
    return false;
  std::string head = lower(words.front());
  for (size_t i = 1; i < words.size(); ++i) {
    auto word = lower(words[i]);
    if (is_function_word(word))
      break;
    head = word;
  }
  // "hair loss", "memory loss" and "hearing loss" are what people have.
  if (head == "loss")
    return says(condition, "weight");
  return std::ranges::find(goals, head) != goals.end();
}

viewer viewer_of(std::string_view audience, video_type type) {
  auto text = lower(audience);
  auto has = [&](std::initializer_list<std::string_view> stems) {
    return std::ranges::any_of(stems, [&](auto stem) {
      return text.find(stem) != std::string::npos;
    });
  };
  if (has({"healthcare prof", "health care prof", "physician", "doctor",
           "hcp", "clinician", "nurse", "pharmacist", "prescriber",
           "ologist", "ologists", "surgeon", "medical student",
           "general practitioner"}))
    return viewer::professional;
  if (has({"employee", "staff", "team", "worker", "manager", "personnel",
           "contractor", "new hires", "operators", "drivers", "agents"}))
    return viewer::staff;
  if (has({"patient", "carer", "caregiver"}))
    return viewer::patient;
  if (!text.empty())
    return type == video_type::social_media || type == video_type::moa
               || type == video_type::doctor_ad
             ? viewer::patient
             : viewer::consumer;
  switch (type) {
    case video_type::product_ad:
    case video_type::presenter_ad: return viewer::consumer;
    case video_type::compliance_video: return viewer::staff;
    case video_type::moa:
    case video_type::doctor_ad: return viewer::professional;
    case video_type::social_media: return viewer::patient;
    case video_type::explainer: return viewer::consumer;
  }
  return viewer::consumer;
}

bool says_rule(std::string_view text) {
  return says_any(text, {"must", "must not", "never", "always", "required",
                         "require", "requires", "shall", "do not", "don't",
                         "may not", "cannot", "can not", "should", "have to",
                         "has to", "only", "prohibited", "not allowed",
                         "forbidden", "mandatory", "obliged", "need to",
                         "needs to"});
}

bool says_risk(std::string_view text) {
  return says_any(text, {"side effect", "side effects", "adverse",
                         "contraindicated", "contraindication",
                         "contraindications", "warning", "warnings",
                         "precaution", "precautions", "pregnant", "pregnancy",
                         "do not use", "not recommended", "interactions",
                         "allergic", "overdose", "risk of", "caution",
                         "tolerated", "discontinue"});
}

bool says_mechanism(std::string_view text) {
  auto low = lower(text);
  for (auto stem : {"inhibit"sv, "receptor"sv, "enzyme"sv, "agonist"sv,
                    "antagonist"sv, "pathway"sv, "mechanism"sv, "channel"sv,
                    "transporter"sv, "reuptake"sv, "antibod"sv, " binds"sv,
                    " blocks"sv, "molecul"sv, "neurotransmit"sv})
    if (low.find(stem) != std::string::npos)
      return true;
  return false;
}

bool says_measurement(std::string_view text) {
  auto digit = std::ranges::any_of(text, is_digit);
  auto low = lower(text);
  for (auto stem : {"stud"sv, "trial"sv, "patients"sv, "placebo"sv,
                    "participants"sv, "compared"sv, "versus"sv, "survey"sv,
                    "clinical"sv, "endpoint"sv, "randomi"sv})
    if (low.find(stem) != std::string::npos)
      return digit || says_any(text, {"study", "studies", "trial", "trials"});
  return digit && text.find('%') != std::string_view::npos;
}

fact_kind kind_of(const std::string& text, std::string_view field,
                  video_type type) {
  if (type == video_type::compliance_video && field == "prompt"
      && (says_rule(text)
          || kind_of_phrase(text) == phrase_kind::verb_base))
    return fact_kind::rule;
  auto drug_film = type != video_type::product_ad
                   && type != video_type::compliance_video
                   && type != video_type::explainer;
  if (drug_film && says_risk(text))
    return fact_kind::safety;
  if (field == "clinical_data")
    return fact_kind::evidence;
  if (field == "moa_summary")
    return says_measurement(text) ? fact_kind::evidence : fact_kind::mechanism;
  // "A 100-night trial" is an offer, no result.
  if (says_measurement(text)
      && (drug_film || !figure_of(text).value.empty()))
    return fact_kind::evidence;
  if (drug_film && says_mechanism(text))
    return fact_kind::mechanism;
  if (field == "key_benefit")
    return fact_kind::benefit;
  return type == video_type::product_ad ? fact_kind::benefit
                                        : fact_kind::plain;
}

bool is_citation(std::string_view text) {
  auto low = lower(text);
  for (auto sign : {"et al"sv, "doi"sv, "http"sv, "pmid"sv, "n engl"sv,
                    "lancet"sv, ".pdf"sv, ".docx"sv, "journal"sv, "isbn"sv,
                    "www."sv, ".txt"sv, "jama"sv, "vol."sv})
    if (low.find(sign) != std::string::npos)
      return true;
  return kind_of_phrase(text) == phrase_kind::noun;
}

/// "Create a film about storing data safely for new staff" -> "storing data
/// safely".
std::string subject_of_order(std::string_view sentence) {
  for (auto lead : {"about"sv, "explaining"sv, "that explains"sv,
                    "covering"sv, "regarding"sv, "promoting"sv, "explains"sv,
                    "introducing"sv, "presenting"sv, "on the topic of"sv,
                    "on"sv}) {
    auto at = find_words(sentence, lead);
    if (at == std::string_view::npos)
      continue;
    auto rest = bare(std::string{sentence.substr(at + lead.size())});
    for (auto stop : {" for "sv, ", "sv, " with "sv, " in a "sv, " that "sv,
                      " and make "sv, " aimed "sv, " targeting "sv})
      if (auto end = lower(rest).find(stop);
          end != std::string::npos && word_count(rest.substr(0, end)) >= 1)
        rest.resize(end);
    return shortened(rest, phrase_length);
  }
  return {};
}

void add_sentences(film_facts& out, const json& payload,
                   std::string_view field) {
  std::string text = payload.text(field);
  for (auto& item : payload.at(field).as_array())
    text += item.as_string() + "\n";
  for (auto& sentence : sentences_of(text)) {
    if (field == "reference_docs" && is_citation(sentence)) {
      out.references.push_back(shortened(sentence, 160));
      continue;
    }
    if (is_order_to_maker(sentence)) {
      if (out.prompt_subject.empty())
        out.prompt_subject = subject_of_order(sentence);
      continue;
    }
    if (out.type == video_type::compliance_video && field == "prompt"
        && out.prompt_subject.empty() && word_count(sentence) <= 10
        && !says_rule(sentence)) {
      auto kind = kind_of_phrase(sentence);
      if (kind == phrase_kind::noun || kind == phrase_kind::gerund) {
        out.prompt_subject = shortened(bare(sentence), phrase_length);
        continue;
      }
    }
    auto kept = sentence;
    if (length_of(kept) > sentence_length) {
      kept = shortened(kept, sentence_length);
      out.notes.push_back("A sentence of " + std::string{field}
                          + " is too long to be spoken and was cut after \""
                          + shortened(kept, 60) + "\".");
    }
    auto known = std::ranges::any_of(out.facts, [&](auto& f) {
      return lower(bare(f.text)) == lower(bare(kept));
    });
    if (!kept.empty() && !known && out.facts.size() < 400)
      out.facts.push_back(
        {kept, kind_of(kept, field, out.type), std::string{field}});
  }
}

void read_topic(film_facts& out, const json& payload) {
  auto topic = without_shouting(name_from(payload, "topic", phrase_length));
  auto asks = tidy(payload.text("topic")).ends_with("?");
  for (auto lead : {"introducing "sv, "announcing "sv, "launching "sv,
                    "launch of "sv, "the launch of "sv, "meet "sv,
                    "advertisement for "sv, "ad for "sv, "an ad for "sv})
    if (lower(topic).starts_with(lead) && topic.size() > lead.size() + 2)
      topic.erase(0, lead.size());
  for (auto lead : {"our "sv, "the "sv, "a "sv, "an "sv, "my "sv, "this "sv,
                    "your "sv})
    if (lower(topic).starts_with(lead) && topic.size() > lead.size() + 2) {
      topic.erase(0, lead.size());
      break;
    }
  std::erase(topic, '"');
  out.topic = topic;
  auto words = words_of(topic);
  if (words.empty())
    return;
  auto first = lower(words.front());
  auto kind = kind_of_phrase(topic);
  static constexpr std::array question_words{"how"sv, "why"sv, "what"sv,
                                             "when"sv, "where"sv, "who"sv,
                                             "is"sv,  "are"sv, "can"sv};
  auto odd = topic.find_first_of("\":;!?\u2026") != std::string::npos;
  auto digits = std::ranges::any_of(topic, is_digit);
  if (std::ranges::find(question_words, first) != question_words.end() || asks)
    out.topic_is = first == "how" || first == "why" || first == "what"
                     ? topic_kind::question
                     : topic_kind::sentence;
  else if (kind == phrase_kind::clause || kind == phrase_kind::verb_third
           || words.size() > 8 || odd)
    out.topic_is = topic_kind::sentence;
  else if (kind == phrase_kind::verb_base)
    out.topic_is = topic_kind::action;
  else if (kind == phrase_kind::gerund)
    out.topic_is = topic_kind::subject;
  else if (digits || says(topic, out.brand)
           || (words.size() == 1 && lower_first(topic) == topic
                      && topic != lower(topic)))
    out.topic_is = topic_kind::name;
  else if (words.size() == 1 || first == "awareness") {
    auto abstract = takes_no_article(lower(topic))
                    && !lower(topic).ends_with("s");
    out.topic_is = abstract ? topic_kind::subject : topic_kind::thing;
  } else {
    // "Wireless Headphones for Runners" is no name: it says what it is.
    out.topic = inside_sentence(topic);
    auto last = lower(words.back());
    static constexpr std::array subjects{"awareness"sv, "health"sv, "safety"sv,
                                         "wellness"sv, "hygiene"sv,
                                         "management"sv, "prevention"sv,
                                         "education"sv, "sustainability"sv};
    out.topic_is = std::ranges::find(subjects, last) != subjects.end()
                     ? topic_kind::subject
                     : topic_kind::thing;
  }
}

/// An explainer's topic keeps its article and its capitals: "The French
/// Revolution", "Newton's second law".
void read_explainer_topic(film_facts& out, const json& payload) {
  auto raw = payload.text("topic");
  // Marks of a formula would be taken for Markdown.
  for (auto [from, to] : {std::pair{"^2"sv, "\u00B2"sv},
                          std::pair{"^3"sv, "\u00B3"sv}})
    for (auto at = raw.find(from); at != std::string::npos;
         at = raw.find(from, at))
      raw.replace(at, from.size(), to);
  auto given = json::make_object({{"topic", raw}});
  out.topic = name_from(given, "topic", topic_length);
  for (auto lead : {"explain "sv, "explaining "sv, "an introduction to "sv,
                    "introduction to "sv, "a video about "sv, "a film about "sv,
                    "all about "sv, "about "sv, "the basics of "sv,
                    "basics of "sv})
    if (lower(out.topic).starts_with(lead)
        && out.topic.size() > lead.size() + 2)
      out.topic.erase(0, lead.size());
  out.topic = upper_first(out.topic);
  std::vector<std::string> words;
  for (auto word : words_of(out.topic))
    words.push_back(lower(word));
  auto in = [&](size_t i, std::initializer_list<std::string_view> list) {
    return i < words.size()
           && std::ranges::find(list, words[i]) != list.end();
  };
  auto asks = tidy(raw).ends_with("?")
              || (in(0, {"how", "why", "when", "where", "who", "what",
                         "which"})
                  && in(1, {"is", "are", "was", "were", "do", "does", "did",
                            "can", "will", "should", "has", "have"}));
  auto how = in(0, {"how", "why", "what", "when", "where"});
  if (asks)
    out.topic += "?";
  out.topic_is = asks ? topic_kind::question
                 : !how
                     && (length_of(out.topic) > phrase_length
                         || kind_of_phrase(out.topic) == phrase_kind::clause)
                   ? topic_kind::sentence
                   : topic_kind::subject;
}

std::string audience_from(const json& payload) {
  auto text = without_shouting(name_from(payload, "target_audience", 60));
  return inside_sentence(text);
}

} // namespace

const std::string& film_facts::name() const {
  if (type == video_type::explainer)
    return topic;
  auto of_brand = type == video_type::product_ad
                  || type == video_type::compliance_video
                  || type == video_type::presenter_ad;
  if (of_brand)
    return brand.empty() ? drug : brand;
  return drug.empty() ? brand : drug;
}

std::string film_facts::subject() const {
  if (type != video_type::product_ad || says(topic, brand))
    return name();
  if (topic_is == topic_kind::name)
    return topic;
  return topic_is == topic_kind::thing && word_count(topic) <= 5
           ? "The " + topic
           : name();
}

bool film_facts::subject_is_plural() const {
  return subject() != name() && is_plural(topic);
}

bool film_facts::medical() const {
  return type != video_type::product_ad
         && type != video_type::compliance_video
         && type != video_type::presenter_ad
         && type != video_type::explainer;
}

std::vector<fact> film_facts::of(fact_kind kind) const {
  std::vector<fact> out;
  std::ranges::copy_if(facts, std::back_inserter(out),
                       [&](auto& f) { return f.kind == kind; });
  return out;
}

bool looks_like_citation(std::string_view text) {
  return is_citation(text);
}

bool tells(const std::string& sentence, const fact& what) {
  auto text = bare(what.text);
  if (says(sentence, text) || says(text, bare(sentence)))
    return true;
  // "Keeps drinks cold" was told as "The bottle keeps drinks cold".
  auto words = words_of(text);
  if (words.size() < 3)
    return false;
  auto from = words[words.size() - std::min<size_t>(words.size() - 1, 4)];
  return says(sentence, text.substr(static_cast<size_t>(from.data()
                                                        - text.data())));
}

bool is_order_to_maker(std::string_view sentence) {
  auto about_film = says_any(
    sentence,
    {"video", "videos", "film", "ad", "advert", "advertisement", "clip",
     "commercial", "spot", "reel", "explainer", "animation", "storyboard",
     "voiceover", "narrator", "scenes", "footage", "viewers", "tone"});
  if (!about_film)
    return false;
  auto words = words_of(sentence);
  if (words.empty())
    return false;
  static constexpr std::array starts{
    "create"sv,  "make"sv,   "produce"sv, "write"sv, "generate"sv, "develop"sv,
    "design"sv,  "prepare"sv, "build"sv,  "please"sv, "i"sv,       "we"sv,
    "the"sv,     "this"sv,   "use"sv,     "keep"sv,  "include"sv,  "show"sv,
    "start"sv,   "end"sv,    "a"sv,       "an"sv,    "video"sv,    "film"sv,
    "tone"sv,    "target"sv, "ensure"sv,  "focus"sv, "short"sv,    "training"sv,
    "compliance"sv, "explainer"sv, "add"sv, "animation"sv, "give"sv, "do"sv};
  auto first = lower(words.front());
  while (!first.empty() && !is_letter(first.back()))
    first.pop_back();
  return std::ranges::find(starts, first) != starts.end();
}

manner manner_of(std::string_view tone, video_type type, bool& simple) {
  auto text = lower(tone);
  auto has = [&](std::initializer_list<std::string_view> stems) {
    return std::ranges::any_of(stems, [&](auto stem) {
      return text.find(stem) != std::string::npos;
    });
  };
  simple = has({"simple", "plain", "easy", "layman", "child"});
  if (has({"energetic", "exciting", "bold", "dynamic", "upbeat", "punchy",
           "lively", "fun", "enthusiastic", "hype"}))
    return manner::lively;
  if (has({"friendly", "conversational", "casual", "warm", "playful",
           "empath", "reassur", "caring", "chatty", "approachable", "human",
           "informal", "relatable"}))
    return manner::casual;
  if (has({"formal", "professional", "precise", "scientific", "serious",
           "authorit", "academic", "corporate", "official", "technical"}))
    return manner::formal;
  if (!text.empty())
    return manner::neutral;
  switch (type) {
    case video_type::product_ad:
    case video_type::moa: return manner::neutral;
    case video_type::compliance_video:
    case video_type::doctor_ad: return manner::formal;
    case video_type::social_media: return manner::casual;
    case video_type::presenter_ad: return manner::neutral;
    case video_type::explainer: return manner::neutral;
  }
  return manner::neutral;
}

film_facts read_facts(const json& inputs, const std::string& tone) {
  film_facts out;
  auto& payload = inputs.at("payload");
  if (auto type = parse_video_type(inputs.text("video_type")))
    out.type = *type;
  out.seed = static_cast<uint64_t>(inputs.integer("seed"));
  out.version = static_cast<uint32_t>(inputs.integer("version", 1));
  out.brand = name_from(payload, "brand_name", name_length);
  out.drug = name_from(payload, "drug_name", name_length);
  read_topic(out, payload);
  for (auto field : {"condition", "indication"})
    if (out.condition_name.empty())
      out.condition_name = name_from(payload, field, phrase_length);
  out.indicated
    = inside_sentence(condition_from(without_shouting(out.condition_name)));
  out.condition = out.indicated;
  for (auto group : {" in adults", " in children", " in adolescents",
                     " in patients", " in people", " in women", " in men",
                     " among ", " as an adjunct", " when "})
    if (auto at = lower(out.condition).find(group);
        at != std::string::npos && at > 2)
      out.condition.resize(at);
  out.condition_is_goal = is_goal(out.condition);
  out.audience = audience_from(payload);
  out.watched_by = viewer_of(out.audience, out.type);
  out.persona = name_from(payload, "persona", 60);
  out.tone = tone.empty() ? name_from(payload, "tone", 60) : tone;
  out.sound = manner_of(out.tone, out.type, out.simple);
  out.region = payload.text("region");
  out.language = payload.text("language");
  out.aspect_ratio = payload.text("aspect_ratio");
  out.duration = payload.number("duration");
  out.chart = payload.at("chart");
  out.timeline = payload.at("timeline");
  out.location = payload.at("location");
  out.website = payload.text("website");
  if (out.type == video_type::explainer) {
    read_explainer_topic(out, payload);
    read_material(out, inputs);
    return out;
  }
  for (auto field : {"key_benefit", "prompt", "moa_summary", "clinical_data",
                     "reference_docs"})
    add_sentences(out, payload, field);
  return out;
}

} // namespace troupe::writing
