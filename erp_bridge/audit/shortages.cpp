#include "erp_bridge/audit/shortages.h"

#include <algorithm>

namespace planttwin::bridge {
namespace {

// What arises at either of them.
void widen(std::optional<Shortages::Cause>& all, const Shortages::Cause& cause) {
  if (!all) {
    all = cause;
    return;
  }
  all->at.last_right = std::min(all->at.last_right, cause.at.last_right);
  all->at.first_wrong = std::max(all->at.first_wrong, cause.at.first_wrong);
  if (!cause.fault.empty()) all->fault = cause.fault;
}

bool comes_too_late(FindingClass finding) {
  return finding == FindingClass::kLate || finding == FindingClass::kOutOfOrder;
}

}  // namespace

void Shortages::note(const Finding& finding) {
  const Cause cause{{finding.last_right, finding.first_wrong}, finding.fault};
  for (const StockChange& change : finding.effect) {
    if (change.quantity < sim::Quantity()) stock_[change.position].push_back({-1, cause});
  }
}

void Shortages::note(const Finding& finding, const Posting& posting) {
  const Cause cause{{finding.last_right, finding.first_wrong}, finding.fault};
  for (const StockChange& change : finding.effect) {
    if (change.quantity < sim::Quantity()) {
      stock_[change.position].push_back({finding.posting, cause});
    }
  }
  if (comes_too_late(finding.finding)) {
    for (const StockChange& change : stock_changes(posting)) {
      if (change.quantity > sim::Quantity()) {
        stock_[change.position].push_back({finding.posting, cause});
      }
    }
  }
  documents_.try_emplace(posting.key, cause);
  if (posting.type == PostingType::kMaterialIssued) {
    issues_.try_emplace({posting.order, posting.item}, cause);
  }
  if (posting.type == PostingType::kOrderReleased) orders_.try_emplace(posting.order, cause);
  if (finding.finding == FindingClass::kReversedWrongDocument) wrong_reversal_ = cause;
}

std::optional<Shortages::Cause> Shortages::cause_by_key(Name key) const {
  const auto cause = documents_.find(key);
  return cause == documents_.end() ? std::nullopt : std::optional(cause->second);
}

std::optional<Shortages::Cause> Shortages::cause_of(const Finding& refused, const Posting& posting,
                                                    const std::string& code) const {
  std::optional<Cause> found;
  const auto take = [&](const auto& causes, Name name) {
    if (const auto cause = causes.find(name); cause != causes.end()) widen(found, cause->second);
  };
  if (code == "unknown_document") take(documents_, posting.original);
  if (code == "unknown_order") take(orders_, posting.order);
  if (code == "over_return") {
    const auto issue = issues_.find({posting.order, posting.item});
    if (issue != issues_.end()) widen(found, issue->second);
  }
  if (code == "already_reversed" && wrong_reversal_) widen(found, *wrong_reversal_);
  if (code != "deficit") return found;
  for (const StockChange& change : stock_changes(posting)) {
    const auto withheld = stock_.find(change.position);
    if (change.quantity >= sim::Quantity() || withheld == stock_.end()) continue;
    for (const Withheld& one : withheld->second) {
      if (one.posting != refused.posting) widen(found, one.cause);
    }
  }
  return found;
}

}  // namespace planttwin::bridge
