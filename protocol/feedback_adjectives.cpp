#include "protocol/feedback_adjectives.hpp"

#include <algorithm>
#include <array>

namespace troupe::feedback_detail {

namespace {

using enum directive_kind;

constexpr auto plain = adjective_form::plain;
constexpr auto comparative = adjective_form::comparative;
constexpr auto complaint = adjective_form::complaint;

constexpr adjective adjectives[] = {
  // length
  {"shorter", shorter, longer, comparative},
  {"shorten", shorter, longer, comparative},
  {"briefer", shorter, longer, comparative},
  {"tighter", shorter, longer, comparative},
  {"tighten", shorter, longer, comparative},
  {"condense", shorter, longer, comparative},
  {"condensed", shorter, longer, comparative},
  {"trim", shorter, longer, comparative},
  {"compress", shorter, longer, comparative},
  {"concise", shorter, longer, comparative},
  {"crisper", shorter, longer, comparative},
  {"succinct", shorter, longer, comparative},
  {"short", shorter, longer, plain},
  {"brief", shorter, longer, plain},
  {"longer", longer, shorter, comparative},
  {"lengthen", longer, shorter, comparative},
  {"extend", longer, shorter, comparative},
  {"expand", longer, shorter, comparative},
  {"elaborate", longer, shorter, comparative},
  {"detailed", longer, shorter, plain},
  {"long", longer, shorter, plain},
  {"wordy", longer, shorter, complaint},
  {"verbose", longer, shorter, complaint},
  {"lengthy", longer, shorter, complaint},
  // pace
  {"slower", slower, faster, comparative},
  {"slowly", slower, faster, plain},
  {"slow", slower, faster, plain},
  {"faster", faster, slower, comparative},
  {"quicker", faster, slower, comparative},
  {"snappier", faster, slower, comparative},
  {"fast", faster, slower, plain},
  {"quick", faster, slower, plain},
  {"quickly", faster, slower, plain},
  {"rushed", faster, slower, complaint},
  {"hurried", faster, slower, complaint},
  // plainness
  {"simpler", simpler, more_formal, comparative},
  {"simplify", simpler, more_formal, comparative},
  {"simplified", simpler, more_formal, comparative},
  {"plainer", simpler, more_formal, comparative},
  {"easier", simpler, more_formal, comparative},
  {"clearer", simpler, more_formal, comparative},
  {"simple", simpler, more_formal, plain},
  {"plain", simpler, more_formal, plain},
  {"easy", simpler, more_formal, plain},
  {"clear", simpler, more_formal, plain},
  {"understandable", simpler, more_formal, plain},
  {"complicated", more_formal, simpler, complaint},
  {"complex", more_formal, simpler, complaint},
  {"confusing", more_formal, simpler, complaint},
  {"unclear", more_formal, simpler, complaint},
  {"difficult", more_formal, simpler, complaint},
  {"technical", more_formal, simpler, plain},
  {"scientific", more_formal, simpler, plain},
  {"academic", more_formal, simpler, plain},
  // manner
  {"formal", more_formal, friendlier, plain},
  {"formally", more_formal, friendlier, plain},
  {"professional", more_formal, friendlier, plain},
  {"serious", more_formal, friendlier, plain},
  {"polished", more_formal, friendlier, plain},
  {"authoritative", more_formal, friendlier, plain},
  {"stiff", more_formal, friendlier, complaint},
  {"robotic", more_formal, friendlier, complaint},
  {"impersonal", more_formal, friendlier, complaint},
  {"dry", more_formal, friendlier, complaint},
  {"friendlier", friendlier, more_formal, comparative},
  {"friendly", friendlier, more_formal, plain},
  {"casual", friendlier, more_formal, plain},
  {"conversational", friendlier, more_formal, plain},
  {"informal", friendlier, more_formal, plain},
  {"personal", friendlier, more_formal, plain},
  {"human", friendlier, more_formal, plain},
  {"empathetic", friendlier, more_formal, plain},
  {"approachable", friendlier, more_formal, plain},
  {"welcoming", friendlier, more_formal, plain},
  {"kinder", friendlier, more_formal, comparative},
  {"reassuring", friendlier, more_formal, plain},
  {"playful", friendlier, more_formal, plain},
  {"chatty", friendlier, more_formal, plain},
  // energy
  {"energetic", more_energetic, calmer, plain},
  {"energy", more_energetic, calmer, plain},
  {"dynamic", more_energetic, calmer, plain},
  {"lively", more_energetic, calmer, plain},
  {"livelier", more_energetic, calmer, comparative},
  {"exciting", more_energetic, calmer, plain},
  {"upbeat", more_energetic, calmer, plain},
  {"punchier", more_energetic, calmer, comparative},
  {"punchy", more_energetic, calmer, plain},
  {"bolder", more_energetic, calmer, comparative},
  {"catchier", more_energetic, calmer, comparative},
  {"catchy", more_energetic, calmer, plain},
  {"engaging", more_energetic, calmer, plain},
  {"enthusiastic", more_energetic, calmer, plain},
  {"inspiring", more_energetic, calmer, plain},
  {"boring", calmer, more_energetic, complaint},
  {"dull", calmer, more_energetic, complaint},
  {"flat", calmer, more_energetic, complaint},
  {"monotonous", calmer, more_energetic, complaint},
  {"calmer", calmer, more_energetic, comparative},
  {"gentler", calmer, more_energetic, comparative},
  {"calm", calmer, more_energetic, plain},
  {"gentle", calmer, more_energetic, plain},
  {"relaxed", calmer, more_energetic, plain},
  {"soothing", calmer, more_energetic, plain},
  {"pushy", more_energetic, calmer, complaint},
  {"salesy", more_energetic, calmer, complaint},
  {"aggressive", more_energetic, calmer, complaint},
  // look
  {"darker", darker, lighter, comparative},
  {"darken", darker, lighter, comparative},
  {"dark", darker, lighter, plain},
  {"lighter", lighter, darker, comparative},
  {"lighten", lighter, darker, comparative},
  {"brighter", lighter, darker, comparative},
  {"brighten", lighter, darker, comparative},
  {"bright", lighter, darker, plain},
  {"light", lighter, darker, plain},
  {"warmer", warmer, cooler, comparative},
  {"warm", warmer, cooler, plain},
  {"cooler", cooler, warmer, comparative},
  {"colder", cooler, warmer, comparative},
  {"cool", cooler, warmer, plain},
  {"cold", cooler, warmer, plain},
  {"bigger", bigger_text, smaller_text, comparative},
  {"larger", bigger_text, smaller_text, comparative},
  {"enlarge", bigger_text, smaller_text, comparative},
  {"readable", bigger_text, smaller_text, plain},
  {"legible", bigger_text, smaller_text, plain},
  {"big", bigger_text, smaller_text, plain},
  {"large", bigger_text, smaller_text, plain},
  {"smaller", smaller_text, bigger_text, comparative},
  {"small", smaller_text, bigger_text, plain},
  {"tiny", smaller_text, bigger_text, complaint},
  // voice
  {"deeper", deeper_voice, higher_voice, comparative},
  {"lower", deeper_voice, higher_voice, comparative},
  {"deep", deeper_voice, higher_voice, plain},
  {"higher", higher_voice, deeper_voice, comparative},
  {"high", higher_voice, deeper_voice, plain},
  {"louder", voice_louder, voice_quieter, comparative},
  {"loud", voice_louder, voice_quieter, plain},
  {"quieter", voice_quieter, voice_louder, comparative},
  {"softer", voice_quieter, voice_louder, comparative},
  {"quiet", voice_quieter, voice_louder, plain},
  {"soft", voice_quieter, voice_louder, plain},
};

/// One letter left out, doubled or swapped with its neighbour. Not changed:
/// that makes other words ("sample", "border").
bool one_letter_off(std::string_view a, std::string_view b) {
  if (a.size() > b.size())
    std::swap(a, b);
  if (b.size() - a.size() > 1)
    return false;
  auto i = static_cast<size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  if (a.size() < b.size())
    return a.substr(i) == b.substr(i + 1);
  if (i == a.size())
    return true;
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i]
         && a.substr(i + 2) == b.substr(i + 2);
}

} // namespace

const adjective* find_adjective(std::string_view word) {
  for (auto& x : adjectives)
    if (x.word == word)
      return &x;
  // In short words one letter makes another word ("cold", "bold").
  if (word.size() < 6 || word.size() > 16)
    return nullptr;
  for (auto& x : adjectives)
    if (x.word.size() >= 6 && x.word[0] == word[0]
        && one_letter_off(word, x.word))
      return &x;
  return nullptr;
}

} // namespace troupe::feedback_detail
