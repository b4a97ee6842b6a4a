#include "erp_bridge/messages/catalog.h"

#include <array>

namespace planttwin::bridge {
namespace {

constexpr std::array<MessageUse, 47> kUses = {{
    {"MaterialMaster", "PLM, ERP", "plant", "synchronous, compared by hash"},
    {"BillOfMaterial", "PLM, ERP", "plant", "synchronous, compared by hash"},
    {"Routing", "PLM, ERP", "plant", "synchronous, compared by hash"},
    {"ProductionOrderReleased", "ERP", "MES", "pushed or polled, acknowledged"},
    {"ProductionOrderChanged", "ERP", "MES", "pushed or polled, acknowledged"},
    {"ProductionOrderCancelled", "ERP", "MES", "pushed or polled, acknowledged"},
    {"ProductionOrderClosed", "ERP", "MES", "pushed or polled, acknowledged"},
    {"ProductionOrderReopened", "ERP", "MES", "pushed or polled, acknowledged"},
    {"OrderValidation", "MES", "ERP", "synchronous question"},
    {"OperationStarted", "MES", "ERP", "asynchronous, in order per order"},
    {"OperationCompleted", "MES", "ERP", "asynchronous, in order per order"},
    {"MaterialIssued", "MES", "ERP", "asynchronous, in order per order"},
    {"MaterialReturned", "MES", "ERP", "asynchronous, in order per order"},
    {"ProductCompleted", "MES", "ERP", "asynchronous, in order per order"},
    {"Scrapped", "MES", "ERP", "asynchronous, in order per order"},
    {"Reworked", "MES", "ERP", "asynchronous, in order per order"},
    {"ByProduct", "MES", "ERP", "asynchronous, in order per order"},
    {"WipMoved", "WMS", "ERP", "asynchronous, confirmed"},
    {"GoodsReceived", "WMS, ERP", "ERP, WMS", "asynchronous, confirmed"},
    {"StockMoved", "WMS, ERP", "ERP, WMS", "asynchronous, confirmed"},
    {"DeliveryReleased", "ERP", "WMS", "asynchronous, confirmed"},
    {"Shipped", "WMS, ERP", "ERP, WMS", "asynchronous, confirmed"},
    {"CycleCounted", "WMS, ERP", "ERP, WMS", "asynchronous, confirmed"},
    {"StockStatusChanged", "WMS, ERP", "ERP, WMS", "asynchronous, confirmed"},
    {"InventorySnapshot", "any", "any", "request and response"},
    {"PostingReversed", "MES, ERP", "ERP, MES", "asynchronous"},
    {"PostingCorrected", "MES, ERP", "ERP, MES", "asynchronous"},
    {"PeriodClosed", "ERP", "all", "asynchronous"},
    {"PeriodOpened", "ERP", "all", "asynchronous"},
    {"PurchaseOrder", "ERP", "supplier", "asynchronous"},
    {"AdvanceShipNotice", "supplier", "ERP", "asynchronous"},
    {"InspectionRecorded", "QMS", "MES, ERP", "asynchronous"},
    {"NonconformanceRaised", "QMS", "MES, ERP", "asynchronous"},
    {"LotHeld", "QMS", "MES, ERP", "asynchronous, blocks allocation"},
    {"LotReleased", "QMS", "MES, ERP", "asynchronous"},
    {"CapaOpened", "QMS", "MES, ERP", "asynchronous"},
    {"DowntimeStarted", "CMMS, SCADA", "MES, ERP", "asynchronous"},
    {"DowntimeEnded", "CMMS, SCADA", "MES, ERP", "asynchronous"},
    {"MaintenanceRequested", "MES, SCADA", "CMMS", "asynchronous"},
    {"MaintenanceCompleted", "CMMS", "MES, ERP", "asynchronous"},
    {"CapacityChanged", "CMMS", "MES, ERP", "asynchronous"},
    {"MachineState", "SCADA", "historian, analytics", "streamed"},
    {"Telemetry", "SCADA", "historian, analytics", "streamed"},
    {"Alarm", "SCADA", "historian, analytics", "streamed"},
    {"Acknowledged", "receiver", "sender", "answer: it is kept"},
    {"Rejected", "receiver", "sender", "answer: it is refused"},
    {"Confirmed", "receiver", "sender", "answer: it is done"},
}};

}  // namespace

std::span<const MessageUse> message_uses() { return kUses; }

}  // namespace planttwin::bridge
