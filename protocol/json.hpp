/// A JSON value that can be kept, copied and sent: what RapidJSON parses and
/// writes, without RapidJSON in a header. Objects keep the order of their
/// members, so dump() of equal values gives equal bytes on every machine.
/// Value type; any thread.
#pragma once

#include "protocol/error.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace troupe {

/// What a document from outside may hold. See docs/operations.md for reasons.
struct json_limits {
  size_t max_bytes = 1024 * 1024;
  size_t max_depth = 32;
  size_t max_nodes = 20'000;
  /// Per object: the check for duplicate keys is quadratic.
  size_t max_members = 1'000;
};

class json {
 public:
  using array = std::vector<json>;
  using member = std::pair<std::string, json>;
  using object = std::vector<member>;

  // Out of line: values move everywhere, and the variant's code is large.
  json() noexcept;
  json(const json&);
  json(json&&) noexcept;
  json& operator=(const json&);
  json& operator=(json&&) noexcept;
  ~json();

  json(std::nullptr_t) : json() {}
  json(bool x) : value_(x) {}
  template <class T>
    requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
  json(T x) : value_(static_cast<int64_t>(x)) {}
  json(double x) : value_(x) {}
  json(std::string x) : value_(std::move(x)) {}
  json(std::string_view x) : value_(std::string{x}) {}
  json(const char* x) : value_(std::string{x}) {}
  json(array x);
  json(object x);

  /// An object from members, an array from values.
  static json make_object(std::initializer_list<member> members = {});
  static json make_array(std::initializer_list<json> values = {});

  /// Parses strictly: UTF-8 checked, no BOM, no comments, no duplicate keys,
  /// the whole text used, limits kept. The error names the byte offset.
  static result<json> parse(std::string_view text, json_limits limits = {});

  /// Compact text, members in their order, doubles in shortest form.
  std::string dump() const;

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  bool is_bool() const { return std::holds_alternative<bool>(value_); }
  bool is_integer() const { return std::holds_alternative<int64_t>(value_); }
  bool is_number() const {
    return is_integer() || std::holds_alternative<double>(value_);
  }
  bool is_string() const { return std::holds_alternative<std::string>(value_); }
  bool is_array() const { return std::holds_alternative<array>(value_); }
  bool is_object() const { return std::holds_alternative<object>(value_); }

  /// The value, or the fallback when it is of another type.
  bool as_bool(bool fallback = false) const;
  int64_t as_integer(int64_t fallback = 0) const; ///< truncates doubles
  double as_number(double fallback = 0) const;
  const std::string& as_string() const;           ///< empty when not a string
  const array& as_array() const;                  ///< empty when not an array
  const object& as_object() const;                ///< empty when not an object
  array& items();     ///< makes it an array if null
  object& members();  ///< makes it an object if null

  /// The member, or nullptr when missing or not an object.
  const json* find(std::string_view key) const;
  json* find(std::string_view key);
  bool has(std::string_view key) const { return find(key) != nullptr; }
  /// The member, or a null value: chains without checks.
  const json& at(std::string_view key) const;
  /// The member, added as null when missing. Makes a null value an object.
  json& operator[](std::string_view key);
  void erase(std::string_view key);
  /// The element, or a null value when out of range.
  const json& at(size_t index) const;
  /// Number of elements or members; 0 for scalars.
  size_t size() const;
  void push_back(json value) { items().push_back(std::move(value)); }

  /// Shorthands for members.
  std::string text(std::string_view key, std::string_view fallback = {}) const;
  int64_t integer(std::string_view key, int64_t fallback = 0) const;
  double number(std::string_view key, double fallback = 0) const;
  bool flag(std::string_view key, bool fallback = false) const;

  friend bool operator==(const json&, const json&) = default;

 private:
  std::variant<std::monostate, bool, int64_t, double, std::string, array,
               object>
    value_;
};

} // namespace troupe
