#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace planttwin::plant {

// A criterion by which a work center orders its queue. Smaller values go first.
// p: processing time of the imminent operation; d: due date; r: release; w: weight;
// R: remaining processing time, the imminent operation included; t: now.
enum class RuleKey : std::uint8_t {
  kFifo,               // arrival at the queue
  kLifo,               // -arrival
  kSpt,                // p
  kLpt,                // -p
  kEdd,                // d
  kSlack,              // d - t - R
  kSlackPerOperation,  // (d - t - R) / remaining operations
  kCriticalRatio,      // (d - t) / R  (CR)
  kAtc,                // -w/p exp(-max(0, d - t - p)/(k p_mean)), Vepsalainen and Morton 1987
  kWspt,               // p / w
  kMwkr,               // -R (most work remaining)
  kLwkr,               // R (least work remaining)
  kMopnr,              // -remaining operations, the imminent included
  kSetup,              // 0 when no setup change is needed, else the planned setup time
  kPriority,           // -priority class
  kRelease,            // release of the order
  kMinimumRun,         // 0 for the setup whose minimum run has begun on the machine, else 1
  kQueueTimeLimited,   // 0 under a queue-time limit, else 1
  kQueueTimeSlack,     // the nearest deadline of a queue-time limit - t
};

// A lexicographic list of criteria; ties go by arrival, then by lot order.
struct DispatchRule {
  static constexpr std::size_t kMostKeys = 8;

  std::vector<RuleKey> keys{RuleKey::kFifo};
  double atc_lookahead = 2.0;  // k of ATC

  bool has(RuleKey key) const { return std::find(keys.begin(), keys.end(), key) != keys.end(); }
};

// Whether a criterion's order between two waiting lots can change while both wait.
constexpr bool changes_with_time(RuleKey key) {
  return key == RuleKey::kCriticalRatio || key == RuleKey::kAtc || key == RuleKey::kSetup ||
         key == RuleKey::kSlackPerOperation || key == RuleKey::kMinimumRun;
}

}  // namespace planttwin::plant
