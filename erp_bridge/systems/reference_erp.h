#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "erp_bridge/systems/erp_defects.h"
#include "erp_bridge/systems/record.h"
#include "plant_models/model/plant.h"
#include "sim/quantity.h"

namespace planttwin::bridge {

// What a receiver says of a message.
struct Answer {
  enum class Kind : std::uint8_t { kAcknowledged, kRejected };
  Kind kind = Kind::kAcknowledged;
  std::string code;            // of a rejection: "unknown_item", "deficit", "conflict", ...
  std::string text;            // the same for people
  std::int64_t document = -1;  // the first that was booked
};

// An item as the record knows it.
struct ErpItem {
  std::string id;
  sim::Unit unit;
  sim::Money standard_cost;  // per one unit
};

// One side of an entry of the general ledger; the sides of a document add up to zero.
struct LedgerLine {
  std::int64_t document = 0;
  std::string account;
  sim::Money amount;  // debit positive, credit negative
};

// A small enterprise resource planning system: items, production orders, a stock ledger by item,
// lot, location and status, goods movements, and a general ledger in double entry at standard cost.
//
// It books a message once, however often it comes: a known key with the same body is acknowledged
// again, with another body it is refused ("conflict"). Stock never becomes negative ("deficit").
// What is refused leaves no trace in the books.
class ReferenceErp : public SystemOfRecord {
 public:
  explicit ReferenceErp(const std::vector<ErpItem>& items,
                        std::vector<InjectedDefect> defects = {});

  // Orders and stock at the start, without a document. Both require a known item.
  void open_order(const std::string& order, const std::string& item);
  void open_stock(const RecordStock& stock);
  Answer post(const Message& message);

  void read_documents(const std::function<void(const RecordDocument&)>& use) const override;
  std::vector<RecordStock> opening_stock() const override;
  std::vector<RecordStock> stock() const override;

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
  };
  // A change of stock, and the account against which it is booked.
  struct Movement {
    Place place;
    sim::Quantity quantity;
    std::string account;
  };

  Answer book(const Message& message, const Body& body);
  Answer check(const Body& body, const std::vector<Movement>& movements) const;
  std::vector<Movement> movements_of(const Body& body) const;
  std::int64_t write(const Message& message, const Body& body, bool with_key,
                     const std::vector<Movement>& movements);
  // Misbooks a message as a defect says; false where the defect leaves the booking as it is.
  bool misbook(ErpDefect defect, const Message& message, Answer& answer);
  const ErpItem* item(const std::string& id) const;
  static std::vector<RecordStock> listed(const Stock& stock, const ReferenceErp& erp);

  std::unordered_map<std::string, ErpItem> items_;
  std::vector<InjectedDefect> defects_;
  std::unordered_map<std::string, std::string> orders_;  // the item of each
  std::unordered_map<std::string, Known> known_;         // by key
  Stock opening_;
  Stock stock_;
  std::vector<RecordDocument> documents_;
  std::vector<LedgerLine> ledger_;
};

// The items of a plant, and the orders' master data for a record that is aligned with it.
std::vector<ErpItem> erp_items(const plant::Plant& plant);

}  // namespace planttwin::bridge
