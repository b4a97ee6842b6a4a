#pragma once

#include <cstdint>
#include <string_view>

#include "plant_models/model/ids.h"
#include "sim/quantity.h"
#include "sim/time.h"

namespace planttwin::plant {

struct RunState;

// What can happen in a plant. The comment says which fields of PlantEvent carry what, beside
// time and, where a lot is named, its order, material and quantity.
enum class EventType : std::uint8_t {
  kOrderReleased,        // order, material, quantity
  kOrderCompleted,       // order, quantity good, other_quantity scrapped, duration = lateness
  kOrderDelivered,       // order, other = customer
  kArrivalLost,          // material: a source found its buffer full
  kLotCreated,           // lot
  kLotQueued,            // lot, operation, work_center
  kSetupStarted,         // machine, lot, operation, other = setup family
  kOperationStarted,     // machine, lot, operation, duration = wait in queue
  kOperationPaused,      // machine, lot, operation
  kOperationResumed,     // machine, lot, operation
  kOperationCompleted,   // machine, lot, operation, quantity good, other_quantity scrapped,
                         // duration = processing time
  kPhaseStarted,         // machine, lot, operation, other = phase
  kPhaseCompleted,       // machine, lot, operation, other = phase, value = measured x 1000
  kLotMoved,             // lot, location or work_center = destination, other = carrier's fleet
  kLotLeft,              // lot leaves machine (after blocking)
  kLotCompleted,         // lot, location = stock (or none), duration = cycle time
  kLotScrapped,          // lot, operation, quantity scrapped, other = defect cause
  kLotSplit,             // lot, other_lot = child, quantity of the child
  kLotMerged,            // lot = result, other_lot = merged into it, quantity of other_lot
  kLotHeld,              // lot, operation
  kLotReleased,          // lot, operation
  kLotReworked,          // lot, operation = where it goes back to, quantity
  kInspected,            // lot, operation, quantity checked, other_quantity rejected
  kNonconformance,       // lot, other = defect cause, quantity
  kCapaStarted,          // other = defect cause
  kCapaEffective,        // other = defect cause
  kMachineState,         // machine, other = MachineStateCode
  kFailureStarted,       // machine, other = mode
  kFailureEnded,         // machine, other = mode, duration = down time
  kMaintenanceStarted,   // machine, other = maintenance
  kMaintenanceEnded,     // machine, other = maintenance, duration
  kMaterialReceived,     // material, location, quantity, stock = stock lot, lot if made here
  kMaterialIssued,       // lot, operation, material, location, quantity, stock
  kMaterialReturned,     // lot, operation, material, location, quantity, stock
  kByProductReceived,    // lot, operation, material, location, quantity, stock
  kMaterialReserved,     // order or lot, material, location, quantity, stock
  kReservationReleased,  // order or lot, material, location, quantity, stock
  kMaterialStaged,       // lot, operation, material, location, quantity
  kStockHeld,            // material, location, quantity, stock
  kStockReleased,        // material, location, quantity, stock
  kStockExpired,         // material, location, quantity, stock
  kStockScrapped,        // material, location, quantity, stock
  kPurchaseOrdered,      // material, location, quantity, other = supplier
  kCarrierCalled,        // lot, other = fleet
  kCarrierLoaded,        // lot, other = fleet, value = carrier
  kCarrierUnloaded,      // lot, other = fleet, value = carrier
  kCarrierMoved,         // other = fleet, value = carrier, location field unused, node in `node`
  kDisruptionStarted,    // other = disruption
  kDisruptionEnded,      // other = disruption
  kQueueTimeViolated,    // lot, operation, other = the operation that should have started
  kShipped,              // material, location, quantity, stock, other = customer, outside
  // Of order or lot: value = question, other = GatePoint, duration = waited, operation,
  // work_center.
  kValidationAsked,
  kValidationConfirmed,
  kValidationRefused,
  kGatePassedUnanswered,
  kGatePassedByPaper,
  kOrderChanged,        // order, material, quantity, outside
  kOrderCancelled,      // order, material, quantity, outside
  kOrderChangeRefused,  // order if it is open, outside, other = ChangeRefusal
};
inline constexpr int kEventTypes = static_cast<int>(EventType::kOrderChangeRefused) + 1;

// "lot_queued", as in files. The table is in plant_event.cpp.
std::string_view event_name(EventType type);

// Numbers of orders, lots and stock lots are unique in a run and never reused; -1: none.
// Operations, causes, modes and the like are positions in the plant's tables.
struct PlantEvent {
  sim::Time time;
  EventType type = EventType::kOrderReleased;
  std::int32_t operation = -1;
  std::int64_t order = -1;
  std::int64_t lot = -1;
  std::int64_t other_lot = -1;
  std::int64_t stock = -1;
  WorkCenterId work_center;
  MachineId machine;
  MaterialId material;
  LocationId location;
  NodeId node;
  std::int32_t other = -1;
  std::int32_t outside = -1;  // the order from outside behind it: index into RunState::outside
  sim::Quantity quantity;
  sim::Quantity other_quantity;
  sim::Duration duration;
  std::int64_t value = 0;
};

// Listens to a run. A sink may look at the run's state while it is called and must not change it.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void on_event(const PlantEvent& event, const RunState& run) = 0;
};

}  // namespace planttwin::plant
