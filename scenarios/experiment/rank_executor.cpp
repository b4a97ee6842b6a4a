#include "scenarios/experiment/rank_executor.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace planttwin::experiment {
namespace {

constexpr int kMostLosses = 3;

std::string of_rank(int rank, const std::string& text) {
  return "rank " + std::to_string(rank) + ": " + text;
}

}  // namespace

RankExecutor::RankExecutor(RankLink& link, ForkServer* own)
    : link_(link), own_(own), workers_(static_cast<std::size_t>(link.count())) {
  workers_.front().lost = own == nullptr;
}

// Ranks may be in the middle of sending a result, so whatever comes is received until all have said
// that it was their last.
RankExecutor::~RankExecutor() {
  for (int rank = 1; rank < link_.count(); ++rank) link_.send(rank, to_bytes(Order()));
  wait_.be_brief();
  for (int left = link_.count() - 1; left > 0;) {
    const auto received = link_.receive();
    if (!received) {
      wait_.wait(nullptr);
    } else if (answer_of(received->bytes).kind == Answer::Kind::kEnded) {
      --left;
    }
  }
}

void RankExecutor::use_warm_up(sim::Duration warm_up) {
  Order order;
  order.kind = Order::Kind::kWarmUp;
  order.warm_up = warm_up;
  for (int rank = 0; rank < link_.count(); ++rank) {
    tell(rank, order);
    workers_[static_cast<std::size_t>(rank)].variant.reset();
  }
}

void RankExecutor::make(const std::vector<Task>& tasks, const Taken& taken,
                        const Asked& interrupted) {
  TaskQueue queue(tasks);
  std::map<std::size_t, int> losses;  // by place
  for (std::size_t finished = 0; finished < tasks.size();) {
    if (interrupted()) throw Interrupted();
    hand_out(queue, tasks);
    const std::optional<Told> told = hear();
    if (!told) {
      wait_.wait(own_ == nullptr || workers_.front().lost ? nullptr : &own_->socket());
      continue;
    }
    wait_.be_brief();
    Worker& worker = workers_[static_cast<std::size_t>(told->rank)];
    switch (told->answer.kind) {
      case Answer::Kind::kMade:
        worker.place.reset();
        taken(told->answer.place, replications_of(told->answer.text));
        ++finished;
        break;
      case Answer::Kind::kLost:
        if (worker.place && ++losses[*worker.place] == kMostLosses) {
          throw std::runtime_error("a replication has ended its worker " +
                                   std::to_string(kMostLosses) + " times");
        }
        count_loss(told->rank, queue);
        break;
      default:
        throw std::runtime_error(of_rank(told->rank, told->answer.text));
    }
  }
}

void RankExecutor::tell(int rank, const Order& order) {
  if (rank != 0) {
    link_.send(rank, to_bytes(order));
  } else if (own_ != nullptr) {
    own_->socket().send(to_bytes(order));  // that it is gone is heard
  }
}

// The next answer of any rank, when one is there.
std::optional<RankExecutor::Told> RankExecutor::hear() {
  if (auto received = link_.receive()) return Told{received->from, answer_of(received->bytes)};
  if (workers_.front().lost) return std::nullopt;
  if (auto bytes = own_->socket().receive()) return Told{0, answer_of(*bytes)};
  if (!own_->socket().is_over()) return std::nullopt;
  return Told{0, {.kind = Answer::Kind::kLost, .place = 0, .text = {}}};
}

void RankExecutor::hand_out(TaskQueue& queue, const std::vector<Task>& tasks) {
  for (std::size_t rank = 0; rank < workers_.size(); ++rank) {
    Worker& worker = workers_[rank];
    if (worker.lost || worker.place) continue;
    worker.place = queue.take(worker.variant, loaded_by_others(rank));
    if (!worker.place) return;
    worker.variant = tasks[*worker.place].variant;
    tell(static_cast<int>(rank), {.kind = Order::Kind::kRun,
                                  .place = *worker.place,
                                  .task = tasks[*worker.place],
                                  .warm_up = {}});
  }
}

void RankExecutor::count_loss(int rank, TaskQueue& queue) {
  Worker& worker = workers_[static_cast<std::size_t>(rank)];
  worker.lost = true;
  if (worker.place) queue.put_back(*worker.place);
  worker.place.reset();
  if (std::all_of(workers_.begin(), workers_.end(), [](const Worker& each) { return each.lost; })) {
    throw std::runtime_error("the processes that make runs were lost on all ranks");
  }
}

std::vector<std::size_t> RankExecutor::loaded_by_others(std::size_t than) const {
  std::vector<std::size_t> variants;
  for (std::size_t rank = 0; rank < workers_.size(); ++rank) {
    const Worker& worker = workers_[rank];
    if (rank != than && worker.place) variants.push_back(*worker.variant);
  }
  return variants;
}

}  // namespace planttwin::experiment
