#pragma once

#include <cstddef>
#include <vector>

#include "erp_bridge/planning/order_book.h"
#include "erp_bridge/planning/requirements.h"

// When capacity is lost, dates move: of the orders that need it, of those that wait for what these
// make, and of what customers were promised.
namespace planttwin::bridge {

// A work center has lost a share of its machines for a while. Work centers are positions in the
// plant's list.
struct CapacityLoss {
  std::size_t work_center = 0;
  double share = 0;  // 1: all of its machines
  sim::Time from;
  sim::Time to;  // expected, while it lasts
  bool lasts = true;
};

// How much later an order is that has to begin at `start`: the share of the loss that comes after
// its start. One that begins when the loss is over is as early as before.
sim::Duration delay_by(const CapacityLoss& loss, sim::Time start);

// The work centers that an item's routing passes, by item; empty for what is bought.
using WorkCentersOfItems = std::vector<std::vector<std::size_t>>;

// Revises the dates of all open orders and the promises to customers, from what was planned: an
// order is due as planned and later by the delays of the work centers that it passes, and never
// before its components are there and its lead time is over. Components and finished goods go to
// those who need them first, out of the stock and what open orders bring by their revised dates. A
// customer's promise is never earlier than what was asked for; where nothing covers it yet, it
// stays as it is.
void revise_dates(const std::vector<PlannedItem>& items, const WorkCentersOfItems& centers,
                  const std::vector<CapacityLoss>& losses, const Supplies& stock,
                  OrderBook& orders);

}  // namespace planttwin::bridge
