#include "media/narrator.hpp"

#include "media/narrator_flite.hpp"
#include "media/resample.hpp"
#include "media/speech_text.hpp"
#include "media/voice_chain.hpp"
#include "protocol/defaults.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

namespace troupe {

namespace {

using std::chrono::microseconds;

/// Silence after a sentence at pause 1, in milliseconds: what a narrator
/// takes between thoughts; a split inside a sentence is barely heard.
uint32_t pause_after(char end) {
  switch (end) {
    case '\n': return 750;
    case '?': return 480;
    case ',': return 140;
    default: return 400;
  }
}

error out_of_range(std::string_view field, double lowest, double highest) {
  auto number = [](double x) {
    auto text = std::to_string(x);
    return text.substr(0, text.find('.') + 2);
  };
  return make_error(ec::invalid_argument, "voice_style." + std::string{field}
                                            + " must be " + number(lowest)
                                            + " to " + number(highest));
}

error check(const narration_request& request) {
  auto& voice = request.voice;
  if (request.text.size() > narration_max_bytes)
    return make_error(ec::invalid_argument,
                      "text is longer than "
                        + std::to_string(narration_max_bytes) + " bytes");
  auto& names = narrator_voices();
  if (std::find(names.begin(), names.end(), voice.voice) == names.end())
    return make_error(ec::invalid_argument, "voice_style.voice: no voice named "
                                              + voice.voice.substr(0, 40));
  // Written so that NaN fails too.
  if (!(voice.rate >= 0.6 && voice.rate <= 1.6))
    return out_of_range("rate", 0.6, 1.6);
  if (!(voice.pause >= 0.4 && voice.pause <= 2.5))
    return out_of_range("pause", 0.4, 2.5);
  if (!(voice.pitch >= -6 && voice.pitch <= 6))
    return out_of_range("pitch", -6, 6);
  return {};
}

/// One sentence as the voice gets it, and which word each token belongs to.
struct spoken_sentence {
  std::vector<std::string> tokens;
  std::vector<size_t> word_of;
};

spoken_sentence spoken(const speech_sentence& sentence) {
  spoken_sentence out;
  for (size_t i = 0; i < sentence.words.size(); ++i) {
    auto& word = sentence.words[i];
    for (auto& token : word.spoken) {
      out.tokens.push_back(token);
      out.word_of.push_back(i);
    }
    if (word.stop != 0 && !out.tokens.empty()
        && !out.tokens.back().ends_with(','))
      out.tokens.back() += ',';
  }
  if (out.tokens.empty())
    return out;
  auto& last = out.tokens.back();
  if (last.ends_with(','))
    last.pop_back();
  last += sentence.end == '?' ? '?' : sentence.end == ',' ? ',' : '.';
  return out;
}

bool begins_with_any(const std::string& word,
                     std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// How a sentence goes up and down. Statements fall; a question that can be
/// answered by yes rises at its end; a paragraph begins a little higher and
/// slower to end than it goes on; every other sentence lies a little apart
/// from its neighbours, or a list of them sounds like a machine.
utterance_request as_spoken(const narration_request& request,
                            const std::vector<speech_sentence>& sentences,
                            size_t index,
                            const std::vector<std::string>& tokens) {
  auto& voice = request.voice;
  utterance_request out;
  out.voice = voice.voice;
  out.tokens = tokens;
  for (auto& token : tokens) {
    auto word = token.substr(0, token.find_last_not_of(".,?!") + 1);
    if (auto own = request.lexicon.find(word); own && !own->phones.empty())
      out.lexicon.push_back(word + " : " + own->phones);
  }
  auto first = index == 0 || sentences[index - 1].end == '\n';
  auto last = index + 1 == sentences.size();
  auto open = sentences[index].end == ',';
  auto asks = sentences[index].end == '?';
  auto asks_what = begins_with_any(
    tokens.front(), {"what", "who", "whom", "whose", "which", "when", "where",
                     "why", "how"});
  constexpr std::array<double, 3> apart{0.2, -0.25, 0};
  out.pitch = voice.pitch + (first ? 0.5 : last ? -0.4 : apart[index % 3]);
  out.fall = asks && !asks_what ? 0.4 : 1.6;
  out.last_move = asks && !asks_what ? 3.5 : open ? 0.8 : -1.2;
  // 2.7 words a second with their pauses, as people who do this for a living.
  constexpr std::array<double, 3> paces{0.93, 0.95, 0.92};
  out.stretch =
    (last && !asks ? 0.96 : paces[index % 3]) / voice.rate;
  return out;
}

microseconds at_rate(double samples) {
  return microseconds{std::llround(samples * 1e6 / flite_rate)};
}

/// Collects sentences at the voice's own rate.
class track {
public:
  void add(const speech_sentence& sentence, const spoken_sentence& said,
           const utterance_sound& sound) {
    if (!sound.samples.empty())
      samples_.insert(samples_.end(), gap_, 0);
    auto base = static_cast<double>(samples_.size());
    auto first = words_.size();
    for (auto& word : sentence.words)
      words_.push_back({word.display, microseconds{-1}, microseconds{-1}});
    for (size_t i = 0; i < said.tokens.size(); ++i) {
      auto& word = words_[first + said.word_of[i]];
      auto& time = sound.times[i];
      auto start = at_rate(base + time.start * flite_rate);
      word.start = word.start.count() < 0 ? start : std::min(word.start, start);
      word.end = std::max(word.end, at_rate(base + time.end * flite_rate));
    }
    samples_.insert(samples_.end(), sound.samples.begin(), sound.samples.end());
  }

  void pause(uint32_t milliseconds, double factor) {
    gap_ = static_cast<size_t>(
      std::llround(milliseconds * factor * flite_rate / 1000));
  }

  /// Words without sound stand where the one before ends.
  std::vector<spoken_word> take_words() {
    microseconds last{0};
    for (auto& word : words_) {
      word.start = std::max(word.start, last);
      word.end = std::max(word.end, word.start);
      last = word.end;
    }
    return std::move(words_);
  }

  const std::vector<int16_t>& samples() const { return samples_; }

private:
  std::vector<int16_t> samples_;
  std::vector<spoken_word> words_;
  size_t gap_ = 0;
};

} // namespace

microseconds narration::duration() const {
  auto rate = static_cast<int64_t>(sample_rate);
  return microseconds{
    (static_cast<int64_t>(samples.size()) * 1'000'000 + rate / 2) / rate};
}

std::span<const voice_source> voice_sources() {
  static constexpr std::array<voice_source, 4> sources{{
    {"slt", "flite, cmu_us_slt", "MIT-Festival"},
    {"rms", "flite, cmu_us_rms", "MIT-Festival"},
    {"awb", "flite, cmu_us_awb", "MIT-Festival"},
    {"kal16", "flite, cmu_us_kal16", "MIT-Festival"},
  }};
  return sources;
}

const std::vector<std::string_view>& narrator_voices() {
  static const std::vector<std::string_view> names{"slt", "rms", "awb",
                                                   "kal16"};
  return names;
}

result<narration> narrate(const narration_request& request,
                          std::stop_token stop,
                          const media_progress& progress) {
  if (auto err = check(request))
    return err;
  auto& voice = request.voice;
  auto sentences = prepare_speech(request.text, request.lexicon);
  track whole;
  for (size_t i = 0; i < sentences.size(); ++i) {
    if (stop.stop_requested())
      return make_error(ec::cancelled, "narration was cancelled");
    auto said = spoken(sentences[i]);
    utterance_sound sound;
    if (!said.tokens.empty()) {
      auto made = speak_utterance(
        as_spoken(request, sentences, i, said.tokens));
      if (!made)
        return made.error();
      sound = std::move(*made);
    }
    whole.add(sentences[i], said, sound);
    if (!sound.samples.empty())
      whole.pause(pause_after(sentences[i].end), voice.pause);
    if (progress)
      progress(static_cast<double>(i + 1)
               / static_cast<double>(sentences.size()));
  }
  auto raw = resample(whole.samples(), flite_rate, defaults::sample_rate);
  if (!raw)
    return raw.error();
  auto samples = finish_voice(*raw, stop);
  if (!samples)
    return samples.error();
  narration out;
  out.sample_rate = defaults::sample_rate;
  out.samples = std::move(*samples);
  out.words = whole.take_words();
  return out;
}

} // namespace troupe
