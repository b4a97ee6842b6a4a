#include "erp_bridge/monitoring/drive_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <unordered_map>

namespace planttwin::bridge {
namespace {

using Clock = std::chrono::steady_clock;
using What = MessageNews::What;

constexpr double kLongestSilence = 60;  // seconds

const prometheus::Histogram::BucketBoundaries kLatencies = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200};

double seconds_since(Clock::time_point from) {
  return std::chrono::duration<double>(Clock::now() - from).count();
}

double now_since_epoch() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

class DriveMetrics::Families {
 public:
  void on_message(const MessageNews& news) {
    const std::scoped_lock lock(mutex_);
    const std::string type(news.type);
    switch (news.what) {
      case What::kReported:
        reported_.Add({{"type", type}}).Increment();
        open_.emplace(std::string(news.key), next_);
        since_.emplace(next_++, Clock::now());
        break;
      case What::kSent:
        sent_.Add({{"type", type}}).Increment();
        break;
      case What::kAnswered:
        if (news.outcome == "unknown") unknown_.Add({{"type", type}}).Increment();
        if (news.outcome != "accepted" && news.outcome != "rejected") {
          faults_.Add({{"kind", std::string(news.outcome)}}).Increment();
        }
        break;
      case What::kEnded:
        end(news, type);
        break;
    }
  }

  void on_strike(std::string_view fault_kind) {
    const std::scoped_lock lock(mutex_);
    struck_.Add({{"kind", std::string(fault_kind)}}).Increment();
  }

  std::string text(const DriveStanding& now) {
    const std::scoped_lock lock(mutex_);
    waiting_.Set(static_cast<double>(open_.size()));
    oldest_.Set(since_.empty() ? 0 : seconds_since(since_.begin()->second));
    plant_time_.Set(now.plant_seconds);
    lag_.Set(now.lag_seconds);
    events_.Increment(static_cast<double>(now.events) - events_.Value());
    circuit_.Set(now.circuit_open ? 1 : 0);
    failed_.Set(now.failed ? 1 : 0);
    return prometheus::TextSerializer().Serialize(registry_.Collect());
  }

  double silence_seconds() const {
    const std::scoped_lock lock(mutex_);
    return seconds_since(heard_);
  }

 private:
  using Counters = prometheus::Family<prometheus::Counter>;

  Counters& counters(const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry_);
  }
  prometheus::Gauge& gauge(const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry_).Add({});
  }

  void end(const MessageNews& news, const std::string& type) {
    const auto found = open_.find(std::string(news.key));
    if (found != open_.end()) {
      since_.erase(found->second);
      open_.erase(found);
    }
    if (news.outcome == "rejected") {
      rejected_.Add({{"type", type}}).Increment();
    } else if (news.outcome == "dead") {
      dead_.Add({{"type", type}}).Increment();
    } else {
      acknowledged_.Add({{"type", type}}).Increment();
      if (news.earlier) return;
      heard_ = Clock::now();
      last_.Set(now_since_epoch());
      if (news.seconds) latency_.Observe(*news.seconds);
    }
  }

  mutable std::mutex mutex_;  // of all below
  prometheus::Registry registry_;
  Counters& reported_ =
      counters("planttwin_messages_reported_total", "Messages that the plant has reported.");
  Counters& sent_ = counters("planttwin_messages_sent_total",
                             "Messages sent to the system, each as often as it was sent.");
  Counters& acknowledged_ =
      counters("planttwin_messages_acknowledged_total", "Messages that the system has taken.");
  Counters& rejected_ = counters("planttwin_messages_rejected_total",
                                 "Messages that the system has refused for good.");
  Counters& unknown_ =
      counters("planttwin_messages_unknown_total",
               "Messages sent without an answer, each as often as that happened: nobody knew "
               "whether they had arrived.");
  Counters& dead_ = counters("planttwin_messages_dead_total",
                             "Messages set aside until a person has looked at them.");
  Counters& faults_ = counters(
      "planttwin_sending_faults_total",
      "Messages that were neither taken nor refused when they were sent, by what went wrong: "
      "unknown (no answer), retry (not now) or login.");
  Counters& struck_ = counters("planttwin_faults_struck_total",
                               "Strikes of faults on purpose, by the kind of fault.");
  prometheus::Histogram& latency_ =
      prometheus::BuildHistogram()
          .Name("planttwin_posting_latency_seconds")
          .Help("Real time from when a message was due to its acknowledgement.")
          .Register(registry_)
          .Add({}, kLatencies);
  prometheus::Gauge& waiting_ =
      gauge("planttwin_messages_open", "Messages that were reported and have not ended.");
  prometheus::Gauge& oldest_ =
      gauge("planttwin_messages_oldest_age_seconds", "Age of the oldest message that is open.");
  prometheus::Gauge& last_ =
      gauge("planttwin_last_acknowledgement_timestamp_seconds",
            "When a message was acknowledged last, in seconds since 1970; 0: none yet.");
  prometheus::Gauge& plant_time_ =
      gauge("planttwin_plant_time_seconds", "Time in the plant since its start.");
  prometheus::Gauge& lag_ =
      gauge("planttwin_plant_lag_seconds", "For how long what happens in the plant has been due.");
  prometheus::Counter& events_ =
      counters("planttwin_plant_events_total", "Events of the plant that have been processed.")
          .Add({});
  prometheus::Gauge& circuit_ =
      gauge("planttwin_circuit_open", "1 while the system does not answer and is only probed.");
  prometheus::Gauge& failed_ = gauge("planttwin_bridge_failed", "1 when the bridge can't go on.");
  std::unordered_map<std::string, std::uint64_t> open_;  // numbers by key
  std::map<std::uint64_t, Clock::time_point> since_;     // by number
  std::uint64_t next_ = 0;
  Clock::time_point heard_ = Clock::now();
};

DriveMetrics::DriveMetrics() : families_(std::make_unique<Families>()) {}
DriveMetrics::~DriveMetrics() = default;

void DriveMetrics::on_message(const MessageNews& news) { families_->on_message(news); }
void DriveMetrics::on_strike(std::string_view fault_kind) { families_->on_strike(fault_kind); }
std::string DriveMetrics::text(const DriveStanding& now) { return families_->text(now); }
double DriveMetrics::silence_seconds() const { return families_->silence_seconds(); }

std::string drive_trouble(const DriveStanding& now, double silence_seconds) {
  if (now.failed) return "the bridge can't go on";
  if (now.circuit_open) return "the system does not answer";
  if (now.open > 0 && silence_seconds > kLongestSilence) {
    return "messages wait, and none was acknowledged for a minute";
  }
  return "";
}

}  // namespace planttwin::bridge
