#include "scenarios/report/time_bins.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace planttwin::scenario {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

constexpr std::array<std::int64_t, 30> kLengths = {
    1,           10,          100,          1'000,        10'000,       100'000,
    kSecond,     2 * kSecond, 5 * kSecond,  10 * kSecond, 30 * kSecond, kMinute,
    2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute, kHour,
    2 * kHour,   3 * kHour,   4 * kHour,    6 * kHour,    8 * kHour,    12 * kHour,
    kDay,        2 * kDay,    7 * kDay,     14 * kDay,    28 * kDay,    91 * kDay};

std::int64_t floor_to(std::int64_t value, std::int64_t width) {
  const std::int64_t quotient = value / width;
  return (quotient - (value % width < 0 ? 1 : 0)) * width;
}

}  // namespace

std::int64_t counted_length(std::int64_t span, std::size_t at_most) {
  const auto most = static_cast<std::int64_t>(at_most);
  for (const std::int64_t length : kLengths) {
    if (span / length < most) return length;
  }
  return span / most + 1;
}

TimeBins TimeBins::covering(std::int64_t end, std::size_t at_most) {
  const std::int64_t span = std::max<std::int64_t>(end, 1);
  const std::int64_t width = counted_length(span - 1, at_most);
  return {width, static_cast<std::size_t>((span + width - 1) / width)};
}

void BinnedLevel::advance(std::int64_t time) {
  const std::int64_t end = bins_.width * static_cast<std::int64_t>(bins_.count);
  const std::int64_t until = std::min(time, end);
  while (reached_ < until) {
    const std::int64_t bin = reached_ / bins_.width;
    const std::int64_t cut = std::min(until, (bin + 1) * bins_.width);
    areas_[static_cast<std::size_t>(bin)] += static_cast<double>(level_ * (cut - reached_));
    reached_ = cut;
  }
}

std::vector<double> BinnedLevel::means(std::int64_t end) {
  advance(end);
  std::vector<double> means(areas_.size());
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    const std::int64_t begin = bins_.width * static_cast<std::int64_t>(i);
    const std::int64_t length = std::min(bins_.width, end - begin);
    if (length > 0) means[i] = areas_[i] / static_cast<double>(length);
  }
  return means;
}

double BinnedLevel::area() const { return std::accumulate(areas_.begin(), areas_.end(), 0.0); }

Histogram Histogram::of(const std::vector<std::int64_t>& values, std::size_t at_most) {
  if (values.empty()) return {};
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  Histogram histogram;
  histogram.width = counted_length(*high - *low, at_most);
  histogram.from = floor_to(*low, histogram.width);
  const std::int64_t last = (*high - histogram.from) / histogram.width;
  histogram.counts.resize(static_cast<std::size_t>(last + 1));
  for (const std::int64_t value : values) {
    ++histogram.counts[static_cast<std::size_t>((value - histogram.from) / histogram.width)];
  }
  return histogram;
}

}  // namespace planttwin::scenario
