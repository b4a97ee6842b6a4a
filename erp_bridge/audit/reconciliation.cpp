#include "erp_bridge/audit/reconciliation.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "erp_bridge/audit/record_postings.h"

namespace planttwin::bridge {
namespace {

constexpr std::array<std::string_view, kFindingClasses> kFindingNames = {"missing",
                                                                         "duplicate",
                                                                         "orphan",
                                                                         "wrong_type",
                                                                         "wrong_order",
                                                                         "wrong_operation",
                                                                         "wrong_item",
                                                                         "wrong_lot",
                                                                         "wrong_location",
                                                                         "wrong_status",
                                                                         "wrong_genealogy",
                                                                         "wrong_quantity",
                                                                         "rejected",
                                                                         "in_flight",
                                                                         "undocumented_change",
                                                                         "opening_difference",
                                                                         "key_not_preserved"};

void add(StockByPosition& stock, const StockChanges& changes, std::int64_t sign) {
  for (const StockChange& change : changes) stock[change.position] += change.quantity * sign;
}

sim::Quantity at(const StockByPosition& stock, const Position& position) {
  const auto found = stock.find(position);
  return found == stock.end() ? sim::Quantity() : found->second;
}

// What a document without a key can be known by.
auto business_of(const Posting& posting) {
  return std::tuple(posting.type, posting.order, posting.operation, posting.item, posting.lot,
                    posting.location, posting.in_process, posting.quantity);
}
using Business = decltype(business_of(std::declval<const Posting&>()));

// The first member in which a record differs from the truth; nothing when it does not.
std::optional<FindingClass> difference(const Posting& truth, const Posting& record) {
  if (truth.type != record.type) return FindingClass::kWrongType;
  if (truth.order != record.order) return FindingClass::kWrongOrder;
  if (truth.operation != record.operation) return FindingClass::kWrongOperation;
  if (truth.item != record.item) return FindingClass::kWrongItem;
  if (truth.lot != record.lot) return FindingClass::kWrongLot;
  if (truth.location != record.location) return FindingClass::kWrongLocation;
  if (truth.status != record.status || truth.new_status != record.new_status) {
    return FindingClass::kWrongStatus;
  }
  const bool keeps_lot = truth.type != PostingType::kGoodsReceived &&
                         truth.type != PostingType::kOrderReleased &&
                         truth.type != PostingType::kStockStatusChanged;
  if (keeps_lot && truth.in_process != record.in_process) return FindingClass::kWrongGenealogy;
  if (truth.quantity != record.quantity || truth.scrapped != record.scrapped) {
    return FindingClass::kWrongQuantity;
  }
  return std::nullopt;
}

class Audit {
 public:
  explicit Audit(const AuditInput& input)
      : input_(input), reader_(input.plant, input.names), truth_(input.truth.postings()) {
    for (const plant::Material& material : input.plant.materials) {
      units_[input.names.number(material.id)] = material.unit;
    }
    input.record.read_documents([this](const RecordDocument& document) {
      numbers_.push_back(document.number);
      record_.push_back(reader_.posting(document));
    });
  }

  Reconciliation run() {
    match_by_key();
    match_by_business();
    for (std::size_t i = 0; i < truth_.size(); ++i) judge(i);
    for (std::size_t i = 0; i < record_.size(); ++i) {
      if (!used_[i]) report_unmatched(i);
    }
    report_lost_keys();
    check_positions();
    result_.postings = static_cast<std::int64_t>(truth_.size());
    result_.documents = static_cast<std::int64_t>(record_.size());
    return std::move(result_);
  }

 private:
  void match_by_key() {
    used_.assign(record_.size(), false);
    document_of_.assign(truth_.size(), -1);
    by_key_.reserve(truth_.size());
    for (std::size_t i = 0; i < truth_.size(); ++i) by_key_[truth_[i].key] = i;
    for (std::size_t i = 0; i < record_.size(); ++i) {
      if (record_[i].key == kNoName) continue;
      const auto found = by_key_.find(record_[i].key);
      if (found == by_key_.end() || document_of_[found->second] >= 0) continue;
      document_of_[found->second] = static_cast<std::int64_t>(i);
      used_[i] = true;
    }
  }

  // Documents without a key go to postings that are alike in everything, the oldest first.
  void match_by_business() {
    std::map<Business, std::vector<std::size_t>> open;
    for (std::size_t i = truth_.size(); i-- > 0;) {
      if (document_of_[i] < 0) open[business_of(truth_[i])].push_back(i);
    }
    for (std::size_t i = 0; i < record_.size(); ++i) {
      if (record_[i].key != kNoName) continue;
      const auto found = open.find(business_of(record_[i]));
      if (found == open.end() || found->second.empty()) continue;
      const std::size_t posting = found->second.back();
      found->second.pop_back();
      document_of_[posting] = static_cast<std::int64_t>(i);
      used_[i] = true;
      ++result_.by_business;
      ++lost_keys_[truth_[posting].type];
    }
  }

  const MessageTrace* trace(Name key) const {
    const auto found = input_.traces.find(input_.names.text(key));
    return found == input_.traces.end() ? nullptr : &found->second;
  }

  // What the bridge has not sent, or not like this, has come about behind it.
  static Finding finding_of(FindingClass found, std::int64_t posting, std::int64_t document) {
    Finding finding;
    finding.finding = found;
    finding.posting = posting;
    finding.document = document;
    finding.last_right = Hop::kBridge;
    return finding;
  }

  // How far the message of a posting was right: as far as the record, once the bridge shows it.
  void place(Finding& finding, Name key) const {
    const MessageTrace* sent = trace(key);
    finding.key = input_.names.text(key);
    finding.last_right = sent == nullptr ? Hop::kFloor : Hop::kBridge;
    finding.first_wrong = sent == nullptr ? Hop::kBridge : Hop::kRecord;
  }

  void judge(std::size_t i) {
    const Posting& truth = truth_[i];
    if (document_of_[i] < 0) return report_absent(i);
    const auto document = static_cast<std::size_t>(document_of_[i]);
    const Posting& record = record_[document];
    const std::optional<FindingClass> wrong = difference(truth, record);
    if (!wrong) {
      ++result_.matched;
      return;
    }
    Finding finding = finding_of(*wrong, static_cast<std::int64_t>(i), numbers_[document]);
    place(finding, truth.key);
    finding.detail = described(truth) + "; the record says " + described(record);
    report(std::move(finding), &truth, &record);
  }

  void report_absent(std::size_t i) {
    const Posting& truth = truth_[i];
    Finding finding = finding_of(FindingClass::kMissing, static_cast<std::int64_t>(i), -1);
    place(finding, truth.key);
    finding.detail = described(truth);
    const MessageTrace* sent = trace(truth.key);
    if (sent != nullptr && sent->state == MessageTrace::State::kRejected) {
      finding.finding = FindingClass::kRejected;
      finding.detail += "; refused: " + sent->code;
    } else if (sent != nullptr && sent->state == MessageTrace::State::kSent) {
      finding.finding = FindingClass::kInFlight;
    }
    report(std::move(finding), &truth, nullptr);
  }

  void report_unmatched(std::size_t i) {
    const Posting& record = record_[i];
    Finding finding = finding_of(FindingClass::kOrphan, -1, numbers_[i]);
    if (record.key != kNoName) {
      finding.key = input_.names.text(record.key);
      if (by_key_.contains(record.key)) finding.finding = FindingClass::kDuplicate;
    }
    finding.detail = described(record);
    report(std::move(finding), nullptr, &record);
  }

  void report_lost_keys() {
    for (const auto& [type, count] : lost_keys_) {
      Finding finding = finding_of(FindingClass::kKeyNotPreserved, -1, -1);
      finding.detail = std::to_string(count) + " documents of " + std::string(posting_name(type));
      report(std::move(finding), nullptr, nullptr);
    }
  }

  // Every change of stock is explained: the record's by its documents, the plant's by its postings,
  // and what is left between the two by the findings.
  void check_positions() {
    const StockByPosition opening = reader_.stock(input_.record.opening_stock());
    const StockByPosition closing = reader_.stock(input_.record.stock());
    StockByPosition documented;
    for (const Posting& posting : record_) add(documented, stock_changes(posting), 1);
    StockByPosition happened;
    for (const Posting& posting : truth_) add(happened, stock_changes(posting), 1);

    StockByPosition all;  // its keys are the positions
    const std::array<const StockByPosition*, 6> parts = {
        &opening, &closing, &documented, &happened, &input_.truth.opening(), &input_.closing};
    for (const StockByPosition* part : parts) {
      for (const auto& [position, quantity] : *part) all[position];
    }
    result_.positions = static_cast<std::int64_t>(all.size());
    for (const auto& [position, unused] : all) {
      const sim::Quantity before = at(opening, position) - at(input_.truth.opening(), position);
      report_stock(FindingClass::kOpeningDifference, position, before);
      const sim::Quantity undocumented =
          at(closing, position) - at(opening, position) - at(documented, position);
      report_stock(FindingClass::kUndocumentedChange, position, undocumented);
    }
    for (const auto& [position, unused] : all) {
      const sim::Quantity counted = at(input_.closing, position);
      const bool truth_holds =
          counted - at(input_.truth.opening(), position) == at(happened, position);
      const sim::Quantity rest = at(closing, position) - counted - at(explained_, position);
      if (!truth_holds || !rest.is_zero()) ++result_.residual;
    }
  }

  void report_stock(FindingClass found, const Position& position, sim::Quantity quantity) {
    if (quantity.is_zero()) return;
    Finding finding = finding_of(found, -1, -1);
    finding.effect.push_back({position, quantity});
    finding.detail = described(position) + " by " + amount(position.item, quantity);
    explained_[position] += quantity;
    count(std::move(finding));
  }

  // Reports a finding with what the record has beyond the truth.
  void report(Finding finding, const Posting* truth, const Posting* record) {
    StockByPosition effect;
    if (record != nullptr) add(effect, stock_changes(*record), 1);
    if (truth != nullptr) add(effect, stock_changes(*truth), -1);
    for (const auto& [position, quantity] : effect) {
      if (quantity.is_zero()) continue;
      finding.effect.push_back({position, quantity});
      explained_[position] += quantity;
    }
    count(std::move(finding));
  }

  void count(Finding finding) {
    const bool nowhere = finding.last_right == finding.first_wrong;
    if (nowhere) ++result_.unattributed;
    ++result_.by_class[static_cast<std::size_t>(finding.finding)];
    result_.findings.push_back(std::move(finding));
  }

  const std::string& text(Name name) const { return input_.names.text(name); }

  std::string amount(Name item, sim::Quantity quantity) const {
    const auto unit = units_.find(item);
    return unit == units_.end() ? std::to_string(quantity.count())
                                : sim::format_amount(quantity, unit->second);
  }

  std::string described(const Position& position) const {
    std::string words = text(position.item);
    if (position.lot != kNoName) words += " lot " + text(position.lot);
    words += " at " + text(position.location);
    if (position.status == StockStatus::kHeld) words += ", held";
    return words;
  }

  std::string described(const Posting& posting) const {
    std::string words = std::string(posting_name(posting.type)) + " of " +
                        amount(posting.item, posting.quantity) + " " + text(posting.item);
    if (!posting.scrapped.is_zero()) {
      words += " (" + amount(posting.item, posting.scrapped) + " scrapped)";
    }
    if (posting.lot != kNoName) words += " lot " + text(posting.lot);
    if (posting.location != kNoName) words += " at " + text(posting.location);
    if (posting.order != kNoName) words += ", order " + text(posting.order);
    if (posting.operation != kNoName) words += ", operation " + text(posting.operation);
    return words;
  }

  const AuditInput& input_;
  RecordReader reader_;
  const std::vector<Posting>& truth_;
  std::unordered_map<Name, sim::Unit> units_;  // by item
  std::vector<Posting> record_;
  std::vector<std::int64_t> numbers_;  // of the documents
  std::unordered_map<Name, std::size_t> by_key_;
  std::vector<std::int64_t> document_of_;  // by posting; -1: none
  std::vector<bool> used_;                 // by document
  std::map<PostingType, std::int64_t> lost_keys_;
  StockByPosition explained_;
  Reconciliation result_;
};

}  // namespace

std::string_view finding_name(FindingClass finding) {
  return kFindingNames[static_cast<std::size_t>(finding)];
}

std::string_view hop_name(Hop hop) {
  constexpr std::array<std::string_view, 3> kNames = {"floor", "bridge", "record"};
  return kNames[static_cast<std::size_t>(hop)];
}

Reconciliation reconcile(const AuditInput& input) { return Audit(input).run(); }

}  // namespace planttwin::bridge
