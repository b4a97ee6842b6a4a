#include "scenarios/checklist/checklist.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "embedded/checklist_html.h"
#include "embedded/checklist_page.h"
#include "embedded/report_css.h"
#include "erp_bridge/messages/catalog.h"
#include "erp_bridge/postings/posting.h"
#include "scenarios/expectation.h"
#include "scenarios/fault_strikes.h"
#include "scenarios/json_build.h"
#include "scenarios/report/html_page.h"

namespace planttwin::scenario {
namespace {

struct Row {
  std::string what;
  std::string state;
  std::string figures;
  std::vector<std::string> runs;
};

const sim::JsonNode* at(const sim::JsonNode& node, const char* pointer) {
  std::string why_not;
  return find_in_result(node, pointer, why_not);
}

std::int64_t integer(const sim::JsonNode* node) {
  return node != nullptr && node->is_number() ? std::strtoll(node->text.c_str(), nullptr, 10) : 0;
}

std::string text(const sim::JsonNode* node) { return node == nullptr ? "" : node->text; }

bool injects_faults(const ChecklistRun& run) {
  const sim::JsonNode* faults = at(run.result, "/integration/faults");
  return faults != nullptr && !faults->elements.empty();
}

// The message that a finding is about: of "runid/MaterialIssued/…", or, of a document without a
// key, as "MaterialIssued of 5 pcs …" says.
std::string type_of(const sim::JsonNode& finding) {
  const std::string key = text(finding.member("key"));
  if (key.empty()) {
    const std::string detail = text(finding.member("detail"));
    return detail.substr(0, detail.find(' '));
  }
  const std::size_t begin = key.find('/') + 1;
  return key.substr(begin, key.find('/', begin) - begin);
}

// What the audit has found against a stack about one type.
struct Found {
  std::int64_t at_stack = 0;
  std::int64_t at_faults = 0;  // that were injected
};

std::map<std::string, Found> findings_by_type(const ChecklistRun& run) {
  std::map<std::string, Found> counts;
  const sim::JsonNode* list = run.reconciliation.member("list");
  if (list == nullptr) return counts;
  for (const sim::JsonNode& finding : list->elements) {
    const sim::JsonNode* against = finding.member("against_stack");
    if (against == nullptr || !against->boolean) continue;
    const std::string fault = text(finding.member("fault"));
    const bool injected = injects_faults(run) && !fault.empty() && fault != kLaidAtStack;
    Found& found = counts[type_of(finding)];
    ++(injected ? found.at_faults : found.at_stack);
  }
  return counts;
}

std::vector<Row> flow_rows(const std::vector<ChecklistRun>& runs) {
  std::vector<Row> rows;
  for (const bridge::MessageUse& use : bridge::message_uses()) {
    Row row{std::string(use.name), "untested", "", {}};
    std::int64_t sent = 0, refused = 0, open = 0, undelivered = 0;
    Found found;
    for (const ChecklistRun& run : runs) {
      const auto flow = std::find_if(run.flows.begin(), run.flows.end(),
                                     [&](const auto& each) { return each.type == use.name; });
      if (flow == run.flows.end()) continue;
      row.runs.push_back(run.id);
      sent += flow->sent;
      refused += flow->refused;
      open += flow->sent - flow->taken - flow->refused;
      const auto findings = findings_by_type(run);
      const auto of_type = findings.find(row.what);
      if (of_type != findings.end()) {
        found.at_stack += of_type->second.at_stack;
        found.at_faults += of_type->second.at_faults;
      }
      // Where faults are injected, the findings say at what a message that did not arrive is laid.
      if (!injects_faults(run)) undelivered += flow->sent - flow->taken;
    }
    if (row.runs.empty() && !bridge::find_posting_type(use.name)) continue;
    if (sent > 0) {
      const bool disturbed = refused + open + found.at_faults > 0;
      row.state = found.at_stack + undelivered > 0 ? "faulty" : disturbed ? "disturbed" : "works";
      row.figures = fmt::format("{} sent", sent);
      if (refused > 0) row.figures += fmt::format(", {} refused", refused);
      if (open > 0) row.figures += fmt::format(", {} open", open);
      if (found.at_stack > 0) {
        row.figures +=
            fmt::format(", {} finding{}", found.at_stack, found.at_stack == 1 ? "" : "s");
      }
      if (found.at_faults > 0) {
        row.figures += fmt::format(", {} laid at injected faults", found.at_faults);
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Row> objective_rows(const std::vector<ChecklistRun>& runs) {
  std::vector<Row> rows;
  for (const ChecklistRun& run : runs) {
    for (const ExpectationResult& each : read_expectation_results(run.result)) {
      auto row = std::find_if(rows.begin(), rows.end(),
                              [&](const Row& known) { return known.what == each.name; });
      if (row == rows.end()) row = rows.insert(rows.end(), Row{each.name, "met", each.pointer, {}});
      if (!each.passed) row->state = "missed";
      row->runs.push_back(run.id);
    }
  }
  return rows;
}

std::vector<Row> fault_rows(const std::vector<ChecklistRun>& runs,
                            std::span<const std::string_view> kinds) {
  std::vector<Row> rows;
  for (const std::string_view kind : kinds) {
    Row row{std::string(kind), "untested", "", {}};
    std::int64_t struck = 0, surfaced = 0;
    for (const ChecklistRun& run : runs) {
      const sim::JsonNode* faults = at(run.result, "/integration/faults");
      if (faults == nullptr) continue;
      std::int64_t here = 0;
      for (const sim::JsonNode& fault : faults->elements) {
        if (text(fault.member("kind")) != kind) continue;
        here += integer(fault.member("struck"));
        surfaced += integer(fault.member("surfaced"));
      }
      struck += here;
      if (here > 0) row.runs.push_back(run.id);
    }
    if (struck > 0) {
      row.state = surfaced > 0 ? "surfaced" : "healed";
      row.figures = fmt::format("{} struck, {} surfaced", struck, surfaced);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Row> defect_rows(const std::vector<ChecklistRun>& runs) {
  std::vector<Row> rows;
  std::map<std::string, std::size_t> places;
  for (const ChecklistRun& run : runs) {
    const sim::JsonNode* classes = at(run.result, "/reconciliation/by_class");
    if (classes == nullptr) continue;
    for (const sim::JsonMember& member : classes->members) {
      const auto [place, added] = places.try_emplace(member.name, rows.size());
      if (added) rows.push_back({member.name, "not_found", "", {}});
      Row& row = rows[place->second];
      const std::int64_t times = integer(&member.value);
      if (times == 0) continue;
      row.state = "found";
      row.figures += fmt::format("{}{}", row.figures.empty() ? "" : " + ", times);
      row.runs.push_back(run.id);
    }
  }
  return rows;
}

sim::JsonNode section(const char* id, const std::vector<Row>& rows) {
  const auto count = [&](const std::set<std::string>& states) {
    return std::count_if(rows.begin(), rows.end(),
                         [&](const Row& row) { return states.contains(row.state); });
  };
  JsonArray made;
  for (const Row& row : rows) {
    JsonArray of_runs;
    for (const std::string& run : row.runs) of_runs.add(json_string(run));
    made.add(JsonObject()
                 .add("what", json_string(row.what))
                 .add("state", json_string(row.state))
                 .add("figures", json_string(row.figures))
                 .add("runs", of_runs.take())
                 .take());
  }
  return JsonObject()
      .add("id", json_string(id))
      .add("untested", json_integer(count({"untested", "not_found"})))
      .add("failed", json_integer(count({"faulty", "missed", "surfaced"})))
      .add("rows", made.take())
      .take();
}

sim::JsonNode run_json(const ChecklistRun& run) {
  const sim::JsonNode* passed = at(run.result, "/passed");
  return JsonObject()
      .add("id", json_string(run.id))
      .add("folder", json_string(run.folder))
      .add("scenario", json_string(text(at(run.result, "/scenario"))))
      .add("stack", json_string(run.stack))
      .add("postings", json_integer(integer(at(run.result, "/reconciliation/postings"))))
      .add("findings", json_integer(integer(at(run.result, "/reconciliation/against_stack"))))
      .add("passed", json_boolean(passed != nullptr && passed->boolean))
      .take();
}

}  // namespace

sim::JsonNode checklist(const std::vector<ChecklistRun>& runs,
                        std::span<const std::string_view> fault_kinds) {
  JsonArray of_runs, sections;
  for (const ChecklistRun& run : runs) of_runs.add(run_json(run));
  bool ready = true;
  const auto add = [&](const char* id, const std::vector<Row>& rows) {
    sim::JsonNode made = section(id, rows);
    ready = ready && integer(made.member("failed")) == 0;
    sections.add(std::move(made));
  };
  add("flows", flow_rows(runs));
  add("objectives", objective_rows(runs));
  add("faults", fault_rows(runs, fault_kinds));
  add("defects", defect_rows(runs));
  return JsonObject()
      .add("title", json_string("Go-live checklist"))
      .add("ready", json_boolean(ready))
      .add("runs", of_runs.take())
      .add("sections", sections.take())
      .take();
}

std::string checklist_page(const sim::JsonNode& checklist) {
  return html_page(
      {embedded::checklist_html(), embedded::report_css(), {embedded::checklist_page()}},
      "Go-live checklist", checklist);
}

}  // namespace planttwin::scenario
