#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_scene.hpp"
#include "providers/embedded_writer_text.hpp"

#include "protocol/payload.hpp"

#include <algorithm>
#include <array>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

struct subject_pictures {
  std::string_view stem;
  std::string_view setting;
  std::string_view search;
};

/// Words of a topic or condition and what pictures go with them. Pictures
/// only: nothing of this is said or written in the film.
constexpr subject_pictures subjects[] = {
  {"hypertens", "a blood pressure cuff and a calm waiting room",
   "blood pressure check"},
  {"blood pressure", "a blood pressure cuff and a calm waiting room",
   "blood pressure check"},
  {"heart", "a heart model on a desk", "cardiology"},
  {"cardio", "a heart model on a desk", "cardiology"},
  {"diabet", "a glucose meter on a kitchen table", "glucose meter"},
  {"asthma", "an inhaler and an open window", "asthma inhaler"},
  {"copd", "a consultation about breathing", "lung consultation"},
  {"depress", "a quiet conversation by a window", "supportive conversation"},
  {"anxi", "a quiet conversation by a window", "calm breathing"},
  {"migraine", "a darkened room and a glass of water", "headache rest"},
  {"pain", "a stretch in the morning light", "physiotherapy"},
  {"arthrit", "hands and a warm cup", "hands close up"},
  {"cancer", "a consultation room with daylight", "oncology consultation"},
  {"tumo", "a consultation room with daylight", "oncology consultation"},
  {"infect", "a laboratory bench", "laboratory"},
  {"virus", "a laboratory bench", "laboratory"},
  {"allerg", "a meadow seen through a window", "spring meadow"},
  {"vitamin", "fresh fruit in morning light", "fresh fruit"},
  {"weight", "a walk in a park", "healthy lifestyle"},
  {"skin", "soft daylight on skin", "skincare"},
  {"sleep", "a bedroom at dusk", "peaceful bedroom"},
  {"smok", "fresh air on a balcony", "fresh air"},
  {"water", "clear water poured into a glass", "clear water"},
  {"bottle", "a bottle on a trail and on a desk", "water bottle outdoors"},
  {"coffee", "steam rising from a fresh cup", "coffee cup"},
  {"tea", "a teapot in soft light", "tea time"},
  {"food", "a table set with fresh dishes", "fresh food"},
  {"shoe", "shoes on a city street", "running shoes"},
  {"sneaker", "shoes on a city street", "sneakers street"},
  {"headphone", "a commuter lost in music", "headphones music"},
  {"phone", "a phone in a bright room", "smartphone use"},
  {"app", "a phone in a bright room", "mobile app"},
  {"software", "a tidy desk with a screen", "modern office"},
  {"data", "a tidy desk with a locked screen", "data protection office"},
  {"privacy", "a tidy desk with a locked screen", "data protection office"},
  {"password", "hands on a keyboard", "keyboard typing"},
  {"safety", "people at work with protective gear", "workplace safety"},
  {"car", "a road at daybreak", "car on road"},
  {"travel", "a window seat above the clouds", "travel"},
  {"home", "a bright living room", "bright living room"},
  {"furniture", "a bright living room", "modern furniture"},
  {"fitness", "a training session outdoors", "outdoor training"},
  {"bank", "a conversation across a desk", "financial advice"},
  {"insurance", "a family at a kitchen table", "family at home"},
  {"energy", "sunlight on rooftops", "solar panels"},
  {"pet", "a dog at the door", "dog at home"},
  {"child", "children at play", "children playing"},
  {"beauty", "soft daylight and a mirror", "beauty routine"},
};

std::string_view topic_of(const film_facts& facts, std::string& owner) {
  owner = lower(facts.topic + " " + facts.condition + " "
                + facts.prompt_subject);
  return owner;
}

const subject_pictures* subject_of(const film_facts& facts) {
  std::string owner;
  auto words = topic_of(facts, owner);
  for (auto& x : subjects) {
    auto at = words.find(x.stem);
    if (at != std::string_view::npos && (at == 0 || words[at - 1] == ' '
                                         || words[at - 1] == '-'))
      return &x;
  }
  return nullptr;
}

std::string place_of(const film_facts& facts) {
  auto region = json::make_object({{"region", facts.region}});
  return facts.region.empty() ? std::string{}
                              : region_of(region).description;
}

std::string_view shot_for(std::string_view layout) {
  if (layout == "title")
    return "Opening card with a large headline";
  if (layout == "bullets")
    return "Rows that appear as they are spoken";
  if (layout == "steps")
    return "Numbered steps that connect one after another";
  if (layout == "statement")
    return "One sentence, large and still, on screen while it is spoken";
  if (layout == "number")
    return "One large figure with its label";
  if (layout == "diagram")
    return "Stylised diagram of the mechanism, marked as an illustration";
  if (layout == "product")
    return "Product card with the name";
  if (layout == "logo")
    return "End card with the name";
  if (layout == "safety")
    return "Safety information, plain and easy to read";
  return "Closing card with a button";
}

} // namespace

std::string picture_of(const scene_draft& draft, const film_facts& facts) {
  std::string out{shot_for(draft.layout)};
  if (auto subject = subject_of(facts))
    out += "; behind it " + std::string{subject->setting};
  out += ".";
  if (auto where = place_of(facts); !where.empty())
    out += " Setting: " + lower_first(where) + ".";
  if (!facts.audience.empty() && draft.type == "hook")
    out += " Made for " + facts.audience + ".";
  return out;
}

std::vector<std::string> search_terms(const scene_draft& draft,
                                      const film_facts& facts) {
  std::vector<std::string> out;
  auto add = [&](std::string term) {
    term = shortened(bare(std::move(term)), 40);
    if (!term.empty() && std::ranges::find(out, term) == out.end()
        && out.size() < 4)
      out.push_back(std::move(term));
  };
  if (auto subject = subject_of(facts))
    add(std::string{subject->search});
  if (facts.medical())
    add(draft.layout == "diagram" ? "molecular biology" : facts.condition);
  else
    add(lower(facts.topic.empty() ? facts.prompt_subject : facts.topic));
  switch (facts.watched_by) {
    case viewer::professional: add("doctor at work"); break;
    case viewer::patient: add("patient and doctor"); break;
    case viewer::staff: add("team at work"); break;
    case viewer::consumer: add("everyday life"); break;
  }
  if (!facts.region.empty()) {
    auto region = json::make_object({{"region", facts.region}});
    auto& words = region_of(region).modifiers;
    if (!words.empty())
      add(words[draft.type.size() % words.size()]);
  }
  return out;
}

} // namespace troupe::writing
