#include "erp_bridge/audit/identities.h"

#include <array>
#include <map>

namespace planttwin::bridge {
namespace {

void add(StockByPosition& stock, const StockChanges& changes) {
  for (const StockChange& change : changes) stock[change.position] += change.quantity;
}

sim::Quantity at(const StockByPosition& stock, const Position& position) {
  const auto found = stock.find(position);
  return found == stock.end() ? sim::Quantity() : found->second;
}

class Identities {
 public:
  Identities(const AuditInput& input, RecordReader& reader, const PostingWords& words,
             const std::vector<Booked>& record, Reconciliation& result)
      : input_(input),
        words_(words),
        opening_(reader.stock(input.record.opening_stock())),
        closing_(reader.stock(input.record.stock())),
        result_(result) {
    for (const Booked& booked : record) add(documented_, stock_changes(booked.posting));
    for (const Posting& posting : input.truth.postings()) add(happened_, stock_changes(posting));
    for (const Finding& finding : result.findings) {
      for (const StockChange& change : finding.effect) {
        explained_[change.position] += change.quantity;
      }
    }
  }

  void check() {
    const StockByPosition& truth_opening = input_.truth.opening();
    StockByPosition all;  // its keys are the positions
    const std::array<const StockByPosition*, 6> parts = {
        &opening_, &closing_, &documented_, &happened_, &truth_opening, &input_.closing};
    for (const StockByPosition* part : parts) {
      for (const auto& [position, quantity] : *part) all[position];
    }
    result_.positions = static_cast<std::int64_t>(all.size());
    for (const auto& [position, unused] : all) {
      report(FindingClass::kOpeningDifference, position,
             at(opening_, position) - at(truth_opening, position));
      report(FindingClass::kUndocumentedChange, position,
             at(closing_, position) - at(opening_, position) - at(documented_, position));
    }
    for (const auto& [position, unused] : all) {
      const sim::Quantity counted = at(input_.closing, position);
      const bool truth_holds = counted - at(truth_opening, position) == at(happened_, position);
      const sim::Quantity rest = at(closing_, position) - counted - at(explained_, position);
      if (!truth_holds || !rest.is_zero()) ++result_.residual;
    }
  }

 private:
  void report(FindingClass found, const Position& position, sim::Quantity quantity) {
    if (quantity.is_zero()) return;
    Finding finding;
    finding.finding = found;
    finding.last_right = Hop::kBridge;
    finding.effect.push_back({position, quantity});
    finding.detail = words_.of(position) + " by " + words_.amount(position.item, quantity);
    explained_[position] += quantity;
    result_.add(std::move(finding));
  }

  const AuditInput& input_;
  const PostingWords& words_;
  StockByPosition opening_;
  StockByPosition closing_;
  StockByPosition documented_;
  StockByPosition happened_;
  StockByPosition explained_;
  Reconciliation& result_;
};

}  // namespace

void check_identities(const AuditInput& input, RecordReader& reader, const PostingWords& words,
                      const std::vector<Booked>& record, Reconciliation& result) {
  Identities(input, reader, words, record, result).check();
}

}  // namespace planttwin::bridge
