#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plant_models/import/drawn_time.h"
#include "plant_models/model/ids.h"
#include "sim/decimal.h"
#include "sim/diagnostics.h"
#include "sim/utc_instant.h"

// A wafer fab as the tables of the SMT2020 testbed state it (Kopp, Hassoun, Kalir and Moench 2020,
// "SMT2020: a semiconductor manufacturing testbed", IEEE Trans. Semicond. Manuf. 33), in the
// tab-separated form of PySCFabSim (Kovacs, Tassel, Ali, El-Kholany, Gebser and Seidel 2022).
namespace planttwin::plant::smt2020 {

using ToolFamilyId = Id<struct SmtToolFamilyTag>;
using ToolGroupId = Id<struct SmtToolGroupTag>;
using RouteId = Id<struct SmtRouteTag>;
using ProductId = Id<struct SmtProductTag>;
using OrderLineId = Id<struct SmtOrderLineTag>;

// downcal.txt: tools fail after some time of the calendar.
struct Breakdown {
  std::string id;
  DrawnTime time_to_failure;
  DrawnTime repair;
  std::optional<DrawnTime> first;
};

// pmcal.txt: maintenance every interval of the calendar, or, where `pieces` is above zero, after
// so many pieces.
struct MaintenancePlan {
  std::string id;
  StatedTime interval;
  std::int64_t pieces = 0;
  DrawnTime duration;
  std::optional<DrawnTime> first;
  std::optional<std::int64_t> first_pieces;
};

// What attach.txt attaches to a tool family or a tool group.
struct Stops {
  std::vector<Breakdown> breakdowns;
  std::vector<MaintenancePlan> maintenance;
};

struct ToolGroup {
  std::string id;
  Stops stops;
};

// tool.txt.1l: tools that are alike.
struct ToolFamily {
  std::string id;
  ToolGroupId group;     // invalid: none
  std::string location;  // for fromto.txt
  std::int64_t tools = 1;
  bool cascading = false;
  bool least_setup_first = false;
  bool batches_in_lots = false;  // batch sizes of its steps are numbers of lots, not of pieces
  StatedTime load;
  StatedTime unload;
  Stops stops;
};

enum class ProcessPer : std::uint8_t { kPiece, kLot, kBatch };

struct BatchBounds {
  std::optional<std::int64_t> minimum;
  std::int64_t maximum = 1;
};

// A tool takes its next lot, or batch, after an interval per piece, or per batch.
struct CascadeInterval {
  bool per_piece = false;
  StatedTime interval;
};

struct StepLimit {
  std::int64_t until = 0;  // step
  StatedTime within;
};

struct StepRework {
  std::int64_t to = 0;  // step
  sim::Decimal percent;
};

// A row of a route file. Steps are named by their numbers.
struct Step {
  std::int64_t number = 0;
  std::string name;
  ToolFamilyId family;
  DrawnTime process;
  ProcessPer per = ProcessPer::kLot;
  std::optional<BatchBounds> batch;
  std::string setup;  // empty: any will do
  std::optional<StatedTime> setup_time;
  std::optional<CascadeInterval> cascade;
  std::optional<std::int64_t> same_tool_for;  // this later step returns to the tool
  std::optional<StepRework> rework;
  std::optional<sim::Decimal> sampled_percent;
  std::optional<StepLimit> queue_time_limit;
};

struct Route {
  std::string name;
  std::vector<Step> steps;
};

// part.txt
struct Product {
  std::string id;
  RouteId route;
};

// setup.txt
struct SetupTime {
  std::string from;  // empty: any
  std::string to;
  StatedTime time;
};

// setupgrp.txt
struct SetupRun {
  std::string setup;
  std::int64_t lots = 0;
};

// fromto.txt
struct Transport {
  std::string from;
  std::string to;
  DrawnTime time;
};

// order.txt: `lots` lots of `pieces` pieces at `start` and, where there is an interval, again
// after every interval, `limit` times in all.
struct OrderLine {
  std::string id;
  ProductId product;
  std::int64_t priority = 0;
  std::int64_t pieces = 1;
  std::int64_t lots = 1;
  sim::UtcInstant start;
  std::optional<DrawnTime> interval;
  std::optional<std::int64_t> limit;
  sim::Duration allowed;  // from release to due date
};

// WIP.txt
struct WipLot {
  std::string id;
  OrderLineId line;  // tells the product
  std::int64_t priority = 0;
  std::int64_t pieces = 1;
  std::int64_t step = 0;
  sim::UtcInstant due;
  sim::UtcInstant release;  // the due date less the time that the line allows, not after the start
};

// What became of the columns of a file.
struct TableUse {
  std::string file;
  std::size_t rows = 0;
  std::vector<std::string> used;
  std::vector<std::string> unused;
};

// Invariant: all ids are indices of the tables here, and all numbers of steps name steps of the
// same route.
struct Fab {
  std::vector<ToolGroup> groups;
  std::vector<ToolFamily> families;
  std::vector<Route> routes;
  std::vector<Product> products;
  std::vector<SetupTime> setup_times;
  std::vector<SetupRun> setup_runs;
  std::vector<Transport> transports;
  std::vector<OrderLine> orders;
  std::vector<WipLot> wip;
  std::vector<TableUse> tables;  // in the order of reading

  // The first release. Requires an order line.
  sim::UtcInstant start() const;
  const Route& route_of(ProductId product) const {
    return routes[products[product.index()].route.index()];
  }
};

// The text of a file of the data set; nothing when there is no such file.
using FileText = std::function<std::optional<std::string>(const std::string& name)>;

// Reads tool.txt.1l, part.txt and the route files that it names, setup.txt, setupgrp.txt,
// fromto.txt, order.txt, WIP.txt, downcal.txt, pmcal.txt and attach.txt. All errors of all files
// are recorded in one pass, with file (after `folder`), line and column; the fab may be used only
// when there was none. What is read and has no effect goes to `remarks`.
Fab read_fab(const FileText& text_of, const std::string& folder, sim::Diagnostics& errors,
             sim::Diagnostics& remarks);

}  // namespace planttwin::plant::smt2020
