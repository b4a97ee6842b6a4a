#pragma once

#include <optional>
#include <string>
#include <utility>

namespace planttwin::sim {

// What a parser of a short text returns: a value, or a sentence that says what is wrong and what
// was expected. Exactly one of the two is present.
template <class T>
class Parsed {
 public:
  Parsed(T value) : value_(std::move(value)) {}  // NOLINT: a value is a successful result
  static Parsed failure(std::string error) { return Parsed(Failure{}, std::move(error)); }

  bool ok() const { return value_.has_value(); }
  const T& value() const { return *value_; }
  const std::string& error() const { return error_; }

 private:
  struct Failure {};
  Parsed(Failure, std::string error) : error_(std::move(error)) {}

  std::optional<T> value_;
  std::string error_;
};

}  // namespace planttwin::sim
