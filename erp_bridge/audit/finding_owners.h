#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "erp_bridge/audit/finding.h"
#include "erp_bridge/audit/matching.h"
#include "erp_bridge/audit/record_postings.h"

namespace planttwin::bridge {

// Which finding each posting and each document belongs to, so that nothing is explained twice: all
// postings and documents that are matched with each other go to one of their findings, to one with
// an effect on stock before one without, and to one that only stands beside others last.
class FindingOwners {
 public:
  static constexpr std::int64_t kNobody = -1;

  FindingOwners(const std::vector<Finding>& findings, const Projection& expected,
                const std::vector<Booked>& record, const Matching& matching);

  // By index: of a posting that was reported, a document, a report that was not the truth.
  std::int64_t of_posting(std::size_t i) const { return owner_of_posting_[i]; }
  std::int64_t of_document(std::size_t i) const { return owner_of_document_[i]; }
  std::int64_t of_misreport(std::size_t i) const { return misreports_[i]; }

 private:
  void own_expected(std::int64_t finding, std::size_t i, const Projection& expected,
                    const Matching& matching);
  void own_document(std::int64_t finding, std::size_t document);

  std::vector<std::int64_t> owner_of_posting_;
  std::vector<std::int64_t> owner_of_document_;
  std::vector<std::int64_t> misreports_;
};

}  // namespace planttwin::bridge
