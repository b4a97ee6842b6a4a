#include <algorithm>
#include <vector>

#include "plant_models/import/smt2020_reading.h"

namespace planttwin::plant::smt2020 {

namespace {

using BreakdownId = Id<struct BreakdownTag>;
using PlanId = Id<struct PlanTag>;

struct BreakdownColumns {
  explicit BreakdownColumns(TabTable& table)
      : id(table.require("DOWNCALNAME")),
        type(table.require("DOWNCALTYPE")),
        time_to_failure{table.require("MTTFDIST"), table.require("MTTF"), table.find("MTTF2"),
                        table.require("MTTFUNITS")},
        repair{table.require("MTTRDIST"), table.require("MTTR"), table.find("MTTR2"),
               table.require("MTTRUNITS")} {}

  TabColumn id, type;
  DrawnTimeColumns time_to_failure, repair;
};

struct PlanColumns {
  explicit PlanColumns(TabTable& table)
      : id(table.require("PMCALNAME")),
        type(table.require("PMCALTYPE")),
        interval(table.require("MTBPM")),
        unit(table.require("MTBPMUNITS")),
        duration{table.require("MTTRDIST"), table.require("MTTR"), table.require("MTTR2"),
                 table.require("MTTRUNITS")} {}

  TabColumn id, type, interval, unit;
  DrawnTimeColumns duration;
};

struct AttachColumns {
  explicit AttachColumns(TabTable& table)
      : calendar(table.require("CALNAME")),
        kind(table.require("CALTYPE")),
        resource_kind(table.require("RESTYPE")),
        resource(table.require("RESNAME")),
        first{table.require("FOADIST"), table.require("FOA"), table.find("FOA2"),
              table.require("FOAUNITS")} {}

  TabColumn calendar, kind, resource_kind, resource;
  DrawnTimeColumns first;
};

enum class PlanType : std::uint8_t { kCalendar, kPieces };

constexpr TabName<bool> kBreakdownTypes[] = {{"mttf_by_cal", true}};
constexpr TabName<PlanType> kPlanTypes[] = {{"mtbpm_by_cal", PlanType::kCalendar},
                                            {"mtbpm_by_pieces", PlanType::kPieces}};
constexpr TabName<bool> kCalendarKinds[] = {{"down", true}, {"pm", false}};
constexpr TabName<bool> kResourceKinds[] = {{"stngrp", true}, {"stnfam", false}};
constexpr std::string_view kPieces = "pieces";

// The calendars of a file, each with its row so that one that is never attached can be named.
template <class Id, class Calendar>
struct Calendars {
  explicit Calendars(const char* kind) : names(kind) {}

  sim::IdTable<Id> names;
  std::vector<Calendar> all;
  std::vector<TabRow> rows;
  std::vector<bool> attached;
  std::unique_ptr<TabTable> table;
  TabColumn id_column;

  void add(const TabRow& row, Calendar calendar) {
    if (!define(row, id_column, names).valid()) return;
    calendar.id = row.text(id_column);
    all.push_back(std::move(calendar));
    rows.push_back(row);
    attached.push_back(false);
  }
  void remark_upon_idle() const {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!attached[i]) rows[i].remark(id_column, "is attached to nothing");
    }
  }
};

class StopReader {
 public:
  explicit StopReader(Reading& reading) : reading_(reading) {}

  void read() {
    read_breakdowns();
    read_plans();
    read_attachments();
    breakdowns_.remark_upon_idle();
    plans_.remark_upon_idle();
  }

 private:
  void read_breakdowns() {
    breakdowns_.table = reading_.open("downcal.txt");
    if (!breakdowns_.table) return;
    const BreakdownColumns columns(*breakdowns_.table);
    breakdowns_.id_column = columns.id;
    for (const TabRow& row : breakdowns_.table->rows()) {
      Breakdown breakdown;
      read_choice(row, columns.type, "kind of breakdown", kBreakdownTypes);
      const auto failure = read_drawn_time(row, columns.time_to_failure, ZeroTime::kRefused);
      const auto repair = read_drawn_time(row, columns.repair, ZeroTime::kAllowed);
      if (failure) breakdown.time_to_failure = *failure;
      if (repair) breakdown.repair = *repair;
      breakdowns_.add(row, std::move(breakdown));
    }
    reading_.close(*breakdowns_.table);
  }

  void read_plans() {
    plans_.table = reading_.open("pmcal.txt");
    if (!plans_.table) return;
    const PlanColumns columns(*plans_.table);
    plans_.id_column = columns.id;
    for (const TabRow& row : plans_.table->rows()) plans_.add(row, read_plan(row, columns));
    reading_.close(*plans_.table);
  }

  static MaintenancePlan read_plan(const TabRow& row, const PlanColumns& columns) {
    MaintenancePlan plan;
    const auto type = read_choice(row, columns.type, "kind of maintenance", kPlanTypes);
    if (type == PlanType::kPieces) {
      plan.pieces = row.count(columns.interval, 1, kMostCount).value_or(1);
      check_pieces(row, columns.unit);
    } else if (type == PlanType::kCalendar) {
      const auto interval =
          read_stated_time(row, columns.interval, columns.unit, ZeroTime::kRefused);
      if (interval) plan.interval = *interval;
    }
    if (const auto duration = read_drawn_time(row, columns.duration, ZeroTime::kAllowed)) {
      plan.duration = *duration;
    }
    return plan;
  }

  static void check_pieces(const TabRow& row, const TabColumn& unit) {
    if (!row.has(unit) || row.text(unit) == kPieces) return;
    row.error(unit, "expected pieces, found " + sim::in_quotes(row.text(unit)));
  }

  void read_attachments() {
    const auto table = reading_.open("attach.txt");
    if (!table) return;
    const AttachColumns columns(*table);
    for (const TabRow& row : table->rows()) read_attachment(row, columns);
    reading_.close(*table);
  }

  void read_attachment(const TabRow& row, const AttachColumns& columns) {
    const auto breaks_down = read_choice(row, columns.kind, "kind of calendar", kCalendarKinds);
    Stops* stops = find_resource(row, columns);
    if (!breaks_down) return;
    if (*breaks_down) {
      attach_breakdown(row, columns, stops);
    } else {
      attach_plan(row, columns, stops);
    }
  }

  // Null after an error.
  Stops* find_resource(const TabRow& row, const AttachColumns& columns) {
    const auto is_group =
        read_choice(row, columns.resource_kind, "kind of resource", kResourceKinds);
    if (!is_group) return nullptr;
    if (*is_group) {
      const ToolGroupId group = resolve(row, columns.resource, reading_.groups);
      return group.valid() ? &reading_.fab.groups[group.index()].stops : nullptr;
    }
    const ToolFamilyId family = resolve(row, columns.resource, reading_.families);
    return family.valid() ? &reading_.fab.families[family.index()].stops : nullptr;
  }

  void attach_breakdown(const TabRow& row, const AttachColumns& columns, Stops* stops) {
    const BreakdownId id = resolve(row, columns.calendar, breakdowns_.names);
    std::optional<DrawnTime> first;
    if (row.has(columns.first.mean)) {
      first = read_drawn_time(row, columns.first, ZeroTime::kAllowed);
    }
    if (!id.valid()) return;
    breakdowns_.attached[id.index()] = true;
    if (stops == nullptr) return;
    Breakdown breakdown = breakdowns_.all[id.index()];
    breakdown.first = first;
    attach(row, columns, std::move(breakdown), stops->breakdowns);
  }

  void attach_plan(const TabRow& row, const AttachColumns& columns, Stops* stops) {
    const PlanId id = resolve(row, columns.calendar, plans_.names);
    if (!id.valid()) return;
    plans_.attached[id.index()] = true;
    MaintenancePlan plan = plans_.all[id.index()];
    if (row.has(columns.first.mean)) {
      if (plan.pieces > 0) {
        plan.first_pieces = read_first_pieces(row, columns);
      } else if (!plan.interval.is_zero()) {  // zero: an error of the calendar
        plan.first = read_drawn_time(row, columns.first, ZeroTime::kAllowed);
      }
    }
    if (stops != nullptr) attach(row, columns, std::move(plan), stops->maintenance);
  }

  static std::optional<std::int64_t> read_first_pieces(const TabRow& row,
                                                       const AttachColumns& columns) {
    check_pieces(row, columns.first.unit);
    if (row.has(columns.first.shape) && row.text(columns.first.shape) != "constant") {
      row.error(columns.first.shape, "the first number of pieces must be constant, found " +
                                         sim::in_quotes(row.text(columns.first.shape)));
    }
    return row.count(columns.first.mean, 1, kMostCount);
  }

  template <class Calendar>
  static void attach(const TabRow& row, const AttachColumns& columns, Calendar calendar,
                     std::vector<Calendar>& to) {
    if (std::any_of(to.begin(), to.end(),
                    [&](const Calendar& other) { return other.id == calendar.id; })) {
      row.error(columns.calendar, sim::in_quotes(calendar.id) + " is attached to " +
                                      sim::in_quotes(row.text(columns.resource)) + " twice");
    }
    to.push_back(std::move(calendar));
  }

  Reading& reading_;
  Calendars<BreakdownId, Breakdown> breakdowns_{"breakdown calendar"};
  Calendars<PlanId, MaintenancePlan> plans_{"maintenance calendar"};
};

}  // namespace

void read_stops(Reading& reading) { StopReader(reading).read(); }

}  // namespace planttwin::plant::smt2020
