#include "erp_bridge/postings/floor_reports.h"

#include <algorithm>
#include <string>

#include "sim/random.h"

namespace planttwin::bridge {
namespace {

constexpr std::array<std::string_view, kReportingErrors> kNames = {
    "wrong_lot", "missed_scan", "double_scan", "unreported_scrap", "miscount"};

bool is_scanned(const Posting& posting) {
  return posting.type == PostingType::kMaterialIssued ||
         posting.type == PostingType::kProductCompleted ||
         posting.type == PostingType::kGoodsReceived;
}

std::uint64_t word_of(const std::string& key, std::string_view purpose) {
  return sim::name_key(key + "/" + std::string(purpose));
}

// Whether a key belongs to a share.
bool drawn(const std::string& key, std::string_view purpose, double share) {
  return static_cast<double>(word_of(key, purpose) >> 11) * 0x1p-53 < share;
}

}  // namespace

std::string_view reporting_error_name(ReportingError error) {
  return kNames[static_cast<std::size_t>(error)];
}

void FloorReports::on_opening_stock(const Position& position, sim::Quantity quantity) {
  std::array<Name, 2>& lots = lots_[{position.item, position.location}];
  if (lots[0] != position.lot) lots = {position.lot, lots[0]};
  stock_[position] += quantity;
  for (PostingSink* sink : sinks_) sink->on_opening_stock(position, quantity);
}

void FloorReports::on_posting(const Posting& posting) {
  correct_noticed(posting);
  const std::vector<ReportingErrorShare>& errors = habits_.errors;
  const auto error =
      std::find_if(errors.begin(), errors.end(),
                   [&](const ReportingErrorShare& row) { return strikes(row, posting); });
  if (error != errors.end()) {
    misreport(*error, posting);
  } else if (takes_more(posting)) {
    report_over_issue(posting);
  } else {
    report(posting);
  }
  if (posting.lot != kNoName && posting.location != kNoName) {
    std::array<Name, 2>& lots = lots_[{posting.item, posting.location}];
    if (lots[0] != posting.lot) lots = {posting.lot, lots[0]};
  }
}

bool FloorReports::strikes(const ReportingErrorShare& row, const Posting& posting) const {
  if (!can_strike(row.error, posting)) return false;
  return drawn(names_.text(posting.key), reporting_error_name(row.error), row.share);
}

bool FloorReports::can_strike(ReportingError error, const Posting& posting) const {
  switch (error) {
    case ReportingError::kWrongLot:
      return posting.type == PostingType::kMaterialIssued && other_lot(posting) != kNoName;
    case ReportingError::kMissedScan:
    case ReportingError::kDoubleScan:
      return is_scanned(posting);
    case ReportingError::kUnreportedScrap:
      return (posting.type == PostingType::kOperationCompleted && !posting.scrapped.is_zero()) ||
             (posting.type == PostingType::kScrapped && posting.location == kNoName);
    case ReportingError::kMiscount:
      return is_scanned(posting) && units_.contains(posting.item);
  }
  return false;
}

// A lot of the same item that lay at the same place.
Name FloorReports::other_lot(const Posting& posting) const {
  if (posting.lot == kNoName) return kNoName;
  const auto found = lots_.find({posting.item, posting.location});
  if (found == lots_.end()) return kNoName;
  return found->second[0] != posting.lot ? found->second[0] : found->second[1];
}

void FloorReports::misreport(const ReportingErrorShare& row, const Posting& posting) {
  Misreport made{row.error, posting, posting};
  Posting& told = made.reported;
  switch (row.error) {
    case ReportingError::kWrongLot:
      told.lot = other_lot(posting);
      break;
    case ReportingError::kMissedScan:
      told = Posting();
      break;
    case ReportingError::kDoubleScan:
      report(posting);
      told.key = names_.number(names_.text(posting.key) + "/again");
      break;
    case ReportingError::kUnreportedScrap:
      told.scrapped = sim::Quantity();
      if (posting.type == PostingType::kScrapped) told = Posting();
      break;
    case ReportingError::kMiscount: {
      const sim::Quantity one = units_.at(posting.item);
      const bool more = (word_of(names_.text(posting.key), "more") & 1) != 0;
      told.quantity = more || told.quantity <= one ? told.quantity + one : told.quantity - one;
      break;
    }
  }
  note_bent(made.happened);
  if (told.key != kNoName) {
    note_bent(told);
    report(told);
  }
  if (row.noticed_after) noticed_.emplace(posting.time + *row.noticed_after, misreports_.size());
  misreports_.push_back(std::move(made));
}

// As long as the books have as much.
bool FloorReports::takes_more(const Posting& posting) const {
  if (habits_.over_issues <= 0 || posting.type != PostingType::kMaterialIssued) return false;
  const auto unit = units_.find(posting.item);
  const auto stock = stock_.find(posting.position());
  if (unit == units_.end() || stock == stock_.end()) return false;
  return stock->second >= posting.quantity + unit->second &&
         drawn(names_.text(posting.key), "over_issue", habits_.over_issues);
}

void FloorReports::report_over_issue(const Posting& posting) {
  Posting issued = posting;
  issued.quantity += units_.at(posting.item);
  report(issued);
  Posting returned = posting;
  returned.type = PostingType::kMaterialReturned;
  returned.quantity = units_.at(posting.item);
  returned.key = names_.number(names_.text(posting.key) + "/returned");
  report(returned);
}

void FloorReports::correct_noticed(const Posting& now) {
  while (!noticed_.empty() && noticed_.begin()->first <= now.time) {
    const std::size_t index = noticed_.begin()->second;
    noticed_.erase(noticed_.begin());
    correct(misreports_[index], now);
  }
}

// Dated by the clocks of the site where it is noticed; elsewhere it may be another day already.
void FloorReports::correct(Misreport& misreport, const Posting& now) {
  misreport.corrected = true;
  const auto date = [&](Posting& posting) {
    posting.time = now.time;
    if (posting.site != now.site) return;
    posting.date = now.date;
    posting.period = now.period;
  };
  if (misreport.reported.key != kNoName) {
    Posting reversal = misreport.reported;
    reversal.type = PostingType::kReversed;
    reversal.reversed = misreport.reported.type;
    reversal.original = misreport.reported.key;
    reversal.reason = names_.number(std::string(reporting_error_name(misreport.error)));
    reversal.key = names_.number(names_.text(reversal.original) + "/reversed");
    date(reversal);
    report(reversal);
  }
  if (misreport.error == ReportingError::kDoubleScan) return;
  Posting anew = misreport.happened;
  anew.key = names_.number(names_.text(anew.key) + "/corrected");
  date(anew);
  report(anew);
}

void FloorReports::report(const Posting& posting) {
  reported_.push_back(posting);
  for (const StockChange& change : stock_changes(posting)) {
    stock_[change.position] += change.quantity;
  }
  for (PostingSink* sink : sinks_) sink->on_posting(posting);
}

void FloorReports::note_bent(const Posting& posting) {
  for (const StockChange& change : stock_changes(posting)) bent_.insert(change.position);
}

void FloorReports::change(const std::function<Posting(const Posting&)>& posting,
                          const std::function<Position(const Position&)>& position) {
  for (Posting& one : reported_) one = posting(one);
  for (Misreport& misreport : misreports_) {
    misreport.happened = posting(misreport.happened);
    if (misreport.reported.key != kNoName) misreport.reported = posting(misreport.reported);
  }
  std::set<Position> bent;
  for (const Position& one : bent_) bent.insert(position(one));
  bent_ = std::move(bent);
}

}  // namespace planttwin::bridge
