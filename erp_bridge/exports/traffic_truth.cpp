#include "erp_bridge/exports/traffic_truth.h"

#include <string>
#include <unordered_map>

#include "erp_bridge/audit/record_postings.h"

namespace planttwin::bridge {
namespace {

constexpr std::size_t kMonth = 7;  // "2025-03"

// The messages of a log as documents of a record: it is read as any other.
class MessagesAsRecord final : public SystemOfRecord {
 public:
  MessagesAsRecord(const RecordedTraffic& traffic, const std::vector<RecordStock>& opening)
      : traffic_(traffic), opening_(opening) {}

  void read_documents(const std::function<void(const RecordDocument&)>& use) const override {
    std::unordered_map<std::string, std::int64_t> numbers;
    std::int64_t number = 0;
    for (const LoggedMessage& logged : traffic_.postings) {
      const Envelope& envelope = logged.message.envelope;
      RecordDocument document;
      document.number = ++number;
      document.key = envelope.idempotency_key;
      document.body = logged.message.body;
      document.time = envelope.time;
      document.company = envelope.company.value_or("");
      document.plant = envelope.plant;
      document.posting_date = envelope.posting_date;
      document.period = envelope.posting_date.substr(0, kMonth);
      numbers.emplace(document.key, number);
      if (const auto* reversal = std::get_if<PostingReversed>(&document.body)) {
        const auto original = numbers.find(reversal->original_key);
        if (original != numbers.end()) document.reverses = original->second;
      }
      use(document);
    }
  }
  std::vector<RecordStock> opening_stock() const override { return opening_; }
  std::vector<RecordStock> stock() const override { return {}; }

 private:
  const RecordedTraffic& traffic_;
  const std::vector<RecordStock>& opening_;
};

MessageTrace trace_of(const LoggedMessage& logged, bool has_answers, sim::Time time) {
  MessageTrace trace;
  // Where the log has no answers at all each message is taken to have been acknowledged.
  const auto otherwise =
      has_answers ? MessageTrace::State::kSent : MessageTrace::State::kAcknowledged;
  trace.state = logged.answer.value_or(otherwise);
  trace.code = logged.code;
  if (trace.state == MessageTrace::State::kAcknowledged) {
    trace.acknowledged = time;
    trace.taken_by_record = true;
  }
  return trace;
}

}  // namespace

TrafficTruth::TrafficTruth(const plant::Plant& plant, const RecordedTraffic& traffic,
                           sim::UtcInstant start, const std::vector<RecordStock>& opening)
    : plant_(plant), start_(start) {
  const MessagesAsRecord messages(traffic, opening);
  RecordReader reader(plant, names_, messages, kOwnUser);
  for (const auto& [position, quantity] : reader.stock(opening)) {
    truth_.on_opening_stock(position, quantity);
    closing_[position] += quantity;
  }
  const std::vector<Booked> reported = reader.documents();
  for (std::size_t i = 0; i < reported.size(); ++i) {
    Posting posting = reported[i].posting;
    posting.time = sim::Time::from_start(reported[i].time - start);
    truth_.on_posting(posting);
    for (const StockChange& change : stock_changes(posting)) {
      closing_[change.position] += change.quantity;
    }
    const LoggedMessage& logged = traffic.postings[i];
    traces_.emplace(logged.message.envelope.idempotency_key,
                    trace_of(logged, traffic.has_answers, posting.time));
  }
}

Reconciliation TrafficTruth::audit(const SystemOfRecord& record, const RecordTerms& terms) {
  const RecordResolution& resolution = terms.resolution;
  const TruthLedger truth = resolution.as_kept(truth_);
  const StockByPosition closing = resolution.as_kept(closing_);
  const bool tells_time = resolution.keeps(PostingType::kMaterialIssued, PostingMember::kTime);
  const Witnesses nobody;
  return reconcile({plant_, names_, truth, closing, record, traces_, terms.user,
                    tells_time ? std::optional(start_) : std::nullopt, nullptr, &nobody,
                    terms.deadlines, terms.policies, resolution, terms.collected});
}

}  // namespace planttwin::bridge
