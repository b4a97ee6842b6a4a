#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/diagnostics.h"
#include "sim/json_document.h"
#include "sim/json_reader.h"

namespace planttwin::scenario {

// What a scenario demands of its result: the value at a pointer into result.json lies between two
// bounds, or equals a number, a text, true, false or null. At least one of the three is stated,
// and `equals` stands alone. Bounds are inclusive.
struct Expectation {
  std::string name;
  std::string pointer;
  std::optional<sim::Decimal> at_least;
  std::optional<sim::Decimal> at_most;
  std::optional<sim::JsonNode> equals;
  sim::Diagnostic place;  // where the pointer stands in the file, for errors; without a message
};

// How an expectation ended. `limit` is the bound that was missed, else the first that is stated.
// A value that has no data (null) misses every bound.
struct ExpectationResult {
  std::string name;
  std::string pointer;
  bool passed = false;
  sim::JsonNode actual;
  sim::JsonNode limit;
};

// Reads the array "expectations" of a scenario, empty when absent.
std::vector<Expectation> read_expectations(sim::JsonReader& in, const std::string& file);

// The value at a pointer, through objects by name and never by index. Null, with a sentence that
// says why, when there is none.
const sim::JsonNode* find_in_result(const sim::JsonNode& result, const std::string& pointer,
                                    std::string& why_not);

// The number at a pointer; nothing where there is none.
std::optional<double> number_in_result(const sim::JsonNode& result, const std::string& pointer);

// Reports each expectation whose pointer leads nowhere in a result of this plant.
void check_pointers(const std::vector<Expectation>& expectations, const sim::JsonNode& result,
                    sim::Diagnostics& diagnostics);

ExpectationResult judge(const Expectation& expectation, const sim::JsonNode& result);

// As it stands in result.json, and back. Reading skips what is no expectation.
sim::JsonNode to_json(const ExpectationResult& outcome);
std::vector<ExpectationResult> read_expectation_results(const sim::JsonNode& result);

}  // namespace planttwin::scenario
