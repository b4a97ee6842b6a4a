#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace planttwin::plant {

// Finds the slot of a live record by its number. Numbers are given in rising order, so the index
// is a sorted array to which one appends; what has left is swept out when it outnumbers the rest.
class NumberIndex {
 public:
  void add(std::int64_t number, std::int32_t slot) { entries_.push_back({number, slot, 1}); }

  void remove(std::int64_t number) {
    Entry* entry = lookup(number);
    if (entry == nullptr) return;
    entry->live = 0;
    if (++dead_ > 64 && dead_ > entries_.size() / 2) {
      std::erase_if(entries_, [](const Entry& e) { return e.live == 0; });
      dead_ = 0;
    }
  }

  // -1 when no live record has the number.
  std::int32_t find(std::int64_t number) const {
    const Entry* entry = const_cast<NumberIndex*>(this)->lookup(number);
    return entry == nullptr ? -1 : entry->slot;
  }

  template <class Archive>
  void visit(Archive& archive) {
    archive(entries_, dead_);
  }

 private:
  struct Entry {
    std::int64_t number = 0;
    std::int32_t slot = 0;
    std::int32_t live = 0;
  };

  Entry* lookup(std::int64_t number) {
    const auto it = std::lower_bound(entries_.begin(), entries_.end(), number,
                                     [](const Entry& e, std::int64_t n) { return e.number < n; });
    return it == entries_.end() || it->number != number || it->live == 0 ? nullptr : &*it;
  }

  std::vector<Entry> entries_;
  std::uint64_t dead_ = 0;
};

}  // namespace planttwin::plant
