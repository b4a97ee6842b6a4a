#include "erp_bridge/faults/fault_plan.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "erp_bridge/faults/rewritten_body.h"
#include "erp_bridge/mapping/jq_programs.h"
#include "erp_bridge/messages/messages.h"
#include "sim/json_reader.h"

namespace planttwin::bridge {
namespace {

constexpr sim::IntegerRange kAnySeed{0, std::int64_t{1} << 53};
constexpr sim::IntegerRange kServerFaults{500, 599};
constexpr sim::IntegerRange kGoodAnswers{200, 299};
constexpr sim::IntegerRange kBehind{1, 1000};
// Whatever is waited for is over before a person gives up.
const sim::DurationRange kLasts{sim::Duration(), sim::Duration::hours(24)};
const sim::DurationRange kShift{-sim::Duration::hours(24 * 366), sim::Duration::hours(24 * 366)};

FaultKind read_kind(sim::JsonReader& in) {
  std::vector<sim::NamedValue<FaultKind>> names;
  for (const FaultKindRow& row : kFaultKinds) names.push_back({row.name, row.kind});
  return in.enumeration("kind", names);
}

// Whether it begins at a time and goes on by itself, and so has no window.
bool goes_on_alone(FaultKind kind) {
  return kind == FaultKind::kRefused || kind == FaultKind::kBlackHole || strikes_part(kind);
}

void read_when(sim::JsonReader& in, PlannedFault& fault) {
  int given = 0;
  if (in.has("every")) {
    fault.every = in.integer("every", sim::IntegerRange::at_least(1));
    ++given;
  }
  if (in.has("share")) {
    fault.share = in.fraction("share").to_double();
    if (fault.share <= 0) in.error("share", "must be more than 0");
    ++given;
  }
  if (in.has("at")) {
    fault.at = in.duration("at");
    if (!goes_on_alone(fault.kind)) {
      fault.window = in.duration("for", sim::DurationRange::positive());
    }
    ++given;
  }
  if (given != 1) {
    in.error(
        "expected one of \"every\" (n-th message), \"share\" (of messages) and \"at\" (a time)");
  }
  if (in.has("most")) fault.most = in.integer("most", sim::IntegerRange::at_least(1));
  fault.containing = in.optional_string("containing");
  fault.of = in.strings("of");
  const std::vector<std::string> known = message_names();
  for (const std::string& name : fault.of) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    in.error("of",
             "no message is called " + sim::in_quotes(name) + sim::nearest_clause(name, known));
  }
}

void read_where(sim::JsonReader& in, PlannedFault& fault) {
  if (in.has("calls")) {
    static constexpr sim::NamedValue<FaultyCalls> kCalls[] = {{"postings", FaultyCalls::kPostings},
                                                              {"readings", FaultyCalls::kReadings}};
    fault.calls = in.enumeration("calls", kCalls);
    if (fault.calls == FaultyCalls::kReadings && !fault.of.empty()) {
      in.error("of", "readings carry no messages");
    }
  }
  if (strikes_part(fault.kind)) {
    fault.part = in.required_string("part");
    if (!fault.at) fault.connection = in.required_string("connection");
  } else {
    fault.connection = in.required_string("connection");
  }
}

void read_program(sim::JsonReader& in, PlannedFault& fault) {
  fault.body = in.required_string("body");
  if (fault.body.empty()) return;
  JqPrograms programs("");
  programs.add(fault.body);
  for (const JqPrograms::Fault& wrong : programs.check()) in.error("body", wrong.text);
}

void read_body(sim::JsonReader& in, PlannedFault& fault) {
  read_program(in, fault);
  fault.content_type = in.optional_string("content_type", "application/json");
}

void read_answer(sim::JsonReader& in, PlannedFault& fault) {
  fault.status = static_cast<int>(in.integer("status", kGoodAnswers));
  read_body(in, fault);
}

std::string read_drift(sim::JsonReader& in) {
  static constexpr sim::NamedValue<Drift> kDrifts[] = {
      {"missing", Drift::kMissing}, {"text", Drift::kText}, {"renamed", Drift::kRenamed}};
  const std::string field = in.required_string("field");
  const Drift drift = in.enumeration("change", kDrifts);
  return drift_program(field, drift, drift == Drift::kRenamed ? in.required_string("name") : "");
}

std::string read_unit_mistake(sim::JsonReader& in) {
  const std::string field = in.required_string("field");
  const sim::Decimal factor = in.decimal("factor");
  if (!(factor.to_double() > 0)) in.error("factor", "must be more than 0");
  return factor_program(field, factor);
}

std::string read_clock_skew(sim::JsonReader& in) {
  const std::string field = in.required_string("field");
  const sim::Duration shift = in.duration("shift", kShift);
  constexpr std::int64_t kSecond = 1'000'000;
  if (shift.count() % kSecond != 0) in.error("shift", "must be whole seconds");
  return shift_program(field, shift);
}

void read_parameters(sim::JsonReader& in, PlannedFault& fault) {
  switch (fault.kind) {
    case FaultKind::kRefused:
    case FaultKind::kBlackHole:
    case FaultKind::kHalfOpen:
    case FaultKind::kSlowBody:
    case FaultKind::kStop:
    case FaultKind::kKill:
    case FaultKind::kRestart:
      fault.lasts = in.duration("lasts", kLasts);
      break;
    case FaultKind::kLatency:
      fault.mean = in.duration("mean", kLasts);
      fault.jitter = in.duration("jitter", kLasts);
      if (fault.jitter > fault.mean) in.error("jitter", "must not be more than \"mean\"");
      break;
    case FaultKind::kBandwidth:
      fault.bytes_per_s = in.integer("bytes_per_s", sim::IntegerRange::at_least(1));
      break;
    case FaultKind::kStatus429:
      fault.retry_after = in.duration("retry_after", kLasts);
      break;
    case FaultKind::kStatus5xx:
      fault.status = static_cast<int>(in.integer("status", kServerFaults));
      break;
    case FaultKind::kOkWithErrorInside:
      read_body(in, fault);
      break;
    case FaultKind::kDelay:
      fault.lasts = in.duration("lasts", kLasts);
      read_answer(in, fault);
      break;
    case FaultKind::kDrop:
      read_answer(in, fault);
      break;
    case FaultKind::kCorrupt:
      fault.replace = in.required_string("replace");
      fault.by = in.required_string("by");
      break;
    case FaultKind::kReorder:
      fault.behind = in.integer("behind", kBehind, 1);
      read_answer(in, fault);
      break;
    case FaultKind::kRewrite:
      read_program(in, fault);
      break;
    case FaultKind::kSchemaDrift:
      fault.body = read_drift(in);
      break;
    case FaultKind::kUnitMistake:
      fault.body = read_unit_mistake(in);
      break;
    case FaultKind::kStaleRevision: {
      const std::string field = in.required_string("field");
      fault.body = value_program(field, in.required_string("value"));
      break;
    }
    case FaultKind::kClockSkew:
      fault.body = read_clock_skew(in);
      break;
    case FaultKind::kResetBeforeSend:
    case FaultKind::kResetAfterCommit:
    case FaultKind::kTruncatedBody:
    case FaultKind::kExpiredLogin:
    case FaultKind::kDuplicate:
      break;
  }
}

PlannedFault read_fault(sim::JsonReader& in, const std::string& file) {
  PlannedFault fault;
  fault.id = in.id();
  fault.place = {file, in.node().position, in.pointer(), ""};
  if (fault.id == "stack") in.error("id", "\"stack\" is what findings without a fault are laid at");
  const bool known = std::any_of(std::begin(kFaultKinds), std::end(kFaultKinds), [&](auto& row) {
    const sim::JsonNode* kind = in.node().member("kind");
    return kind != nullptr && kind->text == row.name;
  });
  fault.kind = read_kind(in);
  read_when(in, fault);
  // Of a kind that nobody knows nobody knows the members either.
  if (!known) return fault;
  read_where(in, fault);
  read_parameters(in, fault);
  in.finish();
  return fault;
}

}  // namespace

FaultPlan load_fault_plan(const std::string& path, sim::Diagnostics& diagnostics) {
  FaultPlan plan;
  const auto document = sim::JsonDocument::load(path, diagnostics);
  if (!document) return plan;
  sim::JsonReader in(*document, diagnostics);
  in.optional_string("$schema");
  in.optional_string("title");
  plan.seed = static_cast<std::uint64_t>(in.integer("seed", kAnySeed));
  if (!in.has("faults")) in.error("there are no \"faults\"");
  for (sim::JsonReader& fault : in.objects("faults")) {
    plan.faults.push_back(read_fault(fault, path));
  }
  in.finish();
  return plan;
}

}  // namespace planttwin::bridge
