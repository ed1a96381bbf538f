/// Pictures in payloads. A person sends one as a data: URI; before anything
/// is kept, its bytes are taken out and an id, the SHA-256 of the bytes, stays
/// in its place: logs, specs and messages hold names, never pictures. See
/// docs/pictures.md. Pure; any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// Members of a payload that hold a picture, or a list of pictures.
bool is_picture_field(std::string_view name);
bool is_picture_list(std::string_view name);

/// The member in canonical form: an id, a data: URI as it came, or a list of
/// them; null when blank. invalid_argument names the field: not base64, not
/// the type it says, too large, an address of the web.
result<json> check_pictures(std::string_view name, const json& value);

/// Bytes of all data: URIs in a checked payload, as they stand in JSON.
size_t picture_text_bytes(const json& payload);

/// True when this JSON text may hold a data: URI: cheap, before parsing it.
bool may_hold_pictures(std::string_view payload);

struct sent_picture {
  /// "logo", "pictures[2]".
  std::string field;
  /// 64 lower-case hex digits.
  std::string id;
  std::string bytes;
};

/// Takes the pictures out of a payload and leaves their ids; the same picture
/// twice is given once. limit_exceeded for more than picture_limit.
result<std::vector<sent_picture>> take_pictures(json& payload);

/// Ids of the payload's pictures by field, in the payload's order; what is no
/// id of ours is left out.
struct named_picture {
  std::string field;
  std::string id;
};
std::vector<named_picture> pictures_in(const json& payload);

} // namespace troupe
