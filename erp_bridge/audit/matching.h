#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "erp_bridge/audit/projection.h"
#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/audit/record_postings.h"

namespace planttwin::bridge {

// Which document of the record is which of those that are to be there. Each is one at most; only an
// aggregate stands for several.
struct Matching {
  std::vector<std::int64_t> document_of;  // by expected document, an index; -1: none
  std::vector<bool> by_business;          // likewise: known by what it says, not by its key
  std::vector<bool> ambiguous;            // of these: it might as well have been another one
  std::vector<bool> used;                 // by document
  std::vector<std::uint32_t> place_of;    // by posting: the expected document that it is in
  // Expected documents that went into that of another, by that one.
  std::unordered_map<std::size_t, std::vector<std::size_t>> absorbed;

  // Whether the record has a document in which a posting is.
  bool booked(std::size_t posting) const { return document_of[place_of[posting]] >= 0; }
};

// Matches by key first. Documents whose key is none of the plant's go to postings that are alike in
// everything: to one of the same time, else, where nothing alike happened at that time, to the
// oldest. Documents of others stand for nothing.
Matching match(const AuditInput& input, const Projection& expected,
               const std::vector<Booked>& record);

// Looks for documents with the quantity of several postings: its own and others before it that are
// alike but for quantity and lot in process, were acknowledged, and have no document. A posting
// that was lost beside one that was booked with just its quantity too much looks the same.
void find_aggregates(const AuditInput& input, const Projection& expected,
                     const std::vector<Booked>& record, Matching& matching);

// Whether a posting says the same as one that happened.
class AlikePostings {
 public:
  explicit AlikePostings(const Projection& expected);
  bool has(const Posting& posting) const;

 private:
  std::vector<Posting> sorted_;
};

}  // namespace planttwin::bridge
