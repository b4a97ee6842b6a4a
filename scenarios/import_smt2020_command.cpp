#include "scenarios/import_smt2020_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "scenarios/imported_files.h"
#include "scenarios/json_build.h"
#include "scenarios/scenario.h"
#include "scenarios/smt2020_files.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;
namespace smt = plant::smt2020;

namespace {

std::optional<std::string> read_file(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text(std::istreambuf_iterator<char>(file), {});
  return file.bad() ? std::nullopt : std::optional(std::move(text));
}

// The last name of a path, with or without a slash at its end.
std::string folder_name(const std::string& folder) {
  const fs::path path = fs::absolute(folder).lexically_normal();
  return (path.has_filename() ? path : path.parent_path()).filename().string();
}

// Files of the folder that are no part of the data set.
std::vector<std::string> files_not_read(const std::string& folder, const smt::Fab& fab) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const bool read = std::any_of(
        fab.tables.begin(), fab.tables.end(),
        [&](const smt::TableUse& use) { return fs::path(use.file).filename() == name; });
    if (!read) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

sim::JsonNode strings(const std::vector<std::string>& texts) {
  JsonArray array;
  for (const std::string& text : texts) array.add(json_string(text));
  return array.take();
}

sim::JsonNode count(std::size_t number) { return json_integer(static_cast<std::int64_t>(number)); }

struct Report {
  const smt::Fab& fab;
  std::vector<std::string> written;
  std::vector<std::string> not_read;
  std::vector<std::string> remarks;
};

void print_json(const Report& report) {
  JsonArray tables;
  for (const smt::TableUse& use : report.fab.tables) {
    tables.add(JsonObject()
                   .add("file", json_string(use.file))
                   .add("rows", count(use.rows))
                   .add("columns_used", strings(use.used))
                   .add("columns_not_used", strings(use.unused))
                   .take());
  }
  fmt::print("{}", sim::pretty_json(JsonObject()
                                        .add("products", count(report.fab.products.size()))
                                        .add("work_centers", count(report.fab.families.size()))
                                        .add("sources", count(report.fab.orders.size()))
                                        .add("initial_lots", count(report.fab.wip.size()))
                                        .add("tables", tables.take())
                                        .add("files_not_read", strings(report.not_read))
                                        .add("remarks", strings(report.remarks))
                                        .add("files", strings(report.written))
                                        .take()));
}

std::string joined(const std::vector<std::string>& names) {
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

void print_text(const Report& report) {
  for (const smt::TableUse& use : report.fab.tables) {
    fmt::print("{}: {} {}\n  used      {}\n  not used  {}\n", use.file, use.rows,
               use.rows == 1 ? "row" : "rows", joined(use.used), joined(use.unused));
  }
  if (!report.not_read.empty()) fmt::print("not read: {}\n", joined(report.not_read));
  for (const std::string& remark : report.remarks) fmt::print("{}\n", remark);
  fmt::print("written: {}\n", joined(report.written));
}

}  // namespace

ExitCode import_smt2020_command(const ImportSmt2020Options& options) {
  if (!fs::is_directory(options.folder)) throw UsageError("no folder " + options.folder);
  sim::Diagnostics errors;
  sim::Diagnostics remarks;
  const smt::Fab fab = smt::read_fab(
      [&](const std::string& name) { return read_file(fs::path(options.folder) / name); },
      options.folder, errors, remarks);
  errors.throw_if_any();

  Smt2020Translation how;
  how.id = folder_name(options.folder);
  if (!is_scenario_id(how.id)) how.id = "smt2020";
  how.days = options.days;
  if (options.dispatch == "cr") how.dispatch = Smt2020Dispatch::kCriticalRatio;
  const Imported imported{smt2020_plant(fab, how), [&](sim::JsonNode plant) {
                            return smt2020_scenario(fab, how, std::move(plant));
                          }};
  check_imported(imported);

  Report report{fab, {}, files_not_read(options.folder, fab), {}};
  for (const fs::path& file : write_imported(imported, options.out)) {
    report.written.push_back(file.string());
  }
  for (const sim::Diagnostic& remark : remarks.all()) report.remarks.push_back(remark.text());
  if (options.json) {
    print_json(report);
  } else if (!options.quiet) {
    print_text(report);
  }
  return ExitCode::kDone;
}

}  // namespace planttwin::scenario
