#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "plant_models/run/plant_run.h"
#include "sim/statistics/wide_integer.h"

namespace planttwin::testing {

// Complaints about a run, the first few of them.
class Faults {
 public:
  void add(const std::string& what) {
    if (list_.size() < 5) list_.push_back(what);
  }
  void check(bool holds, const std::string& what) {
    if (!holds) add(what);
  }
  void append(const std::string& place, const Faults& other) {
    for (const std::string& fault : other.list_) add(place + fault);
  }
  bool none() const { return list_.empty(); }
  std::string text() const;

 private:
  std::vector<std::string> list_;
};

// Books of lots, kept from events alone: what came in equals what is there, went out and was lost;
// how long every lot and unit was there.
class LotLedger : public plant::EventSink {
 public:
  LotLedger(const plant::Plant& plant, sim::Time window_from);
  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override;

  // Compares the books with the run's own records and statistics as of its present time.
  Faults compare(const plant::PlantRun& run) const;
  const Faults& faults() const { return faults_; }

 private:
  struct LotRecord {
    std::int64_t order = -1;
    std::size_t product = 0;
    std::int64_t quantity = 0;
    sim::Time since;
  };
  struct OrderRecord {
    std::int64_t created = 0;
    std::int64_t completed = 0;
    std::int64_t scrapped = 0;
    std::int64_t moved = 0;  // net, into other orders by merging
    bool done = false;
  };
  // Integrals over time within the window, of units and of lots.
  struct ProductRecord {
    std::int64_t units = 0;
    sim::Time changed;
    sim::WideInteger unit_time = 0;
    sim::WideInteger lot_time = 0;
    bool exact = true;  // the end of every lot could be seen
  };

  void change_units(std::size_t product, sim::Time now, std::int64_t by);
  void end_lot(std::int64_t number, sim::Time now);
  void sweep(const plant::RunState& run);
  void on_split(const plant::PlantEvent& event, const plant::RunState& run);
  void on_merged(const plant::PlantEvent& event);
  void on_scrapped(const plant::PlantEvent& event);
  void on_order_completed(const plant::PlantEvent& event);
  void compare_product(const plant::PlantRun& run, std::size_t product, Faults& faults) const;

  sim::Time window_from_;
  std::map<std::int64_t, LotRecord> lots_;
  std::set<std::int64_t> branches_;  // lots that are parallel branches of others
  std::map<std::int64_t, OrderRecord> orders_;
  std::vector<ProductRecord> products_;
  std::set<std::int64_t> emptied_;  // lots of which nothing is left, until it is seen that they end
  sim::Time now_;
  Faults faults_;
};

// Books of stock lots, kept from events alone.
class StockLedger : public plant::EventSink {
 public:
  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override;
  Faults compare(const plant::PlantRun& run) const;
  const Faults& faults() const { return faults_; }

 private:
  void change(const plant::PlantEvent& event, std::int64_t by);

  std::map<std::int64_t, std::int64_t> on_hand_;  // by number of the stock lot
  std::map<std::size_t, std::int64_t> by_material_;
  Faults faults_;
};

// What went into what.
class Genealogy : public plant::EventSink {
 public:
  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override;
  bool has_cycle() const;

 private:
  using Node = std::pair<bool, std::int64_t>;  // a lot or a stock lot, and its number
  std::map<Node, std::set<Node>> into_;
};

// One number for all that happened, from a time on.
class EventHash : public plant::EventSink {
 public:
  explicit EventHash(sim::Time from = sim::Time::from_start(-sim::Duration::max())) : from_(from) {}
  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override;
  std::uint64_t value() const { return hash_; }
  std::int64_t count() const { return count_; }

 private:
  void mix(std::int64_t word);

  sim::Time from_;
  std::uint64_t hash_ = 0;
  std::int64_t count_ = 0;
};

}  // namespace planttwin::testing
