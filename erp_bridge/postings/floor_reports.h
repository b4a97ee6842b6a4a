#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "erp_bridge/postings/name_table.h"
#include "erp_bridge/postings/posting.h"
#include "sim/quantity.h"

namespace planttwin::bridge {

// How people on the floor report something else than what has happened.
enum class ReportingError : std::uint8_t {
  kWrongLot,         // another lot of the item is scanned as issued
  kMissedScan,       // an issue or a receipt is not reported at all
  kDoubleScan,       // an issue or a receipt is reported twice
  kUnreportedScrap,  // what an operation lost is not reported
  kMiscount,         // one unit too many or too few is issued or received
};
inline constexpr int kReportingErrors = static_cast<int>(ReportingError::kMiscount) + 1;
std::string_view reporting_error_name(ReportingError error);  // "wrong_lot"

// An error in a share of the reports in which it can be made, drawn by their keys.
struct ReportingErrorShare {
  ReportingError error = ReportingError::kMissedScan;
  double share = 0;
  // With the first report so long afterwards what was reported is taken back, and what happened is
  // reported; none: nobody notices.
  std::optional<sim::Duration> noticed_after = std::nullopt;
};

// How the floor reports.
struct ReportingHabits {
  std::vector<ReportingErrorShare> errors = {};
  // Share of the issues for which one unit more is taken from stock and returned at once.
  double over_issues = 0;
};

// A report that is not the truth.
struct Misreport {
  ReportingError error = ReportingError::kMissedScan;
  Posting happened;  // of kDoubleScan: what was reported once more
  Posting reported;  // of kMissedScan: nothing
  bool corrected = false;
};

// Stands between what happens and what is reported of it, and keeps both apart: passes on what the
// floor reports.
class FloorReports : public PostingSink {
 public:
  // `units` has what one unit of an item is in steps. The names outlive it.
  FloorReports(NameTable& names, ReportingHabits habits)
      : names_(names), habits_(std::move(habits)) {}

  void set_unit(Name item, sim::Quantity one) { units_[item] = one; }
  void add_sink(PostingSink& sink) { sinks_.push_back(&sink); }
  void on_opening_stock(const Position& position, sim::Quantity quantity) override;
  void on_posting(const Posting& posting) override;

  // All that was reported, in its order.
  const std::vector<Posting>& reported() const { return reported_; }
  const std::vector<Misreport>& misreports() const { return misreports_; }
  // Where stock in books that believe every report differs, or differed, from the truth.
  bool has_bent(const Position& position) const { return bent_.contains(position); }

  // Says all that was heard of otherwise, for a record that can't say it as it was.
  void change(const std::function<Posting(const Posting&)>& posting,
              const std::function<Position(const Position&)>& position);

 private:
  bool strikes(const ReportingErrorShare& error, const Posting& posting) const;
  bool can_strike(ReportingError error, const Posting& posting) const;
  Name other_lot(const Posting& posting) const;
  void misreport(const ReportingErrorShare& row, const Posting& posting);
  bool takes_more(const Posting& posting) const;
  void report_over_issue(const Posting& posting);
  void correct_noticed(const Posting& now);
  void correct(Misreport& misreport, const Posting& now);
  void report(const Posting& posting);
  void note_bent(const Posting& posting);

  NameTable& names_;
  ReportingHabits habits_;
  std::vector<PostingSink*> sinks_;
  std::vector<Posting> reported_;
  std::vector<Misreport> misreports_;
  std::set<Position> bent_;
  std::multimap<sim::Time, std::size_t> noticed_;  // misreports, by when somebody notices
  std::map<Position, sim::Quantity> stock_;        // in books that believe every report
  std::map<Name, sim::Quantity> units_;            // by item
  std::map<std::pair<Name, Name>, std::array<Name, 2>> lots_;  // the last two by item and location
};

}  // namespace planttwin::bridge
