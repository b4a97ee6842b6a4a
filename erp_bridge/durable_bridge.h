#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/audit/audited_run.h"
#include "erp_bridge/delivery/delivery.h"
#include "erp_bridge/delivery/delivery_store.h"

namespace planttwin::bridge {

struct DurableBridgeOptions {
  DeliveryOptions delivery;
  std::filesystem::path store;  // a SQLite file; empty: nothing is kept, nothing survives
  DeliveryStore::Durability durability = DeliveryStore::Durability::kProcess;
  // Messages that are collected before they are committed together and sent.
  std::size_t group = 500;
};

// A plant and a record in one process with all that lies between them when they are apart: what
// happens becomes JSON, goes through the outbox, is kept in one transaction with its group, sent,
// read, booked and acknowledged. Add it to a run before its first event, call finish() after the
// last; plant and input outlive it.
//
// Destroyed at any moment it loses nothing: another one with the same store, added to the same run
// from its beginning on, reports what the store does not know yet, and sends again what it does not
// know to have arrived: the receiver is not asked, it has to honour keys.
class DurableBridge : public plant::EventSink {
 public:
  // Takes a message as text and answers.
  using Receiver = std::function<Answer(const std::string& payload)>;

  // `run_id` goes into the keys of the messages. The receiver is the reference ERP of books()
  // unless there is another one.
  DurableBridge(const plant::Plant& plant, const plant::RunInput& input, const std::string& run_id,
                DurableBridgeOptions options, Receiver receiver = nullptr);
  DurableBridge(const DurableBridge&) = delete;
  DurableBridge& operator=(const DurableBridge&) = delete;

  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override {
    books_.on_event(event, run);
  }
  // Delivers what is still open, whatever time it takes by the run's clock, and keeps its state.
  void finish();

  Reconciliation audit(const plant::RunState& run) { return books_.audit(run, traces_); }
  Reconciliation audit(const plant::RunState& run, const SystemOfRecord& record) {
    return books_.audit(run, traces_, record);
  }

  AuditedRun& books() { return books_; }
  const Delivery& delivery() const { return delivery_; }
  std::int64_t reported() const { return reported_; }          // messages, of all lives
  std::int64_t transactions() const { return transactions_; }  // of this life

 private:
  void restore();
  void report(const Message& message);
  sim::Time pump(std::size_t most_open);
  void collect(DeliveryStep& step);
  void keep();
  void send(const DeliveryAction& action);
  void send_batch(const std::vector<BatchMember>& members);
  Answer post(const std::string& payload);
  void note(const std::string& key, const Answer& answer);

  DurableBridgeOptions options_;
  Receiver receiver_;
  sim::UtcInstant start_;
  AuditedRun books_;
  Delivery delivery_;
  std::optional<DeliveryStore> store_;
  DeliveryChanges changes_;
  MessageTraces traces_;
  sim::Time now_;
  std::int64_t kept_ = 0;  // messages that earlier lives have reported
  std::int64_t reported_ = 0;
  std::int64_t transactions_ = 0;
  std::uint64_t draws_ = 0;
};

}  // namespace planttwin::bridge
