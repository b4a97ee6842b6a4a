#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

#include "sim/archive.h"
#include "sim/event.h"
#include "sim/time.h"

namespace planttwin::sim {

// Pending events in the order (time, round, phase, kind, rank, target). The rank is a stable entity
// index or a numeric lot order, so ties never depend on the order of scheduling: events that are
// equal in all six are equal to the model.
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
    assert(at >= now_ && "an event can't be scheduled in the past");
    assert(rank <= kMaxRank && "the rank of an event has 38 bits");
    const std::uint64_t round = at == now_ ? round_ + 1 : 0;
    const std::uint64_t order = (round << kRoundShift) |
                                (std::uint64_t{static_cast<std::uint8_t>(phase)} << kPhaseShift) |
                                (std::uint64_t{kind} << kKindShift) | rank;
    const std::uint32_t slot = take_slot();
    push(Entry{at.count(), order, target, slot});
    return {slot, slots_[slot].generation};
  }

  // Whether there was something to cancel.
  bool cancel(EventHandle handle) {
    if (!pending(handle)) return false;
    expire(slots_[handle.slot]);
    slots_[handle.slot].next = kCancelled;
    ++cancelled_;
    if (cancelled_ > kFewCancelled && cancelled_ > heap_.size() / 2) sweep();
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

  // The earliest pending event, which stays. Names who is looping in an instant without end.
  std::optional<Event> peek() {
    drop_cancelled();
    if (heap_.empty()) return std::nullopt;
    return event_of(heap_.front());
  }

  // Moves the clock: the first round of the instant begins, or a further one when the instant is
  // entered again because something was scheduled for it after its last round.
  // Requires at >= now() and at <= next_time().
  void enter_instant(Time at) {
    round_ = at == now_ ? round_ + 1 : 0;
    now_ = at;
  }
  void enter_next_round() { ++round_; }
  Time now() const { return now_; }
  std::uint32_t round() const { return static_cast<std::uint32_t>(round_); }

  // Takes the next event of the present round; false when the round has none left.
  bool pop(Event& out) {
    drop_cancelled();
    if (heap_.empty()) return false;
    const Entry& top = heap_.front();
    if (time_of(top) != now_ || (top.order >> kRoundShift) > round_) return false;
    out = event_of(top);
    expire(slots_[top.slot]);
    release_slot(top.slot);
    hollow_ = true;
    return true;
  }

  bool instant_has_more() {
    drop_cancelled();
    return !heap_.empty() && time_of(heap_.front()) == now_;
  }

  std::size_t size() const { return heap_.size() - cancelled_ - (hollow_ ? 1 : 0); }
  // Records held for pending and cancelled events together; at most 2 * size() + 64 after a cancel.
  std::size_t held_records() const { return heap_.size(); }

  // Reading refuses (StateError) what no calendar can have written.
  template <class Archive>
  void visit(Archive& archive) {
    if (hollow_) fill_hollow();
    archive(heap_, slots_, free_slot_, now_, round_, cancelled_);
    if constexpr (Archive::kReading) {
      if (!is_consistent()) throw StateError("the saved calendar contradicts itself");
    }
  }

 private:
  struct Entry {
    std::int64_t time = 0;
    std::uint64_t order = 0;  // round, phase, kind, rank
    std::uint32_t target = 0;
    std::uint32_t slot = 0;
  };
  // `next` is the next free slot while the slot is free, else kLive or kCancelled.
  struct Slot {
    std::uint32_t generation = 1;
    std::uint32_t next = 0;
  };
  static constexpr std::uint32_t kLive = 0xFFFFFFFF;
  static constexpr std::uint32_t kCancelled = 0xFFFFFFFE;
  static constexpr std::uint32_t kNoSlot = 0xFFFFFFFD;
  static constexpr std::size_t kArity = 4;
  static constexpr std::size_t kFewCancelled = 64;  // not worth a sweep
  static constexpr std::size_t kCachedEntries = 512;
  static constexpr int kRoundShift = 50;
  static constexpr int kPhaseShift = 46;
  static constexpr int kKindShift = 38;

  static Time time_of(const Entry& e) { return Time::from_start(Duration::microseconds(e.time)); }
  static Event event_of(const Entry& e) {
    return {time_of(e), static_cast<Phase>((e.order >> kPhaseShift) & 0xF),
            static_cast<std::uint8_t>(e.order >> kKindShift), e.target};
  }

  __extension__ using Key = unsigned __int128;
  // Time above the rest as one number, compared without a branch that can't be predicted.
  static Key key(const Entry& e) {
    return (Key{static_cast<std::uint64_t>(e.time) ^ (std::uint64_t{1} << 63)} << 64) | e.order;
  }
  static bool before(const Entry& a, const Entry& b) {
    const Key key_a = key(a);
    const Key key_b = key(b);
    if (key_a == key_b) [[unlikely]]
      return a.target < b.target;
    return key_a < key_b;
  }

  std::uint32_t take_slot() {
    if (free_slot_ == kNoSlot) {
      assert(slots_.size() < kNoSlot && "too many pending events");
      slots_.push_back(Slot{1, kLive});
      return static_cast<std::uint32_t>(slots_.size() - 1);
    }
    const std::uint32_t slot = free_slot_;
    free_slot_ = slots_[slot].next;
    slots_[slot].next = kLive;
    return slot;
  }

  // Makes every handle to the slot's event empty in effect.
  static void expire(Slot& slot) {
    if (++slot.generation == 0) slot.generation = 1;
  }

  void release_slot(std::uint32_t slot) {
    slots_[slot].next = free_slot_;
    free_slot_ = slot;
  }

  bool is_cancelled(const Entry& e) const { return slots_[e.slot].next == kCancelled; }

  // What is at the top is then the earliest pending event.
  void drop_cancelled() {
    if (hollow_) fill_hollow();
    while (cancelled_ > 0 && is_cancelled(heap_.front())) {
      release_slot(heap_.front().slot);
      pop_heap();
      --cancelled_;
    }
  }

  void push(const Entry& entry) {
    if (hollow_) {
      hollow_ = false;
      sift_down(0, entry);
      return;
    }
    const std::size_t hole = heap_.size();
    heap_.push_back(entry);
    sift_up(hole, entry, 0);
  }

  void fill_hollow() {
    hollow_ = false;
    pop_heap();
  }

  void pop_heap() {
    const Entry last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sift_down(0, last);
  }

  void sift_up(std::size_t hole, const Entry& entry, std::size_t top) {
    while (hole > top) {
      const std::size_t parent = (hole - 1) / kArity;
      if (!before(entry, heap_[parent])) break;
      heap_[hole] = heap_[parent];
      hole = parent;
    }
    heap_[hole] = entry;
  }

  // Fetches the children of a group of siblings while the siblings are compared. The upper part of
  // the heap is in the cache anyway.
  void prefetch_below(std::size_t first_sibling) const {
    const std::size_t first = first_sibling * kArity + 1;
    if (first_sibling < kCachedEntries || first + kArity * kArity > heap_.size()) return;
    const char* const start = reinterpret_cast<const char*>(&heap_[first]);
    constexpr std::size_t kLine = 64;
    for (std::size_t offset = 0; offset < kArity * kArity * sizeof(Entry); offset += kLine) {
      __builtin_prefetch(start + offset);
    }
  }

  // Sinks the hole to the bottom along the least children and lets the entry rise from there: an
  // entry that was last belongs near the bottom (Wegener, "Bottom-up heapsort", 1993).
  void sift_down(std::size_t top, const Entry& entry) {
    const std::size_t size = heap_.size();
    std::size_t hole = top;
    std::size_t first = hole * kArity + 1;
    for (; first + kArity <= size; first = hole * kArity + 1) {
      prefetch_below(first);
      const std::size_t left = first + (before(heap_[first + 1], heap_[first]) ? 1 : 0);
      const std::size_t right = first + 2 + (before(heap_[first + 3], heap_[first + 2]) ? 1 : 0);
      const std::size_t least = before(heap_[right], heap_[left]) ? right : left;
      heap_[hole] = heap_[least];
      hole = least;
    }
    if (first < size) {
      std::size_t least = first;
      for (std::size_t child = first + 1; child < size; ++child) {
        if (before(heap_[child], heap_[least])) least = child;
      }
      heap_[hole] = heap_[least];
      hole = least;
    }
    sift_up(hole, entry, top);
  }

  void sweep() {
    if (hollow_) fill_hollow();
    std::erase_if(heap_, [this](const Entry& e) {
      if (!is_cancelled(e)) return false;
      release_slot(e.slot);
      return true;
    });
    cancelled_ = 0;
    if (heap_.size() < 2) return;
    for (std::size_t i = (heap_.size() - 2) / kArity + 1; i-- > 0;) sift_down(i, Entry(heap_[i]));
  }

  // Every slot is either held by one entry or in the list of free ones; the heap is in order.
  bool is_consistent() const {
    std::vector<bool> seen(slots_.size(), false);
    const auto first_sight = [&seen](std::uint32_t slot) {
      if (slot >= seen.size() || seen[slot]) return false;
      seen[slot] = true;
      return true;
    };
    std::size_t cancelled = 0;
    for (std::size_t i = 0; i < heap_.size(); ++i) {
      if (!first_sight(heap_[i].slot)) return false;
      if (slots_[heap_[i].slot].next < kCancelled) return false;
      if (i > 0 && before(heap_[i], heap_[(i - 1) / kArity])) return false;
      cancelled += is_cancelled(heap_[i]) ? 1 : 0;
    }
    std::size_t free = 0;
    for (std::uint32_t slot = free_slot_; slot != kNoSlot; slot = slots_[slot].next, ++free) {
      if (!first_sight(slot)) return false;
    }
    return cancelled == cancelled_ && heap_.size() + free == slots_.size() && round_ <= kMaxRound;
  }

  std::vector<Entry> heap_;
  std::vector<Slot> slots_;
  std::uint32_t free_slot_ = kNoSlot;
  Time now_ = Time::from_start(-Duration::max());
  std::uint64_t round_ = 0;
  std::size_t cancelled_ = 0;
  // The top has been taken and its place is free: the next event scheduled sinks from there,
  // which saves moving the last one there and back.
  bool hollow_ = false;

  static_assert(std::is_trivially_copyable_v<Entry> && std::is_trivially_copyable_v<Slot>);
};

}  // namespace planttwin::sim
