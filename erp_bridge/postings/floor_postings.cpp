#include "erp_bridge/postings/floor_postings.h"

#include <algorithm>

#include "plant_models/run/names.h"
#include "plant_models/run/stock.h"

namespace planttwin::bridge {

using plant::EventType;
using plant::PlantEvent;
using plant::RunState;

namespace {

// Where something belongs in the books: the place of its stock, else of the work; what has neither
// belongs to the first site.
plant::SiteId site_of(const PlantEvent& event, plant::WorkCenterId work_center,
                      const RunState& run) {
  if (event.location.valid()) return run.plant->locations[event.location.index()].site;
  if (event.work_center.valid()) return run.plant->work_center(event.work_center).site;
  if (work_center.valid()) return run.plant->work_center(work_center).site;
  return plant::SiteId(0);
}

}  // namespace

void FloorPostings::on_event(const PlantEvent& event, const RunState& run) {
  switch (event.type) {
    case EventType::kOrderReleased: {
      Posting posting = about(PostingType::kOrderReleased, event, run);
      note_revisions(event, run, posting);
      publish(posting);
      return;
    }
    case EventType::kOrderCompleted: {
      Posting posting = about(PostingType::kOrderClosed, event, run);
      posting.item = posting.unit = kNoName;
      posting.quantity = sim::Quantity();
      publish(posting);
      return;
    }
    case EventType::kShipped:
      return ship(event, run);
    case EventType::kOperationCompleted:
      return complete_operation(event, run);
    case EventType::kLotScrapped:
      return scrap_in_process(event, run);
    case EventType::kMaterialReceived:
    case EventType::kByProductReceived:
      return receive(event, run);
    case EventType::kMaterialIssued: {
      Posting posting = about(PostingType::kMaterialIssued, event, run);
      posting.in_process = names_.number(plant::lot_name(run, event.lot));
      publish(posting);
      return;
    }
    case EventType::kStockExpired:
      return expire(event, run);
    case EventType::kStockScrapped:
      // Without a stock lot the goods were sent back before they were received.
      if (event.stock >= 0) expire(event, run);
      return;
    case EventType::kStockHeld:
    case EventType::kStockReleased:
      return change_status(event, run);
    default:
      return;
  }
}

// By what an order is made that is released now.
void FloorPostings::note_revisions(const PlantEvent& event, const RunState& run, Posting& posting) {
  if (!event.material.valid()) return;
  const plant::BomId bom = run.plant->bom_at(event.material, event.time);
  const plant::RoutingId routing = run.plant->routing_at(event.material, event.time);
  if (bom.valid()) posting.revision = revision_name(run.plant->bom(bom).revision);
  if (routing.valid()) {
    posting.routing_revision = revision_name(run.plant->routing(routing).revision);
  }
}

Name FloorPostings::revision_name(const std::string& revision) {
  return revision.empty() ? kNoName : names_.number(revision);
}

Posting FloorPostings::about(PostingType type, const PlantEvent& event, const RunState& run) {
  Posting posting;
  posting.type = type;
  posting.time = event.time;
  posting.quantity = event.quantity;
  if (event.order >= 0) posting.order = names_.number(plant::order_name(run, event.order));
  if (event.material.valid()) posting.item = names_.number(run.plant->material(event.material).id);
  if (event.location.valid()) {
    posting.location = names_.number(run.plant->locations[event.location.index()].id);
  }
  if (event.stock >= 0) posting.lot = lot_of_stock(event, run);
  if (event.outside >= 0) {
    posting.reference = names_.number(run.outside[static_cast<std::size_t>(event.outside)].id);
  }
  plant::WorkCenterId work_center;
  const std::int32_t slot = run.lot_index.find(event.lot);
  if (slot >= 0 && event.operation >= 0) {
    const plant::Lot& lot = run.lots[static_cast<std::size_t>(slot)];
    const plant::Operation& operation =
        run.plant->routing(lot.routing).operations[static_cast<std::size_t>(event.operation)];
    posting.operation = operation_of(lot, event.operation, run);
    if (!operation.work_centers.empty()) work_center = operation.work_centers.front();
  }
  const plant::SiteId site = site_of(event, work_center, run);
  const PostingDay day =
      calendar_.day(*run.plant, site, run.input->start + event.time.since_start());
  posting.company = names_.number(run.plant->id);
  posting.site = names_.number(run.plant->sites[site.index()].id);
  posting.date = day.date;
  posting.period = day.period;
  if (event.material.valid()) {
    posting.unit = names_.number(run.plant->material(event.material).unit.name);
  }
  return posting;
}

Name FloorPostings::operation_of(const plant::Lot& lot, std::int32_t index, const RunState& run) {
  const plant::Routing& routing = run.plant->routing(lot.routing);
  return names_.number(std::to_string(routing.operations[static_cast<std::size_t>(index)].number));
}

Name FloorPostings::lot_of_stock(const PlantEvent& event, const RunState& run) {
  const plant::Material& material = run.plant->material(event.material);
  if (material.control == plant::MaterialControl::kNone) return kNoName;
  const auto found = stock_lots_.find(event.stock);
  if (found != stock_lots_.end()) return found->second;
  const plant::StockRun* stock =
      plant::find_stock(run, event.material, event.location, event.stock);
  const Name name = stock == nullptr ? names_.number("#" + std::to_string(event.stock))
                                     : names_.number(plant::stock_name(run, *stock));
  return stock_lots_.emplace(event.stock, name).first->second;
}

Name FloorPostings::stock_lot(std::int64_t number) const {
  const auto found = stock_lots_.find(number);
  return found == stock_lots_.end() ? kNoName : found->second;
}

void FloorPostings::receive(const PlantEvent& event, const RunState& run) {
  Posting posting = about(PostingType::kGoodsReceived, event, run);
  const plant::StockRun* stock =
      plant::find_stock(run, event.material, event.location, event.stock);
  // The first that is heard of a record of the initial state is its stock at the start.
  if (stock != nullptr && stock->initial >= 0 && opened_.insert(stock->initial).second) {
    for (PostingSink* sink : sinks_) sink->on_opening_stock(posting.position(), posting.quantity);
    return;
  }
  if (event.lot >= 0) {
    posting.type = PostingType::kProductCompleted;
    posting.in_process = names_.number(plant::lot_name(run, event.lot));
    const std::int32_t slot = run.lot_index.find(event.lot);
    if (slot >= 0) {
      const plant::Lot& lot = run.lots[static_cast<std::size_t>(slot)];
      const plant::OrderRun& order = run.order(lot.order);
      posting.order = names_.number(plant::order_name(run, order));
      if (order.product == event.material) {
        note_completion(order, posting);
      } else {
        posting.type = PostingType::kByProduct;
        posting.operation = operation_of(lot, lot.operation, run);
      }
    }
  }
  publish(posting);
}

// The last lot that is open is the last that comes.
void FloorPostings::note_completion(const plant::OrderRun& order, Posting& posting) {
  posting.completion = order.lots_open <= 1 ? Completion::kFinal : Completion::kPartial;
  const sim::Quantity open = order.quantity - order.good - order.scrapped;
  posting.open_quantity = std::max(sim::Quantity(), open);
}

void FloorPostings::ship(const PlantEvent& event, const RunState& run) {
  Posting posting = about(PostingType::kShipped, event, run);
  posting.order = kNoName;
  if (event.other >= 0) {
    posting.partner = names_.number(run.plant->customers[static_cast<std::size_t>(event.other)].id);
  }
  publish(posting);
}

void FloorPostings::complete_operation(const PlantEvent& event, const RunState& run) {
  Posting posting = about(PostingType::kOperationCompleted, event, run);
  posting.in_process = names_.number(plant::lot_name(run, event.lot));
  posting.work_center = names_.number(run.plant->work_center(event.work_center).id);
  posting.scrapped = event.other_quantity;
  posting.machine_time = event.duration;
  publish(posting);
}

void FloorPostings::scrap_in_process(const PlantEvent& event, const RunState& run) {
  Posting posting = about(PostingType::kScrapped, event, run);
  posting.location = kNoName;
  posting.in_process = names_.number(plant::lot_name(run, event.lot));
  posting.reason = names_.number(
      event.other < 0 ? "yield"
                      : run.plant->defect_causes[static_cast<std::size_t>(event.other)].id);
  publish(posting);
}

// The whole stock lot goes: what is held of it and what is not.
void FloorPostings::expire(const PlantEvent& event, const RunState& run) {
  Posting posting = about(PostingType::kScrapped, event, run);
  posting.order = posting.operation = kNoName;
  posting.reason = names_.number(event.type == EventType::kStockExpired ? "expired" : "scrapped");
  const auto held = held_.find(event.stock);
  if (held != held_.end()) {
    Posting part = posting;
    part.status = StockStatus::kHeld;
    part.quantity = held->second;
    posting.quantity -= part.quantity;
    held_.erase(held);
    publish(part);
  }
  if (!posting.quantity.is_zero()) publish(posting);
}

void FloorPostings::change_status(const PlantEvent& event, const RunState& run) {
  Posting posting = about(PostingType::kStockStatusChanged, event, run);
  posting.order = posting.operation = kNoName;
  if (event.type == EventType::kStockHeld) {
    posting.new_status = StockStatus::kHeld;
    held_[event.stock] += event.quantity;
  } else {
    posting.status = StockStatus::kHeld;
    held_.erase(event.stock);
  }
  publish(posting);
}

void FloorPostings::publish(Posting& posting) {
  const auto text = [&](Name name) -> const std::string& { return names_.text(name); };
  const MessageKey key = keys_.next(
      posting_name(posting.type),
      business_key({text(posting.order), text(posting.operation), text(posting.item),
                    text(posting.lot), text(posting.location),
                    text(posting.in_process != kNoName ? posting.in_process : posting.reference)}));
  posting.key = names_.number(key.long_form);
  for (PostingSink* sink : sinks_) sink->on_posting(posting);
}

}  // namespace planttwin::bridge
