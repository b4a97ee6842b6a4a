#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/json_document.h"

namespace planttwin::bridge {

// The text of a JSON object, written member by member. Names must be different.
class JsonFields {
 public:
  JsonFields& text(std::string_view name, std::string_view value) {
    return json(name, sim::json_string(value));
  }
  JsonFields& number(std::string_view name, std::int64_t value) {
    return json(name, std::to_string(value));
  }
  // A value that is JSON already.
  JsonFields& json(std::string_view name, std::string_view value) {
    out_ += out_.empty() ? "{" : ",";
    out_.append(sim::json_string(name)).append(":").append(value);
    return *this;
  }
  std::string take() const { return out_.empty() ? "{}" : out_ + "}"; }

 private:
  std::string out_;
};

// The text of a JSON array whose elements are JSON already.
inline std::string json_array(const std::vector<std::string>& elements) {
  std::string out = "[";
  for (const std::string& element : elements) {
    if (out.size() > 1) out += ',';
    out += element;
  }
  return out + "]";
}

}  // namespace planttwin::bridge
