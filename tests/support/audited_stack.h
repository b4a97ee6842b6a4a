#pragma once

#include <string>
#include <vector>

#include "erp_bridge/stack/simulated_stack.h"
#include "tests/support/audited_plant.h"

namespace planttwin::testing {

inline const bridge::HopSet kAllTaps = {bridge::Hop::kMiddlewareIn, bridge::Hop::kMiddlewareOut,
                                        bridge::Hop::kRecordIn};
inline const bridge::HopSet kNoTaps = {};

// Two days and more of the audited plant (audited_plant.h) with a middleware between plant and ERP,
// on a landscape that needs no time. People take more than they need and return it, and scan twice
// and take that back.
class AuditedStack {
 public:
  AuditedStack(std::vector<bridge::InjectedDefect> of_erp,
               std::vector<bridge::InjectedMiddlewareDefect> of_middleware,
               bridge::StackSetup setup = usual_setup());

  // Stuck messages are skipped, and the receiver can be asked.
  static bridge::StackSetup usual_setup();

  // By what some taps have seen.
  bridge::Reconciliation audit(const bridge::HopSet& taps) {
    return stack_.audit(run_.state(), taps);
  }
  // How often the first defect of the ERP or of the middleware has struck.
  std::int64_t misbooked(std::size_t defect) const {
    return stack_.books().erp().misbooked()[defect];
  }
  std::int64_t struck(std::string_view defect_of_middleware) const;
  const bridge::SimulatedStack& stack() const { return stack_; }

 private:
  plant::PlantRun run_;
  bridge::SimulatedStack stack_;
};

// How many documents or postings the findings of a class stand for.
std::int64_t found(const bridge::Reconciliation& audit, std::string_view finding);
// The first findings that count against the stack, with where they have arisen.
std::string listed(const bridge::Reconciliation& audit);

}  // namespace planttwin::testing
