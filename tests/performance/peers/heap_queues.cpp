// The queues as the loop that one would write with a bare std::priority_queue of records: the
// ceiling, for nothing is left that a simulator would do beside simulating. Times are doubles.
// Draws come from the standard library: std::mt19937_64 and std::exponential_distribution.

#include <queue>
#include <random>
#include <vector>

#include "tests/performance/peers/queue_run.h"

namespace planttwin::performance {
namespace {

class HeapLine {
 public:
  explicit HeapLine(const QueueRun& run)
      : stations_(run.stations), meter_(run), random_(run.seed) {}

  QueueResult run() {
    schedule(kSource, interarrival_(random_));
    while (!meter_.finished()) step();
    return meter_.result();
  }

 private:
  static constexpr std::size_t kSource = SIZE_MAX;

  // The next arrival, or the end of the service at a station.
  struct Event {
    double time;
    std::size_t station;
    bool operator<(const Event& other) const { return time > other.time; }
  };
  // When those came into the system who are at a station, the one in service first.
  using Station = std::queue<double>;

  void schedule(std::size_t station, double delay) { pending_.push({now_ + delay, station}); }

  void step() {
    const Event event = pending_.top();
    pending_.pop();
    now_ = event.time;
    if (event.station == kSource) {
      schedule(kSource, interarrival_(random_));
      enter(0, now_);
    } else {
      end_service(event.station);
    }
  }
  void enter(std::size_t station, double arrival) {
    stations_[station].push(arrival);
    if (stations_[station].size() == 1) schedule(station, service_(random_));
  }
  void end_service(std::size_t station) {
    const double arrival = stations_[station].front();
    stations_[station].pop();
    if (!stations_[station].empty()) schedule(station, service_(random_));
    if (station + 1 < stations_.size()) {
      enter(station + 1, arrival);
    } else {
      meter_.leave(now_ - arrival);
    }
  }

  std::priority_queue<Event> pending_;
  std::vector<Station> stations_;
  Meter meter_;
  std::mt19937_64 random_;
  std::exponential_distribution<double> interarrival_{1 / kInterarrivalMean};
  std::exponential_distribution<double> service_{1 / kServiceMean};
  double now_ = 0;
};

}  // namespace
}  // namespace planttwin::performance

int main(int argc, char** argv) {
  using namespace planttwin::performance;  // NOLINT(google-build-using-namespace)
  print_result(PEER_VERSION, HeapLine(read_arguments(argc, argv)).run());
}
