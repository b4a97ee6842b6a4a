#include "erp_bridge/audit/reconciliation.h"

#include <utility>

#include "erp_bridge/audit/blame.h"
#include "erp_bridge/audit/classification.h"
#include "erp_bridge/audit/cost_bridge.h"
#include "erp_bridge/audit/identities.h"
#include "erp_bridge/audit/matching.h"
#include "erp_bridge/audit/misreports.h"
#include "erp_bridge/audit/posting_words.h"
#include "erp_bridge/audit/projection.h"
#include "erp_bridge/audit/record_postings.h"
#include "erp_bridge/audit/regrouping.h"
#include "erp_bridge/audit/split_documents.h"

namespace planttwin::bridge {

void Reconciliation::add(Finding finding) {
  const bool nowhere = finding.last_right == finding.first_wrong;
  if (nowhere) ++unattributed;
  if (bridge::against_stack(finding.finding) && !finding.from_floor) ++against_stack;
  ++by_class[static_cast<std::size_t>(finding.finding)];
  findings.push_back(std::move(finding));
  cost.of_findings.emplace_back();
}

namespace {

// What the record is to have by now: without what waits, and what is netted to nothing.
std::vector<Posting> due_postings(const Projection& expected) {
  std::vector<Posting> due;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (expected[i].state == ExpectedDocument::State::kDue) due.push_back(expected.posting(i));
  }
  return due;
}

// At the resolution of the record.
GenealogyComparison genealogy(const AuditInput& input, const Projection& expected,
                              Genealogy record) {
  if (input.policies.all_individual() && input.resolution.keeps_everything()) {
    return compare_genealogy(expected.reported(), std::move(record));
  }
  return compare_genealogy(due_postings(expected), std::move(record));
}

// What others have posted is theirs.
Genealogy genealogy_of(const std::vector<Booked>& record) {
  Genealogy genealogy;
  for (const Booked& booked : record) {
    if (!booked.foreign) genealogy.add(booked.posting);
  }
  return genealogy;
}

}  // namespace

Reconciliation reconcile(const AuditInput& input) {
  const bool for_taps = input.witnesses != nullptr && !input.witnesses->taps.empty();
  RecordReader reader(input.plant, input.names, input.record, input.user, for_taps);
  const PostingWords words(input.plant, input.names);
  const std::vector<Booked> record = join_split(input, reader.documents());
  Projection expected(input, record);
  Regrouping(expected, record).run();
  Matching matching = match(input, expected, record);
  find_aggregates(input, expected, record, matching);

  Reconciliation result;
  result.postings = static_cast<std::int64_t>(expected.reported().size());
  for (const Booked& booked : record) result.documents += booked.documents;
  Blame blame(input, expected, record, matching);
  Classification(input, reader, words, expected, record, matching, blame, result).run();
  if (input.floor != nullptr) add_misreports(*input.floor, input.names, words, result);
  check_identities(input, reader, words, record, result);
  blame.complete(result);
  result.cost = compare_cost(input, reader, record, expected, matching, result);
  result.genealogy = genealogy(input, expected, genealogy_of(record));
  return result;
}

}  // namespace planttwin::bridge
