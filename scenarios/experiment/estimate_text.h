#pragma once

#include <cstddef>
#include <string>

#include "scenarios/experiment/estimate.h"

// Estimates in tables for people.
namespace planttwin::experiment {

// "44.98 ± 0.29": with two digits of what is uncertain, at most six decimals. `sign` stands before
// a mean that is not negative.
std::string interval_text(const Estimate& estimate, const char* sign);

// How many there are: not bytes, "±" is one.
std::size_t characters(const std::string& text);

// With spaces behind it, up to so many characters.
std::string padded(const std::string& text, std::size_t width);

}  // namespace planttwin::experiment
