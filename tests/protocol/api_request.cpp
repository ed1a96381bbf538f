#define CAF_SUITE api_request
#include "tests/support/test.hpp"

#include "protocol/api_request.hpp"

using namespace troupe;

namespace {

const std::string face
  = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADU"
    "lEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

json parsed(const std::string& text) {
  auto x = json::parse(text);
  CAF_REQUIRE(x);
  return *x;
}

json ad_body() {
  auto body = parsed(R"({"script":"Say hello to the morning."})");
  body["character_image"] = face;
  return body;
}

template <class T>
std::string wrong(const request_outcome<T>& x) {
  auto list = std::get_if<std::vector<request_complaint>>(&x);
  std::string out;
  if (list)
    for (auto& one : *list)
      out += (out.empty() ? "" : "; ") + pointer_of(one) + " " + one.text;
  return out;
}

session_request good(const request_outcome<session_request>& x) {
  if (!wrong(x).empty())
    CAF_FAIL(wrong(x));
  return std::get<session_request>(x);
}

} // namespace

CAF_TEST(an ad becomes an unattended session of the ads door) {
  auto body = ad_body();
  body["aspect_ratio"] = "9:16";
  body["resolution"] = "1080p";
  body["voice_id"] = json{};
  body["priority"] = "high";
  body["webhook_url"] = "https://example.org/hook";
  auto ad = good(read_ad_request(body, ad_form::stream));
  CAF_CHECK(ad.type == video_type::presenter_ad);
  CAF_CHECK(ad.door == front_door::ads);
  CAF_CHECK(ad.policy == review_policy::unattended);
  CAF_CHECK(ad.rank == priority::high);
  auto payload = parsed(ad.payload);
  CAF_CHECK_EQUAL(payload.text("script"), "Say hello to the morning.");
  CAF_CHECK_EQUAL(payload.text("quality"), "1080p");
  CAF_CHECK_EQUAL(payload.text("avatar"), face);
  CAF_CHECK(!payload.has("webhook_url"));
  CAF_CHECK_EQUAL(parsed(ad.about).text("webhook_url"),
                  "https://example.org/hook");
}

CAF_TEST(what is missing or wrong in an ad is named) {
  CAF_CHECK_EQUAL(wrong(read_ad_request(json::make_object(), ad_form::stream)),
                  "/script field required; /character_image field required");
  auto body = ad_body();
  CAF_CHECK_EQUAL(wrong(read_ad_request(body, ad_form::campaign)),
                  "/campaign_id field required");
  body["logo_size"] = 9;
  body["titel"] = "x";
  auto text = wrong(read_ad_request(body, ad_form::stream));
  CAF_CHECK(text.find("/logo_size must be") != std::string::npos);
  CAF_CHECK(text.find("/titel") != std::string::npos);
  body = ad_body();
  body["character_image"] = "data:image/png;base64,AAAA";
  text = wrong(read_ad_request(body, ad_form::stream));
  CAF_CHECK(text.starts_with("/character_image "));
  body["character_image"] = "https://example.org/face.png";
  text = wrong(read_ad_request(body, ad_form::stream));
  CAF_CHECK(text.starts_with("/character_image "));
  body = ad_body();
  body["script"] = "   ";
  text = wrong(read_ad_request(body, ad_form::stream));
  CAF_CHECK(text.starts_with("/script "));
}

CAF_TEST(a topic becomes an unattended session of the videos door) {
  auto job = good(read_generate_request(parsed(
    R"({"configuration":{"topic":"Tides","context":"The moon pulls.",)"
    R"("quality":"low","model":"m1","style_preferences":null,)"
    R"("custom_config":{"duration":40,"quality":"ultra"}},)"
    R"("priority":"urgent"})")));
  CAF_CHECK(job.door == front_door::videos);
  CAF_CHECK(job.policy == review_policy::unattended);
  CAF_CHECK(job.rank == priority::urgent);
  auto payload = parsed(job.payload);
  CAF_CHECK_EQUAL(payload.text("topic"), "Tides");
  // A named member beats the same in custom_config.
  CAF_CHECK_EQUAL(payload.text("quality"), "low");
  CAF_CHECK_EQUAL(payload.integer("duration"), 40);
  CAF_CHECK_EQUAL(parsed(job.about).text("model"), "m1");
  CAF_CHECK(!payload.has("model"));
}

CAF_TEST(what is wrong with a job is named where it stands) {
  CAF_CHECK_EQUAL(wrong(read_generate_request(json::make_object())),
                  "/configuration field required");
  CAF_CHECK_EQUAL(
    wrong(read_generate_request(parsed(R"({"configuration":{}})"))),
    "/configuration/topic field required");
  auto text = wrong(read_generate_request(
    parsed(R"({"configuration":{"topic":"x","quality":"best"}})")));
  CAF_CHECK(text.starts_with("/configuration/quality must be one of"));
  text = wrong(read_generate_request(parsed(
    R"({"configuration":{"topic":"x","custom_config":{"duration":-4}}})")));
  CAF_CHECK(text.starts_with("/configuration/duration "));
  text = wrong(read_batch_request(parsed(
    R"({"jobs":[{"configuration":{"topic":"a"}},{"configuration":{}}]})")));
  CAF_CHECK_EQUAL(text, "/jobs/1/configuration/topic field required");
  CAF_CHECK(!wrong(read_batch_request(parsed(R"({"jobs":[]})"))).empty());
}

CAF_TEST(a batch gives its jobs what they do not say themselves) {
  auto jobs = read_batch_request(parsed(
    R"({"jobs":[{"configuration":{"topic":"a"}},)"
    R"({"configuration":{"topic":"b"},"priority":"low"}],)"
    R"("priority":"high"})"));
  CAF_REQUIRE_EQUAL(wrong(jobs), "");
  auto& list = std::get<std::vector<session_request>>(jobs);
  CAF_REQUIRE_EQUAL(list.size(), 2u);
  CAF_CHECK(list[0].rank == priority::high);
  CAF_CHECK(list[1].rank == priority::low);
}
