#include "tests/fidelity/case_text.h"

#include <optional>
#include <stdexcept>

namespace planttwin::testing {
namespace {

std::optional<double> find_number(const std::string& text, const std::string& words) {
  std::size_t at = text.find(words);
  if (at == std::string::npos) return std::nullopt;
  at += words.size();
  while (at < text.size() && std::string(",;>").find(text[at]) == std::string::npos) {
    const bool digit = text[at] >= '0' && text[at] <= '9';
    const bool fraction =
        text[at] == '.' && at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9';
    if (digit || fraction) return std::stod(text.substr(at));
    ++at;
  }
  return std::nullopt;
}

}  // namespace

double number_after(const std::string& text, const std::string& words) {
  const std::optional<double> number = find_number(text, words);
  if (!number) throw std::invalid_argument("no number after \"" + words + "\" in: " + text);
  return *number;
}

bool has_number_after(const std::string& text, const std::string& words) {
  return find_number(text, words).has_value();
}

}  // namespace planttwin::testing
