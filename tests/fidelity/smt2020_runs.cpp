#include "tests/fidelity/smt2020_runs.h"

#include <cstdlib>
#include <fstream>

#include "tests/support/shared_data.h"

namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kData = "datasets/smt2020_hvlm";

void command(const std::string& words) {
  ASSERT_EQ(std::system((std::string(PLANTTWIN_PROGRAM) + " " + words).c_str()), 0) << words;
}

json parse_file(const fs::path& path) {
  std::ifstream in(path);
  return json::parse(in);
}

}  // namespace

std::string Smt2020::data_file(const std::string& name) {
  return (shared_data(kData) / name).string();
}

void Smt2020::SetUp() {
  if (!fs::exists(shared_data(kData))) GTEST_SKIP() << missing_data_text(kData);
  std::string pattern = (fs::temp_directory_path() / "planttwin-smt2020-XXXXXX").string();
  ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
  folder_ = pattern;
  command("import smt2020 " + shared_data(kData).string() + " --out " +
          (folder_ / "fab.json").string() + " --quiet");
}

void Smt2020::TearDown() {
  if (!folder_.empty()) fs::remove_all(folder_);
}

json Smt2020::imported() const { return parse_file(folder_ / "fab.json"); }

void Smt2020::write(const std::string& name, const json& scenario) const {
  std::ofstream(folder_ / name) << scenario;
}

json Smt2020::run(const std::string& more, const std::string& name) const {
  const fs::path results = folder_ / "run";
  command("run " + (folder_ / name).string() + " --trace none --quiet --out " + results.string() +
          " " + more);
  return parse_file(results / "result.json");
}

double busy_share(const json& work_center) {
  const json& states = work_center.at("states");
  return states.at("processing").get<double>() + states.at("loading").get<double>();
}

}  // namespace planttwin::testing
