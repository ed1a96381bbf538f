#define CAF_SUITE narrator
#include "tests/support/test.hpp"

#include "media/narrator.hpp"
#include "media/narrator_flite.hpp"
#include "protocol/digest.hpp"
#include "tests/support/process.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <thread>

using namespace troupe;
using std::chrono::microseconds;

namespace {

narration_request request_of(std::string text, std::string voice = "slt") {
  narration_request request;
  request.text = std::move(text);
  request.voice.voice = std::move(voice);
  return request;
}

std::string digest(const narration& x) {
  std::string bytes(reinterpret_cast<const char*>(x.samples.data()),
                    x.samples.size() * sizeof(int16_t));
  for (auto& word : x.words)
    bytes += word.text + std::to_string(word.start.count()) + ":"
             + std::to_string(word.end.count()) + "\n";
  return sha256_hex(bytes);
}

/// What is spoken where determinism is checked: every voice, with and without
/// other rate and pitch, unvoiced sounds (where the noise is) in each.
std::vector<narration_request> samples_of_speech() {
  std::vector<narration_request> out;
  for (auto voice : narrator_voices()) {
    auto name = std::string{voice};
    out.push_back(request_of("She sells fish. It is $5!",
                             name));
    out.push_back(request_of("Ask Dr. Sheff.", name));
    out.back().voice.rate = 1.3;
    out.back().voice.pitch = 3;
  }
  return out;
}

std::string digest_of_all() {
  std::string all;
  for (auto& request : samples_of_speech()) {
    auto made = narrate(request);
    if (!made)
      CAF_FAIL(text_of(made.error()));
    all += digest(*made);
  }
  return sha256_hex(all);
}

/// Median lag of the best self-similarity in loud places: pitch in Hz.
double pitch_of(const narration& x) {
  std::vector<double> found;
  auto& s = x.samples;
  constexpr size_t window = 3072;
  for (size_t at = 0; at + window < s.size(); at += 4800) {
    auto power = [&](size_t from, size_t lag) {
      double sum = 0;
      for (size_t i = 0; i + 960 < window; i += 6)
        sum += double(s[from + i]) * s[from + i + lag];
      return sum;
    };
    auto own = power(at, 0);
    if (own < 1e7)
      continue;
    double best = 0;
    size_t best_lag = 0;
    for (size_t lag = 130; lag < 960; lag += 2) {
      auto similar = power(at, lag)
                     / std::sqrt(own * std::max(power(at + lag, 0), 1.0));
      // A double period is as similar: the first good one counts.
      if (similar > best + 0.03) {
        best = similar;
        best_lag = lag;
      }
    }
    if (best > 0.6)
      found.push_back(48'000.0 / static_cast<double>(best_lag));
  }
  if (found.empty())
    return 0;
  std::sort(found.begin(), found.end());
  return found[found.size() / 2];
}

} // namespace

CAF_TEST(words have times and punctuation) {
  auto made = narrate(request_of("Hello there, Dr. Lee. It costs $5 million — "
                                 "really."));
  CAF_REQUIRE(made);
  std::string text;
  microseconds last{0};
  for (auto& word : made->words) {
    text += word.text + " ";
    CAF_CHECK_GREATER_OR_EQUAL(word.start.count(), last.count());
    CAF_CHECK_GREATER_OR_EQUAL(word.end.count(), word.start.count());
    auto silent = word.text == "—";
    CAF_CHECK_EQUAL(word.end == word.start, silent);
    last = word.end;
  }
  CAF_CHECK_EQUAL(text, "Hello there, Dr. Lee. It costs $5 million — really. ");
  auto whole = made->duration();
  CAF_CHECK_LESS_OR_EQUAL(last.count(), whole.count());
  // Speech fills its samples: little more than the trailing breath is left.
  CAF_CHECK_LESS((whole - last).count(), 150'000);
  CAF_CHECK_EQUAL(made->sample_rate, 48'000u);
  // "million" is said as "million dollars": longer than "$5".
  auto length = [&](size_t i) {
    return (made->words[i].end - made->words[i].start).count();
  };
  CAF_CHECK_GREATER(length(7), length(6));
}

CAF_TEST(sound is where the words are) {
  auto made = narrate(request_of("Stop. Go."));
  CAF_REQUIRE(made);
  CAF_REQUIRE_EQUAL(made->words.size(), 2u);
  auto energy = [&](microseconds from, microseconds to) {
    double sum = 0;
    auto first = static_cast<size_t>(from.count() * 48 / 1000);
    auto last = static_cast<size_t>(to.count() * 48 / 1000);
    for (auto i = first; i < last; ++i)
      sum += double(made->samples[i]) * made->samples[i];
    return std::sqrt(sum / static_cast<double>(last - first));
  };
  auto& words = made->words;
  auto gap_middle = (words[0].end + words[1].start) / 2;
  auto spoken = energy(words[0].start, words[0].end);
  auto silence = energy(gap_middle - microseconds{50'000},
                        gap_middle + microseconds{50'000});
  CAF_CHECK_GREATER(spoken, 300.0);
  CAF_CHECK_LESS(silence, 3.0);
}

CAF_TEST(the same request gives the same samples in any order) {
  auto requests = samples_of_speech();
  std::vector<std::string> first;
  for (auto& request : requests) {
    auto made = narrate(request);
    CAF_REQUIRE(made);
    first.push_back(digest(*made));
  }
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  std::vector<size_t> order;
  for (size_t i = 0; i < 20 * requests.size(); ++i)
    order.push_back(i % requests.size());
  std::shuffle(order.begin(), order.end(), random);
  size_t different = 0;
  for (auto i : order) {
    // What others draw from the process's generator must not matter.
    std::srand(static_cast<unsigned>(random()));
    auto made = narrate(requests[i]);
    different += !made || digest(*made) != first[i];
  }
  CAF_CHECK_EQUAL(different, 0u);
}

CAF_TEST(the same request gives the same samples in four threads) {
  auto requests = samples_of_speech();
  std::vector<std::string> first;
  for (auto& request : requests)
    first.push_back(digest(*narrate(request)));
  std::vector<size_t> different(4);
  {
    std::vector<std::jthread> threads;
    for (size_t t = 0; t < 4; ++t)
      threads.emplace_back([&, t] {
        for (size_t i = 0; i < 3 * requests.size(); ++i) {
          auto which = (i * (2 * t + 1) + t) % requests.size();
          auto made = narrate(requests[which]);
          different[t] += !made || digest(*made) != first[which];
        }
      });
  }
  for (auto x : different)
    CAF_CHECK_EQUAL(x, 0u);
}

CAF_TEST(libc keeps its own random numbers) {
  std::srand(7);
  auto a = std::rand();
  auto b = std::rand();
  std::srand(7);
  CAF_CHECK_EQUAL(std::rand(), a);
  CAF_REQUIRE(narrate(request_of("fish")));
  CAF_CHECK_EQUAL(std::rand(), b);
}

CAF_TEST(another process speaks the same samples) {
  if (auto wanted = std::getenv("TROUPE_TEST_NARRATION")) {
    // This is the other process: it was started by the branch below.
    std::cout << wanted << digest_of_all() << std::endl;
    return;
  }
  auto here = digest_of_all();
  auto self = std::filesystem::read_symlink("/proc/self/exe").string();
  auto there = test::run({self, "-s", "^narrator$", "-t",
                          "^another process speaks the same samples$"},
                         {{"TROUPE_TEST_NARRATION", "digest="},
                          {"MALLOC_PERTURB_", "170"}});
  CAF_CHECK(there.out.find("digest=" + here) != there.out.npos);
}

CAF_TEST(rate pause and pitch are heard) {
  auto text = "We all know a longer road. Nine men are here.";
  for (auto voice : narrator_voices()) {
    CAF_MESSAGE(std::string{voice});
    auto plain = request_of(text, std::string{voice});
    auto normal = narrate(plain);
    auto fast = plain, broad = plain, high = plain, low = plain;
    fast.voice.rate = 1.5;
    broad.voice.pause = 2;
    high.voice.pitch = 4;
    low.voice.pitch = -4;
    auto length = [](auto& x) { return double(x->duration().count()); };
    auto faster = narrate(fast), broader = narrate(broad);
    auto higher = narrate(high), lower = narrate(low);
    CAF_REQUIRE(normal && faster && broader && higher && lower);
    auto ratio = length(normal) / length(faster);
    CAF_CHECK_GREATER(ratio, 1.3);
    CAF_CHECK_LESS(ratio, 1.6);
    auto longer = length(broader) - length(normal);
    CAF_CHECK_GREATER(longer, 390'000.0);
    CAF_CHECK_LESS(longer, 410'000.0);
    auto pitch = pitch_of(*normal);
    CAF_CHECK_GREATER(pitch_of(*higher), pitch * 1.12);
    CAF_CHECK_LESS(pitch_of(*lower), pitch * 0.9);
    auto change = std::abs(length(higher) / length(normal) - 1);
    CAF_CHECK_LESS(change, 0.02);
  }
}

CAF_TEST(nothing to say is silence) {
  for (auto text : {"", "   \n", "😀", "— … !", "漢字"}) {
    auto made = narrate(request_of(text));
    CAF_REQUIRE(made);
    CAF_CHECK(made->samples.empty());
    for (auto& word : made->words)
      CAF_CHECK(word.start == word.end);
  }
}

CAF_TEST(bad requests name the field) {
  auto refused = [](narration_request request, std::string_view field) {
    auto made = narrate(request);
    CAF_REQUIRE(!made);
    CAF_CHECK(code_of(made.error()) == ec::invalid_argument);
    auto text = text_of(made.error());
    CAF_MESSAGE(text);
    CAF_CHECK(text.find(field) != text.npos);
  };
  refused(request_of(std::string(10'001, 'a')), "text");
  refused(request_of("a", "hal"), "voice_style.voice");
  auto bad = request_of("a");
  bad.voice.rate = 9;
  refused(bad, "voice_style.rate");
  bad = request_of("a");
  bad.voice.pause = std::nan("");
  refused(bad, "voice_style.pause");
  bad = request_of("a");
  bad.voice.pitch = -7;
  refused(bad, "voice_style.pitch");
}

CAF_TEST(a stop is seen within a sentence) {
  std::string text;
  for (int i = 0; i < 100; ++i)
    text += "This is one of many sentences. ";
  std::stop_source stop;
  size_t sentences = 0;
  auto made = narrate(request_of(text), stop.get_token(), [&](double done) {
    CAF_CHECK_LESS(done, 0.1);
    if (++sentences == 3)
      stop.request_stop();
  });
  CAF_REQUIRE(!made);
  CAF_CHECK(code_of(made.error()) == ec::cancelled);
  CAF_CHECK_EQUAL(sentences, 3u);
}

CAF_TEST(ten thousand characters are spoken) {
  std::string text;
  while (text.size() < 9'900)
    text += "patients and doctors talk about the next step, ";
  double last = 0;
  auto made = narrate(request_of(text, "kal16"), {}, [&](double done) {
    CAF_CHECK_GREATER_OR_EQUAL(done, last);
    last = done;
  });
  CAF_REQUIRE(made);
  CAF_CHECK_EQUAL(last, 1.0);
  CAF_CHECK_GREATER(made->duration().count(), 300'000'000);
}

CAF_TEST(no text crashes the voice) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  std::vector<std::string> texts{
    std::string(200, 'w'), std::string(200, '9'), std::string(500, '.'),
    std::string("a\0b", 3), "<speak>hi</speak>", "<prosody rate=\"slow\">hi",
    "\x1b[2J\x07", "' '' ''' a'b'c '", "\xf0\x9f\x98\x80\xf0\x9f"};
  const std::string letters = "abcdefgh tionsra ' . , ? ! 0 5 $ % - /";
  for (int i = 0; i < 300; ++i) {
    std::string text;
    auto size = 1 + random() % 60;
    auto bytes = i % 3 == 0;
    for (size_t k = 0; k < size; ++k)
      text += bytes ? static_cast<char>(random())
                    : letters[random() % letters.size()];
    texts.push_back(std::move(text));
  }
  for (size_t i = 0; i < texts.size(); ++i) {
    auto voice = narrator_voices()[i % 16 == 0 ? 0 : 3];
    auto made = narrate(request_of(texts[i], std::string{voice}));
    if (!made)
      CAF_FAIL("'" << texts[i] << "': " << text_of(made.error()));
    auto whole = made->duration();
    for (auto& word : made->words)
      if (word.end < word.start || word.end > whole + microseconds{100})
        CAF_FAIL("word out of its samples in '" << texts[i] << "'");
  }
}

namespace {

/// The phones of one word, "l ih s ih n ax p r ih l".
std::string phones_of(const std::string& word,
                      std::vector<std::string> lexicon = {}) {
  auto made = speak_utterance({"kal16", {word + "."}, std::move(lexicon)});
  if (!made)
    CAF_FAIL(text_of(made.error()));
  std::string out;
  for (auto& x : made->phones)
    out += (out.empty() ? "" : " ") + x;
  return out;
}

} // namespace

CAF_TEST(drugs that nobody listed are said by the endings of their families) {
  struct family {
    const char* word;
    const char* ends;
  };
  // Made-up names: no list can hold them.
  for (auto& x : {family{"zorvopril", "p r ih l"},
                  family{"zorvosartan", "s aa r t ae n"},
                  family{"zorvastatin", "s t ae t ax n"},
                  family{"zorvogliptin", "g l ih p t ax n"},
                  family{"zorvofloxacin", "f l aa k s ax s ax n"},
                  family{"zorvolumab", "uw m ae b"},
                  family{"zorvogliflozin", "f l ow z ax n"},
                  family{"zorvoprazole", "p r ax z ow l"},
                  family{"zorvotinib", "t ih n ih b"},
                  family{"zorvomycin", "m ay s ax n"},
                  family{"zorvolol", "ax l ao l"},
                  family{"zorvodipine", "d ax p iy n"},
                  family{"zorvoglutide", "g l uw t ay d"},
                  family{"zorvoxaban", "k s ax b ae n"}}) {
    auto got = phones_of(x.word);
    CAF_MESSAGE(x.word << ": " << got);
    CAF_CHECK(got.ends_with(x.ends));
  }
}

CAF_TEST(a lexicon of the user changes the phones) {
  auto usual = phones_of("xarelto");
  auto own = phones_of("xarelto", {"xarelto : z ax0 r eh1 l t ow0"});
  CAF_CHECK(usual != own);
  CAF_CHECK_EQUAL(own, "z ax r eh l t ow");
  // And only for that request.
  CAF_CHECK_EQUAL(phones_of("xarelto"), usual);
  auto lexicon = pronunciations::parse("Xarelto\tz ax0 r eh1 l t ow0\n"
                                       "GLP-1 = glip one\n",
                                       "test");
  CAF_REQUIRE(lexicon);
  auto plain = request_of("Xarelto and GLP-1.");
  auto with = plain;
  with.lexicon = *lexicon;
  auto without = narrate(plain);
  auto made = narrate(with);
  CAF_REQUIRE(without && made);
  CAF_CHECK(made->samples != without->samples);
  CAF_REQUIRE_EQUAL(made->words.size(), 3u);
  CAF_CHECK_EQUAL(made->words[2].text, "GLP-1.");
}

CAF_TEST(words begin where they are heard) {
  // Each after a silence. Of p, t and k the beginning can't be heard.
  auto text = "Nine. Mornings. Ladies. Always. Zero. Vessels.";
  for (auto voice : narrator_voices()) {
    auto made = narrate(request_of(text, std::string{voice}));
    CAF_REQUIRE(made);
    CAF_REQUIRE_EQUAL(made->words.size(), 6u);
    for (auto& word : made->words) {
      auto at = [](microseconds x) {
        return static_cast<size_t>(x.count() * 48 / 1000);
      };
      double loudest = 0;
      for (auto i = at(word.start); i < at(word.end); ++i)
        loudest = std::max(loudest, std::abs(double(made->samples[i])));
      // From 150 ms before: the first sample above a thirtieth of the peak.
      auto from = at(std::max(word.start - microseconds{150'000},
                              microseconds{0}));
      auto heard = from;
      while (heard < made->samples.size()
             && std::abs(double(made->samples[heard])) < loudest / 30)
        ++heard;
      auto off = static_cast<double>(heard) / 48
                 - static_cast<double>(word.start.count()) / 1000;
      CAF_MESSAGE(voice << " " << word.text << " " << off << " ms");
      CAF_CHECK_LESS(std::abs(off), 60.0);
    }
  }
}
