#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plant_models/model/ids.h"
#include "plant_models/model/material.h"
#include "sim/distribution.h"
#include "sim/quantity.h"
#include "sim/time.h"

namespace planttwin::plant {

// At most `limit` lots of these products are in process; orders wait for release (CONWIP,
// Spearman, Woodruff, Hopp 1990). A product belongs to at most one loop.
struct ReleaseLoop {
  std::string id;
  std::vector<MaterialId> products;
  std::int32_t limit = 1;
};

struct Supplier {
  std::string id;
  sim::DurationDistribution lead_time;
  SupplierQuality quality;
};

struct Customer {
  std::string id;
  sim::DurationDistribution delivery_time;
};

enum class ReplenishmentKind : std::uint8_t {
  kReorderPoint,    // continuous review: when stock + open <= reorder point
  kPeriodicReview,  // the same, looked at every review interval
  kKanban,          // as many containers as cards: reorder point = (cards - 1) containers
};

// Keeps a material in stock at a location: bought from a supplier or made by a production order.
struct Replenishment {
  std::string id;
  ReplenishmentKind kind = ReplenishmentKind::kReorderPoint;
  MaterialId material;
  LocationId location;
  SupplierId supplier;  // invalid: made in the plant
  sim::Quantity reorder_point;
  sim::Quantity order_quantity;              // per order (container)
  std::optional<sim::Quantity> order_up_to;  // instead of a fixed quantity
  sim::Duration review_interval;
  std::int32_t priority = 0;
};

}  // namespace planttwin::plant
