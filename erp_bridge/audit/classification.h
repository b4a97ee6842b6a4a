#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "erp_bridge/audit/blame.h"
#include "erp_bridge/audit/judgement.h"
#include "erp_bridge/audit/matching.h"
#include "erp_bridge/audit/posting_words.h"
#include "erp_bridge/audit/reconciliation.h"

namespace planttwin::bridge {

// Names what is wrong with each posting and each document, and adds it to a result.
class Classification {
 public:
  // What is given outlives it.
  Classification(const AuditInput& input, const RecordReader& reader, const PostingWords& words,
                 const Projection& expected, const std::vector<Booked>& record,
                 const Matching& matching, const Blame& blame, Reconciliation& result);

  void run();

 private:
  // Documents of a kind that do not show our key.
  struct LostKeys {
    std::int64_t count = 0;
    std::string first;
    std::int64_t document = -1;
  };

  // Of an expected document.
  void judge(std::size_t i);
  void judge_aggregate(std::size_t i, const std::vector<std::size_t>& parts);
  void report_wrong(FindingClass wrong, std::size_t i, const Booked& booked);
  void report_parts(const Deviation& deviation, const Booked& booked);
  void report_part(FindingClass found, std::int64_t posting, const Posting& part,
                   const Booked& booked);
  // `held_up` is the expected document that came too late.
  void report_beside(FindingClass found, std::size_t i, std::size_t held_up);
  void note_lost_keys(std::size_t i, const Booked& booked, std::int64_t count);
  void report_absent(std::size_t i);
  void report_absent_posting(std::size_t posting, bool waits);
  void report_apart();
  // Of a document.
  void report_unmatched(std::size_t i);
  void report_lost_keys();
  // What happened earlier to the same order and was booked later; nothing when nothing was.
  std::optional<std::size_t> overtaken_by(std::size_t i);
  bool held_up_by_floor(std::size_t i) const;
  bool late(std::size_t i) const;
  bool comes_from_floor(const Posting& truth, const MessageTrace& refused) const;
  bool bent_by_floor(const Posting& posting) const;
  std::vector<const Posting*> postings(std::size_t i) const;
  void place(Finding& finding, Name key) const;
  void report(Finding finding, const std::vector<const Posting*>& truth, const Posting* record);

  const AuditInput& input_;
  const PostingWords& words_;
  const Projection& expected_;
  const std::vector<Posting>& reported_;
  const std::vector<Booked>& record_;
  const Matching& matching_;
  const Blame& blame_;
  Judgement judgement_;
  Reconciliation& result_;
  std::vector<bool> absorbed_;                              // by expected document
  std::map<std::int32_t, std::vector<std::size_t>> apart_;  // right but for that, by group
  // By order, else item: the last document so far, and which expected one it is.
  std::unordered_map<Name, std::pair<std::int64_t, std::size_t>> last_document_;
  std::map<std::pair<PostingType, BlameInterval>, LostKeys> lost_keys_;
  std::optional<AlikePostings> alike_;
};

}  // namespace planttwin::bridge
