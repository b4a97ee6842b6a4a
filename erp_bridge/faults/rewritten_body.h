#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/faults/fault_plan.h"
#include "sim/decimal.h"
#include "sim/time.h"

// Programs in jq that alter one member of a body, wherever in it the member stands. They are given
// {keys, body} and make what arrives.
namespace planttwin::bridge {

enum class Drift : std::uint8_t { kMissing, kText, kRenamed };
// `name`: the new one, of kRenamed.
std::string drift_program(std::string_view field, Drift drift, std::string_view name);
// Of numbers, and of texts that are numbers.
std::string factor_program(std::string_view field, const sim::Decimal& factor);
std::string value_program(std::string_view field, std::string_view value);
// Of texts that begin with a date of ISO 8601, with or without a time of day; whole seconds. The
// zone that follows stays.
std::string shift_program(std::string_view field, sim::Duration shift);

// What a fault that rewrites makes of a request; nothing where that is no JSON, remains what it is,
// or has nothing that the program could alter.
std::optional<std::string> rewritten_body(const PlannedFault& fault,
                                          const std::vector<std::string>& keys,
                                          const std::string& request);

// What a program of a plan is given: {keys, body}, the body as JSON or null.
std::string seen_by_program(const std::vector<std::string>& keys, const std::string& request);
// A text that it has made goes as it is.
std::string sent_of(const std::string& made);

}  // namespace planttwin::bridge
