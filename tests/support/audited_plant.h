#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/systems/erp_defects.h"
#include "tests/support/simulation.h"

namespace planttwin::testing {

// A run of a small plant with an ERP, and what the audit says of it. Pumps are made of a housing
// under lot control, seals with a shelf life, and resin by weight; an operation gives chips and
// loses some; motors have serial numbers; a bad lot is held for a day. The plant is in Chicago, and
// the run goes over the end of a month.
struct AuditOutcome {
  bridge::Reconciliation result;
  std::vector<std::int64_t> misbooked;  // by each of the defects
  sim::Money ledger_sum;
  std::size_t messages = 0;

  // How many documents or postings the findings of a class stand for.
  std::int64_t found(std::string_view finding) const;
  // The first findings, for people.
  std::string listed() const;
};
const Simulation& audited_plant();
AuditOutcome audited(std::vector<bridge::InjectedDefect> defects, std::uint64_t seed = 3,
                     bridge::ReportingHabits habits = {},
                     const bridge::PostingPolicies& policies = {});
// The books follow `policies`, and the audit believes that they follow `believed`.
AuditOutcome audited(const bridge::PostingPolicies& policies,
                     const bridge::PostingPolicies& believed);

}  // namespace planttwin::testing
