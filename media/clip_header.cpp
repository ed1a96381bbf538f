#include "media/clip_header.hpp"

#include "media/byte_order.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace troupe::media {

namespace {

using bytes_view = std::span<const uint8_t>;

/// A film in fragments of a second has two boxes each.
constexpr int box_limit = 20'000;

error refuse(std::string what) {
  return make_error(ec::invalid_argument, "the clip " + std::move(what));
}

error cut_off() {
  return refuse("is cut off or damaged");
}

/// Big endian; the caller has checked that it is there.
uint64_t number(bytes_view x, size_t at, size_t size) {
  uint64_t out = 0;
  for (auto byte : x.subspan(at, size))
    out = out << 8 | byte;
  return out;
}

// -- MP4 and MOV --------------------------------------------------------------

struct box {
  std::string_view name;
  bytes_view body;
};

/// Calls `visit(box)`, which answers an error to end, for each box in it.
template <class Visit>
error each_box(bytes_view x, int& left, Visit visit) {
  while (!x.empty()) {
    if (--left < 0)
      return refuse("has too many parts");
    if (x.size() < 8)
      return cut_off();
    size_t head = 8;
    auto size = number(x, 0, 4);
    if (size == 0)
      size = x.size();
    if (size == 1) {
      if (x.size() < 16)
        return cut_off();
      head = 16;
      size = number(x, 8, 8);
    }
    if (size < head || size > x.size())
      return cut_off();
    std::string_view name{reinterpret_cast<const char*>(x.data()) + 4, 4};
    if (auto err = visit(box{name, x.subspan(head, size - head)}))
      return err;
    x = x.subspan(size);
  }
  return {};
}

/// Where the samples of a track lie: in this file, or nowhere for us.
error check_references(bytes_view dref, int& left) {
  if (dref.size() < 8)
    return cut_off();
  return each_box(dref.subspan(8), left, [](const box& entry) -> error {
    if (entry.body.size() < 4)
      return cut_off();
    auto is_in_here = (entry.body[3] & 1) != 0;
    return is_in_here ? error{}
                      : refuse("has its pictures in another file; save it as "
                               "one file");
  });
}

/// Descends to moov/trak/mdia/minf/dinf/dref.
error check_movie(bytes_view x, int& left) {
  return each_box(x, left, [&](const box& in) -> error {
    // Reference movies, and indexes that would have to be unpacked first.
    if (in.name == "rmra" || in.name == "cmov")
      return refuse("is a QuickTime file of a rare kind; save it as MP4");
    if (in.name == "trak" || in.name == "mdia" || in.name == "minf"
        || in.name == "dinf")
      return check_movie(in.body, left);
    return in.name == "dref" ? check_references(in.body, left) : error{};
  });
}

result<clip_format> read_mp4(bytes_view x) {
  for (auto still : {"avif", "avis", "heic", "heix", "mif1", "msf1"})
    if (starts(x, still, 8))
      return refuse("is a picture; send MP4, MOV or WebM");
  auto left = box_limit;
  auto has_movie = false;
  auto wrong = each_box(x, left, [&](const box& in) -> error {
    if (in.name != "moov")
      return {};
    has_movie = true;
    return check_movie(in.body, left);
  });
  if (wrong)
    return wrong;
  return has_movie ? result<clip_format>{clip_format::mp4} : cut_off();
}

// -- WebM ---------------------------------------------------------------------

/// An element of EBML: its id as written, and its body.
struct element {
  uint64_t id = 0;
  bytes_view body;
  /// A live recording doesn't say how long it is.
  bool is_open = false;
  bytes_view rest;
};

/// Length of a number by its first byte; 0 for none.
size_t length_of(uint8_t first, size_t most) {
  for (size_t i = 0; i < most; ++i)
    if ((first & (0x80U >> i)) != 0)
      return i + 1;
  return 0;
}

result<element> read_element(bytes_view x) {
  auto id = x.empty() ? 0 : length_of(x[0], 4);
  if (id == 0 || x.size() < id + 1)
    return cut_off();
  auto size = length_of(x[id], 8);
  if (size == 0 || x.size() < id + size)
    return cut_off();
  element out;
  out.id = number(x, 0, id);
  auto all_ones = (uint64_t{1} << (7 * size)) - 1;
  auto length = number(x, id, size) & all_ones;
  auto behind = x.subspan(id + size);
  out.is_open = length == all_ones;
  if (out.is_open)
    length = behind.size();
  if (length > behind.size())
    return cut_off();
  out.body = behind.first(length);
  out.rest = behind.subspan(length);
  return out;
}

constexpr uint64_t doc_type_id = 0x4282;
constexpr uint64_t segment_id = 0x18538067;

result<clip_format> read_webm(bytes_view x) {
  auto header = read_element(x);
  if (!header)
    return header.error();
  auto is_webm = false;
  for (auto inside = header->body; !inside.empty();) {
    auto part = read_element(inside);
    if (!part)
      return part.error();
    // Fixed-size texts may be filled up with zeros.
    if (part->id == doc_type_id)
      is_webm = starts(part->body, "webm")
                && std::ranges::all_of(part->body.subspan(4),
                                       [](auto c) { return c == 0; });
    inside = part->rest;
  }
  if (!is_webm)
    return refuse("is a Matroska file; send MP4, MOV or WebM");
  auto segment = read_element(header->rest);
  if (!segment)
    return segment.error();
  return segment->id == segment_id ? result<clip_format>{clip_format::webm}
                                   : cut_off();
}

// -- all ----------------------------------------------------------------------

struct known_start {
  std::string_view bytes;
  size_t at;
  std::string_view name;
};

/// What people send instead, by name.
constexpr known_start others[] = {
  {"ffconcat", 0, "a playlist"},   {"#EXTM3U", 0, "a playlist"},
  {"<MPD", 0, "a playlist"},       {"<?xml", 0, "XML"},
  {"AVI ", 8, "an AVI"},           {"FLV\1", 0, "a Flash video"},
  {"OggS", 0, "an Ogg file"},      {"GIF8", 0, "a GIF"},
  {"\x89PNG", 0, "a picture"},     {"\xFF\xD8\xFF", 0, "a picture"},
  {"WEBP", 8, "a picture"},        {{"\0\0\1\xBA", 4}, 0, "an MPEG file"},
  {{"\0\0\1\xB3", 4}, 0, "an MPEG file"}, {"RIFF", 0, "a sound file"},
  {"ID3", 0, "a sound file"},
};

result<clip_format> read_any(bytes_view x) {
  if (starts(x, "ftyp", 4))
    return read_mp4(x);
  if (starts(x, "\x1A\x45\xDF\xA3"))
    return read_webm(x);
  for (auto& [bytes, at, name] : others)
    if (starts(x, bytes, at))
      return refuse("is " + std::string{name} + "; send MP4, MOV or WebM");
  return refuse("is not an MP4, MOV or WebM file");
}

} // namespace

result<clip_format> read_clip_header(bytes_view bytes,
                                     const clip_limits& limits) {
  if (bytes.empty())
    return refuse("is empty");
  if (bytes.size() > limits.bytes)
    return refuse("has " + std::to_string((bytes.size() >> 20) + 1)
                  + " MiB; at most " + std::to_string(limits.bytes >> 20)
                  + " are possible");
  return read_any(bytes);
}

} // namespace troupe::media
