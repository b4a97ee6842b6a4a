#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "plant_models/run/machine_state.h"
#include "scenarios/playback/floor_event.h"
#include "scenarios/playback/floor_plan.h"

namespace planttwin::playback {

enum class LotPlace : std::uint8_t {
  kOutside,    // released, before its first work center
  kQueue,      // waits at `work_center`
  kMachine,    // in or on `machine`, or on an output place beside it
  kUnderWay,   // from where it was to `to_work_center` or `to_location`
  kOnCarrier,  // `carrier`
  kJoining,    // its branch is done; it waits for those that run in parallel
};

// A lot that is in the plant. Times are microseconds since the start.
struct LotNow {
  std::int32_t number = -1;
  std::int32_t order = -1;
  LotPlace place = LotPlace::kOutside;
  bool held = false;
  bool set_up = false;            // its machine is being set up for it
  bool done_here = false;         // its operation is done; it waits to leave
  std::int32_t work_center = -1;  // where it is, or was last
  std::int32_t machine = -1;      // likewise
  std::int32_t carrier = -1;
  std::int32_t operation = 0;
  std::int32_t to_work_center = -1;
  std::int32_t to_location = -1;
  std::int32_t node = -1;       // where it was set down last, if it was carried since it worked
  std::int32_t branch_of = -1;  // the lot whose parallel branch it is
  std::int32_t branches = 0;    // so many lots are parallel branches of it
  std::int32_t next = -1;       // FloorEvent::next of its last event
  std::int64_t quantity = 0;    // smallest steps of its material
  std::int64_t since = 0;       // in this place
  std::int64_t arrives = -1;    // under way: when; -1: not known yet

  template <class Archive>
  void visit(Archive& archive) {
    archive(number, order, place, held, set_up, done_here, work_center, machine, carrier,
            operation);
    archive(to_work_center, to_location, node, branch_of, branches, next, quantity, since, arrives);
  }
};

struct MachineNow {
  plant::MachineStateCode state = plant::MachineStateCode::kIdle;
  std::int64_t since = 0;
  std::array<std::int64_t, plant::kMachineStates> spent{};  // before `since`
  std::int32_t lots = 0;                                    // on it
  std::int64_t completed = 0;
  std::int32_t people = 0;  // at work on it

  template <class Archive>
  void visit(Archive& archive) {
    archive(state, since, spent, lots, completed, people);
  }

  // Time in a state up to now, microseconds.
  std::int64_t time_in(plant::MachineStateCode code, std::int64_t now) const {
    return spent[static_cast<std::size_t>(code)] + (state == code ? now - since : 0);
  }
};

struct WorkCenterNow {
  std::int32_t queue = 0;
  std::int64_t completed = 0;  // operations

  template <class Archive>
  void visit(Archive& archive) {
    archive(queue, completed);
  }
};

struct CarrierNow {
  std::int32_t node = -1;  // where it is, or was last
  std::int32_t to_node = -1;
  std::int32_t lots = 0;
  std::int32_t trips = 0;  // that it has ended
  std::int64_t since = 0;
  std::int64_t arrives = -1;  // at `to_node`; -1: it stands still, as far as is known
};

// An order with work to do.
struct OrderNow {
  std::int32_t number = -1;
  std::int32_t material = -1;
  std::int32_t lots = 0;
  std::int64_t released = 0;
  std::int64_t quantity = 0;
  std::int64_t good = 0;
  std::int64_t scrapped = 0;

  template <class Archive>
  void visit(Archive& archive) {
    archive(number, material, lots, released, quantity, good, scrapped);
  }
};

struct FloorTotals {
  std::int64_t orders_released = 0;
  std::int64_t orders_completed = 0;
  std::int64_t orders_late = 0;  // completed after they were due
  std::int64_t lots_completed = 0;
};

// What is to be seen in a plant at an instant, told by the events up to it and nothing else: the
// same events give the same state. What is yet to come is used only where an event refers to it
// (FloorEvent::next), so that things under way are known to arrive.
class FloorState {
 public:
  FloorState() = default;
  explicit FloorState(const FloorPlan& plan);

  // Events in their order. `history` is what FloorEvent::next refers to.
  void apply(const FloorPlan& plan, const FloorEvent& event, const FloorEvent* history);

  std::int64_t time = 0;     // of the last event
  std::int64_t events = 0;   // so many have been applied
  std::vector<LotNow> lots;  // in no order that means anything
  std::vector<OrderNow> orders;
  std::vector<MachineNow> machines;
  std::vector<WorkCenterNow> work_centers;
  std::vector<CarrierNow> carriers;
  std::vector<std::int64_t> stock;  // by location and material: FloorPlan::stock_place
  FloorTotals totals;
  std::int32_t outside = 0;  // lots that are released and have not come in

  template <class Archive>
  void visit(Archive& archive) {
    archive(time, events, lots, orders, machines, work_centers, carriers, stock, totals);
    archive(outside);
    if constexpr (Archive::kReading) index();
  }

  const LotNow* find_lot(std::int32_t number) const;
  const OrderNow* find_order(std::int32_t number) const;

 private:
  void index();
  LotNow& lot_of(const FloorEvent& event);
  OrderNow& order_of(const FloorEvent& event);
  void put(LotNow& lot, LotPlace place, std::int64_t now);
  bool put_on_machine(const FloorPlan& plan, LotNow& lot, const FloorEvent& event);
  void finish_operation(LotNow& lot, const FloorEvent& event, const FloorEvent* history);
  void put_under_way(LotNow& lot, std::int64_t now, const FloorEvent* history);
  void split(const FloorEvent& event);
  void merge(const FloorEvent& event);
  void count_branch(std::int32_t parent);
  void end_branch(std::int32_t number, const FloorEvent& event, const FloorEvent* history);
  void remove_lot(std::int32_t number);
  void remove_order(std::int32_t number);
  void apply_to_lot(const FloorPlan& plan, const FloorEvent& event, const FloorEvent* history);
  void apply_to_order(const FloorEvent& event);
  void apply_to_stock(const FloorPlan& plan, const FloorEvent& event);
  void apply_to_machine(const FloorEvent& event);
  void apply_to_carrier(const FloorPlan& plan, const FloorEvent& event, const FloorEvent* history);

  std::unordered_map<std::int32_t, std::int32_t> lot_index_;
  std::unordered_map<std::int32_t, std::int32_t> order_index_;
};

}  // namespace planttwin::playback
