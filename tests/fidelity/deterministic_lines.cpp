#include "tests/fidelity/deterministic_lines.h"

#include <stdexcept>

#include "tests/fidelity/case_text.h"
#include "tests/fidelity/plant_text.h"

namespace planttwin::testing {
namespace {

using plant::MachineStateCode;

// A source whose first part comes at time 0.
Json regular_source(const std::string& id, const std::string& product, double every,
                    const std::string& quantity = "1 pcs") {
  return {{"id", id},           {"kind", "interarrival"},
          {"product", product}, {"interarrival", time_text(every)},
          {"first", "0 s"},     {"quantity", quantity}};
}

std::function<double(const Measured&)> percent(const std::string& machine, MachineStateCode code) {
  return [=](const Measured& run) { return 100 * run.state(machine, code); };
}

std::function<double(const Measured&)> completed(const std::string& product) {
  return [=](const Measured& run) { return run.completed(product); };
}

void add_source(Json& input, const Json& source) { input["sources"].push_back(source); }

ExactCase single_server(const std::string& model) {
  PlantText plant;
  plant.center("M", {{"queue_capacity", static_cast<int>(number_after(model, "queue cap"))}});
  plant.product("P", {"M"}, {time_text(number_after(model, "machine"))});
  Json input = run_input(0, number_after(model, "run"));
  add_source(input, regular_source("SOURCE", "P", number_after(model, "source every")));
  return {
      plant.text(),
      input.dump(),
      {{"parts", completed("P")}, {"working_pct", percent("M/1", MachineStateCode::kProcessing)}}};
}

// A frame takes parts from the place beside the assembly, as many as it holds.
ExactCase assembly_line(const std::string& model) {
  const double capacity = number_after(model, "capacity");
  const std::string machine = model.substr(model.find("machine"));
  PlantText plant;
  plant.center("ASSEMBLY", {{"supply", "PARTS"}});
  plant.center(
      "M", {{"queue_capacity", 0},
            {"failures", Json::array({{{"id", "F"},
                                       {"clock", "calendar"},
                                       {"time_to_failure", time_text(number_after(machine, "TTF"))},
                                       {"repair", time_text(number_after(machine, "TTR"))}}})}});
  plant.product(
      "FRAME", {"ASSEMBLY", "M"},
      {time_text(number_after(model, "assembly")), time_text(number_after(machine, "machine"))});
  plant.material("PART");
  plant.set("locations", Json::array({{{"id", "PARTS"}}}));
  const Json item = {{"component", "PART"},
                     {"quantity", std::to_string(static_cast<int>(capacity)) + " pcs"},
                     {"operation", 10}};
  const Json bom = {{"id", "FRAME"}, {"material", "FRAME"}, {"items", Json::array({item})}};
  plant.set("boms", Json::array({bom}));
  Json input = run_input(0, number_after(model, "run"));
  Json parts = regular_source("SMALL", "PART", number_after(model, "parts every"));
  parts["location"] = "PARTS";
  add_source(input, parts);
  const std::string frames = model.substr(model.find("frames"));
  add_source(input, regular_source("LARGE", "FRAME", number_after(frames, ") every")));
  return {plant.text(),
          input.dump(),
          {{"frames", completed("FRAME")},
           {"assembly_working_pct", percent("ASSEMBLY/1", MachineStateCode::kProcessing)}}};
}

ExactCase server_with_shift(const std::string& model, const std::string& base, const Json& shift) {
  PlantText plant;
  plant.set("shifts", Json::array({shift}));
  plant.center("M", {{"shift", "WORK"}, {"options", {{"interrupted_work", "resume"}}}});
  plant.product("P", {"M"}, {time_text(number_after(base, "machine"))});
  Json input = run_input(0, number_after(model, "run"));
  add_source(input, regular_source("SOURCE", "P", number_after(base, "source")));
  return {
      plant.text(),
      input.dump(),
      {{"parts", completed("P")}, {"working_pct", percent("M/1", MachineStateCode::kProcessing)}}};
}

Json window(double from, double to) { return {{"from", time_text(from)}, {"to", time_text(to)}}; }

const std::string kFirstShiftCase = "source 0.5 -> machine 3";

// "shifts [0,5],[10,15]".
ExactCase shift_once(const std::string& model) {
  Json windows = Json::array();
  const std::size_t end = model.find(';', model.find("shifts"));
  for (std::size_t at = model.find('['); at < end; at = model.find('[', at + 1)) {
    windows.push_back(
        window(std::stod(model.substr(at + 1)), std::stod(model.substr(model.find(',', at) + 1))));
  }
  return server_with_shift(model, model, {{"id", "WORK"}, {"windows", windows}});
}

// "as 1, shifts [10k,10k+5]": a cycle of 10 that begins with 5 of work.
ExactCase shift_cycle(const std::string& model) {
  const double cycle = number_after(model, "[");
  const double work = number_after(model, "k+");
  const Json shift = {
      {"id", "WORK"}, {"cycle", time_text(cycle)}, {"windows", Json::array({window(0, work)})}};
  const std::string base = has_number_after(model, "machine") ? model : kFirstShiftCase;
  return server_with_shift(model, base, shift);
}

ExactCase initial_wip(const std::string& model) {
  PlantText plant;
  plant.center("M", {{"queue_capacity", static_cast<int>(number_after(model, "queue cap"))}});
  plant.product("P", {"M"}, {time_text(number_after(model, "process"))});
  Json input = {{"start", "2025-01-06T00:00Z"}, {"until", "done"}};
  input["orders"] = Json::array();
  for (const char* order : {"FIRST", "SECOND"}) {
    input["orders"].push_back(
        {{"id", order}, {"product", "P"}, {"quantity", "1 pcs"}, {"release", "0 s"}});
  }
  const Json on_machine = {
      {"order", "FIRST"}, {"quantity", "1 pcs"},
      {"operation", 10},  {"place", "machine"},
      {"machine", "M/1"}, {"remaining", time_text(number_after(model, "machine with"))}};
  const Json in_queue = {
      {"order", "SECOND"}, {"quantity", "1 pcs"}, {"operation", 10}, {"place", "queue"}};
  input["initial_state"] = {{"lots", Json::array({on_machine, in_queue})}};
  return {plant.text(),
          input.dump(),
          {{"parts", completed("P")},
           {"makespan",
            [](const Measured& run) {
              return (run.statistics().last_completion - sim::Time()).in_seconds() / 60;
            }},
           {"working_pct", percent("M/1", MachineStateCode::kProcessing)}}};
}

ExactCase refilled_buffer(const std::string& model) {
  PlantText plant;
  plant.center("M").product("P", {"M"}, {time_text(number_after(model, "machine"))});
  Json input = run_input(0, number_after(model, "run"));
  add_source(input, {{"id", "SOURCE"},
                     {"kind", "periodic_review"},
                     {"product", "P"},
                     {"interval", time_text(number_after(model, "every"))},
                     {"work_center", "M"},
                     {"refill_at", 0},
                     {"refill_lots", static_cast<int>(number_after(model, "refill"))},
                     {"quantity", "1 pcs"}});
  return {
      plant.text(),
      input.dump(),
      {{"parts", completed("P")}, {"working_pct", percent("M/1", MachineStateCode::kProcessing)}}};
}

ExactCase decomposition(const std::string& model) {
  const int parts = static_cast<int>(number_after(model, "into"));
  PlantText plant;
  plant.center("DECOMPOSER").center("M", {{"queue_capacity", 0}});
  plant.product("BATCH", {"DECOMPOSER", "M"},
                {time_text(number_after(model, "(")), time_text(number_after(model, "M"))});
  plant.operation("BATCH", 0)["split_into"] = parts;
  Json input = run_input(0, number_after(model, "run"));
  const int pieces = static_cast<int>(number_after(model, "batch of"));
  add_source(input, regular_source("SOURCE", "BATCH", number_after(model, " every"),
                                   std::to_string(pieces) + " pcs"));
  return {plant.text(),
          input.dump(),
          {{"subbatches",
            [](const Measured& run) {
              const auto id = run.simulation.material("BATCH");
              return static_cast<double>(run.statistics().products[id.index()].lots_completed);
            }},
           {"M_working_pct", percent("M/1", MachineStateCode::kProcessing)},
           {"M_blockage_pct", percent("M/1", MachineStateCode::kBlocked)},
           {"M_waiting_pct", percent("M/1", MachineStateCode::kIdle)}}};
}

}  // namespace

ExactCase build_deterministic_line(const Json& fields) {
  static const std::map<std::string, ExactCase (*)(const std::string&)> kBuilders = {
      {"SingleServer", single_server},
      {"AssemblyLine", assembly_line},
      {"ServerWithShift1", shift_once},
      {"ServerWithShift2", shift_cycle},
      {"SettingWip3", initial_wip},
      {"BalancingABuffer", refilled_buffer},
      {"DecompositionOfBatches", decomposition}};
  const auto builder = kBuilders.find(fields.at("name").get<std::string>());
  if (builder == kBuilders.end()) throw std::invalid_argument("no builder for " + fields.dump());
  return builder->second(fields.at("model").get<std::string>());
}

}  // namespace planttwin::testing
