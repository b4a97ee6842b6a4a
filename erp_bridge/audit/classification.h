#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "erp_bridge/audit/blame.h"
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
                 const std::vector<Booked>& record, const Matching& matching, const Blame& blame,
                 Reconciliation& result);

  void run();

 private:
  // What the plant knows of an item.
  struct Item {
    bool serial = false;
    sim::Money standard_cost;
    std::int64_t steps_per_unit = 1;
  };

  // Documents of a kind that do not show our key.
  struct LostKeys {
    std::int64_t count = 0;
    std::string first;
    std::int64_t document = -1;
  };

  void judge(std::size_t i);
  void judge_aggregate(std::size_t i, const std::vector<std::size_t>& parts);
  // `held_up` is the posting that came too late.
  void report_beside(FindingClass found, std::size_t i, std::size_t held_up);
  void report_absent(std::size_t i);
  void report_unmatched(std::size_t i);
  void report_lost_keys();
  std::optional<FindingClass> judgement(const Posting& truth, const Booked& booked);
  bool within_rounding(const Posting& truth, const Posting& record) const;
  bool wrong_value(const Booked& booked) const;
  // What happened earlier to the same order and was booked later; nothing when nothing was.
  std::optional<std::size_t> overtaken_by(std::size_t i);
  bool held_up_by_floor(std::size_t i) const;
  bool late(std::size_t i) const;
  bool comes_from_floor(const Posting& truth, const MessageTrace& refused) const;
  bool bent_by_floor(const Posting& posting) const;
  const MessageTrace* trace(Name key) const;
  void place(Finding& finding, Name key) const;
  void report(Finding finding, const std::vector<const Posting*>& truth, const Posting* record);

  const AuditInput& input_;
  const RecordReader& reader_;
  const PostingWords& words_;
  const std::vector<Posting>& truth_;
  const std::vector<Booked>& record_;
  const Matching& matching_;
  const Blame& blame_;
  Reconciliation& result_;
  std::unordered_map<Name, Item> items_;
  std::vector<bool> absorbed_;  // by posting
  // By order, else item: the last document so far, and its posting.
  std::unordered_map<Name, std::pair<std::int64_t, std::size_t>> last_document_;
  std::map<std::pair<PostingType, BlameInterval>, LostKeys> lost_keys_;
  std::optional<AlikePostings> alike_;
};

}  // namespace planttwin::bridge
