#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace planttwin::testing {

// Runs of the SMT2020 data set HVLM by the program, from its import on. Skips, loudly, where the
// data are absent.
class Smt2020 : public ::testing::Test {
 protected:
  static std::string data_file(const std::string& name);

  void SetUp() override;
  void TearDown() override;

  // What the import has made, and another file for run().
  nlohmann::json imported() const;
  void write(const std::string& name, const nlohmann::json& scenario) const;

  // The result of a run without event log; `more` are further words of the command line.
  nlohmann::json run(const std::string& more, const std::string& name = "fab.json") const;

 private:
  std::filesystem::path folder_;
};

// The share of the time in which a work center is at work.
double busy_share(const nlohmann::json& work_center);

}  // namespace planttwin::testing
