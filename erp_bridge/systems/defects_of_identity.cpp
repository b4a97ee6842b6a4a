#include <string>

#include "erp_bridge/systems/body_members.h"
#include "erp_bridge/systems/erp_defects.h"

// Defects of what, where and for whom: items, lots, places, orders, operations.
namespace planttwin::bridge {
namespace {

constexpr const char* kWrongLocation = "0001";
constexpr const char* kWrongOperation = "0001";
constexpr const char* kWrongWorkCenter = "UNKNOWN";
constexpr const char* kWrongReason = "OTHER";

// Puts another text in the place of a member that the body has. False for an empty one, which no
// system would keep, and where it is no other.
bool set_text(Booking& booking, const std::string* (*member)(const Body&),
              const std::string& text) {
  std::string* there = changed(booking.body(), member);
  if (there == nullptr || text.empty() || *there == text) return false;
  *there = text;
  return true;
}

bool is_serial(Booking& booking, const BookHistory& history) {
  return history.serial(*item_of(booking.body()));
}

// Single units are another matter.
bool set_lot(Booking& booking, const BookHistory& history, const std::string& lot) {
  return !is_serial(booking, history) && set_text(booking, stock_lot_of, lot);
}

bool cut_lot(Booking& booking, const BookHistory& history) {
  const std::string& lot = *stock_lot_of(booking.body());
  return set_lot(booking, history, lot.substr(0, (lot.size() + 1) / 2));
}

bool drop_leading_zeros(Booking& booking, const BookHistory& history) {
  const std::string& lot = *stock_lot_of(booking.body());
  const std::size_t first = lot.find_first_not_of('0');
  return first != std::string::npos && set_lot(booking, history, lot.substr(first));
}

bool change_case(Booking& booking, const BookHistory& history) {
  std::string lot = *stock_lot_of(booking.body());
  for (char& letter : lot) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return set_lot(booking, history, lot);
}

bool issue_last_lot(Booking& booking, const BookHistory& history) {
  return set_lot(booking, history, history.last_lot(*item_of(booking.body())));
}

bool receive_into_last_lot(Booking& booking, const BookHistory& history) {
  return set_lot(booking, history, history.last_received_lot(*item_of(booking.body())));
}

bool reuse_serial(Booking& booking, const BookHistory& history) {
  return is_serial(booking, history) &&
         set_text(booking, stock_lot_of, history.last_received_lot(*item_of(booking.body())));
}

bool book_variant(Booking& booking, const BookHistory& history) {
  return set_text(booking, item_of, history.variant_of(*item_of(booking.body())));
}

bool book_to_wrong_order(Booking& booking, const BookHistory&) {
  return set_text(booking, order_of, kOrderOfDefects);
}

bool book_to_wrong_operation(Booking& booking, const BookHistory&) {
  return set_text(booking, operation_of, kWrongOperation);
}

bool book_to_wrong_work_center(Booking& booking, const BookHistory&) {
  return set_text(booking, work_center_of, kWrongWorkCenter);
}

bool book_at_wrong_location(Booking& booking, const BookHistory&) {
  return set_text(booking, location_of, kWrongLocation);
}

bool keep_status(Booking& booking, const BookHistory&) {
  auto& change = std::get<StockStatusChanged>(booking.body());
  if (change.to == change.from) return false;
  change.to = change.from;
  return true;
}

bool drop_genealogy(Booking& booking, const BookHistory&) {
  changed(booking.body(), in_process_of)->clear();
  return true;
}

bool link_to_last_lot_in_process(Booking& booking, const BookHistory& history) {
  return set_text(booking, in_process_of, history.last_in_process());
}

bool give_other_reason(Booking& booking, const BookHistory&) {
  std::get<Scrapped>(booking.body()).reason = kWrongReason;
  return true;
}

}  // namespace

std::vector<ErpDefect> defects_of_identity() {
  return {
      {"wrong_item", "books another item with the same unit", "wrong_item", Whom::kQuantity,
       book_variant},
      {"truncates_lot", "keeps half of the lot's name", "wrong_lot", Whom::kStockLot, cut_lot},
      {"drops_leading_zeros", "keeps the lot 007 as 7", "wrong_lot", Whom::kStockLot,
       drop_leading_zeros},
      {"changes_case", "keeps the lot A1 as a1", "wrong_lot", Whom::kStockLot, change_case},
      {"swaps_lots", "issues from the lot that was moved before", "wrong_lot", Whom::kIssue,
       issue_last_lot},
      {"receives_into_last_lot", "receives into the lot that came before", "wrong_lot",
       Whom::kReceipt, receive_into_last_lot},
      {"reuses_serial", "receives a single unit under the number of the one before", "wrong_serial",
       Whom::kReceipt, reuse_serial},
      {"wrong_location", "books at the place `0001`", "wrong_location", Whom::kInStock,
       book_at_wrong_location},
      {"wrong_status", "books a change of status that changes none", "wrong_status",
       Whom::kStatusChange, keep_status},
      {"wrong_order", "books to the order `UNKNOWN`", "wrong_order", Whom::kOfOrder,
       book_to_wrong_order},
      {"wrong_operation", "books to the operation `0001`", "wrong_operation", Whom::kOfOperation,
       book_to_wrong_operation},
      {"wrong_work_center", "books to the work center `UNKNOWN`", "wrong_work_center",
       Whom::kOperation, book_to_wrong_work_center},
      {"loses_genealogy", "forgets from which lot something came, or into which it went",
       "wrong_genealogy", Whom::kInProcess, drop_genealogy},
      {"wrong_genealogy", "names the lot in process of the posting before", "wrong_genealogy",
       Whom::kInProcess, link_to_last_lot_in_process},
      {"wrong_reason", "books scrap for the reason `OTHER`", "wrong_reason", Whom::kScrap,
       give_other_reason},
  };
}

}  // namespace planttwin::bridge
