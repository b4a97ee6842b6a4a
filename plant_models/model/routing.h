#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plant_models/model/ids.h"
#include "plant_models/model/options.h"
#include "plant_models/model/quality.h"
#include "sim/distribution.h"
#include "sim/quantity.h"
#include "sim/time.h"

namespace planttwin::plant {

// What an operation's process time is given for.
enum class TimeBasis : std::uint8_t {
  kPerLot,    // one draw per lot (and per batch: that of its first lot)
  kPerUnit,   // a draw per piece, added; for measured units one draw times the quantity
  kPerBatch,  // one draw per batch, whatever its size
};

// During which parts of an operation a resource is needed.
enum class NeededDuring : std::uint8_t { kSetupAndRun, kSetup, kRun };

struct LaborNeed {
  SkillId skill;
  std::int32_t count = 1;
  NeededDuring during = NeededDuring::kSetupAndRun;
};

struct ToolNeed {
  ToolId tool;
  std::int32_t count = 1;
};

// One phase of a recipe (ISA-88): its duration, what it holds, what it charges (BomItem::phase).
struct RecipePhase {
  std::string id;
  sim::DurationDistribution duration;
  bool per_unit = false;  // duration times the quantity (filling, dosing)
  std::string parameter;  // such as "temperature"; empty: nothing is controlled
  std::string parameter_unit;
  double setpoint = 0;
  double tolerance = 0;                 // |measured - setpoint| beyond this is a deviation
  sim::NumberDistribution disturbance;  // measured = setpoint + a draw of this
};

// A way out of an operation. The probabilities of an operation's ways add up to 1.
struct Transition {
  OperationIndex to = kEndOfRouting;
  double probability = 1;
};

// How an alternative work center is chosen when a lot arrives at an operation.
enum class AlternateChoice : std::uint8_t {
  kLeastWork,  // least planned work waiting per machine; ties: the earlier in the list
  kShortestQueue,
  kFirstIdle,  // the first with an idle machine, else the first
};

// Cascading: a machine takes its next lot before the last one has left it, as wafers follow each
// other through a track. A lot of n units occupies the machine for n intervals (per unit) or one
// (per batch) and stays for its process time, which is that of its first unit, and n - 1 intervals.
enum class CascadeBasis : std::uint8_t { kPerUnit, kPerBatch };

struct Cascade {
  CascadeBasis basis = CascadeBasis::kPerUnit;
  sim::Duration interval;  // zero: the next lot comes when the last one has been processed
  bool active() const { return interval > sim::Duration(); }
};

// The size of a batch, in lots or, where quantities are given, in units of all lots together.
struct BatchSize {
  std::int32_t minimum = 1;
  std::int32_t maximum = 1;
  sim::Quantity minimum_quantity;  // zero: `minimum` counts
  sim::Quantity maximum_quantity;  // zero: `maximum` counts
  bool by_quantity() const { return !maximum_quantity.is_zero(); }
};

// What becomes of a lot that waits longer than a queue-time limit allows.
enum class QueueTimeReaction : std::uint8_t {
  kReport,  // the violation is counted
  kScrap,
  kRework,  // it goes to an operation before
};

// An operation `until` must start within a time after this one's completion.
struct QueueTimeLimit {
  OperationIndex until = 0;
  sim::Duration within;
  QueueTimeReaction reaction = QueueTimeReaction::kReport;
  OperationIndex rework_to = 0;
};

// One step of a routing. Times are for nominal speed.
struct Operation {
  std::int32_t number = 0;  // 10, 20, ...: its id in files
  std::string name;
  std::vector<WorkCenterId> work_centers;  // more than one: alternatives
  AlternateChoice choice = AlternateChoice::kLeastWork;

  SetupFamilyId setup_family;
  std::optional<sim::DurationDistribution> setup;  // overrides the work center's matrix
  TimeBasis basis = TimeBasis::kPerLot;
  bool one_draw_per_lot = false;  // kPerUnit: all units of a lot take the same time
  sim::DurationDistribution process;
  sim::DurationDistribution load;
  sim::DurationDistribution unload;
  std::vector<RecipePhase> phases;  // when present, their sum replaces `process`

  std::vector<LaborNeed> labor;
  std::vector<ToolNeed> tools;

  double yield = 1;  // of units or lots; the rest is scrapped when the operation completes
  YieldBasis yield_basis = YieldBasis::kPerUnit;
  std::vector<DefectRisk> defects;
  std::optional<Inspection> inspection;

  std::vector<Transition> next;          // empty only for the last operation
  std::vector<OperationIndex> branches;  // first operations of parallel branches, or empty
  OperationIndex join = kEndOfRouting;   // where the branches meet
  std::int32_t split_into = 0;           // > 1: the lot becomes so many lots when complete
  std::int32_t merge_of = 0;             // > 1: so many lots become one when they arrive
  sim::DurationDistribution transport;   // to the next operation, where no network is used

  std::string batch_family;        // lots of one family share a batch
  std::optional<BatchSize> batch;  // instead of the work center's
  Cascade cascade;
  double sampling = 1;  // share of lots that do this operation; the others pass it by
  OperationIndex same_machine_as = -1;  // the lot returns to the machine of that operation
  bool remembers_machine = false;       // a later operation returns to this one's machine
  std::vector<QueueTimeLimit> queue_time_limits;

  // What of the above needs no look while the plant runs; set when the plant is complete.
  std::int32_t setup_class =
      0;                      // the same for operations with the same setups: 0 for those without
  bool makes_defects = true;  // some of what goes in may not come out good

  bool forks() const { return !branches.empty(); }
};

// How a material is made. Of several revisions the one effective at the order's release is used.
// Invariant: every operation is reachable from the first and reaches the end; cycles arise only
// through transitions (rework).
struct Routing {
  std::string id;
  MaterialId material;
  std::string revision;
  sim::Time effective_from = sim::Time::from_start(-sim::Duration::max());
  sim::Time effective_to = sim::Time::never();
  std::vector<Operation> operations;
  // Planned processing time from each operation (included) to the end along the most probable
  // way, and the number of operations on it, for a lot of one unit and per further unit.
  std::vector<sim::Duration> remaining_per_lot;
  std::vector<sim::Duration> remaining_per_unit;
  std::vector<std::int32_t> remaining_operations;
};

}  // namespace planttwin::plant
