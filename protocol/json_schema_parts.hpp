/// What making and checking of schemas share. Only json_schema*.cpp include
/// this. Pure; any thread.
#pragma once

#include "protocol/json_schema.hpp"

namespace troupe::schema {

using file_set = std::map<std::string, json>;

/// The value at a JSON pointer (RFC 6901), or null.
const json& resolve(const json& root, std::string_view pointer);

/// A schema and the file that its references are relative to.
struct place {
  const json* schema;
  const std::string* file;
};

/// What $ref of this schema means; without schema when it has none.
place target_of(const file_set& files, place at);

std::vector<schema_complaint> check(const file_set& files, place root,
                                    const json& document, size_t limit);

} // namespace troupe::schema
