#pragma once

#include <cstdint>
#include <vector>

#include "erp_bridge/systems/record.h"

namespace planttwin::bridge {

// A posting that is booked together with others, as the document that it would be alone.
struct CollectedPosting {
  RecordDocument document;
  bool netted = false;  // against its opposite
};

// What some of them come to: one document, or none where issues and returns are equal.
struct MergedDocument {
  std::vector<std::size_t> postings;  // their places in what was given
  std::optional<RecordDocument> document;
};

// Takes together what is alike in everything but quantity, completion, serial numbers and lot in
// process; the last completion counts. In the order in which the first of each came.
std::vector<MergedDocument> merged(const std::vector<const CollectedPosting*>& postings);

// The quantities of several documents for one posting, none more than `at_most`; the last of too
// many has the rest.
std::vector<sim::Decimal> parts_of(const sim::Decimal& quantity, std::int64_t at_most);

}  // namespace planttwin::bridge
