#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/compare/compare_command.h"
#include "sim/json_document.h"
#include "tests/scenarios/program.h"

namespace planttwin::compare {

// compare.json: the verdicts of figures, and what else it says of them.
class Compared {
 public:
  explicit Compared(const std::string& text) {
    sim::Diagnostics diagnostics;
    const auto document = sim::JsonDocument::parse(text, "compare.json", diagnostics);
    EXPECT_TRUE(document.has_value()) << diagnostics.text() << text;
    if (document) document_ = *document;
  }
  std::string member(const std::string& kpi, const std::string& key,
                     const std::string& variant = "") const {
    const sim::JsonNode* figures = document_.find("/figures");
    if (figures == nullptr) return "(no figures)";
    for (const sim::JsonNode& figure : figures->elements) {
      if (figure.member("kpi")->text != kpi) continue;
      if (!variant.empty() && figure.member("variant")->text != variant) continue;
      return figure.member(key)->text;
    }
    return "(no such figure)";
  }
  std::string verdict(const std::string& kpi, const std::string& variant = "") const {
    return member(kpi, "verdict", variant);
  }
  std::string text(const std::string& pointer) const {
    const sim::JsonNode* found = document_.find(pointer);
    return found == nullptr ? "(nothing)" : found->text;
  }

 private:
  sim::JsonDocument document_;
};

// planttwin compare in a folder of its own.
class CompareTest : public ::testing::Test {
 protected:
  testing::ProgramOutcome compare(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all{"compare"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return testing::run_program(all, folder_.path());
  }
  // compare.json of the same command, in this process, which is quicker.
  Compared compared(const std::vector<std::string>& arguments, int exit_code) const {
    CompareOptions options;
    options.base = folder_.file(arguments[0]);
    options.candidate = folder_.file(arguments[1]);
    for (std::size_t i = 2; i + 1 < arguments.size(); i += 2) {
      if (arguments[i] == "--tolerance") options.tolerances.push_back(arguments[i + 1]);
      if (arguments[i] == "--gates") options.gates = folder_.file(arguments[i + 1]);
      if (arguments[i] == "--alpha") options.alpha = std::stod(arguments[i + 1]);
    }
    options.out = folder_.file("compared");
    options.quiet = true;
    try {
      EXPECT_EQ(static_cast<int>(compare_command(options)), exit_code);
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
      return Compared("{}");
    }
    return Compared(testing::read_text(folder_.file("compared/compare.json")));
  }
  // What a refusal says. Nothing is written.
  std::string refusal(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--out", "out"});
    const testing::ProgramOutcome outcome = compare(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << outcome.standard_output;
    EXPECT_THAT(outcome.standard_output, ::testing::IsEmpty());
    EXPECT_FALSE(std::filesystem::exists(folder_.file("out")));
    return outcome.standard_error;
  }

  testing::TemporaryFolder folder_;
};

}  // namespace planttwin::compare
