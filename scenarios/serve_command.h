#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/exit_code.h"

namespace planttwin::scenario {

// The options of `planttwin serve erp`, as typed.
struct ServeErpOptions {
  std::optional<std::string> scenario;  // items, orders and stock at the start, defects
  std::optional<std::string> plant;     // or items alone
  std::vector<std::string> defects;     // ID or ID=SHARE, beside the scenario's
  std::string database = "erp.sqlite";
  std::string host = "127.0.0.1";
  int port = 8080;                  // 0: a free one
  std::optional<std::string> keys;  // file of API keys
  std::int64_t rate = 0;            // requests per second; 0: no limit
  std::optional<std::string> log;   // file of JSON lines
  bool json = false;
  bool quiet = false;
};

// Serves the reference ERP over HTTP until SIGINT or SIGTERM. Throws sim::InputError, UsageError
// (also for a file of other books), OutputError. Returns kNoConnection when the address can't be
// listened on.
ExitCode serve_erp_command(const ServeErpOptions& options);

}  // namespace planttwin::scenario
