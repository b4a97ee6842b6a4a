#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plant_models/model/breakdown.h"
#include "plant_models/model/dispatch_rule.h"
#include "plant_models/model/ids.h"
#include "plant_models/model/options.h"
#include "sim/distribution.h"
#include "sim/quantity.h"

namespace planttwin::plant {

// A place in the scene, in metres.
struct Position {
  double x = 0;
  double y = 0;
};

// A limited place for lots. Shared buffers serve several work centers.
struct Buffer {
  std::string id;
  std::optional<std::int32_t> capacity;  // lots; empty: no limit
  SiteId site;
};

// Changing a machine from one setup family to another.
struct SetupChange {
  SetupFamilyId from;  // invalid: from any
  SetupFamilyId to;
  sim::DurationDistribution time;
};

// So many lots of a family run before the setup may change.
struct FamilyRun {
  SetupFamilyId family;
  std::int32_t minimum = 0;
};

struct SetupRules {
  std::vector<SetupChange> changes;    // the most specific one counts
  std::int32_t minimum_run = 0;        // lots to run before another setup
  std::vector<FamilyRun> family_runs;  // for a family instead of `minimum_run`
  MinimumRunWhenEmpty minimum_run_when_empty = MinimumRunWhenEmpty::kRelease;
  SetupAfterStop after_failure = SetupAfterStop::kKept;
  SetupAfterStop after_maintenance = SetupAfterStop::kKept;
  SetupAfterStop after_idle = SetupAfterStop::kKept;
};

enum class BatchFamily : std::uint8_t { kOperation, kProduct, kFamily, kAny };

// Several lots at once on one machine. Sizes are in lots.
struct BatchRules {
  std::int32_t minimum = 1;
  std::int32_t maximum = 1;
  BatchFamily family = BatchFamily::kOperation;
  BatchLimit limit = BatchLimit::kNone;
  BatchChoice choice = BatchChoice::kFirst;
  sim::Duration wait_limit;  // for kPartialAfterWait, from the oldest lot's arrival
  BatchAtEnd at_end = BatchAtEnd::kWait;
  InterruptedBatch when_interrupted = InterruptedBatch::kAsOne;
  double scrap_probability = 1;  // per lot, for kPerLot with kScrap
  bool by_operation = false;     // an operation that is done here has a size of its own
  bool batches() const { return maximum > 1 || by_operation; }
};

// Behaviour of a work center; see options.h.
struct WorkCenterOptions {
  Blocking blocking = Blocking::kAfterService;
  InterruptedWork interrupted_work = InterruptedWork::kResume;
  WhileInterrupted labor_while_interrupted = WhileInterrupted::kReleased;
  WhileInterrupted tools_while_interrupted = WhileInterrupted::kKept;
  ShiftEnd shift_end = ShiftEnd::kPause;
  Preemption preemption = Preemption::kNonPreemptive;
  ReworkQueue rework_queue = ReworkQueue::kBack;
  PartialRework partial_rework = PartialRework::kSplitAndRejoin;
  Shortage shortage = Shortage::kAllOrNothing;
  IssueAt issue = IssueAt::kStart;
  RuleTimes rule_times = RuleTimes::kPlanned;
  Loading loading = Loading::kOnMachine;
};

// All stations hold one lot each and move together; a stop of one stops all.
struct IndexingLine {
  std::int32_t stations = 0;  // 0: not an indexing line
  bool active() const { return stations > 0; }
};

// A number of like machines with one queue.
struct WorkCenter {
  std::string id;
  std::string name;
  std::string kind = "machine";  // for the scene: lathe, furnace, vessel, packer, assembly, ...
  SiteId site;
  ShiftId shift;  // invalid: always
  std::size_t first_machine = 0;
  std::size_t machine_count = 1;
  BufferId buffer;
  std::optional<std::int32_t> output_places;  // finished lots that leave the machine and wait
                                              // beside it for a carrier; 0: they stay on it
  DispatchRule rule;
  SetupRules setup;
  BatchRules batch;
  IndexingLine line;
  std::vector<FailureMode> failures;
  std::vector<Maintenance> maintenance;
  Degradation degradation;
  double speed = 1;  // process times are divided by it
  NodeId node;
  LocationId supply;  // components come from here; by-products go here
  std::optional<sim::DurationDistribution> staging;  // time to bring components to the line
  WorkCenterOptions options;
  sim::MoneyRate cost;
  std::optional<Position> position;

  // What of the above needs no look while the plant runs; set when the plant is complete.
  bool has_setups = false;          // an operation that is done here has a setup
  bool dynamic_rule = false;        // the order of the queue can change while lots wait,
  bool rule_by_time = false;        // not only with the setup of the machine
  bool ages_by_work = false;        // a failure clock counts something else than the calendar
  bool maintained_by_work = false;  // maintenance is due after work
  bool takes_opportunities = false;
  bool handles = false;   // loading or unloading takes time
  bool overlaps = false;  // a job may leave room for the next before its lots have left
};

// A machine: its own speed beside its work center's.
struct Machine {
  std::string id;  // "LATHE/1"
  WorkCenterId work_center;
  std::int32_t ordinal = 0;
  double speed = 1;
  std::uint64_t key = 0;  // sim::name_key(id): what its draws are keyed by
};

}  // namespace planttwin::plant
