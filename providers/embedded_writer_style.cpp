#include "providers/embedded_writer_style.hpp"

#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace troupe::writing {

namespace {

struct pair_of_words {
  std::string_view from;
  std::string_view to;
};

constexpr pair_of_words contractions[] = {
  {"do not", "don't"},       {"does not", "doesn't"},  {"did not", "didn't"},
  {"is not", "isn't"},       {"are not", "aren't"},    {"was not", "wasn't"},
  {"were not", "weren't"},   {"cannot", "can't"},      {"could not", "couldn't"},
  {"would not", "wouldn't"}, {"should not", "shouldn't"},
  {"will not", "won't"},     {"has not", "hasn't"},    {"have not", "haven't"},
  {"let us", "let's"},       {"it is", "it's"},        {"that is", "that's"},
  {"what is", "what's"},     {"here is", "here's"},    {"there is", "there's"},
  {"you are", "you're"},     {"we are", "we're"},      {"they are", "they're"},
  {"you will", "you'll"},    {"we will", "we'll"},     {"it will", "it'll"},
  {"you would", "you'd"},    {"you have got", "you've got"},
  {"I am", "I'm"},
};

constexpr pair_of_words plain_words[] = {
  {"utilise", "use"},            {"utilize", "use"},
  {"utilises", "uses"},          {"utilizes", "uses"},
  {"approximately", "about"},    {"demonstrates", "shows"},
  {"demonstrate", "show"},       {"demonstrated", "showed"},
  {"commence", "start"},         {"terminate", "end"},
  {"individuals", "people"},     {"assist", "help"},
  {"assists", "helps"},          {"obtain", "get"},
  {"facilitates", "helps"},      {"facilitate", "help"},
  {"prior to", "before"},        {"subsequent to", "after"},
  {"in order to", "to"},         {"sufficient", "enough"},
  {"additional", "more"},        {"numerous", "many"},
  {"purchase", "buy"},           {"regarding", "about"},
  {"concerning", "about"},       {"furthermore", "also"},
  {"consequently", "so"},        {"therefore", "so"},
  {"however", "but"},            {"adverse reactions", "side effects"},
  {"adverse events", "side effects"}, {"adverse effects", "side effects"},
  {"concomitant medication", "other medicines"},
  {"comorbidities", "other conditions"},
  {"contraindications", "reasons not to use it"},
  {"therapeutic effect", "effect of treatment"},
  {"therapeutic option", "treatment option"},
  {"point of intervention", "place to step in"},
  {"points of intervention", "places to step in"},
  {"site of action", "place where it acts"},
  {"downstream consequence", "result"},
  {"downstream response", "response that follows"},
  {"set out in", "listed in"},   {"consult", "ask"},
  {"consideration", "thought"},  {"merit", "deserve"},
  {"merits", "deserves"},        {"underlying", "basic"},
  {"schematic", "simplified"},   {"sequence of processes", "chain of steps"},
  {"sequence", "chain"},         {"requirement", "rule"},
  {"requirements", "rules"},     {"personnel", "staff"},
  {"immediately", "at once"},    {"implement", "carry out"},
  {"endeavour", "try"},          {"initiate", "start"},
  {"modification", "change"},    {"optimal", "best"},
  {"particular", "special"},     {"presented", "shown"},
};

constexpr pair_of_words formal_words[] = {
  {"kids", "children"},      {"folks", "people"},      {"okay", "acceptable"},
  {"thanks", "thank you"},   {"get in touch", "make contact"},
  {"find out", "learn"},     {"a lot of", "many"},     {"lots of", "many"},
  {"right now", "at present"},
  {"these days", "today"},   {"gets to work", "takes effect"},
  {"go and see", "visit"},   {"check out", "see"},     {"hi", "welcome"},
  {"say hello to", "consider"}, {"meet", "consider"},
};

constexpr pair_of_words friendly_words[] = {
  {"individuals", "people"}, {"purchase", "buy"},      {"obtain", "get"},
  {"assist", "help"},        {"therefore", "so"},      {"however", "but"},
  {"furthermore", "and"},    {"additionally", "also"}, {"in addition", "also"},
  {"utilise", "use"},        {"utilize", "use"},       {"consumers", "people"},
  {"thank you for", "thanks for"}, {"further information", "more"},
  {"please note the following", "here is one to remember"},
  {"consider", "think about"},     {"in order to", "to"},
};

bool kept(std::string_view phrase, const std::vector<std::string>& keep) {
  return std::ranges::any_of(keep, [&](auto& k) { return says(k, phrase)
                                                         || says(phrase, k); });
}

std::string exchanged(std::string text, std::span<const pair_of_words> table,
                      const std::vector<std::string>& keep) {
  for (auto& [from, to] : table)
    if (says(text, from) && !kept(from, keep))
      text = replaced(text, from, to);
  return text;
}

/// The same as `replaced`, but only where a word follows.
std::string exchanged_inside(std::string text, std::string_view from,
                             std::string_view to) {
  for (auto at = find_words(text, from); at != std::string::npos;) {
    auto end = at + from.size();
    auto follows = end + 1 < text.size() && text[end] == ' '
                   && is_letter(text[end + 1]);
    if (follows) {
      auto capital = text[at] >= 'A' && text[at] <= 'Z';
      text.replace(at, from.size(),
                   capital ? upper_first(std::string{to}) : std::string{to});
      end = at + to.size();
    }
    at = find_words(text, from, end);
  }
  return text;
}

std::string without_brackets(std::string text) {
  for (auto open = text.find('('); open != std::string::npos;
       open = text.find('(', open)) {
    auto close = text.find(')', open);
    if (close == std::string::npos)
      break;
    text.erase(open, close - open + 1);
  }
  return mended(text);
}

} // namespace

std::string contracted(std::string text) {
  for (auto& [from, to] : contractions)
    if (says(text, from))
      text = exchanged_inside(std::move(text), from, to);
  return text;
}

std::string expanded(std::string text) {
  for (auto& [from, to] : contractions)
    text = replaced(text, to, from);
  return text;
}

bool has_contraction(std::string_view text) {
  return std::ranges::any_of(contractions, [&](auto& x) {
    return says(text, x.to);
  });
}

std::string in_plain_words(std::string text,
                           const std::vector<std::string>& keep) {
  return exchanged(without_brackets(std::move(text)), plain_words, keep);
}

std::string in_formal_words(std::string text,
                            const std::vector<std::string>& keep) {
  auto out = exchanged(expanded(std::move(text)), formal_words, keep);
  std::ranges::replace(out, '!', '.');
  return mended(out);
}

std::string in_friendly_words(std::string text,
                              const std::vector<std::string>& keep) {
  return contracted(exchanged(std::move(text), friendly_words, keep));
}

std::string in_manner(std::string text, manner sound, bool simple,
                      const std::vector<std::string>& keep) {
  if (simple)
    text = in_plain_words(std::move(text), keep);
  switch (sound) {
    case manner::formal: return expanded(std::move(text));
    case manner::neutral: return text;
    case manner::casual:
    case manner::lively: return contracted(std::move(text));
  }
  return text;
}

} // namespace troupe::writing
