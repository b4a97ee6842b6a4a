#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace planttwin::plant {

// Finds the slot of a live record by its number: a hash table with linear probing, at most half
// full, that closes the gap when an entry leaves (Knuth, "The Art of Computer Programming" 3, 6.4,
// algorithm R), so that its size follows the most that was ever alive. Numbers are never negative.
class NumberIndex {
 public:
  void add(std::int64_t number, std::int32_t slot) {
    if (2 * (live_ + 1) > entries_.size()) grow();
    ++live_;
    place({number, slot});
  }

  void remove(std::int64_t number) {
    if (entries_.empty()) return;
    std::size_t hole = position_of(number);
    if (entries_[hole].number < 0) return;
    --live_;
    const std::size_t mask = entries_.size() - 1;
    for (std::size_t i = (hole + 1) & mask; entries_[i].number >= 0; i = (i + 1) & mask) {
      // An entry moves into the hole unless its own place lies behind it.
      if (((i - home_of(entries_[i].number)) & mask) < ((i - hole) & mask)) continue;
      entries_[hole] = entries_[i];
      hole = i;
    }
    entries_[hole] = Entry();
  }

  // -1 when no live record has the number.
  std::int32_t find(std::int64_t number) const {
    if (number < 0 || entries_.empty()) return -1;
    return entries_[position_of(number)].slot;
  }

  template <class Archive>
  void visit(Archive& archive) {
    archive(entries_, live_);
  }

 private:
  struct Entry {
    std::int64_t number = -1;
    std::int32_t slot = -1;
    std::int32_t padding_ = 0;
  };

  // Fibonacci hashing: numbers that follow each other lie far apart.
  std::size_t home_of(std::int64_t number) const {
    const std::uint64_t scattered = static_cast<std::uint64_t>(number) * 0x9E3779B97F4A7C15;
    return static_cast<std::size_t>(scattered >> (64 - std::countr_zero(entries_.size())));
  }

  // Of the entry with the number, or of the empty one where it belongs.
  std::size_t position_of(std::int64_t number) const {
    std::size_t i = home_of(number);
    while (entries_[i].number >= 0 && entries_[i].number != number) {
      i = (i + 1) & (entries_.size() - 1);
    }
    return i;
  }

  void place(const Entry& entry) { entries_[position_of(entry.number)] = entry; }

  void grow() {
    std::vector<Entry> before(entries_.empty() ? 16 : 2 * entries_.size());
    before.swap(entries_);
    for (const Entry& entry : before) {
      if (entry.number >= 0) place(entry);
    }
  }

  std::vector<Entry> entries_;  // a power of two of them
  std::uint64_t live_ = 0;
};

}  // namespace planttwin::plant
