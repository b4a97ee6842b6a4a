#include "scenarios/check_command.h"

#include <fmt/format.h>

#include <cstdio>

#include "erp_bridge/exports/export_mapping_reader.h"
#include "erp_bridge/faults/fault_plan.h"
#include "erp_bridge/live/stack_file.h"
#include "erp_bridge/mapping/mapping_reader.h"
#include "plant_models/load/plant_loader.h"
#include "scenarios/compare/gates.h"
#include "scenarios/experiment/experiment_run.h"
#include "scenarios/json_build.h"
#include "scenarios/optimize/study_file.h"
#include "scenarios/scenario.h"

namespace planttwin::scenario {

namespace {

enum class FileKind : std::uint8_t {
  kUnknown,
  kPlant,
  kScenario,
  kStack,
  kMapping,
  kExport,
  kExperiment,
  kGates,
  kStudy,
  kFaults
};

struct FileReport {
  std::string file;
  FileKind kind = FileKind::kUnknown;
  std::string content;  // of a good file, in words
  sim::Diagnostics diagnostics;
};

std::string_view name_of(FileKind kind) {
  switch (kind) {
    case FileKind::kPlant:
      return "plant";
    case FileKind::kScenario:
      return "scenario";
    case FileKind::kStack:
      return "stack";
    case FileKind::kMapping:
      return "mapping";
    case FileKind::kExport:
      return "export mapping";
    case FileKind::kExperiment:
      return "experiment";
    case FileKind::kGates:
      return "gates file";
    case FileKind::kStudy:
      return "study";
    case FileKind::kFaults:
      return "fault plan";
    case FileKind::kUnknown:
      break;
  }
  return "unknown";
}

struct Mark {
  std::string_view key;
  FileKind kind;
};
// A study searches over a scenario, an experiment has variants of one. A scenario names its plant;
// a plant has work centers, or at least what is made in them; a stack has ways to its systems; a
// mapping says what is written there and read, one of exports what documents look like; gates are
// for planttwin compare, faults for planttwin drive.
constexpr Mark kMarks[] = {
    {"study", FileKind::kStudy},           {"objectives", FileKind::kStudy},
    {"experiment", FileKind::kExperiment}, {"variants", FileKind::kExperiment},
    {"scenario", FileKind::kScenario},     {"plant", FileKind::kScenario},
    {"horizon", FileKind::kScenario},      {"expectations", FileKind::kScenario},
    {"work_centers", FileKind::kPlant},    {"routings", FileKind::kPlant},
    {"materials", FileKind::kPlant},       {"boms", FileKind::kPlant},
    {"connections", FileKind::kStack},     {"record", FileKind::kStack},
    {"write", FileKind::kMapping},         {"read", FileKind::kMapping},
    {"documents", FileKind::kExport},      {"gates", FileKind::kGates},
    {"faults", FileKind::kFaults},
};

FileKind kind_of(const sim::JsonNode& root) {
  for (const Mark& mark : kMarks) {
    if (root.member(mark.key) != nullptr) return mark.kind;
  }
  return FileKind::kUnknown;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string describe(const plant::Plant& plant) {
  return counted(plant.work_centers.size(), "work center", "work centers") + ", " +
         counted(plant.machines.size(), "machine", "machines") + ", " +
         counted(plant.materials.size(), "material", "materials") + ", " +
         counted(plant.routings.size(), "routing", "routings");
}

void check_scenario(FileReport& report) {
  const Scenario scenario = load_scenario(report.file, {}, report.diagnostics);
  if (!report.diagnostics.empty()) return;
  report.content = scenario.id + ": " + describe(scenario.plant) + "; " +
                   counted(scenario.input.orders.size(), "order", "orders") + ", " +
                   counted(scenario.input.sources.size(), "source", "sources") + ", " +
                   counted(scenario.expectations.size(), "expectation", "expectations");
}

void check_plant(const sim::JsonDocument& document, FileReport& report) {
  // Instants of effectivity are read as in any scenario; which start is taken does not matter.
  const plant::PlantOrigin origin{.start = {},
                                  .directory = std::filesystem::path(report.file).parent_path()};
  const plant::Plant plant = plant::load_plant(document, origin, report.diagnostics);
  if (report.diagnostics.empty()) report.content = plant.id + ": " + describe(plant);
}

// With its mappings.
void check_stack(FileReport& report) {
  const std::optional<bridge::Stack> stack = bridge::load_stack(report.file, report.diagnostics);
  if (!stack || !report.diagnostics.empty()) return;
  report.content = stack->id + ": " + counted(stack->parts.size(), "part", "parts") + ", " +
                   counted(stack->connections.size(), "connection", "connections") + ", " +
                   counted(stack->taps.size(), "tap", "taps");
}

void check_mapping(FileReport& report) {
  const auto mapping = bridge::load_mapping(report.file, report.diagnostics);
  if (!mapping || !report.diagnostics.empty()) return;
  std::size_t taken = 0;
  for (const bridge::MappingWrite& write : mapping->writes) taken += write.takes.size();
  report.content = mapping->id + ": " + counted(taken, "message", "messages") + " taken, " +
                   counted(mapping->ignores.size(), "message", "messages") + " ignored, " +
                   counted(mapping->programs.size(), "program", "programs");
}

void check_export_mapping(FileReport& report) {
  const auto mapping = bridge::load_export_mapping(report.file, report.diagnostics);
  if (!mapping || !report.diagnostics.empty()) return;
  report.content =
      mapping->id + ": " + counted(mapping->documents.columns.size(), "column", "columns") +
      " of documents" +
      (mapping->stock
           ? ", " + counted(mapping->stock->columns.size(), "column", "columns") + " of stock"
           : "");
}

// With all its variants.
void check_experiment(FileReport& report) {
  const experiment::Experiment experiment =
      experiment::load_experiment(report.file, report.diagnostics);
  if (!report.diagnostics.empty()) return;
  try {
    const experiment::ExperimentRun variants(experiment);
  } catch (const sim::InputError& error) {
    report.diagnostics = error.diagnostics();
    return;
  }
  report.content = experiment.id + ": " +
                   counted(experiment.variants.size(), "variant", "variants") + ", " +
                   counted(experiment.kpis.size(), "figure", "figures");
}

void check_gates(FileReport& report) {
  const compare::Gates gates = compare::load_gates(report.file, report.diagnostics);
  if (!report.diagnostics.empty()) return;
  report.content = "of " + counted(gates.gates.size(), "figure", "figures");
}

void check_faults(FileReport& report) {
  const bridge::FaultPlan plan = bridge::load_fault_plan(report.file, report.diagnostics);
  if (!report.diagnostics.empty()) return;
  report.content = "of " + counted(plan.faults.size(), "fault", "faults");
}

// With the ends of its factors.
void check_study_file(FileReport& report) {
  const optimize::Study study = optimize::load_study(report.file, report.diagnostics);
  if (!report.diagnostics.empty()) return;
  optimize::check_study(study, report.diagnostics);
  report.content = study.experiment.id + ": " +
                   counted(study.experiment.factors.size(), "factor", "factors") + ", " +
                   counted(study.objectives, "objective", "objectives") + ", " +
                   counted(study.figures.size() + study.sums.size(), "constraint", "constraints");
}

FileReport check_file(const std::string& file) {
  FileReport report;
  report.file = file;
  const auto document = sim::JsonDocument::load(file, report.diagnostics);
  if (!document) return report;
  report.kind = kind_of(document->root());
  if (report.kind == FileKind::kScenario) {
    check_scenario(report);
  } else if (report.kind == FileKind::kPlant) {
    check_plant(*document, report);
  } else if (report.kind == FileKind::kStack) {
    check_stack(report);
  } else if (report.kind == FileKind::kExperiment) {
    check_experiment(report);
  } else if (report.kind == FileKind::kGates) {
    check_gates(report);
  } else if (report.kind == FileKind::kStudy) {
    check_study_file(report);
  } else if (report.kind == FileKind::kFaults) {
    check_faults(report);
  } else if (report.kind == FileKind::kMapping) {
    check_mapping(report);
  } else if (report.kind == FileKind::kExport) {
    check_export_mapping(report);
  } else {
    report.diagnostics.add(
        {file, document->root().position, "",
         "neither a plant (\"work_centers\", \"materials\", \"routings\"), nor a "
         "scenario (\"scenario\", \"plant\", \"horizon\"), nor a stack "
         "(\"connections\", \"record\"), nor a mapping (\"write\", \"read\"), nor an "
         "export mapping (\"documents\"), nor an experiment (\"experiment\", \"variants\"), nor a "
         "study (\"study\", \"objectives\"), nor gates (\"gates\"), nor a fault plan "
         "(\"faults\")"});
  }
  return report;
}

sim::JsonNode to_json(const FileReport& report) {
  JsonArray errors;
  for (const sim::Diagnostic& error : report.diagnostics.all()) {
    errors.add(JsonObject()
                   .add("file", json_string(error.file))
                   .add("line", json_integer(error.position.line))
                   .add("column", json_integer(error.position.column))
                   .add("pointer", json_string(error.pointer))
                   .add("message", json_string(error.message))
                   .take());
  }
  return JsonObject()
      .add("file", json_string(report.file))
      .add("kind", json_string(name_of(report.kind)))
      .add("good", json_boolean(report.diagnostics.empty()))
      .add("errors", errors.take())
      .take();
}

void print_report(const FileReport& report, bool quiet) {
  if (!report.diagnostics.empty()) {
    fmt::print(stderr, "{}", report.diagnostics.text());
  } else if (!quiet) {
    fmt::print("{}: good {} {}\n", report.file, name_of(report.kind), report.content);
  }
}

}  // namespace

ExitCode check_command(const CheckOptions& options) {
  ExitCode code = ExitCode::kDone;
  JsonArray reports;
  std::size_t errors = 0;
  for (const std::string& file : options.files) {
    const FileReport report = check_file(file);
    if (!report.diagnostics.empty()) code = ExitCode::kBadInput;
    errors += report.diagnostics.count();
    if (options.json) {
      reports.add(to_json(report));
    } else {
      print_report(report, options.quiet);
    }
  }
  if (options.json) fmt::print("{}", sim::pretty_json(reports.take()));
  if (errors > 0 && !options.quiet) {
    fmt::print(stderr, "{}\n", counted(errors, "error", "errors"));
  }
  return code;
}

}  // namespace planttwin::scenario
