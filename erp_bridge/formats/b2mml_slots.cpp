#include "erp_bridge/formats/b2mml_slots.h"

#include <array>

namespace planttwin::bridge {
namespace {

constexpr std::array<B2mmlKind, 19> kKinds = {{
    {"ProductionOrderReleased", "Process", "OperationsSchedule", "Released", "Produced"},
    {"ProductionOrderChanged", "Change", "OperationsSchedule", "Released", "Produced"},
    {"ProductionOrderCancelled", "Cancel", "OperationsSchedule", "Cancelled", ""},
    {"ProductionOrderClosed", "Change", "OperationsSchedule", "Closed", ""},
    {"ProductionOrderReopened", "Change", "OperationsSchedule", "Released", ""},
    {"OperationStarted", "Sync", "OperationsPerformance", "Running", "Produced"},
    {"OperationCompleted", "Sync", "OperationsPerformance", "Completed", "Produced"},
    {"MaterialIssued", "Sync", "OperationsPerformance", "", "Consumed"},
    {"MaterialReturned", "Sync", "OperationsPerformance", "", "Other:Returned"},
    {"ProductCompleted", "Sync", "OperationsPerformance", "", "Produced"},
    {"Scrapped", "Sync", "OperationsPerformance", "", "Other:Scrapped"},
    {"Reworked", "Sync", "OperationsPerformance", "", "Other:Reworked"},
    {"ByProduct", "Sync", "OperationsPerformance", "", "By-product Produced"},
    {"StockStatusChanged", "Sync", "MaterialLot", "", ""},
    {"LotHeld", "Sync", "MaterialLot", "held", "Restricted"},
    {"LotReleased", "Sync", "MaterialLot", "unrestricted", "UnRestricted"},
    {"DowntimeStarted", "Sync", "WorkAlert", "", ""},
    {"DowntimeEnded", "Sync", "WorkAlert", "", ""},
    {"Alarm", "Sync", "WorkAlert", "", ""},
}};

constexpr std::array<B2mmlSlot, 6> kApplicationArea = {{
    {"Sender/LogicalID", "@source"},
    {"Sender/ComponentID", "@plant"},
    {"Sender/TaskID", "@type"},
    {"Sender/ReferenceID", "@idempotencykey"},
    {"CreationDateTime", "@time"},
    {"BODID", "@id"},
}};

constexpr std::string_view kPlace = "Operational Location ID";

// The whole order is one segment.
constexpr std::array<B2mmlSlot, 15> kSchedule = {{
    {"ID", "@shortkey"},
    {"OperationsType", "", "Production"},
    {"OperationsRequest/ID", "order"},
    {"OperationsRequest/StartTime", "start"},
    {"OperationsRequest/EndTime", "due"},
    {"OperationsRequest/RequestState", "", "$state"},
    {"OperationsRequest/SegmentRequirement/ID", "", "order"},
    {"OperationsRequest/SegmentRequirement/ProcessSegmentID", "", "order"},
    {"OperationsRequest/SegmentRequirement/OperationsDefinitionID", "", "order"},
    {"OperationsRequest/SegmentRequirement/OperationsSegmentID", "", "order"},
    {"OperationsRequest/SegmentRequirement/SegmentParameter", kB2mmlProperties},
    {"OperationsRequest/SegmentRequirement/MaterialRequirement[item]/MaterialDefinitionID", "item"},
    {"OperationsRequest/SegmentRequirement/MaterialRequirement[item]/MaterialUse", "item", "$use"},
    {"OperationsRequest/SegmentRequirement/MaterialRequirement[item]/Quantity/QuantityString",
     "quantity"},
    {"OperationsRequest/SegmentRequirement/MaterialRequirement[item]/Quantity/UnitOfMeasure",
     "unit"},
}};

constexpr std::array<B2mmlSlot, 29> kPerformance = {{
    {"ID", "@shortkey"},
    {"OperationsType", "", "Production"},
    {"OperationsResponse/ID", "", "response"},
    {"OperationsResponse/OperationsRequestID", "order"},
    {"OperationsResponse/SegmentResponse/ID", "", "segment"},
    {"OperationsResponse/SegmentResponse/OperationsSegmentID", "operation"},
    {"OperationsResponse/SegmentResponse/SegmentState", "", "$state"},
    {"OperationsResponse/SegmentResponse/SegmentData", kB2mmlProperties},
    {"OperationsResponse/SegmentResponse/PersonnelActual[labor]/Quantity/QuantityString",
     "labor_time_s"},
    {"OperationsResponse/SegmentResponse/PersonnelActual[labor]/Quantity/UnitOfMeasure",
     "labor_time_s", "s"},
    {"OperationsResponse/SegmentResponse/EquipmentActual[work_center]/EquipmentID", "work_center"},
    {"OperationsResponse/SegmentResponse/EquipmentActual[work_center]/Quantity/QuantityString",
     "machine_time_s"},
    {"OperationsResponse/SegmentResponse/EquipmentActual[work_center]/Quantity/UnitOfMeasure",
     "machine_time_s", "s"},
    {"OperationsResponse/SegmentResponse/EquipmentActual[equipment]/EquipmentID", "equipment"},
    {"OperationsResponse/SegmentResponse/MaterialActual[item]/MaterialDefinitionID", "item"},
    {"OperationsResponse/SegmentResponse/MaterialActual[item]/MaterialLotID", "lot"},
    {"OperationsResponse/SegmentResponse/MaterialActual[item]/MaterialSubLotID", "serials"},
    {"OperationsResponse/SegmentResponse/MaterialActual[item]/MaterialUse", "", "$use"},
    {"OperationsResponse/SegmentResponse/MaterialActual[item]/StorageLocation/Location",
     "location"},
    {"OperationsResponse/SegmentResponse/MaterialActual[item]/StorageLocation/LocationType",
     "location", kPlace},
    {"OperationsResponse/SegmentResponse/MaterialActual[item]/Quantity/QuantityString", "quantity"},
    {"OperationsResponse/SegmentResponse/MaterialActual[item]/Quantity/UnitOfMeasure", "unit"},
    {"OperationsResponse/SegmentResponse/MaterialActual[scrapped]/MaterialUse", "scrapped",
     "Other:Scrapped"},
    {"OperationsResponse/SegmentResponse/MaterialActual[scrapped]/Quantity/QuantityString",
     "scrapped"},
    {"OperationsResponse/SegmentResponse/MaterialActual[scrapped]/Quantity/UnitOfMeasure",
     "scrapped", "$unit"},
    {"OperationsResponse/SegmentResponse/MaterialActual[into_lot]/MaterialLotID", "into_lot"},
    {"OperationsResponse/SegmentResponse/MaterialActual[into_lot]/MaterialUse", "into_lot",
     "Produced"},
    {"OperationsResponse/SegmentResponse/MaterialActual[from_lot]/MaterialLotID", "from_lot"},
    {"OperationsResponse/SegmentResponse/MaterialActual[from_lot]/MaterialUse", "from_lot",
     "Consumed"},
}};

constexpr std::array<B2mmlSlot, 11> kMaterialLot = {{
    {"ID", "lot", "", true},
    {"MaterialDefinitionID", "item"},
    {"Status", "", "$state"},
    {"Status", "to"},
    {"Disposition", "", "$use"},
    {"MaterialLotProperty", kB2mmlProperties},
    {"MaterialSubLot*/ID", "serials"},
    {"StorageLocation/Location", "location"},
    {"StorageLocation/LocationType", "location", kPlace},
    {"Quantity/QuantityString", "quantity"},
    {"Quantity/UnitOfMeasure", "unit"},
}};

constexpr std::array<B2mmlSlot, 6> kWorkAlert = {{
    {"ID", "@shortkey"},
    {"MessageText", "reason"},
    {"HierarchyScope/EquipmentID", "equipment"},
    {"HierarchyScope/EquipmentLevel", "", "WorkUnit"},
    {"Category", "mode"},
    {"WorkAlertProperty", kB2mmlProperties},
}};

}  // namespace

std::span<const B2mmlKind> b2mml_kinds() { return kKinds; }

const B2mmlKind* b2mml_kind(std::string_view name) {
  for (const B2mmlKind& kind : kKinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

std::span<const B2mmlSlot> b2mml_application_area() { return kApplicationArea; }

std::span<const B2mmlSlot> b2mml_slots(std::string_view noun) {
  if (noun == "OperationsSchedule") return kSchedule;
  if (noun == "OperationsPerformance") return kPerformance;
  if (noun == "MaterialLot") return kMaterialLot;
  return kWorkAlert;
}

}  // namespace planttwin::bridge
