#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "plant_models/run/plant_event.h"
#include "plant_models/run/run_state.h"
#include "scenarios/report/event_log_rows.h"
#include "scenarios/report/logged_names.h"
#include "sim/database.h"

namespace planttwin::scenario {

// What a log says of the run that it belongs to.
struct LogTitle {
  std::string scenario;
  std::string version;
};

// The event log of a run, events.sqlite: one compact row per event, names in dictionaries (the
// tables are listed in docs/events.md). Rows are collected in batches that a thread writes, one
// transaction each; when it falls behind, the run waits for it, so memory is bounded. The file may
// be read while it is written (WAL), and after a kill it holds every batch that was committed: the
// process may die at any time; after a power cut the file may have to be made again.
class EventLog : public plant::EventSink {
 public:
  static constexpr std::size_t kBatch = 16'384;  // events
  static constexpr std::size_t kQueue = 8;       // batches that may wait

  // Replaces the file. Throws OutputError.
  EventLog(const std::filesystem::path& file, const LogTitle& title, const plant::RunState& run);
  ~EventLog() override;
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  // Throws OutputError when an earlier batch could not be written, such as on a full disk.
  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override;

  // The whole state at a time, for views that go to any instant.
  void add_keyframe(sim::Time time, std::string state);

  // Writes what is left and leaves a single file. Throws OutputError.
  void finish(sim::Time end, const std::string& reason);

 private:
  struct StockName {
    std::int64_t number = 0;
    std::int32_t material = -1;
    std::string name;
  };
  struct Keyframe {
    sim::Time time;
    std::string state;
  };
  struct Batch {
    std::vector<plant::PlantEvent> events;
    std::vector<LoggedOrder> orders;
    std::vector<LoggedLot> lots;
    std::vector<StockName> stock;
    std::vector<Keyframe> keyframes;
  };

  // Numbers that have a name in the log already.
  class Seen {
   public:
    bool first_time(std::int64_t number);

   private:
    std::vector<bool> seen_;
  };

  void name_lot(std::int64_t number, const plant::RunState& run);
  void name_stock(const plant::PlantEvent& event, const plant::RunState& run);
  void hand_over();
  void rethrow_failure();

  void write_batches();
  void write(const Batch& batch);
  void write_names(const Batch& batch);
  void stop_writer();

  IncomingEvents incoming_;
  sim::Database database_;
  sim::Statement insert_events_;
  sim::Statement insert_order_;
  sim::Statement insert_lot_;
  sim::Statement insert_stock_;
  sim::Statement insert_keyframe_;
  Seen orders_;
  Seen lots_;
  Seen stock_;
  Batch batch_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> queue_;
  std::vector<Batch> spare_;  // written batches, to be filled again
  bool closing_ = false;
  std::exception_ptr failure_;
  std::thread writer_;
};

}  // namespace planttwin::scenario
