#include "tests/swarm/world.h"

#include <algorithm>
#include <utility>

#include "sim/random.h"

namespace planttwin::swarm {
namespace {

constexpr std::size_t kMostViolations = 20;

}  // namespace

void World::at(sim::Time time, std::function<void()> what) {
  events_.push({std::max(time, now_), numbers_++, std::move(what)});
}

void World::run(sim::Time end, const std::function<bool()>& finished) {
  while (!events_.empty() && events_.top().time <= end) {
    const Event event = events_.top();
    events_.pop();
    now_ = event.time;
    event.what();
    if (!trouble() && finished()) return;
  }
}

void World::settle(Place place, std::function<void(const Packet&)> receive) {
  receivers_[static_cast<std::size_t>(place)] = std::move(receive);
}

bool World::reachable(Place place) const {
  return std::none_of(plan_.unreachable.begin(), plan_.unreachable.end(),
                      [&](const Trouble& trouble) { return trouble.at(place, now_); });
}

bool World::scrambles(Place place) const {
  return std::any_of(plan_.scrambled.begin(), plan_.scrambled.end(),
                     [&](const Trouble& trouble) { return trouble.at(place, now_); });
}

void World::send(const Packet& packet) {
  note("send", packet.key);
  const bool asks = packet.kind == Packet::Kind::kMessage || packet.kind == Packet::Kind::kAsk;
  const bool cut = !reachable(packet.from) || !reachable(packet.to);
  if (cut || strikes(plan_.loss)) {
    if (!asks || !strikes(plan_.broken)) return;
    Packet broken;
    broken.kind = Packet::Kind::kBroken;
    broken.from = packet.to;
    broken.to = packet.from;
    broken.key = packet.key;
    return travel(broken, sim::Duration::microseconds(dice_.from(1'000, 2'000'000)));
  }
  const std::int64_t slowest = scrambles(packet.to) ? 60'000'000 : 50'000;
  const auto usual = sim::Duration::microseconds(dice_.from(2'000, slowest));
  const std::int64_t longest = trouble() ? plan_.longest_delay.count() : 0;
  const bool late = longest > 0 && dice_.chance(20);
  travel(packet, usual + sim::Duration::microseconds(late ? dice_.from(0, longest) : 0));
  const std::int64_t echo = plan_.longest_echo.count();
  if (strikes(plan_.doubling)) {
    travel(packet, usual + sim::Duration::microseconds(echo > 0 ? dice_.from(0, echo) : 0));
  }
}

void World::travel(const Packet& packet, sim::Duration delay) {
  const bool relayed = relay_up_ != nullptr && packet.kind != Packet::Kind::kBroken &&
                       packet.from != Place::kOffice && packet.to != Place::kOffice;
  if (!relayed) return at(now_ + delay, [this, packet] { arrive(packet); });
  at(now_ + delay, [this, packet, delay] {
    if (!relay_up_() || !reachable(Place::kMiddleware)) return;
    at(now_ + delay, [this, packet] {
      if (relay_up_()) arrive(packet);
    });
  });
}

void World::arrive(const Packet& packet) {
  if (!reachable(packet.to)) return;
  note("arrive", packet.key);
  receivers_[static_cast<std::size_t>(packet.to)](packet);
}

void World::note(std::string_view what, std::string_view key) {
  trace_ = sim::mix_bits(trace_ ^ static_cast<std::uint64_t>(now_.count()));
  trace_ = sim::mix_bits(trace_ ^ sim::name_key(what));
  trace_ = sim::mix_bits(trace_ ^ sim::name_key(key));
}

void World::violate(const std::string& what) {
  note("violation", what);
  if (violations_.size() < kMostViolations) {
    violations_.push_back("at " + std::to_string(now_.in_seconds()) + " s: " + what);
  }
}

}  // namespace planttwin::swarm
