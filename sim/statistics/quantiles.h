#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace planttwin::sim {

// Quantiles of integer observations from a log-linear histogram: 128 buckets per power of two, so
// that the middle of a bucket is within 1/256 (0.4 %) of every value in it; values of magnitude
// below 256 are exact. Negative values have mirrored buckets. Counts only add, so the result
// depends neither on the order of observations nor on that of merges, and equal observations
// leave equal bytes. Empty ones own no memory; the buckets kept run from the smallest seen to the
// largest, at most 15,000.
class Quantiles {
 public:
  void add(std::int64_t value) {
    const auto position =
        static_cast<std::uint64_t>(std::int64_t{bucket_of(value)} - first_bucket_);
    if (position >= counts_.size()) {
      ++count_of(bucket_of(value));  // the buckets kept grow
    } else {
      ++counts_[position];
    }
    ++count_;
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
  }
  void merge(const Quantiles& other);
  void reset() { *this = Quantiles(); }

  std::int64_t count() const { return static_cast<std::int64_t>(count_); }
  bool empty() const { return count_ == 0; }
  std::int64_t min() const { return empty() ? 0 : min_; }
  std::int64_t max() const { return empty() ? 0 : max_; }

  // The smallest value v such that at least the share p of the observations is <= v, to bucket
  // precision; exact at p = 0 (min) and p = 1 (max). 0 while empty.
  std::int64_t quantile(double p) const;
  // Share of observations <= value, to bucket precision; 0 while empty.
  double share_up_to(std::int64_t value) const;

  // For charts: the buckets kept, in rising order of value.
  struct Bucket {
    std::int64_t low;   // first value of the bucket
    std::int64_t high;  // last value of the bucket
    std::uint64_t count;
  };
  std::vector<Bucket> buckets() const;

  bool operator==(const Quantiles&) const = default;

  template <class Archive>
  void visit(Archive& archive) {
    archive(count_, min_, max_, first_bucket_, counts_);
    require_consistent();
  }

 private:
  // Magnitudes below 2^8 have a bucket each; from there on, 2^7 buckets per power of two.
  static constexpr int kExactBits = 8;
  static constexpr int kSplitBits = 7;
  static constexpr std::int32_t kSplits = 1 << kSplitBits;

  static std::int32_t bucket_of_magnitude(std::uint64_t magnitude) {
    const int width = static_cast<int>(std::bit_width(magnitude));
    if (width <= kExactBits) return static_cast<std::int32_t>(magnitude);
    const int shift = width - kExactBits;
    return shift * kSplits + static_cast<std::int32_t>(magnitude >> shift);
  }
  static std::int32_t bucket_of(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return value >= 0 ? bucket_of_magnitude(bits) : -bucket_of_magnitude(0 - bits);
  }
  static std::uint64_t magnitude_of(std::int32_t bucket);
  static std::int64_t low_of(std::int32_t bucket);
  static std::int64_t high_of(std::int32_t bucket);
  std::uint64_t& count_of(std::int32_t bucket);
  // Throws StateError when the fields, read from a file, contradict each other.
  void require_consistent() const;

  std::uint64_t count_ = 0;
  std::int64_t min_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t max_ = std::numeric_limits<std::int64_t>::min();
  std::int32_t first_bucket_ = 0;  // bucket of counts_[0]
  std::vector<std::uint64_t> counts_;
};

}  // namespace planttwin::sim
