#include "erp_bridge/systems/body_members.h"
#include "erp_bridge/systems/erp_defects.h"

// Defects by which too little, too much or something else is booked, or at another time.
namespace planttwin::bridge {
namespace {

constexpr std::int64_t kBatch = 10;       // messages that are booked together
constexpr std::int64_t kTransaction = 5;  // postings that are rolled back together

bool lose(Booking& booking, const BookHistory&) {
  booking.documents.clear();
  return true;
}

bool say_error_inside(Booking& booking, const BookHistory&) {
  booking.documents.clear();
  booking.says = Answer{Answer::Kind::kAcknowledged, "error", "the posting could not be saved", -1};
  return true;
}

bool drop_last_of_batch(Booking& booking, const BookHistory& history) {
  if (history.messages() % kBatch != kBatch - 1) return false;
  booking.documents.clear();
  return true;
}

bool roll_back(Booking& booking, const BookHistory&) {
  booking.documents.clear();
  booking.loses_next = kTransaction - 1;
  return true;
}

bool merge_equal(Booking& booking, const BookHistory& history) {
  if (!history.has(booking.body())) return false;
  booking.documents.clear();
  return true;
}

bool book_twice(Booking& booking, const BookHistory&) {
  booking.documents.push_back(booking.document());
  return true;
}

bool book_twice_with_new_key(Booking& booking, const BookHistory&) {
  booking.documents.push_back(booking.document());
  booking.documents.back().key += "-2";
  return true;
}

// Without a lot: where lots are followed it is none that came.
bool invent_receipt(Booking& booking, const BookHistory&) {
  RecordDocument invented = booking.document();
  GoodsReceived receipt;
  receipt.item = *item_of(invented.body);
  receipt.quantity = sim::Decimal(1, 0);
  receipt.unit = *unit_of(invented.body);
  receipt.location = *location_of(invented.body);
  invented.body = receipt;
  invented.key.clear();
  booking.documents.push_back(std::move(invented));
  return true;
}

bool backflush_as_well(Booking& booking, const BookHistory& history) {
  const MaterialIssued* issued = history.last_issue(*order_of(booking.body()));
  if (issued == nullptr) return false;
  RecordDocument backflushed = booking.document();
  MaterialIssued again = *issued;
  again.into_lot.clear();
  backflushed.body = again;
  backflushed.key.clear();
  booking.documents.push_back(std::move(backflushed));
  return true;
}

bool move_stock_beside(Booking& booking, const BookHistory&) {
  booking.moves_stock_beside = true;
  return true;
}

bool receive_instead(Booking& booking, const BookHistory&) {
  const auto issued = std::get<MaterialIssued>(booking.body());
  GoodsReceived receipt;
  receipt.item = issued.item;
  receipt.lot = issued.lot;
  receipt.quantity = issued.quantity;
  receipt.unit = issued.unit;
  receipt.location = issued.location;
  booking.body() = receipt;
  return true;
}

bool scrap_instead(Booking& booking, const BookHistory&) {
  const auto issued = std::get<MaterialIssued>(booking.body());
  Scrapped scrapped;
  scrapped.item = issued.item;
  scrapped.lot = issued.lot;
  scrapped.quantity = issued.quantity;
  scrapped.unit = issued.unit;
  scrapped.location = issued.location;
  scrapped.status = "unrestricted";
  scrapped.reason = "consumed";
  booking.body() = scrapped;
  return true;
}

bool issue_instead(Booking& booking, const BookHistory&) {
  booking.body() = as_issue(std::get<MaterialReturned>(booking.body()));
  return true;
}

bool close_order(Booking& booking, const BookHistory&) {
  std::optional<Completion>& completion = std::get<ProductCompleted>(booking.body()).completion;
  if (completion != Completion::kPartial) return false;
  completion = Completion::kFinal;
  return true;
}

bool leave_order_open(Booking& booking, const BookHistory&) {
  std::optional<Completion>& completion = std::get<ProductCompleted>(booking.body()).completion;
  if (completion != Completion::kFinal) return false;
  completion = Completion::kPartial;
  return true;
}

bool reverse_another(Booking& booking, const BookHistory&) {
  booking.reverses_another = true;
  return true;
}

bool reject_and_book(Booking& booking, const BookHistory&) {
  booking.says = Answer{Answer::Kind::kRejected, "time_out", "the posting took too long", -1};
  return true;
}

bool wait_for_more(Booking& booking, const BookHistory&) {
  const Body& body = booking.body();
  if (std::holds_alternative<Scrapped>(body) || std::holds_alternative<StockStatusChanged>(body)) {
    return false;
  }
  booking.wait = Booking::Wait::kIntoNext;
  return true;
}

bool let_next_pass(Booking& booking, const BookHistory&) {
  booking.wait = Booking::Wait::kBehindNext;
  return true;
}

}  // namespace

std::vector<ErpDefect> defects_of_booking() {
  return {
      {"loses_posting", "books nothing", "missing", Whom::kAnyPosting, lose},
      {"error_inside_acknowledgement",
       "books nothing, and says so in the text of its acknowledgement", "missing",
       Whom::kAnyPosting, say_error_inside},
      {"rolls_back", "loses five postings in a row that it has acknowledged", "missing",
       Whom::kAnyPosting, roll_back},
      {"drops_last_of_batch", "books ten at a time and forgets the tenth", "missing",
       Whom::kAnyPosting, drop_last_of_batch},
      {"merges_equal_postings", "takes two postings that say the same for one", "missing",
       Whom::kAnyPosting, merge_equal},
      {"drops_scrap", "books no scrap", "missing", Whom::kScrap, lose},
      {"forgets_by_products", "books no by-product", "missing", Whom::kByProduct, lose},
      {"ignores_hold", "books no change of status", "missing", Whom::kStatusChange, lose},
      {"doubles_posting", "books twice", "duplicate", Whom::kAnyPosting, book_twice},
      {"doubles_with_new_key", "books twice, the second time under a key of its own", "duplicate",
       Whom::kAnyPosting, book_twice_with_new_key},
      {"invents_posting", "books a receipt of one unit beside, without a key", "orphan",
       Whom::kReceipt, invent_receipt},
      {"backflushes_as_well", "with a product, books the last issue to its order once more",
       "orphan", Whom::kProduct, backflush_as_well},
      {"undocumented_change",
       "changes stock by the least step without a document, once at each position",
       "undocumented_change", Whom::kInStock, move_stock_beside},
      {"receipt_instead_of_issue", "books an issue with the wrong sign", "wrong_type", Whom::kIssue,
       receive_instead},
      {"scrap_instead_of_issue", "books an issue as scrap of stock", "wrong_type", Whom::kIssue,
       scrap_instead},
      {"issue_instead_of_return", "books a return as an issue", "wrong_type", Whom::kReturn,
       issue_instead},
      {"partial_as_final", "closes an order with a part of it", "partial_as_final", Whom::kProduct,
       close_order},
      {"final_as_partial", "leaves an order open after the last of it", "partial_as_final",
       Whom::kProduct, leave_order_open},
      {"ignores_reversal", "books no reversal", "missing", Whom::kReversal, lose},
      {"reverses_wrong_document", "reverses the document of the same kind before it",
       "reversed_wrong_document", Whom::kReversal, reverse_another},
      {"books_after_rejecting", "says that it was refused, and books it", "booked_though_rejected",
       Whom::kAnyPosting, reject_and_book},
      {"aggregates", "books two movements of an order and lot that are alike as one",
       "aggregated_though_individual", Whom::kInStock, wait_for_more},
      {"reorders", "books behind the order's next posting", "out_of_order", Whom::kOfOrder,
       let_next_pass},
  };
}

}  // namespace planttwin::bridge
