#pragma once

#include <cstdint>

#include "plant_models/model/ids.h"
#include "plant_models/model/routing.h"
#include "plant_models/run/machine_state.h"
#include "sim/event.h"
#include "sim/quantity.h"
#include "sim/time.h"

// The mutable records of a run: plain data in flat arrays, linked by slot, so that a run can be
// copied, saved and compared. Slots of lots, orders and stock are recycled; numbers never are.
namespace planttwin::plant {

using LotSlot = Id<struct LotSlotTag>;
using OrderSlot = Id<struct OrderSlotTag>;
using StockSlot = Id<struct StockSlotTag>;
using CarrierSlot = Id<struct CarrierSlotTag>;

enum class LotStatus : std::int32_t {
  kFree,        // the slot is not in use
  kOutside,     // released, waiting before a full first buffer
  kQueued,      // in the queue of `work_center`
  kOnMachine,   // part of the job of `machine`
  kInPipeline,  // inside `machine`, or at its ports, while it is free for the next job
  kFinished,    // its operation is done; on the machine, wants to leave
  kOutput,      // beside the machine on an output place, wants to leave
  kInTransit,   // on its way to `work_center` or to stock
  kHeld,
  kJoining,    // waits for its parallel branches
  kRejoining,  // the good part of a lot waits for the reworked part
};

// A lot in process. Invariant: quantity >= defective >= 0; a companion (a parallel branch of
// `parent`) counts in no total.
struct Lot {
  std::uint64_t key = 0;  // what its draws are keyed by: order and split path
  std::int64_t number = -1;
  std::int64_t rank = 0;  // ties: order, then lot within the order
  sim::Quantity quantity;
  sim::Quantity defective;  // true state, found only by inspection
  sim::Time released;
  sim::Time queued_at;  // arrival at the present queue
  sim::Time due;
  sim::Duration planned;    // run time of the imminent operation, as rules see it
  sim::Duration remaining;  // planned work from the imminent operation on
  sim::Duration run_left{sim::Duration::microseconds(-1)};  // >= 0: preempted with so much to do
  sim::Time called_at;                                      // for a carrier
  sim::EventHandle timer;                                   // end of hold, staging or transport
  OrderSlot order;
  RoutingId routing;
  BomId bom;
  OperationIndex operation = 0;
  std::int32_t step = 0;  // operations visited so far: the visit in draw keys
  LotStatus status = LotStatus::kFree;
  WorkCenterId work_center;  // where it waits, works or is going
  WorkCenterId claimed;      // holds a place there since before its operation began
  MachineId machine;
  OperationIndex join = kEndOfRouting;        // of the parallel branches that it is in
  OperationIndex outer_join = kEndOfRouting;  // to return to after that join
  LotSlot next;                               // in the job of a machine, or the next free slot
  LotSlot parent;                     // of a companion; of a part in rework: the waiting rest
  std::int32_t companions = 0;        // parallel branches still under way, that meet at `join`
  std::int32_t outer_companions = 0;  // and at `outer_join`
  std::int32_t forks = 0;             // of its own whose branches have not met yet
  std::int32_t rework_count = 0;
  std::int32_t children = 0;  // made by splitting: the split path of their keys
  std::int32_t ordinal = 1;   // within the order
  std::int32_t priority = 0;
  std::int32_t weight = 1;
  LocationId destination;         // when it goes to stock
  NodeId node;                    // where it is, in the network
  CarrierSlot carrier;            // that carries it or is called for it
  std::int32_t leg = 0;           // of its way
  std::int32_t way_step = 0;      // conveyor edges of the leg that it has passed
  OperationIndex came_from = -1;  // the operation before this one; -1 at the first
  std::int32_t flags = 0;         // LotFlag
};

enum LotFlag : std::int32_t {
  kCompanion = 1,
  kInRework = 2,
  kClaimed = 4,        // has a claimed place at its destination
  kHoldOnArrival = 8,  // a hold was placed while it could not be taken out
  kStaged = 16,        // its components are at the line
  kStaging = 32,
  kFirstPassFailed = 64,
  kWaitsForPlace = 128,
  kIssued = 256,          // components of this visit have been issued
  kComesBack = 512,       // for rework: joins its next queue as that work center's option says
  kDeviated = 2048,       // a recipe phase was out of tolerance
  kReserved = 4096,       // components of this visit are reserved for it
  kUnderWay = 8192,       // of the initial state: set up, loaded, and a part of its run is over
  kScrapped = 1024,       // nothing is left of it; it only waits for its branches
  kRepeats = 16384,       // it has had the components of its operation on an earlier visit
  kAwaitsAnswer = 32768,  // of the back office (gates.h)
};

struct OrderRun {
  std::uint64_t key = 0;
  std::int64_t number = -1;
  std::int64_t ordinal = 0;  // within its source or replenishment
  sim::Quantity quantity;
  sim::Quantity lot_size;
  sim::Quantity good;
  sim::Quantity scrapped;
  sim::Time released;
  sim::Time due;
  MaterialId product;
  std::int32_t input = -1;    // index into RunInput::orders
  std::int32_t outside = -1;  // index into RunState::outside
  std::int32_t source = -1;
  ReplenishmentId replenishment;
  CustomerId customer;
  OrderClassId order_class;
  std::int32_t priority = 0;
  std::int32_t weight = 1;
  std::int32_t lots_open = 0;
  std::int32_t lots_made = 0;  // ordinals given
  OrderSlot next_free;
  std::int32_t in_use = 0;
  std::int32_t reserved = 0;  // components are reserved for it
};

enum class Stage : std::int32_t { kIdle, kSetup, kLoad, kRun, kUnload, kDone };

// Causes of stoppage form a set; work proceeds only while it is empty.
enum StopCause : std::int32_t {
  kStopOffShift = 1,
  kStopMaintenance = 2,
  kStopDown = 4,
  kStopCrew = 8,     // failed or under maintenance, waiting for people
  kStopHeld = 16,    // disruption
  kStopLabor = 32,   // the operation in progress has lost its people
  kStopOutlet = 64,  // a lot that has come through finds no place
};

// Whether a work center that decides, other than an indexing line, has to look at a machine. A
// machine that needs no look may have one; one that needs it must.
enum class Attention : std::uint8_t {
  kNone,    // a job is at work and waits for nobody
  kIfLots,  // idle, and no lot waits for this machine alone: only when lots wait for any
  kAlways,
};

// One machine and the job on it.
struct MachineRun {
  // What a decision looks at comes first: it lies together in memory.
  Stage stage = Stage::kIdle;
  std::int32_t stops = 0;                              // StopCause bits
  MachineStateCode waiting = MachineStateCode::kIdle;  // why it does not work, beside stops
  MachineStateCode shown = MachineStateCode::kIdle;    // the state of its clock
  std::uint8_t waiting_resource = 0;                   // requested_at is valid
  std::uint8_t off_shift_pending = 0;                  // goes off shift when its operation is done
  std::uint8_t maintenance_due = 0;
  std::uint8_t cycle_pending = 0;  // the run stage has not begun to work yet
  std::uint8_t setup_lost = 0;     // its setup is to be repeated before work goes on
  std::uint8_t paused = 0;         // its stage was interrupted
  LotSlot lots;                    // the job: a list through Lot::next
  std::int32_t lot_count = 0;
  SetupFamilyId family;
  std::int32_t run_length = 0;  // lots since the last setup change
  std::int32_t running = 0;     // the stage progresses
  std::int32_t phase = -1;      // recipe phase in progress
  sim::Duration stage_left;
  sim::Time stage_since;  // while running: since when the stage progresses
  sim::Time idle_since;
  sim::EventHandle stage_end;
  sim::Duration setup_time;
  sim::Duration left_after_setup;  // of the stage that a repeated setup interrupted
  sim::Duration load_time;
  sim::Duration run_time;  // full duration of the run stage (for repeat)
  sim::Duration unload_time;
  sim::Duration tail;        // how much longer than the run stage its lots stay; < 0: no overlap
  sim::Duration delay_down;  // Compatibility::kPySCFabSim: of the job in progress, by
  sim::Duration delay_maintenance;   // failures and by maintenance
  sim::Duration run_done;            // processing time spent on this job so far
  sim::Duration ideal;               // planned run time at nominal speed, for OEE
  sim::Duration operated;            // processing time since maintenance restored it
  sim::Time requested_at;            // since when it waits for people or tools
  std::int64_t cycles = 0;           // operations since maintenance restored it
  std::int64_t units = 0;            // whole units that it has completed
  Stage after_setup = Stage::kIdle;  // where a job goes on after its setup was repeated
  std::int32_t down = 0;             // failure modes under repair
  std::int32_t crew_waits = 0;       // modes and maintenances that wait for people
  std::int32_t held = 0;             // disruptions
  std::int32_t maintaining = 0;
  RoutingId tools_routing;  // of the operation whose tools it holds; invalid: it holds none
  OperationIndex tools_operation = 0;
  std::int32_t padding_ = 0;
};

enum class FailureStatus : std::int32_t {
  kAging,
  kDue,  // deferred until the machine is up
  kWaitingCrew,
  kRepairing,
};

// One failure mode of one machine.
struct FailureRun {
  sim::Duration left;  // on its clock (not kept up while `due` is scheduled)
  std::int64_t cycles_left = 0;
  std::int64_t ordinal = 0;
  sim::Time failed_at;
  sim::Duration repair_left;
  sim::Time repair_since;
  sim::EventHandle due;
  sim::EventHandle repair_end;
  MachineId machine;
  std::int32_t mode = 0;
  FailureStatus status = FailureStatus::kAging;
  std::int32_t crew_held = 0;
};

enum class MaintenanceStatus : std::int32_t { kCounting, kDue, kWaitingCrew, kActive };

// One maintenance rule of one machine.
struct MaintenanceRun {
  sim::Duration left;
  std::int64_t cycles_left = 0;
  std::int64_t ordinal = 0;
  sim::Time next;  // calendar: when it is due
  sim::Time started;
  sim::Duration extension;  // Compatibility::kPySCFabSim: by stops that came meanwhile
  sim::EventHandle due;
  sim::EventHandle end;
  MachineId machine;
  std::int32_t rule = 0;
  MaintenanceStatus status = MaintenanceStatus::kCounting;
  std::int32_t crew_held = 0;
};

// Stock of one material (and one stock lot) at one location, by status.
struct StockRun {
  std::int64_t number = -1;
  sim::Quantity unrestricted;
  sim::Quantity reserved;
  sim::Quantity held;
  sim::Quantity in_transit;  // being brought to the line
  sim::Time expires;
  sim::EventHandle expiry;
  MaterialId material;
  LocationId location;
  std::int64_t lot = -1;      // number of the lot that made it
  StockSlot next;             // in the list of its material and location, oldest first
  std::int32_t initial = -1;  // index into InitialState::stock
  std::int32_t in_use = 0;
  std::int32_t bad = 0;                // a bad supplier lot that was not detected
  std::int32_t held_from_outside = 0;  // the back office holds the lot
  std::int32_t padding_ = 0;

  sim::Quantity total() const { return unrestricted + reserved + held + in_transit; }
};

// Of a material at a location.
struct StockTotal {
  sim::Quantity unrestricted;
  sim::Quantity reserved_by_quantity;  // promised out of unrestricted
  sim::Quantity on_order;
  StockSlot first;
  StockSlot last;
};

// Stock that is promised to an order, or to one of its lots.
enum class ReservationKind : std::int32_t {
  kByQuantity,  // a share of what is unrestricted
  kByLot,       // status reserved of one stock record
  kStaged,      // status in transit of one stock record: on its way to, or at, the line
};

// When the consumption of staged stock is booked: at the start of the operation, at its completion,
// or at the start of the phase of this index.
constexpr std::int32_t kBookedAtStart = -2;
constexpr std::int32_t kBookedAtCompletion = -1;

struct ReservationRun {
  sim::Quantity quantity;
  std::int64_t lot = -1;  // number of the lot that it was staged for; -1: any of the order
  OrderSlot order;
  MaterialId material;
  LocationId location;
  StockSlot stock;  // invalid for kByQuantity
  ReservationKind kind = ReservationKind::kByQuantity;
  std::int32_t booking = kBookedAtStart;  // of kStaged
};

// A lot inside a machine that cascades; see pipeline.h.
struct PipelineLot {
  sim::Duration left;  // until it comes out, as of `since`
  sim::Time since;
  LotSlot lot;
  std::int32_t padding_ = 0;
};

// A queue-time limit that runs for a lot.
struct QueueTimeWindow {
  sim::Time deadline;
  sim::EventHandle event;  // empty once it is over
  OperationIndex from = 0;
  OperationIndex until = 0;
  OperationIndex rework_to = 0;
  QueueTimeReaction reaction = QueueTimeReaction::kReport;
  std::uint8_t violated = 0;
  std::uint8_t padding_[2] = {};
};

// Where a lot was done, for operations that return to the same machine.
struct MachineVisit {
  OperationIndex operation = 0;
  MachineId machine;
};

struct BufferRun {
  std::int32_t level = 0;
  std::int32_t claimed = 0;
};

struct PoolRun {
  std::int32_t busy = 0;
  std::int32_t absent = 0;
  std::int32_t on_shift = 1;
  MachineId reserver;         // an old request for several that is not to be overtaken
  std::int32_t reserved = 0;  // how many it needs
  std::int32_t padding_ = 0;
};

// A repair or maintenance that waits for people.
struct CrewRequest {
  sim::Time since;
  std::int32_t index = 0;  // into failures or maintenances
  std::int32_t maintenance = 0;
};

struct ShiftRun {
  sim::Time next_change;
  sim::EventHandle change;
  std::int32_t on = 1;
  std::int32_t padding_ = 0;
};

struct SourceRun {
  std::int64_t arrivals = 0;  // orders made so far
  sim::EventHandle next;
  std::int32_t waiting = 0;  // saturated: lots of its order not yet admitted
  std::int32_t done = 0;
};

enum class CarrierStatus : std::int32_t { kIdle, kToPickup, kLoading, kCarrying, kUnloading };

struct CarrierRun {
  sim::EventHandle step;
  FleetId fleet;
  std::int32_t ordinal = 0;
  CarrierStatus status = CarrierStatus::kIdle;
  NodeId node;  // where it is, or the last stop that it passed
  NodeId target;
  EdgeId edge;  // that it is on or waits for
  std::int32_t way_step = 0;
  std::int32_t load = 0;  // lots on board
  std::int32_t waiting_edge = 0;
  std::int32_t padding_ = 0;
  std::int64_t trips = 0;
};

struct HoldRun {
  sim::EventHandle end;
  std::int64_t stock_before = 0;  // stock of lower numbers was there when it began
  std::int32_t disruption = 0;
  std::int32_t active = 0;
};

// A question to the back office, named by its position in RunState::questions.
struct QuestionRun {
  sim::Time since;
  sim::EventHandle timer;  // for an answer, or to ask again
  std::int64_t order = -1;
  std::int64_t lot = -1;  // -1: it is about the order's release
  std::int32_t step = 0;  // the lot's visit
  std::int32_t gate = 0;  // index into RunInput::gates
  std::int32_t open = 0;
  std::int32_t refused = 0;
};

struct CauseRun {
  std::int64_t nonconformances = 0;
  sim::EventHandle effective;
  std::int32_t capa_started = 0;
  std::int32_t capa_effective = 0;
};

}  // namespace planttwin::plant
