#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

/// Bytes in which a seam is looked for: a sentence's worth.
constexpr size_t seam_window = 900;

struct participle {
  std::string_view word;
  std::string_view verb;
};

/// ", reducing the load" reads "This reduces the load." when it stands alone.
constexpr std::array<participle, 30> participles{{
  {"reducing", "reduces"},       {"lowering", "lowers"},
  {"increasing", "increases"},   {"decreasing", "decreases"},
  {"leading", "leads"},          {"resulting", "results"},
  {"causing", "causes"},         {"preventing", "prevents"},
  {"allowing", "allows"},        {"blocking", "blocks"},
  {"promoting", "promotes"},     {"relaxing", "relaxes"},
  {"helping", "helps"},          {"improving", "improves"},
  {"restoring", "restores"},     {"making", "makes"},
  {"keeping", "keeps"},          {"limiting", "limits"},
  {"slowing", "slows"},          {"suppressing", "suppresses"},
  {"stimulating", "stimulates"}, {"giving", "gives"},
  {"providing", "provides"},     {"supporting", "supports"},
  {"protecting", "protects"},    {"relieving", "relieves"},
  {"inhibiting", "inhibits"},    {"producing", "produces"},
  {"enhancing", "enhances"},     {"thereby", ""},
}};

/// Where a sentence may be parted, and with which words the second half
/// begins then.
struct seam {
  size_t at = std::string::npos;
  size_t resume = 0;
  std::string lead;
};

std::string word_at(std::string_view text, size_t at) {
  auto end = at;
  while (end < text.size() && !is_space(text[end]) && text[end] != ',')
    ++end;
  return lower(text.substr(at, end - at));
}

/// The seam of a comma or "and" at this place, if what follows can stand.
bool seam_here(std::string_view text, size_t i, seam& out) {
  auto rest = text.substr(i);
  size_t skip = 0;
  if (rest.starts_with("; "))
    skip = 2;
  else if (rest.starts_with(", "))
    skip = 2;
  else if (rest.starts_with(" and "))
    skip = 5;
  else if (rest.starts_with(" \u2013 ") || rest.starts_with(" \u2014 "))
    skip = 5;
  if (skip == 0)
    return false;
  auto at = i + skip;
  auto word = word_at(text, at);
  static constexpr std::array joints{"and"sv, "but"sv, "so"sv};
  while (std::ranges::find(joints, word) != joints.end()
         || word == "thereby") {
    at += word.size() + 1;
    if (at >= text.size())
      return false;
    word = word_at(text, at);
  }
  if (word == "which") {
    out = {i, at + word.size() + 1, "This "};
    return out.resume < text.size();
  }
  for (auto& p : participles)
    if (p.word == word && !p.verb.empty()) {
      out = {i, at + word.size(), "This " + std::string{p.verb}};
      return true;
    }
  auto tail = text.substr(at);
  if (word_count(tail) >= 4 && kind_of_phrase(tail) == phrase_kind::clause) {
    out = {i, at, ""};
    return true;
  }
  return false;
}

} // namespace

std::vector<std::string> in_short_sentences(std::string_view sentence,
                                            size_t max_words) {
  std::vector<std::string> out;
  std::string rest{sentence};
  // Each round takes at least one word off.
  while (word_count(rest) > max_words) {
    seam best;
    for (size_t i = 1; i + 2 < std::min(rest.size(), seam_window); ++i) {
      seam found;
      if (!seam_here(rest, i, found))
        continue;
      auto words = word_count(std::string_view{rest}.substr(0, found.at));
      if (words > max_words)
        break;
      if (words >= 3)
        best = found;
    }
    if (best.at == std::string::npos)
      break;
    out.push_back(as_sentence(rest.substr(0, best.at)));
    rest = best.lead + rest.substr(best.resume);
  }
  if (word_count(rest) > 0)
    out.push_back(as_sentence(rest));
  return out;
}

} // namespace troupe::writing
