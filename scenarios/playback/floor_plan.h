#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/database.h"

namespace planttwin::playback {

// A reference as the position that it is in its table. Requires that it refers to something.
constexpr std::size_t index_of(std::int32_t reference) {
  return static_cast<std::size_t>(reference);
}

// Where something stands, in metres, x to the east and y to the north.
struct Point {
  double x = 0;
  double y = 0;
};

// What of a plant is there to be seen, and what its parts are called: everything of events.sqlite
// that does not grow during a run. References are positions in the tables here; -1: none.
struct FloorPlan {
  struct Site {
    std::string name;
    std::string title;
    std::string time_zone;
  };
  struct WorkCenter {
    std::string name;
    std::string title;
    std::string kind;  // "lathe", "furnace", "vessel", ...
    std::int32_t site = -1;
    std::int32_t buffer = -1;
    std::int32_t node = -1;
    std::int32_t supply = -1;  // a location
    std::int32_t first_machine = 0;
    std::int32_t machine_count = 0;
    std::optional<Point> position;
  };
  struct Machine {
    std::string name;
    std::int32_t work_center = -1;
  };
  struct Buffer {
    std::string name;
    std::optional<std::int64_t> capacity;  // lots
  };
  struct Material {
    std::string name;
    std::string title;
    std::string unit;
    std::int32_t decimals = 0;  // quantities count steps of 10^-decimals units
    bool made = false;
  };
  struct Location {
    std::string name;
    std::int32_t site = -1;
    std::int32_t node = -1;
  };
  struct Node {
    std::string name;
    std::int32_t site = -1;
    std::optional<Point> position;
  };
  struct Edge {
    std::string name;
    std::string kind;
    std::int32_t from = -1;
    std::int32_t to = -1;
    bool one_way = false;
    double length_m = 0;
    std::optional<double> speed_m_per_s;
  };
  struct Fleet {
    std::string name;
    std::string kind;
    std::string edge_kind;
    std::int32_t site = -1;
    std::int32_t count = 0;
    std::int32_t capacity = 1;
    double speed_m_per_s = 0;
    std::int32_t home = -1;
    std::int32_t first_carrier = 0;  // carriers are numbered through all fleets
  };
  struct Operation {
    std::int32_t number = 0;
    std::string name;
    std::int32_t people = 0;              // needed while it runs
    std::int64_t remaining_per_lot = 0;   // planned work from here on, microseconds
    std::int64_t remaining_per_unit = 0;  // and for each unit
    std::vector<std::int32_t> work_centers;
    std::vector<std::int32_t> next;
  };
  struct Routing {
    std::string name;
    std::int32_t material = -1;
    std::int32_t finished_goods = -1;  // a location
    std::vector<Operation> operations;
  };

  std::string scenario;
  std::string plant;
  std::string version;  // of the program that wrote it
  std::int64_t seed = 0;
  std::int64_t start_epoch_us = 0;      // the start, since 1970 in UTC
  std::optional<std::int64_t> horizon;  // microseconds since the start
  std::optional<std::int64_t> end;      // where the run has ended
  std::string end_reason;
  std::vector<Site> sites;
  std::vector<WorkCenter> work_centers;
  std::vector<Machine> machines;
  std::vector<Buffer> buffers;
  std::vector<Material> materials;
  std::vector<Location> locations;
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  std::vector<Fleet> fleets;
  std::vector<Routing> routings;
  std::int32_t carriers = 0;
  std::vector<std::vector<std::string>> failure_modes;  // by work center
  std::vector<std::vector<std::string>> maintenances;   // by work center
  std::vector<std::string> disruptions;

  // Where what lies of a material in a location is kept in tables of stock.
  std::size_t stock_place(std::int32_t location, std::int32_t material) const {
    return index_of(location) * materials.size() + index_of(material);
  }

  // The planned work that is left for so many units from an operation on, microseconds.
  double remaining_work(std::int32_t routing, std::int32_t operation, double units) const;
};

// Throws sim::InputError when the log is none, or was written by another version of the program.
FloorPlan read_floor_plan(sim::Database& log);

}  // namespace planttwin::playback
