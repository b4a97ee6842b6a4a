#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/experiment/executor.h"
#include "scenarios/experiment/fork_server.h"
#include "scenarios/experiment/message_socket.h"
#include "scenarios/experiment/rank_link.h"
#include "scenarios/experiment/task_queue.h"
#include "scenarios/experiment/worker_message.h"

namespace planttwin::experiment {

// Makes runs on all ranks of a start, this one included, one on each at a time. A rank gets its
// next task when it has given back the last one. A rank whose fork server is lost gets no more, and
// its task is made elsewhere. Its end ends all ranks, which it waits for.
class RankExecutor : public Executor {
 public:
  // On rank 0. `own` may be nothing when no run will be made.
  RankExecutor(RankLink& link, ForkServer* own);
  ~RankExecutor() override;

  void use_warm_up(sim::Duration warm_up) override;
  // After an exception nothing more can be made.
  void make(const std::vector<Task>& tasks, const Taken& taken, const Asked& interrupted) override;

 private:
  struct Worker {
    bool lost = false;
    std::optional<std::size_t> place;    // of the task that it makes
    std::optional<std::size_t> variant;  // that it has loaded
  };
  struct Told {
    int rank = 0;
    Answer answer;
  };

  void tell(int rank, const Order& order);
  std::optional<Told> hear();
  void hand_out(TaskQueue& queue, const std::vector<Task>& tasks);
  void count_loss(int rank, TaskQueue& queue);
  std::vector<std::size_t> loaded_by_others(std::size_t than) const;

  RankLink& link_;
  ForkServer* own_;
  std::vector<Worker> workers_;  // by rank
  PatientWait wait_;
};

}  // namespace planttwin::experiment
