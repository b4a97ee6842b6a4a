#include "erp_bridge/postings/posting_windows.h"

#include <algorithm>

namespace planttwin::bridge {

PostingWindows::Step PostingWindows::take(std::int64_t id, PostingType type,
                                          const std::string& order, const std::string& operation) {
  Step step;
  if (order.empty()) return step;
  if (type == PostingType::kOperationCompleted) {
    end(order, {PostingPolicy::kPerOperation, operation}, step);
  } else if (type == PostingType::kProductCompleted) {
    end(order, {PostingPolicy::kBackflush, ""}, step);
  } else if (type == PostingType::kOrderClosed) {
    closed_.insert(order);
    const auto windows = open_.find(order);
    while (windows != open_.end() && !windows->second.empty()) {
      end(order, Window(windows->second.begin()->first), step);
    }
    open_.erase(order);
    std::sort(step.due.begin(), step.due.end());
  }
  const PostingPolicy policy = policies_.of(type);
  if (!bridge::waits(policy) || closed_.contains(order)) return step;
  const Window window{policy, policy == PostingPolicy::kPerOperation ? operation : ""};
  open_[order][window].push_back(id);
  where_[id] = {order, window};
  step.waits = true;
  return step;
}

void PostingWindows::end(const std::string& order, const Window& window, Step& step) {
  const auto windows = open_.find(order);
  if (windows == open_.end()) return;
  const auto found = windows->second.find(window);
  if (found == windows->second.end()) return;
  for (const std::int64_t id : found->second) where_.erase(id);
  step.due.insert(step.due.end(), found->second.begin(), found->second.end());
  windows->second.erase(found);
}

bool PostingWindows::cancel(std::int64_t id) {
  const auto found = where_.find(id);
  if (found == where_.end()) return false;
  std::erase(open_[found->second.first][found->second.second], id);
  where_.erase(found);
  return true;
}

std::vector<std::int64_t> PostingWindows::waiting() const {
  std::vector<std::int64_t> ids;
  for (const auto& [id, window] : where_) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace planttwin::bridge
