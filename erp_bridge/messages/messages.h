#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "erp_bridge/messages/answers.h"
#include "erp_bridge/messages/corrections.h"
#include "erp_bridge/messages/equipment.h"
#include "erp_bridge/messages/logistics.h"
#include "erp_bridge/messages/master_data.h"
#include "erp_bridge/messages/material.h"
#include "erp_bridge/messages/orders.h"
#include "erp_bridge/messages/production.h"
#include "erp_bridge/messages/quality.h"
#include "erp_bridge/messages/trade.h"

// What shop floor and back office tell each other. Every message is described once, by its function
// `describe`: formats, schemas and comparisons are made from that. Optional members and lists of
// texts may be absent; all others are there. Within a version members are only added, and those as
// optional ones. Quantities are exact decimals, not negative, in the unit beside them.
namespace planttwin::bridge {

using Body = std::variant<
    // master_data.h
    MaterialMaster, BillOfMaterial, Routing,
    // orders.h
    ProductionOrderReleased, ProductionOrderChanged, ProductionOrderCancelled,
    ProductionOrderClosed, ProductionOrderReopened, OrderValidation,
    // production.h, material.h
    OperationStarted, OperationCompleted, MaterialIssued, MaterialReturned, ProductCompleted,
    Scrapped, Reworked, ByProduct, WipMoved,
    // logistics.h
    GoodsReceived, StockMoved, DeliveryReleased, Shipped, CycleCounted, StockStatusChanged,
    InventorySnapshot,
    // corrections.h
    PostingReversed, PostingCorrected, PeriodClosed, PeriodOpened,
    // trade.h
    PurchaseOrder, AdvanceShipNotice,
    // quality.h
    InspectionRecorded, NonconformanceRaised, LotHeld, LotReleased, CapaOpened,
    // equipment.h
    DowntimeStarted, DowntimeEnded, MaintenanceRequested, MaintenanceCompleted, CapacityChanged,
    MachineState, Telemetry, Alarm,
    // answers.h
    Acknowledged, Rejected, Confirmed>;

std::string_view name_of(const Body& body);
std::vector<std::string> message_names();
// Equal bodies have equal hashes; other bodies have others, but for one in 2^64.
std::uint64_t hash_of(const Body& body);
// A body of the kind with that name, all members empty; nothing where there is no such kind.
std::optional<Body> empty_body(std::string_view name);

// Calls `use` with an empty body of every kind of message until it returns true.
template <std::size_t I = 0, class Use>
bool any_kind(Use use) {
  if constexpr (I == std::variant_size_v<Body>) {
    return false;
  } else {
    return use(std::variant_alternative_t<I, Body>()) || any_kind<I + 1>(use);
  }
}

// The frame of a message: CloudEvents 1.0 (cloudevents.io) with extensions of ours.
struct Envelope {
  std::string id;        // unique
  std::string source;    // "/planttwin/PLANT"
  sim::UtcInstant time;  // when it happened, by the calendar of the run
  std::string run_id;
  std::int64_t sequence = 0;    // within the partition, from 1
  std::string partition_key;    // messages of one partition keep their order
  std::string idempotency_key;  // see keys.h
  std::string short_key;
  std::string plant;         // the site
  std::string posting_date;  // "2025-03-30", in the site's calendar
  std::optional<std::string> company;
  std::optional<std::string> trace_parent;  // W3C Trace Context
  std::optional<std::string> causation_id;  // id of the message that this one comes from
  std::vector<std::string> depends_on;      // ids of messages that must be booked before

  friend bool operator==(const Envelope&, const Envelope&) = default;
};

struct Message {
  Envelope envelope;
  Body body;
};

}  // namespace planttwin::bridge
