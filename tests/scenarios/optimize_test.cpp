// Studies: the search against enumeration, its budget, fronts, constraints, and what is refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <numeric>
#include <set>
#include <thread>

#include "scenarios/optimize/answer.h"
#include "scenarios/optimize/front.h"
#include "scenarios/optimize/search.h"
#include "scenarios/optimize/space.h"
#include "sim/json_document.h"
#include "tests/scenarios/program.h"

namespace planttwin::optimize {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Program;
using testing::ProgramOutcome;
using testing::run_program;
using testing::TemporaryFolder;

std::vector<Score> scores_of(const std::vector<Point>& points,
                             const std::function<Score(const Point&)>& score) {
  std::vector<Score> scores;
  for (const Point& point : points) scores.push_back(score(point));
  return scores;
}

Score score(std::vector<double> objectives, double violation = 0) {
  return {.objectives = std::move(objectives), .violation = violation};
}

// By hand: of the six points (3, 1) is dominated by (2, 1), (2, 3) by (1, 3), the last is
// forbidden.
TEST(Front, HasThePointsThatNoOtherDominates) {
  const std::vector<Score> scores = {score({3, 1}), score({1, 3}),    score({2, 1}),
                                     score({2, 3}), score({0, 0}, 1), score({1, 3})};
  EXPECT_THAT(front_of(scores), ElementsAre(1, 5, 2));
  EXPECT_TRUE(dominates(score({9}), score({1}, 0.1)));
  EXPECT_TRUE(dominates(score({9}, 0.1), score({1}, 0.2)));
  EXPECT_THAT(spread({7, 6, 5, 4, 3}, 3), ElementsAre(7, 5, 3));
}

// By hand, up to (4, 5): the rectangles 3 x 2 and 2 x 2; (5, 0) is no better than the reference.
TEST(Front, DominatesAnAreaUpToAReference) {
  EXPECT_EQ(hypervolume({score({1, 3}), score({2, 1}), score({5, 0})}, {4, 5}), 10);
  EXPECT_EQ(hypervolume({}, {4, 5}), 0);
}

SearchSpace space_of(std::vector<std::size_t> levels, std::size_t most_in_all) {
  SearchSpace space;
  space.levels = std::move(levels);
  space.outside = [most_in_all](const Point& point) {
    const std::size_t sum = std::accumulate(point.begin(), point.end(), std::size_t{0});
    return sum > most_in_all ? static_cast<double>(sum - most_in_all) : 0;
  };
  return space;
}

TEST(Space, HasAllPointsThatAreInsideAndMovesOthersThere) {
  const SearchSpace space = space_of({3, 3}, 2);
  EXPECT_THAT(all_points(space, 6).value(), ElementsAre(Point{0, 0}, Point{0, 1}, Point{0, 2},
                                                        Point{1, 0}, Point{1, 1}, Point{2, 0}));
  EXPECT_FALSE(all_points(space, 5));
  const Point moved = inside(space, {2, 2}).value();
  EXPECT_EQ(moved[0] + moved[1], 2U);
  EXPECT_EQ(inside(space, {1, 1}), Point({1, 1}));
  const SearchSpace nowhere{
      .levels = {3}, .objectives = 1, .outside = [](const Point&) { return 1; }};
  EXPECT_FALSE(inside(nowhere, {1}));
}

// What places bring, as a formula: each has less effect than the one before it. 560 points are
// inside.
Score of_places(const Point& point) {
  const double one = static_cast<double>(point[0] + 1), two = static_cast<double>(point[1] + 1),
               three = static_cast<double>(point[2] + 1);
  return score({20 / (one + 2) + 30 / (two + 3) + 10 / (three + 1)});
}

TEST(Search, FindsTheOptimumOfAFormulaWithAFractionOfItsPoints) {
  const SearchSpace space = space_of({14, 14, 14}, 13);
  const std::vector<Point> all = all_points(space, 10'000).value();
  ASSERT_EQ(all.size(), 560U);
  const std::vector<Score> scores = scores_of(all, of_places);
  const Point best = all[front_of(scores).front()];
  int found = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    std::set<Point> asked;
    const SearchOutcome outcome = search(space, {.population = 8, .most_points = 112, .seed = seed},
                                         [&](const std::vector<Point>& points) {
                                           for (const Point& point : points) {
                                             EXPECT_TRUE(asked.insert(point).second)
                                                 << "asked for twice";
                                             EXPECT_EQ(space.outside(point), 0);
                                           }
                                           return scores_of(points, of_places);
                                         });
    EXPECT_LE(outcome.points.size(), 112U);
    EXPECT_EQ(outcome.points.size(), asked.size());
    EXPECT_EQ(outcome.generations.back(), asked.size());
    if (outcome.points[front_of(outcome.scores).front()] == best) ++found;
  }
  EXPECT_GE(found, 8);
}

// Every generation is asked for at once, so that its runs can be made side by side; and runs are
// forked from this process, which a thread would spoil.
TEST(Search, AsksForGenerationsAtOnceAndMakesNoThread) {
  const auto threads = [] {
    using Entries = std::filesystem::directory_iterator;
    return std::distance(Entries("/proc/self/task"), Entries());
  };
  const auto before = threads();
  for (const std::size_t objectives : {1, 2}) {
    SearchSpace space = space_of({20, 20, 20, 20}, 80);
    space.objectives = objectives;
    const SearchOutcome outcome = search(
        space, {.population = 40, .most_points = 200, .seed = 1},
        [&](const std::vector<Point>& points) {
          EXPECT_EQ(threads(), before);
          return scores_of(points, [&](const Point& point) {
            std::vector<double> sums(objectives, 0);
            for (const std::size_t level : point) {
              sums.front() += static_cast<double>(level);
              sums.back() += objectives > 1 ? static_cast<double>((19 - level) * (19 - level)) : 0;
            }
            return score(sums);
          });
        });
    EXPECT_EQ(outcome.points.size(), 200U);
    EXPECT_EQ(outcome.generations.front(), 40U);
    EXPECT_LE(outcome.generations.size(), 20U);
  }
}

TEST(Search, EndsWhenThereIsNothingNew) {
  const SearchSpace space = space_of({2, 2}, 2);
  const SearchOutcome outcome =
      search(space, {.population = 8, .most_points = 100, .seed = 1},
             [](const std::vector<Point>& points) {
               return scores_of(points, [](const Point&) { return score({1}); });
             });
  EXPECT_EQ(outcome.points.size(), 4U);
}

// A short line whose first machine never waits for work; times are random.
const std::string kLine = R"({
  "scenario": "line", "start": "2025-01-06T06:00Z", "horizon": "10 h", "warm_up": "1 h",
  "sources": [{"id": "CASTINGS", "kind": "saturated", "product": "PART", "quantity": "1 pcs"}],
  "plant": {"id": "SHOP", "unit": "pcs", "materials": [{"id": "PART"}],
    "work_centers": [{"id": "SAW", "queue_capacity": 1}, {"id": "MILL", "queue_capacity": 1},
                     {"id": "DRILL", "queue_capacity": 1}],
    "routings": [{"id": "PART", "operations": [
      {"id": 10, "work_center": "SAW", "per": "lot", "time": {"exponential": {"mean": "2 min"}}},
      {"id": 20, "work_center": "MILL", "per": "lot", "time": {"exponential": {"mean": "2 min"}}},
      {"id": 30, "work_center": "DRILL", "per": "lot",
       "time": {"exponential": {"mean": "1 min"}}}]}]}})";

const std::string kFactors = R"("factors": [
  {"id": "mill", "pointers": ["/plant/work_centers/MILL/queue_capacity"], "from": 1, "to": 12},
  {"id": "drill", "pointers": ["/plant/work_centers/DRILL/queue_capacity"], "from": 1, "to": 12}])";
const std::string kThroughput =
    R"({"id": "throughput", "pointer": "/kpis/throughput_per_h", "better": "more"})";
const std::string kWip = R"({"id": "wip", "pointer": "/kpis/wip_mean", "better": "less"})";
const std::string kSum =
    R"({"id": "places", "sum": {"mill": 1, "drill": 1}, "at_most": 12})";  // 66 points

class OptimizeCommand : public ::testing::Test {
 protected:
  OptimizeCommand() { folder_.write("line.json", kLine); }

  ProgramOutcome run(const std::string& members, const std::vector<std::string>& more = {}) const {
    write(members);
    std::vector<std::string> arguments = {"optimize", "study.json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(arguments, folder_.path());
  }
  void write(const std::string& members) const {
    folder_.write("study.json", R"({"study": "places", "scenario": "line.json", )" + members + "}");
  }
  std::string text(const std::string& out) const {
    return testing::read_text(folder_.file(out + "/optimize.json"));
  }
  sim::JsonNode result(const std::string& out) const {
    sim::Diagnostics diagnostics;
    const auto document =
        sim::JsonDocument::load(folder_.file(out + "/optimize.json"), diagnostics);
    return document ? document->root() : sim::JsonNode();
  }

  TemporaryFolder folder_;
};

const sim::JsonNode& at(const sim::JsonNode& node, const std::vector<std::string>& names) {
  static const sim::JsonNode kNothing;
  const sim::JsonNode* found = &node;
  for (const std::string& name : names) {
    found = found->member(name);
    if (found == nullptr) return kNothing;
  }
  return *found;
}

// "mill 3, drill 2: throughput 24.5" by the runs of the search.
std::vector<std::string> points_of(const sim::JsonNode& result, const char* list,
                                   const std::vector<std::string>& figures) {
  std::vector<std::string> points;
  for (const sim::JsonNode& point : at(result, {list}).elements) {
    std::string text;
    for (const sim::JsonMember& level : at(point, {"levels"}).members) {
      text += level.name + " " + level.value.text + " ";
    }
    for (const std::string& figure : figures) {
      text += figure + " " + at(point, {"searched", "figures", figure, "mean"}).text + " ";
    }
    points.push_back(text);
  }
  return points;
}

std::string one_objective(const std::string& budget) {
  return kFactors + R"(, "objectives": [)" + kThroughput + R"(], "constraints": [)" + kSum +
         R"(], "replications": 3, "confirm": 0, "candidates": 1, "budget": )" + budget;
}

// Same luck, so that the best of 66 points by the search is the best of all of them exactly.
TEST_F(OptimizeCommand, FindsWhatEnumerationFindsWithAFractionOfTheRuns) {
  EXPECT_EQ(run(one_objective("198"), {"--out", "all"}).exit_code, 0);
  const ProgramOutcome searched = run(one_objective("100"), {"--out", "some"});
  EXPECT_EQ(searched.exit_code, 0) << searched.standard_error;
  const sim::JsonNode all = result("all"), some = result("some");
  EXPECT_EQ(at(all, {"method"}).text, "enumeration");
  EXPECT_EQ(at(all, {"evaluated"}).text, "66");
  EXPECT_EQ(at(some, {"method"}).text, "sga");
  EXPECT_EQ(at(some, {"evaluated"}).text, "33");
  EXPECT_EQ(at(some, {"runs", "search"}).text, "99");
  EXPECT_THAT(points_of(all, "front", {"throughput"}), ::testing::SizeIs(1));
  EXPECT_EQ(points_of(some, "front", {"throughput"}), points_of(all, "front", {"throughput"}));
  // Of the enumeration itself: no other point has a better mean.
  double best = 0;
  for (const sim::JsonNode& point : at(all, {"points"}).elements) {
    best = std::max(best, std::stod(at(point, {"means", "throughput"}).text));
    EXPECT_LE(std::stoi(at(point, {"levels", "mill"}).text) +
                  std::stoi(at(point, {"levels", "drill"}).text),
              12);
  }
  const sim::JsonNode& front = at(all, {"front"}).elements.front();
  EXPECT_EQ(std::stod(at(front, {"searched", "figures", "throughput", "mean"}).text), best);
  EXPECT_THAT(searched.standard_output, HasSubstr("places: most throughput with mill "));
}

std::string two_objectives(const std::string& budget) {
  return R"("factors": [
    {"id": "mill", "pointers": ["/plant/work_centers/MILL/queue_capacity"], "from": 1, "to": 8},
    {"id": "saw", "levels": [{"id": "old"}, {"id": "new", "changes":
      {"/plant/routings/PART/operations/10/time": "110 s"}}]},
    {"id": "drill", "pointers": ["/plant/work_centers/DRILL/queue_capacity"],
     "from": 1, "to": 3}], "objectives": [)" +
         kThroughput + ", " + kWip +
         R"(], "replications": 2, "confirm": 0, "candidates": 1, "seed": 2, "population": 12,
         "budget": )" +
         budget;
}

TEST_F(OptimizeCommand, FindsTheFrontOfTwoObjectives) {
  EXPECT_EQ(run(two_objectives("96"), {"--out", "all"}).exit_code, 0);
  EXPECT_EQ(run(two_objectives("72"), {"--out", "some"}).exit_code, 0);
  const sim::JsonNode all = result("all"), some = result("some");
  EXPECT_EQ(at(all, {"method"}).text, "enumeration");
  EXPECT_EQ(at(some, {"method"}).text, "nsga2");
  EXPECT_EQ(points_of(some, "front", {"throughput", "wip"}),
            points_of(all, "front", {"throughput", "wip"}));
  // The front of the enumeration, found anew from the list of all points.
  std::size_t best = 0;
  const std::vector<sim::JsonNode>& points = at(all, {"points"}).elements;
  const auto mean = [](const sim::JsonNode& point, const char* figure) {
    return std::stod(at(point, {"means", figure}).text);
  };
  for (const sim::JsonNode& one : points) {
    const bool dominated =
        std::any_of(points.begin(), points.end(), [&](const sim::JsonNode& other) {
          return mean(other, "throughput") >= mean(one, "throughput") &&
                 mean(other, "wip") <= mean(one, "wip") &&
                 (mean(other, "throughput") > mean(one, "throughput") ||
                  mean(other, "wip") < mean(one, "wip"));
        });
    if (!dominated) ++best;
  }
  EXPECT_EQ(at(all, {"front"}).elements.size(), best);
  EXPECT_GT(best, 3U);
  // The hypervolume grows, and its reference is said.
  EXPECT_EQ(at(some, {"convergence", "measure"}).text, "hypervolume");
  EXPECT_TRUE(at(some, {"convergence", "reference", "wip"}).is_number());
  double last = 0;
  for (const sim::JsonNode& generation : at(some, {"convergence", "generations"}).elements) {
    const double value = std::stod(at(generation, {"value"}).text);
    EXPECT_GE(value, last);
    last = value;
  }
}

std::string confirmed(const std::string& constraints) {
  return kFactors + R"(, "objectives": [)" + kThroughput + R"(], "constraints": [)" + kSum +
         constraints + R"(], "replications": 2, "confirm": 8, "candidates": 3, "budget": 70)";
}

TEST_F(OptimizeCommand, ConfirmsCandidatesWithFreshRunsWithinTheBudget) {
  EXPECT_EQ(
      run(confirmed(R"(, {"id": "wip", "pointer": "/kpis/wip_mean", "at_most": 5})")).exit_code, 0);
  const sim::JsonNode found = result("runs/places");
  EXPECT_EQ(at(found, {"runs", "search"}).text, "46");
  EXPECT_EQ(at(found, {"runs", "confirmation"}).text, "24");
  const sim::JsonNode& best = at(found, {"front"}).elements.at(0);
  EXPECT_EQ(at(best, {"confirmed", "replications"}).text, "8");
  EXPECT_EQ(at(best, {"confirmed", "figures", "throughput", "n"}).text, "8");
  EXPECT_NE(at(best, {"confirmed", "figures", "throughput", "mean"}).text,
            at(best, {"searched", "figures", "throughput", "mean"}).text);
  EXPECT_LE(std::stod(at(best, {"confirmed", "figures", "wip", "mean"}).text), 5);
  // The search has seen points with more, which are better otherwise.
  bool refused = false;
  for (const sim::JsonNode& point : at(found, {"points"}).elements) {
    const bool within = std::stod(at(point, {"means", "wip"}).text) <= 5;
    EXPECT_EQ(at(point, {"feasible"}).boolean, within);
    refused = refused || !within;
  }
  EXPECT_TRUE(refused);
  for (const sim::JsonNode& other : at(found, {"others"}).elements) {
    if (!at(other, {"confirmed", "feasible"}).boolean) continue;
    EXPECT_LE(std::stod(at(other, {"confirmed", "figures", "throughput", "mean"}).text),
              std::stod(at(best, {"confirmed", "figures", "throughput", "mean"}).text));
  }
}

TEST_F(OptimizeCommand, SaysWhenNoPointIsFeasible) {
  const ProgramOutcome outcome =
      run(confirmed(R"(, {"id": "wip", "pointer": "/kpis/wip_mean", "at_most": 0.1})"));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.standard_output, HasSubstr("none of 23 points keeps to the constraints"));
  const sim::JsonNode found = result("runs/places");
  EXPECT_FALSE(at(found, {"feasible"}).boolean);
  EXPECT_TRUE(at(found, {"front"}).elements.empty());
  EXPECT_EQ(at(found, {"nearest"}).elements.size(), 1U);
  EXPECT_EQ(at(found, {"runs", "confirmation"}).text, "0");
}

TEST_F(OptimizeCommand, GivesTheSameBytesWithAnyNumberOfJobs) {
  run(confirmed(""), {"--jobs", "1", "--out", "one"});
  run(confirmed(""), {"--jobs", "4", "--out", "four"});
  EXPECT_FALSE(text("one").empty());
  EXPECT_EQ(text("one"), text("four"));
}

TEST_F(OptimizeCommand, GoesOnAfterItWasKilledAndGivesTheSameBytes) {
  const std::string members = confirmed(R"(, {"id": "wip", "pointer": "/kpis/wip_mean",
    "at_most": 6})") + R"(, "changes": {"/horizon": "60 h"})";
  run(members, {"--out", "whole"});
  write(members);
  Program killed({"optimize", "study.json", "--jobs", "1", "--out", "parts"}, folder_.path());
  const std::string log = folder_.file("parts/optimize.sqlite-wal");
  for (int i = 0; i < 2'000; ++i) {
    std::error_code none;
    if (std::filesystem::file_size(log, none) > 40'000 && !none) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  ::kill(killed.process(), SIGKILL);
  killed.finish();
  const bool was_killed = !std::filesystem::exists(folder_.file("parts/optimize.json"));
  EXPECT_TRUE(was_killed) << "it was over before it could be killed";
  EXPECT_EQ(run(members, {"--out", "parts", "--resume"}).exit_code, 0);
  EXPECT_EQ(text("parts"), text("whole"));
}

TEST_F(OptimizeCommand, RefusesWhatIsWrongWithItsPlace) {
  const auto refusal = [&](const std::string& members) {
    const ProgramOutcome outcome = run(members);
    EXPECT_EQ(outcome.exit_code, 2) << members;
    EXPECT_FALSE(std::filesystem::exists(folder_.file("runs")));
    return outcome.standard_error;
  };
  const std::string objectives = R"(, "objectives": [)" + kThroughput + "]";
  // All at once.
  EXPECT_THAT(
      refusal(R"("factors": [{"id": "mill", "pointers": ["plant"], "from": 3, "to": 1}],
                          "objectives": [{"id": "x", "pointer": "/kpis", "better": "best"}],
                          "budgets": 4)"),
      AllOf(HasSubstr("study.json:1:"), HasSubstr("a pointer begins with a slash"),
            HasSubstr("a factor has two levels at least"), HasSubstr("/objectives/x/better"),
            HasSubstr("\"budgets\""), HasSubstr("\"budget\"")));
  EXPECT_THAT(refusal(kFactors + R"(, "budget": 500)"), HasSubstr("there must be one or two"));
  EXPECT_THAT(refusal(kFactors + objectives + R"(, "budget": 94)"),
              AllOf(HasSubstr("/budget"), HasSubstr("leaves no runs for a search")));
  EXPECT_THAT(refusal(kFactors + objectives + R"(, "budget": 500, "constraints": [
                {"id": "places", "sum": {"mil": 1}, "at_most": 3}, {"id": "open", "sum": {"mill": 1}},
                {"id": "none", "sum": {"drill": 1}, "at_least": 5, "at_most": 4}])"),
              AllOf(HasSubstr("no factor \"mil\""), HasSubstr("nearest: \"mill\""),
                    HasSubstr("needs \"at_least\" or \"at_most\""),
                    HasSubstr("is less than \"at_least\"")));
  EXPECT_THAT(refusal(kFactors + objectives + R"(, "budget": 500, "constraints": [
                {"id": "places", "sum": {"mill": 1, "drill": 1}, "at_most": 1}])"),
              HasSubstr("no point obeys the sums"));
  EXPECT_THAT(refusal(R"("factors": [{"id": "mill", "pointers":
                ["/plant/work_centers/MIL/queue_capacity"], "from": 1, "to": 4}], "budget": 500)" +
                      objectives),
              HasSubstr("nearest: \"MILL\""));
  EXPECT_THAT(refusal(kFactors + R"(, "budget": 500, "objectives": [
                {"id": "x", "pointer": "/kpis/troughput_per_h", "better": "more"}])"),
              HasSubstr("throughput_per_h"));
}

// The search took the first three for feasible, and fresh runs refuted the two that got some.
TEST(Answer, IsNearestByFreshRunsWhenTheyRefuteAllCandidates) {
  Study study;
  study.objectives = 1;
  study.confirm = 2;
  study.experiment.kpis.resize(1);
  StudyOutcome outcome;
  for (std::size_t level = 0; level < 4; ++level) {
    StudyPoint point{.levels = {level},
                     .searched = {},
                     .score = {{1}, 0},
                     .confirmed = {},
                     .confirmed_score = {}};
    if (level == 1) point.confirmed_score = Score{{1}, 0.5};
    if (level == 2) point.confirmed_score = Score{{1}, 0.2};
    if (level == 3) point.score.violation = 0.1;
    outcome.points.push_back(std::move(point));
  }
  add_answer(study, outcome);
  EXPECT_TRUE(outcome.front.empty());
  EXPECT_EQ(outcome.nearest, 2U);
}

TEST_F(OptimizeCommand, RefusesABadLevelInTheMiddleOfAListBeforeItRuns) {
  const ProgramOutcome outcome = run(R"("factors": [{"id": "mill", "pointers":
      ["/plant/work_centers/MILL/queue_capacity"], "levels": [4, -3, 6]}], "budget": 500,
      "objectives": [)" + kThroughput +
                                     "]");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("mill=-3"));
  EXPECT_FALSE(std::filesystem::exists(folder_.file("runs")));
}

TEST_F(OptimizeCommand, IsNotSharedByRanks) {
  write(confirmed(""));
  testing::Program program("/usr/bin/env",
                           {"OMPI_COMM_WORLD_SIZE=2", "OMPI_COMM_WORLD_RANK=0",
                            testing::program_path(), "optimize", "study.json"},
                           folder_.path());
  const ProgramOutcome outcome = program.finish();
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("one machine"));
}

TEST_F(OptimizeCommand, CheckKnowsStudies) {
  write(confirmed(""));
  const ProgramOutcome good = run_program({"check", "study.json"}, folder_.path());
  EXPECT_EQ(good.exit_code, 0) << good.standard_error;
  EXPECT_THAT(good.standard_output,
              HasSubstr("good study places: 2 factors, 1 objective, 1 constraint"));
  write(kFactors + R"(, "budget": 4, "objectives": [)" + kThroughput + "]");
  EXPECT_EQ(run_program({"check", "study.json"}, folder_.path()).exit_code, 2);
}

}  // namespace
}  // namespace planttwin::optimize
