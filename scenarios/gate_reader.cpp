#include "scenarios/gate_reader.h"

#include <algorithm>
#include <string>

namespace planttwin::scenario {
namespace {

using plant::GatePoint;
using plant::WithoutAnswer;

constexpr sim::NamedValue<GatePoint> kPoints[] = {{"release", GatePoint::kRelease},
                                                  {"start", GatePoint::kStart},
                                                  {"issue", GatePoint::kIssue},
                                                  {"completion", GatePoint::kCompletion}};
constexpr sim::NamedValue<WithoutAnswer> kPolicies[] = {{"wait", WithoutAnswer::kWait},
                                                        {"proceed", WithoutAnswer::kProceed},
                                                        {"paper", WithoutAnswer::kPaper}};
constexpr sim::Duration kAnswerWithin = sim::Duration::seconds(30);
constexpr sim::Duration kAskAgain = sim::Duration::minutes(5);

bool at_work_centers(GatePoint point) {
  return point == GatePoint::kStart || point == GatePoint::kIssue;
}

plant::Gate read_gate(const plant::RunInputReading& reading, sim::JsonReader& in) {
  plant::Gate gate;
  gate.point = in.enumeration("at", kPoints);
  if (in.has("work_centers")) {
    gate.work_centers = reading.names.work_centers.resolve_all(in, "work_centers");
    if (!at_work_centers(gate.point)) {
      in.error("work_centers", "only starts and issues are at work centers");
    }
  }
  gate.answer_within = in.duration("answer_within", sim::DurationRange::positive(), kAnswerWithin);
  gate.without_answer = in.enumeration("without_answer", kPolicies, WithoutAnswer::kWait);
  gate.ask_again = in.duration("ask_again", sim::DurationRange::positive(), kAskAgain);
  in.finish();
  return gate;
}

bool overlap(const plant::Gate& a, const plant::Gate& b) {
  if (a.point != b.point) return false;
  if (a.work_centers.empty() || b.work_centers.empty()) return true;
  return std::any_of(a.work_centers.begin(), a.work_centers.end(),
                     [&](plant::WorkCenterId id) { return b.applies_to(id); });
}

}  // namespace

std::vector<plant::Gate> read_gates(const plant::RunInputReading& reading, sim::JsonReader& erp) {
  std::vector<plant::Gate> gates;
  for (sim::JsonReader& in : erp.plain_objects("gates")) {
    plant::Gate gate = read_gate(reading, in);
    if (std::any_of(gates.begin(), gates.end(),
                    [&](const plant::Gate& other) { return overlap(gate, other); })) {
      in.error("at", "a gate is there already");
    }
    gates.push_back(std::move(gate));
  }
  return gates;
}

}  // namespace planttwin::scenario
