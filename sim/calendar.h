#pragma once

#include <cassert>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "sim/time.h"

namespace planttwin::sim {

// The order in which the events of one round of an instant take effect.
enum class Phase : std::uint8_t {
  kOutsideInput,
  kCalendarChange,
  kRepairEnd,
  kCompletion,
  kFailure,
};

// Names a pending event. Safe to cancel when empty, already fired or already cancelled: a slot's
// generation never returns while a handle to it can exist (2^32 uses of one slot).
struct EventHandle {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;  // 0: empty handle

  bool empty() const { return generation == 0; }
  friend bool operator==(const EventHandle&, const EventHandle&) = default;
};

// What the kernel hands to the model: a record, never a closure, so that a calendar can be copied,
// written and read back. `kind` and `target` belong to the model.
struct Event {
  Time time;
  Phase phase = Phase::kOutsideInput;
  std::uint8_t kind = 0;
  std::uint32_t target = 0;
};

// Pending events in the order (time, round, phase, kind, rank). The rank is a stable entity index
// or a numeric lot order, so ties never depend on the order of scheduling.
//
// A four-ary heap of integer keys over pooled slots. Cancelling marks the slot in constant time;
// marked entries leave when they surface, or all at once when they outnumber the live ones, which
// bounds memory at twice the live events and costs O(log n) amortised. No allocation once the
// peak number of pending events has been seen.
class EventCalendar {
 public:
  static constexpr std::uint32_t kMaxRound = (1u << 14) - 1;
  static constexpr std::uint64_t kMaxRank = (std::uint64_t{1} << 38) - 1;

  // Schedules an event. An event at the present instant joins the instant's next round.
  // Requires at >= now() and rank <= kMaxRank.
  EventHandle schedule(Time at, Phase phase, std::uint8_t kind, std::uint64_t rank,
                       std::uint32_t target) {
    assert(at >= now_ && rank <= kMaxRank);
    const std::uint64_t round = at == now_ ? round_ + 1 : 0;
    const std::uint64_t order = (round << 50) |
                                (std::uint64_t{static_cast<std::uint8_t>(phase)} << 46) |
                                (std::uint64_t{kind} << 38) | rank;
    const std::uint32_t slot = take_slot(target);
    push(Entry{at.count(), order, slot, slots_[slot].generation});
    return {slot, slots_[slot].generation};
  }

  bool cancel(EventHandle handle) {
    if (!pending(handle)) return false;
    release_slot(handle.slot);
    ++cancelled_;
    if (cancelled_ > 64 && cancelled_ > heap_.size() / 2) sweep();
    return true;
  }

  bool pending(EventHandle handle) const {
    return handle.generation != 0 && slots_[handle.slot].generation == handle.generation;
  }

  // Time of the earliest pending event; Time::never() when there is none.
  Time next_time() {
    drop_cancelled();
    return heap_.empty() ? Time::never() : time_of(heap_.front());
  }

  // Moves the clock; the first round of the instant begins.
  void enter_instant(Time at) {
    now_ = at;
    round_ = 0;
  }
  void enter_next_round() { ++round_; }
  // After the last round: what is scheduled for this very instant from outside joins a later one.
  Time now() const { return now_; }
  std::uint32_t round() const { return static_cast<std::uint32_t>(round_); }

  // Takes the next event of the present round; false when the round has none left.
  bool pop(Event& out) {
    drop_cancelled();
    if (heap_.empty()) return false;
    const Entry top = heap_.front();
    if (time_of(top) != now_ || (top.order >> 50) != round_) return false;
    out.time = now_;
    out.phase = static_cast<Phase>((top.order >> 46) & 0xF);
    out.kind = static_cast<std::uint8_t>(top.order >> 38);
    out.target = slots_[top.slot].target;
    release_slot(top.slot);
    pop_heap();
    return true;
  }

  bool instant_has_more() {
    drop_cancelled();
    return !heap_.empty() && time_of(heap_.front()) == now_;
  }

  std::size_t size() const { return heap_.size() - cancelled_; }

  template <class Archive>
  void visit(Archive& archive) {
    archive(heap_, slots_, free_slot_, now_, round_, cancelled_);
  }

 private:
  struct Entry {
    std::int64_t time = 0;
    std::uint64_t order = 0;
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
  };
  struct Slot {
    std::uint32_t generation = 1;
    std::uint32_t target = 0;  // the next free slot while the slot is free
  };
  static constexpr std::uint32_t kNoSlot = 0xFFFFFFFF;
  static constexpr std::size_t kArity = 4;

  static Time time_of(const Entry& e) { return Time::from_start(Duration::microseconds(e.time)); }

  static bool before(const Entry& a, const Entry& b) {
    return a.time < b.time || (a.time == b.time && a.order < b.order);
  }

  std::uint32_t take_slot(std::uint32_t target) {
    if (free_slot_ == kNoSlot) {
      slots_.push_back(Slot{1, target});
      return static_cast<std::uint32_t>(slots_.size() - 1);
    }
    const std::uint32_t slot = free_slot_;
    free_slot_ = slots_[slot].target;
    slots_[slot].target = target;
    return slot;
  }

  void release_slot(std::uint32_t slot) {
    if (++slots_[slot].generation == 0) slots_[slot].generation = 1;
    slots_[slot].target = free_slot_;
    free_slot_ = slot;
  }

  bool stale(const Entry& e) const { return slots_[e.slot].generation != e.generation; }

  void drop_cancelled() {
    while (cancelled_ > 0 && stale(heap_.front())) {
      pop_heap();
      --cancelled_;
    }
  }

  void push(const Entry& entry) {
    std::size_t hole = heap_.size();
    heap_.push_back(entry);
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / kArity;
      if (!before(entry, heap_[parent])) break;
      heap_[hole] = heap_[parent];
      hole = parent;
    }
    heap_[hole] = entry;
  }

  void pop_heap() {
    const Entry last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sift_down(0, last);
  }

  void sift_down(std::size_t hole, const Entry& entry) {
    const std::size_t size = heap_.size();
    for (;;) {
      const std::size_t first = hole * kArity + 1;
      if (first >= size) break;
      std::size_t least = first;
      const std::size_t end = first + kArity < size ? first + kArity : size;
      for (std::size_t child = first + 1; child < end; ++child) {
        if (before(heap_[child], heap_[least])) least = child;
      }
      if (!before(heap_[least], entry)) break;
      heap_[hole] = heap_[least];
      hole = least;
    }
    heap_[hole] = entry;
  }

  void sweep() {
    std::erase_if(heap_, [this](const Entry& e) { return stale(e); });
    cancelled_ = 0;
    if (heap_.size() < 2) return;
    for (std::size_t i = (heap_.size() - 2) / kArity + 1; i-- > 0;) sift_down(i, Entry(heap_[i]));
  }

  std::vector<Entry> heap_;
  std::vector<Slot> slots_;
  std::uint32_t free_slot_ = kNoSlot;
  Time now_ = Time::from_start(-Duration::max());
  std::uint64_t round_ = 0;
  std::size_t cancelled_ = 0;

  static_assert(std::is_trivially_copyable_v<Entry> && std::is_trivially_copyable_v<Slot>);
};

}  // namespace planttwin::sim
