#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/json_node.h"

namespace planttwin::scenario {

// What a driven run has left, as far as a checklist asks.
struct ChecklistRun {
  std::string id;  // run id
  std::string folder;
  std::string stack;             // title
  sim::JsonNode result;          // result.json
  sim::JsonNode reconciliation;  // reconciliation.json
  struct Flow {
    std::string type;                               // of messages
    std::int64_t sent = 0, taken = 0, refused = 0;  // refused for good
  };
  std::vector<Flow> flows;
};

// What several runs have shown of a stack before it goes live, and what none of them has:
// {"title", "runs": [{"id", "folder", "scenario", "stack", "postings", "findings", "passed"}],
//  "sections": [{"id": "flows"|"objectives"|"faults"|"defects", "untested": n, "failed": n,
//                "rows": [{"what", "state", "figures", "runs": [run ids]}]}],
//  "ready": whether nothing failed}
// Flows are the kinds of postings, and whatever else the runs have sent. States: of flows works,
// faulty, disturbed (all that went wrong is laid at injected faults), untested; of objectives (the
// expectations of the scenarios) met, missed; of faults healed, surfaced, untested; of defects
// found, not_found. A defect that was found by one run says that the audit would find it; it fails
// nothing, but what is laid at the stack makes the flow of its message faulty. `fault_kinds` are
// all that can be injected.
sim::JsonNode checklist(const std::vector<ChecklistRun>& runs,
                        std::span<const std::string_view> fault_kinds);

// One page that needs no network.
std::string checklist_page(const sim::JsonNode& checklist);

}  // namespace planttwin::scenario
