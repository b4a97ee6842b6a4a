#include "scenarios/back_office.h"

#include <string>

#include "erp_bridge/embedded_bridge.h"
#include "erp_bridge/stack/simulated_stack.h"
#include "scenarios/reconciliation_report.h"
#include "scenarios/report/message_log.h"
#include "sim/input_journal.h"
#include "sim/landscape/coupled_driver.h"
#include "sim/landscape/ideal_landscape.h"
#include "sim/landscape/simgrid_landscape.h"

namespace planttwin::scenario {
namespace {

using plant::PlantRun;
using plant::RunEnd;
using Simulate = std::function<RunEnd(const RunTo&)>;

RunEnd run_free(PlantRun& run, sim::Time until) { return run.run(until); }

std::string run_id(const Scenario& scenario, const PlantRun& run) {
  return scenario.id + "-" + std::to_string(run.state().seed);
}

class Alone final : public BackOffice {
 public:
  RunEnd run(const Simulate& simulate) override { return simulate(run_free); }
  std::optional<IntegrationOutcome> audit() override { return std::nullopt; }
};

// Everything is booked at once.
class BesideBooks final : public BackOffice {
 public:
  BesideBooks(const Scenario& scenario, PlantRun& run)
      : run_(run),
        bridge_(scenario.plant, scenario.input, run_id(scenario, run), scenario.erp->defects,
                scenario.erp->reporting, scenario.erp->policies) {
    run.add_sink(bridge_);
  }

  RunEnd run(const Simulate& simulate) override { return simulate(run_free); }

  std::optional<IntegrationOutcome> audit() override {
    IntegrationOutcome outcome{bridge_.audit(run_.state()), std::nullopt, {}, {}, {}};
    outcome.document = reconciliation_document(outcome.audit, bridge_.books());
    return outcome;
  }

  void write_messages(const std::filesystem::path& file,
                      const IntegrationOutcome& outcome) const override {
    write_message_log(file, nullptr, outcome.audit.genealogy, bridge_.names());
  }

 private:
  PlantRun& run_;
  bridge::EmbeddedBridge bridge_;
};

// An ERP to which messages need their time.
class BesideStack final : public BackOffice {
 public:
  BesideStack(const Scenario& scenario, PlantRun& run)
      : run_(run),
        has_landscape_(scenario.erp->has_landscape),
        landscape_(scenario.erp->stack->landscape),
        stack_(scenario.plant, scenario.input, run_id(scenario, run), run.state().seed,
               *scenario.erp->stack) {
    run.add_sink(stack_);
  }

  RunEnd run(const Simulate& simulate) override {
    RunEnd end;
    const auto over = [&](sim::LandscapeRun& landscape) { end = run_over(landscape, simulate); };
    if (has_landscape_) {
      sim::with_simgrid(landscape_, over);
    } else {
      sim::IdealLandscape ideal;
      over(ideal);
    }
    return end;
  }

  std::optional<IntegrationOutcome> audit() override {
    IntegrationOutcome outcome{stack_.audit(run_.state()), traffic_of(stack_), {}, {}, {}};
    outcome.holds = hold_figures(stack_.setup().quality, stack_.books(), outcome.audit);
    outcome.document = reconciliation_document(outcome.audit, stack_.books());
    return outcome;
  }

  void write_messages(const std::filesystem::path& file,
                      const IntegrationOutcome& outcome) const override {
    const bridge::TrafficLog traffic = stack_.traffic();
    write_message_log(file, &traffic, outcome.audit.genealogy, stack_.books().names(),
                      outages_of(landscape_, run_.now()));
  }

 private:
  RunEnd run_over(sim::LandscapeRun& landscape, const Simulate& simulate) {
    sim::CoupledDriver driver(landscape, stack_, journal_);
    const RunEnd end =
        simulate([&](PlantRun& run, sim::Time until) { return run.run_with(driver, until); });
    stack_.end_run();
    driver.settle(run_.now(), run_.now() + stack_.settle_within());
    return end;
  }

  PlantRun& run_;
  bool has_landscape_;
  sim::Landscape landscape_;
  bridge::SimulatedStack stack_;
  sim::MemoryJournal journal_;
};

}  // namespace

std::unique_ptr<BackOffice> make_back_office(const Scenario& scenario, PlantRun& run) {
  if (!scenario.erp) return std::make_unique<Alone>();
  if (!scenario.erp->stack) return std::make_unique<BesideBooks>(scenario, run);
  return std::make_unique<BesideStack>(scenario, run);
}

}  // namespace planttwin::scenario
