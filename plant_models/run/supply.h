#pragma once

#include <vector>

#include "plant_models/run/run_state.h"

namespace planttwin::plant {

// What of the stock is left for lots that start at the same instant, one after the other: each
// takes first what is reserved for it or its order, then what nobody has reserved, exactly as
// issue_stock does. Nothing is booked; the run is only looked at.
class Supply {
 public:
  explicit Supply(const RunState& run) : run_(&run) {}

  sim::Quantity available(MaterialId material, LocationId location, OrderSlot order,
                          std::int64_t lot);
  // No more than is available.
  void take(MaterialId material, LocationId location, OrderSlot order, std::int64_t lot,
            sim::Quantity quantity);

 private:
  // One material at one location.
  struct Pool {
    MaterialId material;
    LocationId location;
    sim::Quantity unrestricted;
    sim::Quantity promised;  // out of unrestricted
    std::vector<ReservationRun> reservations;
  };

  Pool& pool(MaterialId material, LocationId location);

  const RunState* run_;
  std::vector<Pool> pools_;  // as far as they have been asked for
};

// Whether a reservation is for the order as a whole, or for this one of its lots.
bool is_reserved_for(const ReservationRun& reservation, OrderSlot order, std::int64_t lot);

}  // namespace planttwin::plant
