#include <benchmark/benchmark.h>

#include <cstdint>

#include "sim/distribution.h"
#include "sim/math.h"
#include "sim/random.h"
#include "sim/statistics/quantiles.h"
#include "sim/statistics/tally.h"

namespace planttwin::sim {
namespace {

// Nanoseconds per sample, each from a draw of its own as in a run.
void sample(benchmark::State& state, const Distribution& distribution) {
  const RandomSource source(1);
  DrawKey key{.purpose = Purpose::kProcessTime, .entity = name_key("LATHE/1"), .detail = 1};
  for (auto _ : state) {
    ++key.index;
    Draw draw = source.draw(key);
    benchmark::DoNotOptimize(distribution.sample(draw));
  }
}

BENCHMARK_CAPTURE(sample, uniform, Distribution::uniform(1, 2));
BENCHMARK_CAPTURE(sample, exponential, Distribution::exponential(3));
BENCHMARK_CAPTURE(sample, triangular, Distribution::triangular(1, 2, 3));
BENCHMARK_CAPTURE(sample, normal, Distribution::normal(3, 1));
BENCHMARK_CAPTURE(sample, lognormal, Distribution::lognormal(3, 1));
BENCHMARK_CAPTURE(sample, gamma, Distribution::gamma(3, 1));
BENCHMARK_CAPTURE(sample, weibull, Distribution::weibull(3, 1));
BENCHMARK_CAPTURE(sample, beta, Distribution::beta(2, 3, 0, 1));

// Nanoseconds per call on arguments that nothing predicts.
template <double (*kFunction)(double)>
void evaluate(benchmark::State& state) {
  double x = 0.1;
  for (auto _ : state) {
    x = x > 0.9 ? x - 0.89 : x + 0.0137;
    benchmark::DoNotOptimize(kFunction(x));
  }
}

BENCHMARK(evaluate<natural_log>);
BENCHMARK(evaluate<exponential>);
BENCHMARK(evaluate<inverse_normal>);

// Nanoseconds per observation.
template <class Statistic>
void observe(benchmark::State& state) {
  Statistic statistic;
  std::uint64_t value = 1;
  for (auto _ : state) {
    value = mix_bits(value);
    statistic.add(static_cast<std::int64_t>(value >> 24));
  }
  benchmark::DoNotOptimize(statistic.max());
}

BENCHMARK(observe<Tally>);
BENCHMARK(observe<Quantiles>);

}  // namespace
}  // namespace planttwin::sim

BENCHMARK_MAIN();
