#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "erp_bridge/messages/messages.h"
#include "erp_bridge/stack/middleware_defects.h"
#include "erp_bridge/systems/book_history.h"
#include "erp_bridge/systems/fault_log.h"
#include "plant_models/model/plant.h"
#include "sim/time.h"

namespace planttwin::bridge {

// The middleware on the way of postings to the ERP. A healthy one passes messages on, and answers
// back; one with defects does with some of them as its defects say. What it has acknowledged itself
// it passes on until the ERP has taken it. It owns no clock and no connection.
class Middleware {
 public:
  // Something that it passes on. The ERP's answer goes to the sender, or back to the middleware.
  struct Passed {
    std::string key;  // of the message that it was made of
    std::string payload;
    bool for_sender = false;
  };
  struct Passage {
    std::vector<Passed> out;    // in this order
    bool acknowledges = false;  // it has answered the sender itself
    std::string code;           // inside that answer
  };

  Middleware(const plant::Plant& plant, std::vector<InjectedMiddlewareDefect> defects);

  bool healthy() const { return defects_.empty(); }
  // `payload` is the message as it has come.
  Passage take(sim::Time now, const Message& message, const std::string& payload);
  // What the ERP has said of something that the middleware has passed on by itself.
  void on_answer(const std::string& key, bool taken);

  // When it has something to do by itself, and what it passes on then.
  sim::Time wake() const;
  std::vector<Passed> due(sim::Time now);
  // Its host has an outage: what it had only in its memory is gone.
  void restart();
  // Outages of its host tell when it restarts; otherwise it does so by itself, once a day.
  void restart_only_when_told() { next_restart_ = sim::Time::never(); }
  // Nothing comes any more: it does not restart by itself.
  void stop() { next_restart_ = sim::Time::never(); }

  const FaultLog& faults() const { return faults_; }

 private:
  using Effect = MiddlewareDefect::Effect;
  // A message that it has acknowledged and still has.
  struct Held {
    std::string payload;
    std::string key;
    std::string partition;
    bool in_memory = false;  // and nowhere else
    std::int32_t sent = 0;   // times
    std::size_t defect = 0;
  };
  using Queue = std::multimap<sim::Time, Held>;  // by when it is passed on next

  bool strike(std::size_t defect, sim::Time now, const Message& message, const std::string& payload,
              Passage& passage);
  bool bend(std::size_t defect, const Message& message, Passage& passage);
  void rename(std::size_t defect, const Message& message, Passage& passage);
  void hold(sim::Time until, std::size_t defect, const Message& message,
            const std::string& payload);
  bool waits_behind(sim::Time now, const Message& message, const std::string& payload);
  void pass_behind(const std::string& partition, sim::Time now, Passage& passage);
  Passed send(Queue::iterator held, sim::Time now);

  std::vector<InjectedMiddlewareDefect> defects_;
  BookHistory history_;
  FaultLog faults_;
  Queue held_;
  std::unordered_map<std::string, Queue::iterator> held_by_key_;
  std::unordered_map<std::string, std::string> behind_;  // keys of held messages, by partition
  std::unordered_map<std::string, sim::Time> flush_;     // of partitions that are in memory
  std::unordered_map<std::string, Passage> struck_;      // what it did, by key
  std::unordered_set<std::uint64_t> passed_;             // hashes of keys: struck once or never
  sim::Time next_restart_ = sim::Time::never();
};

}  // namespace planttwin::bridge
