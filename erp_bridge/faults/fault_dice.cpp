#include "erp_bridge/faults/fault_dice.h"

#include <algorithm>
#include <utility>

#include "sim/random.h"

namespace planttwin::bridge {
namespace {

bool is_meant(const PlannedFault& fault, const CarriedMessage& message) {
  return fault.of.empty() ||
         std::find(fault.of.begin(), fault.of.end(), message.type) != fault.of.end();
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
  for (std::size_t i = 0; i < states_.size(); ++i) states_[i].struck = struck[plan.faults[i].id];
}

std::string FaultDice::draw_name(const std::string& key) const {
  return key.starts_with(prefix_) ? key.substr(prefix_.size()) : key;
}

std::vector<std::uint64_t> FaultDice::note_passing(const std::vector<CarriedMessage>& messages) {
  std::vector<std::uint64_t> passes;
  for (const CarriedMessage& message : messages) passes.push_back(passes_[message.key]++);
  return passes;
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

std::optional<FaultStrike> FaultDice::strike(const std::string& connection,
                                             const std::vector<CarriedMessage>& messages,
                                             const std::string& request, const std::string& body,
                                             sim::Duration now) {
  if (messages.empty()) return std::nullopt;
  const std::scoped_lock lock(mutex_);
  const std::vector<std::uint64_t> passes = note_passing(messages);
  std::optional<FaultStrike> strike;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const PlannedFault& fault = plan_.faults[i];
    State& state = states_[i];
    if (fault.connection != connection || !meets(fault, state, messages, passes, now)) continue;
    if (fault.most > 0 && state.struck >= fault.most) continue;
    state.owes = strike && fault.every > 0;
    if (strike) continue;
    const bool corrupts = fault.kind == FaultKind::kCorrupt;
    if (corrupts && body.find(fault.replace) == std::string::npos) continue;
    strike = FaultStrike{&fault, ++state.struck, request, {}};
    for (const CarriedMessage& message : messages) strike->keys.push_back(message.key);
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
