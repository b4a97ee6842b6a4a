#include "scenarios/import_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "scenarios/imported_files.h"
#include "scenarios/job_shop_files.h"
#include "scenarios/json_build.h"
#include "scenarios/scenario.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostNamesShown = 20;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || fs::is_directory(path)) throw UsageError("cannot read " + path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string names_of(const std::vector<plant::JobShop>& shops) {
  std::string names;
  for (std::size_t i = 0; i < shops.size() && i < kMostNamesShown; ++i) {
    names += (i == 0 ? "" : ", ") + (shops[i].name.empty() ? "(no name)" : shops[i].name);
  }
  return shops.size() > kMostNamesShown ? names + ", ..." : names;
}

const plant::JobShop& choose(const std::vector<plant::JobShop>& shops,
                             const ImportOptions& options) {
  if (options.instance.empty()) {
    if (shops.size() == 1) return shops[0];
    throw UsageError(options.file +
                     " holds several instances: choose one with --instance: " + names_of(shops));
  }
  for (const plant::JobShop& shop : shops) {
    if (shop.name == options.instance) return shop;
  }
  throw UsageError("no instance " + sim::in_quotes(options.instance) + " in " + options.file +
                   ", which holds " + names_of(shops));
}

// The instance's own name, else that of the file, when it can name a scenario.
std::string id_for(const plant::JobShop& shop, const ImportOptions& options) {
  if (is_scenario_id(shop.name)) return shop.name;
  const std::string stem = fs::path(options.file).stem().string();
  return is_scenario_id(stem) ? stem : "job_shop";
}

void print_written(const std::vector<fs::path>& files, const plant::JobShop& shop,
                   const ImportOptions& options) {
  JsonArray written;
  for (const fs::path& file : files) {
    written.add(json_string(file.string()));
    if (!options.json && !options.quiet) fmt::print("{}\n", file.string());
  }
  if (options.json) {
    fmt::print("{}", sim::pretty_json(
                         JsonObject()
                             .add("jobs", json_integer(static_cast<std::int64_t>(shop.jobs.size())))
                             .add("machines", json_integer(shop.machines))
                             .add("files", written.take())
                             .take()));
  }
}

}  // namespace

ExitCode import_job_shop_command(const ImportOptions& options) {
  sim::Diagnostics diagnostics;
  const std::vector<plant::JobShop> shops =
      plant::read_job_shops(read_file(options.file), options.file, diagnostics);
  diagnostics.throw_if_any();
  const plant::JobShop& shop = choose(shops, options);
  const JobShopTranslation how{id_for(shop, options), options.dispatch, options.time_unit};
  const Imported imported{job_shop_plant(shop, how), [&](sim::JsonNode plant) {
                            return job_shop_scenario(shop, how, std::move(plant));
                          }};
  check_imported(imported);
  print_written(write_imported(imported, options.out), shop, options);
  return ExitCode::kDone;
}

}  // namespace planttwin::scenario
