#include "erp_bridge/audit/finding_owners.h"

#include <algorithm>
#include <array>

namespace planttwin::bridge {
namespace {

// Says something of a message besides what is wrong with it.
bool stands_beside(FindingClass finding) { return finding == FindingClass::kOutOfOrder; }

bool of_floor(FindingClass finding) {
  return finding == FindingClass::kMisreported || finding == FindingClass::kReversed;
}

int rank(const Finding& finding) {
  if (!finding.effect.empty()) return 0;
  return stands_beside(finding.finding) ? 2 : 1;
}

}  // namespace

FindingOwners::FindingOwners(const std::vector<Finding>& findings, std::size_t postings,
                             const std::vector<Booked>& record, const Matching& matching)
    : owner_of_posting_(postings, kNobody), owner_of_document_(record.size(), kNobody) {
  std::unordered_map<std::int64_t, std::size_t> document_of_number;
  std::array<std::vector<std::size_t>, 3> by_rank;
  for (std::size_t i = 0; i < record.size(); ++i) document_of_number[record[i].number] = i;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (of_floor(findings[i].finding)) misreports_.push_back(static_cast<std::int64_t>(i));
    by_rank[static_cast<std::size_t>(rank(findings[i]))].push_back(i);
  }
  for (const std::vector<std::size_t>& same_rank : by_rank) {
    for (const std::size_t i : same_rank) {
      const Finding& finding = findings[i];
      const auto owner = static_cast<std::int64_t>(i);
      if (finding.posting >= 0) {
        own_posting(owner, static_cast<std::size_t>(finding.posting), matching);
      }
      const auto document = document_of_number.find(finding.document);
      if (document != document_of_number.end()) own_document(owner, document->second);
    }
  }
}

void FindingOwners::own_posting(std::int64_t finding, std::size_t posting,
                                const Matching& matching) {
  if (owner_of_posting_[posting] != kNobody) return;
  owner_of_posting_[posting] = finding;
  if (matching.document_of[posting] >= 0) {
    own_document(finding, static_cast<std::size_t>(matching.document_of[posting]));
  }
  const auto absorbed = matching.absorbed.find(posting);
  if (absorbed == matching.absorbed.end()) return;
  for (const std::size_t part : absorbed->second) own_posting(finding, part, matching);
}

void FindingOwners::own_document(std::int64_t finding, std::size_t document) {
  if (owner_of_document_[document] == kNobody) owner_of_document_[document] = finding;
}

}  // namespace planttwin::bridge
