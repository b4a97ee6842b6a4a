#include "erp_bridge/audit/finding_owners.h"

#include <algorithm>
#include <array>

namespace planttwin::bridge {
namespace {

// Says something of a message besides what is wrong with it.
bool stands_beside(FindingClass finding) {
  return finding == FindingClass::kOutOfOrder || finding == FindingClass::kLate ||
         finding == FindingClass::kIndividual;
}

bool of_floor(FindingClass finding) {
  return finding == FindingClass::kMisreported || finding == FindingClass::kReversed;
}

int rank(const Finding& finding) {
  if (!finding.effect.empty()) return 0;
  return stands_beside(finding.finding) ? 2 : 1;
}

}  // namespace

FindingOwners::FindingOwners(const std::vector<Finding>& findings, const Projection& expected,
                             const std::vector<Booked>& record, const Matching& matching)
    : owner_of_posting_(expected.reported().size(), kNobody),
      owner_of_document_(record.size(), kNobody) {
  if (findings.empty()) return;
  std::unordered_map<std::int64_t, std::size_t> document_of_number;
  std::array<std::vector<std::size_t>, 3> by_rank;
  std::vector<std::int64_t> stands_for(record.size(), -1);  // an expected document
  for (std::size_t i = 0; i < record.size(); ++i) document_of_number[record[i].number] = i;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::int64_t document = matching.document_of[i];
    if (document >= 0)
      stands_for[static_cast<std::size_t>(document)] = static_cast<std::int64_t>(i);
  }
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (of_floor(findings[i].finding)) misreports_.push_back(static_cast<std::int64_t>(i));
    by_rank[static_cast<std::size_t>(rank(findings[i]))].push_back(i);
  }
  for (const std::vector<std::size_t>& same_rank : by_rank) {
    for (const std::size_t i : same_rank) {
      const Finding& finding = findings[i];
      const auto owner = static_cast<std::int64_t>(i);
      if (finding.posting >= 0) {
        own_expected(owner, matching.place_of[static_cast<std::size_t>(finding.posting)], expected,
                     matching);
      }
      const auto document = document_of_number.find(finding.document);
      if (document == document_of_number.end()) continue;
      own_document(owner, document->second);
      const std::int64_t of_document = stands_for[document->second];
      if (of_document >= 0) {
        own_expected(owner, static_cast<std::size_t>(of_document), expected, matching);
      }
    }
  }
}

void FindingOwners::own_expected(std::int64_t finding, std::size_t i, const Projection& expected,
                                 const Matching& matching) {
  const std::span<const std::uint32_t> members = expected.members(i);
  if (owner_of_posting_[members.front()] != kNobody) return;
  for (const std::uint32_t posting : members) owner_of_posting_[posting] = finding;
  if (matching.document_of[i] >= 0) {
    own_document(finding, static_cast<std::size_t>(matching.document_of[i]));
  }
  const auto absorbed = matching.absorbed.find(i);
  if (absorbed == matching.absorbed.end()) return;
  for (const std::size_t part : absorbed->second) own_expected(finding, part, expected, matching);
}

void FindingOwners::own_document(std::int64_t finding, std::size_t document) {
  if (owner_of_document_[document] == kNobody) owner_of_document_[document] = finding;
}

}  // namespace planttwin::bridge
