#pragma once

#include <algorithm>
#include <array>
#include <cassert>
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

// Where in its queue a lot stands.
struct LaneKey {
  std::int32_t machine = -1;  // the only one that it may go to, counted within its work center
  std::int32_t setup = 0;     // Operation::setup_class where the rule looks at setups
};

// Lots in order. Taking the first and appending at the end (FIFO) cost constant time; anything else
// moves the entries behind it.
class QueueLane {
 public:
  explicit QueueLane(std::int32_t setup = 0) : setup_(setup) {}

  std::int32_t setup() const { return setup_; }
  std::size_t size() const { return entries_.size() - head_; }
  bool empty() const { return entries_.size() == head_; }
  const QueueEntry& operator[](std::size_t i) const { return entries_[head_ + i]; }

  void insert(const QueueEntry& entry) {
    auto at = entries_.end();
    if (!empty() && entry < entries_.back()) {
      at = std::upper_bound(entries_.begin() + static_cast<std::ptrdiff_t>(head_), entries_.end(),
                            entry);
    }
    entries_.insert(at, entry);
  }

  bool erase(LotSlot lot) {
    for (std::size_t i = 0; i < size(); ++i) {
      if ((*this)[i].lot != lot) continue;
      erase_at(i);
      return true;
    }
    return false;
  }

  template <class Archive>
  void visit(Archive& archive) {
    archive(setup_, entries_, head_);
  }

 private:
  void erase_at(std::size_t i) {
    if (i > 0) {
      entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(head_ + i));
      return;
    }
    ++head_;
    if (head_ == entries_.size()) {
      entries_.clear();
      head_ = 0;
    } else if (head_ > 64 && head_ > entries_.size() / 2) {
      entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(head_));
      head_ = 0;
    }
  }

  std::int32_t setup_ = 0;
  std::vector<QueueEntry> entries_;
  std::uint64_t head_ = 0;
};

// The lots that wait for a work center, in lanes: by the machine that they have to return to, and
// by the setup that they need. So a machine looks only at lots that it may take, and a rule that
// looks at setups only at the first of each lane. Within a lane the order never changes, unless the
// rule has criteria that change with time.
class WorkQueue {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  // Whether a lot waits that may go to any machine; or to this one, counted within the work center.
  bool has_for_any() const { return open_.size > 0; }
  bool has_for(std::size_t machine) const {
    return open_.size > 0 || (machine < returning_.size() && returning_[machine].size > 0);
  }

  void insert(const QueueEntry& entry, LaneKey key) {
    Lanes& lanes = lanes_of(key.machine);
    lanes.of(key.setup).insert(entry);
    ++lanes.size;
    ++size_;
  }

  void erase(LotSlot lot, LaneKey key) {
    Lanes& lanes = lanes_of(key.machine);
    const bool found = lanes.of(key.setup).erase(lot);
    assert(found && "a lot leaves a lane that it does not stand in");
    if (!found) return;
    --lanes.size;
    --size_;
  }

  // Calls `use` with every lane in which lots wait, or every such lane of lots that may go to a
  // machine, until it returns true.
  template <class Use>
  bool any_lane(Use use) const {
    if (open_.any(use)) return true;
    return std::any_of(returning_.begin(), returning_.end(),
                       [&](const Lanes& lanes) { return lanes.any(use); });
  }
  template <class Use>
  bool any_lane_for(std::size_t machine, Use use) const {
    if (open_.any(use)) return true;
    return machine < returning_.size() && returning_[machine].any(use);
  }

  // Calls `use` with every waiting lot, lane by lane, until it returns true.
  template <class Use>
  bool any_lot(Use use) const {
    return any_lane([&](const QueueLane& lane) {
      for (std::size_t i = 0; i < lane.size(); ++i) {
        if (use(lane[i].lot)) return true;
      }
      return false;
    });
  }

  // All lots in order, whatever lane they stand in; and the first. Costs time in proportion to all.
  std::vector<LotSlot> in_order() const {
    std::vector<QueueEntry> entries;
    entries.reserve(size_);
    any_lane([&](const QueueLane& lane) {
      for (std::size_t i = 0; i < lane.size(); ++i) entries.push_back(lane[i]);
      return false;
    });
    std::sort(entries.begin(), entries.end());
    std::vector<LotSlot> lots;
    lots.reserve(entries.size());
    for (const QueueEntry& entry : entries) lots.push_back(entry.lot);
    return lots;
  }
  LotSlot front() const {
    const QueueEntry* first = nullptr;
    any_lane([&](const QueueLane& lane) {
      if (first == nullptr || lane[0] < *first) first = &lane[0];
      return false;
    });
    return first == nullptr ? LotSlot() : first->lot;
  }

  template <class Archive>
  void visit(Archive& archive) {
    archive(open_, returning_, size_);
  }

 private:
  struct Lanes {
    QueueLane plain;  // of class 0
    std::vector<QueueLane> by_setup;
    std::uint64_t size = 0;

    QueueLane& of(std::int32_t setup) {
      if (setup == 0) return plain;
      const auto found = std::find_if(by_setup.begin(), by_setup.end(),
                                      [&](const QueueLane& lane) { return lane.setup() == setup; });
      if (found != by_setup.end()) return *found;
      return by_setup.emplace_back(setup);
    }

    template <class Use>
    bool any(Use use) const {
      if (size == 0) return false;
      if (!plain.empty() && use(plain)) return true;
      for (const QueueLane& lane : by_setup) {
        if (!lane.empty() && use(lane)) return true;
      }
      return false;
    }

    template <class Archive>
    void visit(Archive& archive) {
      archive(plain, by_setup, size);
    }
  };

  Lanes& lanes_of(std::int32_t machine) {
    if (machine < 0) return open_;
    const auto place = static_cast<std::size_t>(machine);
    if (place >= returning_.size()) returning_.resize(place + 1);
    return returning_[place];
  }

  Lanes open_;                    // of lots for any machine
  std::vector<Lanes> returning_;  // of those that return to one, by its place in the work center
  std::uint64_t size_ = 0;
};

}  // namespace planttwin::plant
