#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "erp_bridge/messages/keys.h"
#include "erp_bridge/postings/posting.h"
#include "erp_bridge/postings/posting_calendar.h"
#include "plant_models/run/plant_event.h"
#include "plant_models/run/run_state.h"

namespace planttwin::bridge {

// Tells what happens in a plant as postings, by the events of its run alone: the truth that every
// report and every record is compared with. Attach it before the run's first event.
class FloorPostings : public plant::EventSink {
 public:
  // The names outlive it.
  FloorPostings(const std::string& run_id, NameTable& names)
      : keys_(run_id), names_(names), calendar_(names) {}

  void add_sink(PostingSink& sink) { sinks_.push_back(&sink); }
  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override;

  // The lot of a stock record by its number; kNoName where lots are not followed.
  Name stock_lot(std::int64_t number) const;

 private:
  Posting about(PostingType type, const plant::PlantEvent& event, const plant::RunState& run);
  Name operation_of(const plant::Lot& lot, std::int32_t index, const plant::RunState& run);
  Name lot_of_stock(const plant::PlantEvent& event, const plant::RunState& run);
  void note_revisions(const plant::PlantEvent& event, const plant::RunState& run, Posting& posting);
  Name revision_name(const std::string& revision);
  void receive(const plant::PlantEvent& event, const plant::RunState& run);
  void complete_operation(const plant::PlantEvent& event, const plant::RunState& run);
  void ship(const plant::PlantEvent& event, const plant::RunState& run);
  void scrap_in_process(const plant::PlantEvent& event, const plant::RunState& run);
  void expire(const plant::PlantEvent& event, const plant::RunState& run);
  void change_status(const plant::PlantEvent& event, const plant::RunState& run);
  static void note_completion(const plant::OrderRun& order, Posting& posting);
  void publish(Posting& posting);

  KeyRing keys_;
  NameTable& names_;
  PostingCalendar calendar_;
  std::vector<PostingSink*> sinks_;
  std::unordered_map<std::int64_t, Name> stock_lots_;  // by number of the stock
  std::unordered_map<std::int64_t, sim::Quantity> held_;
  std::unordered_set<std::int32_t> opened_;  // stock of the initial state, by its index
};

}  // namespace planttwin::bridge
