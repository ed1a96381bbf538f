#include "media/narrator_flite.hpp"

#include "media/lexicon.hpp"
#include "media/narrator_noise.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <csetjmp>
#include <memory>
#include <mutex>

extern "C" {
#include <flite/cst_cg.h>
#include <flite/flite.h>
cst_voice* register_cmu_us_awb(const char* voxdir);
cst_voice* register_cmu_us_kal16(const char* voxdir);
cst_voice* register_cmu_us_rms(const char* voxdir);
cst_voice* register_cmu_us_slt(const char* voxdir);
}
// flite's headers define min and friends only in C files, but these leak.
#undef TRUE
#undef FALSE

namespace troupe {

namespace {

/// Breath kept before and after an utterance, in seconds.
constexpr double lead = 0.03;
constexpr double trail = 0.09;
/// Edges are faded so that a cut never clicks: 4 ms and 30 ms.
constexpr size_t fade_in = flite_rate / 250;
constexpr size_t fade_out = flite_rate * 3 / 100;

struct delete_utterance_later {
  void operator()(cst_utterance* x) const { delete_utterance(x); }
};
using utterance_ptr = std::unique_ptr<cst_utterance, delete_utterance_later>;

struct voice_entry {
  std::string_view name;
  cst_voice* (*make)(const char*);
  cst_voice* voice;
};

/// Guards everything of flite.
std::mutex flite_mutex;

std::array<voice_entry, 4>& voices() {
  static std::array<voice_entry, 4> all{{
    {"slt", register_cmu_us_slt, nullptr},
    {"rms", register_cmu_us_rms, nullptr},
    {"awb", register_cmu_us_awb, nullptr},
    {"kal16", register_cmu_us_kal16, nullptr},
  }};
  return all;
}

/// All voices share one lexicon, so each gets the whole list once and keeps
/// it for as long as the process lives.
void add_lexicon(cst_voice* voice) {
  auto lexicon = val_lexicon(feat_val(voice->features, "lexicon"));
  if (lexicon->lex_addenda)
    return;
  cst_val* list = nullptr;
  for (auto entry : speech_lexicon())
    if (auto made = cst_lex_make_entry(lexicon, entry))
      list = cons_val(made, list);
  lexicon->lex_addenda = list;
}

bool is_vowel(std::string_view phone) {
  return std::string_view{"aeiou"}.find(phone[0]) != std::string_view::npos;
}

/// Phones of a name nobody has listed: its stem by the voice's own rules, its
/// ending by the family's; empty for every other word. The stress is moved to
/// where the family has it.
std::string phones_of_drug(cst_lexicon* lexicon, const std::string& word) {
  auto ending = drug_ending_of(word);
  if (!ending || in_lex(lexicon, word.c_str(), nullptr, nullptr))
    return {};
  auto stem = word.substr(0, word.size() - ending->letters.size());
  auto found = lex_lookup(lexicon, stem.c_str(), nullptr, nullptr);
  std::vector<std::string> phones;
  size_t last_vowel = 0;
  for (const cst_val* x = found; x; x = val_cdr(x)) {
    std::string phone = val_string(val_car(x));
    if (is_vowel(phone)) {
      if (phone.back() == '0' || phone.back() == '1')
        phone.pop_back();
      phone += '0';
      last_vowel = phones.size();
    }
    phones.push_back(phone);
  }
  delete_val(found);
  if (phones.empty() || !is_vowel(phones[last_vowel]))
    return {};
  if (ending->stress_before)
    phones[last_vowel].back() = '1';
  std::string out;
  for (auto& phone : phones)
    out += phone + " ";
  return out + std::string{ending->phones};
}

/// Entries for one utterance, in front of those that all share.
class added_words {
public:
  added_words(cst_voice* voice, const utterance_request& request)
    : lexicon_(val_lexicon(feat_val(voice->features, "lexicon"))),
      shared_(lexicon_->lex_addenda), all_(lexicon_->lex_addenda) {
    for (auto& token : request.tokens) {
      auto word = token.substr(0, token.find_last_not_of(".,?!") + 1);
      if (auto phones = phones_of_drug(lexicon_, word); !phones.empty())
        put(word + " : " + phones);
    }
    for (auto& entry : request.lexicon)
      put(entry);
    lexicon_->lex_addenda = all_;
  }
  added_words(const added_words&) = delete;
  added_words& operator=(const added_words&) = delete;
  ~added_words() {
    lexicon_->lex_addenda = shared_;
    while (all_ != shared_) {
      auto next = const_cast<cst_val*>(val_cdr(all_));
      set_cdr(all_, nullptr);
      delete_val(all_);
      all_ = next;
    }
  }

private:
  void put(const std::string& entry) {
    if (auto made = cst_lex_make_entry(lexicon_, entry.c_str()))
      all_ = cons_val(made, all_);
  }

  cst_lexicon* lexicon_;
  cst_val* shared_;
  cst_val* all_;
};

cst_voice* voice_named(std::string_view name) {
  static auto initialised = flite_init();
  static_cast<void>(initialised);
  for (auto& x : voices()) {
    if (x.name != name)
      continue;
    if (!x.voice) {
      x.voice = x.make(nullptr);
      if (x.voice)
        add_lexicon(x.voice);
    }
    return x.voice;
  }
  return nullptr;
}

/// Voices have values of their own, which the request is relative to.
void scale_feature(cst_utterance* utterance, const char* name, float fallback,
                   double factor) {
  auto own = get_param_float(utterance->features, name, fallback);
  feat_set_float(utterance->features, name,
                 static_cast<float>(static_cast<double>(own) * factor));
}

/// Of a statistical voice only the parameters are wanted: the sound is made
/// from them when their pitch has been shaped.
int stop_at_once(const cst_wave*, int, int, int, cst_audio_streaming_info*) {
  return CST_AUDIO_STREAM_STOP;
}

void ask_for_parameters_only(cst_utterance* utterance) {
  auto streaming = new_audio_streaming_info();
  streaming->asc = stop_at_once;
  feat_set(utterance->features, "streaming_info",
           audio_streaming_info_val(streaming));
}

/// flite calls exit() on an error unless a jump is set. Nothing with a
/// destructor lives in this frame.
bool synthesise(cst_utterance* utterance, cst_voice* voice, double stretch,
                double pitch, bool is_diphone) {
  jmp_buf back;
  cst_errjmp = &back;
  if (setjmp(back) != 0) {
    cst_errjmp = nullptr;
    return false;
  }
  auto ok = utt_init(utterance, voice) != nullptr;
  if (ok) {
    scale_feature(utterance, "duration_stretch", 1, stretch);
    // Only the diphone voice follows this one; 95 Hz is its own.
    if (is_diphone)
      scale_feature(utterance, "int_f0_target_mean", 95, pitch);
    else
      ask_for_parameters_only(utterance);
    ok = utt_synth(utterance) != nullptr;
  }
  cst_errjmp = nullptr;
  return ok;
}

/// Where speech begins and ends, from the pauses flite puts around it.
token_time speech_extent(cst_utterance* utterance) {
  token_time extent{-1, 0};
  for (auto x = relation_head(utt_relation(utterance, "Segment")); x;
       x = item_next(x)) {
    std::string_view name = item_feat_string(x, "name");
    if (name == "pau")
      continue;
    if (extent.start < 0)
      extent.start =
        item_prev(x) ? static_cast<double>(item_feat_float(item_prev(x), "end"))
                     : 0;
    extent.end = static_cast<double>(item_feat_float(x, "end"));
  }
  return extent;
}

std::vector<std::string> phones_of(cst_utterance* utterance) {
  std::vector<std::string> out;
  for (auto x = relation_head(utt_relation(utterance, "Segment")); x;
       x = item_next(x))
    if (std::string_view name = item_feat_string(x, "name"); name != "pau")
      out.emplace_back(name);
  return out;
}

/// Semitones at one place of the sentence, 0 .. 1 of its speech.
double melody(const utterance_request& request, double place, double left) {
  // The last third of a second carries the end's move.
  constexpr double turn = 0.33;
  auto falls = request.fall * (0.5 - place);
  auto ends = left < turn ? request.last_move * (1 - left / turn) : 0;
  return request.pitch + falls + ends;
}

/// The statistical voices: their pitch track is shaped and made to sound. That
/// keeps the formants, unlike resampling.
bool sound_with_melody(cst_utterance* utterance,
                       const utterance_request& request) {
  auto features = utterance->features;
  if (!feat_present(features, "param_track")
      || !feat_present(features, "cg_db"))
    return false;
  auto params = val_track(feat_val(features, "param_track"));
  auto db = val_cg_db(feat_val(features, "cg_db"));
  auto strengths = feat_present(features, "str_track")
                     ? val_track(feat_val(features, "str_track"))
                     : nullptr;
  auto extent = speech_extent(utterance);
  auto length = std::max(extent.end - extent.start, 1e-3);
  for (int i = 0; i < params->num_frames; ++i) {
    auto at = i * static_cast<double>(db->frame_advance);
    auto place = std::clamp((at - extent.start) / length, 0.0, 1.0);
    params->frames[i][0] *= static_cast<float>(std::exp2(
      melody(request, place, std::max(extent.end - at, 0.0)) / 12));
  }
  auto smooth = db->do_mlpg ? mlpg(params, db) : nullptr;
  auto wave = mlsa_resynthesis(smooth ? smooth : params, strengths, db, nullptr,
                               get_param_int(features, "mlsa_speed_param", 0));
  delete_track(smooth);
  if (!wave)
    return false;
  utt_set_wave(utterance, wave);
  return true;
}

token_time time_of(const cst_item* token) {
  token_time time{-1, -1};
  for (auto word = item_daughter(token); word; word = item_next(word)) {
    if (!item_as(word, "SylStructure")
        || !item_daughter(item_as(word, "SylStructure")))
      continue;
    auto start = static_cast<double>(ffeature_float(
      word, "R:SylStructure.daughter1.daughter1.R:Segment.p.end"));
    auto end = static_cast<double>(
      ffeature_float(word, "R:SylStructure.daughtern.daughtern.R:Segment.end"));
    time.start = time.start < 0 ? start : std::min(time.start, start);
    time.end = std::max(time.end, end);
  }
  return time;
}

/// What couldn't be said has no time of its own: the end of the one before.
std::vector<token_time> token_times(cst_utterance* utterance, size_t count) {
  std::vector<token_time> times;
  for (auto token = relation_head(utt_relation(utterance, "Token"));
       token && times.size() < count; token = item_next(token))
    times.push_back(time_of(token));
  times.resize(count, {-1, -1});
  double last = 0;
  for (auto& x : times) {
    x.start = x.start < 0 ? last : std::max(x.start, last);
    x.end = std::max(x.end, x.start);
    last = x.end;
  }
  return times;
}

void fade_edges(std::vector<int16_t>& samples) {
  auto scale = [&](size_t at, size_t part, size_t whole) {
    samples[at] = static_cast<int16_t>(samples[at] * static_cast<int64_t>(part)
                                       / static_cast<int64_t>(whole));
  };
  auto in = std::min(fade_in, samples.size());
  for (size_t i = 0; i < in; ++i)
    scale(i, i, in);
  auto out = std::min(fade_out, samples.size());
  for (size_t i = 0; i < out; ++i)
    scale(samples.size() - 1 - i, i, out);
}

utterance_sound cut_out(cst_utterance* utterance, size_t tokens) {
  utterance_sound sound;
  auto wave = utt_wave(utterance);
  auto extent = speech_extent(utterance);
  if (!wave || wave->num_channels != 1 || extent.start < 0) {
    sound.times.resize(tokens);
    return sound;
  }
  auto rate = static_cast<double>(wave->sample_rate);
  auto index = [&](double seconds) {
    return static_cast<size_t>(
      std::clamp(seconds * rate, 0.0, static_cast<double>(wave->num_samples)));
  };
  auto first = index(extent.start - lead);
  auto last = std::max(index(extent.end + trail), first);
  sound.samples.assign(wave->samples + first, wave->samples + last);
  fade_edges(sound.samples);
  sound.times = token_times(utterance, tokens);
  sound.phones = phones_of(utterance);
  auto shift = static_cast<double>(first) / rate;
  auto length = static_cast<double>(sound.samples.size()) / rate;
  for (auto& x : sound.times) {
    x.start = std::clamp(x.start - shift, 0.0, length);
    x.end = std::clamp(x.end - shift, x.start, length);
  }
  return sound;
}

std::string joined(const std::vector<std::string>& tokens) {
  std::string text;
  for (auto& x : tokens) {
    if (!text.empty())
      text += ' ';
    text += x;
  }
  return text;
}

} // namespace

result<utterance_sound> speak_utterance(const utterance_request& request) {
  auto text = joined(request.tokens);
  std::lock_guard guard{flite_mutex};
  auto voice = voice_named(request.voice);
  if (!voice)
    return make_error(ec::invalid_argument, "voice_style.voice: no voice named "
                                              + std::string{request.voice});
  fixed_noise noise;
  added_words more{voice, request};
  utterance_ptr utterance{new_utterance()};
  utt_set_input_text(utterance.get(), text.c_str());
  auto is_diphone = request.voice == "kal16";
  if (!synthesise(utterance.get(), voice, request.stretch,
                  std::exp2(request.pitch / 12), is_diphone)) {
    // Its relations may be half built: better lost than walked through.
    static_cast<void>(utterance.release());
    return make_error(ec::media_failed, "the voice failed on a sentence");
  }
  auto says_nothing = speech_extent(utterance.get()).start < 0;
  if (!is_diphone && !says_nothing
      && !sound_with_melody(utterance.get(), request))
    return make_error(ec::media_failed, "the voice failed on a sentence");
  return cut_out(utterance.get(), request.tokens.size());
}

} // namespace troupe
