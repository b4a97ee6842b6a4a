#include "sim/landscape/simgrid_landscape.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <deque>
#include <exception>
#include <memory>
#include <simgrid/s4u.hpp>
#include <string>
#include <utility>

namespace planttwin::sim {
namespace {

namespace s4u = simgrid::s4u;

// A sleep ends within this part of a microsecond of the instant that was asked for.
constexpr double kClockNoise = 1e-2;

Time rounded_up(double seconds) {
  const auto count = static_cast<std::int64_t>(std::ceil(seconds * 1e6 - kClockNoise));
  return Time::from_start(Duration::microseconds(count));
}

struct Parcel {
  std::uint64_t ticket = 0;
};

// Work that waits for a core; `SimGridRun::work` says so to one of them.
struct Job {
  Duration service;
  std::uint64_t ticket = 0;
};

struct HostState {
  s4u::Host* host = nullptr;
  s4u::Mailbox* mailbox = nullptr;
  std::deque<Job> jobs;
  s4u::SemaphorePtr work;
  bool out = false;
  std::int64_t lives = 0;  // begun after an outage
};

class SimGridRun final : public LandscapeRun {
 public:
  explicit SimGridRun(const Landscape& landscape);

  Time now() const override { return now_; }
  bool idle() const override { return under_way_ == 0 && reports_.empty(); }
  void send(std::size_t from, std::size_t to, std::int64_t bytes, std::uint64_t ticket) override;
  void work(std::size_t host, Duration service, std::uint64_t ticket) override;
  std::optional<LandscapeReport> advance(Time until) override;

 private:
  void add_host(s4u::NetZone* zone, const LandscapeHost& spec);
  void add_link(s4u::NetZone* zone, const LandscapeLink& spec);
  void start_actors(const Landscape& landscape);
  void receive(HostState& state);
  void serve(HostState& state);
  void run_outages(HostState& state, const std::vector<Outage>& outages);
  void report(LandscapeReport::Kind kind, std::uint64_t ticket);
  void keep_time();

  std::vector<std::unique_ptr<HostState>> hosts_;
  std::deque<LandscapeReport> reports_;
  s4u::MutexPtr mutex_;
  s4u::ConditionVariablePtr news_;
  std::int64_t under_way_ = 0;
  Time now_;
};

SimGridRun::SimGridRun(const Landscape& landscape) {
  s4u::NetZone* zone = s4u::create_dijkstra_zone("landscape", true);
  for (const LandscapeHost& spec : landscape.hosts) add_host(zone, spec);
  for (const LandscapeLink& spec : landscape.links) add_link(zone, spec);
  zone->seal();
  mutex_ = s4u::Mutex::create();
  news_ = s4u::ConditionVariable::create();
  start_actors(landscape);
}

void SimGridRun::add_host(s4u::NetZone* zone, const LandscapeHost& spec) {
  auto state = std::make_unique<HostState>();
  state->host = zone->create_host(spec.id, 1.0);
  state->host->seal();
  state->mailbox = s4u::Mailbox::by_name(spec.id);
  state->work = s4u::Semaphore::create(0);
  hosts_.push_back(std::move(state));
}

void SimGridRun::add_link(s4u::NetZone* zone, const LandscapeLink& spec) {
  s4u::Link* link = zone->create_link(spec.id, spec.bytes_per_second);
  link->set_latency(spec.latency.in_seconds());
  link->seal();
  zone->add_route(hosts_[spec.from]->host->get_netpoint(), hosts_[spec.to]->host->get_netpoint(),
                  nullptr, nullptr, {s4u::LinkInRoute(link)}, true);
}

void SimGridRun::start_actors(const Landscape& landscape) {
  for (std::size_t i = 0; i < hosts_.size(); ++i) {
    HostState& state = *hosts_[i];
    const LandscapeHost& spec = landscape.hosts[i];
    s4u::Actor::create("receiver", state.host, [this, &state] { receive(state); })->daemonize();
    for (std::int32_t core = 0; core < spec.cores; ++core) {
      s4u::Actor::create("core", state.host, [this, &state] { serve(state); })->daemonize();
    }
    if (spec.outages.empty()) continue;
    s4u::Actor::create("outages", state.host, [this, &state, &spec] {
      run_outages(state, spec.outages);
    })->daemonize();
  }
  for (const LandscapeLink& spec : landscape.links) {
    if (spec.outages.empty()) continue;
    s4u::Actor::create("outages", hosts_.front()->host, [&spec] {
      s4u::Link* link = s4u::Link::by_name(spec.id);
      for (const Outage& outage : spec.outages) {
        s4u::this_actor::sleep_until(outage.from.in_seconds());
        link->turn_off();
        s4u::this_actor::sleep_until(outage.to.in_seconds());
        link->turn_on();
      }
    })->daemonize();
  }
}

// Messages flow to their host before it asks for them, side by side.
void SimGridRun::receive(HostState& state) {
  state.mailbox->set_receiver(s4u::Actor::self());
  for (;;) {
    std::unique_ptr<Parcel> parcel;
    try {
      parcel.reset(state.mailbox->get<Parcel>());
    } catch (const simgrid::NetworkFailureException&) {
      continue;  // the sender's clean-up has counted it
    }
    if (state.out) {
      --under_way_;
    } else {
      report(LandscapeReport::Kind::kArrived, parcel->ticket);
    }
  }
}

// A core is ended wherever it waits when the run is over: it may hold nothing that it would have to
// give back by another wait, such as a lock.
void SimGridRun::serve(HostState& state) {
  for (;;) {
    state.work->acquire();
    if (state.jobs.empty()) continue;  // lost in an outage
    const Job job = state.jobs.front();
    state.jobs.pop_front();
    const std::int64_t life = state.lives;
    s4u::this_actor::sleep_for(job.service.in_seconds());
    if (state.out || life != state.lives) {
      --under_way_;
    } else {
      report(LandscapeReport::Kind::kWorked, job.ticket);
    }
  }
}

void SimGridRun::run_outages(HostState& state, const std::vector<Outage>& outages) {
  for (const Outage& outage : outages) {
    s4u::this_actor::sleep_until(outage.from.in_seconds());
    state.out = true;
    ++state.lives;
    under_way_ -= static_cast<std::int64_t>(state.jobs.size());
    state.jobs.clear();
    s4u::this_actor::sleep_until(outage.to.in_seconds());
    state.out = false;
  }
}

void SimGridRun::report(LandscapeReport::Kind kind, std::uint64_t ticket) {
  reports_.push_back({kind, ticket});
  --under_way_;
  news_->notify_one();
}

void SimGridRun::send(std::size_t from, std::size_t to, std::int64_t bytes, std::uint64_t ticket) {
  ++under_way_;
  if (hosts_[from]->out) {
    --under_way_;
    return;
  }
  // A message leaves from where its sender is: the plant's actor goes there, which needs no time.
  if (s4u::this_actor::get_host() != hosts_[from]->host) {
    s4u::this_actor::set_host(hosts_[from]->host);
  }
  auto parcel = std::make_unique<Parcel>(Parcel{ticket});
  s4u::CommPtr comm = hosts_[to]->mailbox->put_init(
      parcel.release(), static_cast<std::uint64_t>(std::max<std::int64_t>(bytes, 1)));
  comm->detach([this](void* lost) {
    delete static_cast<Parcel*>(lost);
    --under_way_;
  });
}

void SimGridRun::work(std::size_t host, Duration service, std::uint64_t ticket) {
  HostState& state = *hosts_[host];
  if (state.out) return;
  ++under_way_;
  state.jobs.push_back({service, ticket});
  state.work->release();
}

void SimGridRun::keep_time() { now_ = std::max(now_, rounded_up(s4u::Engine::get_clock())); }

std::optional<LandscapeReport> SimGridRun::advance(Time until) {
  std::unique_lock<s4u::Mutex> lock(*mutex_);
  while (reports_.empty()) {
    if (until.is_never() && under_way_ == 0) return std::nullopt;
    if (now_ >= until) return std::nullopt;
    if (until.is_never()) {
      news_->wait(lock);
    } else {
      const auto timeout = news_->wait_until(lock, until.in_seconds());
      if (timeout == std::cv_status::timeout) now_ = std::max(now_, until);
    }
    keep_time();
  }
  const LandscapeReport first = reports_.front();
  reports_.pop_front();
  return first;
}

// SimGrid takes the signals of an interrupt and of a crash for itself; they are given back.
class KeepSignals {
 public:
  KeepSignals() {
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
      sigaction(kSignals[i], nullptr, &kept_[i]);
    }
  }
  KeepSignals(const KeepSignals&) = delete;
  KeepSignals& operator=(const KeepSignals&) = delete;
  ~KeepSignals() {
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
      sigaction(kSignals[i], &kept_[i], nullptr);
    }
  }

 private:
  static constexpr std::array<int, 4> kSignals = {SIGINT, SIGSEGV, SIGABRT, SIGUSR1};
  std::array<struct sigaction, kSignals.size()> kept_{};
};

// Sanitizers know the stacks of threads, and not those that SimGrid makes itself.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

// Latency and bandwidth as they are given: no factors for the overhead of a protocol.
std::vector<std::string> engine_arguments() {
  std::vector<std::string> arguments = {"planttwin", "--cfg=network/model:CM02",
                                        "--cfg=network/TCP-gamma:0", "--cfg=network/crosstraffic:0",
                                        "--log=root.thres:critical"};
  if (kSanitized) arguments.emplace_back("--cfg=contexts/factory:thread");
  return arguments;
}

}  // namespace

void with_simgrid(const Landscape& landscape, const std::function<void(LandscapeRun&)>& use) {
  if (s4u::Engine::is_initialized()) {
    throw EngineUsed("SimGrid's engine has been used in this process before");
  }
  std::vector<std::string> arguments = engine_arguments();
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  int count = static_cast<int>(arguments.size());
  std::exception_ptr thrown;
  std::unique_ptr<s4u::Engine> engine;
  {
    const KeepSignals keep;
    engine = std::make_unique<s4u::Engine>(&count, pointers.data());
  }
  SimGridRun run(landscape);
  s4u::Actor::create("plant", s4u::Host::by_name(landscape.hosts.front().id), [&] {
    try {
      use(run);
    } catch (const simgrid::ForcefulKillException&) {
      throw;
    } catch (...) {
      thrown = std::current_exception();
    }
  });
  engine->run();
  // The engine is never taken down: it could not be started again, and says so on the way.
  static_cast<void>(engine.release());
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace planttwin::sim
