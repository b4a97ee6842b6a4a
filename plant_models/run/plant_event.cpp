#include "plant_models/run/plant_event.h"

#include <array>

namespace planttwin::plant {
namespace {

constexpr std::array<std::string_view, kEventTypes> kNames = {"order_released",
                                                              "order_completed",
                                                              "order_delivered",
                                                              "arrival_lost",
                                                              "lot_created",
                                                              "lot_queued",
                                                              "setup_started",
                                                              "operation_started",
                                                              "operation_paused",
                                                              "operation_resumed",
                                                              "operation_completed",
                                                              "phase_started",
                                                              "phase_completed",
                                                              "lot_moved",
                                                              "lot_left",
                                                              "lot_completed",
                                                              "lot_scrapped",
                                                              "lot_split",
                                                              "lot_merged",
                                                              "lot_held",
                                                              "lot_released",
                                                              "lot_reworked",
                                                              "inspected",
                                                              "nonconformance",
                                                              "capa_started",
                                                              "capa_effective",
                                                              "machine_state",
                                                              "failure_started",
                                                              "failure_ended",
                                                              "maintenance_started",
                                                              "maintenance_ended",
                                                              "material_received",
                                                              "material_issued",
                                                              "material_returned",
                                                              "by_product_received",
                                                              "material_reserved",
                                                              "reservation_released",
                                                              "material_staged",
                                                              "stock_held",
                                                              "stock_released",
                                                              "stock_expired",
                                                              "stock_scrapped",
                                                              "purchase_ordered",
                                                              "carrier_called",
                                                              "carrier_loaded",
                                                              "carrier_unloaded",
                                                              "carrier_moved",
                                                              "disruption_started",
                                                              "disruption_ended",
                                                              "queue_time_violated",
                                                              "shipped",
                                                              "validation_asked",
                                                              "validation_confirmed",
                                                              "validation_refused",
                                                              "gate_passed_unanswered",
                                                              "gate_passed_by_paper",
                                                              "order_changed",
                                                              "order_cancelled",
                                                              "order_change_refused"};

}  // namespace

std::string_view event_name(EventType type) { return kNames[static_cast<std::size_t>(type)]; }

}  // namespace planttwin::plant
