#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/planning/requirements.h"

// What an ERP has promised to customers, and what it has ordered from its plant and its suppliers.
namespace planttwin::bridge {

// A customer wants `quantity` of an item at `due`. A delivery is released for it when it is time.
struct SalesOrder {
  std::string id;
  std::size_t item = 0;
  std::string customer;
  sim::Quantity quantity;
  sim::Time due;
  bool delivery_released = false;
  sim::Quantity shipped = {};
  sim::Time promised = due;  // when the customer will have it, as he was told last
  std::optional<sim::Time> shipped_at = std::nullopt;  // all of it
};

// An order that brings an item: from the plant or from a supplier.
struct SupplyOrder {
  std::string id;
  std::size_t item = 0;
  sim::Quantity quantity;
  sim::Time due;
  sim::Quantity received = {};
  bool closed = false;                               // nothing more will come of it
  std::map<std::size_t, sim::Quantity> issued = {};  // components, by item
  sim::Time revised = due;                           // when it will be there, as things stand
  sim::Time told = due;                              // to who makes or brings it

  sim::Quantity open() const;
  // How much of a component is still to be issued to it.
  sim::Quantity still_needs(const PlannedItem::Component& component) const;
};

class OrderBook {
 public:
  void add_sales(SalesOrder order);
  void add_supply(SupplyOrder order);

  // What the books hear of orders; those that are not known are left alone.
  void note_received(const std::string& order, sim::Quantity quantity);
  void note_issued(const std::string& order, std::size_t item, sim::Quantity quantity);
  void note_closed(const std::string& order);
  void note_shipped(const std::string& order, sim::Quantity quantity, sim::Time at);

  std::vector<SalesOrder>& sales() { return sales_; }
  const std::vector<SalesOrder>& sales() const { return sales_; }
  std::vector<SupplyOrder>& supply() { return supply_; }
  const std::vector<SupplyOrder>& supply() const { return supply_; }

  // What is still to be delivered, and what open orders have still to consume.
  std::vector<Requirement> requirements(const std::vector<PlannedItem>& items) const;
  // What open orders will bring, by item.
  void add_supplies(Supplies& supplies) const;

 private:
  SupplyOrder* find_supply(const std::string& order);

  std::vector<SalesOrder> sales_;
  std::vector<SupplyOrder> supply_;
  std::map<std::string, std::size_t> sales_of_;   // by id
  std::map<std::string, std::size_t> supply_of_;  // by id
};

}  // namespace planttwin::bridge
