#include "scenarios/report/gantt_figure.h"

#include <algorithm>
#include <utility>

#include "scenarios/json_build.h"
#include "scenarios/report/level_figures.h"

namespace planttwin::scenario {

using plant::EventType;

namespace {

constexpr std::int64_t kSecond = 1'000'000;

sim::TimeZone first_zone(sim::Database& log) {
  sim::Statement site(log, "SELECT time_zone FROM site ORDER BY id LIMIT 1");
  if (!site.step()) return {};
  const sim::Parsed<sim::TimeZone> zone = sim::TimeZone::find(site.text(0));
  return zone.ok() ? zone.value() : sim::TimeZone();
}

// Columns of numbers as texts of base 36, which are short: "0 a 1k".
class Column {
 public:
  void add(std::int64_t value) {
    if (!text_.empty()) text_ += ' ';
    if (value < 0) text_ += '-';
    std::uint64_t rest = static_cast<std::uint64_t>(value < 0 ? -value : value);
    char digits[16];
    int count = 0;
    do {
      digits[count++] = "0123456789abcdefghijklmnopqrstuvwxyz"[rest % 36];
      rest /= 36;
    } while (rest > 0);
    while (count > 0) text_ += digits[--count];
  }
  sim::JsonNode take() const { return json_string(text_); }

 private:
  std::string text_;
};

}  // namespace

GanttFigure::GanttFigure(sim::Database& log, std::int64_t end)
    : log_(log),
      end_(end),
      complete_until_(end),
      start_(log_number(log, "start_epoch_us", 0)),
      zone_(first_zone(log)),
      states_(names_of(log, "machine").size()) {
  for (const std::string& name : names_of(log, "machine_state")) {
    shown_.push_back(name != "processing" && name != "idle" && name != "loading");
  }
}

void GanttFigure::on_event(const LoggedEvent& event) {
  if (event.machine < 0 || bars_.size() >= kMostBars) return;
  switch (event.type) {
    case EventType::kMachineState: {
      State& state = states_[static_cast<std::size_t>(event.machine)];
      const State before = std::exchange(state, State{event.other, event.time});
      if (before.state >= 0 && shown_[static_cast<std::size_t>(before.state)]) {
        add({event.machine, before.since, event.time, -1, before.state});
      }
      return;
    }
    case EventType::kOperationStarted:
      works_[{event.machine, event.lot}] = event.time;
      return;
    case EventType::kOperationCompleted: {
      const auto work = works_.find({event.machine, event.lot});
      if (work == works_.end()) return;
      const std::int64_t since = work->second;
      works_.erase(work);
      add({event.machine, since, event.time, event.lot, -1});
      return;
    }
    default:
      return;
  }
}

void GanttFigure::add(const Bar& bar) {
  if (bar.to > bar.from) bars_.push_back(bar);
  if (bars_.size() < kMostBars) return;
  // What is open now is missing from here on.
  complete_until_ = bar.to;
  close_open_bars();
}

void GanttFigure::close_open_bars() {
  for (const auto& [work, since] : works_) {
    bars_.push_back({work.first, since, complete_until_, work.second, -1});
  }
  works_.clear();
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const State& state = states_[i];
    if (state.state >= 0 && shown_[static_cast<std::size_t>(state.state)]) {
      bars_.push_back(
          {static_cast<std::int64_t>(i), state.since, complete_until_, -1, state.state});
    }
  }
}

// The beginnings of the days, from the one in which the log begins to the one after its end.
std::vector<std::int64_t> GanttFigure::midnights() const {
  const auto instant = [&](std::int64_t time) {
    return sim::UtcInstant::from_epoch(sim::Duration::microseconds(start_ + time));
  };
  std::vector<std::int64_t> times;
  sim::CivilDate date = zone_.local_date(instant(0));
  do {
    times.push_back(zone_.to_utc(date, sim::Duration()).count() - start_);
    date = date.plus_days(1);
  } while (times.back() < end_);
  return times;
}

// The bars of a day in columns: machine, begin in seconds after the one before, length in seconds,
// and the lot, or -1 - state.
sim::JsonNode GanttFigure::day(std::int64_t from, std::int64_t to,
                               std::map<std::int64_t, std::int64_t>& lots) {
  Column machines;
  Column begins;
  Column lengths;
  Column whats;
  std::int64_t before = 0;
  for (const Bar& bar : bars_) {
    if (bar.from >= to) break;
    if (bar.to <= from) continue;
    const std::int64_t begin = (std::max(bar.from, from) - from) / kSecond;
    const std::int64_t end = (std::min(bar.to, to) - from + kSecond - 1) / kSecond;
    machines.add(bar.machine);
    begins.add(begin - before);
    lengths.add(end - begin);
    before = begin;
    if (bar.lot < 0) {
      whats.add(-1 - bar.state);
    } else {
      whats.add(lots.try_emplace(bar.lot, static_cast<std::int64_t>(lots.size())).first->second);
    }
  }
  const auto instant = sim::UtcInstant::from_epoch(sim::Duration::microseconds(start_ + from));
  return JsonObject()
      .add("date", json_string(zone_.local_date(instant).text()))
      .add("from_s", json_integer(from / kSecond))
      .add("to_s", json_integer(to / kSecond))
      .add("machine", machines.take())
      .add("begin", begins.take())
      .add("length", lengths.take())
      .add("what", whats.take())
      .take();
}

sim::JsonNode GanttFigure::take() {
  if (bars_.size() < kMostBars) close_open_bars();
  std::stable_sort(bars_.begin(), bars_.end(),
                   [](const Bar& a, const Bar& b) { return a.from < b.from; });
  const std::vector<std::int64_t> starts = midnights();
  std::map<std::int64_t, std::int64_t> lots;
  JsonArray days;
  JsonArray offsets;
  for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
    const auto noon = sim::Duration::microseconds(start_ + starts[i] + 43'200 * kSecond);
    const sim::LocalTime local = zone_.local_time(sim::UtcInstant::from_epoch(noon));
    offsets.add(json_integer(starts[i] / kSecond));
    offsets.add(json_integer(local.utc_offset.count() / kSecond));
    const bool complete = std::min(starts[i + 1], end_) <= complete_until_;
    if (complete || i == 0) days.add(day(starts[i], std::min(starts[i + 1], end_), lots));
  }
  std::vector<std::int64_t> order(lots.size());
  for (const auto& [lot, place] : lots) order[static_cast<std::size_t>(place)] = lot;
  Column products;
  JsonArray names;
  sim::Statement row(log_, "SELECT name, material FROM lots WHERE id = ?");
  for (const std::int64_t lot : order) {
    const bool known = row.bind(1, lot).step();
    names.add(json_string(known ? row.text(0) : "#" + std::to_string(lot)));
    products.add(known ? row.integer(1) : -1);
    row.reset();
  }
  return JsonObject()
      .add("zone", json_string(zone_.name()))
      .add("offsets", offsets.take())
      .add("states", json_names(names_of(log_, "machine_state")))
      .add("machines", json_names(names_of(log_, "machine")))
      .add("materials", json_names(names_of(log_, "material")))
      .add("days", days.take())
      .add("all_days", json_integer(static_cast<std::int64_t>(starts.size()) - 1))
      .add("lots", names.take())
      .add("products", products.take())
      .take();
}

}  // namespace planttwin::scenario
