#pragma once

#include <cstdint>

namespace planttwin::plant {

// Modelling choices that change results. Each has a default (the first value) and a name in the
// plant file; a plant sets them for all work centers under /options, a work center for itself.

// Where a finished lot waits when the next place is full.
enum class Blocking : std::uint8_t {
  kAfterService,   // it stays on the machine that finished it
  kBeforeService,  // a machine starts only with a claimed place downstream
};

// What the age of a failure mode counts.
enum class FailureClock : std::uint8_t {
  kOperating,          // processing time
  kOperatingAndSetup,  // processing and setup time
  kCalendar,           // all time
  kCycles,             // operations started; due at the start of the next one
};

// From where the time to the next failure runs.
enum class NextFailureFrom : std::uint8_t { kRepairEnd, kFailureStart };

// A calendar failure that falls due while the machine is down or off shift.
enum class FailureWhileStopped : std::uint8_t {
  kDeferred,  // happens when the machine is up again
  kOverlaps,  // happens at once: its repair runs beside the other stop
};

// What becomes of work when its machine stops.
enum class InterruptedWork : std::uint8_t {
  kResume,         // the remaining time is worked off afterwards
  kRepeat,         // from the beginning, with the same duration
  kRepeatRedrawn,  // from the beginning, with a new duration
  kScrap,          // the lot is lost
};

// Whether a stop that scraps a batch scraps all of its lots, or each with its own chance.
enum class InterruptedBatch : std::uint8_t { kAsOne, kPerLot };

// A resource while its operation is interrupted.
enum class WhileInterrupted : std::uint8_t { kReleased, kKept };

// A machine's setup across a stop of the named kind.
enum class SetupAfterStop : std::uint8_t { kKept, kLost };

// Whether a repair goes on outside the shifts of its crew.
enum class RepairTime : std::uint8_t { kContinuous, kCrewShifts };

// The end of a shift while work is in progress.
enum class ShiftEnd : std::uint8_t {
  kPause,                  // work rests until the next shift
  kFinish,                 // the operation in progress is finished in overtime
  kNoStartUnlessFinished,  // nothing is started that would not be finished in time
};

// Whether a lot of a higher priority class interrupts one of a lower class.
enum class Preemption : std::uint8_t { kNonPreemptive, kPreemptiveResume };

// An arrival that finds its first buffer full.
enum class SourceWhenFull : std::uint8_t { kWait, kLost };

// Where reworked lots join the queue.
enum class ReworkQueue : std::uint8_t { kBack, kFront };

// What happens when only a part of a lot needs rework.
enum class PartialRework : std::uint8_t {
  kSplitAndRejoin,  // the good part waits where the lot was checked until the rest is back
  kSplit,           // the good part goes on alone
  kWholeLot,        // the whole lot is reworked
};

// Whether yield decides on each unit or on the lot as a whole.
enum class YieldBasis : std::uint8_t { kPerUnit, kPerLot };

// When the components of an order are reserved.
enum class Reservation : std::uint8_t { kNone, kAtRelease, kAtStaging };
// Whether a reservation names stock lots or only a quantity.
enum class ReservationBasis : std::uint8_t { kByQuantity, kByLot };

// What happens when components do not suffice.
enum class Shortage : std::uint8_t {
  kAllOrNothing,    // the operation waits for all components
  kPartial,         // the lot is split; the part that can be supplied starts
  kAlternateFirst,  // an alternate component is taken before waiting
};

// When consumption is booked.
enum class IssueAt : std::uint8_t {
  kStart,      // when the operation starts
  kBackflush,  // when the operation is complete, for the units made
  kPhase,      // when the recipe phase that charges it starts
};

// A batch that is not full.
enum class BatchLimit : std::uint8_t {
  kNone,              // only full batches start
  kPartialAfterWait,  // a partial batch of at least the minimum starts after the wait limit
  kStartAtMinimum,    // starts as soon as the minimum is there
};

// Which of several batches that could start does.
enum class BatchChoice : std::uint8_t {
  kFirst,    // that of the first lot in the order of the rule
  kLargest,  // that of the most lots
};

// A partial batch to which nothing more can come.
enum class BatchAtEnd : std::uint8_t { kStart, kWait };

// A minimum run that is not over when no lot of the setup is waiting.
enum class MinimumRunWhenEmpty : std::uint8_t {
  kRelease,  // another setup may begin
  kHold,     // the machine waits for lots of its setup
};

// A cycle of lots that wait for each other's places.
enum class CyclicBlocking : std::uint8_t {
  kReport,  // the run ends and names the cycle
  kSwap,    // all lots of the cycle move at once
};

// Where a lot is loaded and unloaded.
enum class Loading : std::uint8_t {
  kOnMachine,      // the machine is taken meanwhile
  kBesideMachine,  // at a port: only the lot's own time is longer
};

// Which processing time dispatch rules see.
enum class RuleTimes : std::uint8_t { kPlanned, kActual };

// The semantics of another simulator, to compare results with it; docs/smt2020.md.
enum class Compatibility : std::uint8_t {
  kNone,
  kPySCFabSim,  // Failures and calendar maintenance delay the work in progress and do nothing to an
                // idle machine; stops add up; only full batches start, of one batch family across
                // products; work without a setup takes the machine's away, and prefers machines
                // without one; "queue_time_limited" only puts lots that have been through an
                // operation before those that have not.
};

// Whether maintenance waits for the operation in progress.
enum class MaintenanceStart : std::uint8_t { kAfterOperation, kImmediate };

}  // namespace planttwin::plant
