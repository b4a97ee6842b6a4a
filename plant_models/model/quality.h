#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plant_models/model/ids.h"
#include "plant_models/model/options.h"
#include "sim/distribution.h"
#include "sim/time.h"

namespace planttwin::plant {

// A reason for which units are wrong. Corrective action (CAPA) begins when the cause has raised
// so many nonconformances, takes effect after a delay, and multiplies the cause's probability.
struct DefectCause {
  std::string id;
  std::int32_t capa_after = 0;  // 0: never
  sim::Duration capa_delay;
  double capa_effect = 1;
};

// A unit that passes an operation becomes defective with this probability, for this cause.
struct DefectRisk {
  DefectCauseId cause;
  double probability = 0;  // per unit
};

enum class InspectionScope : std::uint8_t {
  kEveryUnit,
  kEveryNthUnit,  // counted over lots, per operation
  kSample,        // the first `sample_size` units decide for the lot
};

// What happens to units (or, after a failed sample, to the lot) found defective.
enum class OnDefect : std::uint8_t { kScrap, kRework, kHold };

// What becomes of a lot on hold after its disposition time.
struct Disposition {
  sim::DurationDistribution time;
  double release = 1;
  double rework = 0;  // the rest is scrapped
};

// A check when an operation completes.
// The true state of a unit is known to the simulation; the check sees it through `detection`
// (a defective unit is found) and `false_alarm` (a good one is rejected).
struct Inspection {
  InspectionScope scope = InspectionScope::kEveryUnit;
  std::int32_t nth = 1;
  std::int32_t sample_size = 0;
  std::int32_t acceptance_number = 0;  // more defects than this in a sample reject the lot
  double detection = 1;
  double false_alarm = 0;
  OnDefect on_defect = OnDefect::kScrap;
  OperationIndex rework_to = 0;  // for kRework
  std::int32_t max_rework = 0;   // 0: no limit; afterwards scrap
  bool rework_repairs = true;    // a reworked unit has lost its defects
  Disposition disposition;       // for kHold
};

}  // namespace planttwin::plant
