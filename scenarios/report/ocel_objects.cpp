#include "scenarios/report/ocel_objects.h"

#include "sim/time.h"
#include "sim/utc_instant.h"

namespace planttwin::scenario {
namespace {

// The standard dates first values to the beginning of the epoch.
constexpr std::string_view kFirstTime = "1970-01-01T00:00:00.000000Z";

std::string prefix(OcelObjectType type) { return std::string(ocel_object_table(type).map) + ":"; }

void bind_text_or_null(sim::Statement& statement, int parameter, const std::string& text) {
  if (text.empty()) {
    statement.bind_null(parameter);
  } else {
    statement.bind(parameter, text);
  }
}

}  // namespace

OcelObjects::OcelObjects(sim::Database& log, sim::Database& ocel)
    : ocel_(ocel),
      insert_object_(ocel, "INSERT INTO object VALUES(?,?)"),
      insert_relation_(ocel, "INSERT OR IGNORE INTO object_object VALUES(?,?,?)") {
  const std::int64_t start_us = log_number(log, "start_epoch_us", 0);
  sim::Statement state(log, "SELECT name FROM machine_state ORDER BY id");
  while (state.step()) states_.push_back(ocel_type_name(state.text(0)));
  read_materials(log);
  add_places(log);
  add_partners(log);
  add_orders(log, start_us);
  add_lots(log);
  add_stock(log);
}

const std::string& OcelObjects::id(OcelObjectType type, std::int64_t number) {
  auto& ids = ids_[static_cast<std::size_t>(type)];
  const auto found = ids.find(number);
  return found != ids.end() ? found->second : add(type, number, "#" + std::to_string(number));
}

const std::string& OcelObjects::carrier(std::int64_t fleet, std::int64_t ordinal) {
  const auto [place, is_new] = carriers_.try_emplace({fleet, ordinal});
  if (!is_new) return place->second;
  const auto& [name, kind] = fleets_.at(static_cast<std::size_t>(fleet));
  place->second = prefix(OcelObjectType::kCarrier) + name + "/" + std::to_string(ordinal + 1);
  insert_object_.bind(1, place->second);
  insert_object_.bind(2, ocel_type_name(ocel_object_table(OcelObjectType::kCarrier).map)).run();
  initial(OcelObjectType::kCarrier, place->second).bind(3, name).bind(4, kind).run();
  return place->second;
}

const std::string& OcelObjects::add(OcelObjectType type, std::int64_t number,
                                    const std::string& name) {
  std::string& id = ids_[static_cast<std::size_t>(type)][number];
  id = prefix(type) + name;
  insert_object_.bind(1, id).bind(2, ocel_type_name(ocel_object_table(type).map)).run();
  return id;
}

// Adds what a table of the log names: number and name.
void OcelObjects::add_names(sim::Database& log, OcelObjectType type, std::string_view table) {
  const std::string from = " FROM " + std::string(table);
  sim::Statement unique(log, "SELECT count(*) = count(DISTINCT name)" + from);
  const bool plain = unique.step() && unique.integer(0) == 1;
  sim::Statement row(log, "SELECT id, name" + from + " ORDER BY id");
  while (row.step()) {
    const std::int64_t number = row.integer(0);
    add(type, number, plain ? row.text(1) : row.text(1) + "#" + std::to_string(number));
  }
}

// The row of first values, with the identity and the time filled in.
sim::Statement& OcelObjects::initial(OcelObjectType type, const std::string& object) {
  const OcelObjectTable& table = ocel_object_table(type);
  auto place = initials_.find(type);
  if (place == initials_.end()) {
    std::string sql = "INSERT INTO object_" + std::string(table.map) + " VALUES(?,?,NULL";
    for (std::size_t i = 0; i < table.columns.size(); ++i) sql += ",?";
    place = initials_.try_emplace(type, ocel_, sql + ")").first;
  }
  sim::Statement& insert = place->second;
  return insert.bind(1, object).bind(2, kFirstTime);
}

void OcelObjects::relate(const std::string& source, const std::string& target,
                         std::string_view qualifier) {
  insert_relation_.bind(1, source).bind(2, target).bind(3, qualifier).run();
}

void OcelObjects::read_materials(sim::Database& log) {
  add_names(log, OcelObjectType::kMaterial, "material");
  sim::Statement row(log, "SELECT id, name, title, unit, decimals, made FROM material ORDER BY id");
  while (row.step()) {
    Material material{row.text(1), row.text(3), 1};
    for (std::int64_t i = 0; i < row.integer(4); ++i) material.step *= 10;
    sim::Statement& insert =
        initial(OcelObjectType::kMaterial, id(OcelObjectType::kMaterial, row.integer(0)));
    bind_text_or_null(insert, 3, row.text(2));
    insert.bind(4, material.unit).bind(5, row.integer(5)).run();
    materials_.push_back(std::move(material));
  }
}

void OcelObjects::add_places(sim::Database& log) {
  add_names(log, OcelObjectType::kWorkCenter, "work_center");
  add_names(log, OcelObjectType::kMachine, "machine");
  add_names(log, OcelObjectType::kLocation, "location");
  const auto site_of = [](const std::string& table) {
    return "(SELECT name FROM site WHERE site.id = " + table + ".site)";
  };
  sim::Statement center(log, "SELECT id, kind, " + site_of("work_center") + " FROM work_center");
  while (center.step()) {
    const std::string& object = id(OcelObjectType::kWorkCenter, center.integer(0));
    sim::Statement& insert = initial(OcelObjectType::kWorkCenter, object).bind(3, center.text(1));
    bind_text_or_null(insert, 4, center.text(2));
    insert.run();
  }
  sim::Statement machine(log,
                         "SELECT m.id, m.work_center, w.name FROM machine m JOIN work_center w "
                         "ON w.id = m.work_center");
  while (machine.step()) {
    const std::string& object = id(OcelObjectType::kMachine, machine.integer(0));
    initial(OcelObjectType::kMachine, object).bind(3, machine.text(2)).bind_null(4).run();
    relate(object, id(OcelObjectType::kWorkCenter, machine.integer(1)), "belongs to");
  }
  sim::Statement location(log, "SELECT id, " + site_of("location") + " FROM location");
  while (location.step()) {
    const std::string& object = id(OcelObjectType::kLocation, location.integer(0));
    bind_text_or_null(initial(OcelObjectType::kLocation, object), 3, location.text(1));
    initials_.at(OcelObjectType::kLocation).run();
  }
}

void OcelObjects::add_partners(sim::Database& log) {
  add_names(log, OcelObjectType::kCustomer, "customer");
  add_names(log, OcelObjectType::kSupplier, "supplier");
  for (const OcelObjectType type : {OcelObjectType::kCustomer, OcelObjectType::kSupplier}) {
    for (const auto& [number, object] : ids_[static_cast<std::size_t>(type)]) {
      initial(type, object).run();
    }
  }
  sim::Statement fleet(log, "SELECT name, kind FROM fleet ORDER BY id");
  while (fleet.step()) fleets_.emplace_back(fleet.text(0), fleet.text(1));
}

void OcelObjects::add_orders(sim::Database& log, std::int64_t start) {
  add_names(log, OcelObjectType::kOrder, "orders");
  sim::Statement row(log, "SELECT id, material, quantity, due FROM orders ORDER BY id");
  while (row.step()) {
    const std::string& object = id(OcelObjectType::kOrder, row.integer(0));
    sim::Statement& insert = initial(OcelObjectType::kOrder, object);
    for (int column = 3; column <= 6; ++column) insert.bind_null(column);
    const std::int64_t material = row.is_null(1) ? -1 : row.integer(1);
    if (material >= 0) {
      const Material& product = materials_.at(static_cast<std::size_t>(material));
      insert.bind(3, product.name).bind_real(4, in_units(row.integer(2), material));
      insert.bind(5, product.unit);
      relate(object, id(OcelObjectType::kMaterial, material), "makes");
    }
    if (!row.is_null(3)) {
      const auto due = sim::Duration::microseconds(start + row.integer(3));
      insert.bind(6, sim::format_instant(sim::UtcInstant::from_epoch(due)));
    }
    insert.bind(7, "planned").run();
  }
}

void OcelObjects::add_lots(sim::Database& log) {
  add_names(log, OcelObjectType::kLot, "lots");
  sim::Statement row(log, "SELECT id, order_id, material FROM lots ORDER BY id");
  while (row.step()) {
    const std::string& object = id(OcelObjectType::kLot, row.integer(0));
    lots_[row.integer(0)].material = row.integer(2);
    relate(object, id(OcelObjectType::kOrder, row.integer(1)), "part of");
    relate(object, id(OcelObjectType::kMaterial, row.integer(2)), "is a");
  }
}

void OcelObjects::add_stock(sim::Database& log) {
  add_names(log, OcelObjectType::kStock, "stock");
  sim::Statement row(log, "SELECT id, material FROM stock ORDER BY id");
  while (row.step()) {
    stock_[row.integer(0)].material = row.integer(1);
    relate(id(OcelObjectType::kStock, row.integer(0)),
           id(OcelObjectType::kMaterial, row.integer(1)), "is a");
  }
}

std::int64_t OcelObjects::material_of_lot(std::int64_t lot) const {
  const auto found = lots_.find(lot);
  return found == lots_.end() ? -1 : found->second.material;
}

double OcelObjects::in_units(std::int64_t steps, std::int64_t material) const {
  const double step = material < 0 ? 1 : materials_.at(static_cast<std::size_t>(material)).step;
  return static_cast<double>(steps) / step;
}

}  // namespace planttwin::scenario
