// The queues on SimGrid: one actor for the arrivals and one for each machine, which sleeps for the
// time of each service. Between them are a queue and a semaphore that counts its customers, as in
// SimGrid's own example of a producer and a consumer; mailboxes would put a network in between that
// takes time. Draws come from SimGrid's generator (simgrid::xbt::random).

#include <queue>
#include <simgrid/s4u.hpp>
#include <string>
#include <vector>
#include <xbt/random.hpp>

#include "tests/performance/peers/queue_run.h"

namespace planttwin::performance {
namespace {

namespace s4u = simgrid::s4u;

struct SimgridStation {
  std::queue<double> queue;  // when those who wait came into the system
  s4u::SemaphorePtr waiting = s4u::Semaphore::create(0);

  void enter(double arrival) {
    queue.push(arrival);
    waiting->release();
  }
};

double exponential(double mean) { return simgrid::xbt::random::exponential(1 / mean); }

// The run ends with this actor, for the machines are daemons.
void arrive(SimgridStation& first, const Meter& meter) {
  while (!meter.finished()) {
    s4u::this_actor::sleep_for(exponential(kInterarrivalMean));
    first.enter(s4u::Engine::get_clock());
  }
}

void serve(SimgridStation& station, SimgridStation* next, Meter& meter) {
  while (!meter.finished()) {
    station.waiting->acquire();
    const double arrival = station.queue.front();
    station.queue.pop();
    s4u::this_actor::sleep_for(exponential(kServiceMean));
    if (next) {
      next->enter(arrival);
    } else {
      meter.leave(s4u::Engine::get_clock() - arrival);
    }
  }
}

QueueResult simulate(const s4u::Engine& engine, const QueueRun& run) {
  simgrid::xbt::random::set_mersenne_seed(static_cast<int>(run.seed));
  s4u::NetZone* zone = s4u::create_empty_zone("plant");
  s4u::Host* host = zone->create_host("plant", "1Gf");
  zone->seal();

  Meter meter(run);
  std::vector<SimgridStation> stations(run.stations);
  s4u::Actor::create("arrivals", host, [&] { arrive(stations.front(), meter); });
  for (std::size_t i = 0; i < stations.size(); ++i) {
    SimgridStation* next = i + 1 < stations.size() ? &stations[i + 1] : nullptr;
    s4u::Actor::create("machine " + std::to_string(i + 1), host, [&, i, next] {
      serve(stations[i], next, meter);
    })->daemonize();
  }
  engine.run();
  return meter.result();
}

}  // namespace
}  // namespace planttwin::performance

int main(int argc, char** argv) {
  using namespace planttwin::performance;  // NOLINT(google-build-using-namespace)
  const simgrid::s4u::Engine engine(&argc, argv);
  print_result(PEER_VERSION, simulate(engine, read_arguments(argc, argv)));
}
