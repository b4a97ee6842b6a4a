#include <algorithm>
#include <charconv>

#include "plant_models/import/smt2020_reading.h"

namespace planttwin::plant::smt2020 {

namespace {

constexpr std::int64_t kMostPriority = 1'000'000;

struct OrderColumns {
  explicit OrderColumns(TabTable& table)
      : lot(table.require("LOT")),
        part(table.require("PART")),
        priority(table.require("PRIOR")),
        pieces(table.require("PIECES")),
        start(table.require("START")),
        repeat{table.require("RDIST"), table.require("REPEAT"), table.find("REPEAT2"),
               table.require("RUNITS")},
        repeats(table.require("RPT#")),
        lots(table.require("LOTSPERRPT")),
        due(table.require("DUE")) {}

  TabColumn lot, part, priority, pieces, start;
  DrawnTimeColumns repeat;
  TabColumn repeats, lots, due;
};

struct WipColumns {
  explicit WipColumns(TabTable& table)
      : lot(table.require("LOT")),
        part(table.require("PART")),
        priority(table.require("PRIOR")),
        pieces(table.require("PIECES")),
        step(table.require("CURSTEP")),
        due(table.require("DUE")) {}

  TabColumn lot, part, priority, pieces, step, due;
};

// A number at the front of a text, then the character that has to follow it (0: nothing).
bool take_number(std::string_view& text, int& number, char then) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || number < 0 || stop - text.data() > 4) return false;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  if (then == 0) return text.empty();
  if (text.empty() || text.front() != then) return false;
  text.remove_prefix(1);
  return true;
}

// "01/31/18 07:29:20": month, day and year, of two digits from 1969 to 2068 (POSIX) or of four.
// Zeros in front, seconds and the time of day may be left out.
std::optional<sim::UtcInstant> parse_date_time(std::string_view text) {
  sim::CivilDate date;
  if (!take_number(text, date.month, '/') || !take_number(text, date.day, '/')) return std::nullopt;
  const std::size_t year_digits = std::min(text.find(' '), text.size());
  const std::string_view time = text.substr(std::min(year_digits + 1, text.size()));
  text = text.substr(0, year_digits);
  if (!take_number(text, date.year, 0)) return std::nullopt;
  if (year_digits == 2) date.year += date.year < 69 ? 2000 : 1900;
  if (year_digits != 2 && year_digits != 4) return std::nullopt;
  sim::Duration of_day;
  if (!time.empty()) {
    const std::string digits = (time.find(':') == 1 ? "0" : "") + std::string(time);
    const sim::Parsed<sim::Duration> parsed = sim::parse_time_of_day(digits);
    if (!parsed.ok()) return std::nullopt;
    of_day = parsed.value();
  }
  if (!date.valid()) return std::nullopt;
  return sim::UtcInstant::from_epoch(sim::Duration::days(date.days_since_1970()) + of_day);
}

std::optional<sim::UtcInstant> read_date_time(const TabRow& row, const TabColumn& column) {
  const std::string_view text = row.required(column);
  if (text.empty()) return std::nullopt;
  const std::optional<sim::UtcInstant> instant = parse_date_time(text);
  if (!instant) {
    row.error(column, "expected a date and a time as in \"01/31/18 07:29:20\", found " +
                          sim::in_quotes(text));
  }
  return instant;
}

void read_due(const TabRow& row, const OrderColumns& columns, OrderLine& line) {
  const std::optional<sim::UtcInstant> start = read_date_time(row, columns.start);
  const std::optional<sim::UtcInstant> due = read_date_time(row, columns.due);
  if (start) line.start = *start;
  if (!start || !due) return;
  line.allowed = *due - *start;
  if (line.allowed < sim::Duration()) {
    row.error(columns.due,
              "lies before " + columns.start.name + ", " + std::string(row.text(columns.start)));
  }
}

OrderLine read_order(Reading& reading, const TabRow& row, const OrderColumns& columns) {
  OrderLine line;
  line.id = row.text(columns.lot);
  line.product = resolve(row, columns.part, reading.products);
  line.priority = row.count(columns.priority, 0, kMostPriority).value_or(0);
  line.pieces = row.count(columns.pieces, 1, kMostPieces).value_or(1);
  if (row.has(columns.lots)) line.lots = row.count(columns.lots, 1, kMostPieces).value_or(1);
  if (row.has(columns.repeat.mean)) {
    line.interval = read_drawn_time(row, columns.repeat, ZeroTime::kRefused);
    if (row.has(columns.repeats)) line.limit = row.count(columns.repeats, 1, kMostCount);
  } else if (row.has(columns.repeats)) {
    row.remark(columns.repeats, "is not used: there is no " + columns.repeat.mean.name);
  }
  read_due(row, columns, line);
  return line;
}

// The line of order.txt from which a lot comes: of the same part and priority and, where there are
// several, the one by which the lot is called. "Init_Lot_3_17" is a lot of the line "Lot_3".
OrderLineId line_of(Reading& reading, const TabRow& row, const WipColumns& columns,
                    ProductId product, std::int64_t priority) {
  OrderLineId found;
  int candidates = 0;
  bool named = false;
  for (std::size_t i = 0; i < reading.fab.orders.size(); ++i) {
    const OrderLine& line = reading.fab.orders[i];
    if (line.product != product || line.priority != priority) continue;
    ++candidates;
    const bool names = row.text(columns.lot).find("_" + line.id + "_") != std::string_view::npos;
    if (found.valid() && (named || !names)) continue;
    found = OrderLineId(i);
    named = names;
  }
  if (candidates == 0) {
    row.error(columns.priority, "no line of order.txt has the part " +
                                    sim::in_quotes(row.text(columns.part)) + " with priority " +
                                    std::to_string(priority));
  } else if (candidates > 1 && !named) {
    row.remark(columns.priority,
               "several lines of order.txt have this part and priority; taken as " +
                   reading.fab.orders[found.index()].id);
  }
  return found;
}

void check_step(const Reading& reading, const TabRow& row, const TabColumn& column,
                ProductId product, std::int64_t number) {
  const RouteId id = reading.fab.products[product.index()].route;
  if (!id.valid() || reading.fab.routes[id.index()].steps.empty()) return;
  const Route& route = reading.fab.routes[id.index()];
  if (std::any_of(route.steps.begin(), route.steps.end(),
                  [&](const Step& step) { return step.number == number; })) {
    return;
  }
  std::vector<std::string> names;
  for (const Step& step : route.steps) names.push_back(std::to_string(step.number));
  const std::string name = std::to_string(number);
  row.error(column, "no step " + name + " in the route " + sim::in_quotes(route.name) +
                        sim::nearest_clause(name, names));
}

// A lot in process was released before the start. Says whether its due date tells otherwise.
bool read_wip_times(const Reading& reading, const TabRow& row, const WipColumns& columns,
                    WipLot& lot) {
  const std::optional<sim::UtcInstant> due = read_date_time(row, columns.due);
  if (!due || !lot.line.valid()) return false;
  const sim::UtcInstant start = reading.fab.start();
  const sim::UtcInstant release = *due - reading.fab.orders[lot.line.index()].allowed;
  lot.due = *due;
  lot.release = std::min(release, start);
  return release > start;
}

// Says whether the due date is later than for a lot that was released before the start.
bool read_wip_lot(Reading& reading, const TabRow& row, const WipColumns& columns,
                  sim::IdTable<Id<struct WipTag>>& lots) {
  WipLot lot;
  define(row, columns.lot, lots);
  lot.id = row.text(columns.lot);
  const ProductId product = resolve(row, columns.part, reading.products);
  const auto priority = row.count(columns.priority, 0, kMostPriority);
  lot.priority = priority.value_or(0);
  lot.pieces = row.count(columns.pieces, 1, kMostPieces).value_or(1);
  const auto step = row.count(columns.step, 1, kMostSteps);
  lot.step = step.value_or(1);
  if (product.valid() && step) check_step(reading, row, columns.step, product, *step);
  if (product.valid() && priority && !reading.fab.orders.empty()) {
    lot.line = line_of(reading, row, columns, product, *priority);
  }
  const bool late = read_wip_times(reading, row, columns, lot);
  reading.fab.wip.push_back(std::move(lot));
  return late;
}

}  // namespace

void read_orders(Reading& reading) {
  const auto table = reading.open("order.txt");
  if (!table) return;
  const OrderColumns columns(*table);
  sim::IdTable<OrderLineId> lines("order line");
  for (const TabRow& row : table->rows()) {
    define(row, columns.lot, lines);
    reading.fab.orders.push_back(read_order(reading, row, columns));
  }
  if (table->row_count() == 0) reading.errors.add({table->file(), {}, "", "holds no order line"});
  reading.close(*table);
}

void read_wip(Reading& reading) {
  const auto table = reading.open("WIP.txt");
  if (!table) return;
  const WipColumns columns(*table);
  sim::IdTable<Id<struct WipTag>> lots("lot");
  const std::vector<TabRow> rows = table->rows();
  std::vector<const TabRow*> late;
  for (const TabRow& row : rows) {
    if (read_wip_lot(reading, row, columns, lots)) late.push_back(&row);
  }
  if (!late.empty()) {
    late.front()->remark(columns.due,
                         "less the time that its line allows, this due date (" +
                             std::to_string(late.size()) +
                             " in all) lies after the start: taken as released at the start");
  }
  reading.close(*table);
}

}  // namespace planttwin::plant::smt2020
