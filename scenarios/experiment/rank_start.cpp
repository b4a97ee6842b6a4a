#include "scenarios/experiment/rank_start.h"

#include <exception>
#include <memory>
#include <optional>

#include "scenarios/experiment/fork_server.h"
#include "scenarios/experiment/rank_executor.h"
#include "scenarios/experiment/rank_link.h"
#include "scenarios/experiment/rank_relay.h"

namespace planttwin::experiment {
namespace {

std::string text_of(const std::exception_ptr& fault) {
  if (!fault) return {};
  try {
    std::rethrow_exception(fault);
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

// The fork server begins before MPI does, which starts threads. A rank that can't read the
// experiment goes on to the others nevertheless: they would wait for it.
scenario::ExitCode run_over_ranks(
    const std::function<Experiment()>& load,
    const std::function<scenario::ExitCode(const Experiment&, Executor&)>& work) {
  std::optional<Experiment> experiment;
  std::unique_ptr<ForkServer> own;
  std::exception_ptr fault;
  try {
    experiment = load();
    own = std::make_unique<ForkServer>(*experiment);
  } catch (const std::exception&) {
    fault = std::current_exception();
  }
  const std::unique_ptr<RankLink> link = connect_ranks();
  if (link->rank() != 0) {
    serve_rank_0(*link, own.get(), text_of(fault));
    return scenario::ExitCode::kDone;
  }
  RankExecutor executor(*link, own.get());
  if (fault) std::rethrow_exception(fault);
  return work(*experiment, executor);
}

}  // namespace planttwin::experiment
