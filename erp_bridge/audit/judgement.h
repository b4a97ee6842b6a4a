#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "erp_bridge/audit/matching.h"
#include "erp_bridge/audit/posting_value.h"
#include "erp_bridge/audit/record_postings.h"

namespace planttwin::bridge {

// What is wrong with a document of the record that stands for an expected one.
class Judgement {
 public:
  // What is given outlives it.
  Judgement(const AuditInput& input, const RecordReader& reader, const Projection& expected,
            const Matching& matching);

  // Nothing when it says what it should, and stands for what it should.
  std::optional<FindingClass> of(std::size_t expected, const Booked& booked) const;
  // Of a document at a wrong value: "13.00 EUR instead of 6.50 EUR"; empty where it is right.
  std::string value_instead(const Booked& booked) const;

 private:
  // What the plant knows of an item.
  struct Item {
    bool serial = false;
    std::int64_t steps_per_unit = 1;
  };

  std::optional<FindingClass> content(std::size_t i, const Booked& booked) const;
  std::optional<FindingClass> form(std::size_t i, const Booked& booked) const;
  bool within_rounding(const Posting& truth, const Posting& record) const;
  bool rejected(std::size_t i) const;
  bool excused(const Deviation& deviation) const;

  const AuditInput& input_;
  const RecordReader& reader_;
  const Projection& expected_;
  const Matching& matching_;
  Valuation valuation_;
  std::unordered_map<Name, Item> items_;
};

}  // namespace planttwin::bridge
