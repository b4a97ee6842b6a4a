#include "plant_models/run/plant_run.h"

#include <algorithm>

#include "plant_models/run/breakdowns.h"
#include "plant_models/run/carriers.h"
#include "plant_models/run/deadlock.h"
#include "plant_models/run/initial_state.h"
#include "plant_models/run/maintenance.h"
#include "plant_models/run/plant_model.h"
#include "plant_models/run/release.h"
#include "sim/archive.h"

namespace planttwin::plant {
namespace {

constexpr std::uint32_t kStateVersion = 6;

void size_tables(RunState& run) {
  const Plant& plant = *run.plant;
  run.statistics.prepare(plant, run.input->order_classes.size());
  run.loop_waiting.resize(plant.release_loops.size());
  run.loop_wip.resize(plant.release_loops.size());
  run.sources.resize(run.input->sources.size());
  run.queues.resize(plant.work_centers.size());
  run.queued_work.resize(plant.work_centers.size());
  run.output_used.resize(plant.work_centers.size());
  run.batch_timers.resize(plant.work_centers.size());
  run.touched.resize(plant.work_centers.size());
  run.buffers.resize(plant.buffers.size());
  run.place_waiters.resize(plant.buffers.size());
  run.machines.resize(plant.machines.size());
  run.attention.assign(plant.machines.size(), Attention::kAlways);
  run.labor_held.resize(plant.machines.size());
  run.labor_wanted.resize(plant.machines.size());
  run.line_stations.resize(plant.machines.size());
  run.pipelines.resize(plant.machines.size());
  run.pools.resize(plant.labor.size());
  run.crew_waiting.resize(plant.labor.size());
  run.tools_busy.resize(plant.tools.size());
  run.shifts.resize(plant.shifts.size());
  run.stock_totals.resize(plant.materials.size() * plant.locations.size());
  run.picking.resize(plant.locations.size());
  run.replenishment_orders.resize(plant.replenishments.size());
  run.causes.resize(plant.defect_causes.size());
  run.carrier_waiting.resize(plant.network.fleets.size());
  run.edge_used.resize(plant.network.edges.size());
  run.edge_waiting.resize(plant.network.edges.size());
  run.conveyor_waiting.resize(plant.network.edges.size());
  std::size_t operations = 0;
  for (const Routing& routing : plant.routings) operations += routing.operations.size();
  run.inspected_units.resize(operations);
  for (std::size_t i = 0; i < plant.machines.size(); ++i) {
    const IndexingLine& line = run.work_center_of(MachineId(i)).line;
    run.line_stations[i].resize(static_cast<std::size_t>(line.stations));
  }
}

}  // namespace

PlantRun::PlantRun(const Plant& plant, const RunInput& input, const RunSettings& settings)
    : state_(std::make_unique<RunState>()) {
  RunState& run = *state_;
  run.plant = &plant;
  run.input = &input;
  run.seed = settings.seed;
  run.replication = settings.replication;
  run.antithetic = settings.antithetic ? 1 : 0;
  run.random = sim::RandomSource(settings.seed, settings.replication, settings.antithetic);
  run.horizon = input.until_done() ? sim::Time::never() : sim::Time::from_start(input.horizon);
  size_tables(run);
  // Everything begins with one event at the start instant.
  run.schedule(sim::Time(), sim::Phase::kOutsideInput, EventKind::kStart, 0, 0);
  if (input.warm_up > sim::Duration()) {
    run.schedule(sim::Time::from_start(input.warm_up), sim::Phase::kCalendarChange,
                 EventKind::kWarmUp, 0, 0);
  }
}

PlantRun::PlantRun(std::unique_ptr<RunState> state) : state_(std::move(state)) {}
PlantRun::PlantRun(PlantRun&& other) noexcept = default;
PlantRun& PlantRun::operator=(PlantRun&& other) noexcept = default;
PlantRun::~PlantRun() = default;

PlantRun::PlantRun(const PlantRun& other) : state_(std::make_unique<RunState>(*other.state_)) {
  state_->sinks.clear();
}

PlantRun& PlantRun::operator=(const PlantRun& other) {
  if (this != &other) *this = PlantRun(other);
  return *this;
}

void PlantRun::add_sink(EventSink& sink) { state_->sinks.push_back(&sink); }

RunEnd PlantRun::run(sim::Time until) {
  sim::FreeRunning driver;
  return run_with(driver, until);
}

RunEnd PlantRun::end_of(sim::KernelStatus status, sim::Time until) {
  RunState& run = *state_;
  // Runs that pause on their way are equal to those that do not.
  if (run.reached <= run.now()) run.reached = sim::Time();
  RunEnd end;
  if (run.deadlocked != 0) {
    end.reason = RunEnd::Reason::kDeadlock;
    end.cycle = run.deadlock_cycle;
    return end;
  }
  switch (status) {
    case sim::KernelStatus::kEndlessRounds:
      end.reason = RunEnd::Reason::kEndlessRounds;
      end.cycle = looping_parties(run);
      return end;
    case sim::KernelStatus::kStopped:
      end.reason = all_done(run) ? RunEnd::Reason::kCompleted : RunEnd::Reason::kStopped;
      return end;
    default:
      break;
  }
  if (run.input->until_done() && status == sim::KernelStatus::kRanDry) {
    end.reason = all_done(run) ? RunEnd::Reason::kCompleted : RunEnd::Reason::kStalled;
    if (end.reason == RunEnd::Reason::kStalled) end.cycle = waiting_lots(run);
    return end;
  }
  end.reason = RunEnd::Reason::kHorizon;
  if (!until.is_never()) run.reached = std::max(run.reached, until);
  return end;
}

void PlantRun::restart_statistics() { state_->statistics.reset(now()); }

sim::Time PlantRun::now() const {
  return std::max(state_->reached, std::max(sim::Time(), state_->now()));
}
const Plant& PlantRun::plant() const { return *state_->plant; }
const RunInput& PlantRun::input() const { return *state_->input; }

std::string PlantRun::save(const std::string& fingerprint) const {
  sim::StateWriter writer(kStateVersion);
  writer(fingerprint);
  state_->visit(writer);
  return writer.finish();
}

PlantRun PlantRun::load(const Plant& plant, const RunInput& input, const std::string& bytes,
                        const std::string& fingerprint) {
  sim::StateReader reader(bytes, kStateVersion);
  std::string found;
  reader(found);
  if (found != fingerprint) {
    throw sim::StateError("the saved state belongs to another plant or scenario");
  }
  PlantRun result(plant, input, RunSettings{});
  RunState& run = *result.state_;
  run.visit(reader);
  reader.finish();
  run.random = sim::RandomSource(run.seed, run.replication, run.antithetic != 0);
  return result;
}

}  // namespace planttwin::plant
