#include "erp_bridge/stack/quality_node.h"

#include <algorithm>
#include <utility>

namespace planttwin::bridge {

QualityNode::QualityNode(const plant::Plant& plant, std::string run_id, sim::UtcInstant start,
                         const std::vector<QualityEvent>& events)
    : source_(plant, "/qms", std::move(run_id), start) {
  for (const QualityEvent& event : events) {
    LotHeld held;
    held.item = plant.material(event.item).id;
    held.lot = event.lot;
    held.reason = event.reason;
    held.nonconformance = event.id;
    news_.push_back({event.at, event.id, held});
    if (!event.released_at) continue;
    LotReleased released;
    released.item = held.item;
    released.lot = event.lot;
    released.nonconformance = event.id;
    news_.push_back({*event.released_at, event.id, released});
  }
  std::stable_sort(news_.begin(), news_.end(),
                   [](const News& a, const News& b) { return a.at < b.at; });
}

sim::Time QualityNode::next() const {
  return told_ < news_.size() ? news_[told_].at : sim::Time::never();
}

std::vector<Message> QualityNode::take(sim::Time now) {
  std::vector<Message> messages;
  for (; next() <= now && told_ < news_.size(); ++told_) {
    const News& news = news_[told_];
    messages.push_back(source_.message(news.at, news.body, business_key({"qms", news.event}),
                                       "qms/" + news.event));
  }
  return messages;
}

}  // namespace planttwin::bridge
