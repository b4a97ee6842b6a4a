#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/fidelity/models.h"

// A case as a user would run it: two files, one command, and figures from result.json.
namespace planttwin::testing {
namespace {

constexpr double kSecondsPerUnit = 60;

class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("planttwin_fidelity_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path file(const std::string& name) const { return path_ / name; }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name)) << text;
  }

 private:
  std::filesystem::path path_;
};

// The result of the first replication of a case, by the program.
Json result_of(const StatisticalCase& made) {
  const Folder folder;
  folder.write("plant.json", made.plant);
  Json scenario = {{"scenario", "fidelity"}, {"plant", "plant.json"}};
  scenario.update(Json::parse(made.input));
  folder.write("scenario.json", scenario.dump());
  const std::string command = std::string(PLANTTWIN_PROGRAM) + " run " +
                              folder.file("scenario.json").string() + " --quiet --seed 7 --out " +
                              folder.file("out").string();
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::ifstream in(folder.file("out") / "result.json");
  return Json::parse(in);
}

// M/M/1/5 at 0.8: throughput 0.728944, 1.868332 lots, flow time 2.563065 (birth-death chain). The
// window of 30,000 units holds 22,000 lots; the tolerance of 6 % is five standard errors.
TEST(TheProgram, GivesTheFiguresOfAQueueInItsResult) {
  const StatisticalCase made =
      build_case({{"model", "M/M/c/K"}, {"lambda_", 0.8}, {"mu", 1.0}, {"c", 1}, {"K", 5}});
  const Json result = result_of(made);
  const auto figure = [&](const char* pointer) {
    return result.at(Json::json_pointer(pointer)).get<double>();
  };
  EXPECT_NEAR(figure("/kpis/throughput_per_h"), 0.728944 * 60, 0.06 * 0.728944 * 60);
  EXPECT_NEAR(figure("/kpis/wip_mean"), 1.868332, 0.06 * 1.868332);
  EXPECT_NEAR(figure("/products/P/cycle_time_s/mean") / kSecondsPerUnit, 2.563065, 0.06 * 2.563065);
  EXPECT_NEAR(figure("/work_centers/S/utilization"), 0.728944, 0.06 * 0.728944);
}

// The program and the tests' own way into the model give the same run.
TEST(TheProgram, GivesTheSameRunAsTheLibrary) {
  const StatisticalCase made =
      build_case({{"model", "reliable exponential line"}, {"mu", {1, 1, 1}}, {"buffers", {0, 0}}});
  const Json result = result_of(made);
  const Simulation simulation(made.plant, made.input);
  const plant::PlantRun run = simulation.finish(7);
  const Measured measured{simulation, run};
  EXPECT_DOUBLE_EQ(result.at("/products/P/completed"_json_pointer).get<double>(),
                   measured.completed("P"));
  EXPECT_DOUBLE_EQ(result.at("/machines/M2~11/states/blocked"_json_pointer).get<double>(),
                   measured.state("M2/1", plant::MachineStateCode::kBlocked));
}

}  // namespace
}  // namespace planttwin::testing
