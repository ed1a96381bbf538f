/// Checks JSON against a JSON Schema (draft 2020-12), and says what is wrong in
/// words that help the person who wrote it. Understood: $ref (inside the
/// schema and to another file of the set), allOf, anyOf, type, enum, const,
/// properties, required, additionalProperties and unevaluatedProperties: false
/// or a schema, propertyNames.pattern, items, minItems, maxItems, minLength,
/// maxLength, minimum, maximum, exclusiveMinimum, pattern (POSIX extended).
/// A schema that uses another rule is refused by make(), never half heeded.
/// Immutable; any thread.
#pragma once

#include "protocol/json.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

struct schema_complaint {
  /// RFC 6901: "/scenes/3/title"; empty for the whole document.
  std::string pointer;
  /// "must be one of calm, lively, still, not \"wild\"".
  std::string text;

  bool operator==(const schema_complaint&) const = default;
};

class json_schema {
 public:
  /// Texts of schemas by file name; `root` is the one to check against.
  static result<json_schema>
  make(const std::map<std::string, std::string_view>& files,
       const std::string& root);

  /// What is wrong, in the document's order, at most `limit` of them.
  std::vector<schema_complaint> check(const json& document,
                                      size_t limit = 20) const;

  /// The value at a pointer into one of the schemas, or null.
  const json& at(const std::string& file, std::string_view pointer) const;

 private:
  using file_set = std::map<std::string, json>;

  std::shared_ptr<const file_set> files_;
  std::string root_;
};

} // namespace troupe
