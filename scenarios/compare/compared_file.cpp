#include "scenarios/compare/compared_file.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "scenarios/compare/experiment_figures.h"
#include "scenarios/compare/result_figures.h"
#include "sim/json_reader.h"

namespace planttwin::compare {
namespace {

namespace fs = std::filesystem;

void add_error(const std::string& file, std::string message, sim::Diagnostics& diagnostics) {
  diagnostics.add({file, {}, "", std::move(message)});
}

// The file itself, or what a folder of results holds.
std::optional<std::string> file_at(const std::string& path, sim::Diagnostics& diagnostics) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return path;
  const fs::path result = fs::path(path) / "result.json";
  const fs::path experiment = fs::path(path) / "experiment.json";
  const bool has_result = fs::exists(result, error), has_experiment = fs::exists(experiment, error);
  if (has_result != has_experiment) return (has_result ? result : experiment).string();
  add_error(path,
            has_result ? "holds both result.json and experiment.json: name one of them"
                       : "holds neither result.json nor experiment.json",
            diagnostics);
  return std::nullopt;
}

// What a file is, told by what it holds; nothing, with the reason, when it is no result.
std::optional<FileKind> kind_of(const sim::JsonDocument& document, sim::Diagnostics& diagnostics) {
  const sim::JsonNode& root = document.root();
  const bool experiment = root.member("experiment") != nullptr;
  const bool written = root.member("planttwin") != nullptr;
  if (experiment && written) return FileKind::kExperiment;
  if (written && root.member("scenario") != nullptr && root.member("end") != nullptr) {
    return FileKind::kResult;
  }
  diagnostics.add({document.file(), root.position, "",
                   experiment && root.member("variants") != nullptr
                       ? "this asks for an experiment; expected experiment.json, which planttwin "
                         "experiment writes"
                       : "expected result.json of planttwin run or drive, or experiment.json of "
                         "planttwin experiment"});
  return std::nullopt;
}

void read_result(sim::JsonReader& in, ComparedFile& file) {
  file.id = in.required_string("scenario");
  file.seed = static_cast<std::uint64_t>(in.integer("seed", {0, INT64_MAX}));
  file.figures = figures_of_result(in.node());
}

using FigureKey = std::pair<std::string, std::string>;
FigureKey key_of(const Figure& figure) { return {figure.variant, figure.kpi}; }

bool have_a_figure_in_common(const ComparedFile& base, const ComparedFile& candidate) {
  std::map<FigureKey, bool> known;
  for (const Figure& figure : base.figures) known[key_of(figure)] = true;
  return std::any_of(candidate.figures.begin(), candidate.figures.end(), [&](const Figure& figure) {
    return figure.kpi != kEndedBadly && known.contains(key_of(figure));
  });
}

// A KPI that was given another meaning under its old name.
void check_pointers(const ComparedFile& base, const ComparedFile& candidate,
                    sim::Diagnostics& diagnostics) {
  std::map<std::string, std::string> pointers;
  for (const Figure& figure : base.figures) pointers.emplace(figure.kpi, figure.pointer);
  for (const Figure& figure : candidate.figures) {
    const auto found = pointers.find(figure.kpi);
    if (found == pointers.end() || found->second == figure.pointer) continue;
    add_error(candidate.file,
              "the figure " + sim::in_quotes(figure.kpi) + " is " + figure.pointer + " here and " +
                  found->second + " in " + base.file + "; --force compares them all the same",
              diagnostics);
  }
}

}  // namespace

std::string_view name_of(FileKind kind) {
  return kind == FileKind::kResult ? "result" : "experiment";
}

ComparedFile load_compared_file(const std::string& path, sim::Diagnostics& diagnostics) {
  ComparedFile file;
  file.file = path;
  const std::optional<std::string> found = file_at(path, diagnostics);
  if (!found) return file;
  file.file = *found;
  const auto document = sim::JsonDocument::load(*found, diagnostics);
  if (!document) return file;
  const std::optional<FileKind> kind = kind_of(*document, diagnostics);
  if (!kind) return file;
  file.kind = *kind;
  sim::JsonReader in(*document, diagnostics);
  if (!in.has("schema_version")) {
    in.error(
        "there is no \"schema_version\": this was written by an older planttwin; make it anew");
    return file;
  }
  in.integer("schema_version", {1, 1});
  file.program_version = in.required_string("planttwin");
  file.input_sha256 = in.optional_string("input_sha256");
  if (file.kind == FileKind::kResult) {
    read_result(in, file);
  } else {
    read_experiment_figures(in, file);
  }
  return file;
}

void check_comparable(const ComparedFile& base, const ComparedFile& candidate, bool force,
                      sim::Diagnostics& diagnostics) {
  if (base.kind != candidate.kind) {
    const auto what = [](const ComparedFile& file) {
      return file.kind == FileKind::kResult ? "the result of a single run" : "an experiment";
    };
    return add_error(candidate.file,
                     std::string("this is ") + what(candidate) + ", but " + base.file + " is " +
                         what(base) + ": only like can be compared with like",
                     diagnostics);
  }
  if (!force && base.id != candidate.id) {
    const std::string_view of = base.kind == FileKind::kResult ? "scenario" : "experiment";
    add_error(candidate.file,
              "this is of the " + std::string(of) + " " + sim::in_quotes(candidate.id) + ", but " +
                  base.file + " of " + sim::in_quotes(base.id) +
                  "; --force compares them all the same",
              diagnostics);
  }
  if (!force) check_pointers(base, candidate, diagnostics);
  if (!have_a_figure_in_common(base, candidate)) {
    add_error(candidate.file, "has no figure in common with " + base.file, diagnostics);
  }
}

}  // namespace planttwin::compare
