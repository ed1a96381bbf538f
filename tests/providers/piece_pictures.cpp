#define CAF_SUITE piece_pictures
#include "tests/support/test.hpp"

#include "media/picture_shelf.hpp"
#include "protocol/digest.hpp"
#include "protocol/piece_spec.hpp"
#include "providers/piece_maker.hpp"
#include "tests/media/picture_samples.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <thread>

using namespace troupe;
using namespace troupe::test;

namespace {

namespace fs = std::filesystem;

const session_id id{"0123456789abcdef0123456789abcdef"};

struct fixture {
  temporary_folder folder;
  fs::path pieces = folder.path() / "outputs/videos" / id.str() / "pieces";
  std::shared_ptr<maker> aut = make_piece_maker(
    {.data_folder = folder.path(), .decoder = TROUPE_DECODE_CHILD});

  std::string upload(const file_bytes& bytes) {
    std::string text{bytes.begin(), bytes.end()};
    auto name = sha256_hex(text);
    auto own = folder.path() / "uploads" / id.str();
    fs::create_directories(own);
    std::ofstream{own / name, std::ios::binary} << text;
    return name;
  }

  result<piece_record> make(piece_kind kind, const std::string& name,
                            const json& spec) {
    auto text = spec.dump();
    piece work{kind, name, text, {}, key_of(kind, text, {}), 1};
    return aut->make({id, user_id{"u"}, work, {}, priority::normal}, {},
                     [](double) {});
  }

  result<piece_record> decode(const std::string& upload, uint32_t side = 100) {
    return make(piece_kind::picture, "logo",
                to_json(picture_spec{upload, side}));
  }
};

file_bytes red_dot() {
  return make_png({40, 20, 6, [](uint32_t x, uint32_t) {
                     return std::vector<uint8_t>{
                       220, 30, 40, static_cast<uint8_t>(x < 20 ? 255 : 0)};
                   }, {}, false});
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(piece_pictures_tests, fixture)

CAF_TEST(an upload becomes pixels that a painter finds) {
  auto record = decode(upload(red_dot()));
  CAF_REQUIRE(record);
  auto meta = json::parse(record->meta);
  CAF_REQUIRE(meta);
  CAF_CHECK_EQUAL(meta->integer("width"), 40);
  CAF_CHECK_EQUAL(meta->integer("height"), 20);
  CAF_CHECK(meta->flag("has_alpha"));
  CAF_REQUIRE_EQUAL(meta->at("colors").size(), 1u);
  CAF_CHECK_EQUAL(meta->at("colors").at(size_t{0}).as_string(), "#dc1e28");
  auto found = media::picture_shelf{pieces}.find(record->key.str());
  CAF_REQUIRE(found);
  CAF_CHECK_EQUAL((*found)->width, 40u);
}

CAF_TEST(a picture is never larger than its film needs) {
  auto record = decode(upload(red_dot()), 10);
  CAF_REQUIRE(record);
  auto found = media::picture_shelf{pieces}.find(record->key.str());
  CAF_REQUIRE(found);
  CAF_CHECK_EQUAL((*found)->width, 10u);
  CAF_CHECK_EQUAL((*found)->height, 5u);
}

CAF_TEST(what is wrong with a picture is said of its field) {
  auto gif = decode(upload(text_file("GIF89a")));
  CAF_REQUIRE(!gif);
  CAF_CHECK_EQUAL(text_of(gif.error()),
                  "Field logo: the picture is a GIF; send PNG, JPEG or WebP");
  auto missing = decode(std::string(64, 'a'));
  CAF_REQUIRE(!missing);
  CAF_CHECK_EQUAL(text_of(missing.error()),
                  "Field logo: there is no picture of this id");
  auto name = upload(red_dot());
  std::ofstream{folder.path() / "uploads" / id.str() / name,
                std::ios::binary | std::ios::app}
    << "more";
  auto changed = decode(name);
  CAF_REQUIRE(!changed);
  CAF_CHECK_EQUAL(text_of(changed.error()),
                  "Field logo: the kept picture is not what was sent");
  auto odd = make(piece_kind::picture, "logo",
                  json::make_object({{"upload", "../../etc/passwd"},
                                     {"longest_side", 10}}));
  CAF_REQUIRE(!odd);
  CAF_CHECK_EQUAL(text_of(odd.error()), "Invalid piece: upload");
  CAF_CHECK(fs::is_empty(pieces));
}

CAF_TEST(a still takes the colour of its logo and tells it) {
  auto logo = decode(upload(red_dot()));
  CAF_REQUIRE(logo);
  composition picture;
  picture.format = {320, 180, 30};
  picture.title = "A small film";
  picture.theme = "high_contrast";
  picture.logo.emplace();
  picture.logo->key = logo->key.str();
  auto still = make(piece_kind::still, "scene_1",
                    to_json(preview_spec{picture}));
  CAF_REQUIRE(still);
  auto meta = json::parse(still->meta);
  CAF_REQUIRE(meta);
  CAF_CHECK_EQUAL(meta->text("logo_color"), "#dc1e28");
  CAF_REQUIRE_EQUAL(meta->at("moved_colors").size(), 1u);
  auto& moved = meta->at("moved_colors").at(size_t{0});
  CAF_CHECK_EQUAL(moved.text("asked"), "#dc1e28");
  CAF_CHECK(moved.text("shown") != "#dc1e28");
}

CAF_TEST_FIXTURE_SCOPE_END()
