#include "sim/statistics/quantiles.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

#include "sim/archive.h"

namespace planttwin::sim {

// The smallest magnitude of a bucket.
std::uint64_t Quantiles::magnitude_of(std::int32_t bucket) {
  if (bucket < 2 * kSplits) return static_cast<std::uint64_t>(bucket);
  const int shift = bucket / kSplits - 1;
  return static_cast<std::uint64_t>(kSplits + bucket % kSplits) << shift;
}

std::int64_t Quantiles::low_of(std::int32_t bucket) {
  if (bucket < 0) {
    const std::uint64_t beyond = magnitude_of(1 - bucket);
    constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
    return beyond > std::uint64_t{1} << 63 ? kLowest : static_cast<std::int64_t>(1 - beyond);
  }
  return static_cast<std::int64_t>(magnitude_of(bucket));
}

std::int64_t Quantiles::high_of(std::int32_t bucket) {
  if (bucket < 0) return static_cast<std::int64_t>(0 - magnitude_of(-bucket));
  return static_cast<std::int64_t>(magnitude_of(bucket + 1) - 1);
}

std::uint64_t& Quantiles::count_of(std::int32_t bucket) {
  if (counts_.empty()) first_bucket_ = bucket;
  if (bucket < first_bucket_) {
    counts_.insert(counts_.begin(), static_cast<std::size_t>(first_bucket_ - bucket), 0);
    first_bucket_ = bucket;
  }
  const auto position = static_cast<std::size_t>(bucket - first_bucket_);
  if (position >= counts_.size()) counts_.resize(position + 1);
  return counts_[position];
}

void Quantiles::merge(const Quantiles& other) {
  if (other.empty()) return;
  const std::size_t size = other.counts_.size();
  count_of(other.first_bucket_);
  count_of(other.first_bucket_ + static_cast<std::int32_t>(size) - 1);
  const auto offset = static_cast<std::size_t>(other.first_bucket_ - first_bucket_);
  for (std::size_t i = 0; i < size; ++i) counts_[offset + i] += other.counts_[i];
  count_ += other.count_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

std::int64_t Quantiles::quantile(double p) const {
  if (count_ == 0) return 0;
  if (!(p > 0)) return min_;
  if (p >= 1) return max_;
  // A product such as 0.07 * 100 must not be lifted above 7 by its rounding.
  const double rank = std::ceil(p * static_cast<double>(count_) * (1 - 0x1p-50));
  const std::uint64_t wanted = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(rank));
  std::uint64_t seen = 0;
  std::int32_t bucket = first_bucket_;
  for (const std::uint64_t count : counts_) {
    seen += count;
    if (seen >= wanted) break;
    ++bucket;
  }
  const std::int64_t low = low_of(bucket);
  const std::int64_t middle = low + (high_of(bucket) - low) / 2;
  return std::clamp(middle, min_, max_);
}

double Quantiles::share_up_to(std::int64_t value) const {
  if (count_ == 0) return 0;
  const std::int32_t last = bucket_of(value);
  std::uint64_t seen = 0;
  std::int32_t bucket = first_bucket_;
  for (const std::uint64_t count : counts_) {
    if (bucket++ > last) break;
    seen += count;
  }
  return static_cast<double>(seen) / static_cast<double>(count_);
}

std::vector<Quantiles::Bucket> Quantiles::buckets() const {
  std::vector<Bucket> result;
  std::int32_t bucket = first_bucket_;
  for (const std::uint64_t count : counts_) {
    result.push_back({low_of(bucket), high_of(bucket), count});
    ++bucket;
  }
  return result;
}

void Quantiles::require_consistent() const {
  const std::int32_t lowest = bucket_of(std::numeric_limits<std::int64_t>::min());
  const std::int32_t highest = bucket_of(std::numeric_limits<std::int64_t>::max());
  const auto width = static_cast<std::size_t>(highest - lowest) + 1;
  bool consistent = counts_.size() <= width;
  if (consistent && !counts_.empty()) {
    const std::int64_t last = std::int64_t{first_bucket_} + std::ssize(counts_) - 1;
    consistent = first_bucket_ >= lowest && last <= highest && min_ <= max_ &&
                 bucket_of(min_) == first_bucket_ && bucket_of(max_) == last;
  }
  const std::uint64_t sum = std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
  if (!consistent || sum != count_) throw StateError("saved quantiles contradict themselves");
}

}  // namespace planttwin::sim
