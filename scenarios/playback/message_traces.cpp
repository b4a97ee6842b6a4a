#include "scenarios/playback/message_traces.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <system_error>

#include "sim/database.h"

namespace planttwin::playback {
namespace {

std::optional<sim::Database> open_messages(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "messages.sqlite";
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return std::nullopt;
  return std::make_optional<sim::Database>(file, sim::Database::Mode::kReadOnly);
}

}  // namespace

std::vector<std::int32_t> read_backlog(const std::filesystem::path& folder, const Levels& levels) {
  std::optional<sim::Database> messages = open_messages(folder);
  if (!messages) return {};
  std::vector<std::int32_t> backlog(levels.lots.size(), 0);
  sim::Statement row(*messages, "SELECT at, to_erp FROM backlog ORDER BY at");
  // A level lasts until the next row, so it counts in every step from its own to that row's.
  std::int64_t since = 0;
  std::int32_t level = 0;
  const auto last_until = [&](std::int64_t until) {
    for (std::int64_t step = since / levels.step; step * levels.step < until; ++step) {
      if (step >= static_cast<std::int64_t>(backlog.size())) return;
      std::int32_t& most = backlog[static_cast<std::size_t>(step)];
      most = std::max(most, level);
    }
  };
  while (row.step()) {
    const std::int64_t at = std::max<std::int64_t>(0, row.integer(0));
    last_until(at);
    since = at;
    level = static_cast<std::int32_t>(row.integer(1));
  }
  last_until(std::numeric_limits<std::int64_t>::max() - levels.step);
  return backlog;
}

std::vector<Marker> read_outages(const std::filesystem::path& folder) {
  std::optional<sim::Database> messages = open_messages(folder);
  if (!messages) return {};
  sim::Statement table(*messages, "SELECT 1 FROM sqlite_master WHERE name = 'outage'");
  if (!table.step()) return {};  // of an older program
  std::vector<Marker> outages;
  sim::Statement row(*messages, "SELECT place, begins, ends FROM outage ORDER BY begins");
  while (row.step()) {
    outages.push_back({.kind = Marker::Kind::kOutage,
                       .from = row.integer(1),
                       .to = row.integer(2),
                       .text = row.text(0) + " is out"});
  }
  return outages;
}

}  // namespace planttwin::playback
