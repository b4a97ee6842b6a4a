#include "scenarios/human_text.h"

#include <fmt/format.h>

#include <cmath>
#include <regex>

namespace planttwin::scenario {

std::string human_number(double value) {
  const double size = std::fabs(value);
  if (size >= 100 || value == 0) return fmt::format("{:.0f}", value);
  if (size >= 10) return fmt::format("{:.1f}", value);
  if (size >= 0.001) return fmt::format("{:.3g}", value);
  return fmt::format("{:.1e}", value);
}

std::string human_duration(double seconds) {
  const double size = std::fabs(seconds);
  if (size == 0) return "0 s";
  if (size < 1) return human_number(seconds * 1000) + " ms";
  if (size < 120) return human_number(seconds) + " s";
  if (size < 7200) return human_number(seconds / 60) + " min";
  if (size < 2 * 86400) return human_number(seconds / 3600) + " h";
  return human_number(seconds / 86400) + " d";
}

std::string human_count(double count) {
  if (count >= 1e9) return human_number(count / 1e9) + " billion";
  if (count >= 1e6) return human_number(count / 1e6) + " million";
  if (count >= 1e4) return human_number(count / 1e3) + " thousand";
  return fmt::format("{:.0f}", count);
}

std::string human_percent(double share) { return human_number(100 * share) + " %"; }

bool is_duration(const std::string& pointer) {
  static const std::regex form(R"(.*_s(/(mean|sd|min|max|p\d+))?)");
  return std::regex_match(pointer, form);
}

}  // namespace planttwin::scenario
