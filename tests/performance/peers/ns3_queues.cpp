// The queues on ns-3, which has no queue with a server of this kind: arrivals and ends of service
// are events of ns3::Simulator, scheduled as its manual shows it for models of one's own, with its
// default scheduler (a map) and its time in whole nanoseconds. Draws come from
// ns3::ExponentialRandomVariable, with a stream for the arrivals and one for each station.

#include <ns3/core-module.h>

#include <memory>
#include <queue>
#include <vector>

#include "tests/performance/peers/queue_run.h"

namespace planttwin::performance {
namespace {

ns3::Ptr<ns3::ExponentialRandomVariable> exponential(double mean) {
  auto variable = ns3::CreateObject<ns3::ExponentialRandomVariable>();
  variable->SetAttribute("Mean", ns3::DoubleValue(mean));
  return variable;
}

// One machine and its queue. Customers go on to the next station; at the last one they leave.
class Ns3Station {
 public:
  Ns3Station(Meter& meter, Ns3Station* next) : meter_(meter), next_(next) {}

  void enter(const ns3::Time& arrival) {
    queue_.push(arrival);
    if (queue_.size() == 1) start_service();
  }

 private:
  void start_service() {
    ns3::Simulator::Schedule(ns3::Seconds(service_->GetValue()), &Ns3Station::end_service, this);
  }
  void end_service() {
    const ns3::Time arrival = queue_.front();
    queue_.pop();
    if (!queue_.empty()) start_service();
    if (next_) {
      next_->enter(arrival);
      return;
    }
    meter_.leave((ns3::Simulator::Now() - arrival).GetSeconds());
    if (meter_.finished()) ns3::Simulator::Stop();
  }

  Meter& meter_;
  Ns3Station* next_;
  std::queue<ns3::Time> queue_;  // when those at the station came, the one in service first
  ns3::Ptr<ns3::ExponentialRandomVariable> service_ = exponential(kServiceMean);
};

class Ns3Source {
 public:
  explicit Ns3Source(Ns3Station& first) : first_(first) { schedule(); }

 private:
  void schedule() {
    ns3::Simulator::Schedule(ns3::Seconds(interarrival_->GetValue()), &Ns3Source::arrive, this);
  }
  void arrive() {
    schedule();
    first_.enter(ns3::Simulator::Now());
  }

  Ns3Station& first_;
  ns3::Ptr<ns3::ExponentialRandomVariable> interarrival_ = exponential(kInterarrivalMean);
};

QueueResult simulate(const QueueRun& run) {
  ns3::RngSeedManager::SetRun(run.seed);
  Meter meter(run);
  std::vector<std::unique_ptr<Ns3Station>> stations;  // the last one first
  for (std::uint64_t i = 0; i < run.stations; ++i) {
    Ns3Station* next = stations.empty() ? nullptr : stations.back().get();
    stations.push_back(std::make_unique<Ns3Station>(meter, next));
  }
  const Ns3Source source(*stations.back());
  ns3::Simulator::Run();
  ns3::Simulator::Destroy();
  return meter.result();
}

}  // namespace
}  // namespace planttwin::performance

int main(int argc, char** argv) {
  using namespace planttwin::performance;  // NOLINT(google-build-using-namespace)
  print_result(PEER_VERSION, simulate(read_arguments(argc, argv)));
}
