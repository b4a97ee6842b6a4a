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
#include "scenarios/expectation.h"
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

// "runid/MaterialIssued/…": how many findings against the stack are about each type.
std::map<std::string, std::int64_t> findings_by_type(const ChecklistRun& run) {
  std::map<std::string, std::int64_t> counts;
  const sim::JsonNode* list = run.reconciliation.member("list");
  if (list == nullptr) return counts;
  for (const sim::JsonNode& finding : list->elements) {
    const sim::JsonNode* against = finding.member("against_stack");
    if (against == nullptr || !against->boolean) continue;
    const std::string key = text(finding.member("key"));
    const std::size_t begin = key.find('/') + 1;
    ++counts[key.substr(begin, key.find('/', begin) - begin)];
  }
  return counts;
}

std::vector<Row> flow_rows(const std::vector<ChecklistRun>& runs) {
  std::vector<Row> rows;
  for (const bridge::MessageUse& use : bridge::message_uses()) {
    Row row{std::string(use.name), "untested", "", {}};
    std::int64_t sent = 0, refused = 0, open = 0, found = 0;
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
      if (of_type != findings.end()) found += of_type->second;
    }
    if (sent > 0) {
      row.state = refused + open + found > 0 ? "faulty" : "works";
      row.figures = fmt::format("{} sent", sent);
      if (refused > 0) row.figures += fmt::format(", {} refused", refused);
      if (open > 0) row.figures += fmt::format(", {} open", open);
      if (found > 0) row.figures += fmt::format(", {} finding{}", found, found == 1 ? "" : "s");
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
