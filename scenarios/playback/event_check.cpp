#include "scenarios/playback/event_check.h"

#include <stdexcept>
#include <string>

#include "plant_models/run/machine_state.h"

namespace planttwin::playback {

using plant::EventType;

namespace {

void require(bool holds, const char* what) {
  if (!holds) throw std::out_of_range(std::string("no such ") + what);
}

// -1, or the number of an order or a lot.
void check_optional_number(std::int32_t number, const char* what) {
  require(number >= -1 && number <= kMostNumber, what);
}

void check_carrier(const FloorPlan& plan, const FloorEvent& event) {
  require(event.other >= 0 && index_of(event.other) < plan.fleets.size(), "fleet");
  require(event.value >= 0 && event.value < plan.fleets[index_of(event.other)].count, "carrier");
  require(event.lot >= 0 || event.type == EventType::kCarrierMoved, "lot");
}

void check_operation(const FloorPlan& plan, const FloorEvent& event) {
  if (event.routing < 0) return;
  const auto& operations = plan.routings[index_of(event.routing)].operations;
  require(event.operation >= 0 && index_of(event.operation) < operations.size(), "operation");
}

}  // namespace

void check_reference(std::int32_t reference, std::size_t size, const char* what) {
  require(reference == -1 || (reference >= 0 && index_of(reference) < size), what);
}

void check_event(const FloorPlan& plan, const FloorEvent& event) {
  check_optional_number(event.order, "order");
  check_optional_number(event.lot, "lot");
  check_optional_number(event.other_lot, "lot");
  check_reference(event.work_center, plan.work_centers.size(), "work center");
  check_reference(event.machine, plan.machines.size(), "machine");
  check_reference(event.material, plan.materials.size(), "material");
  check_reference(event.location, plan.locations.size(), "location");
  check_reference(event.node, plan.nodes.size(), "node");
  switch (event.type) {
    case EventType::kLotQueued:
      require(event.work_center >= 0, "work center");
      break;
    case EventType::kSetupStarted:
    case EventType::kOperationStarted:
    case EventType::kOperationCompleted:
      require(event.machine >= 0, "machine");
      check_operation(plan, event);
      break;
    case EventType::kMachineState:
      require(event.machine >= 0, "machine");
      require(event.other >= 0 && event.other < plant::kMachineStates, "state");
      break;
    case EventType::kLotSplit:
    case EventType::kLotMerged:
      require(event.lot >= 0 && event.other_lot >= 0 && event.lot != event.other_lot, "lot");
      break;
    case EventType::kCarrierLoaded:
    case EventType::kCarrierUnloaded:
    case EventType::kCarrierMoved:
      check_carrier(plan, event);
      break;
    default:
      break;
  }
}

void check_state(const FloorPlan& plan, const FloorState& state) {
  require(state.machines.size() == plan.machines.size(), "machine");
  require(state.work_centers.size() == plan.work_centers.size(), "work center");
  require(state.carriers.size() == index_of(plan.carriers), "carrier");
  require(state.stock.size() == plan.locations.size() * plan.materials.size(), "stock");
  for (const LotNow& lot : state.lots) {
    check_number(lot.number);
    check_optional_number(lot.order, "order");
    require(lot.place <= LotPlace::kJoining, "place");
    check_reference(lot.work_center, plan.work_centers.size(), "work center");
    check_reference(lot.to_work_center, plan.work_centers.size(), "work center");
    check_reference(lot.machine, plan.machines.size(), "machine");
    check_reference(lot.carrier, state.carriers.size(), "carrier");
    check_reference(lot.to_location, plan.locations.size(), "location");
    check_reference(lot.node, plan.nodes.size(), "node");
    require(lot.next < 0, "event");
    require(lot.place != LotPlace::kQueue || lot.work_center >= 0, "work center");
    require(lot.place != LotPlace::kMachine || lot.machine >= 0, "machine");
    require(lot.place != LotPlace::kOnCarrier || lot.carrier >= 0, "carrier");
  }
  for (const OrderNow& order : state.orders) {
    check_number(order.number);
    check_reference(order.material, plan.materials.size(), "material");
  }
  for (const MachineNow& machine : state.machines) {
    require(static_cast<int>(machine.state) < plant::kMachineStates, "state");
  }
  for (const CarrierNow& carrier : state.carriers) {
    check_reference(carrier.node, plan.nodes.size(), "node");
    check_reference(carrier.to_node, plan.nodes.size(), "node");
  }
}

void check_plan(const FloorPlan& plan) {
  const auto site = [&](std::int32_t i) { check_reference(i, plan.sites.size(), "site"); };
  const auto node = [&](std::int32_t i) { check_reference(i, plan.nodes.size(), "node"); };
  const auto location = [&](std::int32_t i) {
    check_reference(i, plan.locations.size(), "location");
  };
  for (const FloorPlan::WorkCenter& center : plan.work_centers) {
    site(center.site);
    node(center.node);
    location(center.supply);
    check_reference(center.buffer, plan.buffers.size(), "buffer");
  }
  for (const FloorPlan::Location& each : plan.locations) {
    site(each.site);
    node(each.node);
  }
  for (const FloorPlan::Node& each : plan.nodes) site(each.site);
  for (const FloorPlan::Edge& edge : plan.edges) {
    require(edge.from >= 0 && edge.to >= 0, "node");
    node(edge.from);
    node(edge.to);
  }
  for (const FloorPlan::Fleet& fleet : plan.fleets) {
    site(fleet.site);
    node(fleet.home);
    require(fleet.count >= 0 && fleet.count <= kMostNumber, "carrier");
  }
  for (const FloorPlan::Routing& routing : plan.routings) {
    check_reference(routing.material, plan.materials.size(), "material");
    location(routing.finished_goods);
    for (const FloorPlan::Operation& operation : routing.operations) {
      for (const std::int32_t center : operation.work_centers) {
        require(center >= 0 && index_of(center) < plan.work_centers.size(), "work center");
      }
      for (const std::int32_t next : operation.next) {
        require(next >= 0 && index_of(next) < routing.operations.size(), "operation");
      }
    }
  }
}

}  // namespace planttwin::playback
