#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "erp_bridge/formats/json_members.h"
#include "erp_bridge/formats/values.h"
#include "sim/json_document.h"

// The members of a message as members of a JSON object: what `describe` hands its fields to.
namespace planttwin::bridge {

// Appends members to an object whose brackets others write.
class JsonFieldWriter {
 public:
  explicit JsonFieldWriter(std::string& out) : out_(out) {}

  void literal(std::string_view name, std::string_view json) {
    begin(name);
    out_ += json;
  }
  template <class T>
  void operator()(std::string_view field, const T& value) {
    if constexpr (IsOptional<T>::value) {
      if (value) (*this)(field, *value);
    } else if constexpr (IsRows<T>::value) {
      rows(field, value);
    } else if constexpr (kIsTexts<T>) {
      if (!value.empty()) texts(field, value);
    } else if constexpr (kIsNumber<T>) {
      literal(member_name<T>(field), value_text(value));
    } else {
      literal(field, sim::json_string(value_text(value)));
    }
  }

 private:
  void begin(std::string_view name) {
    out_ += first_ ? "\"" : ",\"";
    first_ = false;
    out_.append(name).append("\":");
  }
  template <class Row>
  void rows(std::string_view field, const std::vector<Row>& list) {
    begin(field);
    out_ += '[';
    for (const Row& row : list) {
      out_ += &row == list.data() ? "{" : ",{";
      JsonFieldWriter members(out_);
      Row::describe(row, members);
      out_ += '}';
    }
    out_ += ']';
  }
  void texts(std::string_view field, const std::vector<std::string>& list) {
    begin(field);
    for (const std::string& text : list) {
      out_ += &text == list.data() ? '[' : ',';
      out_ += sim::json_string(text);
    }
    out_ += ']';
  }

  std::string& out_;
  bool first_ = true;
};

// What single values may be. A message has no empty texts and its quantities aren't negative; what
// a system has made of it may have both.
enum class ReadAs : std::uint8_t { kMessage, kKept };

// Reads members of an object and notes what is wrong with them, each with its place.
class JsonFieldReader {
 public:
  JsonFieldReader(const sim::JsonNode& object, std::string pointer, sim::Diagnostics& diagnostics,
                  ReadAs read_as = ReadAs::kMessage)
      : object_(object),
        pointer_(std::move(pointer)),
        diagnostics_(diagnostics),
        read_as_(read_as) {}

  template <class T>
  void operator()(std::string_view field, T& value) {
    if constexpr (IsOptional<T>::value) {
      using Value = typename T::value_type;
      if (object_.member(member_name<Value>(field)) != nullptr) {
        (*this)(field, value.emplace());
      }
    } else {
      const std::string name = member_name<T>(field);
      const sim::JsonNode* node = object_.member(name);
      if (node != nullptr) {
        take(*node, pointer_ + "/" + name, value);
      } else if constexpr (!kMayBeAbsent<T>) {
        fault(object_, pointer_, "the member \"" + name + "\" is missing");
      }
    }
  }

  void fault(const sim::JsonNode& node, const std::string& pointer, const std::string& message) {
    diagnostics_.add({"message", node.position, pointer, message});
  }

 private:
  template <class T>
  void take(const sim::JsonNode& node, const std::string& pointer, T& value) {
    if constexpr (IsRows<T>::value || kIsTexts<T>) {
      list(node, pointer, value);
    } else {
      constexpr bool kNumber = kIsNumber<T>;
      if (kNumber ? !node.is_number() : node.kind != sim::JsonNode::Kind::kString) {
        fault(node, pointer,
              std::string(kNumber ? "expected a number" : "expected a string") + ", found " +
                  node.description());
      } else if (const std::string wrong = read(node.text, value); !wrong.empty()) {
        fault(node, pointer, wrong);
      }
    }
  }
  template <class T>
  std::string read(const std::string& text, T& value) const {
    if constexpr (std::is_same_v<T, std::string>) {
      if (read_as_ == ReadAs::kKept) {
        value = text;
        return "";
      }
    } else if constexpr (std::is_same_v<T, sim::Decimal>) {
      if (read_as_ == ReadAs::kKept) {
        SignedDecimal with_sign;
        std::string wrong = read_value(text, with_sign);
        value = with_sign.number;
        return wrong;
      }
    }
    return read_value(text, value);
  }
  template <class T>
  void list(const sim::JsonNode& node, const std::string& pointer, std::vector<T>& value) {
    if (!node.is_array()) {
      return fault(node, pointer, "expected a list, found " + node.description());
    }
    value.reserve(node.elements.size());
    for (const sim::JsonNode& element : node.elements) {
      const std::string place = pointer + "/" + std::to_string(value.size());
      T& row = value.emplace_back();
      if constexpr (std::is_same_v<T, std::string>) {
        take(element, place, row);
      } else if (!element.is_object()) {
        fault(element, place, "expected an object, found " + element.description());
      } else {
        JsonFieldReader members(element, place, diagnostics_, read_as_);
        T::describe(row, members);
      }
    }
  }

  const sim::JsonNode& object_;
  std::string pointer_;
  sim::Diagnostics& diagnostics_;
  ReadAs read_as_;
};

}  // namespace planttwin::bridge
