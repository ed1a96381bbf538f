/// Strong identifiers. Every id is made explicitly and read with str(), so a
/// session id can't be passed where a user is meant. Value types; any thread.
#pragma once

#include <caf/meta/type_name.hpp>

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace troupe {

template <class Tag>
class strong_id {
 public:
  strong_id() = default;
  explicit strong_id(std::string text) : text_(std::move(text)) {}

  const std::string& str() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(const strong_id&, const strong_id&) = default;
  friend auto operator<=>(const strong_id&, const strong_id&) = default;

  template <class Inspector>
  friend typename Inspector::result_type inspect(Inspector& f, strong_id& x) {
    return f(caf::meta::type_name(Tag::name), x.text_);
  }

 private:
  std::string text_;
};

struct session_id_tag { static constexpr const char* name = "session_id"; };
struct user_id_tag { static constexpr const char* name = "user_id"; };
struct content_key_tag { static constexpr const char* name = "content_key"; };

/// One film in the making: 32 lower-case hex digits, made by the server.
using session_id = strong_id<session_id_tag>;
/// Who owns a session; "local" while authentication is off.
using user_id = strong_id<user_id_tag>;
/// SHA-256 over everything an artefact depends on, 64 hex digits.
using content_key = strong_id<content_key_tag>;

/// A fresh id: 122 random bits of the operating system in the form of a UUID of
/// version 4, without its dashes.
session_id make_session_id();

/// True for exactly 32 lower-case hex digits: the only form that may be used
/// in a path or a query.
bool is_session_id(std::string_view text);

} // namespace troupe

template <class Tag>
struct std::hash<troupe::strong_id<Tag>> {
  size_t operator()(const troupe::strong_id<Tag>& x) const noexcept {
    return std::hash<std::string>{}(x.str());
  }
};
