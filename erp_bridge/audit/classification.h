#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "erp_bridge/audit/matching.h"
#include "erp_bridge/audit/posting_words.h"
#include "erp_bridge/audit/reconciliation.h"

namespace planttwin::bridge {

// The first member of a message in which a record differs from the truth; nothing when it does not.
// Serial numbers, values and rounding are not told apart here.
std::optional<FindingClass> difference(const Posting& truth, const Posting& record);

// Names what is wrong with each posting and each document, and adds it to a result.
class Classification {
 public:
  // What is given outlives it.
  Classification(const AuditInput& input, const RecordReader& reader, const PostingWords& words,
                 const Projection& expected, const std::vector<Booked>& record,
                 const Matching& matching, Reconciliation& result);

  void run();

 private:
  // What the plant knows of an item.
  struct Item {
    bool serial = false;
    sim::Money standard_cost;
    std::int64_t steps_per_unit = 1;
  };

  // Of an expected document.
  void judge(std::size_t i);
  void judge_aggregate(std::size_t i, const std::vector<std::size_t>& parts);
  std::optional<FindingClass> judgement(std::size_t i, const Booked& booked);
  std::optional<FindingClass> wrong_form(std::size_t i, const Booked& booked) const;
  void report_wrong(FindingClass wrong, std::size_t i, const Booked& booked);
  void report_parts(const Deviation& deviation, const Booked& booked);
  void report_part(FindingClass found, std::int64_t posting, const Posting& part,
                   const Booked& booked);
  void report_passed(std::size_t i);
  void report_absent(std::size_t i);
  void report_absent_posting(std::size_t posting, bool waits);
  void report_apart();
  // Of a document.
  void report_unmatched(std::size_t i);
  void report_lost_keys();
  bool within_rounding(const Posting& truth, const Posting& record) const;
  bool wrong_value(const Booked& booked) const;
  // Whether something that happened later to the same order was booked earlier.
  bool out_of_order(std::size_t i);
  bool comes_from_floor(const Posting& truth, const MessageTrace& refused) const;
  bool bent_by_floor(const Posting& posting) const;
  bool rejected(std::size_t i) const;
  bool excused(const Deviation& deviation) const;
  std::vector<const Posting*> postings(std::size_t i) const;
  void place(Finding& finding, Name key) const;
  void report(Finding finding, const std::vector<const Posting*>& truth, const Posting* record);

  const AuditInput& input_;
  const RecordReader& reader_;
  const PostingWords& words_;
  const Projection& expected_;
  const std::vector<Posting>& reported_;
  const std::vector<Booked>& record_;
  const Matching& matching_;
  Reconciliation& result_;
  std::unordered_map<Name, Item> items_;
  std::vector<bool> absorbed_;                              // by expected document
  std::map<std::int32_t, std::vector<std::size_t>> apart_;  // right but for that, by group
  std::unordered_map<Name, std::int64_t> last_document_;    // by order, else item
  std::map<PostingType, std::int64_t> lost_keys_;
  std::optional<AlikePostings> alike_;
};

}  // namespace planttwin::bridge
