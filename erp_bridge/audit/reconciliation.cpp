#include "erp_bridge/audit/reconciliation.h"

#include <utility>

#include "erp_bridge/audit/blame.h"
#include "erp_bridge/audit/classification.h"
#include "erp_bridge/audit/identities.h"
#include "erp_bridge/audit/matching.h"
#include "erp_bridge/audit/misreports.h"
#include "erp_bridge/audit/posting_words.h"
#include "erp_bridge/audit/record_postings.h"

namespace planttwin::bridge {

void Reconciliation::add(Finding finding) {
  const bool nowhere = finding.last_right == finding.first_wrong;
  if (nowhere) ++unattributed;
  if (bridge::against_stack(finding.finding) && !finding.from_floor) ++against_stack;
  ++by_class[static_cast<std::size_t>(finding.finding)];
  findings.push_back(std::move(finding));
}

namespace {

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
  const std::vector<Posting>& truth = input.reported();
  RecordReader reader(input.plant, input.names, input.record, input.user);
  const PostingWords words(input.plant, input.names);
  const std::vector<Booked> record = reader.documents();
  Matching matching = match(input, truth, record);
  find_aggregates(input, truth, record, matching);

  Reconciliation result;
  result.postings = static_cast<std::int64_t>(truth.size());
  result.documents = static_cast<std::int64_t>(record.size());
  Blame blame(input, truth, record, matching);
  Classification(input, reader, words, record, matching, blame, result).run();
  if (input.floor != nullptr) add_misreports(*input.floor, input.names, words, result);
  check_identities(input, reader, words, record, result);
  blame.complete(result);
  result.genealogy = compare_genealogy(truth, genealogy_of(record));
  return result;
}

}  // namespace planttwin::bridge
