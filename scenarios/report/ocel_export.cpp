#include "scenarios/report/ocel_export.h"

#include <map>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>

#include "scenarios/exit_code.h"
#include "scenarios/report/logged_event.h"
#include "scenarios/report/ocel_objects.h"
#include "scenarios/report/ocel_tables.h"
#include "sim/database.h"
#include "sim/time.h"
#include "sim/utc_instant.h"

namespace planttwin::scenario {
namespace {

using plant::EventType;

std::int64_t last_event(sim::Database& log) {
  sim::Statement last(log, "SELECT max(id) FROM event");
  return last.step() ? last.integer(0) : 0;
}

// The names that events refer to by number and position.
class Names {
 public:
  explicit Names(sim::Database& log) : log_(log) {
    read("SELECT routing, position, -1, number || rtrim(' ' || name) FROM operation", operations_);
    read("SELECT routing, position, phase, name FROM phase", phases_);
    read("SELECT work_center, position, -1, name FROM failure_mode", failure_modes_);
    read("SELECT work_center, position, -1, name FROM maintenance", maintenances_);
    sim::Statement lot(log, "SELECT id, routing FROM lots");
    while (lot.step()) routings_[lot.integer(0)] = lot.integer(1);
    sim::Statement machine(log, "SELECT id, work_center FROM machine");
    while (machine.step()) centers_[machine.integer(0)] = machine.integer(1);
  }

  // The text of an attribute; empty when the event does not say.
  std::string text(const OcelEventType& type, OcelField field, const LoggedEvent& event) {
    switch (field) {
      case OcelField::kOperation:
        return find(operations_, {at(routings_, event.lot), event.operation, -1});
      case OcelField::kPhase:
        return find(phases_, {at(routings_, event.lot), event.operation, event.other});
      case OcelField::kFailureMode:
        return find(failure_modes_, {at(centers_, event.machine), event.other, -1});
      case OcelField::kMaintenance:
        return find(maintenances_, {at(centers_, event.machine), event.other, -1});
      default:
        return named(type.names, event.other);
    }
  }

 private:
  struct Key {
    std::int64_t table = -1;
    std::int64_t position = -1;
    std::int64_t part = -1;
    auto operator<=>(const Key&) const = default;
  };
  using Texts = std::map<Key, std::string>;
  using Numbers = std::unordered_map<std::int64_t, std::int64_t>;

  void read(const std::string& sql, Texts& texts) {
    sim::Statement row(log_, sql);
    while (row.step()) texts[{row.integer(0), row.integer(1), row.integer(2)}] = row.text(3);
  }
  static std::int64_t at(const Numbers& numbers, std::int64_t number) {
    const auto found = numbers.find(number);
    return found == numbers.end() ? -1 : found->second;
  }
  static std::string find(const Texts& texts, const Key& key) {
    const auto found = texts.find(key);
    return found == texts.end() ? std::string() : found->second;
  }
  std::string named(std::string_view table, std::int64_t number) {
    auto place = dictionaries_.find(table);
    if (place == dictionaries_.end()) {
      place = dictionaries_.try_emplace(std::string(table)).first;
      sim::Statement row(log_, "SELECT id, name FROM " + place->first);
      while (row.step()) place->second[row.integer(0)] = row.text(1);
    }
    const auto found = place->second.find(number);
    return found == place->second.end() ? std::string() : found->second;
  }

  sim::Database& log_;
  Texts operations_;
  Texts phases_;
  Texts failure_modes_;
  Texts maintenances_;
  Numbers routings_;  // of lots
  Numbers centers_;   // of machines
  std::map<std::string, std::unordered_map<std::int64_t, std::string>, std::less<>> dictionaries_;
};

// Writes events with their attributes and the objects that they are about.
class EventWriter {
 public:
  EventWriter(sim::Database& log, sim::Database& ocel, OcelObjects& objects)
      : width_(std::to_string(last_event(log)).size()),
        names_(log),
        objects_(objects),
        insert_event_(ocel, "INSERT INTO event VALUES(?,?)"),
        insert_relation_(ocel, "INSERT OR IGNORE INTO event_object VALUES(?,?,?)") {
    for (const OcelEventType& type : ocel_event_types()) {
      std::string sql = "INSERT INTO event_" + std::string(plant::event_name(type.type));
      sql += " VALUES(?,?";
      for (std::size_t i = 0; i < type.attributes.size(); ++i) sql += ",?";
      tables_.try_emplace(type.type, type, ocel, sql + ")");
    }
  }

  void write(const LoggedEvent& event, const std::string& time) {
    const auto table = tables_.find(event.type);
    if (table == tables_.end()) return;
    const std::string id = identity(event.id);
    insert_event_.bind(1, id).bind(2, table->second.name).run();
    sim::Statement& row = table->second.insert;
    row.bind(1, id).bind(2, time);
    int parameter = 3;
    for (const OcelAttribute& attribute : table->second.type.attributes) {
      bind(row, parameter++, table->second.type, attribute.field, event);
    }
    row.run();
    relate(id, event);
  }

 private:
  struct Table {
    Table(const OcelEventType& event_type, sim::Database& ocel, const std::string& sql)
        : type(event_type),
          name(ocel_type_name(plant::event_name(event_type.type))),
          insert(ocel, sql) {}
    const OcelEventType& type;
    std::string name;
    sim::Statement insert;
  };

  // Identities in the order of the events, which keeps the insertion into the tables sequential.
  std::string identity(std::int64_t number) const {
    const std::string digits = std::to_string(number);
    return "e" + std::string(width_ - digits.size(), '0') + digits;
  }

  void bind(sim::Statement& row, int parameter, const OcelEventType& type, OcelField field,
            const LoggedEvent& event) {
    const std::int64_t material =
        event.material >= 0 ? event.material : objects_.material_of_lot(event.lot);
    switch (field) {
      case OcelField::kQuantity:
        row.bind_real(parameter, objects_.in_units(event.quantity, material));
        return;
      case OcelField::kOtherQuantity:
        row.bind_real(parameter, objects_.in_units(event.other_quantity, material));
        return;
      case OcelField::kSeconds:
        row.bind_real(parameter, static_cast<double>(event.duration) / 1e6);
        return;
      case OcelField::kMeasured:
        row.bind_real(parameter, static_cast<double>(event.value) / 1e3);
        return;
      default:
        break;
    }
    const std::string text = names_.text(type, field, event);
    if (text.empty()) {
      row.bind_null(parameter);
    } else {
      row.bind(parameter, text);
    }
  }

  void relate(const std::string& id, OcelObjectType type, std::int64_t number,
              std::string_view qualifier) {
    if (number < 0) return;
    insert_relation_.bind(1, id).bind(2, objects_.id(type, number)).bind(3, qualifier).run();
  }

  // A machine stands for its work center, and a lot for its material where only that is meant:
  // relations between objects say so.
  void relate(const std::string& id, const LoggedEvent& event) {
    const bool split = event.type == EventType::kLotSplit;
    const bool merge = event.type == EventType::kLotMerged;
    relate(id, OcelObjectType::kOrder, event.order, "order");
    relate(id, OcelObjectType::kLot, event.lot, split ? "parent" : merge ? "result" : "lot");
    relate(id, OcelObjectType::kLot, event.other_lot, split ? "child" : merge ? "part" : "origin");
    relate(id, OcelObjectType::kStock, event.stock, "stock lot");
    relate(id, OcelObjectType::kMachine, event.machine, "machine");
    if (event.machine < 0) {
      relate(id, OcelObjectType::kWorkCenter, event.work_center, "work center");
    }
    if (event.lot < 0 || event.material != objects_.material_of_lot(event.lot)) {
      relate(id, OcelObjectType::kMaterial, event.material, "material");
    }
    relate(id, OcelObjectType::kLocation, event.location, "location");
    relate_others(id, event);
  }

  void relate_others(const std::string& id, const LoggedEvent& event) {
    switch (event.type) {
      case EventType::kCarrierLoaded:
      case EventType::kCarrierUnloaded:
      case EventType::kCarrierMoved:
        insert_relation_.bind(1, id).bind(2, objects_.carrier(event.other, event.value));
        insert_relation_.bind(3, "carrier").run();
        return;
      case EventType::kOrderDelivered:
      case EventType::kShipped:
        relate(id, OcelObjectType::kCustomer, event.other, "customer");
        return;
      case EventType::kPurchaseOrdered:
        relate(id, OcelObjectType::kSupplier, event.other, "supplier");
        return;
      default:
        return;
    }
  }

  std::size_t width_;  // digits of an identity
  Names names_;
  OcelObjects& objects_;
  sim::Statement insert_event_;
  sim::Statement insert_relation_;
  std::map<EventType, Table> tables_;
};

void write_ocel(sim::Database& log, sim::Database& ocel) {
  create_ocel_tables(ocel);
  ocel.execute("BEGIN");
  OcelObjects objects(log, ocel);
  EventWriter events(log, ocel, objects);
  const std::int64_t start_us = log_number(log, "start_epoch_us", 0);
  for_each_event(log, [&](const LoggedEvent& event) {
    const auto since_epoch = sim::Duration::microseconds(start_us + event.time);
    const std::string time = sim::format_instant(sim::UtcInstant::from_epoch(since_epoch));
    objects.follow(event, time);
    events.write(event, time);
  });
  objects.finish();
  ocel.execute("COMMIT");
}

}  // namespace

void export_ocel(const std::filesystem::path& log, const std::filesystem::path& ocel) {
  const std::filesystem::path partial = ocel.string() + ".partial";
  std::error_code error;
  std::filesystem::remove(partial, error);
  try {
    sim::Database source(log, sim::Database::Mode::kReadOnly);
    sim::Database target(partial, sim::Database::Mode::kCreate);
    write_ocel(source, target);
  } catch (...) {
    std::filesystem::remove(partial, error);
    throw;
  }
  std::filesystem::rename(partial, ocel, error);
  if (error) throw OutputError("cannot write " + ocel.string() + ": " + error.message());
}

std::int64_t count_events(const std::filesystem::path& log) {
  sim::Database database(log, sim::Database::Mode::kReadOnly);
  return last_event(database);
}

}  // namespace planttwin::scenario
