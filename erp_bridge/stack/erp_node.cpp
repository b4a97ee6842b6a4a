#include "erp_bridge/stack/erp_node.h"

#include <utility>

#include "erp_bridge/formats/json_format.h"
#include "erp_bridge/stack/order_messages.h"

namespace planttwin::bridge {

ErpNode::ErpNode(const plant::Plant& plant, ReferenceErp& erp, std::string run_id,
                 sim::UtcInstant start, std::optional<PlanningSetup> planning)
    : plant_(plant), erp_(erp), source_(plant, "/erp", std::move(run_id), start), start_(start) {
  if (!planning) return;
  next_planning_ = planning->first;
  planner_.emplace(plant, std::move(*planning));
}

NodeAnswer ErpNode::take(const std::string& payload) {
  sim::Diagnostics diagnostics;
  const std::optional<Message> message = from_json(payload, diagnostics);
  if (!message) return {false, "unreadable"};
  if (hear(*message)) return {true, ""};
  const Answer answer = erp_.post(*message);
  return {answer.kind == Answer::Kind::kAcknowledged, answer.code};
}

// What is no posting: taken once, however often it comes.
bool ErpNode::hear(const Message& message) {
  const auto* capacity = std::get_if<CapacityChanged>(&message.body);
  const bool confirmed = std::holds_alternative<Confirmed>(message.body);
  const bool rejected = std::holds_alternative<Rejected>(message.body);
  const bool downtime = std::holds_alternative<DowntimeStarted>(message.body) ||
                        std::holds_alternative<DowntimeEnded>(message.body);
  if (capacity == nullptr && !confirmed && !rejected && !downtime) return false;
  if (!heard_.insert(message.envelope.idempotency_key).second) return true;
  changes_.confirmed += confirmed ? 1 : 0;
  changes_.rejected += rejected ? 1 : 0;
  if (capacity != nullptr && planner_) note_capacity(*capacity);
  return true;
}

void ErpNode::note_capacity(const CapacityChanged& changed) {
  const sim::Time from = sim::Time::from_start(changed.valid_from - start_);
  const sim::Time until =
      changed.valid_to ? sim::Time::from_start(*changed.valid_to - start_) : from;
  for (std::size_t i = 0; i < plant_.work_centers.size(); ++i) {
    if (plant_.work_centers[i].id != changed.work_center) continue;
    planner_->note_capacity(plant::WorkCenterId(i), changed.capacity.to_double(), from, until);
    capacity_changed_ = true;
  }
}

std::vector<Message> ErpNode::revise(sim::Time now) {
  if (!capacity_changed_) return {};
  capacity_changed_ = false;
  read_new_documents();
  std::vector<Message> messages;
  for (const RevisedOrder& order : planner_->revise(unrestricted_stock())) {
    messages.push_back(source_.message(now, revision_message(plant_, start_, order),
                                       business_key({"erp", order.id}), order.id));
  }
  changes_.told += static_cast<std::int64_t>(messages.size());
  return messages;
}

// Planning goes by what is in the books.
void ErpNode::read_new_documents() {
  OrderBook& orders = planner_->orders();
  const std::vector<RecordDocument>& documents = erp_.documents();
  for (; read_ < documents.size(); ++read_) {
    const Body& body = documents[read_].body;
    const auto steps = [&](const std::string& item, const sim::Decimal& quantity) {
      const plant::MaterialId* known = planner_->item(item);
      if (known == nullptr) return sim::Quantity();
      const int decimals = plant_.material(*known).unit.decimals;
      return sim::Quantity::steps(quantity.steps(decimals).value_or(0));
    };
    if (const auto* made = std::get_if<ProductCompleted>(&body)) {
      orders.note_received(made->order, steps(made->item, made->quantity));
    } else if (const auto* came = std::get_if<GoodsReceived>(&body)) {
      if (came->purchase_order) {
        orders.note_received(*came->purchase_order, steps(came->item, came->quantity));
      }
    } else if (const auto* issued = std::get_if<MaterialIssued>(&body)) {
      const plant::MaterialId* known = planner_->item(issued->item);
      if (known != nullptr) {
        orders.note_issued(issued->order, known->index(), steps(issued->item, issued->quantity));
      }
    } else if (const auto* closed = std::get_if<ProductionOrderClosed>(&body)) {
      orders.note_closed(closed->order);
    } else if (const auto* shipped = std::get_if<Shipped>(&body)) {
      orders.note_shipped(shipped->delivery.value_or(""), steps(shipped->item, shipped->quantity),
                          sim::Time::from_start(documents[read_].time - start_));
    }
  }
}

Supplies ErpNode::unrestricted_stock() const {
  Supplies stock(plant_.materials.size());
  for (const RecordStock& row : erp_.stock()) {
    const plant::MaterialId* item = planner_->item(row.item);
    if (item == nullptr || row.status != "unrestricted") continue;
    const int decimals = plant_.material(*item).unit.decimals;
    stock[item->index()] += sim::Quantity::steps(row.quantity.steps(decimals).value_or(0));
  }
  return stock;
}

std::vector<Message> ErpNode::plan(sim::Time now) {
  next_planning_ = now + planner_->setup().every;
  read_new_documents();
  std::vector<Message> messages;
  for (const ReleasedOrder& order : planner_->run(now, unrestricted_stock())) {
    if (order.kind == ReleasedOrder::Kind::kProduction) {
      erp_.open_order(order.id, plant_.material(order.item).id);
    }
    Message message = source_.message(now, order_message(plant_, start_, order),
                                      business_key({"erp", order.id}), order.id);
    releases_.push_back({message.envelope.idempotency_key, order.id, now});
    const sim::Duration delay = erp_.hold_back(message);
    if (delay > sim::Duration()) {
      held_back_.emplace(now + delay, std::move(message));
    } else {
      messages.push_back(std::move(message));
    }
  }
  return messages;
}

std::vector<Message> ErpNode::held_back(sim::Time now) {
  std::vector<Message> messages;
  while (!held_back_.empty() && held_back_.begin()->first <= now) {
    messages.push_back(std::move(held_back_.begin()->second));
    held_back_.erase(held_back_.begin());
  }
  return messages;
}

}  // namespace planttwin::bridge
