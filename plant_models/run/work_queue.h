#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "plant_models/run/records.h"

namespace planttwin::plant {

// A waiting lot and what its queue is ordered by: the criteria of the rule, then arrival, then lot
// order. Smaller goes first.
struct QueueEntry {
  static constexpr std::size_t kKeys = DispatchRule::kMostKeys;

  std::array<std::int64_t, kKeys> keys{};
  std::int64_t arrival = 0;
  std::int64_t rank = 0;
  LotSlot lot;
  std::int32_t unused = 0;

  friend bool operator<(const QueueEntry& a, const QueueEntry& b) {
    if (a.keys != b.keys) return a.keys < b.keys;
    if (a.arrival != b.arrival) return a.arrival < b.arrival;
    return a.rank < b.rank;
  }
};

// The lots that wait for a work center, ordered. Taking the first and appending at the end (FIFO)
// cost constant time; anything else moves the entries behind it.
class WorkQueue {
 public:
  std::size_t size() const { return entries_.size() - head_; }
  bool empty() const {
    return entries_.begin() + static_cast<std::ptrdiff_t>(head_) == entries_.end();
  }
  const QueueEntry& operator[](std::size_t i) const { return entries_[head_ + i]; }

  void insert(const QueueEntry& entry) {
    auto at = entries_.end();
    if (!empty() && entry < entries_.back()) {
      at = std::upper_bound(entries_.begin() + static_cast<std::ptrdiff_t>(head_), entries_.end(),
                            entry);
    }
    entries_.insert(at, entry);
  }

  void erase(std::size_t i) {
    if (i == 0) {
      ++head_;
      if (head_ == entries_.size()) {
        entries_.clear();
        head_ = 0;
      } else if (head_ > 64 && head_ > entries_.size() / 2) {
        entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(head_));
        head_ = 0;
      }
      return;
    }
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(head_ + i));
  }

  bool erase_lot(LotSlot lot) {
    for (std::size_t i = 0; i < size(); ++i) {
      if ((*this)[i].lot == lot) {
        erase(i);
        return true;
      }
    }
    return false;
  }

  template <class Archive>
  void visit(Archive& archive) {
    archive(entries_, head_);
  }

 private:
  std::vector<QueueEntry> entries_;
  std::uint64_t head_ = 0;
};

}  // namespace planttwin::plant
