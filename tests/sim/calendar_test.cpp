#include "sim/calendar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace planttwin::sim {
namespace {

Time at(std::int64_t microseconds) {
  return Time::from_start(Duration::microseconds(microseconds));
}

// Fires everything that is pending and returns the targets in order.
std::vector<std::uint32_t> fire_all(EventCalendar& calendar) {
  std::vector<std::uint32_t> targets;
  Event event;
  while (!calendar.next_time().is_never()) {
    calendar.enter_instant(calendar.next_time());
    do {
      while (calendar.pop(event)) targets.push_back(event.target);
      calendar.enter_next_round();
    } while (calendar.instant_has_more());
  }
  return targets;
}

struct Entry {
  std::int64_t time;
  Phase phase;
  std::uint8_t kind;
  std::uint64_t rank;
  std::uint32_t target;
};

// Ten events in the order in which they must fire, each differing from the one before in one
// part of the key: time, phase, kind, rank or target.
const std::vector<Entry> kInOrder = {
    {5, Phase::kFailure, 9, 9, 1},        {7, Phase::kOutsideInput, 9, 9, 2},
    {7, Phase::kCalendarChange, 3, 9, 3}, {7, Phase::kRepairEnd, 3, 9, 4},
    {7, Phase::kCompletion, 1, 9, 5},     {7, Phase::kCompletion, 2, 0, 6},
    {7, Phase::kCompletion, 2, 1, 7},     {7, Phase::kCompletion, 2, 1, 8},
    {7, Phase::kFailure, 0, 0, 9},        {8, Phase::kOutsideInput, 0, 0, 10},
};

TEST(EventCalendar, FiresByTimePhaseKindRankAndTargetWhateverTheOrderOfScheduling) {
  std::vector<Entry> entries = kInOrder;
  std::mt19937 shuffler(1);
  for (int repetition = 0; repetition < 200; ++repetition) {
    std::shuffle(entries.begin(), entries.end(), shuffler);
    EventCalendar calendar;
    for (const Entry& e : entries) {
      calendar.schedule(at(e.time), e.phase, e.kind, e.rank, e.target);
    }
    ASSERT_EQ(fire_all(calendar), (std::vector<std::uint32_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
  }
}

TEST(EventCalendar, ReturnsEveryPartOfAnEvent) {
  EventCalendar calendar;
  calendar.schedule(at(-3), Phase::kRepairEnd, 255, EventCalendar::kMaxRank, 0xFFFFFFFF);
  calendar.enter_instant(at(-3));
  Event event;
  ASSERT_TRUE(calendar.pop(event));
  EXPECT_EQ(event, (Event{at(-3), Phase::kRepairEnd, 255, 0xFFFFFFFF}));
}

TEST(EventCalendar, FiresNegativeTimesBeforePositiveOnes) {
  EventCalendar calendar;
  for (const int time : {3, -1, 0, -7, 7}) {
    calendar.schedule(at(time), Phase::kCompletion, 0, 0, static_cast<std::uint32_t>(time + 10));
  }
  EXPECT_EQ(fire_all(calendar), (std::vector<std::uint32_t>{3, 9, 10, 13, 17}));
}

TEST(EventCalendar, KeepsAnEventOfThePresentInstantForTheNextRound) {
  EventCalendar calendar;
  calendar.schedule(at(1), Phase::kFailure, 0, 0, 1);
  calendar.enter_instant(at(1));
  Event event;
  ASSERT_TRUE(calendar.pop(event));
  calendar.schedule(at(1), Phase::kOutsideInput, 0, 0, 2);
  EXPECT_FALSE(calendar.pop(event));
  EXPECT_TRUE(calendar.instant_has_more());
  calendar.enter_next_round();
  ASSERT_TRUE(calendar.pop(event));
  EXPECT_EQ(event.target, 2u);
  EXPECT_FALSE(calendar.instant_has_more());
}

TEST(EventCalendar, EnteredTwiceAtOneInstantGoesOnWithAFurtherRound) {
  EventCalendar calendar;
  calendar.enter_instant(at(1));
  calendar.enter_next_round();
  calendar.schedule(at(1), Phase::kCompletion, 0, 0, 7);
  calendar.enter_instant(at(1));
  EXPECT_EQ(calendar.round(), 2u);
  Event event;
  EXPECT_TRUE(calendar.pop(event));
}

TEST(EventCalendar, PeekShowsTheEarliestEventAndLeavesIt) {
  EventCalendar calendar;
  EXPECT_FALSE(calendar.peek().has_value());
  calendar.schedule(at(9), Phase::kFailure, 4, 0, 5);
  EXPECT_EQ(calendar.peek(), (Event{at(9), Phase::kFailure, 4, 5}));
  EXPECT_EQ(calendar.size(), 1u);
}

TEST(EventCalendar, CancelIsHarmlessOnEmptyFiredAndCancelledHandles) {
  EventCalendar calendar;
  EXPECT_FALSE(calendar.cancel(EventHandle{}));
  const EventHandle fired = calendar.schedule(at(1), Phase::kCompletion, 0, 0, 1);
  const EventHandle cancelled = calendar.schedule(at(2), Phase::kCompletion, 0, 0, 2);
  EXPECT_TRUE(calendar.cancel(cancelled));
  EXPECT_FALSE(calendar.cancel(cancelled));
  EXPECT_EQ(fire_all(calendar), std::vector<std::uint32_t>{1});
  EXPECT_FALSE(calendar.pending(fired));
  EXPECT_FALSE(calendar.cancel(fired));
  EXPECT_TRUE(calendar.next_time().is_never());
}

TEST(EventCalendar, AnEventCanCancelAnotherOfItsRound) {
  EventCalendar calendar;
  calendar.schedule(at(1), Phase::kCompletion, 0, 0, 1);
  const EventHandle victim = calendar.schedule(at(1), Phase::kCompletion, 0, 1, 2);
  calendar.schedule(at(1), Phase::kCompletion, 0, 2, 3);
  calendar.enter_instant(at(1));
  Event event;
  ASSERT_TRUE(calendar.pop(event));
  EXPECT_TRUE(calendar.cancel(victim));
  ASSERT_TRUE(calendar.pop(event));
  EXPECT_EQ(event.target, 3u);
}

TEST(EventCalendar, AnOldHandleNeverReachesTheEventThatTookItsPlace) {
  EventCalendar calendar;
  std::vector<EventHandle> old;
  for (std::uint32_t i = 1; i <= 1000; ++i) {
    old.push_back(calendar.schedule(at(i), Phase::kCompletion, 0, 0, i));
    if (i % 2 == 0) {
      calendar.enter_instant(at(i - 1));
      Event event;
      ASSERT_TRUE(calendar.pop(event));
      ASSERT_TRUE(calendar.cancel(old.back()));
    }
  }
  const EventHandle young = calendar.schedule(at(5000), Phase::kCompletion, 0, 0, 9);
  for (const EventHandle& handle : old) EXPECT_FALSE(calendar.cancel(handle));
  EXPECT_TRUE(calendar.pending(young));
}

TEST(EventCalendar, HoldsAtMostTwiceTheLiveEventsUnderAStormOfCancels) {
  EventCalendar calendar;
  calendar.enter_instant(at(0));
  for (std::uint32_t i = 0; i < 100; ++i) {
    calendar.schedule(at(1'000'000'000), Phase::kFailure, 0, i, i);
  }
  std::size_t most = 0;
  for (std::uint32_t i = 0; i < 200'000; ++i) {
    const EventHandle timeout = calendar.schedule(at(1000 + i), Phase::kFailure, 0, 0, i);
    most = std::max(most, calendar.held_records());
    ASSERT_TRUE(calendar.cancel(timeout));
  }
  EXPECT_EQ(calendar.size(), 100u);
  EXPECT_LE(most, 2 * 101u + 65u);
}

// Against a multimap that erases on cancellation: same events, same order, at every step.
class RandomUse : public testing::TestWithParam<int> {};

TEST_P(RandomUse, AgreesWithAMultimap) {
  using Key = std::tuple<std::int64_t, std::uint64_t, int, int, std::uint64_t>;
  const int cancelled_percent = GetParam();
  std::mt19937 random(7);
  const auto below = [&random](std::uint32_t bound) {
    return static_cast<std::uint32_t>((std::uint64_t{random()} * bound) >> 32);
  };
  EventCalendar calendar;
  calendar.enter_instant(at(0));
  std::multimap<Key, std::uint32_t> reference;
  std::vector<std::pair<EventHandle, std::multimap<Key, std::uint32_t>::iterator>> handles;
  std::uint32_t next_target = 0;
  std::int64_t now = 0;
  std::uint64_t round = 0;
  for (int step = 0; step < 60'000; ++step) {
    const bool grow = (step / 5000) % 2 == 0;
    if (below(100) < (grow ? 70u : 40u)) {
      const std::int64_t time = now + below(50);
      const Key key{time, time == now ? round + 1 : 0, static_cast<int>(below(5)),
                    static_cast<int>(below(3)), below(4)};
      const EventHandle handle = calendar.schedule(at(time), static_cast<Phase>(std::get<2>(key)),
                                                   static_cast<std::uint8_t>(std::get<3>(key)),
                                                   std::get<4>(key), next_target);
      handles.emplace_back(handle, reference.emplace(key, next_target++));
      if (below(100) < static_cast<std::uint32_t>(cancelled_percent)) {
        auto& victim = handles[handles.size() - 1 - below(std::min(handles.size(), 40ul))];
        const bool pending = calendar.pending(victim.first);
        ASSERT_EQ(calendar.cancel(victim.first), pending);
        if (pending) reference.erase(victim.second);
      }
    } else if (!reference.empty()) {
      const Time next = calendar.next_time();
      ASSERT_EQ(next.count(), std::get<0>(reference.begin()->first));
      if (next.count() != now) {
        now = next.count();
        round = 0;
        calendar.enter_instant(next);
      }
      Event event;
      while (!calendar.pop(event)) {
        calendar.enter_next_round();
        ASSERT_LE(++round, std::get<1>(reference.begin()->first));
      }
      ASSERT_EQ(event.target, reference.begin()->second);
      reference.erase(reference.begin());
    }
    ASSERT_EQ(calendar.size(), reference.size());
  }
  ASSERT_GT(calendar.size(), 0u);
}

INSTANTIATE_TEST_SUITE_P(CancelledPercent, RandomUse, testing::Values(0, 20, 50));

// A calendar in the midst of use: some fired, some cancelled, the last one fired leaving a gap.
EventCalendar used_calendar() {
  EventCalendar calendar;
  std::mt19937 random(3);
  for (std::uint32_t i = 0; i < 300; ++i) {
    const EventHandle handle = calendar.schedule(at(random() % 1000), Phase::kCompletion, 0, i, i);
    if (i % 3 == 0) calendar.cancel(handle);
  }
  Event event;
  for (int i = 0; i < 50; ++i) {
    if (calendar.next_time() != calendar.now()) calendar.enter_instant(calendar.next_time());
    calendar.pop(event);
  }
  return calendar;
}

std::string saved(const EventCalendar& calendar) {
  StateWriter writer(1);
  writer(calendar);
  return writer.finish();
}

TEST(EventCalendar, ACopyContinuesLikeTheOriginal) {
  EventCalendar original = used_calendar();
  EventCalendar copy = original;
  const std::vector<std::uint32_t> expected = fire_all(original);
  EXPECT_EQ(expected.size(), 150u);
  EXPECT_EQ(fire_all(copy), expected);
}

TEST(EventCalendar, WrittenAndReadBackContinuesWithTheSameBytes) {
  EventCalendar original = used_calendar();
  const std::string bytes = saved(original);
  EventCalendar restored;
  StateReader reader(bytes, 1);
  reader(restored);
  reader.finish();
  EXPECT_EQ(saved(restored), bytes);
  EXPECT_EQ(restored.now(), original.now());
  const EventHandle a = original.schedule(at(2000), Phase::kFailure, 0, 0, 1);
  EXPECT_EQ(restored.schedule(at(2000), Phase::kFailure, 0, 0, 1), a);
  EXPECT_EQ(fire_all(restored), fire_all(original));
  EXPECT_EQ(saved(restored), saved(original));
}

TEST(EventCalendar, RefusesASavedCalendarThatContradictsItself) {
  const std::string good = saved(used_calendar());
  constexpr std::size_t kFields = 32;
  int refused = 0;
  for (std::size_t i = kFields; i < good.size(); i += 5) {
    StateWriter writer(1);
    for (std::size_t j = kFields; j < good.size(); ++j) {
      writer(static_cast<std::uint8_t>(good[j] ^ (i == j ? 0x55 : 0)));
    }
    const std::string forged = writer.finish();  // its checksum is right
    EventCalendar calendar;
    StateReader reader(forged, 1);
    try {
      reader(calendar);
      fire_all(calendar);  // must be safe, whatever comes out
    } catch (const StateError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 500);
}

}  // namespace
}  // namespace planttwin::sim
