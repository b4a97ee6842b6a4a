#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "erp_bridge/audit/record_postings.h"
#include "erp_bridge/postings/posting.h"
#include "plant_models/model/plant.h"
#include "sim/quantity.h"
#include "sim/statistics/wide_integer.h"

namespace planttwin::bridge {

// What a posting adds to the cost of its order, or takes off it.
enum class CostKind : std::uint8_t { kMaterial, kActivity, kByProduct, kProduct };

// What a posting does to the value of the inventory and of the work in process, at standard cost.
// The amounts are those of a ledger, rounded posting by posting; the parts are exact.
struct PostingValue {
  Name item = kNoName;
  Name order = kNoName;
  std::optional<CostKind> kind = std::nullopt;
  sim::Money inventory;
  sim::Money wip;
  sim::WideInteger inventory_parts = 0;
  sim::WideInteger wip_parts = 0;
};

// The standard costs of a plant: of its materials, and of the time of its machines.
class Valuation {
 public:
  // Of the smallest step of the currency: the microseconds of a week, so that quantities with six
  // decimals and rates per second, minute, hour, day or week have no remainder.
  static constexpr std::int64_t kParts = std::int64_t{7} * 24 * 3600 * 1'000'000;

  Valuation(const plant::Plant& plant, NameTable& names);

  PostingValue of(const Posting& posting) const;
  // A document has the value that its record shows, where it shows one.
  PostingValue of(const Booked& booked) const;
  sim::Money stock(Name item, sim::Quantity quantity) const;
  sim::WideInteger stock_parts(Name item, sim::Quantity quantity) const;

 private:
  struct Item {
    sim::Money standard_cost;
    std::int64_t steps_per_unit = 1;
  };

  void add_activity(const Posting& posting, bool reversed, PostingValue& value) const;

  std::unordered_map<Name, Item> items_;
  std::unordered_map<Name, sim::MoneyRate> rates_;  // by work center
};

}  // namespace planttwin::bridge
