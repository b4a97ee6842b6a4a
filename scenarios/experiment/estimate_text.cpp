#include "scenarios/experiment/estimate_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace planttwin::experiment {
namespace {

// But for rounding: all replications gave the same.
bool is_exact(const Estimate& estimate) {
  return estimate.half_width <= 1e-9 * std::abs(estimate.mean);
}

// With two digits of what is uncertain, at most six in all.
std::string number_text(double value, double half_width) {
  if (!std::isfinite(half_width) || half_width <= 0) return fmt::format("{:.6g}", value);
  const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(half_width))), 0, 6);
  return fmt::format("{:.{}f}", value, decimals);
}

}  // namespace

std::string interval_text(const Estimate& estimate, const char* sign) {
  if (estimate.count == 0) return "no data";
  const double half_width = is_exact(estimate) ? 0 : estimate.half_width;
  const std::string value = number_text(std::abs(estimate.mean), half_width);
  const std::string half = std::isfinite(half_width) ? number_text(half_width, half_width) : "?";
  return fmt::format("{}{} ± {}", estimate.mean < 0 ? "-" : sign, value, half);
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t length = characters(text);
  return text + std::string(width > length ? width - length : 0, ' ');
}

}  // namespace planttwin::experiment
