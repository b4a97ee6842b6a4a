#include "scenarios/reconciliation_report.h"

#include <map>
#include <string>

#include "scenarios/cost_report.h"
#include "scenarios/json_build.h"

namespace planttwin::scenario {
namespace {

using bridge::FindingClass;

std::int64_t found(const bridge::Reconciliation& audit, FindingClass finding) {
  return audit.by_class[static_cast<std::size_t>(finding)];
}

sim::JsonNode classes(const bridge::Reconciliation& audit) {
  JsonObject object;
  for (int i = 0; i < bridge::kFindingClasses; ++i) {
    const auto finding = static_cast<FindingClass>(i);
    object.add(finding_name(finding), json_integer(found(audit, finding)));
  }
  return object.take();
}

using Units = std::map<std::string, sim::Unit>;

sim::JsonNode effect_of(const bridge::Finding& finding, const bridge::NameTable& names,
                        const Units& units) {
  JsonArray effect;
  for (const bridge::StockChange& change : finding.effect) {
    const bridge::Position& position = change.position;
    const std::string& item = names.text(position.item);
    const auto unit = units.find(item);
    effect.add(JsonObject()
                   .add("item", json_string(item))
                   .add("lot", position.lot == bridge::kNoName
                                   ? json_null()
                                   : json_string(names.text(position.lot)))
                   .add("location", json_string(names.text(position.location)))
                   .add("status", json_string(status_name(position.status)))
                   .add("quantity", json_quantity(change.quantity.count(),
                                                  unit == units.end() ? sim::Unit() : unit->second))
                   .take());
  }
  return effect.take();
}

sim::JsonNode number_or_null(std::int64_t number) {
  return number < 0 ? json_null() : json_integer(number);
}

sim::JsonNode findings_of(const bridge::Reconciliation& audit, const AuditedPostings& postings) {
  Units units;
  for (const plant::Material& material : postings.plant.materials) {
    units.emplace(material.id, material.unit);
  }
  JsonArray list;
  for (std::size_t i = 0; i < audit.findings.size(); ++i) {
    const bridge::Finding& finding = audit.findings[i];
    const bool happened = finding.posting >= 0;
    const auto index = static_cast<std::size_t>(finding.posting);
    list.add(JsonObject()
                 .add("class", json_string(finding_name(finding.finding)))
                 .add("key", finding.key.empty() ? json_null() : json_string(finding.key))
                 .add("at_s", happened ? json_number(postings.reported[index].time.in_seconds())
                                       : json_null())
                 .add("document", number_or_null(finding.document))
                 .add("last_right", json_string(hop_name(finding.last_right)))
                 .add("first_wrong", json_string(hop_name(finding.first_wrong)))
                 .add("fault", finding.fault.empty() ? json_null() : json_string(finding.fault))
                 .add("would_narrow", finding.would_narrow
                                          ? json_string(hop_name(*finding.would_narrow))
                                          : json_null())
                 .add("against_stack",
                      json_boolean(against_stack(finding.finding) && !finding.from_floor))
                 .add("detail", json_string(finding.detail))
                 .add("effect", effect_of(finding, postings.names, units))
                 .add("value", value_of_finding(audit.cost, i))
                 .take());
  }
  return list.take();
}

sim::JsonNode query_section(const std::optional<bridge::LotQuery>& query) {
  const bridge::LotQuery asked = query.value_or(bridge::LotQuery());
  return JsonObject()
      .add("lots", json_integer(asked.in_truth))
      .add("lots_in_books", json_integer(asked.in_record))
      .add("complete", json_boolean(asked.complete))
      .take();
}

sim::JsonNode genealogy_section(const bridge::GenealogyComparison& genealogy) {
  return JsonObject()
      .add("edges", json_integer(static_cast<std::int64_t>(genealogy.truth.edges().size())))
      .add("edges_in_books",
           json_integer(static_cast<std::int64_t>(genealogy.record.edges().size())))
      .add("precision", json_number(genealogy.precision()))
      .add("recall", json_number(genealogy.recall()))
      .add("where_used", query_section(genealogy.forward))
      .add("where_from", query_section(genealogy.backward))
      .take();
}

// What has become of each injected fault: it has led to a finding, or a receiver has healed it.
sim::JsonNode faults_section(const bridge::Reconciliation& audit) {
  JsonObject section;
  for (const bridge::FaultOutcome& fault : audit.faults) {
    section.add(std::string(fault.fault),
                JsonObject()
                    .add("struck", json_integer(fault.struck))
                    .add("surfaced", json_integer(fault.surfaced))
                    .add("healed", json_integer(fault.struck - fault.surfaced))
                    .take());
  }
  return section.take();
}

}  // namespace

sim::JsonNode reconciliation_section(const bridge::Reconciliation& audit) {
  std::optional<double> accuracy;
  const std::int64_t due = audit.postings - audit.waiting - audit.left_out;
  if (due > 0) accuracy = static_cast<double>(audit.matched) / static_cast<double>(due);
  return JsonObject()
      .add("postings", json_integer(audit.postings))
      .add("documents", json_integer(audit.documents))
      .add("waiting", json_integer(audit.waiting))
      .add("left_out", json_integer(audit.left_out))
      .add("matched", json_integer(audit.matched))
      .add("matched_without_key", json_integer(audit.by_business))
      .add("posting_accuracy", json_number(accuracy))
      .add("positions", json_integer(audit.positions))
      .add("findings", json_integer(static_cast<std::int64_t>(audit.findings.size())))
      .add("against_stack", json_integer(audit.against_stack))
      .add("by_class", classes(audit))
      .add("residual", json_integer(audit.residual))
      .add("unattributed", json_integer(audit.unattributed))
      .add("residual_value", money(audit.cost, audit.cost.residual))
      .add("inventory_accuracy", inventory_accuracy_section(audit.cost))
      .add("value", value_section(audit.cost))
      .add("faults", faults_section(audit))
      .add("genealogy", genealogy_section(audit.genealogy))
      .take();
}

bool explained(const bridge::Reconciliation& audit) {
  return audit.residual == 0 && audit.unattributed == 0 && audit.cost.residual.is_zero();
}

sim::JsonNode reconciliation_document(const bridge::Reconciliation& audit,
                                      const AuditedPostings& postings) {
  sim::JsonNode document = reconciliation_section(audit);
  document.members.push_back({"list", {}, findings_of(audit, postings)});
  add_order_costs(audit.cost, postings.names, document);
  return document;
}

sim::JsonNode reconciliation_document(const bridge::Reconciliation& audit,
                                      const bridge::AuditedRun& books) {
  return reconciliation_document(audit, {books.plant(), books.names(), books.reported()});
}

}  // namespace planttwin::scenario
