#include "media/lexicon.hpp"

#include <algorithm>

namespace troupe {

namespace {

/// Longest first where one ends with another.
constexpr drug_ending endings[] = {
  {"opril", "ax0 p r ih0 l", true},
  {"april", "ax0 p r ih0 l", true},
  {"ipril", "ax0 p r ih0 l", true},
  {"sartan", "s aa1 r t ae0 n", false},
  {"vastatin", "v ax0 s t ae0 t ax0 n", true},
  {"olol", "ax0 l ao0 l", true},
  {"alol", "ax0 l ao0 l", true},
  {"gliptin", "g l ih1 p t ax0 n", false},
  {"gliflozin", "g l ih0 f l ow1 z ax0 n", false},
  {"glitazone", "g l ih1 t ax0 z ow0 n", false},
  {"glutide", "g l uw1 t ay0 d", false},
  {"zumab", "z uw0 m ae0 b", true},
  {"ximab", "k s ih0 m ae0 b", true},
  {"lumab", "l y uw0 m ae0 b", true},
  {"numab", "n y uw0 m ae0 b", true},
  {"cumab", "k y uw0 m ae0 b", true},
  {"tumab", "t uw0 m ae0 b", true},
  {"umab", "uw0 m ae0 b", true},
  {"omab", "ow0 m ae0 b", true},
  {"ciclib", "s ay1 k l ih0 b", false},
  {"tinib", "t ih0 n ih0 b", true},
  {"rafenib", "r ae1 f ax0 n ih0 b", false},
  {"zomib", "z ow0 m ih0 b", true},
  {"parib", "p ax0 r ih0 b", true},
  {"conazole", "k ow1 n ax0 z ow0 l", false},
  {"prazole", "p r ax0 z ow0 l", true},
  {"nidazole", "n ay1 d ax0 z ow0 l", false},
  {"piprazole", "p ih1 p r ax0 z ow0 l", false},
  {"cillin", "s ih1 l ax0 n", false},
  {"mycin", "m ay1 s ax0 n", false},
  {"micin", "m ay1 s ax0 n", false},
  {"floxacin", "f l aa1 k s ax0 s ax0 n", false},
  {"cycline", "s ay1 k l iy0 n", false},
  {"dipine", "d ax0 p iy0 n", true},
  {"semide", "s ax0 m ay0 d", true},
  {"thiazide", "th ay1 ax0 z ay0 d", false},
  {"setron", "s eh0 t r aa0 n", true},
  {"triptan", "t r ih1 p t ax0 n", false},
  {"gepant", "jh eh1 p ae0 n t", false},
  {"lukast", "l uw1 k ae0 s t", false},
  {"parin", "p ax0 r ih0 n", true},
  {"xaban", "k s ax0 b ae0 n", true},
  {"gatran", "g ax0 t r ae0 n", true},
  {"grelor", "g r ax0 l ao0 r", true},
  {"dogrel", "d ax0 g r eh0 l", true},
  {"fenac", "f ax0 n ae0 k", true},
  {"profen", "p r ow1 f ax0 n", false},
  {"oxicam", "aa1 k s ax0 k ae0 m", false},
  {"coxib", "k aa1 k s ih0 b", false},
  {"azepam", "ae1 z ax0 p ae0 m", false},
  {"azolam", "ae1 z ax0 l ae0 m", false},
  {"oxetine", "aa1 k s ax0 t iy0 n", false},
  {"triptyline", "t r ih1 p t ax0 l iy0 n", false},
  {"azosin", "ey1 z ax0 s ax0 n", false},
  {"afil", "ax0 f ih0 l", true},
  {"tidine", "t ih0 d iy0 n", true},
  {"terol", "t ax0 r ao0 l", true},
  {"tropium", "t r ow1 p iy0 ax0 m", false},
  {"sonide", "s ax0 n ay0 d", true},
  {"metasone", "m eh1 th ax0 s ow0 n", false},
  {"solone", "s ax0 l ow0 n", true},
  {"dronate", "d r ax0 n ey0 t", true},
  {"fibrate", "f ay1 b r ey0 t", false},
  {"caine", "k ey0 n", true},
  {"ciclovir", "s ay1 k l ax0 v ih0 r", false},
  {"navir", "n ax0 v ih0 r", true},
  {"tegravir", "t eh1 g r ax0 v ih0 r", false},
  {"buvir", "b y uw0 v ih0 r", true},
  {"tirone", "t ax0 r ow0 n", true},
  {"lisib", "l ih0 s ih0 b", true},
  {"citinib", "s ih1 t ax0 n ih0 b", false},
  {"cept", "s eh0 p t", true},
  {"racetam", "r ae1 s ax0 t ae0 m", false},
  {"gabalin", "g ae1 b ax0 l ax0 n", false},
};

bool has_vowel(std::string_view text) {
  return text.find_first_of("aeiouy") != text.npos;
}

} // namespace

const drug_ending* drug_ending_of(std::string_view word) {
  const drug_ending* best = nullptr;
  for (auto& x : endings)
    if (word.ends_with(x.letters) && word.size() >= x.letters.size() + 2
        && word.size() >= 7
        && has_vowel(word.substr(0, word.size() - x.letters.size()))
        && (!best || x.letters.size() > best->letters.size()))
      best = &x;
  return best;
}

} // namespace troupe
