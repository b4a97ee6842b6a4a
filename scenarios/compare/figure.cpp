#include "scenarios/compare/figure.h"

namespace planttwin::compare {
namespace {

// With its slash.
std::string_view first_element(std::string_view pointer) {
  return pointer.substr(0, pointer.find('/', 1));
}

}  // namespace

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

// Names stay escaped: equal names are escaped alike.
bool fits(std::string_view pattern, std::string_view pointer) {
  while (pattern.starts_with('/') && pointer.starts_with('/')) {
    const std::string_view wanted = first_element(pattern), found = first_element(pointer);
    if (wanted != "/*" && wanted != found) return false;
    pattern.remove_prefix(wanted.size());
    pointer.remove_prefix(found.size());
  }
  return pattern == pointer;
}

}  // namespace planttwin::compare
