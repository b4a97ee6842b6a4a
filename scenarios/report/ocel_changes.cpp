#include <algorithm>

#include "scenarios/report/ocel_objects.h"

// How events change the objects of an object-centric event log.
namespace planttwin::scenario {
namespace {

using plant::EventType;

// What an event makes of the lot that it is about; empty: nothing new.
std::string_view status_after(EventType type) {
  switch (type) {
    case EventType::kLotCreated:
      return "created";
    case EventType::kLotQueued:
      return "queued";
    case EventType::kSetupStarted:
    case EventType::kOperationStarted:
    case EventType::kOperationResumed:
      return "in process";
    case EventType::kOperationPaused:
      return "interrupted";
    case EventType::kOperationCompleted:
      return "processed";
    case EventType::kCarrierLoaded:
      return "in transit";
    case EventType::kLotHeld:
      return "held";
    case EventType::kLotReleased:
      return "released";
    case EventType::kLotCompleted:
      return "completed";
    default:
      return "";
  }
}

// Whether the quantity of such an event is all that the lot has.
bool tells_whole_quantity(EventType type) {
  return type == EventType::kLotCreated || type == EventType::kLotQueued ||
         type == EventType::kOperationStarted || type == EventType::kLotCompleted;
}

}  // namespace

void OcelObjects::follow(const LoggedEvent& event, const std::string& time) {
  switch (event.type) {
    case EventType::kOrderReleased:
      change(OcelObjectType::kOrder, id(OcelObjectType::kOrder, event.order), "status", "released",
             time);
      return;
    case EventType::kOrderCompleted:
      change(OcelObjectType::kOrder, id(OcelObjectType::kOrder, event.order), "status", "completed",
             time);
      return;
    case EventType::kMachineState:
      change(OcelObjectType::kMachine, id(OcelObjectType::kMachine, event.machine), "state",
             states_.at(static_cast<std::size_t>(event.other)), time);
      return;
    case EventType::kLotSplit:
    case EventType::kLotMerged:
      follow_parts(event, time);
      return;
    default:
      if (event.stock >= 0) follow_stock(event, time);
      if (event.lot >= 0) follow_lot(event, time);
  }
}

void OcelObjects::follow_lot(const LoggedEvent& event, const std::string& time) {
  if (tells_whole_quantity(event.type)) {
    set_quantity(OcelObjectType::kLot, event.lot, event.quantity, time);
  }
  const std::string_view status = status_after(event.type);
  if (!status.empty()) set_status(OcelObjectType::kLot, event.lot, status, time);
  if (event.type != EventType::kLotScrapped) return;
  const std::int64_t left = tracked(OcelObjectType::kLot, event.lot).quantity - event.quantity;
  set_quantity(OcelObjectType::kLot, event.lot, std::max(left, std::int64_t{0}), time);
  if (left <= 0) set_status(OcelObjectType::kLot, event.lot, "scrapped", time);
}

// A split takes its quantity from the lot, unless the lot goes on as a whole: a part of the same
// size is a parallel branch of the lot. The result of a merge begins with its first part.
void OcelObjects::follow_parts(const LoggedEvent& event, const std::string& time) {
  const std::string& lot = id(OcelObjectType::kLot, event.lot);
  const std::string& other = id(OcelObjectType::kLot, event.other_lot);
  const std::int64_t before = tracked(OcelObjectType::kLot, event.lot).quantity;
  if (event.type == EventType::kLotSplit) {
    relate(lot, other, "split into");
    set_quantity(OcelObjectType::kLot, event.other_lot, event.quantity, time);
    set_status(OcelObjectType::kLot, event.other_lot, "created", time);
    if (event.quantity < before) {
      set_quantity(OcelObjectType::kLot, event.lot, before - event.quantity, time);
    }
    return;
  }
  relate(other, lot, "merged into");
  set_quantity(OcelObjectType::kLot, event.lot, before + event.quantity, time);
  set_status(OcelObjectType::kLot, event.other_lot, "merged", time);
}

void OcelObjects::follow_stock(const LoggedEvent& event, const std::string& time) {
  const std::string& stock = id(OcelObjectType::kStock, event.stock);
  const std::int64_t before = tracked(OcelObjectType::kStock, event.stock).quantity;
  std::int64_t after = before;
  switch (event.type) {
    case EventType::kMaterialReceived:
    case EventType::kByProductReceived:
    case EventType::kMaterialReturned:
      after += event.quantity;
      set_status(OcelObjectType::kStock, event.stock, "available", time);
      relate(stock, id(OcelObjectType::kLocation, event.location), "stored at");
      if (event.lot >= 0) relate(id(OcelObjectType::kLot, event.lot), stock, "became");
      break;
    case EventType::kMaterialIssued:
      after -= event.quantity;
      relate(stock, id(OcelObjectType::kLot, event.lot), "consumed by");
      if (event.other_lot >= 0) {
        relate(id(OcelObjectType::kLot, event.other_lot), id(OcelObjectType::kLot, event.lot),
               "consumed by");
      }
      break;
    case EventType::kStockExpired:
    case EventType::kStockScrapped:
      after -= event.quantity;
      set_status(OcelObjectType::kStock, event.stock,
                 event.type == EventType::kStockExpired ? "expired" : "scrapped", time);
      break;
    case EventType::kStockHeld:
      set_status(OcelObjectType::kStock, event.stock, "held", time);
      break;
    case EventType::kStockReleased:
      set_status(OcelObjectType::kStock, event.stock, "available", time);
      break;
    default:
      break;
  }
  set_quantity(OcelObjectType::kStock, event.stock, after, time);
}

OcelObjects::Tracked& OcelObjects::tracked(OcelObjectType type, std::int64_t number) {
  return (type == OcelObjectType::kLot ? lots_ : stock_)[number];
}

void OcelObjects::set_quantity(OcelObjectType type, std::int64_t number, std::int64_t quantity,
                               const std::string& time) {
  Tracked& thing = tracked(type, number);
  if (thing.known && thing.quantity == quantity) return;
  thing.quantity = quantity;
  if (!thing.known) {
    thing.known = true;
    write_first(type, number, thing);
    return;
  }
  sim::Statement& insert = change_row(type, "quantity");
  insert.bind(1, id(type, number)).bind(2, time);
  insert.bind_real(3, in_units(quantity, thing.material)).run();
}

void OcelObjects::set_status(OcelObjectType type, std::int64_t number, std::string_view status,
                             const std::string& time) {
  Tracked& thing = tracked(type, number);
  if (thing.status == status) return;
  thing.status = status;
  change(type, id(type, number), "status", status, time);
}

void OcelObjects::write_first(OcelObjectType type, std::int64_t number, const Tracked& thing) {
  sim::Statement& insert = initial(type, id(type, number));
  for (int column = 3; column <= 6; ++column) insert.bind_null(column);
  if (thing.material >= 0) {
    const Material& material = materials_.at(static_cast<std::size_t>(thing.material));
    insert.bind(3, material.name).bind(5, material.unit);
  }
  if (thing.known) insert.bind_real(4, in_units(thing.quantity, thing.material));
  insert.run();
}

void OcelObjects::finish() {
  for (const OcelObjectType type : {OcelObjectType::kLot, OcelObjectType::kStock}) {
    for (const auto& [number, object] : ids_[static_cast<std::size_t>(type)]) {
      const Tracked& thing = tracked(type, number);
      if (!thing.known) write_first(type, number, thing);
    }
  }
}

// Inserts a change of one attribute: identity, time, value.
sim::Statement& OcelObjects::change_row(OcelObjectType type, std::string_view field) {
  const auto key = std::make_pair(type, std::string(field));
  const auto place = changes_.find(key);
  if (place != changes_.end()) return place->second;
  const std::string sql = "INSERT INTO object_" + std::string(ocel_object_table(type).map) +
                          "(ocel_id, ocel_time, ocel_changed_field, " + key.second +
                          ") VALUES(?,?,'" + key.second + "',?)";
  return changes_.try_emplace(key, ocel_, sql).first->second;
}

void OcelObjects::change(OcelObjectType type, const std::string& object, std::string_view field,
                         std::string_view text, const std::string& time) {
  change_row(type, field).bind(1, object).bind(2, time).bind(3, text).run();
}

}  // namespace planttwin::scenario
