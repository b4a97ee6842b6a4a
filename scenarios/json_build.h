#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sim/json_node.h"
#include "sim/quantity.h"

// Builds JSON for output. Equal values give equal bytes with every compiler and library.
namespace planttwin::scenario {

sim::JsonNode json_null();
sim::JsonNode json_boolean(bool value);
sim::JsonNode json_integer(std::int64_t value);
// The shortest decimal text that reads back as the same double, with a point or an exponent.
// Null for what is no number.
sim::JsonNode json_number(double value);
// Null when there is no value.
sim::JsonNode json_number(std::optional<double> value);
// A count of steps of a unit as an exact decimal in units: 1250 steps of a gram are 1.25 kg.
sim::JsonNode json_quantity(std::int64_t steps, const sim::Unit& unit);
sim::JsonNode json_string(std::string_view value);

// An object that grows member by member and keeps their order. Names must be different.
class JsonObject {
 public:
  JsonObject() { node_.kind = sim::JsonNode::Kind::kObject; }

  JsonObject& add(std::string_view name, sim::JsonNode value) {
    node_.members.push_back({std::string(name), {}, std::move(value)});
    return *this;
  }
  JsonObject& add(std::string_view name, JsonObject value) {
    return add(name, std::move(value.node_));
  }
  // The finished object. This one is empty afterwards.
  sim::JsonNode take() { return std::move(node_); }

 private:
  sim::JsonNode node_;
};

// An array that grows element by element.
class JsonArray {
 public:
  JsonArray() { node_.kind = sim::JsonNode::Kind::kArray; }

  JsonArray& add(sim::JsonNode value) {
    node_.elements.push_back(std::move(value));
    return *this;
  }
  sim::JsonNode take() { return std::move(node_); }

 private:
  sim::JsonNode node_;
};

}  // namespace planttwin::scenario
