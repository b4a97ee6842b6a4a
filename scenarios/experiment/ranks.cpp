#include "scenarios/experiment/ranks.h"

#include <charconv>
#include <cstdlib>
#include <string_view>

#include "scenarios/exit_code.h"

namespace planttwin::experiment {
namespace {

std::optional<int> number_in(const char* variable) {
  const char* text = std::getenv(variable);
  if (text == nullptr) return std::nullopt;
  const std::string_view digits = text;
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

}  // namespace

// mpirun of Open MPI sets its own variables in every process. srun sets SLURM_STEP_NUM_TASKS, and
// PMIX_RANK with --mpi=pmix; a script of sbatch, which is not a step of several, has neither.
std::optional<Rank> rank_of_this_process() {
  if (const auto count = number_in("OMPI_COMM_WORLD_SIZE")) {
    if (*count <= 1) return std::nullopt;
    return Rank{number_in("OMPI_COMM_WORLD_RANK").value_or(0), *count};
  }
  const int count = number_in("SLURM_STEP_NUM_TASKS").value_or(1);
  if (count <= 1) return std::nullopt;
  const std::optional<int> number = number_in("PMIX_RANK");
  if (!number) {
    throw scenario::UsageError("srun has started this " + std::to_string(count) +
                               " times; --mpi=pmix lets the processes share the work");
  }
  return Rank{*number, count};
}

bool is_follower() {
  return number_in("OMPI_COMM_WORLD_RANK").value_or(number_in("PMIX_RANK").value_or(0)) > 0;
}

}  // namespace planttwin::experiment
