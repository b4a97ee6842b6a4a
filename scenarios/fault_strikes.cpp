#include "scenarios/fault_strikes.h"

#include <algorithm>
#include <set>
#include <utility>

#include "erp_bridge/formats/json_text.h"
#include "sim/json_document.h"
#include "sim/output_error.h"

namespace planttwin::scenario {
namespace {

using bridge::FaultKind;
using bridge::JsonFields;

std::string text_of(const sim::JsonNode& node, std::string_view name) {
  const sim::JsonNode* member = node.member(name);
  return member == nullptr ? "" : member->text;
}

// What a fault can do to a message: what has been answered in the place of the receiver, or has
// been altered, says most; what the bridge has seen fail, and has sent again, least.
int weight(std::string_view kind) {
  for (const FaultKind telling :
       {FaultKind::kDrop, FaultKind::kOkWithErrorInside, FaultKind::kCorrupt, FaultKind::kDelay,
        FaultKind::kReorder, FaultKind::kRewrite, FaultKind::kSchemaDrift, FaultKind::kUnitMistake,
        FaultKind::kStaleRevision, FaultKind::kClockSkew}) {
    if (kind == name_of(telling)) return 2;
  }
  for (const FaultKind telling : {FaultKind::kDuplicate, FaultKind::kResetAfterCommit,
                                  FaultKind::kTruncatedBody, FaultKind::kKill}) {
    if (kind == name_of(telling)) return 1;
  }
  return 0;
}

// Whether a message may have come otherwise than it was sent, or not at all; after an error that
// was said in the place of the receiver it has gone again.
bool alters(std::string_view kind) {
  return weight(kind) == 2 && kind != name_of(FaultKind::kOkWithErrorInside);
}

// "a, b" as an audit says it.
bool names(const std::string& faults, const std::string& id) {
  return (", " + faults + ",").find(", " + id + ",") != std::string::npos;
}

}  // namespace

std::ofstream open_strikes(const std::filesystem::path& file, const bridge::FaultPlan& plan) {
  std::ofstream out(file, std::ios::binary | std::ios::app);
  if (out.tellp() > 0) {
    out << '\n';  // behind what a killed program may have left of a line
    return out;
  }
  for (const bridge::PlannedFault& fault : plan.faults) {
    out << JsonFields().text("planned", fault.id).text("kind", name_of(fault.kind)).take() << '\n';
  }
  out.flush();
  return out;
}

void save_strike(std::ostream& out, const bridge::FaultStrike& strike, std::int64_t at_ms) {
  std::vector<std::string> keys;
  for (const std::string& key : strike.keys) keys.push_back(sim::json_string(key));
  out << JsonFields()
             .text("fault", strike.fault->id)
             .text("kind", name_of(strike.fault->kind))
             .number("strike", strike.number)
             .number("at_ms", at_ms)
             .text("request", strike.request)
             .json("keys", bridge::json_array(keys))
             .take()
      << '\n';
  out.flush();
  if (!out) throw sim::OutputError("what a fault has struck can't be written");
}

FaultStrikes load_strikes(const std::filesystem::path& file) {
  FaultStrikes all;
  std::ifstream in(file, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    sim::Diagnostics unfinished;
    const auto document = sim::JsonDocument::parse(line, file.string(), unfinished);
    if (!document) continue;
    const sim::JsonNode& row = document->root();
    if (row.member("planned") != nullptr) {
      all.faults.push_back({text_of(row, "planned"), text_of(row, "kind")});
    } else if (const sim::JsonNode* keys = row.member("keys")) {
      KeptStrike strike{text_of(row, "fault"), {}, text_of(row, "kind")};
      for (const sim::JsonNode& key : keys->elements) strike.keys.push_back(key.text);
      all.strikes.push_back(std::move(strike));
    }
  }
  return all;
}

std::map<std::string, std::int64_t> times_struck(const FaultStrikes& strikes) {
  std::map<std::string, std::int64_t> times;
  for (const KeptStrike& strike : strikes.strikes) ++times[strike.fault];
  return times;
}

bridge::FaultLog fault_log(const FaultStrikes& strikes) {
  std::map<std::string_view, const StruckFault*> by_id;
  for (const StruckFault& fault : strikes.faults) by_id[fault.id] = &fault;
  bridge::FaultLog log;
  for (int heavy = 2; heavy >= 0; --heavy) {
    for (auto strike = strikes.strikes.rbegin(); strike != strikes.strikes.rend(); ++strike) {
      const auto fault = by_id.find(strike->fault);
      if (fault == by_id.end() || weight(fault->second->kind) != heavy) continue;
      for (const std::string& key : strike->keys) {
        log.note(key, fault->second->id, alters(fault->second->kind));
      }
    }
  }
  return log;
}

void lay_at_faults(const bridge::FaultLog& log, bridge::Reconciliation& audit) {
  for (bridge::Finding& finding : audit.findings) {
    if (!finding.fault.empty()) continue;
    const bridge::FaultLog::Strike* strike = log.of_key(finding.key);
    if (finding.finding == bridge::FindingClass::kInFlight && strike != nullptr) {
      finding.fault = strike->fault;
    } else if (against_stack(finding.finding) && !finding.from_floor) {
      finding.fault = kLaidAtStack;
    }
  }
}

std::vector<FaultFigures> fault_figures(const FaultStrikes& strikes,
                                        const bridge::Reconciliation& audit) {
  std::map<std::string, std::string> found;  // faults of findings, by key
  for (const bridge::Finding& finding : audit.findings) {
    if (!finding.key.empty()) found[finding.key] += ", " + finding.fault;
  }
  const auto is_named = [&](const std::string& id) {
    return std::any_of(audit.findings.begin(), audit.findings.end(),
                       [&](const bridge::Finding& finding) { return names(finding.fault, id); });
  };
  std::vector<FaultFigures> figures;
  for (const StruckFault& fault : strikes.faults) {
    FaultFigures& one = figures.emplace_back(FaultFigures{fault.id, fault.kind});
    for (const KeptStrike& strike : strikes.strikes) {
      if (strike.fault != fault.id) continue;
      ++one.struck;
      one.surfaced += std::any_of(strike.keys.begin(), strike.keys.end(), [&](const auto& key) {
        const auto row = found.find(key);
        return row != found.end() && names(row->second, fault.id);
      });
    }
    // A message that it has held up is overtaken by others: then those are what is found.
    if (one.surfaced == 0 && one.struck > 0 && is_named(fault.id)) one.surfaced = 1;
  }
  return figures;
}

}  // namespace planttwin::scenario
