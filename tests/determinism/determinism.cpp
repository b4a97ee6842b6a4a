// Runs random plants and the shipped scenarios and compares what they give, down to the last byte,
// with a golden file: every build, by any compiler and at any optimisation, gives the same.
//
//     determinism GOLDEN [SCENARIO]...           exit code 1 and both lines where something differs
//     determinism --write GOLDEN [SCENARIO]...   writes the file anew

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "plant_models/run/plant_run.h"
#include "scenarios/result.h"
#include "scenarios/scenario.h"
#include "sim/json_document.h"
#include "sim/sha256.h"
#include "tests/properties/ledgers.h"
#include "tests/properties/random_plant.h"
#include "tests/support/simulation.h"

namespace {

using planttwin::plant::PlantRun;
using planttwin::plant::RunEnd;
using planttwin::scenario::Scenario;
namespace sim = planttwin::sim;

constexpr std::uint64_t kPlants = 60;
constexpr sim::Duration kLongest = sim::Duration::hours(150);

// "name: 123 events, ...": their number and the hashes of the events, the result and the state.
// What a result says of the program and of the machine's time zone data does not count.
std::string line_of(const std::string& name, const Scenario& scenario) {
  planttwin::testing::EventHash events;
  PlantRun run(scenario.plant, scenario.input, {.seed = scenario.seed});
  run.add_sink(events);
  const RunEnd end = run.run(sim::Time::from_start(std::min(scenario.input.horizon, kLongest)));
  sim::JsonNode result = planttwin::scenario::make_result(scenario, run, end);
  std::erase_if(result.members, [](const sim::JsonMember& member) {
    return member.name == "planttwin" || member.name == "tzdata" || member.name == "input_sha256";
  });
  char text[200];
  std::snprintf(
      text, sizeof text, ": %lld events %016llx, result %.16s, state %.16s",
      static_cast<long long>(events.count()), static_cast<unsigned long long>(events.value()),
      sim::sha256(sim::canonical_json(result)).c_str(), sim::sha256(run.save("")).c_str());
  return name + text;
}

std::string random_line(std::uint64_t seed) {
  const planttwin::testing::RandomPlant random = planttwin::testing::make_random_plant(seed);
  const planttwin::testing::Simulation simulation(random.plant, random.input);
  Scenario scenario;
  scenario.id = scenario.title = "random";
  scenario.seed = seed;
  scenario.plant = simulation.plant();
  scenario.input = simulation.input();
  return line_of("random plant " + std::to_string(seed), scenario);
}

std::vector<std::string> lines_of(std::vector<std::string> scenarios) {
  std::vector<std::string> lines;
  for (std::uint64_t seed = 1; seed <= kPlants; ++seed) lines.push_back(random_line(seed));
  std::sort(scenarios.begin(), scenarios.end());
  for (const std::string& path : scenarios) {
    const std::string name = std::filesystem::path(path).parent_path().filename().string();
    lines.push_back(line_of(name, planttwin::scenario::load_scenario_or_throw(path)));
  }
  return lines;
}

int compare(const std::string& path, const std::vector<std::string>& lines) {
  std::ifstream file(path);
  std::string expected;
  int differences = 0;
  for (const std::string& line : lines) {
    if (!std::getline(file, expected)) expected.clear();
    if (line == expected) continue;
    ++differences;
    std::printf("expected  %s\nfound     %s\n", expected.c_str(), line.c_str());
  }
  if (std::getline(file, expected)) {
    ++differences;
    std::printf("expected  %s\nfound     nothing more\n", expected.c_str());
  }
  std::printf("%zu runs, %d differ\n", lines.size(), differences);
  return differences == 0 ? 0 : 1;
}

int run(std::vector<std::string> arguments) {
  const bool write = !arguments.empty() && arguments.front() == "--write";
  if (write) arguments.erase(arguments.begin());
  if (arguments.empty()) {
    std::fputs("usage: determinism [--write] GOLDEN [SCENARIO]...\n", stderr);
    return 2;
  }
  const std::string golden = arguments.front();
  arguments.erase(arguments.begin());
  const std::vector<std::string> lines = lines_of(arguments);
  if (!write) return compare(golden, lines);
  std::ofstream file(golden, std::ios::binary);
  for (const std::string& line : lines) file << line << '\n';
  return file.flush() ? 0 : 2;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
