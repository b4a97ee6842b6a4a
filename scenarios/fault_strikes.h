#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/faults/fault_dice.h"
#include "erp_bridge/systems/fault_log.h"

// What a fault plan has done in a live run: a line of JSON for every fault of the plan, and one for
// every time that it has struck.
namespace planttwin::scenario {

// What a finding names, in a run with a plan, that no fault of the plan has to do with.
inline constexpr std::string_view kLaidAtStack = "stack";

struct StruckFault {
  std::string id;
  std::string kind;
};
struct KeptStrike {
  std::string fault;
  std::vector<std::string> keys;  // of messages
  std::string kind = {};
};
struct FaultStrikes {
  std::vector<StruckFault> faults;  // as planned; none: there was no plan
  std::vector<KeptStrike> strikes;  // in their order
};

// Goes on with a file, or begins it with what is planned.
std::ofstream open_strikes(const std::filesystem::path& file, const bridge::FaultPlan& plan);
// On the disk when it returns. Throws sim::OutputError.
void save_strike(std::ostream& out, const bridge::FaultStrike& strike, std::int64_t at_ms);
// Lines that a killed program has not finished are passed over.
FaultStrikes load_strikes(const std::filesystem::path& file);
// How often each fault has struck.
std::map<std::string, std::int64_t> times_struck(const FaultStrikes& strikes);

// By message, for the audit: of several faults the one that says most, of those the last. The
// strikes outlive it.
bridge::FaultLog fault_log(const FaultStrikes& strikes);
// What the audit has left open: what is in flight is laid at the fault that has struck it last, and
// what no fault has led to at the stack.
void lay_at_faults(const bridge::FaultLog& log, bridge::Reconciliation& audit);

// What has become of a fault: a strike has surfaced when a finding that names the fault is about
// one of its messages, and is healed otherwise. Of a fault that only findings about other messages
// name one strike has surfaced.
struct FaultFigures {
  std::string id;
  std::string kind;
  std::int64_t struck = 0;
  std::int64_t surfaced = 0;
};
std::vector<FaultFigures> fault_figures(const FaultStrikes& strikes,
                                        const bridge::Reconciliation& audit);

}  // namespace planttwin::scenario
