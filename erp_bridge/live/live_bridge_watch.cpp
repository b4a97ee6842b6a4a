// What a live bridge tells those who watch it.

#include "erp_bridge/live/live_bridge.h"

namespace planttwin::bridge {

// With the bridge locked, as the others here.
void LiveBridge::tell(MessageNews::What what, const std::string& key, std::string_view outcome,
                      std::string_view code, bool earlier) {
  if (options_.watches.empty()) return;
  const Reported& reported = messages_.at(key);
  const MessageJourney& journey = journeys_[reported.journey];
  MessageNews news;
  news.what = what;
  news.key = key;
  news.type = journey.type;
  news.trace_parent = reported.trace_parent;
  news.attempt = journey.sent;
  news.outcome = outcome;
  news.code = code;
  news.earlier = earlier;
  if (what == MessageNews::What::kEnded) {
    news.seconds = std::chrono::duration<double>(Clock::now() - reported.due).count();
  }
  for (MessageWatch* watch : options_.watches) watch->on_message(news);
}

// Once: an entry that has ended may change again.
void LiveBridge::tell_end(const std::string& key, std::string_view outcome, std::string_view code,
                          bool earlier) {
  if (options_.watches.empty()) return;
  Reported& reported = messages_.at(key);
  if (std::exchange(reported.told_end, true)) return;
  tell(MessageNews::What::kEnded, key, outcome, code, earlier);
}

// Where somebody else answers, what has been taken has only been handed over.
void LiveBridge::tell_entry_end(const OutboxEntry& entry, bool earlier) {
  const auto members = members_.find(entry.key);
  if (members == members_.end()) return;
  const bool taken = entry.state == DeliveryState::kAcknowledged;
  if (taken && behind_) return;
  const std::string_view outcome =
      taken ? "acknowledged" : (entry.state == DeliveryState::kDead ? "dead" : "rejected");
  for (const std::string& key : members->second) {
    const std::string& code = journeys_[messages_.at(key).journey].refusal;
    tell_end(key, outcome, taken ? std::string_view() : std::string_view(code), earlier);
  }
}

}  // namespace planttwin::bridge
