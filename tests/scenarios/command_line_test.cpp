#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <thread>

#include "sim/json_document.h"
#include "tests/scenarios/program.h"
#include "tests/scenarios/small_plant.h"

// The program is started as a user would start it.
namespace planttwin::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class CommandLine : public ::testing::Test {
 protected:
  CommandLine() {
    folder_.write("plant.json", kPressPlant);
    folder_.write("scenario.json", kPressScenario);
    folder_.write("random.json", kRandomScenario);
  }

  ProgramOutcome planttwin(const std::vector<std::string>& arguments) const {
    return run_program(arguments, folder_.path());
  }
  // The text at a pointer into a result, as it is written.
  std::string value(const std::string& folder, const std::string& pointer) const {
    sim::Diagnostics diagnostics;
    const auto document =
        sim::JsonDocument::load(folder_.file(folder + "/result.json"), diagnostics);
    const sim::JsonNode* found = document ? document->find(pointer) : nullptr;
    return found == nullptr ? "(nothing)" : found->text;
  }
  std::string result(const std::string& folder) const {
    return read_text(folder_.file(folder + "/result.json"));
  }

  TemporaryFolder folder_;
};

TEST_F(CommandLine, RunWritesResultsWhereScenarioAndSeedSay) {
  const ProgramOutcome outcome = planttwin({"run", "scenario.json", "--trace", "none"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_error, IsEmpty());
  EXPECT_THAT(outcome.standard_output,
              AllOf(HasSubstr("makespan"), HasSubstr("30.0 min"), HasSubstr("PLATE"),
                    HasSubstr("half an hour is enough"), HasSubstr("runs/press/1")));
  EXPECT_EQ(value("runs/press/1", "/kpis/makespan_s"), "1800.0");
  EXPECT_EQ(value("runs/press/1", "/end/reason"), "completed");
  EXPECT_THAT(read_text(folder_.file("runs/press/1/timing.json")),
              AllOf(HasSubstr("wall_s"), HasSubstr("peak_rss_mb"), HasSubstr("events_per_s")));
}

// Plates are done at 10, 20 and 30 minutes; due dates are 15, 15 and 60 minutes.
TEST_F(CommandLine, AResultHasTheFiguresOfASmallRunWorkedOutByHand) {
  ASSERT_EQ(planttwin({"run", "scenario.json", "--trace", "none"}).exit_code, 0);
  const std::string run = "runs/press/1";
  EXPECT_EQ(value(run, "/orders/completed"), "3");
  EXPECT_EQ(value(run, "/orders/on_time"), "2");
  EXPECT_EQ(value(run, "/orders/tardiness_s/max"), "300.0");
  EXPECT_EQ(value(run, "/orders/tardiness_s/mean"), "100.0");
  EXPECT_EQ(value(run, "/products/PLATE/completed"), "3");
  EXPECT_EQ(value(run, "/products/PLATE/cycle_time_s/mean"), "1200.0");
  EXPECT_EQ(value(run, "/products/PLATE/cycle_time_s/sd"), "600.0");
  EXPECT_EQ(value(run, "/work_centers/PRESS/utilization"), "1.0");
  EXPECT_EQ(value(run, "/work_centers/PRESS/queue_length/mean"), "1.0");  // (2 + 1 + 0) / 3
  EXPECT_EQ(value(run, "/machines/PRESS~11/states/processing"), "1.0");
  EXPECT_EQ(value(run, "/machines/PRESS~11/mtbf_s"), "");  // null: nothing failed
  EXPECT_EQ(value(run, "/kpis/throughput_per_h"), "6.0");
  EXPECT_EQ(value(run, "/kpis/wip_mean"), "2.0");
  EXPECT_EQ(value(run, "/kpis/oee"), "1.0");
}

TEST_F(CommandLine, AMissedExpectationGivesExitCode1AndStillWritesResults) {
  const ProgramOutcome outcome = planttwin(
      {"run", "scenario.json", "--set", "/plant/routings/PLATE/operations/10/time=\"11 min\""});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.standard_output, HasSubstr("FAILED"));
  EXPECT_EQ(value("runs/press/1", "/kpis/makespan_s"), "1980.0");
}

TEST_F(CommandLine, BadInputGivesExitCode2AllErrorsAndWritesNothing) {
  folder_.write("plant.json", R"({"id": "P", "unit": "pcs",
    "materials": [{"id": "PLATE"}], "work_centers": [{"id": "PRESS", "machins": 1}],
    "routings": [{"id": "PLATE", "operations": [
      {"id": 10, "work_center": "PRES", "time": "10", "per": "lot"}]}]})");
  const std::vector<std::string> before = folder_.entries();
  const ProgramOutcome outcome = planttwin({"run", "scenario.json"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_output, IsEmpty());
  EXPECT_THAT(outcome.standard_error,
              AllOf(HasSubstr("plant.json:2:"), HasSubstr("/work_centers/PRESS/machins"),
                    HasSubstr("\"machines\""), HasSubstr("nearest: \"PRESS\""),
                    HasSubstr("a unit is needed")));
  EXPECT_EQ(folder_.entries(), before);
}

TEST_F(CommandLine, AWrongPointerOfAnExpectationIsBadInputBeforeTheRun) {
  const ProgramOutcome outcome =
      planttwin({"run", "scenario.json", "--set",
                 R"(/expectations=[{"name":"x","pointer":"/kpis/makespan","at_most":1}])"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("nearest: \"makespan_s\""));
  EXPECT_THAT(folder_.entries(), ElementsAre("plant.json", "random.json", "scenario.json"));
}

TEST_F(CommandLine, SetAddressesThePlantById) {
  const ProgramOutcome outcome =
      planttwin({"run", "scenario.json", "--set", "/plant/work_centers/PRESS/machines=3", "--set",
                 "/scenario=\"three\"", "--quiet"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_output, IsEmpty());
  EXPECT_EQ(value("runs/three/1", "/kpis/makespan_s"), "600.0");
}

TEST_F(CommandLine, SetOfAnUnknownElementNamesTheNearest) {
  const ProgramOutcome outcome =
      planttwin({"run", "scenario.json", "--set", "/plant/work_centers/PRES/machines=3"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, AllOf(HasSubstr("--set: /plant/work_centers/PRES/machines"),
                                            HasSubstr("nearest: \"PRESS\"")));
}

TEST_F(CommandLine, TheSameSeedGivesTheSameBytesAndAnotherSeedOthers) {
  ASSERT_EQ(planttwin({"run", "random.json", "--out", "a", "--trace", "none"}).exit_code, 0);
  ASSERT_EQ(planttwin({"run", "random.json", "--out", "b"}).exit_code, 0);
  ASSERT_EQ(planttwin({"run", "random.json", "--out", "c", "--seed", "6"}).exit_code, 0);
  EXPECT_EQ(result("a"), result("b"));
  EXPECT_NE(result("a"), result("c"));
}

TEST_F(CommandLine, TheHashOfTheInputIgnoresLayoutAndSeesEdits) {
  ASSERT_EQ(planttwin({"run", "random.json", "--out", "a"}).exit_code, 0);
  std::string inlined = kRandomScenario;
  inlined.replace(inlined.find("\"plant.json\""), 12, "// the same plant, inline\n" + kPressPlant);
  folder_.write("inlined.json", inlined);
  ASSERT_EQ(planttwin({"run", "inlined.json", "--out", "b"}).exit_code, 0);
  EXPECT_EQ(result("a"), result("b"));
  ASSERT_EQ(planttwin({"run", "random.json", "--out", "c", "--set", "/title=\"x\""}).exit_code, 0);
  EXPECT_NE(value("a", "/input_sha256"), value("c", "/input_sha256"));
}

TEST_F(CommandLine, ARunContinuedFromASavedStateEqualsOneThatWasNeverSaved) {
  ASSERT_EQ(planttwin({"run", "random.json", "--out", "whole"}).exit_code, 0);
  ASSERT_EQ(planttwin({"run", "random.json", "--out", "saving", "--save-state", "s", "--at",
                       "1 d 7 h 13 min"})
                .exit_code,
            0);
  EXPECT_EQ(result("saving"), result("whole"));
  const ProgramOutcome outcome =
      planttwin({"run", "random.json", "--out", "continued", "--from-state", "s"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(result("continued"), result("whole"));
}

TEST_F(CommandLine, ARunEndedEarlyCanBeContinued) {
  ASSERT_EQ(planttwin({"run", "random.json", "--out", "whole"}).exit_code, 0);
  ASSERT_EQ(planttwin({"run", "random.json", "--out", "part", "--until", "2025-01-07T06:00Z",
                       "--save-state", "s"})
                .exit_code,
            0);
  EXPECT_EQ(value("part", "/simulated_s"), "86400.0");
  ASSERT_EQ(planttwin({"run", "random.json", "--out", "rest", "--from-state", "s"}).exit_code, 0);
  EXPECT_EQ(result("rest"), result("whole"));
}

TEST_F(CommandLine, AStateOfAnotherInputOrABrokenOneIsRefused) {
  ASSERT_EQ(planttwin({"run", "random.json", "--save-state", "s", "--at", "1 d"}).exit_code, 0);
  const ProgramOutcome other =
      planttwin({"run", "scenario.json", "--from-state", "s", "--out", "x"});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.standard_error, StartsWith("planttwin: s: "));
  std::string bytes = read_text(folder_.file("s"));
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  folder_.write("broken", bytes);
  for (const std::string file : {"broken", "missing", "plant.json"}) {
    const ProgramOutcome outcome =
        planttwin({"run", "random.json", "--from-state", file, "--out", "x"});
    EXPECT_EQ(outcome.exit_code, 2) << file;
    EXPECT_THAT(outcome.standard_error, HasSubstr(file));
  }
  EXPECT_FALSE(std::filesystem::exists(folder_.file("x")));
}

TEST_F(CommandLine, ARunLeavesItsReportsAndTheyCanBeWrittenAgain) {
  ASSERT_EQ(planttwin({"run", "scenario.json", "--quiet"}).exit_code, 0);
  const std::string run = "runs/press/1";
  for (const std::string name : {"report.html", "junit.xml", "events.sqlite", "ocel.sqlite"}) {
    EXPECT_TRUE(std::filesystem::exists(folder_.path() / run / name)) << name;
  }
  std::filesystem::remove(folder_.path() / run / "ocel.sqlite");
  std::filesystem::remove(folder_.path() / run / "report.html");
  const ProgramOutcome exported = planttwin({"export", "ocel", run});
  EXPECT_EQ(exported.exit_code, 0) << exported.standard_error;
  EXPECT_EQ(exported.standard_output, run + "/ocel.sqlite\n");
  EXPECT_EQ(planttwin({"export", "ocel", run, "--json"}).standard_output,
            "{\n  \"file\": \"runs/press/1/ocel.sqlite\"\n}\n");
  EXPECT_EQ(planttwin({"report", run, "--quiet"}).standard_output, "");
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / run / "report.html"));
}

TEST_F(CommandLine, JsonPrintsTheResultAndNothingElse) {
  const ProgramOutcome outcome = planttwin({"run", "scenario.json", "--json"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.standard_output, result("runs/press/1"));
  EXPECT_THAT(outcome.standard_error, IsEmpty());
}

// A hundred years of random arrivals take seconds; the run has begun when its folder is there.
TEST_F(CommandLine, AnInterruptEndsCleanlyWithWhatWasDoneSoFar) {
  Program program({"run", "random.json", "--set", "/horizon=\"36500 d\"", "--trace", "none"},
                  folder_.path());
  for (int i = 0; i < 3000 && !std::filesystem::exists(folder_.file("runs/random")); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  kill(program.process(), SIGINT);
  const ProgramOutcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 1) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_output, HasSubstr("Stopped before the end"));
  EXPECT_EQ(value("runs/random/5", "/end/reason"), "stopped");
  EXPECT_GT(std::stod(value("runs/random/5", "/simulated_s")), 0);
  EXPECT_EQ(std::filesystem::exists(folder_.file("runs/random/5/timing.json")), true);
}

// Each machine holds a piece that wants to the other one, whose only place is taken.
TEST_F(CommandLine, ADeadlockedPlantEndsWithItsCycleNamedAndExitCode1) {
  folder_.write("plant.json", R"({
    "id": "CIRCLE", "unit": "pcs",
    "materials": [{"id": "THERE"}, {"id": "BACK"}],
    "work_centers": [{"id": "LEFT", "queue_capacity": 1}, {"id": "RIGHT", "queue_capacity": 1}],
    "routings": [
      {"id": "THERE", "operations": [
        {"id": 10, "work_center": "LEFT", "time": "1 min", "per": "lot"},
        {"id": 20, "work_center": "RIGHT", "time": "1 min", "per": "lot"}]},
      {"id": "BACK", "operations": [
        {"id": 10, "work_center": "RIGHT", "time": "1 min", "per": "lot"},
        {"id": 20, "work_center": "LEFT", "time": "1 min", "per": "lot"}]}]})");
  folder_.write("scenario.json", R"({
    "scenario": "circle", "plant": "plant.json", "start": "2025-01-06T06:00Z", "horizon": "1 d",
    "sources": [{"id": "S", "kind": "saturated", "product": "THERE", "quantity": "1 pcs"},
                {"id": "T", "kind": "saturated", "product": "BACK", "quantity": "1 pcs"}]})");
  const ProgramOutcome outcome = planttwin({"run", "scenario.json"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.standard_error;
  EXPECT_EQ(value("runs/circle/1", "/end/reason"), "deadlock");
  EXPECT_THAT(outcome.standard_output,
              AllOf(HasSubstr("deadlocked"), HasSubstr("LEFT"), HasSubstr("RIGHT")));
  EXPECT_THAT(result("runs/circle/1"), HasSubstr("\"passed\": false"));
}

TEST_F(CommandLine, ASecondRunReplacesTheResultsOfTheFirst) {
  ASSERT_EQ(planttwin({"run", "scenario.json"}).exit_code, 0);
  const std::string first = result("runs/press/1");
  ASSERT_EQ(planttwin({"run", "scenario.json", "--set", "/title=\"again\""}).exit_code, 0);
  EXPECT_NE(result("runs/press/1"), first);
  const std::filesystem::directory_iterator beside(folder_.file("runs/press"));
  EXPECT_EQ(std::distance(begin(beside), end(beside)), 1) << "something was left behind";
}

TEST_F(CommandLine, AFolderWithOtherThingsIsNotReplaced) {
  folder_.write("precious/thesis.tex", "x");
  const ProgramOutcome outcome = planttwin({"run", "scenario.json", "--out", "precious"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("will not replace"));
  EXPECT_EQ(read_text(folder_.file("precious/thesis.tex")), "x");
}

TEST_F(CommandLine, AnOutputFolderThatCannotBeMadeIsBadInput) {
  const ProgramOutcome outcome = planttwin({"run", "scenario.json", "--out", "plant.json/results"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("cannot write results to"));
}

TEST_F(CommandLine, AFullDiskGivesExitCode4AndLeavesNoHalfResults) {
  // Files may not grow beyond one block of 512 bytes: the write fails as on a full disk.
  Program shell("/bin/sh",
                {"-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" run scenario.json --trace none",
                 program_path()},
                folder_.path());
  const ProgramOutcome outcome = shell.finish();
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.standard_error, AllOf(HasSubstr("cannot write"), HasSubstr("too large")));
  EXPECT_FALSE(std::filesystem::exists(folder_.file("runs/press/1")));
}

TEST_F(CommandLine, CheckTellsPlantsFromScenariosAndFindsErrorsInAll) {
  const ProgramOutcome good = planttwin({"check", "plant.json", "scenario.json"});
  EXPECT_EQ(good.exit_code, 0);
  EXPECT_THAT(good.standard_output, AllOf(HasSubstr("plant.json: good plant PRESS_SHOP"),
                                          HasSubstr("scenario.json: good scenario press")));
  folder_.write("bad.json", R"({"scenario": "a b", "plant": "plant.json", "hrizon": "1 d"})");
  folder_.write("neither.json", "[]");
  const ProgramOutcome bad = planttwin({"check", "bad.json", "neither.json", "gone.json"});
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_THAT(bad.standard_error,
              AllOf(HasSubstr("bad.json:1:"), HasSubstr("\"horizon\""), HasSubstr("neither.json"),
                    HasSubstr("gone.json"), HasSubstr("cannot name a scenario")));
}

TEST_F(CommandLine, CheckFindsErrorsOfStacksAndTheirMappingsOnce) {
  folder_.write("mapping.json", R"({"id": "m", "write": [
    {"takes": ["Scrapped"], "steps": [{"send": "{body: .batch}"}]}],
    "read": {"stock": {"steps": [{"send": "{}"}]}, "documents": {"steps": [{"send": "{}"}]}}})");
  folder_.write("stack.json", R"({"id": "s", "connections": [{"id": "erp", "url": "http://erp"}],
    "record": {"connection": "erp", "mapping": "mapping.json"},
    "postings": {"connection": "erp", "mapping": "mapping.json"}})");
  const ProgramOutcome good = planttwin({"check", "stack.json", "mapping.json"});
  EXPECT_EQ(good.exit_code, 0) << good.standard_error;
  EXPECT_EQ(good.standard_output,
            "stack.json: good stack s: 0 parts, 1 connection, 0 taps\n"
            "mapping.json: good mapping m: 1 message taken, 0 messages ignored, 3 programs\n");

  folder_.write("mapping.json", R"({"id": "m", "write": [
    {"takes": ["Scraped"], "steps": [{"send": "{body: .batch"}]}]})");
  folder_.write("stack.json", R"({"id": "s",
    "connections": [{"id": "erp", "url": "mqtts//erp", "mqtt_version": 4}],
    "record": {"connection": "epr", "mapping": "mapping.json"},
    "postings": {"connection": "erp", "mapping": "mapping.json"}, "delivery": {"can_ask": true}})");
  const ProgramOutcome bad = planttwin({"check", "stack.json"});
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_THAT(bad.standard_error,
              AllOf(HasSubstr("/takes: no message \"Scraped\"; nearest: \"Scrapped\""),
                    HasSubstr(": jq: "), HasSubstr("no connection \"epr\"; nearest: \"erp\""),
                    HasSubstr("/mqtt_version: "), HasSubstr("/url: "), HasSubstr("/can_ask: "),
                    HasSubstr("how documents and stock are read"), HasSubstr("7 errors")));
}

TEST_F(CommandLine, CheckReportsErrorsAsJson) {
  folder_.write("bad.json", R"({"materials": 5})");
  const ProgramOutcome outcome = planttwin({"check", "--json", "bad.json"});
  EXPECT_EQ(outcome.exit_code, 2);
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::parse(outcome.standard_output, "output", diagnostics);
  ASSERT_TRUE(document.has_value()) << diagnostics.text();
  EXPECT_EQ(document->root().elements[0].member("kind")->text, "plant");
  EXPECT_FALSE(document->root().elements[0].member("errors")->elements.empty());
}

TEST_F(CommandLine, HelpHasExamplesAndUsageErrorsAreBadInput) {
  for (const std::string command : {"check", "run", "experiment", "compare", "report", "export",
                                    "import", "drive", "replay", "reconcile"}) {
    const ProgramOutcome help = planttwin({command, "--help"});
    EXPECT_EQ(help.exit_code, 0) << command;
    EXPECT_THAT(help.standard_output, HasSubstr("Examples:\n  planttwin " + command));
  }
  EXPECT_THAT(planttwin({"--version"}).standard_output, StartsWith("planttwin 0."));
  EXPECT_EQ(planttwin({}).exit_code, 2);
  EXPECT_EQ(planttwin({"walk"}).exit_code, 2);
  EXPECT_EQ(planttwin({"run", "scenario.json", "--trace", "some"}).exit_code, 2);
  EXPECT_EQ(planttwin({"run", "scenario.json", "--until", "tomorrow"}).exit_code, 2);
  EXPECT_EQ(planttwin({"run", "random.json", "--until", "4 d"}).exit_code, 2);
  EXPECT_EQ(planttwin({"run", "random.json", "--at", "1 d"}).exit_code, 2);
  EXPECT_EQ(planttwin({"run", "random.json", "--set", "seed=3"}).exit_code, 2);
  EXPECT_THAT(folder_.entries(), Not(::testing::Contains(StartsWith("runs"))));
}

TEST_F(CommandLine, AMistypedCommandOrOptionIsNamedWithTheNearest) {
  const auto error = [this](const std::vector<std::string>& arguments) {
    return planttwin(arguments).standard_error;
  };
  EXPECT_THAT(error({}),
              StartsWith("planttwin: a command is missing: one of check, run, experiment, compare, "
                         "optimize"));
  EXPECT_THAT(error({"rnu", "scenario.json"}),
              AllOf(StartsWith("planttwin: no command \"rnu\"; expected one of check, run"),
                    HasSubstr("nearest: \"run\"\nplanttwin --help says more\n")));
  EXPECT_THAT(error({"run", "--sed", "3", "scenario.json"}),
              StartsWith("planttwin run: no option \"--sed\"; nearest: \"--seed\""));
  EXPECT_THAT(error({"run", "scenario.json", "plant.json"}),
              StartsWith("planttwin run: unexpected argument \"plant.json\"\n"));
  EXPECT_THAT(error({"run", "scenario.json", "--trace", "some"}),
              StartsWith("planttwin run: --trace: some not in {full,none}\n"));
  EXPECT_THAT(error({"export", "csv", "runs"}),
              StartsWith("planttwin export: no command \"csv\"; expected one of ocel\n"));
}

TEST_F(CommandLine, APlantInPlaceOfAScenarioIsCalledSo) {
  const ProgramOutcome outcome = planttwin({"run", "plant.json"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error,
              AllOf(StartsWith("plant.json:"), HasSubstr("this is a plant; expected a scenario"),
                    Not(HasSubstr("unknown member"))));
}

TEST_F(CommandLine, ReportsCanBeWrittenAgain) {
  ASSERT_EQ(planttwin({"run", "scenario.json"}).exit_code, 0);
  const ProgramOutcome outcome = planttwin({"report", "runs/press/1"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_output, HasSubstr("makespan"));
  EXPECT_EQ(planttwin({"report", "runs"}).exit_code, 2);
}

TEST_F(CommandLine, AnImportedJobShopRuns) {
  folder_.write("two.txt", "2 2\n0 3 1 2\n1 4 0 1\n");
  const ProgramOutcome imported =
      planttwin({"import", "jobshop", "two.txt", "--out", "two", "--time-unit", "s"});
  ASSERT_EQ(imported.exit_code, 0) << imported.standard_error;
  ASSERT_EQ(planttwin({"run", "two/scenario.json", "--out", "a"}).exit_code, 0);
  // M0: job 1 from 0 to 3, job 2 from 4 to 5. M1: job 2 from 0 to 4, job 1 from 4 to 6.
  EXPECT_EQ(value("a", "/kpis/makespan_s"), "6.0");
  ASSERT_EQ(planttwin({"import", "jobshop", "two.txt", "--out", "two.json"}).exit_code, 0);
  ASSERT_EQ(planttwin({"run", "two.json", "--out", "b"}).exit_code, 0);
  EXPECT_EQ(value("b", "/kpis/makespan_s"), "360.0");
}

TEST_F(CommandLine, ABadJobShopIsBadInputAndWritesNothing) {
  folder_.write("bad.txt", "2 2\n0 3 1 2\n1 4 7 1\n");
  const ProgramOutcome outcome = planttwin({"import", "jobshop", "bad.txt", "--out", "bad"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("bad.txt:3:"));
  EXPECT_FALSE(std::filesystem::exists(folder_.file("bad")));
  EXPECT_EQ(planttwin({"import", "jobshop", "plant.json", "--out", "bad"}).exit_code, 2);
}

}  // namespace
}  // namespace planttwin::testing
