#include "scenarios/compare/figure.h"

#include <algorithm>

#include "sim/json_node.h"

namespace planttwin::compare {

std::string_view name_of(Better better) {
  switch (better) {
    case Better::kMore:
      return "more";
    case Better::kLess:
      return "less";
    case Better::kSame:
      return "same";
    case Better::kUnsaid:
      break;
  }
  return "unsaid";
}

std::string full_name(const Figure& figure) {
  return figure.variant.empty() ? figure.kpi : figure.variant + ": " + figure.kpi;
}

bool fits(std::string_view pattern, std::string_view pointer) {
  if (pattern == pointer) return true;
  if (pattern.find('*') == std::string_view::npos) return false;
  if (!pattern.starts_with('/') || !pointer.starts_with('/')) return false;
  const std::vector<std::string> wanted = sim::split_pointer(pattern);
  const std::vector<std::string> found = sim::split_pointer(pointer);
  return std::equal(
      wanted.begin(), wanted.end(), found.begin(), found.end(),
      [](const std::string& one, const std::string& other) { return one == "*" || one == other; });
}

}  // namespace planttwin::compare
