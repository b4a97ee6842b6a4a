#include "erp_bridge/postings/reporter.h"

#include <optional>
#include <utility>

#include "erp_bridge/messages/keys.h"

namespace planttwin::bridge {

Reporter::Reporter(const plant::Plant& plant, const NameTable& names, std::string run_id,
                   sim::UtcInstant start, std::function<void(Message)> send)
    : plant_(plant),
      names_(names),
      run_id_(std::move(run_id)),
      start_(start),
      send_(std::move(send)) {
  for (const plant::Material& material : plant.materials) materials_[material.id] = &material;
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
  envelope.plant = plant_.id;
  envelope.posting_date = sim::format_instant(envelope.time).substr(0, 10);
  message.body = body_of(posting);
  send_(std::move(message));
}

Body Reporter::body_of(const Posting& posting) const {
  const auto text = [&](Name name) -> const std::string& { return names_.text(name); };
  const auto optional_text = [&](Name name) {
    return name == kNoName ? std::nullopt : std::optional<std::string>(text(name));
  };
  const sim::Unit& unit = materials_.at(text(posting.item))->unit;
  const auto amount = [&](sim::Quantity quantity) {
    return sim::Decimal(quantity.count(), unit.decimals);
  };
  const std::string& item = text(posting.item);
  const sim::Decimal quantity = amount(posting.quantity);
  switch (posting.type) {
    case PostingType::kOrderReleased:
      return ProductionOrderReleased{text(posting.order), item, quantity, unit.name, std::nullopt};
    case PostingType::kOperationCompleted:
      return OperationCompleted{text(posting.order),       text(posting.operation),
                                text(posting.work_center), item,
                                text(posting.in_process),  quantity,
                                amount(posting.scrapped),  unit.name,
                                posting.machine_time};
    case PostingType::kMaterialIssued:
      return MaterialIssued{text(posting.order),
                            text(posting.operation),
                            item,
                            optional_text(posting.lot),
                            quantity,
                            unit.name,
                            text(posting.location),
                            text(posting.in_process)};
    case PostingType::kProductCompleted:
      return ProductCompleted{text(posting.order),
                              item,
                              optional_text(posting.lot),
                              quantity,
                              unit.name,
                              text(posting.location),
                              text(posting.in_process)};
    case PostingType::kByProduct:
      return ByProduct{text(posting.order),
                       text(posting.operation),
                       item,
                       optional_text(posting.lot),
                       quantity,
                       unit.name,
                       text(posting.location),
                       text(posting.in_process)};
    case PostingType::kScrapped:
      return Scrapped{optional_text(posting.order),
                      optional_text(posting.operation),
                      item,
                      optional_text(posting.location == kNoName ? posting.in_process : posting.lot),
                      quantity,
                      unit.name,
                      optional_text(posting.location),
                      posting.location == kNoName
                          ? std::nullopt
                          : std::optional<std::string>(status_name(posting.status)),
                      text(posting.reason)};
    case PostingType::kGoodsReceived:
      return GoodsReceived{item, optional_text(posting.lot), quantity, unit.name,
                           text(posting.location)};
    case PostingType::kStockStatusChanged:
      break;
  }
  return StockStatusChanged{item,
                            optional_text(posting.lot),
                            quantity,
                            unit.name,
                            text(posting.location),
                            std::string(status_name(posting.status)),
                            std::string(status_name(posting.new_status))};
}

}  // namespace planttwin::bridge
