#include "viz/panels/texts.h"

#include <algorithm>

#include "viz/render/moment.h"

namespace planttwin::view {
namespace {

// Of ASCII: names of plants are letters, digits and signs.
char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string quantity_text(std::int64_t steps, std::int32_t decimals) {
  std::string digits = std::to_string(steps < 0 ? -steps : steps);
  const auto places = static_cast<std::size_t>(std::max(0, decimals));
  if (places > 0) {
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, ".");
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
  }
  return steps < 0 ? "-" + digits : digits;
}

std::string signed_span_text(std::int64_t span) {
  return span < 0 ? "-" + span_text(-span) : span_text(span);
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), lowered);
  return lower;
}

bool contains_any_case(std::string_view text, std::string_view lower_case_part) {
  const auto found =
      std::search(text.begin(), text.end(), lower_case_part.begin(), lower_case_part.end(),
                  [](char a, char b) { return lowered(a) == b; });
  return found != text.end() || lower_case_part.empty();
}

std::string spaced(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string operation_text(const playback::FloorPlan& plan, std::int32_t routing,
                           std::int32_t operation) {
  if (routing < 0 || operation < 0) return "";
  const auto& operations = plan.routings.at(static_cast<std::size_t>(routing)).operations;
  if (static_cast<std::size_t>(operation) >= operations.size()) return "";
  const auto& found = operations[static_cast<std::size_t>(operation)];
  return std::to_string(found.number) + (found.name.empty() ? "" : " " + found.name);
}

}  // namespace planttwin::view
