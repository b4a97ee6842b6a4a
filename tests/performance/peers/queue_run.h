#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

// What the peers in C++ share. Stations in series, each one machine with a queue without limit:
// one station is an M/M/1 queue, several are a line. Customers come at random (Poisson), services
// are exponential, and every machine has a utilization of 0.9.
namespace planttwin::performance {

constexpr double kInterarrivalMean = 10;  // seconds of simulated time
constexpr double kServiceMean = 9;        // seconds of simulated time

// What is simulated: a line of so many stations until so many customers have left after the first
// ones, who only bring it to its usual state and are neither timed nor measured.
struct QueueRun {
  std::uint64_t stations = 1;
  std::uint64_t warm_up = 0;
  std::uint64_t customers = 0;
  std::uint64_t seed = 1;
};

// Reads the arguments STATIONS WARM_UP CUSTOMERS SEED; ends the program when they are not four.
inline QueueRun read_arguments(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: %s STATIONS WARM_UP CUSTOMERS SEED\n", argv[0]);
    std::exit(2);
  }
  const auto number = [argv](int i) { return std::strtoull(argv[i], nullptr, 10); };
  return {number(1), number(2), number(3), number(4)};
}

// Wall time from construction on.
class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// What a run has measured: wall time, and the mean time in system in simulated seconds.
struct QueueResult {
  std::uint64_t customers = 0;
  double wall_seconds = 0;
  double mean_time_in_system = 0;
};

// Counts the customers who leave. The stopwatch is started anew when the last one of the warm-up
// leaves.
class Meter {
 public:
  explicit Meter(const QueueRun& run) : run_(run) {}

  void leave(double time_in_system) {
    ++left_;
    if (left_ > run_.warm_up) {
      total_ += time_in_system;
    } else if (left_ == run_.warm_up) {
      stopwatch_ = {};
    }
    if (finished()) wall_seconds_ = stopwatch_.seconds();
  }
  bool finished() const { return left_ == run_.warm_up + run_.customers; }
  QueueResult result() const {
    return {run_.customers, wall_seconds_, total_ / static_cast<double>(run_.customers)};
  }

 private:
  QueueRun run_;
  std::uint64_t left_ = 0;
  double total_ = 0;
  double wall_seconds_ = 0;
  Stopwatch stopwatch_;
};

// One line of JSON for compare.py.
inline void print_result(const std::string& version, const QueueResult& result) {
  std::printf(
      R"({"version": "%s", "customers": %llu, "wall_seconds": %.9g, "mean_time_in_system": %.9g})"
      "\n",
      version.c_str(), static_cast<unsigned long long>(result.customers), result.wall_seconds,
      result.mean_time_in_system);
}

}  // namespace planttwin::performance
