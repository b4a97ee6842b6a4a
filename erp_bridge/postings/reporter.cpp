#include "erp_bridge/postings/reporter.h"

#include <type_traits>
#include <utility>

#include "erp_bridge/messages/keys.h"

namespace planttwin::bridge {

Reporter::Reporter(const plant::Plant& plant, NameTable& names, std::string run_id,
                   sim::UtcInstant start, std::function<void(const Message&)> send)
    : plant_(plant),
      names_(names),
      run_id_(std::move(run_id)),
      start_(start),
      send_(std::move(send)) {
  for (const plant::Material& material : plant.materials) {
    units_[names.number(material.id)] = material.unit;
  }
}

void Reporter::on_posting(const Posting& posting) {
  Message message;
  Envelope& envelope = message.envelope;
  envelope.idempotency_key = names_.text(posting.key);
  envelope.id = envelope.idempotency_key;
  envelope.short_key = short_key(envelope.idempotency_key);
  envelope.source = "/planttwin/" + plant_.id;
  envelope.time = start_ + posting.time.since_start();
  envelope.run_id = run_id_;
  // What belongs to no order keeps its order by stock lot.
  envelope.partition_key = names_.text(posting.order != kNoName ? posting.order : posting.item);
  envelope.sequence = ++sequences_[envelope.partition_key];
  envelope.company = names_.text(posting.company);
  envelope.plant = names_.text(posting.site);
  envelope.posting_date = names_.text(posting.date);
  // The message of a posting has its key as its id.
  for (const Name key : dependencies_.of(posting)) {
    envelope.depends_on.push_back(names_.text(key));
  }
  message.body = body_of(posting);
  send_(message);
}

// Members that mean the same have the same name in all messages.
template <class Kind>
Kind Reporter::filled(const Posting& posting) const {
  const auto set = [&](auto& member, Name name) {
    if (name != kNoName) member = names_.text(name);
  };
  const sim::Unit& unit = units_.at(posting.item);
  // What is not in stock is its lot in process.
  const bool in_process = std::is_same_v<Kind, OperationCompleted> ||
                          (std::is_same_v<Kind, Scrapped> && posting.location == kNoName);
  Kind kind;
  if constexpr (requires { kind.order; }) set(kind.order, posting.order);
  if constexpr (requires { kind.operation; }) set(kind.operation, posting.operation);
  if constexpr (requires { kind.work_center; }) set(kind.work_center, posting.work_center);
  set(kind.item, posting.item);
  if constexpr (requires { kind.lot; }) {
    set(kind.lot, in_process ? posting.in_process : posting.lot);
  }
  kind.quantity = {posting.quantity.count(), unit.decimals};
  kind.unit = unit.name;
  if constexpr (requires { kind.location; }) set(kind.location, posting.location);
  if constexpr (requires { kind.into_lot; }) set(kind.into_lot, posting.in_process);
  if constexpr (requires { kind.from_lot; }) set(kind.from_lot, posting.in_process);
  if constexpr (requires { kind.reason; }) set(kind.reason, posting.reason);
  if constexpr (std::is_same_v<Kind, ProductionOrderReleased>) {
    set(kind.revision, posting.revision);
    set(kind.routing_revision, posting.routing_revision);
  }
  if constexpr (std::is_same_v<Kind, ProductCompleted>) {
    kind.completion = posting.completion;
    if (posting.completion) kind.open_quantity = {posting.open_quantity.count(), unit.decimals};
  }
  if constexpr (std::is_same_v<Kind, GoodsReceived>) set(kind.purchase_order, posting.reference);
  if constexpr (std::is_same_v<Kind, Shipped>) {
    set(kind.delivery, posting.reference);
    set(kind.customer, posting.partner);
  }
  if constexpr (std::is_same_v<Kind, OperationCompleted>) {
    kind.scrapped = {posting.scrapped.count(), unit.decimals};
    kind.machine_time = posting.machine_time;
  } else if constexpr (std::is_same_v<Kind, Scrapped>) {
    if (!in_process) kind.status = status_name(posting.status);
  } else if constexpr (std::is_same_v<Kind, StockStatusChanged>) {
    kind.from = status_name(posting.status);
    kind.to = status_name(posting.new_status);
  }
  return kind;
}

Body Reporter::body_of(const Posting& posting) const {
  switch (posting.type) {
    case PostingType::kOrderReleased:
      return filled<ProductionOrderReleased>(posting);
    case PostingType::kOperationCompleted:
      return filled<OperationCompleted>(posting);
    case PostingType::kMaterialIssued:
      return filled<MaterialIssued>(posting);
    case PostingType::kProductCompleted:
      return filled<ProductCompleted>(posting);
    case PostingType::kByProduct:
      return filled<ByProduct>(posting);
    case PostingType::kScrapped:
      return filled<Scrapped>(posting);
    case PostingType::kGoodsReceived:
      return filled<GoodsReceived>(posting);
    case PostingType::kShipped:
      return filled<Shipped>(posting);
    case PostingType::kOrderClosed:
      return ProductionOrderClosed{names_.text(posting.order)};
    case PostingType::kMaterialReturned:
      return filled<MaterialReturned>(posting);
    case PostingType::kReversed:
      return PostingReversed{names_.text(posting.original), names_.text(posting.reason)};
    case PostingType::kStockStatusChanged:
      break;
  }
  return filled<StockStatusChanged>(posting);
}

}  // namespace planttwin::bridge
