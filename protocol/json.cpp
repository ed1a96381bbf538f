#include "protocol/json.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>
#include <limits>

namespace troupe {

namespace {

const json null_value;
const std::string empty_string;
const json::array empty_array;
const json::object empty_object;

/// Builds a json from SAX events and refuses what is over a limit.
class builder {
 public:
  explicit builder(const json_limits& limits) : limits_(limits) {}

  bool Null() { return add(json{}); }
  bool Bool(bool x) { return add(json{x}); }
  bool Int(int x) { return add(json{x}); }
  bool Uint(unsigned x) { return add(json{x}); }
  bool Int64(int64_t x) { return add(json{x}); }
  bool Uint64(uint64_t x) {
    if (x > static_cast<uint64_t>(std::numeric_limits<int64_t>::max()))
      return add(json{static_cast<double>(x)});
    return add(json{static_cast<int64_t>(x)});
  }
  bool Double(double x) { return add(json{x}); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return false; }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    return add(json{std::string(text, length)});
  }
  bool StartObject() { return open(json{json::object{}}); }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    std::string key(text, length);
    if (stack_.back().value.size() >= limits_.max_members)
      return fail("more than " + std::to_string(limits_.max_members)
                  + " members in one object");
    if (stack_.back().value.has(key))
      return fail("duplicate key \"" + key + '"');
    stack_.back().key = std::move(key);
    return true;
  }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool StartArray() { return open(json{json::array{}}); }
  bool EndArray(rapidjson::SizeType) { return close(); }

  json take() { return std::move(root_); }
  const std::string& reason() const { return reason_; }

 private:
  struct level {
    json value;
    std::string key;
  };

  bool fail(std::string why) {
    reason_ = std::move(why);
    return false;
  }

  bool count() {
    if (++nodes_ > limits_.max_nodes)
      return fail("more than " + std::to_string(limits_.max_nodes)
                  + " values");
    return true;
  }

  bool open(json value) {
    if (stack_.size() >= limits_.max_depth)
      return fail("nested deeper than " + std::to_string(limits_.max_depth));
    if (!count())
      return false;
    stack_.push_back({std::move(value), {}});
    return true;
  }

  bool close() {
    auto done = std::move(stack_.back().value);
    stack_.pop_back();
    --nodes_; // counted when it was opened; add() counts again
    return add(std::move(done));
  }

  bool add(json value) {
    if (!count())
      return false;
    if (stack_.empty()) {
      root_ = std::move(value);
    } else if (auto& top = stack_.back(); top.value.is_array()) {
      top.value.items().push_back(std::move(value));
    } else {
      top.value.members().emplace_back(std::move(top.key), std::move(value));
    }
    return true;
  }

  json_limits limits_;
  size_t nodes_ = 0;
  std::vector<level> stack_;
  json root_;
  std::string reason_;
};

using text_writer = rapidjson::Writer<rapidjson::StringBuffer>;

void write(text_writer& out, const json& x) {
  if (x.is_null()) {
    out.Null();
  } else if (x.is_bool()) {
    out.Bool(x.as_bool());
  } else if (x.is_integer()) {
    out.Int64(x.as_integer());
  } else if (x.is_number()) {
    // JSON has no infinity and no NaN.
    auto number = x.as_number();
    std::isfinite(number) ? out.Double(number) : out.Null();
  } else if (x.is_string()) {
    auto& text = x.as_string();
    out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  } else if (x.is_array()) {
    out.StartArray();
    for (auto& item : x.as_array())
      write(out, item);
    out.EndArray();
  } else {
    out.StartObject();
    for (auto& [key, value] : x.as_object()) {
      out.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
      write(out, value);
    }
    out.EndObject();
  }
}

} // namespace

json::json() noexcept = default;
json::json(const json&) = default;
json::json(json&&) noexcept = default;
json& json::operator=(const json&) = default;
json& json::operator=(json&&) noexcept = default;
json::~json() = default;
json::json(array x) : value_(std::move(x)) {}
json::json(object x) : value_(std::move(x)) {}

json json::make_object(std::initializer_list<member> members) {
  return json{object(members)};
}

json json::make_array(std::initializer_list<json> values) {
  return json{array(values)};
}

result<json> json::parse(std::string_view text, json_limits limits) {
  if (text.size() > limits.max_bytes)
    return make_error(ec::limit_exceeded,
                      "JSON is larger than " + std::to_string(limits.max_bytes)
                        + " bytes");
  // Iterative: 100,000 opening brackets must not use the machine's stack.
  // Full precision is what makes dump(parse(x)) stable.
  constexpr unsigned flags = rapidjson::kParseIterativeFlag
                             | rapidjson::kParseValidateEncodingFlag
                             | rapidjson::kParseFullPrecisionFlag
                             | rapidjson::kParseStopWhenDoneFlag;
  rapidjson::MemoryStream in(text.data(), text.size());
  rapidjson::Reader reader;
  builder handler(limits);
  auto rc = reader.Parse<flags>(in, handler);
  if (rc.IsError()) {
    auto why = handler.reason().empty()
                 ? std::string{rapidjson::GetParseError_En(rc.Code())}
                 : handler.reason();
    return make_error(ec::invalid_argument,
                      "Invalid JSON at byte " + std::to_string(rc.Offset())
                        + ": " + why);
  }
  auto rest = text.substr(in.Tell());
  if (rest.find_first_not_of(" \t\r\n") != std::string_view::npos)
    return make_error(ec::invalid_argument,
                      "Invalid JSON at byte " + std::to_string(in.Tell())
                        + ": text after the value");
  return handler.take();
}

std::string json::dump() const {
  rapidjson::StringBuffer buffer;
  text_writer out(buffer);
  write(out, *this);
  return {buffer.GetString(), buffer.GetSize()};
}

bool json::as_bool(bool fallback) const {
  auto x = std::get_if<bool>(&value_);
  return x ? *x : fallback;
}

int64_t json::as_integer(int64_t fallback) const {
  if (auto x = std::get_if<int64_t>(&value_))
    return *x;
  // A cast of a double that does not fit is undefined; 2^63 is exact.
  constexpr auto bound = 9223372036854775808.0;
  if (auto x = std::get_if<double>(&value_); x && *x >= -bound && *x < bound)
    return static_cast<int64_t>(*x);
  return fallback;
}

double json::as_number(double fallback) const {
  if (auto x = std::get_if<int64_t>(&value_))
    return static_cast<double>(*x);
  auto x = std::get_if<double>(&value_);
  return x ? *x : fallback;
}

const std::string& json::as_string() const {
  auto x = std::get_if<std::string>(&value_);
  return x ? *x : empty_string;
}

const json::array& json::as_array() const {
  auto x = std::get_if<array>(&value_);
  return x ? *x : empty_array;
}

const json::object& json::as_object() const {
  auto x = std::get_if<object>(&value_);
  return x ? *x : empty_object;
}

json::array& json::items() {
  if (!is_array())
    value_ = array{};
  return std::get<array>(value_);
}

json::object& json::members() {
  if (!is_object())
    value_ = object{};
  return std::get<object>(value_);
}

const json* json::find(std::string_view key) const {
  for (auto& [name, value] : as_object())
    if (name == key)
      return &value;
  return nullptr;
}

json* json::find(std::string_view key) {
  return const_cast<json*>(std::as_const(*this).find(key));
}

const json& json::at(std::string_view key) const {
  auto x = find(key);
  return x ? *x : null_value;
}

json& json::operator[](std::string_view key) {
  if (auto x = find(key))
    return *x;
  return members().emplace_back(std::string{key}, json{}).second;
}

void json::erase(std::string_view key) {
  std::erase_if(members(), [&](auto& x) { return x.first == key; });
}

const json& json::at(size_t index) const {
  auto& list = as_array();
  return index < list.size() ? list[index] : null_value;
}

size_t json::size() const {
  return is_object() ? as_object().size() : as_array().size();
}

std::string json::text(std::string_view key, std::string_view fallback) const {
  auto x = find(key);
  return x && x->is_string() ? x->as_string() : std::string{fallback};
}

int64_t json::integer(std::string_view key, int64_t fallback) const {
  return at(key).as_integer(fallback);
}

double json::number(std::string_view key, double fallback) const {
  return at(key).as_number(fallback);
}

bool json::flag(std::string_view key, bool fallback) const {
  return at(key).as_bool(fallback);
}

} // namespace troupe
