#include "plant_models/run/outside.h"

#include <algorithm>
#include <utility>

#include "plant_models/run/disruptions.h"
#include "plant_models/run/gates.h"
#include "plant_models/run/names.h"
#include "plant_models/run/order_changes.h"
#include "plant_models/run/release.h"
#include "plant_models/run/stock.h"

namespace planttwin::plant {
namespace {

std::uint64_t key_of(const PlantInput& input) { return sim::name_key(input.id); }

// The supplier needs its lead time for every delivery; the goods are on order meanwhile.
void await_delivery(RunState& run, std::size_t index) {
  const PlantInput& input = run.outside[index];
  const auto delivery = static_cast<std::uint64_t>(input.deliveries);
  sim::Draw draw = run.random.draw({sim::Purpose::kReplenishment, key_of(input), 0, delivery});
  const sim::Duration lead = run.plant->suppliers[input.supplier.index()].lead_time.sample(draw);
  total_of(run, input.material, input.location).on_order += input.quantity;
  run.schedule(run.now() + lead, sim::Phase::kCompletion, EventKind::kOutsidePurchaseArrives, index,
               index);
}

void buy(RunState& run, std::size_t index) {
  await_delivery(run, index);
  if (!run.listened()) return;
  const PlantInput& input = run.outside[index];
  PlantEvent event;
  event.type = EventType::kPurchaseOrdered;
  event.material = input.material;
  event.location = input.location;
  event.quantity = input.quantity;
  event.other = input.supplier.number();
  event.outside = static_cast<std::int32_t>(index);
  run.emit(event);
}

void await_stock(RunState& run, std::size_t index) {
  const auto earlier = [&](std::int32_t a, std::int32_t b) {
    return run.outside[static_cast<std::size_t>(a)].due <
           run.outside[static_cast<std::size_t>(b)].due;
  };
  const auto number = static_cast<std::int32_t>(index);
  const auto place =
      std::upper_bound(run.shipments_waiting.begin(), run.shipments_waiting.end(), number, earlier);
  run.shipments_waiting.insert(place, number);
  run.ship_again = 1;
}

bool enough_for(const RunState& run, const PlantInput& input) {
  const StockTotal& total = total_of(run, input.material, input.location);
  return total.unrestricted - total.reserved_by_quantity >= input.quantity;
}

bool is_lot(const RunState& run, const StockRun& s, const PlantInput& input) {
  return s.in_use != 0 && s.material == input.material && stock_name(run, s) == input.id;
}

// Stock that a disruption or the initial state holds as well stays held when it is set free.
void change_hold(RunState& run, const PlantInput& input, bool hold) {
  if (run.plant->material(input.material).control == MaterialControl::kNone) return;
  for (std::size_t i = 0; i < run.stock.size(); ++i) {
    StockRun& s = run.stock[i];
    if (!is_lot(run, s, input)) continue;
    s.held_from_outside = hold ? 1 : 0;
    if (hold) {
      hold_stock(run, StockSlot(i));
    } else if (!stock_stays_held(run, s)) {
      release_stock(run, StockSlot(i));
    }
  }
}

}  // namespace

void accept_input(RunState& run, sim::Time at, PlantInput input) {
  const std::size_t index = run.outside.size();
  run.outside.push_back(std::move(input));
  run.schedule(at, sim::Phase::kOutsideInput, EventKind::kOutsideInput, index, index);
}

void on_outside_input(RunState& run, std::size_t index) {
  switch (run.outside[index].kind) {
    case PlantInputKind::kProduce:
      return release_from_outside(run, index);
    case PlantInputKind::kBuy:
      return buy(run, index);
    case PlantInputKind::kShip:
      return await_stock(run, index);
    case PlantInputKind::kHold:
      return change_hold(run, run.outside[index], true);
    case PlantInputKind::kRelease:
      return change_hold(run, run.outside[index], false);
    case PlantInputKind::kChange:
      return change_order(run, index);
    case PlantInputKind::kCancel:
      return cancel_order(run, index);
    case PlantInputKind::kConfirm:
    case PlantInputKind::kRefuse:
      return on_answer(run, run.outside[index]);
  }
}

void on_outside_purchase_arrives(RunState& run, std::size_t index) {
  PlantInput& input = run.outside[index];
  const auto delivery = static_cast<std::uint64_t>(input.deliveries++);
  const SupplierQuality& quality = run.plant->suppliers[input.supplier.index()].quality;
  total_of(run, input.material, input.location).on_order -= input.quantity;
  sim::Draw draw = run.random.draw({sim::Purpose::kSupplierQuality, key_of(input), 0, delivery});
  const bool bad = draw.chance(quality.bad_lot_probability);
  if (bad && quality.detected_on_receipt) {
    send_back(run, input.material, input.location, input.quantity,
              static_cast<std::int32_t>(index));
    await_delivery(run, index);
  } else {
    receive_stock(run, input.material, input.location, input.quantity,
                  {.bad = bad, .outside = static_cast<std::int32_t>(index)});
  }
}

void ship_waiting(RunState& run) {
  run.ship_again = 0;
  for (std::size_t i = 0; i < run.shipments_waiting.size();) {
    const std::int32_t number = run.shipments_waiting[i];
    const PlantInput& input = run.outside[static_cast<std::size_t>(number)];
    const auto same_stock = [&](std::int32_t other) {
      const PlantInput& ahead = run.outside[static_cast<std::size_t>(other)];
      return ahead.material == input.material && ahead.location == input.location;
    };
    const auto here = run.shipments_waiting.begin() + static_cast<std::ptrdiff_t>(i);
    const bool first = std::none_of(run.shipments_waiting.begin(), here, same_stock);
    if (!first || !enough_for(run, input)) {
      ++i;
      continue;
    }
    run.shipments_waiting.erase(here);
    ship_stock(run, input, number);
  }
}

}  // namespace planttwin::plant
