#include "tests/support/audited_stack.h"

#include <utility>

#include "sim/input_journal.h"
#include "sim/landscape/coupled_driver.h"
#include "sim/landscape/ideal_landscape.h"

namespace planttwin::testing {
namespace {

constexpr int kMostListed = 12;
constexpr sim::Time kEnd = sim::Time::from_start(sim::Duration::hours(52));

bridge::StackSetup with_defects(bridge::StackSetup setup,
                                std::vector<bridge::InjectedDefect> of_erp,
                                std::vector<bridge::InjectedMiddlewareDefect> of_middleware) {
  setup.defects = std::move(of_erp);
  setup.middleware_defects = std::move(of_middleware);
  return setup;
}

}  // namespace

bridge::StackSetup AuditedStack::usual_setup() {
  const sim::DurationDistribution none = sim::DurationDistribution::constant(sim::Duration());
  bridge::StackSetup setup;
  setup.landscape.hosts = {{"edge", 1, {}}, {"middleware", 1, {}}, {"erp", 1, {}}};
  setup.route = {{0, none}, {1, none}, {2, none}};
  setup.middleware = 1;
  setup.taps = kAllTaps;
  setup.delivery.stuck_head = bridge::StuckHead::kSkip;
  setup.delivery.can_ask = true;
  setup.delivery.most_attempts = 20;
  setup.reporting.errors = {{bridge::ReportingError::kDoubleScan, 0.03, sim::Duration::hours(3)}};
  setup.reporting.over_issues = 0.1;
  return setup;
}

AuditedStack::AuditedStack(std::vector<bridge::InjectedDefect> of_erp,
                           std::vector<bridge::InjectedMiddlewareDefect> of_middleware,
                           bridge::StackSetup setup)
    : run_(audited_plant().start(3)),
      stack_(audited_plant().plant(), audited_plant().input(), "R1", 3,
             with_defects(std::move(setup), std::move(of_erp), std::move(of_middleware))) {
  run_.add_sink(stack_);
  sim::IdealLandscape landscape;
  sim::MemoryJournal journal;
  sim::CoupledDriver driver(landscape, stack_, journal);
  run_.run_with(driver, kEnd);
  stack_.end_run();
  driver.settle(run_.now(), run_.now() + stack_.settle_within());
}

std::int64_t AuditedStack::struck(std::string_view defect_of_middleware) const {
  const auto& struck = stack_.middleware().faults().struck();
  const auto found = struck.find(defect_of_middleware);
  return found == struck.end() ? 0 : found->second;
}

std::int64_t found(const bridge::Reconciliation& audit, std::string_view finding) {
  std::int64_t count = 0;
  for (const bridge::Finding& one : audit.findings) {
    if (bridge::finding_name(one.finding) == finding) count += one.times;
  }
  return count;
}

std::string listed(const bridge::Reconciliation& audit) {
  std::string text;
  int count = 0;
  for (const bridge::Finding& one : audit.findings) {
    if (!bridge::against_stack(one.finding) || one.from_floor || ++count > kMostListed) continue;
    text += std::string(finding_name(one.finding)) + " " + std::string(hop_name(one.last_right)) +
            " -> " + std::string(hop_name(one.first_wrong)) + " by " + one.fault + ": " + one.key +
            " " + one.detail + "\n";
  }
  return text;
}

}  // namespace planttwin::testing
