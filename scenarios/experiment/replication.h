#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/experiment/experiment_file.h"
#include "scenarios/experiment/wip_curve.h"
#include "scenarios/scenario.h"

namespace planttwin::experiment {

// What one run of a variant gave, or one batch of it, or the mean of an antithetic pair.
struct Replication {
  std::vector<std::optional<double>> values;  // by KPI; nothing where the result has no data
  bool ended_well = false;                    // neither deadlocked nor stalled
  WipCurve wip = {};                          // of a run or a pair; a batch has none

  bool operator==(const Replication&) const = default;
  template <class Archive>
  void visit(Archive& archive) {
    archive(values, ended_well, wip);
  }
};

// Runs of a variant by number, those of all variants in the same order.
using Replicated = std::vector<Replication>;

// Parts of the work in process of a run in which the end of the warm-up is looked for.
constexpr std::size_t kSeriesParts = 1'000;

// One run that is to be made: number i of a variant has the seed Experiment::seed + i. The same
// seed in two variants gives the same draws for the same things (common random numbers).
struct Task {
  enum class Kind : std::uint8_t {
    kReplication,
    kWipSeries,  // gives one Replication without figures, whose curve has kSeriesParts parts
  };
  std::size_t variant = 0;
  std::int64_t number = 0;
  Kind kind = Kind::kReplication;

  bool operator==(const Task&) const = default;
};

// Makes runs of an experiment in this process. The variant that was made last stays loaded; others
// do not, so that memory does not grow with their number.
class ReplicationMaker {
 public:
  // `warm_up` takes the place of the scenario's. The experiment must outlive this.
  ReplicationMaker(const Experiment& experiment, std::optional<sim::Duration> warm_up);

  // Loads the variant unless it is. Throws sim::InputError.
  void load(std::size_t variant);
  // Whether runs of the variant that is loaded can follow each other in a process: those with a
  // landscape can't, because its clock does not go back.
  bool can_repeat() const { return !loaded_->erp; }
  // Of the task's variant, which is loaded: one replication; with batch means, all batches.
  Replicated make(const Task& task) const;

 private:
  Replicated make_batches(std::uint64_t seed) const;

  const Experiment& experiment_;
  std::optional<sim::Duration> warm_up_;
  std::size_t loaded_variant_ = 0;
  std::unique_ptr<scenario::Scenario> loaded_;
};

// As bytes between processes, and back. Throws sim::StateError.
std::string to_bytes(const Replicated& replications);
Replicated replications_of(const std::string& bytes);

// The scenario of a variant; errors name the variant.
scenario::Scenario load_variant(const Experiment& experiment, const Variant& variant,
                                sim::Diagnostics& diagnostics);

// Records each figure that results of this scenario do not have, or that is no number, and those
// that batches do not have.
void check_kpis(const scenario::Scenario& scenario, const Experiment& experiment,
                sim::Diagnostics& diagnostics);

}  // namespace planttwin::experiment
