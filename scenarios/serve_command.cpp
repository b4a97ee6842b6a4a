#include "scenarios/serve_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <thread>
#include <utility>

#include "erp_bridge/erp_opening.h"
#include "erp_bridge/monitoring/json_log.h"
#include "erp_bridge/monitoring/monitor_server.h"
#include "erp_bridge/systems/access_keys.h"
#include "erp_bridge/systems/erp_api.h"
#include "erp_bridge/systems/erp_server.h"
#include "erp_bridge/systems/erp_service.h"
#include "plant_models/load/plant_loader.h"
#include "scenarios/interrupt.h"
#include "scenarios/json_build.h"
#include "scenarios/scenario.h"

namespace planttwin::scenario {
namespace {

constexpr const char* kKeyVariable = "PLANTTWIN_ERP_KEY";
constexpr auto kGlance = std::chrono::milliseconds(50);  // how often an interrupt is looked for

bridge::InjectedDefect parse_defect(const std::string& text) {
  const std::size_t sign = text.find('=');
  const std::string id = text.substr(0, sign);
  const std::vector<bridge::DefectName>& names = bridge::erp_defect_names();
  const auto row = std::find_if(names.begin(), names.end(),
                                [&](const bridge::DefectName& name) { return name.name == id; });
  if (row == names.end()) {
    std::vector<std::string> known;
    for (const bridge::DefectName& name : names) known.emplace_back(name.name);
    throw UsageError("--defect: no defect " + sim::in_quotes(id) + sim::nearest_clause(id, known));
  }
  bridge::InjectedDefect injected{row->defect, 1};
  if (sign == std::string::npos) return injected;
  const sim::Parsed<sim::Decimal> share = sim::parse_decimal(text.substr(sign + 1));
  if (!share.ok() || share.value() < sim::Decimal() || share.value() > sim::Decimal(1, 0)) {
    throw UsageError("--defect " + text + ": expected a share from 0 to 1 behind the sign \"=\"");
  }
  injected.share = share.value().to_double();
  return injected;
}

bridge::ErpMasterData of_plant(const std::string& file) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::load(file, diagnostics);
  diagnostics.throw_if_any();
  const plant::PlantOrigin origin{.start = {},
                                  .directory = std::filesystem::path(file).parent_path()};
  const plant::Plant plant = plant::load_plant(*document, origin, diagnostics);
  diagnostics.throw_if_any();
  return bridge::erp_master_data(plant);
}

bridge::ErpMasterData master_data(const ServeErpOptions& options) {
  if (options.scenario.has_value() == options.plant.has_value()) {
    throw UsageError("give the items by --scenario or by --plant");
  }
  bridge::ErpMasterData data;
  if (options.plant) {
    data = of_plant(*options.plant);
  } else {
    const Scenario scenario = load_scenario_or_throw(*options.scenario);
    data = bridge::erp_master_data(scenario.plant, scenario.input);
    if (scenario.erp) {
      data.defects = scenario.erp->defects;
      data.policies = scenario.erp->policies;
    }
  }
  for (const std::string& defect : options.defects) data.defects.push_back(parse_defect(defect));
  return data;
}

// Keys of the file and of the environment; `made` is a new one where there are none.
bridge::AccessKeys access_keys(const ServeErpOptions& options, std::optional<std::string>& made) {
  bridge::AccessKeys keys;
  if (options.keys) {
    sim::Diagnostics diagnostics;
    keys = bridge::load_access_keys(*options.keys, diagnostics);
    diagnostics.throw_if_any();
  }
  if (const char* given = std::getenv(kKeyVariable); given != nullptr && *given != '\0') {
    const std::string_view key = given;
    if (key.size() < bridge::AccessKeys::kShortest) {
      throw UsageError(fmt::format("{}: a key has at least {} characters", kKeyVariable,
                                   bridge::AccessKeys::kShortest));
    }
    keys.add(key, bridge::AccessRole::kOperator);
  }
  if (keys.empty()) {
    made = bridge::random_access_key();
    keys.add(*made, bridge::AccessRole::kOperator);
  }
  return keys;
}

sim::UtcInstant wall_clock() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return sim::UtcInstant::from_epoch(sim::Duration::microseconds(
      std::chrono::duration_cast<std::chrono::microseconds>(since).count()));
}

// Books that can't be opened are a wrong file on the command line; nothing was written to it.
std::unique_ptr<bridge::ErpService> open_books(const ServeErpOptions& options,
                                               bridge::ErpMasterData data) {
  try {
    return std::make_unique<bridge::ErpService>(std::move(data), options.database, wall_clock);
  } catch (const bridge::StoreMismatch& error) {
    throw UsageError(error.what());
  } catch (const sim::OutputError& error) {
    const std::string reason = error.what();
    const bool locked = reason.ends_with("database is locked");
    throw UsageError(locked ? options.database + ": another program has it open" : reason);
  }
}

void print_start(const ServeErpOptions& options, const std::string& url, std::int64_t messages,
                 const std::optional<std::string>& made) {
  if (options.json) {
    JsonObject start;
    start.add("url", json_string(url))
        .add("database", json_string(options.database))
        .add("messages", json_integer(messages))
        .add("key", made ? json_string(*made) : json_null());
    fmt::print("{}", sim::pretty_json(start.take()));
  } else if (!options.quiet) {
    fmt::print("listening on {}\n  books: {}, {} messages\n", url, options.database, messages);
    if (made) fmt::print("  operator's key, for the header X-API-Key: {}\n", *made);
  }
  std::fflush(stdout);
  if (!bridge::is_loopback(options.host) && !options.quiet) {
    fmt::print(
        stderr,
        "planttwin: keys travel over {} in plain text: let a proxy with TLS stand in front\n",
        options.host);
  }
}

}  // namespace

ExitCode serve_erp_command(const ServeErpOptions& options) {
  bridge::ErpMasterData data = master_data(options);
  std::optional<std::string> made;
  bridge::AccessKeys keys = access_keys(options, made);
  std::optional<bridge::JsonLog> log;
  if (options.log) log.emplace(*options.log);
  std::optional<bridge::ErpLog> watch;
  if (log) watch.emplace(*log);
  const std::unique_ptr<bridge::ErpService> service = open_books(options, std::move(data));
  bridge::ErpApi api(*service, std::move(keys), options.rate);
  if (bridge::is_loopback(options.host)) api.let_all_watch();
  if (watch) api.add_watch(*watch);
  bridge::ErpServer server(api);
  const InterruptGuard interrupt;
  int port = 0;
  try {
    port = server.start(options.host, options.port);
  } catch (const bridge::CannotListen& error) {
    fmt::print(stderr, "planttwin: {}\n", error.what());
    return ExitCode::kNoConnection;
  }
  const bool version_6 = options.host.find(':') != std::string::npos;
  const std::string url =
      fmt::format("http://{}:{}", version_6 ? "[" + options.host + "]" : options.host, port);
  print_start(options, url, service->received_count(), made);
  while (!interrupt.interrupted()) std::this_thread::sleep_for(kGlance);
  server.stop();
  return ExitCode::kDone;
}

}  // namespace planttwin::scenario
