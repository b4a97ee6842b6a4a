#pragma once

#include <cstdint>

namespace planttwin::plant {

// Kinds of calendar events of a plant run. The order is the order of effect within a phase.
enum class EventKind : std::uint8_t {
  kStart,
  kWarmUp,
  kShiftChange,  // target: shift
  kDisruption,   // target: disruption
  kDisruptionEnd,
  kOrderRelease,            // target: index into the orders by release
  kOutsideInput,            // target: index into what came from outside
  kArrival,                 // target: source
  kReview,                  // target: replenishment
  kPurchaseArrives,         // target: purchase
  kOutsidePurchaseArrives,  // target: index into what came from outside
  kStockExpires,            // target: stock slot
  kCapaEffective,           // target: defect cause
  kFleetDeparts,            // target: fleet
  kMaintenanceDue,          // target: maintenance
  kMaintenanceEnd,
  kRepairEnd,       // target: failure
  kStageEnd,        // target: machine
  kLotArrives,      // target: lot slot
  kLotOut,          // target: lot slot
  kQueueTimeLimit,  // target: lot slot
  kStagingDone,     // target: lot slot
  kHoldEnds,        // target: lot slot
  kCarrierStep,     // target: carrier
  kBatchWait,       // target: work center
  kReserveLimit,    // target: machine
  kFailure,         // target: failure
  kGateTimer,       // target: question
};

}  // namespace planttwin::plant
