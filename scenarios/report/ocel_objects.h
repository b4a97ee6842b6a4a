#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scenarios/report/logged_event.h"
#include "scenarios/report/ocel_tables.h"
#include "sim/database.h"

namespace planttwin::scenario {

// The objects of an object-centric event log: their identities, and their attributes as events
// change them. An identity is the type and the name, "lot:A-17.2". Where two things of a type have
// the same name, all things of that type carry their number in the log too: "lot: #205".
class OcelObjects {
 public:
  // Writes the objects that the log names, with the relations between them that do not change.
  OcelObjects(sim::Database& log, sim::Database& ocel);

  // The identity of an object; one that the log does not name gets its number as its name.
  const std::string& id(OcelObjectType type, std::int64_t number);
  const std::string& carrier(std::int64_t fleet, std::int64_t ordinal);

  // Follows the state of what the event is about, at the time in the form of the standard.
  void follow(const LoggedEvent& event, const std::string& time);
  // Writes the objects that no event gave a first value.
  void finish();

  void relate(const std::string& source, const std::string& target, std::string_view qualifier);

  std::int64_t material_of_lot(std::int64_t lot) const;
  double in_units(std::int64_t steps, std::int64_t material) const;

 private:
  struct Material {
    std::string name;
    std::string unit;
    double step = 1;  // of a unit
  };
  // A thing whose quantity and status change. Its first values are written when the first
  // quantity is known.
  struct Tracked {
    std::int64_t material = -1;
    std::int64_t quantity = 0;
    bool known = false;
    std::string_view status;
  };
  using Things = std::unordered_map<std::int64_t, Tracked>;

  void read_materials(sim::Database& log);
  void add_places(sim::Database& log);
  void add_partners(sim::Database& log);
  void add_orders(sim::Database& log, std::int64_t start);
  void add_lots(sim::Database& log);
  void add_stock(sim::Database& log);
  void add_names(sim::Database& log, OcelObjectType type, std::string_view table);
  const std::string& add(OcelObjectType type, std::int64_t number, const std::string& name);
  sim::Statement& initial(OcelObjectType type, const std::string& id);

  void follow_lot(const LoggedEvent& event, const std::string& time);
  void follow_parts(const LoggedEvent& event, const std::string& time);
  void follow_stock(const LoggedEvent& event, const std::string& time);
  void set_quantity(OcelObjectType type, std::int64_t number, std::int64_t quantity,
                    const std::string& time);
  void set_status(OcelObjectType type, std::int64_t number, std::string_view status,
                  const std::string& time);
  void write_first(OcelObjectType type, std::int64_t number, const Tracked& thing);
  sim::Statement& change_row(OcelObjectType type, std::string_view field);
  void change(OcelObjectType type, const std::string& id, std::string_view field,
              std::string_view text, const std::string& time);
  Tracked& tracked(OcelObjectType type, std::int64_t number);

  sim::Database& ocel_;
  sim::Statement insert_object_;
  sim::Statement insert_relation_;
  std::map<std::pair<OcelObjectType, std::string>, sim::Statement> changes_;
  std::map<OcelObjectType, sim::Statement> initials_;
  std::unordered_map<std::int64_t, std::string> ids_[kOcelObjectTypes];
  std::map<std::pair<std::int64_t, std::int64_t>, std::string> carriers_;
  std::vector<Material> materials_;
  std::vector<std::pair<std::string, std::string>> fleets_;  // name and kind
  std::vector<std::string> states_;                          // of machines
  Things lots_;
  Things stock_;
};

}  // namespace planttwin::scenario
