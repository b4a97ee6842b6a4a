#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace planttwin::testing {

inline std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

inline std::string array_of(const std::vector<std::string>& elements) {
  std::string text = "[";
  for (const std::string& element : elements) text += (text.size() > 1 ? ", " : "") + element;
  return text + "]";
}

inline std::string array_of_names(const std::vector<std::string>& names) {
  std::vector<std::string> elements;
  for (const std::string& name : names) elements.push_back(in_quotes(name));
  return array_of(elements);
}

// A JSON object as text, built member by member. Names and texts need no escapes.
class ObjectText {
 public:
  // The value is JSON already: a number, an array, another object.
  ObjectText& json(std::string_view name, const std::string& value) {
    text_ += (text_.empty() ? "" : ", ") + in_quotes(name) + ": " + value;
    return *this;
  }
  ObjectText& text(std::string_view name, std::string_view value) {
    return json(name, in_quotes(value));
  }
  ObjectText& number(std::string_view name, std::int64_t value) {
    return json(name, std::to_string(value));
  }
  bool empty() const { return text_.empty(); }
  std::string str() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

}  // namespace planttwin::testing
