#define CAF_SUITE reference_index
#include "tests/support/test.hpp"

#include "store/reference_index.hpp"

#include <cmath>

using namespace troupe;

namespace {

struct fixture {
  reference_index aut = std::move(*reference_index::make());

  void add(std::initializer_list<const char*> texts) {
    for (auto text : texts)
      CAF_REQUIRE(aut.add("", text));
  }

  std::vector<reference_index::hit> rank(std::string_view question,
                                         size_t most = 10) {
    auto out = aut.rank(question, most);
    CAF_REQUIRE(out);
    return *out;
  }

  std::vector<size_t> places(std::string_view question, size_t most = 10) {
    std::vector<size_t> out;
    for (auto& x : rank(question, most))
      out.push_back(x.place);
    return out;
  }
};

/// One word's share: idf times the saturated frequency.
double bm25(double texts, double with_word, double frequency, double length,
            double mean_length) {
  auto idf = std::log((texts - with_word + 0.5) / (with_word + 0.5));
  // FTS5 lets a word that most texts hold count next to nothing.
  if (idf <= 0)
    idf = 1e-6;
  return idf * frequency * 2.2
         / (frequency + 1.2 * (0.25 + 0.75 * length / mean_length));
}

bool near(double x, double y) {
  return std::abs(x - y) < 1e-9;
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(reference_index_tests, fixture)

CAF_TEST(scores are those of BM25 computed by hand) {
  // Five texts of 3, 3, 6, 2 and 1 words: 3 on average.
  add({"green leaf light", "light light water",
       "stone river stone river moss wind", "sand sea", "cloud"});
  auto hits = rank("light");
  CAF_REQUIRE_EQUAL(hits.size(), 2u);
  CAF_CHECK_EQUAL(hits[0].place, 1u);
  CAF_CHECK_EQUAL(hits[1].place, 0u);
  CAF_CHECK(near(hits[0].score, bm25(5, 2, 2, 3, 3)));
  CAF_CHECK(near(hits[1].score, bm25(5, 2, 1, 3, 3)));
  auto river = rank("river");
  CAF_REQUIRE_EQUAL(river.size(), 1u);
  CAF_CHECK(near(river[0].score, bm25(5, 1, 2, 6, 3)));
  // Words add up.
  auto both = rank("light water");
  CAF_CHECK(near(both[0].score, bm25(5, 2, 2, 3, 3) + bm25(5, 1, 1, 3, 3)));
}

CAF_TEST(a word of the title counts four times) {
  CAF_REQUIRE(aut.add("gravity", "apples fall down here"));
  CAF_REQUIRE(aut.add("apples", "gravity pulls them down"));
  add({"one", "two", "three", "four"});
  auto hits = rank("gravity");
  CAF_REQUIRE_EQUAL(hits.size(), 2u);
  CAF_CHECK_EQUAL(hits[0].place, 0u);
  // Same length, so only the frequency differs.
  auto mean = 14.0 / 6;
  CAF_CHECK(near(hits[0].score, bm25(6, 2, 4, 5, mean)));
  CAF_CHECK(near(hits[1].score, bm25(6, 2, 1, 5, mean)));
}

CAF_TEST(endings case and accents make no difference) {
  add({"Plants absorb light", "R\u00E9sum\u00E9 of the meeting", "nothing here",
       "nor here"});
  CAF_CHECK(places("plant absorbing") == std::vector<size_t>{0});
  CAF_CHECK(places("resume") == std::vector<size_t>{1});
  CAF_CHECK(places("LIGHTS") == std::vector<size_t>{0});
}

CAF_TEST(nothing in a question is an operator) {
  add({"near the river and not far", "title body", "other words"});
  for (auto question :
       {"\"", "title:x", "NEAR(river far)", "river AND NOT far", "riv*",
        "^river", "-river", "(", "river\" OR \"body", "{title body} : x", "+++",
        "", "\xC3\x28", "'; DROP TABLE texts; --"})
    CAF_CHECK(aut.rank(question, 5));
  CAF_CHECK(places("riv*").empty());
  CAF_CHECK(places("river") == std::vector<size_t>{0});
}

CAF_TEST(as many as asked for and equals in their order) {
  add({"same words", "same words", "same words", "x", "y", "z", "v"});
  CAF_CHECK(places("words", 2) == (std::vector<size_t>{0, 1}));
  CAF_CHECK(places("words", 0).empty());
  CAF_CHECK(places("unknown").empty());
  std::string endless;
  for (int i = 0; i < 5'000; ++i)
    endless += "word" + std::to_string(i) + " ";
  CAF_CHECK(places(endless + " same").empty());
}

CAF_TEST_FIXTURE_SCOPE_END()
