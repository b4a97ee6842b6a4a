#include <algorithm>

#include "plant_models/import/smt2020_reading.h"

namespace planttwin::plant::smt2020 {

namespace {

using StepId = Id<struct StepTag>;

}  // namespace

struct StepColumns {
  explicit StepColumns(TabTable& table)
      : route(table.require("ROUTE")),
        step(table.require("STEP")),
        name(table.require("DESC")),
        family(table.require("STNFAM")),
        process{table.require("PDIST"), table.require("PTIME"), table.require("PTIME2"),
                table.require("PTUNITS")},
        per(table.require("PTPER")),
        batch_minimum(table.require("BATCHMN")),
        batch_maximum(table.require("BATCHMX")),
        setup(table.require("SETUP")),
        setup_when(table.require("WHEN")),
        setup_time(table.require("STIME")),
        setup_unit(table.require("STUNITS")),
        same_tool(table.require("SVESTN")),
        same_tool_for(table.require("FORSTEP")),
        batch_interval(table.require("BatchInterval")),
        batch_interval_unit(table.require("BatchIntUnits")),
        part_interval(table.require("PartInterval")),
        part_interval_unit(table.require("PartIntUnits")),
        rework_step(table.require("RWKSTEP")),
        rework(table.require("REWORK")),
        rework_type(table.require("RWKTYPE")),
        sampled(table.require("StepPercent")),
        limit_step(table.require("STEP_CQT")),
        limit(table.require("CQT")),
        limit_unit(table.require("CQTUNITS")) {}

  TabColumn route, step, name, family;
  DrawnTimeColumns process;
  TabColumn per, batch_minimum, batch_maximum, setup, setup_when, setup_time, setup_unit;
  TabColumn same_tool, same_tool_for, batch_interval, batch_interval_unit;
  TabColumn part_interval, part_interval_unit, rework_step, rework, rework_type, sampled;
  TabColumn limit_step, limit, limit_unit;
};

namespace {

constexpr TabName<ProcessPer> kProcessPer[] = {{"per_piece", ProcessPer::kPiece},
                                               {"per_lot", ProcessPer::kLot},
                                               {"per_batch", ProcessPer::kBatch}};
constexpr TabName<bool> kYesNo[] = {{"yes", true}, {"no", false}};
constexpr TabName<bool> kSetupWhen[] = {{"need", true}};
constexpr TabName<bool> kReworkTypes[] = {{"lot", true}};

// Reads the rows of one route. `steps` has the numbers of all its steps.
class StepReader {
 public:
  StepReader(Reading& reading, const StepColumns& columns, const sim::IdTable<StepId>& steps,
             Route& route)
      : reading_(reading), columns_(columns), steps_(steps), route_(route) {}

  void read(const TabRow& row, std::size_t position) {
    Step step;
    step.number = row.count(columns_.step, 1, kMostSteps).value_or(0);
    step.name = row.text(columns_.name);
    step.family = resolve(row, columns_.family, reading_.families);
    if (const auto time = read_drawn_time(row, columns_.process, ZeroTime::kAllowed)) {
      step.process = *time;
    }
    step.per = read_choice(row, columns_.per, "measure of process times", kProcessPer)
                   .value_or(ProcessPer::kLot);
    step.batch = read_batch(row);
    read_setup(row, step);
    step.cascade = read_cascade(row);
    step.same_tool_for = read_same_tool(row, position);
    step.rework = read_rework(row);
    if (row.has(columns_.sampled)) step.sampled_percent = percent(row, columns_.sampled);
    step.queue_time_limit = read_limit(row, position);
    route_.steps.push_back(std::move(step));
  }

  // Once all steps have been read.
  void check_same_tool(const TabRow& row, const Step& step) {
    if (!step.same_tool_for) return;
    const auto count =
        std::count_if(route_.steps.begin(), route_.steps.end(),
                      [&](const Step& other) { return other.same_tool_for == step.same_tool_for; });
    if (count > 1) {
      row.error(columns_.same_tool_for, "several steps want step " +
                                            std::to_string(*step.same_tool_for) +
                                            " to be done on their tool");
    }
    for (const Step& later : route_.steps) {
      if (later.number != *step.same_tool_for) continue;
      if (!later.family.valid() || !step.family.valid() || later.family == step.family) continue;
      row.error(columns_.same_tool_for, "step " + std::to_string(later.number) +
                                            " is done by another tool family, " +
                                            reading_.families.name(later.family));
    }
  }

 private:
  // The number of a step of this route; `after` tells that it has to come after this one.
  std::optional<std::int64_t> step_number(const TabRow& row, const TabColumn& column,
                                          std::size_t position, bool after) {
    const std::optional<std::int64_t> number = row.count(column, 1, kMostSteps);
    if (!number) return std::nullopt;
    const std::string name = std::to_string(*number);
    const StepId step = steps_.find(name);
    if (!step.valid()) {
      row.error(column, "no step " + name + " in the route " + sim::in_quotes(route_.name) +
                            sim::nearest_clause(name, steps_.names()));
      return std::nullopt;
    }
    if (after && step.index() <= position) {
      row.error(column, "expected a step after this one, found " + name);
      return std::nullopt;
    }
    return number;
  }

  std::optional<sim::Decimal> percent(const TabRow& row, const TabColumn& column) {
    const std::optional<sim::Decimal> number = row.decimal(column);
    if (number && *number > sim::Decimal(100, 0)) {
      row.error(column, "expected at most 100 percent, found " + std::string(row.text(column)));
      return std::nullopt;
    }
    if (number && number->scale() + 2 > sim::Decimal::kMaxScale) {
      row.error(column, "expected fewer decimals, found " + std::string(row.text(column)));
      return std::nullopt;
    }
    return number;
  }

  std::optional<BatchBounds> read_batch(const TabRow& row) {
    if (!row.has(columns_.batch_minimum) && !row.has(columns_.batch_maximum)) return std::nullopt;
    BatchBounds bounds;
    const auto maximum = row.count(columns_.batch_maximum, 1, kMostPieces);
    if (row.has(columns_.batch_minimum)) {
      bounds.minimum = row.count(columns_.batch_minimum, 1, kMostPieces);
    }
    if (!maximum) return std::nullopt;
    bounds.maximum = *maximum;
    if (bounds.minimum && *bounds.minimum > bounds.maximum) {
      row.error(columns_.batch_minimum, "expected at most " + columns_.batch_maximum.name + ", " +
                                            std::to_string(bounds.maximum) + ", found " +
                                            std::to_string(*bounds.minimum));
    }
    return bounds;
  }

  void read_setup(const TabRow& row, Step& step) {
    step.setup = row.text(columns_.setup);
    if (row.has(columns_.setup_time)) {
      step.setup_time =
          read_stated_time(row, columns_.setup_time, columns_.setup_unit, ZeroTime::kAllowed);
    }
    if (row.has(columns_.setup_when)) {
      read_choice(row, columns_.setup_when, "occasion of setups", kSetupWhen);
    }
    if (!step.setup.empty()) {
      reading_.setups_of_steps.add(step.setup);
      if (!row.has(columns_.setup_time)) resolve(row, columns_.setup, reading_.setups_with_times);
      return;
    }
    step.setup_time.reset();
    for (const TabColumn* column : {&columns_.setup_time, &columns_.setup_when}) {
      if (row.has(*column)) row.remark(*column, "is not used: the step needs no setup");
    }
  }

  std::optional<CascadeInterval> read_cascade(const TabRow& row) {
    const bool per_piece = row.has(columns_.part_interval);
    if (!per_piece && !row.has(columns_.batch_interval)) return std::nullopt;
    const TabColumn& number = per_piece ? columns_.part_interval : columns_.batch_interval;
    const TabColumn& unit = per_piece ? columns_.part_interval_unit : columns_.batch_interval_unit;
    if (per_piece && row.has(columns_.batch_interval)) {
      row.error(number, "a step has either " + number.name + " or " + columns_.batch_interval.name +
                            ", not both");
    }
    if (per_piece && row.text(columns_.per) != "per_piece") {
      row.error(number, "expected a step with a process time per_piece");
    }
    const std::optional<StatedTime> interval =
        read_stated_time(row, number, unit, ZeroTime::kRefused);
    return interval ? std::optional(CascadeInterval{per_piece, *interval}) : std::nullopt;
  }

  std::optional<std::int64_t> read_same_tool(const TabRow& row, std::size_t position) {
    const bool wanted = row.has(columns_.same_tool) &&
                        read_choice(row, columns_.same_tool, "answer", kYesNo).value_or(false);
    if (wanted) return step_number(row, columns_.same_tool_for, position, true);
    if (row.has(columns_.same_tool_for)) {
      row.remark(columns_.same_tool_for,
                 "is not used: " + columns_.same_tool.name + " does not say yes");
    }
    return std::nullopt;
  }

  std::optional<StepRework> read_rework(const TabRow& row) {
    if (!row.has(columns_.rework) && !row.has(columns_.rework_step)) return std::nullopt;
    if (row.has(columns_.rework_type)) {
      read_choice(row, columns_.rework_type, "kind of rework", kReworkTypes);
    }
    const std::optional<sim::Decimal> share = percent(row, columns_.rework);
    const std::optional<std::int64_t> to = step_number(row, columns_.rework_step, 0, false);
    if (share && *share == sim::Decimal(100, 0)) {
      row.error(columns_.rework, "expected less than 100 percent: rework would never end");
    }
    return share && to ? std::optional(StepRework{*to, *share}) : std::nullopt;
  }

  std::optional<StepLimit> read_limit(const TabRow& row, std::size_t position) {
    if (!row.has(columns_.limit_step) && !row.has(columns_.limit)) return std::nullopt;
    const auto until = step_number(row, columns_.limit_step, position, true);
    const auto within =
        read_stated_time(row, columns_.limit, columns_.limit_unit, ZeroTime::kRefused);
    return until && within ? std::optional(StepLimit{*until, *within}) : std::nullopt;
  }

  Reading& reading_;
  const StepColumns& columns_;
  const sim::IdTable<StepId>& steps_;
  Route& route_;
};

// The numbers of the steps, "7" for 7 and 7.0; those that are wrong are reported with the step.
sim::IdTable<StepId> number_steps(const std::vector<TabRow>& rows, const TabColumn& column) {
  sim::IdTable<StepId> steps("step");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    sim::Parsed<sim::Decimal> number = sim::parse_decimal(rows[i].text(column));
    const std::string name = number.ok() ? number.value().text() : "row " + std::to_string(i);
    if (steps.find(name).valid()) {
      rows[i].error(column, "there are two rows for the step " + name);
      steps.add("row " + std::to_string(i));  // positions stay those of the rows
    } else {
      steps.add(name);
    }
  }
  return steps;
}

Route read_steps(Reading& reading, const std::string& name, const std::vector<TabRow>& rows,
                 const StepColumns& columns) {
  Route route{name, {}};
  const sim::IdTable<StepId> steps = number_steps(rows, columns.step);
  StepReader reader(reading, columns, steps, route);
  for (std::size_t i = 0; i < rows.size(); ++i) reader.read(rows[i], i);
  for (std::size_t i = 0; i < rows.size(); ++i) reader.check_same_tool(rows[i], route.steps[i]);
  return route;
}

}  // namespace

RouteReader::RouteReader(Reading& reading) : reading_(reading) {}

RouteReader::~RouteReader() = default;

// A row without the name of its route belongs to that of the row before.
void RouteReader::group_rows(File& file) {
  std::string name;
  for (const TabRow& row : file.table->rows()) {
    if (row.has(file.columns->route) || name.empty()) name = row.required(file.columns->route);
    const auto known = std::find_if(file.routes.begin(), file.routes.end(),
                                    [&](const NamedRows& route) { return route.name == name; });
    NamedRows& route = known == file.routes.end() ? file.routes.emplace_back() : *known;
    route.name = name;
    route.rows.push_back(row);
  }
}

RouteReader::File& RouteReader::open(const TabRow& part, const TabColumn& column,
                                     const std::string& name) {
  const auto known = std::find_if(files_.begin(), files_.end(),
                                  [&](const File& file) { return file.name == name; });
  if (known != files_.end()) return *known;
  File& file = files_.emplace_back();
  file.name = name;
  if (name.find('/') != std::string::npos) {
    part.error(column, "expected a file in the same folder, found " + sim::in_quotes(name));
    return file;
  }
  file.table = reading_.open(name);
  if (!file.table) return file;
  file.columns = std::make_unique<StepColumns>(*file.table);
  group_rows(file);
  return file;
}

RouteId RouteReader::read(const TabRow& part, const TabColumn& file_column,
                          const TabColumn& route_column) {
  const std::string file_name(part.required(file_column));
  const std::string route_name(part.required(route_column));
  if (file_name.empty() || route_name.empty()) return {};
  File& file = open(part, file_column, file_name);
  if (!file.table) return {};
  for (NamedRows& route : file.routes) {
    if (route.name != route_name) continue;
    if (!route.id.valid()) {
      route.id = RouteId(reading_.fab.routes.size());
      reading_.fab.routes.push_back(read_steps(reading_, route_name, route.rows, *file.columns));
    }
    return route.id;
  }
  std::vector<std::string> names;
  for (const NamedRows& route : file.routes) names.push_back(route.name);
  part.error(route_column, "no route " + sim::in_quotes(route_name) + " in " + file_name +
                               sim::nearest_clause(route_name, names));
  return {};
}

void RouteReader::finish() {
  for (const File& file : files_) {
    if (!file.table) continue;
    for (const NamedRows& route : file.routes) {
      if (route.id.valid() || route.name.empty()) continue;
      route.rows.front().remark(file.columns->route,
                                "the route " + sim::in_quotes(route.name) + " is of no part");
    }
    reading_.close(*file.table);
  }
}

}  // namespace planttwin::plant::smt2020
