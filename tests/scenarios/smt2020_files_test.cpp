#include "scenarios/smt2020_files.h"

#include <gtest/gtest.h>

#include "sim/json_document.h"
#include "tests/support/small_fab.h"

namespace planttwin::testing {
namespace {

using scenario::Smt2020Dispatch;
using scenario::Smt2020Translation;
namespace smt = plant::smt2020;

smt::Fab read(const FabFiles& files) {
  sim::Diagnostics errors;
  sim::Diagnostics remarks;
  smt::Fab fab = smt::read_fab(
      [&](const std::string& name) {
        const auto file = files.find(name);
        return file == files.end() ? std::nullopt : std::optional(file->second);
      },
      "data", errors, remarks);
  EXPECT_TRUE(errors.empty()) << errors.text();
  return fab;
}

sim::JsonDocument document(const std::string& text) {
  sim::Diagnostics diagnostics;
  auto parsed = sim::JsonDocument::parse(text, "text", diagnostics);
  diagnostics.throw_if_any();
  return std::move(*parsed);
}

// The plant and the scenario of a fab as one document.
sim::JsonDocument translated(const FabFiles& files, Smt2020Dispatch dispatch) {
  const smt::Fab fab = read(files);
  const Smt2020Translation how{.id = "small", .dispatch = dispatch, .days = 30};
  return document(
      sim::pretty_json(scenario::smt2020_scenario(fab, how, scenario::smt2020_plant(fab, how))));
}

// What stands at a pointer, in the same layout as `expected` gets.
std::string at(const sim::JsonDocument& made, const std::string& pointer) {
  const sim::JsonNode* found = made.find(pointer);
  return found == nullptr ? "(nothing)" : sim::pretty_json(*found);
}

std::string expected(const std::string& text) { return sim::pretty_json(document(text).root()); }

struct Translated {
  std::string name;
  std::string pointer;
  std::string json;
};

void PrintTo(const Translated& part, std::ostream* out) { *out << part.name; }

class Smt2020Translated : public ::testing::TestWithParam<Translated> {};

TEST_P(Smt2020Translated, IsWhatTheTablesSay) {
  const sim::JsonDocument made = translated(small_fab(), Smt2020Dispatch::kFifo);
  EXPECT_EQ(at(made, GetParam().pointer), expected(GetParam().json));
}

// Worked out by hand from the tables in small_fab.h.
INSTANTIATE_TEST_SUITE_P(
    SmallFab, Smt2020Translated,
    ::testing::Values(
        Translated{"a step that cascades by pieces", "/plant/routings/part_a/operations/10",
                   R"({"id": 10, "name": "coat", "work_center": "TRACK",
                    "time": {"uniform": {"min": "0.8307 min", "max": "0.8733 min"}}, "per": "lot",
                    "load": "30 s", "unload": "30 s",
                    "cascade": {"per": "unit", "interval": "0.6 min"},
                    "transport": {"uniform": {"min": "6.25 min", "max": "8.75 min"}}})"},
        Translated{"a time per piece", "/plant/routings/part_a/operations/20",
                   R"({"id": 20, "name": "expose", "work_center": "TRACK",
                    "time": "1.5 min", "per": "unit", "draw": "once",
                    "load": "30 s", "unload": "30 s",
                    "transport": {"uniform": {"min": "6.25 min", "max": "8.75 min"}}})"},
        Translated{"a batch with a limit of queue time", "/plant/routings/part_a/operations/30",
                   R"({"id": 30, "name": "bake", "work_center": "OVEN",
                    "time": {"normal": {"mean": "2 h", "sd": "0.25 h"}}, "per": "batch",
                    "load": "1 min", "unload": "2 min",
                    "batch": {"minimum": "50 pcs", "maximum": "75 pcs"},
                    "batch_family": "bake",
                    "queue_time_limits": [{"until": 40, "within": "2 h", "reaction": "report"}],
                    "transport": "12 min"})"},
        Translated{"a setup of the table", "/plant/routings/part_a/operations/40",
                   R"({"id": 40, "name": "implant", "work_center": "IMPLANT",
                    "time": {"exponential": {"mean": "20 min"}}, "per": "lot",
                    "setup_family": "B11"})"},
        Translated{"a return to the tool, sampled, with rework and cascading batches",
                   "/plant/routings/part_a/operations/50",
                   R"({"id": 50, "name": "expose again", "work_center": "TRACK",
                    "time": {"uniform": {"min": "25 min", "max": "35 min"}}, "per": "lot",
                    "load": "30 s", "unload": "30 s",
                    "cascade": {"per": "batch", "interval": "12.5 min"},
                    "same_machine_as": 20, "sampling": 0.25,
                    "rework": {"probability": 0.017, "to": 20}, "transport": "12 min"})"},
        Translated{"a setup with its own time", "/plant/routings/part_a/operations/60",
                   R"({"id": 60, "name": "implant again", "work_center": "IMPLANT",
                    "time": "30 s", "per": "unit", "draw": "once",
                    "setup_family": "P31", "setup": "15 min"})"},
        Translated{"a step that all lots do", "/plant/routings/part_b/operations/2",
                   R"({"id": 2, "name": "coat", "work_center": "TRACK", "time": "12 min",
                    "per": "lot", "load": "30 s", "unload": "30 s"})"},
        Translated{"tools with batches", "/plant/work_centers/OVEN",
                   R"({"id": "OVEN", "group": "Heat", "machines": 2,
                    "batch": {"limit": "start_at_minimum"},
                    "maintenance": [{"id": "OVEN_clean", "trigger": "calendar",
                      "interval": "7 d", "first": "3.5 d",
                      "duration": {"uniform": {"min": "5 h", "max": "7 h"}}}]})"},
        Translated{"tools that cascade", "/plant/work_centers/TRACK",
                   R"({"id": "TRACK", "group": "Litho", "machines": 3,
                    "options": {"loading": "beside_machine"},
                    "maintenance": [{"id": "TRACK_rinse", "trigger": "units", "units": 2000,
                      "first_units": 1800, "duration": "90 min"}]})"},
        Translated{"tools with setups", "/plant/work_centers/IMPLANT",
                   R"({"id": "IMPLANT", "group": "Beam", "machines": 1,
                    "dispatch": ["minimum_run", "queue_time_limited", "setup", "priority", "fifo",
                      "edd"],
                    "setup": {"changes": [{"to": "B11", "time": "30 min"},
                        {"from": "B11", "to": "P31", "time": "20 min"},
                        {"to": "As75", "time": "45 min"}],
                      "minimum_run_when_empty": "hold",
                      "family_runs": [{"family": "B11", "minimum": 4},
                        {"family": "As75", "minimum": 3}]}})"},
        Translated{"groups of tools", "/plant/machine_groups",
                   R"([{"id": "Heat", "failures": [{"id": "BREAK_Heat", "clock": "calendar",
                      "time_to_failure": {"exponential": {"mean": "7 d"}},
                      "first": {"exponential": {"mean": "2 d"}},
                      "repair": {"exponential": {"mean": "3 h"}}}]},
                    {"id": "Litho"}, {"id": "Beam"}])"},
        Translated{"the rule of the plant", "/plant/options",
                   R"({"dispatch": ["minimum_run", "queue_time_limited", "priority", "fifo",
                      "edd"], "compatibility": "none"})"},
        Translated{"a line of orders", "/sources/Lot_A",
                   R"({"id": "Lot_A", "product": "part_a", "interarrival": "90 min",
                    "first": "18 h", "limit": 1000, "quantity": "25 pcs", "due": "10 d 12 h",
                    "priority": 10, "class": "Lot_A"})"},
        Translated{"a line of orders of two lots", "/sources/Lot_B",
                   R"({"id": "Lot_B", "product": "part_b",
                    "interarrival": {"exponential": {"mean": "1 d"}}, "first": "0 s", "limit": 50,
                    "quantity": "50 pcs", "lot_size": "25 pcs", "due": "4 d", "priority": 20,
                    "class": "Lot_B"})"},
        Translated{"a line without repetition", "/orders/Trial",
                   R"({"id": "Trial", "product": "part_a", "quantity": "5 pcs",
                    "release": "2019-03-06T00:00:00.000000Z",
                    "due": "2019-03-07T00:00:00.000000Z", "priority": 30, "class": "Trial"})"},
        Translated{"a lot in process", "/orders/Init_Lot_A_1",
                   R"({"id": "Init_Lot_A_1", "product": "part_a", "quantity": "25 pcs",
                    "release": "2019-02-27T12:00:00.000000Z",
                    "due": "2019-03-10T00:00:00.000000Z", "priority": 10, "class": "Lot_A"})"},
        Translated{"where the lots in process are", "/initial_state/lots",
                   R"([{"order": "Init_Lot_A_1", "quantity": "25 pcs", "operation": 30,
                      "place": "queue"},
                    {"order": "Init_Lot_B_1", "quantity": "20 pcs", "operation": 2,
                      "place": "queue"}])"},
        Translated{"the start", "/start", R"("2019-03-04T06:00:00.000000Z")"},
        Translated{"the end", "/horizon", R"("30 d")"}));

TEST(Smt2020Files, DispatchByCriticalRatioInsteadOfArrivalAndDueDate) {
  const sim::JsonDocument made = translated(small_fab(), Smt2020Dispatch::kCriticalRatio);
  EXPECT_EQ(at(made, "/plant/work_centers/IMPLANT/dispatch"),
            expected(R"(["minimum_run", "queue_time_limited", "setup", "priority",
                         "critical_ratio"])"));
  EXPECT_EQ(at(made, "/plant/options/dispatch"),
            expected(R"(["minimum_run", "queue_time_limited", "priority", "critical_ratio"])"));
}

TEST(Smt2020Files, CountBatchesInLotsWhereTheToolDoes) {
  FabFiles files = small_fab();
  std::string& tools = files["tool.txt.1l"];
  tools.replace(tools.find("piece"), 5, "lot");
  EXPECT_EQ(
      at(translated(files, Smt2020Dispatch::kFifo), "/plant/routings/part_a/operations/30/batch"),
      expected(R"({"minimum": 50, "maximum": 75})"));
}

TEST(Smt2020Files, DoNotDependOnLineEndsTrailingTabsAndComments) {
  FabFiles files = small_fab();
  for (auto& [name, text] : files) {
    std::string other = "# made by hand\r\n";
    for (const char c : text) other += c == '\n' ? "\t\t\r\n" : std::string(1, c);
    text = std::move(other);
  }
  EXPECT_EQ(at(translated(files, Smt2020Dispatch::kFifo), ""),
            at(translated(small_fab(), Smt2020Dispatch::kFifo), ""));
}

}  // namespace
}  // namespace planttwin::testing
