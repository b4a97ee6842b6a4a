#pragma once

#include <string>

namespace planttwin::testing {

// The text with every "$" replaced: a model with a choice left open, and the choice.
inline std::string with(std::string text, const std::string& choice) {
  for (std::size_t at = text.find('$'); at != std::string::npos;) {
    text.replace(at, 1, choice);
    at = text.find('$', at + choice.size());
  }
  return text;
}

}  // namespace planttwin::testing
