#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "erp_bridge/postings/posting_windows.h"
#include "erp_bridge/systems/answer.h"
#include "erp_bridge/systems/book_history.h"
#include "erp_bridge/systems/booking.h"
#include "erp_bridge/systems/collected_posting.h"
#include "erp_bridge/systems/erp_defects.h"
#include "erp_bridge/systems/fault_log.h"
#include "erp_bridge/systems/record.h"
#include "plant_models/model/plant.h"
#include "sim/quantity.h"

namespace planttwin::bridge {

// Besides its own unit every item may be counted in packs of ten.
inline constexpr const char* kPackUnit = "pack";
inline constexpr std::int64_t kPackFactor = 10;

// An item as the record knows it.
struct ErpItem {
  std::string id;
  sim::Unit unit;
  sim::Money standard_cost;  // per one unit
  bool serial = false;       // its lots are single units with numbers of their own
};

// What the time of a work center's machines costs.
struct ErpRate {
  std::string work_center;
  sim::MoneyRate rate;
};

// One side of an entry of the general ledger; the sides of a document add up to zero.
struct LedgerLine {
  std::int64_t document = 0;
  std::string account;
  sim::Money amount;  // debit positive, credit negative
};

// A small enterprise resource planning system: items, production orders, a stock ledger by item,
// lot, location and status, goods movements, and a general ledger in double entry at standard cost,
// to which machine time is charged at the rate of its work center.
//
// It books a message once, however often it comes: a known key with the same body is acknowledged
// again, with another body it is refused ("conflict"). Stock never becomes negative ("deficit"),
// and no more is returned than was issued to an order ("over_return"), but for items that it
// rounds. What is refused leaves no trace in the books.
class ReferenceErp : public SystemOfRecord {
 public:
  explicit ReferenceErp(const std::vector<ErpItem>& items,
                        std::vector<InjectedDefect> defects = {});

  // Orders and stock at the start, without a document. Both require a known item.
  void open_order(const std::string& order, const std::string& item);
  void open_stock(const RecordStock& stock);
  void set_rate(const ErpRate& rate) { rates_[rate.work_center] = rate.rate; }
  // Keeps fewer decimals of an item and rounds what comes with more, a tie away from zero. Before
  // there is stock of it.
  void keep_decimals(const std::string& item, int decimals);
  // How postings of the plant become documents. Before the first of them. What waits to be booked
  // with others is acknowledged, and refused, as if it were booked at once.
  void follow(const PostingPolicies& policies);
  // `user` is who posts; only what comes for the plant is misbooked.
  // An OrderValidation is answered and leaves nothing behind.
  Answer post(const Message& message, const std::string& user = kOwnUser);
  // The clock of the books, which never goes back: what had to wait until then is entered. Whoever
  // posts moves it on to the instant of the message; a landscape has a later one.
  void advance(sim::UtcInstant now);
  // When something that was acknowledged is entered; nothing when nothing waits.
  std::optional<sim::UtcInstant> next_entry() const;
  // Enters all that waits for its time, however late that is.
  void enter_all();
  // Its host comes back after an outage: what was not committed is gone.
  void restart();
  // Outages of its host tell when it restarts; otherwise it does so by itself.
  void restart_only_when_told() { restarts_by_itself_ = false; }
  // How long it holds back an order that it gives, by a defect.
  sim::Duration hold_back(const Message& order);
  // Whether a message with this key has been acknowledged.
  bool knows(const std::string& key) const { return known_.contains(key); }

  void read_documents(const std::function<void(const RecordDocument&)>& use) const override;
  std::vector<RecordStock> opening_stock() const override;
  std::vector<RecordStock> stock() const override;
  std::vector<RecordItem> counted_items() const override;

  // How many postings each of the defects has misbooked, in their order.
  const std::vector<std::int64_t>& misbooked() const { return misbooked_; }
  const FaultLog& faults() const { return faults_; }
  // Whether a document was lost after it had been written.
  bool is_lost(std::int64_t document) const { return lost_.contains(document); }
  // In the order of their numbers: document n is at n - 1. Those that were lost are there, too.
  const std::vector<RecordDocument>& documents() const { return documents_; }
  // The item of each order.
  const std::unordered_map<std::string, std::string>& orders() const { return orders_; }
  const std::vector<LedgerLine>& ledger() const { return ledger_; }
  sim::Money balance(const std::string& account) const;

 private:
  struct Place {
    std::string item;
    std::string lot;
    std::string location;
    std::string status;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  using Stock = std::map<Place, sim::Quantity>;
  struct Known {
    std::uint64_t body_hash = 0;  // as it came: a defect may have booked something else
    std::int64_t document = -1;
    std::int64_t collected = -1;
  };
  // A change of stock, and the account against which it is booked.
  struct Movement {
    Place place;
    sim::Quantity quantity;
    std::string account;
  };

  // Whether all of a booking is in the books, and what to say of it.
  struct Outcome {
    Answer answer;
    bool whole = true;
  };
  // A document that was acknowledged and waits for another message, and the defect that lets it.
  struct Waiting {
    RecordDocument document;
    std::size_t defect = 0;
  };
  // Documents that a restart may take.
  struct Uncommitted {
    sim::UtcInstant since;
    std::int64_t document = 0;
    std::size_t defect = 0;
  };

  // A posting that does not have one document to itself.
  struct Collected {
    CollectedPosting posting;
    std::vector<Movement> movements;
    std::int64_t document = -1;  // the first; -1: it waits, or nothing was left to be booked
    bool taken_back = false;
  };

  Answer validate(const OrderValidation& asked) const;
  Answer book(RecordDocument document, std::int64_t times_cost = 1);
  Answer check(const Body& body, const std::vector<Movement>& movements) const;
  Answer find_reversed(RecordDocument& document) const;
  std::vector<Movement> movements_of(const Body& body) const;
  std::vector<Movement> movements_of(const RecordDocument& document) const;
  std::int64_t document_beside(const RecordDocument& reversal) const;
  std::int64_t write(RecordDocument document, const std::vector<Movement>& movements,
                     std::int64_t times_cost = 1);
  std::optional<sim::Money> activity_cost(const RecordDocument& document) const;
  void round(Body& body) const;
  bool returns_too_much(const Body& body, const std::vector<Movement>& movements) const;
  void note_issued(const RecordDocument& document, const std::vector<Movement>& movements,
                   std::int64_t sign = 1);
  static RecordDocument document_of(const Message& message, const std::string& user);

  // By policies: reference_erp_collecting.cpp.
  Answer again(const Known& known) const;
  Answer find_collected(RecordDocument& reversal, std::int64_t number) const;
  Answer enter(RecordDocument document, Body exact, const std::vector<Movement>& movements,
               std::int64_t times_cost);
  Answer write_parts(const RecordDocument& document, const std::vector<Movement>& movements,
                     std::int64_t times_cost);
  Answer take_back(RecordDocument reversal, const std::vector<Movement>& movements);
  void book_due(const std::vector<std::int64_t>& due, const RecordDocument& trigger);
  std::int64_t keep(RecordDocument document, const std::vector<Movement>& movements);
  void wait_with(const std::vector<Movement>& movements, std::int64_t sign);
  sim::Quantity there(const Place& place) const;

  // With defects: reference_erp_misbooking.cpp.
  Answer misbook(const Message& message);
  Outcome book(const Booking& booking);
  void note_struck(std::size_t defect, const std::string& key, std::size_t documents_before);
  void enter_due(sim::UtcInstant until);
  void restart_at(sim::UtcInstant when);
  bool lose(const Uncommitted& one);
  void book_repeated(const Message& message);
  bool joins_waiting(const Message& message, Answer& answer);
  void book_waiting_behind(const Message& message, const Answer& answer);
  const ErpItem* item(const std::string& id) const;
  static std::vector<RecordStock> listed(const Stock& stock, const ReferenceErp& erp);

  std::unordered_map<std::string, ErpItem> items_;
  std::vector<InjectedDefect> defects_;
  std::unordered_map<std::string, sim::MoneyRate> rates_;  // by work center
  std::unordered_map<std::string, std::string> orders_;    // the item of each
  std::unordered_map<std::string, Known> known_;           // by key
  Stock opening_;
  Stock stock_;
  std::vector<RecordDocument> documents_;
  std::vector<LedgerLine> ledger_;
  std::unordered_set<std::string> rounded_items_;
  std::unordered_set<std::int64_t> reversed_;  // documents that have been taken back

  PostingPolicies policies_;
  PostingWindows windows_{policies_};
  std::vector<Collected> collected_;
  Stock waiting_;  // what is still to come to the stock
  // What has been issued and not been returned, by order and item.
  std::map<std::pair<std::string, std::string>, sim::Quantity> issued_;

  BookHistory history_;
  std::vector<std::int64_t> misbooked_;
  std::int64_t rolling_back_ = 0;  // postings that are still to be lost
  std::size_t rolled_back_by_ = 0;
  std::map<std::string, Waiting> behind_next_;  // by order
  std::map<std::string, Waiting> into_next_;    // by movement
  std::set<Place> moved_beside_;                // without a document

  FaultLog faults_;
  sim::UtcInstant now_;
  sim::UtcInstant next_restart_;
  bool restarts_by_itself_ = true;
  std::multimap<sim::UtcInstant, Waiting> until_later_;  // by when it is entered
  std::vector<Uncommitted> uncommitted_;
  std::unordered_set<std::int64_t> lost_;  // documents
};

// The items of a plant, and the orders' master data for a record that is aligned with it.
std::vector<ErpItem> erp_items(const plant::Plant& plant);
std::vector<ErpRate> erp_rates(const plant::Plant& plant);

}  // namespace planttwin::bridge
