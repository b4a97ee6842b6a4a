#include "erp_bridge/faults/fault_dice.h"

#include <algorithm>
#include <utility>

#include "erp_bridge/faults/rewritten_body.h"
#include "sim/random.h"

namespace planttwin::bridge {
namespace {

bool is_meant(const PlannedFault& fault, const CarriedMessage& message) {
  return fault.of.empty() ||
         std::find(fault.of.begin(), fault.of.end(), message.type) != fault.of.end();
}

bool is_reading(const CarriedMessage& message) { return message.type.empty(); }

bool is_meant(const PlannedFault& fault, const PassingCall& call) {
  if (fault.connection != call.connection || fault.calls != call.calls) return false;
  return fault.containing.empty() || call.body.find(fault.containing) != std::string::npos ||
         call.request.find(fault.containing) != std::string::npos;
}

bool mean_the_same(const PlannedFault& one, const PlannedFault& other) {
  return one.connection == other.connection && one.calls == other.calls &&
         one.containing == other.containing;
}

// Empty where it stays as it is; nothing where the fault has nothing to alter.
std::optional<std::string> arriving_body(const PlannedFault& fault,
                                         const std::vector<std::string>& keys,
                                         const std::string& body) {
  if (rewrites(fault.kind)) return rewritten_body(fault, keys, body);
  if (fault.kind != FaultKind::kCorrupt) return "";
  const std::size_t at = body.find(fault.replace);
  if (at == std::string::npos) return std::nullopt;
  return std::string(body).replace(at, fault.replace.size(), fault.by);
}

std::uint32_t detail_of(const PlannedFault& fault) {
  return static_cast<std::uint32_t>(sim::name_key(fault.id));
}

}  // namespace

FaultDice::FaultDice(const FaultPlan& plan, std::string run_id, Kept keep,
                     std::map<std::string, std::int64_t> struck)
    : plan_(plan),
      prefix_(std::move(run_id) + "/"),
      keep_(std::move(keep)),
      states_(plan.faults.size()) {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    states_[i].struck = struck[plan.faults[i].id];
    states_[i].counter = counter_for(plan.faults[i]);
  }
}

std::string FaultDice::draw_name(const std::string& key) const {
  return key.starts_with(prefix_) ? key.substr(prefix_.size()) : key;
}

std::size_t FaultDice::counter_for(const PlannedFault& fault) {
  const auto known = std::find_if(counters_.begin(), counters_.end(), [&](const auto& counter) {
    return mean_the_same(*counter.meant_by, fault);
  });
  const auto place = static_cast<std::size_t>(known - counters_.begin());
  if (known == counters_.end()) counters_.push_back({&fault, {}});
  return place;
}

// Every fault counts and draws for every message, whichever of them strikes in the end.
bool FaultDice::meets(const PlannedFault& fault, State& state,
                      const std::vector<CarriedMessage>& messages,
                      const std::vector<std::uint64_t>& passes, sim::Duration now) const {
  bool meets = false;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const CarriedMessage& message = messages[i];
    if (!is_meant(fault, message)) continue;
    meets = meets || state.owes;
    const std::uint64_t pass = passes[i];
    if (pass == 0) ++state.counted;
    if (fault.every > 0) meets = meets || (pass == 0 && state.counted % fault.every == 0);
    if (fault.share > 0) {
      sim::Draw draw = sim::RandomSource(plan_.seed)
                           .draw({sim::Purpose::kMessage, sim::name_key(draw_name(message.key)),
                                  detail_of(fault), pass});
      meets = meets || draw.chance(fault.share);
    }
    if (fault.at) meets = meets || (now >= *fault.at && now < *fault.at + fault.window);
  }
  return meets;
}

std::optional<FaultStrike> FaultDice::strike(const PassingCall& call, sim::Duration now) {
  if (call.messages.empty()) return std::nullopt;
  std::vector<std::string> keys;
  for (const CarriedMessage& message : call.messages) {
    if (!is_reading(message)) keys.push_back(message.key);
  }
  const std::scoped_lock lock(mutex_);
  std::vector<std::vector<std::uint64_t>> passes(counters_.size());
  for (std::size_t i = 0; i < counters_.size(); ++i) {
    if (!is_meant(*counters_[i].meant_by, call)) continue;
    for (const CarriedMessage& message : call.messages) {
      passes[i].push_back(counters_[i].passes[message.key]++);
    }
  }
  std::optional<FaultStrike> strike;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const PlannedFault& fault = plan_.faults[i];
    State& state = states_[i];
    if (!is_meant(fault, call)) continue;
    if (!meets(fault, state, call.messages, passes[state.counter], now)) continue;
    if (fault.most > 0 && state.struck >= fault.most) continue;
    state.owes = strike && fault.every > 0;
    if (strike) continue;
    std::optional<std::string> body = arriving_body(fault, keys, call.body);
    if (body) strike = FaultStrike{&fault, ++state.struck, call.request, keys, *std::move(body)};
  }
  if (strike) keep_(*strike);
  return strike;
}

std::optional<FaultStrike> FaultDice::strike_alone(const PlannedFault& fault,
                                                   const std::vector<CarriedMessage>& messages) {
  const std::scoped_lock lock(mutex_);
  State& state = states_[static_cast<std::size_t>(&fault - plan_.faults.data())];
  if (fault.most > 0 && state.struck >= fault.most) return std::nullopt;
  FaultStrike strike{&fault, ++state.struck, "", {}};
  for (const CarriedMessage& message : messages) strike.keys.push_back(message.key);
  keep_(strike);
  return strike;
}

sim::Duration FaultDice::latency_of(const FaultStrike& strike) const {
  const PlannedFault& fault = *strike.fault;
  sim::Draw draw = sim::RandomSource(plan_.seed)
                       .draw({sim::Purpose::kMessage, sim::name_key(fault.id), detail_of(fault),
                              static_cast<std::uint64_t>(strike.number)});
  const double spread = (2 * draw.uniform() - 1) * static_cast<double>(fault.jitter.count());
  return fault.mean + sim::Duration::microseconds(static_cast<std::int64_t>(spread));
}

}  // namespace planttwin::bridge
