#include "scenarios/report/event_log_rows.h"

#include <sqlite3.h>

#include <new>

namespace planttwin::scenario {
namespace {

using plant::PlantEvent;

constexpr const char* kColumns =
    "CREATE TABLE incoming(time, type, order_id, lot, other_lot, stock, work_center, machine, "
    "material, location, node, operation, other, quantity, other_quantity, duration, value)";

// The two objects that SQLite passes around, see https://www.sqlite.org/vtab.html: it knows their
// bases only.
struct Table : sqlite3_vtab {
  const IncomingEvents* events;
};

struct Cursor : sqlite3_vtab_cursor {
  const IncomingEvents* events;
  const PlantEvent* row;
};

void say_number(sqlite3_context* result, std::int64_t number) {
  if (number >= 0) sqlite3_result_int64(result, number);
}

template <class Id>
void say_id(sqlite3_context* result, Id id) {
  if (id.valid()) sqlite3_result_int64(result, id.number());
}

void say_amount(sqlite3_context* result, std::int64_t amount) {
  if (amount != 0) sqlite3_result_int64(result, amount);
}

// A value that is not set is NULL.
void say_column(sqlite3_context* result, const PlantEvent& event, int column) {
  switch (column) {
    case 0:
      return sqlite3_result_int64(result, event.time.count());
    case 1:
      return sqlite3_result_int64(result, static_cast<std::int64_t>(event.type));
    case 2:
      return say_number(result, event.order);
    case 3:
      return say_number(result, event.lot);
    case 4:
      return say_number(result, event.other_lot);
    case 5:
      return say_number(result, event.stock);
    case 6:
      return say_id(result, event.work_center);
    case 7:
      return say_id(result, event.machine);
    case 8:
      return say_id(result, event.material);
    case 9:
      return say_id(result, event.location);
    case 10:
      return say_id(result, event.node);
    case 11:
      return say_number(result, event.operation);
    case 12:
      return say_number(result, event.other);
    case 13:
      return say_amount(result, event.quantity.count());
    case 14:
      return say_amount(result, event.other_quantity.count());
    case 15:
      return say_amount(result, event.duration.count());
    case 16:
      return say_amount(result, event.value);
  }
}

int connect(sqlite3* connection, void* events, int, const char* const*, sqlite3_vtab** made,
            char**) {
  const int status = sqlite3_declare_vtab(connection, kColumns);
  if (status != SQLITE_OK) return status;
  auto* table = new (std::nothrow) Table{};
  if (table == nullptr) return SQLITE_NOMEM;
  table->events = static_cast<const IncomingEvents*>(events);
  *made = table;
  return SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
  delete static_cast<Table*>(table);
  return SQLITE_OK;
}

// All rows in their order is the only way to read them.
int plan(sqlite3_vtab*, sqlite3_index_info*) { return SQLITE_OK; }

int open(sqlite3_vtab* table, sqlite3_vtab_cursor** made) {
  auto* cursor = new (std::nothrow) Cursor{};
  if (cursor == nullptr) return SQLITE_NOMEM;
  cursor->events = static_cast<Table*>(table)->events;
  *made = cursor;
  return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
  delete static_cast<Cursor*>(cursor);
  return SQLITE_OK;
}

int first(sqlite3_vtab_cursor* base, int, const char*, int, sqlite3_value**) {
  auto* cursor = static_cast<Cursor*>(base);
  cursor->row = cursor->events->begin();
  return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
  ++static_cast<Cursor*>(cursor)->row;
  return SQLITE_OK;
}

int at_end(sqlite3_vtab_cursor* base) {
  const auto* cursor = static_cast<const Cursor*>(base);
  return cursor->row == cursor->events->end() ? 1 : 0;
}

int column(sqlite3_vtab_cursor* cursor, sqlite3_context* result, int number) {
  say_column(result, *static_cast<const Cursor*>(cursor)->row, number);
  return SQLITE_OK;
}

int row_number(sqlite3_vtab_cursor* base, sqlite3_int64* number) {
  const auto* cursor = static_cast<const Cursor*>(base);
  *number = cursor->row - cursor->events->begin();
  return SQLITE_OK;
}

// Without xCreate: the table is there in every connection that knows the module, and in no file.
constexpr sqlite3_module make_module() {
  sqlite3_module module{};
  module.xConnect = connect;
  module.xBestIndex = plan;
  module.xDisconnect = disconnect;
  module.xOpen = open;
  module.xClose = close;
  module.xFilter = first;
  module.xNext = next;
  module.xEof = at_end;
  module.xColumn = column;
  module.xRowid = row_number;
  return module;
}

constexpr sqlite3_module kModule = make_module();

}  // namespace

void IncomingEvents::attach(sim::Database& database) {
  database.add_table("incoming", kModule, this);
}

}  // namespace planttwin::scenario
