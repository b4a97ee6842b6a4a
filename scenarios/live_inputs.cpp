#include "scenarios/live_inputs.h"

#include <optional>
#include <utility>

#include "scenarios/exit_code.h"
#include "sim/diagnostics.h"

namespace planttwin::scenario {

std::unique_ptr<LiveInputs> load_live_inputs(const std::string& scenario, const std::string& stack,
                                             const std::vector<InputEdit>& edits) {
  sim::Diagnostics diagnostics;
  auto inputs = std::make_unique<LiveInputs>(
      LiveInputs{load_scenario(scenario, edits, diagnostics), bridge::Stack()});
  std::optional<bridge::Stack> read = bridge::load_stack(stack, diagnostics);
  diagnostics.throw_if_any();
  inputs->stack = *std::move(read);
  if (inputs->scenario.erp && inputs->scenario.erp->stack) {
    throw UsageError(scenario +
                     ": it has a simulated ERP that plans, asks or has a landscape; a real stack "
                     "takes a scenario without");
  }
  if (inputs->scenario.input.until_done() && inputs->stack.orders_from_erp) {
    throw UsageError(scenario + ": a run whose orders come from outside needs a \"horizon\"");
  }
  return inputs;
}

bridge::ReportingHabits habits_of(const Scenario& scenario) {
  return scenario.erp ? scenario.erp->reporting : bridge::ReportingHabits();
}

}  // namespace planttwin::scenario
