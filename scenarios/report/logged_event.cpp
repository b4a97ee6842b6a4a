#include "scenarios/report/logged_event.h"

#include <string>

namespace planttwin::scenario {
namespace {

constexpr const char* kEventColumns =
    "SELECT id, time, type, order_id, lot, other_lot, stock, work_center, machine, material, "
    "location, node, operation, other, quantity, other_quantity, duration, value FROM event "
    "ORDER BY id";

LoggedEvent read_event(const sim::Statement& row) {
  const auto number = [&](int column) { return row.is_null(column) ? -1 : row.integer(column); };
  LoggedEvent event;
  event.id = row.integer(0);
  event.time = row.integer(1);
  event.type = static_cast<plant::EventType>(row.integer(2));
  event.order = number(3);
  event.lot = number(4);
  event.other_lot = number(5);
  event.stock = number(6);
  event.work_center = number(7);
  event.machine = number(8);
  event.material = number(9);
  event.location = number(10);
  event.node = number(11);
  event.operation = number(12);
  event.other = number(13);
  event.quantity = row.integer(14);  // an absent amount reads as 0
  event.other_quantity = row.integer(15);
  event.duration = row.integer(16);
  event.value = row.integer(17);
  return event;
}

}  // namespace

void for_each_event(sim::Database& log, const std::function<void(const LoggedEvent&)>& handle) {
  sim::Statement row(log, kEventColumns);
  while (row.step()) handle(read_event(row));
}

std::int64_t log_number(sim::Database& log, const char* key, std::int64_t otherwise) {
  sim::Statement row(log, "SELECT value FROM meta WHERE key = ?");
  row.bind(1, std::string_view(key));
  return row.step() ? std::stoll(row.text(0)) : otherwise;
}

}  // namespace planttwin::scenario
