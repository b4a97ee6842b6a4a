#include "scenarios/experiment/task_queue.h"

#include <algorithm>

namespace planttwin::experiment {

TaskQueue::TaskQueue(const std::vector<Task>& tasks) : tasks_(tasks) {
  for (std::size_t i = 0; i < tasks.size(); ++i) waiting_[tasks[i].variant].push_back(i);
}

std::optional<std::size_t> TaskQueue::take(std::optional<std::size_t> loaded,
                                           const std::vector<std::size_t>& others) {
  if (waiting_.empty()) return std::nullopt;
  if (loaded && waiting_.contains(*loaded)) return take_of(*loaded);
  const auto share = [&](const auto& waiting) {
    const auto workers = std::count(others.begin(), others.end(), waiting.first);
    return static_cast<double>(waiting.second.size()) / static_cast<double>(workers + 1);
  };
  const auto most = std::max_element(
      waiting_.begin(), waiting_.end(),
      [&](const auto& one, const auto& other) { return share(one) < share(other); });
  return take_of(most->first);
}

std::size_t TaskQueue::take_of(std::size_t variant) {
  const auto found = waiting_.find(variant);
  const std::size_t place = found->second.front();
  found->second.pop_front();
  if (found->second.empty()) waiting_.erase(found);
  return place;
}

void TaskQueue::put_back(std::size_t place) { waiting_[tasks_[place].variant].push_front(place); }

}  // namespace planttwin::experiment
