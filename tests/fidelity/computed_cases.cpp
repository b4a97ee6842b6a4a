#include <cmath>
#include <numeric>

#include "tests/fidelity/line_chains.h"
#include "tests/fidelity/models.h"
#include "tests/support/exact_chain.h"

// Further cases of the published kinds. Every value is computed here, by the formula named.
namespace planttwin::testing {
namespace {

Json with(Json fields, const Json& values) {
  for (const auto& [name, value] : values.items()) fields[name] = value;
  return fields;
}

// Erlang's formulas (Gross and Harris, Fundamentals of Queueing Theory, section 2.3).
Json many_servers(double lambda, double mu, int c) {
  const double load = lambda / mu;
  const double rho = load / c;
  double term = 1;
  double sum = 0;
  for (int n = 0; n < c; ++n) {
    sum += term;
    term *= load / (n + 1);
  }
  const double empty = 1 / (sum + term / (1 - rho));
  const double waits = term / (1 - rho) * empty;
  const double queue = waits * rho / (1 - rho);
  return {{"model", "M/M/c FIFO"},
          {"lambda_", lambda},
          {"mu", mu},
          {"c", c},
          {"rho", rho},
          {"P0", empty},
          {"P_wait", waits},
          {"Wq", queue / lambda},
          {"Lq", queue},
          {"W", queue / lambda + 1 / mu},
          {"L", queue + load}};
}

// A birth-death chain of 0 to K lots; Erlang's loss formula where K = c.
Json finite_station(double lambda, double mu, int c, int places) {
  double term = 1;
  double sum = 0;
  double lots = 0;
  double busy = 0;
  for (int n = 0; n <= places; ++n) {
    if (n > 0) term *= lambda / (mu * std::min(n, c));
    sum += term;
    lots += n * term;
    busy += std::min(n, c) * term;
  }
  const double lost = term / sum;
  const double rate = lambda * (1 - lost);
  return {{"model", "M/M/c/K (K includes those in service; arrivals lost)"},
          {"lambda_", lambda},
          {"mu", mu},
          {"c", c},
          {"K", places},
          {"P_block", lost},
          {"throughput", rate},
          {"L", lots / sum},
          {"W", lots / sum / rate},
          {"busy", busy / sum}};
}

// Pollaczek and Khinchine.
Json erlang_service(int phases, double lambda) {
  const double queue = lambda * lambda * (1 + 1.0 / phases) / 2 / (1 - lambda);
  return {{"model", "M/E" + std::to_string(phases) + "/1 (Erlang, mean 1)"},
          {"lambda_", lambda},
          {"rho", lambda},
          {"Wq", queue / lambda},
          {"Lq", queue},
          {"W", queue / lambda + 1},
          {"L", queue + lambda}};
}

// Cobham (1954, Operations Research 2).
Json two_classes(double high, double low, double mu) {
  const double residual = (high + low) / (mu * mu);
  const double first = 1 - high / mu;
  return {{"model", "M/M/1 2-class non-preemptive priority"},
          {"lambda1", high},
          {"lambda2", low},
          {"mu", mu},
          {"Wq_high", residual / first},
          {"Wq_low", residual / (first * (1 - (high + low) / mu))}};
}

// Phipps (1956, Operations Research 4), the integral by Simpson's rule in u = exp(-mu x).
Json shortest_first(double lambda, double mu) {
  const double rho = lambda / mu;
  constexpr int kSteps = 20000;
  const auto wait = [&](double u) {
    const double shorter = u > 0 ? 1 - u + u * std::log(u) : 1;  // share of work not longer
    return (rho / mu) / std::pow(1 - rho * shorter, 2);
  };
  double sum = wait(0) + wait(1);
  for (int i = 1; i < kSteps; ++i)
    sum += (i % 2 == 0 ? 2 : 4) * wait(static_cast<double>(i) / kSteps);
  return {{"model", "M/M/1 non-preemptive SPT (service time known at arrival)"},
          {"lambda_", lambda},
          {"mu", mu},
          {"Wq", sum / 3 / kSteps},
          {"Wq_FIFO", rho / (mu - lambda)}};
}

// Completion times of mean and variance as in the published case, then Pollaczek and Khinchine.
Json unreliable_server(double lambda, double mu, double to_failure, double repair) {
  const double factor = 1 + repair / to_failure;
  const double mean = factor / mu;
  // A service S meets Poisson(S / MTTF) repairs, each exponential.
  const double variance = factor * factor / (mu * mu) + 2 * repair * repair / to_failure / mu;
  const double rho = lambda * mean;
  const double scv = variance / (mean * mean);
  const double wait = rho * mean * (1 + scv) / 2 / (1 - rho);
  return {{"model", "M/M/1 server fails only while processing, exp TTF/TTR, resume"},
          {"lambda_", lambda},
          {"mu", mu},
          {"MTTF", to_failure},
          {"MTTR", repair},
          {"availability_isolated", 1 / factor},
          {"EC", mean},
          {"SCV", scv},
          {"rho", rho},
          {"Wq", wait},
          {"Lq", lambda * wait},
          {"W", wait + mean},
          {"L", lambda * (wait + mean)}};
}

// States {lots, down}: lots at a machine and whether it is down, whatever it does. One machine,
// cut off where the probability is below 1e-12.
Json failing_at_any_time(double lambda, double mu, double to_failure, double repair) {
  constexpr int kMost = 220;
  const ExactChain chain({0, 0}, [&](const ExactChain::State& s) {
    ExactChain::Ways ways;
    if (s[0] < kMost) ways.push_back({{s[0] + 1, s[1]}, lambda});
    if (s[0] > 0 && s[1] == 0) ways.push_back({{s[0] - 1, 0}, mu});
    ways.push_back({{s[0], 1 - s[1]}, s[1] == 0 ? 1 / to_failure : 1 / repair});
    return ways;
  });
  const double lots = chain.mean([](const ExactChain::State& s) { return s[0]; });
  return {{"model", "M/M/c, machines fail at any time, work resumes"},
          {"lambda_", lambda},
          {"mu", mu},
          {"c", 1},
          {"MTTF", to_failure},
          {"MTTR", repair},
          {"L", lots},
          {"W", lots / lambda},
          {"rho", lambda / mu},
          {"P_down", repair / (to_failure + repair)}};
}

// States {waiting, in service}: a batch of exactly k is served.
Json full_batches(double lambda, double mu, int k) {
  constexpr int kMost = 240;
  const ExactChain chain({0, 0}, [&](const ExactChain::State& s) {
    ExactChain::Ways ways;
    const int more = s[0] + 1;
    if (s[1] == 0 && more == k) {
      ways.push_back({{0, 1}, lambda});
    } else if (more < kMost) {
      ways.push_back({{more, s[1]}, lambda});
    }
    if (s[1] == 1)
      ways.push_back({s[0] >= k ? ExactChain::State{s[0] - k, 1} : ExactChain::State{s[0], 0}, mu});
    return ways;
  });
  const double queue = chain.mean([](const ExactChain::State& s) { return s[0]; });
  return {{"model", "M/M(k,k)/1 full batch"},
          {"lambda_", lambda},
          {"batch_mu", mu},
          {"k", k},
          {"util", lambda / k / mu},
          {"Lq", queue},
          {"Wq", queue / lambda},
          {"W", queue / lambda + 1 / mu}};
}

// Mean value analysis (Reiser and Lavenberg 1980, Journal of the ACM 27).
Json closed_line(const std::vector<double>& means, int lots) {
  std::vector<double> queues(means.size(), 0.0);
  double rate = 0;
  for (int n = 1; n <= lots; ++n) {
    double cycle = 0;
    std::vector<double> stay(means.size());
    for (std::size_t i = 0; i < means.size(); ++i) cycle += stay[i] = means[i] * (1 + queues[i]);
    rate = n / cycle;
    for (std::size_t i = 0; i < means.size(); ++i) queues[i] = rate * stay[i];
  }
  return {{"model", "CONWIP closed exponential line (MVA exact)"},
          {"mean_service", means},
          {"WIP", lots},
          {"throughput", rate},
          {"cycle_time", lots / rate},
          {"queue_L", queues}};
}

// A birth-death chain of the machines that are down.
Json machine_repair(int machines, int crew, double to_failure, double repair) {
  double term = 1;
  double sum = 0;
  double down = 0;
  double waiting = 0;
  for (int n = 0; n <= machines; ++n) {
    if (n > 0) term *= (machines - n + 1) / to_failure * repair / std::min(n, crew);
    sum += term;
    down += n * term;
    waiting += std::max(0, n - crew) * term;
  }
  const double failures = (machines - down / sum) / to_failure;
  return {{"model", "machine repair M/M/c//N (time-based exponential failure, exponential repair)"},
          {"N", machines},
          {"crew", crew},
          {"MTTF", to_failure},
          {"MTTR", repair},
          {"mean_down", down / sum},
          {"availability", 1 - down / sum / machines},
          {"mean_waiting", waiting / sum},
          {"mean_wait_for_crew", waiting / sum / failures},
          {"crew_util", failures * repair / crew}};
}

// Jackson (1957).
Json rework(double lambda, double mu, double probability) {
  const double rate = lambda / (1 - probability);
  const double rho = rate / mu;
  return {{"model", "M/M/1 with Bernoulli rework to the same queue (reworked part joins the tail)"},
          {"lambda_", lambda},
          {"mu", mu},
          {"p_rework", probability},
          {"lambda_eff", rate},
          {"rho", rho},
          {"L", rho / (1 - rho)},
          {"flow_time", rho / (1 - rho) / lambda},
          {"visits", 1 / (1 - probability)}};
}

Json reliable(const std::vector<double>& mu, const std::vector<int>& buffers) {
  return with({{"model", "reliable exponential line"}, {"mu", mu}, {"buffers", buffers}},
              solve_reliable_line(mu, buffers));
}

Json unreliable(const std::vector<double>& mu, const std::vector<double>& p,
                const std::vector<double>& r, int places) {
  return with({{"model", "Gershwin-Berman two-machine exponential"},
               {"mu", mu},
               {"p", p},
               {"r", r},
               {"N", places}},
              solve_gershwin_berman(mu, p, r, places));
}

Json deterministic(const std::vector<double>& p, const std::vector<double>& r, int places) {
  return with({{"model", "Buzacott/Gershwin two-machine deterministic unit cycle"},
               {"p", p},
               {"r", r},
               {"N", places}},
              solve_buzacott(p, r, places));
}

// Buzacott (1967).
Json synchronous(const std::vector<double>& p, const std::vector<double>& r) {
  double lost = 0;
  for (std::size_t i = 0; i < p.size(); ++i) lost += p[i] / r[i];
  return {{"model", "n-machine zero-buffer synchronous line"},
          {"p", p},
          {"r", r},
          {"efficiency", 1 / (1 + lost)}};
}

}  // namespace

std::vector<Json> computed_cases() {
  return {many_servers(1.7, 1, 2),
          many_servers(2.1, 1, 3),
          finite_station(3, 1, 4, 4),
          finite_station(1.5, 1, 2, 5),
          finite_station(0.5, 1, 1, 2),
          erlang_service(4, 0.7),
          two_classes(0.2, 0.5, 1),
          shortest_first(0.6, 1),
          unreliable_server(0.5, 1, 5, 2),
          failing_at_any_time(0.5, 1, 20, 5),
          full_batches(1.2, 1, 2),
          full_batches(3, 1, 5),
          closed_line({0.5, 1, 0.8}, 6),
          closed_line({1, 1}, 1),
          machine_repair(8, 2, 12, 2),
          machine_repair(3, 1, 4, 1.5),
          rework(0.5, 1, 0.25),
          reliable({1.2, 1, 0.9}, {0, 0}),
          reliable({1, 1, 1, 1}, {1, 0, 2}),
          unreliable({1.2, 1}, {0.05, 0.02}, {0.2, 0.15}, 6),
          unreliable({1, 1.5}, {0.02, 0.1}, {0.1, 0.5}, 3),
          unreliable({1, 1}, {0.01, 0.01}, {0.1, 0.1}, 2),
          deterministic({0.02, 0.01}, {0.2, 0.1}, 5),
          deterministic({0.05, 0.1}, {0.3, 0.5}, 8),
          synchronous({0.02, 0.005, 0.01, 0.03}, {0.1, 0.05, 0.5, 0.3}),
          synchronous({0.1}, {0.4})};
}

}  // namespace planttwin::testing
