#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "erp_bridge/audit/matching.h"
#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/audit/record_postings.h"
#include "erp_bridge/audit/shortages.h"

namespace planttwin::bridge {

// Says of findings between which hops they have arisen, by what taps have seen; which injected
// fault has led to them; and which tap would narrow it down. What the record has refused because
// of something else that went wrong is laid at the door of that.
class Blame {
 public:
  // What is given outlives it.
  Blame(const AuditInput& input, const Projection& expected, const std::vector<Booked>& record,
        const Matching& matching);

  // Where a key was lost for which the record shows another one, or none.
  BlameInterval of_lost_key(const std::string& key, const std::string& shown) const;
  // Completes all findings of a result, and says what has become of the injected faults.
  void complete(Reconciliation& result);

 private:
  bool wrong_at(Hop place, const Finding& finding) const;
  bool content_wrong_at(Hop place, const Finding& finding) const;
  bool surplus_at(Hop place, const Finding& finding) const;
  bool late_at(Hop place, const Finding& finding) const;
  void narrow(Finding& finding) const;
  void note_shortage(const Finding& finding);
  void place_refusals(std::vector<Finding*> refusals);
  bool altered(const Finding& finding) const;
  bool lay_refusal_at_cause(Finding& finding) const;
  static void lay_at(Finding& finding, const Shortages::Cause& cause);
  void name_fault(Finding& finding);
  std::vector<const FaultLog::Strike*> strikes_of(const FaultLog& log,
                                                  const Finding& finding) const;
  std::vector<std::string> keys_behind(const Finding& finding) const;
  std::vector<std::size_t> overtaken_by(std::size_t posting) const;
  void add_made_keys(std::vector<std::string>& keys) const;
  std::string strange_key_of(const Finding& finding) const;
  void add_alike_keys(const Finding& finding, std::vector<std::string>& keys) const;
  void lay_delay_at_cause(Finding& finding) const;
  std::optional<Shortages::Cause> cause_of_refusal(const Finding& finding, std::size_t posting,
                                                   const std::string& refusal) const;
  void propose_tap(Finding& finding) const;
  void count_faults(Reconciliation& result) const;
  std::vector<std::size_t> absorbed_by(std::size_t posting) const;
  std::int64_t document_of(std::size_t posting) const {
    return matching_.document_of[matching_.place_of[posting]];
  }
  const Posting& posting_of(const Finding& finding) const {
    return truth_[static_cast<std::size_t>(finding.posting)];
  }

  const AuditInput& input_;
  Witnesses witnesses_;
  const Projection& expected_;
  const std::vector<Posting>& truth_;
  const std::vector<Booked>& record_;
  const Matching& matching_;
  std::unordered_map<std::int64_t, std::size_t> booked_;  // by number of the document
  Shortages shortages_;
  std::unordered_map<Name, std::vector<std::size_t>> of_order_;  // postings, by order or else item
  std::set<std::pair<std::string_view, std::string>> surfaced_;  // faults, by the keys they struck
};

}  // namespace planttwin::bridge
