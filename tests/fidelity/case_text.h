#pragma once

#include <string>
#include <vector>

namespace planttwin::testing {

// The first number behind the words in a case's text: 0.25 behind "machine" in "machine 0.25".
// Letters between words and number are passed over up to the next comma, semicolon or arrow.
// Throws std::invalid_argument when there is none.
double number_after(const std::string& text, const std::string& words);

// Whether there is one.
bool has_number_after(const std::string& text, const std::string& words);

}  // namespace planttwin::testing
