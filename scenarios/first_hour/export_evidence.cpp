#include "scenarios/first_hour/export_evidence.h"

#include "erp_bridge/audit/finding.h"
#include "scenarios/json_build.h"

namespace planttwin::scenario {
namespace {

using bridge::FindingClass;
using Opening = ExportEvidence::Opening;

std::string_view name_of(Opening opening) {
  switch (opening) {
    case Opening::kFile:
      return "file";
    case Opening::kDrive:
      return "drive";
    case Opening::kPlant:
      return "plant";
    case Opening::kNone:
      break;
  }
  return "none";
}

}  // namespace

std::vector<NotJudged> not_judged(const ExportEvidence& evidence) {
  std::vector<NotJudged> all;
  const auto add = [&](FindingClass finding, std::string_view why) {
    all.push_back({bridge::finding_name(finding), why});
  };
  if (!evidence.has_stock) {
    add(FindingClass::kUndocumentedChange,
        "no --stock: the stock at the end is taken to be what its documents make of it");
  }
  if (evidence.opening == Opening::kPlant) {
    add(FindingClass::kOpeningDifference,
        "no --opening: the record is taken to have begun with the stock of the plant");
  } else if (evidence.opening == Opening::kNone) {
    add(FindingClass::kOpeningDifference, "no --opening: only changes of stock are compared");
  }
  if (!evidence.knows_answers) {
    constexpr std::string_view kWhy =
        "no answers of the record: every posting is taken to have been acknowledged";
    add(FindingClass::kRejected, kWhy);
    add(FindingClass::kBookedThoughRejected, kWhy);
    add(FindingClass::kInFlight, kWhy);
  }
  if (!evidence.knows_keys) {
    add(FindingClass::kKeyNotPreserved,
        "no document has a key of this run: documents are known by what they say");
  }
  if (!evidence.knows_floor) {
    constexpr std::string_view kWhy =
        "the log has what was reported, not what happened: nobody knows what it leaves out";
    add(FindingClass::kMisreported, kWhy);
    add(FindingClass::kReversed, kWhy);
    add(FindingClass::kOrphan, "found of documents that the log does not have, happened or not");
  }
  add(FindingClass::kLate, "times of entry are by the clock of the record, not by the plant's");
  return all;
}

sim::JsonNode export_section(const ExportEvidence& evidence) {
  JsonArray list;
  for (const NotJudged& row : not_judged(evidence)) {
    list.add(JsonObject()
                 .add("class", json_string(row.finding))
                 .add("why", json_string(row.why))
                 .take());
  }
  const auto made = static_cast<std::int64_t>(evidence.documents.rows.size());
  return JsonObject()
      .add("mapping", json_string(evidence.mapping))
      .add("rows", json_integer(evidence.documents.lines))
      .add("rows_left_out", json_integer(evidence.documents.left_out))
      .add("documents", json_integer(made))
      .add("before_run", json_integer(evidence.before_run))
      .add("stock", json_boolean(evidence.has_stock))
      .add("opening", json_string(name_of(evidence.opening)))
      .add("answers", json_boolean(evidence.knows_answers))
      .add("not_judged", list.take())
      .take();
}

}  // namespace planttwin::scenario
